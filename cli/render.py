"""Findings as a person reads them: one layout, plain for pipes and in colour for terminals."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from ..dsl.findings import Finding, Label
from ..dsl.span import Span
from .excerpt import Line, visible, width

Row = list[tuple[str, str]]
"""One line of output: stretches of text, each with the name of its style."""

STYLES = {
    "": "",
    "error": "bold red",
    "warning": "bold yellow",
    "title": "bold",
    "gutter": "blue",
    "label": "cyan",
    "hint": "bold green",
    "dim": "dim",
}
"""What the styles look like in a terminal."""

PIPE_WIDTH = 100
"""How wide excerpts are where there is no terminal."""

Lines = Callable[[str, int], "str | None"]
"""Gives a line of a file by the name that spans use and its number, or None where there is none."""


def in_colour(stream: IO[str]) -> bool:
    """Whether *stream* gets colours: a terminal does, unless NO_COLOR is set; anything does where
    FORCE_COLOR is set."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def show(rows: Iterable[Row], stream: IO[str]) -> None:
    """Writes rows to *stream*, in colour where it wants them."""
    if not in_colour(stream):
        stream.writelines("".join(text for text, _ in row).rstrip() + "\n" for row in rows)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream, force_terminal=True, highlight=False, markup=False, emoji=False)
    for row in rows:
        text = Text.assemble(*((part, STYLES[style]) for part, style in row))
        console.print(text, soft_wrap=True)


def wide(stream: IO[str]) -> int | None:
    """How many cells wide texts may be: that of a terminal, None where there is none."""
    if not stream.isatty():
        return None
    from shutil import get_terminal_size

    return max(40, min(get_terminal_size().columns, 120))


def render(findings: Sequence[Finding], lines: Lines, room: int | None = None) -> Iterator[Row]:
    """The rows that show *findings*, and a summary. Texts are folded to *room* cells; without it
    they stay whole, and only excerpts are cut."""
    for finding in findings:
        yield from _finding(finding, lines, room)
        yield []
    if findings:
        yield summary(findings)
        yield [(f"`gramc explain {findings[0].code}` tells more about a code.", "dim")]


def summary(findings: Sequence[Finding]) -> Row:
    """`3 errors, 1 warning in 2 files`."""
    errors = sum(f.is_error for f in findings)
    warnings = len(findings) - errors
    counts = [
        (f"{count} {noun}{'s' if count > 1 else ''}", noun)
        for count, noun in ((errors, "error"), (warnings, "warning"))
        if count
    ]
    row: Row = []
    for part in counts:
        row += [(", ", "")] if row else []
        row.append(part)
    files = len({f.span.file for f in findings})
    return [*row, (f" in {files} file{'s' if files > 1 else ''}", "")]


def _finding(finding: Finding, lines: Lines, room: int | None) -> Iterator[Row]:
    head = f"{finding.severity}[{finding.code}]"
    first, *more = _fold(f"{head}: {visible(finding.message)}", room, 2)
    yield [(head, finding.severity), (first[len(head) :], "title")]
    for text in more:
        yield [(text, "title")]
    places = [finding.span, *(label.span for label in finding.labels)]
    gutter = len(str(max(p.end_line for p in places)))
    yield from _place(finding.span, finding.labels, lines, gutter, room, finding.severity)
    if finding.hint:
        lead = f"{' ' * gutter} = "
        yield [(f"{' ' * gutter} │", "gutter")]
        first, *more = _fold(f"{lead}help: {visible(finding.hint)}", room, len(lead) + 6)
        yield [(lead, "gutter"), ("help", "hint"), (first[len(lead) + 4 :], "")]
        for text in more:
            yield [(text, "")]


