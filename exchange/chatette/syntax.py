"""A `.chatette` file as it is written.

The format is that of Chatette 1.6 (its wiki, and chatette.parsing where the two differ): units
`%[intent]`, `@[slot#variation]` and `~[alias$argument]` in the first column, their rules indented.
A space belongs to what stands behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from ...dsl.findings import Finding
from ...dsl.span import Span
from ..say import enough
from ..source import Source

DEEPEST = 50
"""So deep may choices nest."""

_SPECIAL = ";|[]~@%{}/&?$#"
_ESCAPABLE = "\\;[]~@%{}|?/#$&"
_NAME = re.compile(r"(?:\\.|(?!//)[^\\;|\[\]~@%{}/&?$#])*")
_PERCENT = re.compile(r"([0-9]{1,9})(?:\.([0-9]{1,9}))?\s*%?")
_PAIR = re.compile(
    r"\s*(?:(?:'([^'\n]*)'|\"([^\"\n]*)\"|([^:,()'\"\n]*?))\s*:)?"
    r"\s*(?:'([^'\n]*)'|\"([^\"\n]*)\"|([^:,()'\"\n]*?))\s*(?=[,)])"
)


@dataclass(frozen=True, slots=True)
class Rand:
    """`?name/percent`: whether something is there; with a name, together with all of that name
    in the same rule, and with *opposite* (`?!name`) where these are not."""

    name: str
    percent: Fraction
    opposite: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A text, escapes resolved."""

    text: str
    space: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """`[a|b?]`; *case* where it begins with `&`."""

    rules: tuple[tuple[Content, ...], ...]
    space: bool
    case: bool
    rand: Rand | None
    span: Span


@dataclass(frozen=True, slots=True)
class Use:
    """`~[&name#variation?/30$argument]`."""

    kind: str
    name: str
    space: bool
    case: bool
    variation: str | None
    argument: str | None
    rand: Rand | None
    span: Span


Content = Word | Choice | Use


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of a unit, with the value of a slot behind `=`."""

    contents: tuple[Content, ...]
    value: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Unit:
    """A declaration, with its rules by variation."""

    kind: str
    name: str
    variation: str | None
    argument: str | None
    case: bool
    counts: dict[str, str]
    rules: list[Rule]
    comments: tuple[str, ...]
    span: Span

    @property
    def shown(self) -> str:
        """As Chatette writes it."""
        behind = f"#{self.variation}" if self.variation is not None else ""
        return f"{self.kind}[{self.name}{behind}]"


@dataclass(frozen=True, slots=True)
class Document:
    """A file: its units and the files that it includes, in order."""

    path: str
    parts: list[Unit | tuple[str, Span]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


class _Wrong(Exception):
    """Something in a line that can't be read, at a column."""

    def __init__(self, at: int, message: str, hint: str = "", code: str = "E602") -> None:
        super().__init__(message)
        self.at, self.message, self.hint, self.code = at, message, hint, code


def parse(source: Source) -> tuple[Document, list[Finding]]:
    """The units of a file, and what is wrong with it, line by line."""
    document = Document(source.path)
    findings: list[Finding] = []
    comments: list[str] = []
    unit: Unit | None = None
    indent: str | None = None
    lost = False
    for number, line in enumerate(source.text.split("\n"), 1):
        end = _comment(line)
        text = line[:end].rstrip()
        if not text:
            if end < len(line) and not line[:end]:
                comments.append(line.lstrip("/;").strip())
            continue
        reader = _Line(text, number, source, unit is not None and unit.kind == "@")
        try:
            if text[0].isspace():
                if unit is None:
                    if lost:
                        continue
                    raise _Wrong(0, "This rule stands below no unit.")
                own = text[: len(text) - len(text.lstrip())]
                if indent is not None and own != indent:
                    raise _Wrong(0, "This rule is indented otherwise than the one above it.")
                indent = own
                unit.rules.append(reader.rule(len(own)))
                continue
            _closed(unit, findings)
            unit, indent, lost = None, None, True
            if text[0] == "|":
                document.parts.append((text[1:].strip(), source.line(number, 1, len(text))))
                lost = False
            else:
                unit = reader.unit(tuple(comments))
                comments.clear()
                document.parts.append(unit)
        except _Wrong as wrong:
            if enough(findings, source.line(number)):
                break
            span = source.line(number, wrong.at, wrong.at + 1)
            findings.append(Finding(wrong.code, wrong.message, span, wrong.hint))
            if unit is not None and not unit.rules:
                # So that it is not said to have none.
                unit.rules.append(Rule((), None, span))
    _closed(unit, findings)
    document.comments.extend(comments)
    return document, findings


