"""Reading a `.gram` file: a tree always, and findings where it could not be read."""

from __future__ import annotations

import gc
import re
import threading
from dataclasses import replace
from functools import cache

from lark import Lark
from lark.exceptions import UnexpectedInput

from .build_statements import Statements
from .columns import ColumnMap
from .complaint import show
from .depth import too_deep
from .findings import Finding, in_order
from .lalr import open_parser
from .layout import Chunk, Comment, split, trim
from .names import STATEMENT_WORDS, is_name
from .span import Span
from .tree import (
    Alternative,
    AnyStatement,
    Body,
    Broken,
    Catalog,
    File,
    Intent,
    Rule,
    Skip,
    Test,
    TestBind,
    TestLine,
)

_HEAD = re.compile(r"(intent|catalog|feature|wildcard) +([^ =/]+)")
_RULE = re.compile(r"(?:[^ =|()\[\]{}<>\"/]+ +(?=[^ =|()\[\]{}<>\"/]+ *=))?([^ =|()\[\]{}<>\"/]+)")
_TEST_LINE = re.compile(r" *(accept|reject|context)(?: +|$)")
_WORD = re.compile(r"[^ ]+")


def parse(text: str, path: str) -> tuple[File, list[Finding]]:
    """The tree of a file and what is wrong with its syntax, in order of place.

    Never fails: a statement that cannot be read becomes `Broken`, which still defines its name,
    and has a finding of its own; reading goes on at the next line that begins in the first column.
    *path* is what spans call the file; nothing is opened. Linear in the length of the text.
    """
    with _LOCK:
        # The tree has no cycles, so the collector would walk it again and again for nothing:
        # half of the time for a file of 100,000 lines.
        collecting = gc.isenabled()
        gc.disable()
        try:
            return _Reader(path).file(text.removeprefix("\ufeff"))
        finally:
            if collecting:
                gc.enable()


# The parser calls the builder while it reads, and the builder holds the statement's place: one
# file at a time.
_LOCK = threading.Lock()


@cache
def _builder() -> Statements:
    return Statements()


@cache
def _lark() -> Lark:
    return open_parser(_builder())


