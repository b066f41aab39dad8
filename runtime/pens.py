"""Pens: what stands between two choices, as a fragment of a line.

A pen knows what was written before only by its state, which is small; so whatever leads to the
same place in the same state goes on in the same way, and is written once.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Protocol

from ..corpora.annotated import escaped, written_value


class Unusual(Exception):
    """A sentence that the definition had better write itself."""


class Pen(Protocol):
    """Does what the operations of tables say, from a state on."""

    due: bool
    """Whether a space comes before the next text."""

    def text(self, text: str, identity: str | None = None) -> None:
        """Text, which may be a row's and have a canonical value."""

    def open(self, name: str) -> None:
        """A slot begins."""

    def close(self) -> None:
        """The innermost slot ends."""

    def value(self, value: str) -> None:
        """A part of the innermost slot's value."""

    def constant(self, name: str, value: str) -> None:
        """A constant."""

    def rest(self) -> tuple[str, Hashable]:
        """At a choice: the fragment, and the state that another pen goes on from."""

    def end(self) -> str:
        """The last fragment of a sentence."""


class Spoken:
    """Text alone."""

    def __init__(self, state: tuple[bool, bool]) -> None:
        self._written, self.due = state
        self._out: list[str] = []

    @staticmethod
    def first(intent: str) -> tuple[str, Hashable]:
        """What every sentence of *intent* begins with, and the state behind it."""
        return "", (False, False)

    def text(self, text: str, identity: str | None = None) -> None:
        """See `Pen`."""
        if self.due and self._written:
            self._out.append(" ")
        self.due = False
        self._out.append(text)
        self._written = self._written or text != ""

    def open(self, name: str) -> None:
        """See `Pen`."""

    def close(self) -> None:
        """See `Pen`."""

    def value(self, value: str) -> None:
        """See `Pen`."""

    def constant(self, name: str, value: str) -> None:
        """See `Pen`."""

    def rest(self) -> tuple[str, Hashable]:
        """See `Pen`."""
        return "".join(self._out), (self._written, self.due)

    def end(self) -> str:
        """See `Pen`."""
        self._out.append("\n")
        return "".join(self._out)


Slot = tuple[str, tuple[str, ...], bool, bool, bool]
"""Name, values; whether it has text; whether it touches what is before it; whether slots are in
it."""

BEGUN, BRACED, LOOSE = "\0", "\1", "\2"
"""Where a slot begins whose end is in another fragment; where it ends with braces, or with them
only where it holds a space."""

_SLOT = re.compile("\0([^\0\1\2]*)([\1\2])")


class Annotated:
    """Annotated text, as corpora/annotated.py writes it."""

    def __init__(self, state: tuple[bool, bool, bool, tuple[Slot, ...], tuple[str, ...]]) -> None:
        self._written, self.due, self._labelled, slots, self._constants = state
        self._slots = [_Open(*slot) for slot in slots]
        self._out: list[str] = []

    @staticmethod
    def first(intent: str) -> tuple[str, Hashable]:
        """See `Spoken.first`."""
        if _MARKED.search(intent):
            raise Unusual
        return f"{intent}\t" if intent else "", (False, False, False, (), ())

    def text(self, text: str, identity: str | None = None) -> None:
        """See `Pen`."""
        if not text or text[0] in " #" or text[-1] == " " or _MARKED.search(text):
            self._check(text)
        if self.due and self._written:
            self._out.append(" ")
            touches = False
        else:
            if self._labelled:
                self._out.append("|")
            touches = self._written
        self.due = self._labelled = False
        for slot in self._slots:
            if not slot.begun:
                slot.begun, slot.touches, slot.at = True, touches, len(self._out)
                touches = False
        self._out.append(escaped(text))
        self._written = True
        if identity is not None:
            self.value(identity)

    def _check(self, text: str) -> None:
        """What begins with # or has marks in it is unusual, but only in some places."""
        if not text or text[0] == " " or text[-1] == " " or _MARKED.search(text):
            raise Unusual
        if not self._written:
            if self._slots:
                raise Unusual
            self._out.append("\\")

    def open(self, name: str) -> None:
        """See `Pen`."""
        if _MARKED.search(name):
            raise Unusual
        self._slots.append(_Open(name, (), False, False, False))

    def close(self) -> None:
        """See `Pen`."""
        slot = self._slots.pop()
        if not slot.begun:
            return
        out = self._out
        braced = slot.touches or slot.nested
        if slot.at is None:
            out.append(BRACED if braced else LOOSE)
        elif braced or any(" " in piece for piece in out[slot.at :]):
            out.insert(slot.at, "{")
            out.append("}")
        out.append(f"|{slot.name}")
        if slot.values:
            out.append(f"={written_value(' '.join(slot.values))}")
        if self._slots:
            self._slots[-1].nested = True
        self._labelled = True

    def value(self, value: str) -> None:
        """See `Pen`."""
        if _MARKED.search(value):
            raise Unusual
        self._slots[-1].values += (value,)

    def constant(self, name: str, value: str) -> None:
        """See `Pen`."""
        self._constants += (f" {{}}|{name}={written_value(value)}",)

    def rest(self) -> tuple[str, Hashable]:
        """See `Pen`."""
        for slot in reversed(self._slots):
            if slot.at is not None:
                self._out.insert(slot.at, BEGUN)
        slots = tuple(s.state for s in self._slots)
        state = (self._written, self.due, self._labelled, slots, self._constants)
        return "".join(self._out), state

    def end(self) -> str:
        """See `Pen`."""
        constants = "".join(self._constants)
        if self._slots or _MARKED.search(constants):
            raise Unusual
        self._out.append(constants if self._written else constants[1:])
        self._out.append("\n")
        return "".join(self._out)


class _Open:
    """A slot that is not closed yet; `at` is where it begins, if in this fragment."""

    __slots__ = ("at", "begun", "name", "nested", "touches", "values")

    def __init__(
        self, name: str, values: tuple[str, ...], begun: bool, touches: bool, nested: bool
    ) -> None:
        self.name, self.values, self.begun = name, values, begun
        self.touches, self.nested = touches, nested
        self.at: int | None = None

    @property
    def state(self) -> Slot:
        return self.name, self.values, self.begun, self.touches, self.nested


_MARKED = re.compile("[\0\1\2]")


def settled(line: str) -> str:
    """*line* with braces where slots need them whose ends were not known at their beginnings."""
    while BEGUN in line:
        line = _SLOT.sub(_braced, line)
    return line


def _braced(found: re.Match[str]) -> str:
    text, end = found.groups()
    return f"{{{text}}}" if end == BRACED or " " in text else text
