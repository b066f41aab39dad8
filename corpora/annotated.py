"""Annotated text: sentences with their labels in place, as people write them.

    play Vogue|SongName by {Frankie Goes}|Artist
    set a {{walk the dog}|What for}|Reminder {}|domain=time

A label stands behind the one word or the braces that it labels, its canonical value behind `=`.
The writer sets braces only where they are needed: where the value holds a space or a slot, or
touches what is before it; a second bar ends a label that touches what is behind it. The reader
takes braces everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .labels import end_of_label
from .problem import Problem
from .spaces import WHITE_SPACE
from .utterance import Span, Utterance

DEEPEST = 50
"""Slots nest no deeper than this."""

# ------------------------------------------------------------------------------- writing

_RESERVED = re.compile(r"[{}|\\]")
_SPACE = re.compile(f"[{WHITE_SPACE}]")


def write(utterance: Utterance) -> str:
    """The utterance as annotated text, without its intent. `read` gives it back.

    The text is taken to be as utterances have it: single spaces, none at its ends or at the ends
    of slots; slots not empty, in order, properly nested.
    """
    out: list[str] = []
    text = utterance.text
    if utterance.slots:
        _write(text, 0, len(text), utterance.slots, _RESERVED.search(text) is not None, out)
    else:
        out.append(escaped(text))
    for name, value in utterance.constants:
        out.append(f" {{}}|{name}={written_value(value)}")
    line = "".join(out)
    if not text:
        line = line[1:]
    return f"\\{line}" if line.startswith("#") else line


def _write(
    text: str, start: int, end: int, slots: tuple[Span, ...], reserved: bool, out: list[str]
) -> None:
    """Writes a stretch of the text with the slots in it."""
    at = start
    for slot in slots:
        before, value = text[at : slot.start], text[slot.start : slot.end]
        out.append(escaped(before) if reserved else before)
        touches = slot.start > start and text[slot.start - 1] != " "
        if slot.slots:
            out.append("{")
            _write(text, slot.start, slot.end, slot.slots, reserved, out)
            out.append("}|")
        else:
            shown = escaped(value) if reserved else value
            out.append(f"{{{shown}}}|" if touches or " " in value else f"{shown}|")
        out.append(slot.name)
        if slot.value is not None:
            out.append(f"={written_value(slot.value)}")
        if slot.end < end and text[slot.end] != " ":
            out.append("|")
        at = slot.end
    rest = text[at:end]
    out.append(escaped(rest) if reserved else rest)


def escaped(text: str) -> str:
    """*text* with a backslash before whatever would be a mark."""
    return _RESERVED.sub(r"\\\g<0>", text)


def written_value(value: str) -> str:
    """A canonical value as it stands behind `=`."""
    # Files are read in NFC, which would make ≠ of an equals sign and the stroke U+0338.
    if not value or value[0] == "\u0338" or _SPACE.search(value):
        return f"{{{escaped(value)}}}"
    return escaped(value)


# ------------------------------------------------------------------------------- reading

_TOKEN = re.compile(
    rf"(?P<space>[{WHITE_SPACE}]+)|(?P<text>[^{WHITE_SPACE}{{}}|\\]+)|\\(?P<escaped>.)|(?P<mark>.)",
    re.DOTALL,
)
_BARE = re.compile(rf"(?:[^{WHITE_SPACE}{{}}|\\]|\\.)+", re.DOTALL)
_BRACED = re.compile(r"\{((?:[^{}\\]|\\.)*)\}", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(slots=True)
class _Open:
    """Braces that are still open (or the whole line): where they stand in the line and where
    their text begins; the slots in them; where the present word begins, and whether a label
    ends in it already."""

    offset: int
    start: int
    slots: list[Span] = field(default_factory=list)
    word: int = 0
    labelled: bool = False


def read(line: str) -> Utterance | Problem:
    """The utterance that *line* holds, without an intent, or the first problem with it.

    White space is brought to single spaces, none at the ends of the text or of a slot. A label
    without a value also ends before a character that is in no name: in `pop|Genre, please` the
    comma is text.
    """
    return _Reader(line).read()


class _Reader:
    def __init__(self, line: str) -> None:
        self._line = line
        self._text: list[str] = []
        self._length = 0  # of the text so far,
        self._solid = 0  # and of it without the spaces at its end
        self._open = [_Open(0, 0)]
        self._constants: list[tuple[str, str]] = []
        self._problem: Problem | None = None

    def read(self) -> Utterance | Problem:
        line, at = self._line, 0
        while at < len(line) and self._problem is None:
            token = _TOKEN.match(line, at)
            assert token is not None  # the last branch takes any character
            kind = token.lastgroup
            if kind == "space":
                self._add(" ")
                self._open[-1].word, self._open[-1].labelled = self._length, False
                at = token.end()
            elif self._constants and not (kind == "mark" and token[0] in "{}"):
                self._fail("Only constants may stand behind a constant.", at, _CONSTANT)
            elif kind != "mark":
                self._add(token["text"] or token["escaped"])
                at = token.end()
            elif token[0] == "{":
                self._open.append(_Open(at, self._length, word=self._length))
                at += 1
                if len(self._open) > DEEPEST + 1:
                    self._fail("Slots are nested too deep here.", at - 1)
            elif token[0] == "}":
                at = self._close(at)
            elif token[0] == "|":
                at = self._label_word(at)
            else:
                self._fail("Nothing stands behind this backslash.", at, r"A backslash is \\.")
        if self._problem is None and len(self._open) > 1:
            offset = self._open[-1].offset
            self._fail("These braces are never closed.", offset, _BRACES)
        if self._problem is not None:
            return self._problem
        text, slots = _normal("".join(self._text), tuple(self._open[0].slots))
        return Utterance(text, slots, tuple(self._constants))

    def _fail(self, message: str, offset: int, hint: str = "") -> None:
        if self._problem is None:
            self._problem = Problem(message, offset, hint)

    def _add(self, text: str) -> None:
        if _SPACE.fullmatch(text):  # one that is escaped belongs to the word, but is a space
            text = " "
        self._text.append(text)
        self._length += len(text)
        if text != " ":
            self._solid = self._length

    def _label_word(self, at: int) -> int:
        """A bar behind a bare word."""
        inside = self._open[-1]
        if inside.labelled:
            hint = "Set braces around what is labelled: {…}|Label."
            self._fail("What this label belongs to touches another slot.", at, hint)
        elif self._solid <= inside.word:
            hint = r"A label stands right behind its text: play pop|Genre. A bar as text is \|."
            self._fail("There is nothing before this bar that it could label.", at, hint)
        name, value, end = self._label(at + 1)
        inside.slots.append(Span(name, inside.word, self._length, value))
        inside.labelled = True
        return end

    def _close(self, at: int) -> int:
        """A closing brace, and the label behind it."""
        if len(self._open) == 1:
            self._fail("This brace closes nothing.", at, r"A brace as text is \}.")
            return at
        closed = self._open.pop()
        inside = self._open[-1]
        if self._line[at + 1 : at + 2] != "|":
            within = self._line[closed.offset + 1 : at]
            text, bar, label = within.partition("|")
            hint = f"Write {{{text}}}|{label}." if bar and "|" not in label else _BRACES
            self._fail("No label stands behind these braces.", closed.offset, hint)
            return at
        name, value, end = self._label(at + 2)
        if self._solid <= closed.start:
            if len(self._open) > 1:
                self._fail("A constant cannot stand within a slot.", closed.offset, _CONSTANT)
            elif value is None:
                self._fail("A slot without text needs a value.", closed.offset, _CONSTANT)
            else:
                self._constants.append((name, value))
        elif self._constants:
            self._fail("Only constants may stand behind a constant.", closed.offset, _CONSTANT)
        else:
            span = Span(name, closed.start, self._length, value, tuple(closed.slots))
            inside.slots.append(span)
        inside.labelled = True
        return end

    def _label(self, at: int) -> tuple[str, str | None, int]:
        """The name at *at*, the value behind it, and where both and a second bar end."""
        line = self._line
        end = end_of_label(line, at)
        if end == at:
            hint = r"A label is a name: play pop|Genre. A bar as text is \|."
            self._fail("No name of a slot stands behind this bar.", at - 1, hint)
        name, value = line[at:end], None
        if line[end : end + 1] == "=":
            written = _BRACED.match(line, end + 1) or _BARE.match(line, end + 1)
            if written is None:
                opened = line[end + 1 : end + 2] == "{"
                message = "The braces of this value are never closed."
                if not opened:
                    message = "No value stands behind this equals sign."
                self._fail(message, end, "An empty value is ={}, one with spaces ={hip hop}.")
                return name, value, end + 1
            value = _ESCAPE.sub(r"\1", written[written.lastindex or 0])
            end = written.end()
        if line[end : end + 1] == "|":
            end += 1
        return name, value, end


_BRACES = r"Braces hold the text of a slot: {hip hop}|Genre. Braces as text are \{ and \}."
_CONSTANT = "Constants stand at the end of the line: turn it on {}|domain=light."


def _normal(text: str, slots: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """The text with single spaces and none at its ends, and the slots on it, without spaces at
    theirs."""
    if "  " in text or text[:1] == " " or text[-1:] == " ":
        places, kept, last = [0], [""], " "
        for letter in text:
            if letter != " " or last != " ":
                kept.append(letter)
            last = letter
            places.append(len(kept) - 1)
        normal = "".join(kept).rstrip(" ")
    else:
        places, normal = list(range(len(text) + 1)), text

    def moved(slot: Span) -> Span:
        start, end = slot.start, slot.end
        while text[start] == " ":
            start += 1
        while text[end - 1] == " ":
            end -= 1
        inner = tuple(map(moved, slot.slots))
        return Span(slot.name, places[start], places[end], slot.value, inner)

    return normal, tuple(map(moved, slots))
