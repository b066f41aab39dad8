"""Marked text: a sentence with its labels in one string, as quickly made as read.

    intent␄play ␀hip hop␁Genre=HIPHOP␂ by ␀Vogue␁Artist␂␃domain=music

The marks are control characters, which sentences don't have otherwise.
"""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from functools import lru_cache

from ..corpora.jsonl import write
from ..corpora.utterance import Span, Utterance
from .pens import Unusual

BEGIN, LABEL, END, CONSTANT, INTENT = "\0\1\2\3\4"

_CONTROL, _NO_NAME = re.compile("[\0-\x1f]"), re.compile("[\0-\x1f=]")


class Marked:
    """The pen of marked text. Its slots are (name, values, whether it has text)."""

    def __init__(
        self,
        state: tuple[bool, bool, tuple[tuple[str, tuple[str, ...], bool], ...], tuple[str, ...]],
    ) -> None:
        self._written, self.due, slots, self._constants = state
        self._slots = list(slots)
        self._out: list[str] = []

    @staticmethod
    def first(intent: str) -> tuple[str, Hashable]:
        """See `Spoken.first`."""
        if _CONTROL.search(intent):
            raise Unusual
        return intent + INTENT, (False, False, (), ())

    def text(self, text: str, identity: str | None = None) -> None:
        """See `Pen`."""
        if not text or text[0] == " " or text[-1] == " " or _CONTROL.search(text):
            raise Unusual
        if self.due and self._written:
            self._out.append(" ")
        self.due, self._written = False, True
        for at, (name, values, begun) in enumerate(self._slots):
            if not begun:
                self._slots[at] = (name, values, True)
                self._out.append(BEGIN)
        self._out.append(text)
        if identity is not None:
            self.value(identity)

    def open(self, name: str) -> None:
        """See `Pen`."""
        if _NO_NAME.search(name):
            raise Unusual
        self._slots.append((name, (), False))

    def close(self) -> None:
        """See `Pen`."""
        name, values, begun = self._slots.pop()
        if begun:
            value = f"={' '.join(values)}" if values else ""
            self._out.append(f"{LABEL}{name}{value}{END}")

    def value(self, value: str) -> None:
        """See `Pen`."""
        if _CONTROL.search(value):
            raise Unusual
        name, values, begun = self._slots[-1]
        self._slots[-1] = (name, (*values, value), begun)

    def constant(self, name: str, value: str) -> None:
        """See `Pen`."""
        if _NO_NAME.search(name) or _CONTROL.search(value):
            raise Unusual
        self._constants += (f"{CONSTANT}{name}={value}",)

    def rest(self) -> tuple[str, Hashable]:
        """See `Pen`."""
        state = (self._written, self.due, tuple(self._slots), self._constants)
        return "".join(self._out), state

    def end(self) -> str:
        """See `Pen`."""
        if self._slots:
            raise Unusual
        return "".join((*self._out, *self._constants))


def utterance(marked: str) -> Utterance:
    """The sentence with its labels."""
    intent, _, rest = marked.partition(INTENT)
    rest, *constants = rest.split(CONSTANT)
    first, *parts = rest.split(BEGIN)
    text, length = [first], len(first)
    spans: list[Span] = []
    opened: list[tuple[int, list[Span]]] = []
    for part in parts:
        opened.append((length, spans))
        spans = []
        inside, *ends = part.split(LABEL)
        text.append(inside)
        length += len(inside)
        for end in ends:
            label, _, behind = end.partition(END)
            start, around = opened.pop()
            name, value = _pair(label)
            around.append(Span(name, start, length, value, tuple(spans)))
            spans = around
            text.append(behind)
            length += len(behind)
    pairs = (constant.partition("=") for constant in constants)
    named = tuple((name, value) for name, _, value in pairs)
    return Utterance("".join(text), tuple(spans), named, intent)


def _pair(label: str) -> tuple[str, str | None]:
    name, equals, value = label.partition("=")
    return name, value if equals else None


def json_line(marked: str, logprob: float) -> str:
    """The line that corpora/jsonl.py writes, without its end. Slots in slots, and what JSON has
    to escape, are left to it."""
    if '"' in marked or "\\" in marked:
        return write(utterance(marked), logprob)
    intent, _, rest = marked.partition(INTENT)
    rest, *constants = rest.split(CONSTANT)
    first, *parts = rest.split(BEGIN)
    text, at = first, len(first)
    slots: list[str] = []
    tokens, tags = _tokens(first)
    for part in parts:
        inside, _, label = part.partition(LABEL)
        label, _, behind = label.partition(END)
        if not label or LABEL in behind:
            return write(utterance(marked), logprob)
        head, tail, first_tag, next_tag = _slot(label)
        end = at + len(inside)
        slots.append(f'{head}{inside}","start":{at},"end":{end}{tail}')
        text += inside + behind
        at = end + len(behind)
        tokens += '","' + inside.replace(" ", '","') if tokens else inside.replace(" ", '","')
        tags += "," + first_tag if tags else first_tag
        tags += next_tag * inside.count(" ")
        words = behind.strip(" ")
        if words:
            tokens += '","' + words.replace(" ", '","')
            tags += ',"O"' * (1 + words.count(" "))
    slots += map(_constant, constants)
    listed = f'["{tokens}"]' if tokens else "[]"
    return (
        f'{{"intent":"{intent}","text":"{text}","slots":[{",".join(slots)}],'
        f'"tokens":{listed},"tags":[{tags}],"logprob":{logprob:.12f}}}'
    )


def _tokens(text: str) -> tuple[str, str]:
    """The tokens of the text before all slots, and their tags."""
    words = text.strip(" ")
    if not words:
        return "", ""
    return words.replace(" ", '","'), '"O"' + ',"O"' * words.count(" ")


@lru_cache(maxsize=1 << 12)
def _slot(label: str) -> tuple[str, str, str, str]:
    """What stands before the text of a slot with this label and behind its places; its tags."""
    name, value = _pair(label)
    shown = json.dumps(name, ensure_ascii=False)
    end = f',"value":{json.dumps(value, ensure_ascii=False)},"slots":[]}}'
    return f'{{"name":{shown},"text":"', end, f'"B-{shown[1:]}', f',"I-{shown[1:]}'


@lru_cache(maxsize=1 << 12)
def _constant(constant: str) -> str:
    name, _, value = constant.partition("=")
    shown, said = (json.dumps(each, ensure_ascii=False) for each in (name, value))
    return f'{{"name":{shown},"text":"","start":null,"end":null,"value":{said},"slots":[]}}'