def _fold(text: str, room: int | None, indent: int) -> list[str]:
    """*text* in lines of at most *room* cells, all but the first indented."""
    if room is None or width(text) <= room:
        return [text]
    # A text with wide characters folds a little early: better than late.
    narrow = max(20, room - (width(text) - len(text)) * room // max(1, width(text)))
    return textwrap.wrap(
        text,
        narrow,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )


@dataclass(frozen=True, slots=True)
class _Mark:
    """A stretch of one line to be underlined, in cells, and what is said of it."""

    start: int
    stop: int
    sign: str
    style: str
    text: str


def _place(
    span: Span, labels: Sequence[Label], lines: Lines, gutter: int, room: int | None, style: str
) -> Iterator[Row]:
    """The excerpt of a finding's own file with all labels that stand in it, then those of the
    other files."""
    pad = " " * gutter
    if not span.file:
        return
    first = lines(span.file, span.line)
    at = "" if first is None else f":{span.line}:{span.column}"
    if first is None and (span.line, span.column) < (span.end_line, span.end_column):
        at = f":{span.line}"  # a row of a file that has no lines
    yield [(f"{pad}--> ", "gutter"), (visible(f"{span.file}{at}"), "")]
    here = [label for label in labels if label.span.file == span.file]
    if first is not None:
        yield from _excerpt(span, here, lines, gutter, room, style)
    for label in labels:
        if label in here and first is not None:
            continue
        text = lines(label.span.file, label.span.line)
        where = f"{label.span.file}:{label.span.line}:{label.span.column}"
        yield [(f"{pad} │", "gutter")]
        yield [(f"{pad}::: ", "gutter"), (visible(where), "")]
        if text is None:
            yield [(f"{pad} = ", "gutter"), (visible(label.text), "label")]
        else:
            yield from _excerpt(label.span, [], lines, gutter, room, "label", label.text)


def _excerpt(
    span: Span,
    labels: Sequence[Label],
    lines: Lines,
    gutter: int,
    room: int | None,
    style: str,
    text: str = "",
) -> Iterator[Row]:
    marks: dict[int, list[tuple[Span, str, str, str]]] = {}
    sign = "-" if style == "label" else "^"
    last = _last_line(span)
    marks.setdefault(span.line, []).append((span, sign, style, text))
    for label in labels:
        marks.setdefault(label.span.line, []).append((label.span, "-", "label", label.text))
    # The lines of the span itself: all of a few, else its ends.
    inside = set(range(span.line, last + 1))
    if len(inside) > 4:
        inside = {span.line, span.line + 1, last}
    shown = sorted(inside | set(marks))
    bar = (f"{' ' * gutter} │ ", "gutter")
    available = (room or PIPE_WIDTH) - gutter - 3
    many = last > span.line
    yield [(f"{' ' * gutter} │", "gutter")]
    before = shown[0]
    for number in shown:
        source = lines(span.file, number)
        if source is None:
            continue
        if number - before == 2:
            between = lines(span.file, before + 1) or ""
            cut = Line.of(between).window(0, 0, available)[0]
            edge = _edge(many, span.line < number - 1 <= last, style)
            yield [(f"{number - 1:>{gutter}} │ ", "gutter"), *edge, (cut, "dim")]
        elif number - before > 2:
            edge = [("┆ ", style)] if many and span.line < number <= last else []
            yield [(f"{' ' * gutter} ┆ ", "gutter"), *edge]
        before = number
        line = Line.of(source)
        placed = [_placed(line, *mark) for mark in marks.get(number, [])]
        focus = (placed[0].start, placed[0].stop) if placed else (0, 0)
        cut, shift = line.window(*focus, available - 2 * many)
        reach = width(cut)
        opens = many and number == span.line
        opening = placed.pop(0) if opens else None
        at_indent = opening is not None and opening.start <= line.indent()
        edge = [("╭ ", style)] if at_indent else _edge(many, span.line < number <= last, style)
        yield [(f"{number:>{gutter}} │ ", "gutter"), *edge, (cut, "")]
        if opening is not None and not at_indent:
            yield [bar, ("╭" + "─" * (_shifted(opening, shift, reach).start + 1) + sign, style)]
        for row in _underline([_shifted(m, shift, reach) for m in placed]):
            yield [bar, *_edge(many, span.line <= number < last, style), *row]
        if many and number == last:
            end = span.end_column if last == span.end_line else len(line.glyphs) + 1
            stop = max(1, min(line.stretch(max(1, end - 1), end)[1] - shift, reach))
            yield [
                bar,
                ("╰" + "─" * stop + sign, style),
                *([(f" {visible(text)}", style)] if text else []),
            ]


def _edge(many: bool, inside: bool, style: str) -> Row:
    """The left edge of a span of several lines."""
    if not many:
        return []
    return [("│ ", style)] if inside else [("  ", "")]


def _last_line(span: Span) -> int:
    """The last line that a span has something of."""
    if span.end_line > span.line and span.end_column <= 1:
        return span.end_line - 1
    return span.end_line


def _placed(line: Line, span: Span, sign: str, style: str, text: str) -> _Mark:
    end = span.end_column if span.end_line == span.line else len(line.glyphs) + 1
    start, stop = line.stretch(span.column, end)
    return _Mark(start, stop, sign, style, visible(text))


def _shifted(mark: _Mark, shift: int, reach: int) -> _Mark:
    start = max(0, mark.start - shift)
    stop = max(start + 1, min(mark.stop - shift, max(reach, start + 1)))
    return _Mark(start, stop, mark.sign, mark.style, mark.text)


def _underline(marks: Sequence[_Mark]) -> Iterator[Row]:
    """The marks below a line. The text of the rightmost stands behind it; those of the others
    hang below, each on a thread."""
    if not marks:
        return
    canvas: dict[int, tuple[str, str]] = {}
    for mark in reversed(marks):  # the finding's own mark lies on top
        canvas.update(dict.fromkeys(range(mark.start, mark.stop), (mark.sign, mark.style)))
    ordered = sorted(marks, key=lambda m: m.start)
    end = max(m.stop for m in marks)
    row = _drawn(canvas)
    behind = ordered[-1]
    hanging = [m for m in ordered[:-1] if m.text]
    if behind.text and behind.stop < end:
        hanging.append(behind)
    elif behind.text:
        row.append((f" {behind.text}", behind.style))
    yield row
    while hanging:
        mark = hanging[-1]
        threads = {m.start: ("│", m.style) for m in hanging if m.start < mark.start}
        row = _drawn(threads)
        room = mark.start - sum(len(text) for text, _ in row)
        yield [*row, (" " * room + mark.text, mark.style)]
        hanging.pop()


def _drawn(canvas: dict[int, tuple[str, str]]) -> Row:
    row: Row = []
    at = 0
    for cell in sorted(canvas):
        sign, style = canvas[cell]
        if cell > at:
            row.append((" " * (cell - at), ""))
        if row and row[-1][1] == style and cell == at:
            row[-1] = (row[-1][0] + sign, style)
        else:
            row.append((sign, style))
        at = cell + 1
    return row
