"""Tokens and their tags: an utterance as a sequence tagger sees it."""

from __future__ import annotations

from collections.abc import Sequence

from .utterance import Span, Utterance


def tokens(utterance: Utterance) -> list[tuple[int, int]]:
    """Where each token begins and ends: texts are split at spaces and at the borders of slots."""
    text = utterance.text
    found: list[tuple[int, int]] = []
    at = 0
    for border in (*_borders(utterance.slots), len(text)):
        for word in text[at:border].split(" "):
            if word:
                found.append((at, at + len(word)))
            at += len(word) + 1
        at = border
    return found


def tags(utterance: Utterance, places: Sequence[tuple[int, int]]) -> list[str]:
    """The tag of each token: `B-name` for the first of an outermost slot, `I-name` for the others
    in it, `O` outside."""
    slots = utterance.slots
    found: list[str] = []
    number = 0
    for start, _ in places:
        while number < len(slots) and slots[number].end <= start:
            number += 1
        if number == len(slots) or start < slots[number].start:
            found.append("O")
        else:
            slot = slots[number]
            found.append(f"B-{slot.name}" if start == slot.start else f"I-{slot.name}")
    return found


def spans(places: Sequence[tuple[int, int]], labels: Sequence[str]) -> tuple[Span, ...]:
    """The slots that tags speak of. An `I-` that continues nothing begins a slot."""
    found: list[Span] = []
    name = ""
    for (start, end), tag in zip(places, labels, strict=True):
        kind, _, label = tag.partition("-")
        if kind == "I" and label == name and label:
            found[-1] = Span(name, found[-1].start, end)
        elif kind in ("B", "I") and label:
            found.append(Span(label, start, end))
            name = label
        else:
            name = ""
    return tuple(found)


def join(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """The text of words with single spaces between them, and their places in it."""
    places: list[tuple[int, int]] = []
    at = 0
    for word in words:
        places.append((at, at + len(word)))
        at += len(word) + 1
    return " ".join(words), places


def align(text: str, words: Sequence[str]) -> list[tuple[int, int]] | None:
    """The places of the words in the text, where it consists of them and spaces."""
    places: list[tuple[int, int]] = []
    at = 0
    for word in words:
        at += text[at : at + 1] == " "
        if not text.startswith(word, at):
            return None
        places.append((at, at + len(word)))
        at += len(word)
    return places if at == len(text) else None


def plain_tag(tag: str) -> str | None:
    """*tag* as `O`, `B-name` or `I-name`, from BIO or from BIOES and BILOU, whose last tokens
    are `E-` or `L-`, and single ones `S-` or `U-`; None for anything else."""
    if tag == "O":
        return tag
    kind, name = _KINDS.get(tag[:2]), tag[2:]
    return f"{kind}{name}" if kind and name else None


_KINDS = {"B-": "B-", "I-": "I-", "E-": "I-", "L-": "I-", "S-": "B-", "U-": "B-"}


def _borders(slots: Sequence[Span]) -> list[int]:
    """Where slots begin and end, in order."""
    found: list[int] = []
    for slot in slots:
        found.append(slot.start)
        if slot.slots:
            found += _borders(slot.slots)
        found.append(slot.end)
    return found
