"""Labelled sentences of public data in other languages, as utterances with their texts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from gramc.corpora.utterance import Span, Utterance

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"

FILES = {
    **{
        f"xsid {language}": (language, (f"xsid/xsid.valid.{language}.jsonl",))
        for language in ("da", "de", "en", "id", "it", "nl", "tr")
    },
    **{
        f"snips {language}": (language, (f"snips_translated/snips_valid.{language}.jsonl",))
        for language in ("es", "fr", "hi")
    },
    "fb es": ("es", ("fb_multilingual/fb.train.es.jsonl",)),
    "hinglish": ("hi-Latn", ("hinglish_top/htop.train.hi-Latn.jsonl",)),
}


def labelled(name: str) -> Iterator[Utterance]:
    """The utterances of one of `FILES`, with names that are legal in a grammar."""
    for file in FILES[name][1]:
        with (SHARED / file).open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                tags = [tag.replace("/", "_") for tag in row["tags"]]
                intent = row["intent"].replace("/", "_")
                yield utterance(row["tokens"], tags, intent, row.get("text"))


def utterance(
    tokens: list[str], tags: list[str], intent: str, text: str | None = None
) -> Utterance:
    """Tokens with their tags, as they stand in *text* where it holds them all; with spaces between
    where it does not, or there is none."""
    places = _places(tokens, text) if text else None
    if not text or places is None:
        text = " ".join(tokens)
        places = _places(tokens, text) or []
    spans: list[Span] = []
    for tag, (start, end) in zip(tags, places, strict=True):
        if tag.startswith("B-"):
            spans.append(Span(tag[2:], start, end))
        elif tag.startswith("I-"):
            spans[-1] = Span(spans[-1].name, spans[-1].start, end)
    return Utterance(text, tuple(spans), intent=intent)


def _places(tokens: list[str], text: str) -> list[tuple[int, int]] | None:
    found: list[tuple[int, int]] = []
    at = 0
    for token in tokens:
        start = text.find(token, at)
        if start < 0:
            return None
        at = start + len(token)
        found.append((start, at))
    return found


def ovos(locale: str) -> Iterator[Utterance]:
    """The sentence templates of the skills of OVOS in one language, without what they choose
    between: a slot's value is its name."""
    with (SHARED / "ovos" / f"ovos_locale.{locale}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["kind"] == "intent":
                for template in row["lines"]:
                    found = _of_template(template, row["name"])
                    if found is not None:
                        yield found


def _of_template(template: str, intent: str) -> Utterance | None:
    if not template.strip() or any(mark in template for mark in "()[]|#"):
        return None
    text, spans = "", []
    for number, piece in enumerate(" ".join(template.split()).replace("{{", "{").split("{")):
        if not number:
            text += piece
            continue
        name, closed, rest = piece.replace("}}", "}").partition("}")
        if not closed or not name.strip():
            return None
        spans.append(Span(name.strip(), len(text), len(text) + len(name.strip())))
        text += name.strip() + rest
    return Utterance(text, tuple(spans), intent=intent)


OVOS = ("de-de", "en-us", "es-es", "fr-fr", "pt-br", "pt-pt")
