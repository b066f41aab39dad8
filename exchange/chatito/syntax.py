"""A `.chatito` file as it is written.

The format is that of Chatito 2.3 (spec.md, and parser/chatito.pegjs where the two differ):
definitions `%[intent]`, `@[slot#variation]` and `~[alias]` in the first column, their sentences
four spaces in, `import` and comments between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from ...dsl.findings import Finding
from ...dsl.span import Span
from ..say import enough
from ..source import Source

KINDS = {"%": "intent", "@": "slot", "~": "alias"}

_NAMES = {"%": r"[^\]?\n]+", "@": r"[^#\]?\n]+", "~": r"[^\]?\n]+"}
_HEAD = re.compile(
    rf"(?:(?P<intent>%)\[(?P<i>{_NAMES['%']})\]"
    rf"|(?P<slot>@)\[(?P<s>{_NAMES['@']})(?:\#(?P<variation>{_NAMES['@']}))?\]"
    rf"|(?P<alias>~)\[(?P<a>{_NAMES['~']})\])"
)
_ALIAS = re.compile(rf"~\[({_NAMES['~']})(\?)?\]")
_SLOT = re.compile(rf"@\[({_NAMES['@']})(?:\#({_NAMES['@']}))?(\?)?\]")
_MARK = re.compile(r"[~@]\[")
_ALIAS_MARK = re.compile(r"~\[")
_ODDS = re.compile(r"\*\[((?:0|[1-9][0-9]*)(?:\.[0-9]+)?)(%)?\]")
_ESCAPES = r"\\(?:['\"\\bfnrtv]|u[0-9a-fA-F]{4})"
_STRING = rf"""(?:"(?:[^"\\\n]|{_ESCAPES})*"|'(?:[^'\\\n]|{_ESCAPES})*')"""
_ARGUMENT = re.compile(rf" *({_STRING}) *: *({_STRING})(?: *,)? *")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_ESCAPED = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}

MOST_PIECES = 2000
"""So many references and texts a sentence may have."""
_MOST_DIGITS = 30
"""So many digits a probability may have."""


@dataclass(frozen=True, slots=True)
class Use:
    """`@[name#variation?]` or `~[name?]` in a sentence; *kind* is `@` or `~`."""

    kind: str
    name: str
    variation: str | None
    optional: bool
    span: Span

    @property
    def key(self) -> tuple[str, str, str | None]:
        """What it refers to."""
        return self.kind, self.name, self.variation


@dataclass(frozen=True, slots=True)
class Sentence:
    """One line of a definition: texts and uses, and what stands before them as `*[odds]`."""

    pieces: tuple[str | Use, ...]
    odds: Fraction | None
    percent: bool
    span: Span


@dataclass(frozen=True, slots=True)
class Definition:
    """An intent, a slot or an alias, with the comments above it."""

    kind: str
    name: str
    variation: str | None
    arguments: dict[str, str]
    sentences: list[Sentence]
    comments: tuple[str, ...]
    span: Span

    @property
    def key(self) -> tuple[str, str, str | None]:
        """What uses of it refer to."""
        return self.kind, self.name, self.variation

    @property
    def shown(self) -> str:
        """As Chatito writes it: `@[slot#variation]`."""
        behind = f"#{self.variation}" if self.variation is not None else ""
        return f"{self.kind}[{self.name}{behind}]"


@dataclass(frozen=True, slots=True)
class Document:
    """A file: what it defines, what it imports, and the comments that stand above nothing."""

    path: str
    definitions: list[Definition] = field(default_factory=list)
    imports: list[tuple[str, Span]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)


def parse(source: Source) -> tuple[Document, list[Finding]]:
    """The definitions of a file, and what is wrong with it (E602), line by line: a line that
    can't be read hides nothing of the next."""
    reader = _Reader(source)
    for number, line in enumerate(source.text.split("\n"), 1):
        reader.line(number, line)
        if enough(reader.findings, source.line(number)):
            break
    reader.end()
    return reader.document, reader.findings


