"""Marks: by which a statement that gramc wrote is known again, and whether a person changed it.

    # 12 of 50, induced:3f9a2c71
    play_music = play | put on

The mark is a hash of what the statement says, without its name, its comments and its layout. So
neither `gramc fmt` nor a new name makes it an edit, and a statement that bears a mark and another
text has been edited.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ...dsl.printer import print_body, print_statement
from ...dsl.tree import AnyStatement, Body, Catalog, Intent, Notes, Rule, Skip

_MARK = re.compile(r"\binduced:([0-9a-f]{8})\b")


def mark(statement: AnyStatement) -> str:
    """The mark of what *statement* says: eight hexadecimal digits of a SHA-256."""
    import hashlib

    return hashlib.sha256(said(statement).encode()).hexdigest()[:8]


def said(statement: AnyStatement) -> str:
    """What *statement* says, its name apart, on one line and without comments."""
    match statement:
        case Rule(body=body):
            return f"rule {print_body(body)}"
        case Intent(body=body, weight=weight):
            return f"intent /{weight}/ {print_body(body)}"
        case Catalog(body=Body() as body):
            return f"catalog {print_body(body)}"
        case Catalog():
            plain = replace(statement, name="x", notes=Notes())
            return " ".join(print_statement(plain).split())
        case _:
            return print_statement(replace(statement, notes=Notes()))


def written(found: str) -> str:
    """A mark as a comment holds it."""
    return f"induced:{found}"


def is_mark(comment: str) -> bool:
    """Whether a comment is a mark and nothing else."""
    return _MARK.fullmatch(comment) is not None


def read(statement: AnyStatement) -> str | None:
    """The mark that stands in the comments of *statement*: in its documentation, behind it, or in
    the lines directly above; the last one where there are several, none of a person's own."""
    notes = statement.notes
    above: list[str] = []
    for line in notes.above:
        above = [] if line is None else [*above, line]
    within: list[str] = []
    if isinstance(statement, Rule | Intent | Catalog | Skip) and statement.body is not None:
        for alternative in statement.body.alternatives:
            within += [*alternative.comments, alternative.trailing or ""]
    lines = [*above, *notes.doc, *within, notes.trailing or "", *notes.ending]
    found = [one for line in lines for one in _MARK.findall(line)]
    return found[-1] if found else None


def marked(statement: AnyStatement) -> AnyStatement:
    """*statement* with the mark of what it says now, in the place of the one that it bears. One
    that bears none is as it was."""
    old = read(statement)
    return statement if old is None else _replaced(statement, old, mark(statement))


def _replaced(statement: AnyStatement, old: str, new: str) -> AnyStatement:
    def line(text: str) -> str:
        return text.replace(written(old), written(new))

    def maybe(text: str | None) -> str | None:
        return None if text is None else line(text)

    notes = statement.notes
    notes = Notes(
        tuple(maybe(one) for one in notes.above),
        tuple(line(one) for one in notes.doc),
        maybe(notes.trailing),
        tuple(line(one) for one in notes.ending),
    )
    if not isinstance(statement, Rule | Intent | Catalog | Skip) or statement.body is None:
        return replace(statement, notes=notes)
    body = statement.body
    alternatives = tuple(
        replace(
            one,
            comments=tuple(line(text) for text in one.comments),
            trailing=maybe(one.trailing),
        )
        for one in body.alternatives
    )
    body = replace(body, alternatives=alternatives)
    return replace(statement, notes=notes, body=body)
