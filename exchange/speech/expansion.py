"""Rule expansions, read from the pieces that JSGF and ABNF are cut up into.

Precedence, from tight to loose, is that of both specifications: what stands in brackets; what is
attached (repeats, and in JSGF tags); sequences; alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...dsl.findings import Finding
from ...dsl.span import Span
from ..source import Source
from .tree import (
    DEEPEST,
    EMPTY,
    Choice,
    Expansion,
    Garbage,
    Null,
    Ref,
    Repeat,
    Sequence,
    Tag,
    Tagged,
    Token,
    Void,
    Way,
)

MOST_WRONG = 50
"""So many places that can't be read are told of a file."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a file: `kind` is a punctuation mark, or one of `token`, `ref`, `tag`, `weight`,
    `repeat`, `comment`, `doc` and `end`. `text` is its content; of a `ref` to another file, `file`
    says which; a `repeat` has its bounds and the chance of going on."""

    kind: str
    text: str
    source: Source
    start: int
    end: int
    file: str = ""
    low: int = 0
    high: int | None = None
    chance: str | None = None

    @property
    def span(self) -> Span:
        """Its place: worked out when it is asked for, since few are."""
        return self.source.span(self.start, self.end)


def headed(
    source: Source, header: re.Pattern[str], said: str
) -> tuple[re.Match[str] | None, list[Finding]]:
    """The match of a file's first line, whose group `end` is its `;`; None where the file does not
    begin with *header*, as it should: *said* is the first half of a sentence on that."""
    match = header.match(source.text)
    if match is None:
        return None, [Finding("E602", f"{said}, and this one does not.", source.line(1))]
    if match["end"]:
        return match, []
    span = source.span(match.end(), match.end() + 1)
    return match, [Finding("E602", "The first line does not end with `;`.", span)]


def cut(
    source: Source,
    at: int,
    piece: re.Pattern[str],
    name: tuple[str, str],
    findings: list[Finding],
) -> Iterator[tuple[str, str, int, int]]:
    """(kind, content, start, end) of the pieces from *at* on: the last group of *piece* that
    matched, but for `space`. What is no piece is E602; *name* says it of the mark that rules'
    names begin with. Ends where all that follows would be read with the wrong side out."""
    text = source.text
    while at < len(text):
        match = piece.match(text, at)
        if match is None:
            findings.append(Finding("E602", _unread(text, at, name), source.span(at, at + 1)))
            if text[at] in '"{' or text.startswith("/*", at) or len(findings) > MOST_WRONG:
                return
            at += 1
            continue
        at = match.end()
        kind = match.lastgroup
        if kind is not None and kind != "space":
            yield kind, match[kind], *match.span()


def ending(source: Source) -> Piece:
    """The piece that stands at the end of a file."""
    return Piece("end", "", source, len(source.text), len(source.text))


def _unread(text: str, at: int, name: tuple[str, str]) -> str:
    for mark, what in (("/*", "comment"), ('"', "quoted token"), ("{", "tag")):
        if text.startswith(mark, at):
            return f"This {what} is not closed."
    return name[1] if text[at] == name[0] else f"`{text[at]}` can't stand here."


class Wrong(Exception):
    """A finding that ends the statement."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


