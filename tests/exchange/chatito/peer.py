"""Chatito itself, where there is node and Chatito (looked for as node does: beside the tests, or
in NODE_PATH); elsewhere its place is taken by what our own reader has read, walked here."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from gramc.corpora.utterance import Span, Utterance
from gramc.dsl.text import nfc
from gramc.exchange.chatito.odds import odds
from gramc.exchange.chatito.project import Entity, load

SCRIPT = Path(__file__).with_name("chatito.js")

Token = tuple[str, "str | None", "str | None"]
"""A text with its slot and its synonym."""


@cache
def node() -> str | None:
    """The node that finds Chatito, None where there is none."""
    found = shutil.which("node")
    if found is None:
        return None
    looked = subprocess.run(
        [found, "-e", "require.resolve('chatito/dist/main')"],
        cwd=SCRIPT.parent,
        capture_output=True,
        timeout=60,
        check=False,
    )
    return found if looked.returncode == 0 else None


def _run(path: Path, how: str, number: int) -> list[tuple[str, object]]:
    found = node()
    assert found is not None
    # The script finds its modules from where it lies, or in NODE_PATH.
    done = subprocess.run(
        [found, str(SCRIPT), str(path), how, str(number)],
        capture_output=True,
        timeout=300,
        check=False,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [tuple(json.loads(line)) for line in done.stdout.split("\n") if line]


def drawn(path: Path, number: int) -> list[Utterance]:
    """*number* sentences of each intent, as Chatito draws them."""
    if node() is None:
        return _own(path, number)
    return [
        utterance(intent, [(t["value"], t.get("slot"), t.get("synonym")) for t in tokens])
        for intent, tokens in _run(path, "sample", number)
        if isinstance(tokens, list)
    ]


def everything(path: Path, most: int) -> set[Utterance] | None:
    """All that Chatito can make of it; None where an intent has more than *most* combinations."""
    if node() is None:
        found = _all(path, most)
        return None if found is None else set(found)
    rows = _run(path, "all", most)
    if any(isinstance(count, (int, float)) and count > most for _, count in rows):
        return None
    return {
        utterance(intent, [(t["value"], t.get("slot"), t.get("synonym")) for t in tokens])
        for intent, tokens in rows
        if isinstance(tokens, list)
    }


def utterance(intent: str, tokens: list[Token]) -> Utterance:
    """The sentence of these tokens: white space is one space, none at the ends or in slots."""
    text, slots, due = "", [], False
    for piece, slot, synonym in tokens:
        value = nfc(piece)
        due = due or value[:1].isspace()
        words = re.sub(r"\s+", " ", value.strip())
        if not words:
            continue
        if due and text:
            text += " "
        if slot is not None:
            slots.append(
                Span(
                    slot,
                    len(text),
                    len(text) + len(words),
                    None if synonym is None else nfc(synonym),
                )
            )
        text += words
        due = value[-1].isspace()
    return Utterance(text, tuple(slots), (), intent)


def _intents(path: Path) -> list[Entity]:
    project, findings = load(str(path))
    assert not any(f.is_error for f in findings)
    return [e for root in project.roots for e in root if e.definition.kind == "%"]


def _own(path: Path, number: int) -> list[Utterance]:
    rng = random.Random(1)
    found = []
    for intent in _intents(path):
        for _ in range(number):
            found.append(utterance(intent.definition.name, _walk(intent, rng)))
    return [u for u in found if u.text]


def _walk(entity: Entity, rng: random.Random) -> list[Token]:
    weights = [float(w) for w in odds(entity)[0]]
    number = rng.choices(range(len(weights)), weights)[0]
    tokens: list[Token] = []
    pieces = entity.definition.sentences[number].pieces
    for piece, used in zip(pieces, entity.uses[number], strict=True):
        if isinstance(piece, str):
            tokens.append((piece, None, None))
        elif used is None:
            if not piece.optional or rng.random() < 0.5:
                tokens.append((piece.name.strip(), None, None))
        elif not piece.optional or rng.random() >= 1 / (len(used.counts) + 1):
            tokens.extend(
                _labelled(piece.kind, piece.name, entity, used, len(pieces), _walk(used, rng))
            )
    return _trimmed(tokens)


def _all(path: Path, most: int) -> list[Utterance] | None:
    found = []
    for intent in _intents(path):
        if intent.count > most:
            return None
        found += [utterance(intent.definition.name, t) for t in _ways(intent)]
    return [u for u in found if u.text]


def _ways(entity: Entity) -> list[list[Token]]:
    found: list[list[Token]] = []
    for sentence, row in zip(entity.definition.sentences, entity.uses, strict=True):
        ways: list[list[Token]] = [[]]
        for piece, used in zip(sentence.pieces, row, strict=True):
            if isinstance(piece, str):
                more: list[list[Token]] = [[(piece, None, None)]]
            elif used is None:
                more = [[(piece.name.strip(), None, None)]]
            else:
                more = [
                    _labelled(piece.kind, piece.name, entity, used, len(row), way)
                    for way in _ways(used)
                ]
            if not isinstance(piece, str) and piece.optional:
                more.append([])
            ways = [a + b for a in ways for b in more]
        found.extend(_trimmed(way) for way in ways)
    return found


def _labelled(
    kind: str, name: str, entity: Entity, used: Entity, pieces: int, tokens: list[Token]
) -> list[Token]:
    """What a use makes of the tokens of what it uses: a slot is one token, an alias that is all
    of a slot's sentence may name its synonym."""
    if kind == "@":
        text = utterance("", [(t, None, None) for t, _, _ in tokens]).text
        return (
            [(text, name, next((s for _, _, s in tokens if s is not None), None))] if text else []
        )
    alone = entity.definition.kind == "@" and pieces == 1
    if alone and used.definition.arguments.get("synonym") == "true":
        return [(t, slot, name) for t, slot, _ in tokens]
    # A synonym of an inner slot stays; one of an alias within an alias is none.
    return tokens


def _trimmed(tokens: list[Token]) -> list[Token]:
    found = list(tokens)
    while found and found[0][1] is None and not found[0][0].strip():
        found.pop(0)
    while found and found[-1][1] is None and not found[-1][0].strip():
        found.pop()
    if found and found[0][1] is None:
        found[0] = (found[0][0].lstrip(), *found[0][1:])
    if found and found[-1][1] is None:
        found[-1] = (found[-1][0].rstrip(), *found[-1][1:])
    return found