class _Reader:
    """Reads one file."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.maps: dict[int, ColumnMap] = {}
        self.findings: list[Finding] = []
        self.lark = _lark()
        self.builder = _builder()

    def file(self, text: str) -> tuple[File, list[Finding]]:
        """The whole file."""
        layout = split(text)
        self.maps = layout.maps
        statements = tuple(self.statement(chunk) for chunk in layout.chunks)
        span = Span(self.path, 1, 1, *layout.size)
        tree = File(statements, self.path, layout.ending, span=span)
        return tree, in_order(self.findings)

    def statement(self, chunk: Chunk) -> AnyStatement:
        """One statement."""
        first = chunk.lines[0]
        if first[0] == " ":
            self.find(
                "E113",
                "This line is indented, but there is no statement above that it could go on with.",
                self.line_span(chunk.first, first),
                "A statement begins in the first column.",
            )
            return self.broken(chunk)
        is_test = first.startswith("test ") or first == "test"
        text = first if is_test else chunk.text
        made = self.run(text, chunk.first, "statement")
        if made is None:
            self.cut_off(chunk)
            return self.broken(chunk)
        if isinstance(made, Test):
            lines, comments, fine = self.test_lines(chunk)
            if not fine:
                return self.broken(chunk)
            made = replace(made, lines=lines)
            return self.finish(made, chunk, comments)
        return self.finish(made, chunk, chunk.comments)

    def run(self, text: str, line: int, start: str) -> AnyStatement | None:
        """What Lark and the builder make of *text*, which begins at the start of a line; `None`
        with a finding where it is broken."""
        builder = self.builder
        builder.begin(
            self.path, line, self.maps, in_rewrite=text.startswith(("rewrite ", "rewrite\n"))
        )
        deep = too_deep(text)
        if deep is not None:
            place, message, hint = deep
            self.findings.append(
                Finding("E114", message, self.place(text, line, place, place + 1), hint)
            )
            return None
        try:
            made: AnyStatement = self.lark.parse(text, start=start)  # type: ignore[assignment]
        except UnexpectedInput as error:
            from .complain import complain  # most files have nothing to complain of

            complaint = complain(text, error)
            self.findings.append(
                Finding(
                    complaint.code,
                    complaint.message,
                    self.place(text, line, complaint.start, complaint.end),
                    complaint.hint,
                )
            )
            return None
        if builder.findings:
            self.findings.extend(builder.findings)
            return None
        return made

    # ------------------------------------------------------------------ tests

    def test_lines(
        self, chunk: Chunk
    ) -> tuple[tuple[TestLine | TestBind, ...], list[Comment], bool]:
        """The lines of a `test`, the comments that belong to its head, whether all are fine."""
        comments = list(chunk.comments)
        head: list[Comment] = []
        while comments and not comments[0].own and comments[0].line == chunk.first:
            head.append(comments.pop(0))
        lines: list[TestLine | TestBind] = []
        fine = True
        for number, line in enumerate(chunk.lines[1:], chunk.first + 1):
            if not line.strip(" "):
                continue
            above: list[str] = []
            while comments and comments[0].line <= number:
                above.append(comments.pop(0).text)
            made = self.test_line(number, line, tuple(above))
            if made is None:
                fine = False
            else:
                lines.append(made)
        return tuple(lines), head, fine

    def test_line(
        self, number: int, line: str, comments: tuple[str, ...]
    ) -> TestLine | TestBind | None:
        """One line of a `test`."""
        match = _TEST_LINE.match(line)
        span = self.line_span(number, line)
        if match:
            text = trim(line[match.end() :])
            text_span = self.place(line, number, match.end(), match.end() + len(text))
            if match[1] == "context":
                key, equals, value = (part.strip(" ") for part in text.partition("="))
                if not equals or not value or not is_name(key):
                    message = "A `context` line says what the caller gives: a key, `=`, a value."
                    self.find("E120", message, text_span, "Write `context area = Kitchen`.")
                    return None
                text = f"{key} = {value}"
            return TestLine(match[1], text, comments, text_span, span=span)
        indent = len(line) - len(line.lstrip(" "))
        if line[indent:].startswith("bind ") or line[indent:] == "bind":
            made = self.run(line, number, "bind")
            if made is None:
                return None
            assert isinstance(made, TestBind)
            return replace(made, comments=comments, span=span)
        word = _WORD.search(line)
        assert word is not None
        self.find(
            "E120",
            "A line of a test begins with `accept`, `reject`, `bind` or `context`, not with "
            f"{show(word[0])}.",
            self.place(line, number, word.start(), word.end()),
            "Write `accept` or `reject` and the text; every text stands on one line.",
        )
        return None

    def cut_off(self, chunk: Chunk) -> None:
        """Says more where a comment that begins with a digit (`#1`) has cut a statement off."""
        last = self.findings[-1]
        if last.code in ("E101", "E102", "E119") and any(
            not c.own and c.line >= last.span.line and c.text[:1].isdigit() for c in chunk.comments
        ):
            more = "What stands behind `#` is a comment; the character is written `\\#`."
            self.findings[-1] = replace(last, hint=f"{last.hint} {more}")

    # ------------------------------------------------------------------ finishing

    def finish(
        self, statement: AnyStatement, chunk: Chunk, comments: list[Comment]
    ) -> AnyStatement:
        """The statement with its span, notes and comments."""
        notes = chunk.notes
        if isinstance(statement, Rule | Intent | Skip) or (
            isinstance(statement, Catalog) and statement.body is not None
        ):
            body = statement.body
            assert body is not None
            broken = body.alternatives[-1].span.line != chunk.first
            if comments:
                body = Body(_placed(body.alternatives, comments), broken, span=body.span)
            elif broken:
                body = Body(body.alternatives, broken, span=body.span)
            return replace(statement, body=body, notes=notes, span=self.chunk_span(chunk))
        if comments:
            trailing: str | None = None
            inner = [c.text for c in comments]
            last = chunk.first if isinstance(statement, Test) else chunk.last
            if not comments[-1].own and comments[-1].line == last:
                trailing = inner.pop()
            # Above the statement, `##` would become its documentation.
            moved = tuple(f" {c}" if c.startswith("#") else c for c in inner)
            notes = replace(notes, trailing=trailing, above=notes.above + moved)
        return replace(statement, notes=notes, span=self.chunk_span(chunk))

    def broken(self, chunk: Chunk) -> Broken:
        """A statement that could not be read, with the name it would have defined."""
        first = chunk.lines[0]
        text = "\n".join(chunk.source)
        span = self.chunk_span(chunk)
        head = _HEAD.match(first)
        rule = None if first.split(" ", 1)[0] in STATEMENT_WORDS else _RULE.match(first)
        found = head or rule
        if found is None or not is_name(found[found.re.groups]):
            return Broken(text, notes=chunk.notes, span=span)
        start, end = found.span(found.re.groups)
        return Broken(
            text,
            head[1] if head else "rule",
            first[start:end],
            notes=chunk.notes,
            span=span,
            name_span=self.place(first, chunk.first, start, end),
        )

    # ------------------------------------------------------------------ places

    def find(self, code: str, message: str, span: Span, hint: str) -> None:
        """Notes a finding."""
        self.findings.append(Finding(code, message, span, hint))

    def column(self, line: int, index: int) -> int:
        """The column in the file of an index into a normalised line."""
        columns = self.maps.get(line)
        return 1 + (index if columns is None else columns[min(index, len(columns) - 1)])

    def place(self, text: str, line: int, start: int, end: int) -> Span:
        """The span of a stretch of *text*, whose first line is *line* of the file."""
        first = line + text.count("\n", 0, start)
        last = line + text.count("\n", 0, end)
        return Span(
            self.path,
            first,
            self.column(first, start - (text.rfind("\n", 0, start) + 1)),
            last,
            self.column(last, end - (text.rfind("\n", 0, end) + 1)),
        )

    def line_span(self, number: int, line: str) -> Span:
        """The span of what stands on a line, without the white space around it."""
        start = len(line) - len(line.lstrip(" "))
        return self.place(line, number, start, max(len(line.rstrip(" ")), start))

    def chunk_span(self, chunk: Chunk) -> Span:
        """The span of a whole statement."""
        last = chunk.last
        first_column = 1 + len(chunk.lines[0]) - len(chunk.lines[0].lstrip(" "))
        return Span(
            self.path,
            chunk.first,
            first_column,
            last,
            self.column(last, len(chunk.lines[-1].rstrip(" "))),
        )


def _placed(
    alternatives: tuple[Alternative, ...], comments: list[Comment]
) -> tuple[Alternative, ...]:
    """Gives every comment to its alternative: one behind the last line of an alternative trails
    it, every other goes to the first alternative that ends behind it."""
    above: dict[int, list[str]] = {}
    trailing: dict[int, str] = {}
    at = 0
    last = len(alternatives) - 1
    for comment in comments:
        while at < last and alternatives[at].span.end_line < comment.line:
            at += 1
        # Of several that end on this line the last one is trailed.
        here = at
        if not comment.own:
            while here < last and alternatives[here + 1].span.end_line == comment.line:
                here += 1
            if alternatives[here].span.end_line == comment.line:
                trailing[here] = comment.text
                continue
        above.setdefault(here, []).append(comment.text)
    return tuple(
        replace(a, comments=tuple(above.get(i, ())), trailing=trailing.get(i))
        if i in above or i in trailing
        else a
        for i, a in enumerate(alternatives)
    )
