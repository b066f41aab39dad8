"""The one printer of `.gram`: the canonical layout of a tree.

For every tree that a source can hold, `parse(print_file(t), path)[0] == t`, and printing what was
parsed from what was printed gives the same text again. Trees built by programs may hold what no
source can (two bare words that touch, a word with a space): the nearest thing is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from . import write
from .tree import (
    Alternative,
    AnyStatement,
    Body,
    Broken,
    Catalog,
    Feature,
    File,
    GrammarName,
    Group,
    Import,
    Intent,
    Locale,
    Maybe,
    Part,
    Postfix,
    Rewrite,
    Rule,
    Skip,
    Test,
    TestBind,
    TestLine,
    Unit,
    Wildcard,
)
from .write import BREAK, INNER_BREAK

WIDTH = 88
"""A statement stands on one line if it did so in the source and is no longer than this."""
ALTERNATIVE_WIDTH = 99
"""An alternative on a line of its own is wrapped where it is longer than this."""

_FIRST = "    "
_NEXT = "  | "
_WRAPPED = "        "
_TEST = "  "
_BESIDE = 26
"""A bracket of several lines begins beside what is no longer than this, indentation apart,"""
_FARTHEST = 60
"""and no further to the right than this, beyond which it is not taken apart at all."""


def print_file(file: File) -> str:
    """The whole file, with its comments; it ends with a line feed unless it is empty."""
    lines: list[str] = []
    for statement in file.statements:
        _add_above(lines, statement.notes.above)
        lines.extend(_doc(line) for line in statement.notes.doc)
        lines.extend(_statement_lines(statement))
    _add_above(lines, file.ending)
    while lines and not lines[-1]:
        lines.pop()
    return "".join(f"{line}\n" for line in lines)


def print_statement(statement: AnyStatement) -> str:
    """One statement with the comments in it and its documentation, but not those above it; no
    line feed at the end."""
    docs = [_doc(line) for line in statement.notes.doc]
    return "\n".join([*docs, *_statement_lines(statement)])


def print_body(body: Body) -> str:
    """Alternatives on one line, without their comments."""
    return _flat(write.body(body))


def print_alternative(alternative: Alternative) -> str:
    """One alternative on one line, without its comments."""
    return _flat(write.alternative(alternative))


def print_units(units: tuple[Unit, ...]) -> str:
    """Units on one line: the text of an alternative, without its weight, value and tags."""
    return _flat(write.units(units))


def _flat(text: str) -> str:
    return text.replace(BREAK, " ").replace(INNER_BREAK, " ")


def _comment(text: str) -> str:
    # `#!` is for the system's eyes, and so nothing comes between.
    return f"#{text}" if not text or text[0] in "#!" else f"# {text}"


def _doc(text: str) -> str:
    return f"##{text}" if not text or text[0] == "#" else f"## {text}"


def _add_above(lines: list[str], above: Iterable[str | None]) -> None:
    """Comments and blank lines; no two blank lines together, none at the start."""
    for text in above:
        if text is not None:
            lines.append(_comment(text))
        elif lines and lines[-1]:
            lines.append("")


def _statement_lines(statement: AnyStatement) -> list[str]:
    """The lines of a statement, with the comments in it and those that end it."""
    notes = statement.notes
    indent = _FIRST
    trailing, ending = notes.trailing, notes.ending
    match statement:
        case Rule(name=name, body=body):
            lines = _with_body(f"{name} =", body)
        case Intent(name=name, body=body, weight=weight):
            lines = _with_body(f"intent {name}{f' /{weight}/' if weight else ''} =", body)
        case Catalog(name=name, body=Body() as body):
            lines = _with_body(f"catalog {name} =", body)
        case Skip(body=body):
            lines = _with_body("skip", body)
        case Test():
            lines, indent = _test(statement), _TEST
            trailing = None
        case Broken(text=text):
            lines = text.split("\n")
        case _:
            lines = _wrap(_head(statement), _FIRST, WIDTH)
    if trailing is not None:
        if isinstance(statement, Broken) or _trails(statement):
            ending = (trailing, *ending)
        else:
            lines[-1] += _behind(trailing)
    lines.extend(indent + _comment(text) for text in ending)
    return lines


def _trails(statement: AnyStatement) -> bool:
    """Whether an alternative's comment stands behind the statement's last line already."""
    body = statement.body if isinstance(statement, Rule | Intent | Catalog | Skip) else None
    return body is not None and body.alternatives[-1].trailing is not None


def _behind(comment: str | None) -> str:
    return "" if comment is None else f"  {_comment(comment)}"


def _with_body(head: str, body: Body) -> list[str]:
    """A head and its alternatives, beside it or each on a line of its own below it."""
    *others, last = body.alternatives
    commented = last.comments or any(a.comments or a.trailing is not None for a in others)
    if not body.broken and not commented:
        line = f"{head} {print_body(body)}"
        if len(line) <= WIDTH:
            return [line + _behind(last.trailing)]
    lines = [head]
    for i, alternative in enumerate(body.alternatives):
        lines.extend(_FIRST + _comment(text) for text in alternative.comments)
        start = _NEXT if i else _FIRST
        lines.extend(_alternative_lines(alternative, start, _WRAPPED))
        lines[-1] += _behind(alternative.trailing)
    return lines


def _alternative_lines(node: Alternative, start: str, indent: str) -> list[str]:
    """An alternative behind *start*, filled up line by line where it does not fit. A bracket that
    fits no line of its own has each of its alternatives on one:

        play ( some {genre} music
             | the {sort} {music_item} by {artist} )
    """
    text = start + write.alternative(node)
    room = ALTERNATIVE_WIDTH - len(indent)
    long = [len(_flat(write.unit(unit))) > room and _body(unit) is not None for unit in node.units]
    if len(text) <= ALTERNATIVE_WIDTH or not any(long) or len(indent) > _FARTHEST:
        return _wrap(text, indent, ALTERNATIVE_WIDTH)
    lines: list[str] = []
    line = start if node.weight is None else f"{start}/{node.weight}/ "
    begun = False
    for unit, is_long in zip(node.units, long, strict=True):
        written = write.unit(unit)
        fits = (
            len(line.strip()) <= _BESIDE and len(line) <= _FARTHEST
            if is_long
            else len(line) + 1 + len(written) <= ALTERNATIVE_WIDTH
        )
        if begun and not fits:
            lines.append(line)
            line, begun = indent, False
        before = f"{line} " if begun else line
        found = (
            _bracket_lines(unit[0], before)
            if is_long
            else _wrap(before + written, indent, ALTERNATIVE_WIDTH)
        )
        lines += found[:-1]
        line, begun = found[-1], True
    end = write.alternative(replace(node, units=(), weight=None))
    return [*lines, *_wrap(f"{line}{BREAK}{end}" if end else line, indent, ALTERNATIVE_WIDTH)]


def _body(unit: Unit) -> Body | None:
    """What stands in a bracket that is all of a unit."""
    part = unit[0] if len(unit) == 1 else None
    while isinstance(part, Postfix):
        part = part.part
    return part.body if isinstance(part, Group | Maybe) else None


def _bracket_lines(part: Part, before: str) -> list[str]:
    """A bracket behind *before*, each of its alternatives on a line of its own."""
    marks = ""
    while isinstance(part, Postfix):
        marks = write.postfix(part) + marks
        part = part.part
    assert isinstance(part, Group | Maybe)
    opens, closes = ("(", ")") if isinstance(part, Group) else ("[", "]")
    column = " " * len(before)
    lines: list[str] = []
    for i, each in enumerate(part.body.alternatives):
        start = f"{column}| " if i else f"{before}{opens} "
        lines += _alternative_lines(each, start, f"{column}      ")
    if len(lines[-1]) + len(closes + marks) < ALTERNATIVE_WIDTH:
        lines[-1] += f" {closes}{marks}"
    else:
        lines.append(f"{column}{closes}{marks}")
    return lines


def _wrap(text: str, indent: str, width: int) -> list[str]:
    """*text* on one line where it fits, else filled up to *width* line by line."""
    if len(text) > width:
        # What does not fit on a line of its own may be broken within its brackets.
        pieces = text.split(BREAK)
        for i, piece in enumerate(pieces):
            if len(piece) + (len(indent) if i else 0) > width:
                pieces[i] = piece.replace(INNER_BREAK, BREAK)
        text = BREAK.join(pieces)
    else:
        text = text.replace(BREAK, " ")
    lines: list[str] = []
    line, *pieces = text.replace(INNER_BREAK, " ").split(BREAK)
    for piece in pieces:
        if len(line) + 1 + len(piece) <= width:
            line += f" {piece}"
        else:
            lines.append(line)
            line = indent + piece
    lines.append(line)
    return lines


def _head(statement: AnyStatement) -> str:
    """A statement without alternatives."""
    match statement:
        case GrammarName(name=name):
            return f"grammar {name}"
        case Locale(tag=tag):
            return f"locale {tag}"
        case Import(module=module, path=path, alias=alias, names=names):
            what = module if path is None else write.quoted(path)
            as_ = f" as {alias}" if alias else ""
            listed = f"{BREAK}({f',{BREAK}'.join(names)})" if names else ""
            return f"import {what}{as_}{listed}"
        case Wildcard(name=name, path=path):
            return f"wildcard {name}{_from(path)}"
        case Feature(name=name, values=values):
            return f"feature {name} = {f'{BREAK}| '.join(v.value for v in values)}"
        case Catalog(name=name, path=path, columns=columns):
            maps = "".join(f"{BREAK}{c.column}={write.value(c.header)}" for c in columns)
            return f"catalog {name}{_from(path)}{maps}"
        case Rewrite():
            return _rewrite(statement)
    raise AssertionError(f"no head: {statement}")


def _from(path: str | None) -> str:
    return "" if path is None else f" from {write.quoted(path)}"


def _rewrite(statement: Rewrite) -> str:
    old = write.units(statement.old, in_rewrite=True)
    text = f"rewrite {old}{BREAK}=> {write.quoted(statement.new)}"
    if not statement.left and not statement.right:
        return text
    left = write.units(statement.left, in_rewrite=True)
    right = write.units(statement.right, in_rewrite=True)
    return BREAK.join(piece for piece in (f"{text}{BREAK}/", left, "_", right) if piece)


def _test(statement: Test) -> list[str]:
    """A test with its lines; what trails is behind the first of them."""
    lines = [f"test {statement.intent}{_behind(statement.notes.trailing)}"]
    for line in statement.lines:
        lines.extend(_TEST + _comment(text) for text in line.comments)
        match line:
            case TestLine(kind=kind, text=text):
                lines.append(f"{_TEST}{kind} {text}" if text else _TEST + kind)
            case TestBind(name=name, body=body):
                lines.append(f"{_TEST}bind {name} = {print_body(body)}")
    return lines
