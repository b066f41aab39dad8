"""Utterances from pieces: what formats give that mark slots within a text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..corpora.utterance import Span, Utterance
from ..dsl.text import nfc, squeeze


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, labelled where it has a `slot`. `inner` are pieces that make up the text
    of a slot that holds others, in place of `text`."""

    text: str
    slot: str | None = None
    value: str | None = None
    inner: tuple[Piece, ...] = ()


def utterance(
    pieces: Iterable[Piece], intent: str = "", constants: Iterable[tuple[str, str]] = ()
) -> Utterance:
    """The utterance that *pieces* spell: single spaces, none at its ends or at those of slots, in
    NFC. A slot without any text is left out."""
    writer = _Writer()
    slots = writer.write(tuple(pieces))
    return Utterance("".join(writer.text), slots, tuple(constants), intent)


class _Writer:
    def __init__(self) -> None:
        self.text: list[str] = []
        self._length = 0
        self._space = False
        """Whether a space is due before the next letter."""

    def write(self, pieces: tuple[Piece, ...]) -> tuple[Span, ...]:
        found: list[Span] = []
        for piece in pieces:
            if piece.slot is None:
                self._add(piece.text)
                continue
            # A space that is due belongs before the slot, so its start is known with its text.
            begun = len(self.text)
            inner: tuple[Span, ...] = ()
            if piece.inner:
                inner = self.write(piece.inner)
            else:
                self._add(piece.text)
            written = "".join(self.text[begun:])
            if text := written.lstrip(" "):
                value = None if piece.value is None else squeeze(nfc(piece.value))
                start = self._length - len(text)
                found.append(Span(piece.slot, start, self._length, value, inner))
        return tuple(found)

    def _add(self, text: str) -> None:
        text = nfc(text)
        single = squeeze(f"x{text}x")[1:-1]
        word = single.strip(" ")
        if not word:
            self._space = self._space or bool(single)
            return
        if (self._space or single[0] == " ") and self._length:
            self.text.append(" ")
            self._length += 1
        self.text.append(word)
        self._length += len(word)
        self._space = single[-1] == " "
