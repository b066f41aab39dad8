"""Templates: sentences with their values taken out, as symbols and as the text that a marked
grammar is asked about."""

from __future__ import annotations

from collections.abc import Iterable

from ...corpora.letters import pieces
from ...corpora.utterance import Span, Utterance
from ...runtime.prepare import prepare
from .corruptions import Template

_MARKS = 0x100000
"""The first of the private characters that stand for slots: those of plane 16, since rewrites have
some of plane 15 for themselves."""
_TOUCHES = "\U000f1000"
"""Begins a symbol that no space parts from the one before it: *'s*."""
_LAST = 0x10FFFD


class Marks:
    """A character for each slot, `of` its name."""

    def __init__(self, names: Iterable[str]) -> None:
        self.of = {name: chr(_MARKS + number) for number, name in enumerate(dict.fromkeys(names))}
        self._names = {mark: name for name, mark in self.of.items()}

    def text(self, utterance: Utterance) -> str:
        """The text of *utterance* with marks in the place of its outermost slots."""
        pieces, at = list[str](), 0
        for slot in utterance.slots:
            pieces += (_clean(utterance.text[at : slot.start]), self.of[slot.name])
            at = slot.end
        pieces.append(_clean(utterance.text[at:]))
        return "".join(pieces)

    def template(self, text: str, locale: str) -> Template:
        """The symbols of a text with marks: its words without punctuation at their ends, which
        parsing passes over, in one case; and marks. In scripts without spaces letters are words."""
        prepared = prepare(text, locale)
        kept, at = [], 0
        while at < len(prepared.text):
            behind = prepared.passes.get(at)
            if behind is None:
                kept.append(prepared.text[at])
                at += 1
            else:
                at = behind
        return tuple(
            symbol for word in "".join(kept).split(" ") if word for symbol in self._symbols(word)
        )

    def slots(self, text: str) -> tuple[Span, ...]:
        """The slots that a text with marks has."""
        return tuple(
            Span(self._names[character], place, place + 1)
            for place, character in enumerate(text)
            if character in self._names
        )

    def shown(self, template: Template) -> str:
        """A template for people: `play {song} by {artist}`."""
        text = written(template)
        return "".join(
            f"{{{self._names[character]}}}" if character in self._names else character
            for character in text
        )

    def _symbols(self, word: str) -> list[str]:
        """The pieces of what stands between spaces: a mark is one, as is what is beside it."""
        stretches: list[str] = []
        for character in word:
            if not stretches or character in self._names or stretches[-1] in self._names:
                stretches.append(character)
            else:
                stretches[-1] += character
        found = [piece for stretch in stretches for piece in pieces(stretch)]
        return found[:1] + [_TOUCHES + piece for piece in found[1:]]


def written(template: Template) -> str:
    """The text of symbols."""
    text = " ".join(template).replace(f" {_TOUCHES}", "")
    return text.removeprefix(_TOUCHES)


def _clean(text: str) -> str:
    """*text* without characters that are used as marks here: no text of people has any."""
    if text.isascii() or not any(_private(character) for character in text):
        return text
    return "".join("\ufffd" if _private(character) else character for character in text)


def _private(character: str) -> bool:
    return character == _TOUCHES or _MARKS <= ord(character) <= _LAST
