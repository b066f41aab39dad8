"""The text of a changed grammar: statements that stayed keep their lines to the letter."""

from __future__ import annotations

from dataclasses import replace

from ...dsl.parse import parse
from ...dsl.printer import print_file
from ...dsl.tree import AnyStatement, File


def splice(text: str, before: File, after: File) -> str:
    """*after* as text, where *text* is that of *before*: the lines of statements that are the same
    object in both as they were, all others as the printer writes them. Where that can't be done,
    as with lines that end otherwise than in a line feed, the printer writes everything."""
    if before == after:
        return text
    spliced = None if "\r" in text else _spliced(text, before, after)
    if spliced is not None and parse(spliced, before.path)[0] == after:
        return spliced
    return print_file(after)


def _spliced(text: str, before: File, after: File) -> str:
    lines = text.removesuffix("\n").split("\n")
    regions: dict[int, tuple[int, int]] = {}
    start = 0
    for statement in before.statements:
        end = _end(lines, statement)
        regions[id(statement)] = start, end
        start = end
    made: list[str] = []
    for statement in after.statements:
        if id(statement) in regions:
            first, last = regions[id(statement)]
            made += lines[first:last]
        else:
            made += _printed(statement, bool(made))
    made += lines[start:]
    return "".join(f"{line}\n" for line in made)


def _end(lines: list[str], statement: AnyStatement) -> int:
    """The number of lines up to the end of a statement, indented comments below it included."""
    end = at = statement.span.end_line
    while at < len(lines) and (not lines[at].strip() or lines[at].startswith((" ", "\t"))):
        at += 1
        if lines[at - 1].strip():
            end = at
    return end


def _printed(statement: AnyStatement, below: bool) -> list[str]:
    """A statement as the printer writes it, behind a blank line where one stands above it."""
    first = bool(below and statement.notes.above and statement.notes.above[0] is None)
    above = statement.notes.above[1:] if first else statement.notes.above
    plain = replace(statement, notes=replace(statement.notes, above=above))
    lines = print_file(File((plain,))).removesuffix("\n").split("\n")
    return ["", *lines] if first else lines
