"""Places, texts and names: what every callback of the parser needs."""

from __future__ import annotations

import re
from typing import Any, cast

from lark import Token, Transformer

from .columns import ColumnMap
from .complaint import show
from .findings import Finding
from .names import NAME_HINT, is_name, why_no_name
from .span import Span
from .text import nfc
from .tree import Anchor, Node, Part, Quote, Word

_WORDS = re.compile(r"(?:[^ \\]+|\\.)+")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class Gap(Node):
    """The `_` of a rewrite, before it is known to stand where it may."""

    __slots__ = ()


class Texts(Transformer[Token, Any]):
    """What all callbacks of `gram.lark` need: places, texts, names; findings gather in `findings`.

    The state is that of one statement: `begin` sets it.
    """

    def __init__(self) -> None:
        super().__init__(visit_tokens=False)
        self.findings: list[Finding] = []
        self.begin("", 1, {})

    def begin(
        self, path: str, line: int, maps: dict[int, ColumnMap], *, in_rewrite: bool = False
    ) -> None:
        """Makes ready for a statement that begins in the given line of the file."""
        self.path = path
        self.above = line - 1
        self.maps = maps
        self.in_rewrite = in_rewrite
        self.findings = []

    # ------------------------------------------------------------------ places

    def span(self, first: Token, last: Token) -> Span:
        """From the start of one token to the end of another."""
        above = self.above
        line, end_line = first.line + above, last.end_line + above  # type: ignore[operator]
        column, end_column = first.column, last.end_column
        if self.maps:
            column, end_column = self.column(line, column), self.column(end_line, end_column)
        return Span(self.path, line, column, end_line, end_column)  # type: ignore[arg-type]

    def column(self, line: int, column: int | None) -> int:
        """The column in the file of a column in the normalised line."""
        column = column or 1
        columns = self.maps.get(line)
        return column if columns is None else columns[min(column, len(columns)) - 1] + 1

    def find(self, code: str, message: str, place: Token | Span, hint: str = "") -> None:
        """Notes a finding."""
        span = place if isinstance(place, Span) else self.span(place, place)
        self.findings.append(Finding(code, message, span, hint))

    # ------------------------------------------------------------------ text

    def words(self, token: Token) -> list[Part]:
        """The words of a stretch of bare text."""
        found: list[Part] = []
        line, left = (token.line or 1) + self.above, token.column or 1
        if "\\" not in token and not self.maps and not self.in_rewrite:  # the common case, quickly
            path = self.path
            for row in token.split("\n"):
                for text in row.split(" "):
                    end = left + len(text)
                    if text:
                        found.append(Word(text, span=Span(path, line, left, line, end)))
                    left = end + 1
                line, left = line + 1, 1
            return found
        for row in token.split("\n"):
            for match in _WORDS.finditer(row):
                start, end = (self.column(line, left + i) for i in match.span())
                span = Span(self.path, line, start, line, end)
                if self.in_rewrite:
                    found.extend(self.contextbare_word(match[0], span))
                else:
                    found.append(bare_word(match[0], span))
            line, left = line + 1, 1
        return found

    def contextbare_word(self, raw: str, span: Span) -> list[Part]:
        """A word in a rewrite: `_` is the gap, `^` before and `$` behind a word are anchors."""
        if raw == "_":
            return [cast(Part, Gap(span=span))]
        found: list[Part] = []
        start, end = span, span
        if raw[0] == "^":
            start = Span(span.file, span.line, span.column, span.line, span.column + 1)
            found.append(Anchor("^", span=start))
            raw = raw[1:]
            span = Span(span.file, span.line, start.end_column, span.line, span.end_column)
        if raw.endswith("$") and not re.fullmatch(r"(?:[^\\]|\\.)*\\\$", raw):
            end = Span(span.file, span.line, span.end_column - 1, span.line, span.end_column)
            raw = raw[:-1]
            span = Span(span.file, span.line, span.column, span.line, end.column)
            if raw:
                found.append(bare_word(raw, span))
            found.append(Anchor("$", span=end))
        elif raw:
            found.append(bare_word(raw, span))
        return found

    def quote(self, token: Token) -> Quote:
        """A quoted text."""
        return Quote(unescape(token[1:-1]), span=self.span(token, token))

    def value_text(self, token: Token) -> str:
        """The text of a constant, a canonical value or a filter: one word or a quote."""
        return unescape(token[1:-1] if token.type == "QUOTE" else token)

    def name(self, token: Token) -> str:
        """The name a token holds; E115 where it is none."""
        if not is_name(token):
            self.find(
                "E115", f"{show(token)} is not a name: {why_no_name(token)}.", token, NAME_HINT
            )
        return str(token)

    def as_part(self, child: Any) -> Part:
        """A part where only one can stand: a name, a single word, a quote or a node."""
        if not isinstance(child, Token):
            return cast(Part, child)
        if child.type == "QUOTE":
            return self.quote(child)
        return bare_word(str(child), self.span(child, child))


def bare_word(raw: str, span: Span) -> Part:
    """One bare word; with an escaped space in it, it is written as a quote."""
    if "\\" not in raw:
        return Word(raw, span=span)
    text = unescape(raw)
    return Quote(text, span=span) if " " in text else Word(text, span=span)


def unescape(text: str) -> str:
    """*text* with every escaped character as itself, in NFC again."""
    return nfc(_ESCAPE.sub(r"\1", text)) if "\\" in text else str(text)


def touches(before: Span, here: Span) -> bool:
    """Whether *here* begins where *before* ends."""
    return before.end_column == here.column and before.end_line == here.line
