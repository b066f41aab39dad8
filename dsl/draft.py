"""Making trees: what importers say of a grammar, as nodes that the one printer writes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .made import MadeFile
from .printer import print_file, print_statement
from .text import nfc, squeeze
from .tree import (
    Alternative,
    AnyStatement,
    Body,
    Catalog,
    ColumnMap,
    File,
    GrammarName,
    Group,
    Intent,
    Locale,
    Maybe,
    Notes,
    Part,
    Postfix,
    Quote,
    Ref,
    Rule,
    Slot,
    Target,
    Test,
    TestLine,
    Unit,
    Word,
)

EMPTY: tuple[Unit, ...] = ((Quote(""),),)
"""The empty text."""


def units(text: str) -> tuple[Unit, ...]:
    """*text* as words; the empty text where it has none. White space is squeezed."""
    words = squeeze(nfc(text)).split(" ")
    return tuple((Word(word),) for word in words if word) or EMPTY


def joined(pieces: Iterable[str | Part]) -> tuple[Unit, ...]:
    """Texts and parts one after the other. White space in a text parts words; a text that begins
    or ends without any touches what stands beside it: `["set the ", part, "s on"]`. A space with
    nothing on one side of it is left out."""
    found: list[list[Part]] = [[]]
    for piece in pieces:
        if not isinstance(piece, str):
            found[-1].append(piece)
            continue
        text = nfc(piece)
        for number, word in enumerate(_split(text)):
            if number and found[-1]:
                found.append([])
            if word:
                found[-1].append(Word(word))
    return tuple(tuple(unit) for unit in found if unit) or EMPTY


def _split(text: str) -> list[str]:
    import re

    from .text import WHITE_SPACE

    return re.split(f"[{WHITE_SPACE}]+", text)


def alternative(
    pieces: Iterable[str | Part] | str,
    weight: str | None = None,
    value: str | None = None,
    comments: tuple[str, ...] = (),
    trailing: str | None = None,
) -> Alternative:
    """One alternative of texts and parts, as `joined` takes them."""
    given = units(pieces) if isinstance(pieces, str) else joined(pieces)
    return Alternative(
        given, weight, None if value is None else nfc(value), comments=comments, trailing=trailing
    )


def body(alternatives: Sequence[Alternative], broken: bool | None = None) -> Body:
    """Alternatives; on lines of their own where there are more than three, or *broken* says so."""
    return Body(tuple(alternatives), len(alternatives) > 3 if broken is None else broken)


def group(alternatives: Sequence[Alternative]) -> Group:
    """`(a | b)`."""
    return Group(Body(tuple(alternatives)))


def maybe(alternatives: Sequence[Alternative]) -> Maybe:
    """`[a | b]`."""
    return Maybe(Body(tuple(alternatives)))


def ref(name: str) -> Ref:
    """`<name>`."""
    return Ref(Target(name))


def slot(name: str, catalogue: str | None = None) -> Slot:
    """`{name}`, or `{name:catalogue}` where the catalogue's name is another."""
    return Slot(name) if catalogue in (None, name) else Slot(name, Target(catalogue or name))


def times(part: Part, low: int, high: int | None) -> Postfix:
    """`x?`, `x*`, `x+` or `x{low,high}`."""
    mark = {(0, 1): "?", (0, None): "*", (1, None): "+"}.get((low, high), "{}")
    return Postfix(part, mark, low, high)


def rule(name: str, alternatives: Sequence[Alternative], notes: Notes | None = None) -> Rule:
    """`name = …`."""
    return Rule(name, body(alternatives), notes=notes or Notes())


def intent(
    name: str,
    alternatives: Sequence[Alternative],
    weight: str | None = None,
    notes: Notes | None = None,
) -> Intent:
    """`intent name /weight/ = …`."""
    return Intent(name, body(alternatives), weight, notes=notes or Notes())


def catalog(
    name: str,
    values: Sequence[tuple[str, str | None, str | None]] | None,
    notes: Notes | None = None,
) -> Catalog:
    """`catalog name = …` of (text, canonical value, weight) each, or open where *values* is None.
    There must be a value."""
    rows = (
        None
        if values is None
        else body([alternative(text, weight, value) for text, value, weight in values])
    )
    return Catalog(name, rows, notes=notes or Notes())


def catalog_from(
    name: str, path: str, columns: Sequence[tuple[str, str]] = (), notes: Notes | None = None
) -> Catalog:
    """`catalog name from "path" column=header …`."""
    maps = tuple(ColumnMap(column, header) for column, header in columns)
    return Catalog(name, None, path, maps, notes=notes or Notes())


def accept(intent: str, texts: Sequence[str]) -> Test:
    """`test intent` with an `accept` line for each text."""
    return Test(intent, tuple(TestLine("accept", squeeze(nfc(text))) for text in texts))


def head(name: str | None, locale: str | None) -> list[AnyStatement]:
    """`grammar name` and `locale tag`, where there are such."""
    found: list[AnyStatement] = []
    if name:
        found.append(GrammarName(name))
    if locale:
        found.append(Locale(locale))
    return found


def gram(path: str, statements: Sequence[AnyStatement], ending: tuple[str, ...] = ()) -> MadeFile:
    """The `.gram` file of these statements, a blank line between those of different kinds that
    have no comments of their own."""
    spaced: list[AnyStatement] = []
    for before, statement in zip([None, *statements], statements, strict=False):
        spaced.append(
            statement if before is None or _together(before, statement) else _apart(statement)
        )
    text = print_file(File(tuple(spaced), path, ending))
    return MadeFile(path, text.encode())


def _together(before: AnyStatement, statement: AnyStatement) -> bool:
    """Whether no blank line stands between them: two short ones of the same kind."""
    if statement.notes.above or type(before) is not type(statement):
        return bool(statement.notes.above) or (
            isinstance(before, GrammarName) and isinstance(statement, Locale)
        )
    return not _is_long(before) and not _is_long(statement)


def _is_long(statement: AnyStatement) -> bool:
    """Whether it takes several lines."""
    body = getattr(statement, "body", None)
    return bool(body and (body.broken or "\n" in print_statement(statement)))


def _apart(statement: AnyStatement) -> AnyStatement:
    from dataclasses import replace

    return replace(statement, notes=replace(statement.notes, above=(None,)))


def table(path: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> MadeFile:
    """A `.tsv` of these rows; tabs and line ends in a cell become spaces."""
    lines = ["\t".join(header)]
    lines.extend("\t".join(squeeze(nfc(cell)) for cell in row) for row in rows)
    return MadeFile(path, "".join(f"{line}\n" for line in lines).encode())