def _closed(unit: Unit | None, findings: list[Finding]) -> None:
    if unit is not None and not unit.rules:
        findings.append(
            Finding("E602", f"{unit.shown} has no rules.", unit.span, "Write them indented below.")
        )


def _comment(line: str) -> int:
    """Where the comment of a line begins; its length where there is none."""
    at = 0
    while at < len(line):
        if line[at] == "\\":
            at += 2
            continue
        if line[at] == ";" or line.startswith("//", at):
            return at
        at += 1
    return len(line)


class _Line:
    def __init__(self, text: str, number: int, source: Source, in_slot: bool) -> None:
        self.text = text
        self.number = number
        self.source = source
        self.in_slot = in_slot
        self.at = 0

    def _span(self, start: int) -> Span:
        return self.source.line(self.number, start, self.at)

    def _next(self, mark: str) -> bool:
        if self.text.startswith(mark, self.at):
            self.at += len(mark)
            return True
        return False

    def _spaces(self) -> bool:
        start = self.at
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1
        return self.at > start

    def _name(self, what: str) -> str:
        found = _NAME.match(self.text, self.at)
        assert found is not None
        name = _unescaped(found[0].strip())
        if not name:
            raise _Wrong(min(self.at, len(self.text) - 1), f"There is no {what} here.")
        self.at = found.end()
        return name

    def unit(self, comments: tuple[str, ...]) -> Unit:
        """A declaration."""
        if self.text[0] not in "%@~" or not self.text.startswith("[", 1):
            raise _Wrong(
                0,
                "This line is no unit, rule, included file or comment of Chatette.",
                "Units are %[intent], @[slot] or ~[alias]; rules are indented.",
            )
        kind, self.at = self.text[0], 2
        case = self._next("&")
        name = self._name("name")
        variation = argument = None
        while self.at < len(self.text) and self.text[self.at] in "#$":
            if self._next("#"):
                variation = self._name("variation")
            elif self._next("$"):
                argument = self._name("argument")
        self._close("]")
        span = self._span(0)
        counts = self._counts() if self.at < len(self.text) else {}
        return Unit(kind, name, variation, argument, case, counts, [], comments, span)

    def _close(self, mark: str) -> None:
        if not self._next(mark):
            raise _Wrong(min(self.at, len(self.text) - 1), f"“{mark}” is expected here.")

    def _counts(self) -> dict[str, str]:
        found: dict[str, str] = {}
        self._spaces()
        start = self.at
        if self._next("(") and self.text.endswith(")"):
            self._spaces()
            if self.at == len(self.text) - 1:
                return found
            while (pair := _PAIR.match(self.text, self.at)) is not None:
                key = next((g for g in pair.groups()[:3] if g is not None), "training")
                value = next((g for g in pair.groups()[3:] if g is not None), "")
                found[key] = value
                self.at = pair.end()
                if not self._next(","):
                    break
            if self.at == len(self.text) - 1:
                return found
        raise _Wrong(start, "This is no annotation.", "Write (training: 5, testing: 2).")

    def rule(self, at: int) -> Rule:
        """A rule, from *at* on."""
        self.at = at
        contents = self._contents("", 0)
        value = None
        if self.in_slot and self._next("="):
            value = _unescaped(self.text[self.at :].strip())
            self.at = len(self.text)
            if value == "/":
                first = contents[0] if contents else None
                value = first.text if isinstance(first, Word) else getattr(first, "name", None)
        if self.at < len(self.text):
            raise _Wrong(
                self.at, f"“{self.text[self.at]}” has no meaning here: write \\ before it."
            )
        if not contents:
            raise _Wrong(at, "This rule is empty.")
        return Rule(tuple(contents), value, self._span(at))

    def _contents(self, stop: str, depth: int) -> list[Content]:
        """Contents, up to one of the marks in *stop*."""
        if depth > DEEPEST:
            raise _Wrong(self.at, f"Choices nest deeper than {DEEPEST}.", code="E604")
        found: list[Content] = []
        while True:
            space = self._spaces()
            if self.at >= len(self.text):
                return found
            mark = self.text[self.at]
            if mark in stop or (mark == "=" and self.in_slot and not stop):
                return found
            if mark in "~@%" and self.text.startswith("[", self.at + 1):
                found.append(self._use(space))
            elif mark in "[{":
                found.append(self._choice(space, depth))
            elif (word := self._word(bool(stop))) is not None:
                found.append(Word(word, space))
            else:
                return found

    def _word(self, in_choice: bool) -> str | None:
        start = self.at
        stops = "|[]~@%{}" + ("|/?" if in_choice else "") + ("=" if self.in_slot else "")
        while self.at < len(self.text):
            mark = self.text[self.at]
            if mark == "\\":
                self.at += 2
                continue
            if mark.isspace() or mark in stops:
                break
            self.at += 1
        self.at = min(self.at, len(self.text))
        return _unescaped(self.text[start : self.at]) if self.at > start else None

    def _use(self, space: bool) -> Use:
        start = self.at
        kind = self.text[start]
        if kind == "%":
            raise _Wrong(start, "A rule can't refer to an intent.")
        self.at += 2
        case = self._next("&")
        name = self._name("name")
        variation = argument = None
        rand: Rand | None = None
        while self.at < len(self.text) and self.text[self.at] in "#$?":
            if self._next("#"):
                variation = self._name("variation")
            elif self._next("$"):
                argument = self._name("argument")
            else:
                rand = self._rand()
        self._close("]")
        return Use(kind, name, space, case, variation, argument, rand, self._span(start))

    def _rand(self) -> Rand:
        self.at += 1
        opposite = self._next("!")
        found = _NAME.match(self.text, self.at)
        assert found is not None
        self.at = found.end()
        percent = Fraction(50)
        if self._next("/"):
            number = _PERCENT.match(self.text, self.at)
            if number is None:
                raise _Wrong(self.at - 1, "A percentage is expected here.")
            percent = Fraction(number[1] + (f".{number[2]}" if number[2] else ""))
            self.at = number.end()
            if percent > 100:
                raise _Wrong(number.start(), "A percentage is 100 at most.")
        return Rand(_unescaped(found[0].strip()), percent, opposite)

    def _choice(self, space: bool, depth: int) -> Choice:
        start = self.at
        new = self.text[start] == "["
        separator, end = ("|", "]") if new else ("/", "}")
        self.at += 1
        case = self._next("&")
        rules: list[tuple[Content, ...]] = []
        rand: Rand | None = None
        while True:
            rules.append(tuple(self._contents(f"{separator}?{end}", depth + 1)))
            if self._next(separator):
                continue
            if self.at < len(self.text) and self.text[self.at] == "?":
                rand = self._rand()
            break
        if not self._next(end):
            raise _Wrong(start, f"This choice has no “{end}”.")
        return Choice(tuple(rules), space, case, rand, self._span(start))


def _unescaped(text: str) -> str:
    found, at = "", 0
    while at < len(text):
        if text[at] == "\\" and at + 1 < len(text) and text[at + 1] in _ESCAPABLE:
            at += 1
        found += text[at]
        at += 1
    return found