class _Reader:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.document = Document(source.path)
        self.findings: list[Finding] = []
        self._open: Definition | None = None
        self._comments: list[str] = []
        self._lost = False

    def line(self, number: int, line: str) -> None:
        """One line of the file."""
        if not line.strip():
            return
        if line[0] in " \t":
            self._sentence(number, line)
            return
        self._close()
        if line.startswith(("//", "#")):
            self._comments.append(line.lstrip("/") if line[0] == "/" else line[1:])
        elif line.startswith("import "):
            self.document.imports.append(
                (line[len("import ") :].strip(), self.source.line(number, len("import ")))
            )
        else:
            self._head(number, line)

    def end(self) -> None:
        """After the last line."""
        self._close()
        self.document.comments.extend(c.strip() for c in self._comments)

    def _close(self) -> None:
        if self._open is not None and not self._open.sentences and not self._lost:
            self.findings.append(
                Finding(
                    "E602",
                    f"{self._open.shown} has no sentences.",
                    self._open.span,
                    "Write them below it, each on a line that begins with four spaces.",
                )
            )
        self._open, self._lost = None, False

    def _wrong(self, message: str, span: Span, hint: str = "") -> None:
        self.findings.append(Finding("E602", message, span, hint))

    def _head(self, number: int, line: str) -> None:
        found = _HEAD.match(line)
        if found is None:
            self._lost = True
            self._wrong(
                "This line is no definition, sentence, import or comment of Chatito.",
                self.source.line(number),
                "Definitions are %[intent], @[slot] or ~[alias]; sentences begin with four spaces.",
            )
            # What stands below it is not told of again.
            self._open = Definition("~", "", None, {}, [], (), self.source.line(number))
            return
        kind = found["intent"] or found["slot"] or found["alias"]
        arguments = self._arguments(number, line, found.end())
        self._open = Definition(
            kind,
            found["i"] or found["s"] or found["a"],
            found["variation"],
            arguments,
            [],
            tuple(c.strip() for c in self._comments),
            self.source.line(number, 0, found.end()),
        )
        self._comments.clear()
        self.document.definitions.append(self._open)

    def _arguments(self, number: int, line: str, at: int) -> dict[str, str]:
        rest = line[at:].rstrip()
        if not rest:
            return {}
        found: dict[str, str] = {}
        if rest[0] == "(" and rest[-1] == ")":
            place = 1
            while (one := _ARGUMENT.match(rest, place)) and one.end() < len(rest):
                found[_unquoted(one[1])] = _unquoted(one[2])
                place = one.end()
            if place == len(rest) - 1 and found:
                return found
            at += place
        self._wrong(
            "These are no arguments as Chatito has them.",
            self.source.line(number, at, len(line)),
            "Write ('key': 'value', 'other key': 'value').",
        )
        return found

    def _sentence(self, number: int, line: str) -> None:
        if self._open is None:
            self._wrong(
                "This sentence stands below no definition.",
                self.source.line(number),
                "A comment or an import ends a definition: move it above the definition."
                if self._comments or self.document.imports
                else "",
            )
            self._lost = True
            self._open = Definition("~", "", None, {}, [], (), self.source.line(number))
            return
        if self._lost:
            return
        indent = len(line) - len(line.lstrip(" "))
        if indent != 4:
            self._wrong(
                "A sentence begins with exactly four spaces.",
                self.source.line(number, 0, max(indent, 1)),
                "Replace the tab with four spaces." if line[indent] == "\t" else "",
            )
        at = indent
        odds, percent = None, False
        if given := _ODDS.match(line, at):
            at = given.end()
            percent = given[2] is not None
            odds = self._odds(given[1], percent, self.source.line(number, given.start(), at))
        pieces = self._pieces(number, line, at)
        span = self.source.line(number, indent)
        if not any(not isinstance(p, str) or p.strip() for p in pieces):
            self._wrong("There is no sentence behind these odds.", span)
        self._open.sentences.append(Sentence(pieces, odds, percent, span))

    def _odds(self, text: str, percent: bool, span: Span) -> Fraction | None:
        if len(text) > _MOST_DIGITS:
            self._wrong(f"These odds have more than {_MOST_DIGITS} digits.", span)
            return None
        odds = Fraction(text)
        if not odds:
            self._wrong("Odds are greater than 0.", span, "Take the sentence out instead.")
            return None
        if percent and odds > 100:
            self._wrong("A percentage is 100 at most.", span)
            return None
        return odds

    def _pieces(self, number: int, line: str, at: int) -> tuple[str | Use, ...]:
        assert self._open is not None
        # Within a slot only aliases are references: @[ is text there.
        mark = _ALIAS_MARK if self._open.kind == "@" else _MARK
        pieces: list[str | Use] = []
        text = at
        while at < len(line):
            begun = mark.search(line, at)
            if begun is None:
                break
            at = begun.start()
            used = (_SLOT if line[at] == "@" else _ALIAS).match(line, at)
            if used is None:
                self._wrong(
                    f"This reference has no name, or no end: “{line[at : at + 20]}”.",
                    self.source.line(number, at, at + 2),
                    "Write ~[alias], ~[alias?], @[slot], @[slot?] or @[slot#variation].",
                )
                break
            if len(pieces) > MOST_PIECES:
                self.findings.append(
                    Finding(
                        "E604",
                        f"This sentence has more than {MOST_PIECES:,} references.",
                        self.source.line(number, at),
                    )
                )
                break
            if text < at:
                pieces.append(line[text:at])
            span = self.source.line(number, at, used.end())
            if line[at] == "@":
                pieces.append(Use("@", used[1], used[2], used[3] is not None, span))
            else:
                pieces.append(Use("~", used[1], None, used[2] is not None, span))
            at = text = used.end()
        if text < len(line):
            pieces.append(line[text:])
        return tuple(pieces)


def _unquoted(string: str) -> str:
    return _ESCAPE.sub(
        lambda m: chr(int(m[1], 16)) if m[1] else _ESCAPED.get(m[2], m[2]), string[1:-1]
    )