class Pieces:
    """The pieces of a file and the place in them. Comments are put aside as they are passed."""

    def __init__(self, pieces: list[Piece], attached: bool) -> None:
        self._pieces = pieces
        self._at = 0
        self._attached = attached
        self.comments: list[Piece] = []

    @property
    def next(self) -> Piece:
        """The piece that comes."""
        if self._pieces[self._at].kind not in ("comment", "doc"):
            return self._pieces[self._at]
        while self._pieces[self._at].kind in ("comment", "doc"):
            self.comments.append(self._pieces[self._at])
            self._at += 1
        return self._pieces[self._at]

    def take(self) -> Piece:
        """The piece that comes, passing it. The end stays."""
        piece = self.next
        if piece.kind != "end":
            self._at += 1
        return piece

    def expect(self, kind: str, what: str) -> Piece:
        """The piece that comes, which is of *kind*; else E602, *what* being what is missing."""
        piece = self.next
        if piece.kind != kind:
            raise Wrong(Finding("E602", f"{what} is missing {_before(piece)}.", piece.span))
        return self.take()

    def trailing(self) -> list[Piece]:
        """The comments behind the piece that was passed last, on its line."""
        line = self._pieces[self._at - 1].span.end_line
        _ = self.next
        found = [c for c in self.comments if c.span.line == line and c.kind == "comment"]
        self.comments = [c for c in self.comments if c not in found]
        return found

    def skip_statement(self) -> None:
        """Past the next semicolon."""
        while self.next.kind not in (";", "end"):
            self.take()
        self.take()

    def alternatives(self, depth: int = 0) -> Expansion:
        """`a | b`, up to what closes them."""
        if depth > DEEPEST:
            span = self.next.span
            raise Wrong(
                Finding("E604", f"Brackets are nested more than {DEEPEST} deep here.", span)
            )
        first = self.next.span
        ways = [self._way(depth)]
        while self.next.kind == "|":
            self.take()
            ways.append(self._way(depth))
        if len(ways) == 1 and ways[0].weight is None:
            return ways[0].body
        return Choice(tuple(ways), first)

    def _way(self, depth: int) -> Way:
        weight = self.take().text if self.next.kind == "weight" else None
        first = self.next
        items: list[Expansion] = []
        words: list[str] = []  # that nothing is attached to: one token for all of them
        while True:
            piece = self.next
            if piece.kind == "token" and self._alone():
                words.append(self.take().text)
                continue
            if words:
                items.append(Token(" ".join(words)))
                words = []
            if piece.kind == "weight":
                message = "A weight stands at the beginning of an alternative, and nowhere else."
                raise Wrong(Finding("E602", message, piece.span))
            item = self._item(depth)
            if item is None:
                break
            items.append(self._with_attached(item))
        if not items:
            message = f"There is nothing {_before(self.next)}: an alternative is missing."
            raise Wrong(Finding("E602", message, self.next.span))
        if len(items) == 1:
            return Way(items[0], weight)
        return Way(Sequence(tuple(items), first.span), weight)

    def _alone(self) -> bool:
        """Whether nothing is attached to the token that comes."""
        following = self._pieces[self._at + 1].kind
        return following not in ("repeat", "tag", "comment", "doc")

    def _item(self, depth: int) -> Expansion | None:
        piece = self.next
        match piece.kind:
            case "token":
                self.take()
                return Token(piece.text)
            case "ref":
                self.take()
                return self._reference(piece)
            case "tag" if not self._attached:
                self.take()
                return Tag(piece.text, piece.span)
            case "(":
                self.take()
                if self.next.kind == ")" and not self._attached:
                    self.take()
                    return EMPTY  # ABNF allows `()`
                inner = self.alternatives(depth + 1)
                self._close(")", piece)
                return inner
            case "[":
                self.take()
                inner = self.alternatives(depth + 1)
                self._close("]", piece)
                return Repeat(inner, 0, 1, span=piece.span)
        return None

    def _reference(self, piece: Piece) -> Expansion:
        if not piece.file:
            match piece.text:
                case "NULL":
                    return Null(piece.span)
                case "VOID":
                    return Void(piece.span)
                case "GARBAGE" if not self._attached:  # JSGF has no such rule
                    return Garbage("", piece.span)
        return Ref(piece.text, piece.file, piece.span)

    def _close(self, mark: str, opened: Piece) -> None:
        if self.next.kind != mark:
            message = f"The bracket `{opened.kind}` is not closed {_before(self.next)}."
            raise Wrong(Finding("E602", message, opened.span))
        self.take()

    def _with_attached(self, item: Expansion) -> Expansion:
        repeated = 0
        while True:
            piece = self.next
            if piece.kind == "repeat":
                repeated += 1
                if repeated > DEEPEST:
                    raise Wrong(Finding("E604", "These are too many repeats.", piece.span))
                self.take()
                item = Repeat(item, piece.low, piece.high, piece.chance, piece.span)
            elif piece.kind == "tag" and self._attached:
                self.take()
                tag = Tag(piece.text, piece.span)
                if isinstance(item, Tagged):
                    item = replace(item, tags=(*item.tags, tag))
                else:
                    item = Tagged(item, (tag,), piece.span)
            else:
                return item


def _before(piece: Piece) -> str:
    if piece.kind == "end":
        return "before the end of the file"
    return f"before `{piece.text[:40] or piece.kind}`"
