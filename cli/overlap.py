"""`gramc overlap`: texts that two intents or two labellings share."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from .options import BIND, CATALOG_PATH, OUTPUT_FORMAT

if TYPE_CHECKING:
    from ..dsl.findings import Finding
    from ..dsl.span import Span
    from ..runtime.overlap.origins import Origins
    from ..runtime.overlap.overlap import Example, Overlaps, Shared
    from ..runtime.overlap.readings import Reading
    from .render import Row
    from .table import Cell


@click.command("overlap")
@click.argument("file", metavar="FILE")
@click.option(
    "--max",
    "most",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    metavar="SHARE",
    help="Exit with 1 only where a share is greater, such as 0.05 for 5 %.",
)
@OUTPUT_FORMAT
@BIND
@CATALOG_PATH
def command(
    file: str, most: float, output_format: str, bind: Sequence[str], catalog_path: Sequence[str]
) -> int:
    """Find texts that two intents share, or that one labels in two ways.

    For every two intents, and for each by itself: how much of it is shared, a shortest and a
    likeliest text with both readings, and the alternatives that these come from. Case is ignored,
    as in parsing. Exits with 1 where there are such texts.
    """
    from ..runtime.overlap.origins import Origins
    from ..runtime.overlap.overlap import overlaps
    from .grammar import all_bound, opened
    from .report import report

    grammar = opened(file, catalog_path, bind)
    all_bound(grammar.compiled, file, parsing=True)
    result = overlaps(grammar.compiled)
    origins = Origins(grammar.compiled, grammar.places)
    if output_format == "json":
        import json

        rows = [
            _plain(shared, origins, wild)
            for wild, some in ((False, result.found), (True, result.through))
            for shared in some
        ]
        sys.stdout.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    else:
        from .render import show

        show(_shown(result, origins), sys.stdout)
    report(_doubts(result, grammar.place))
    return int(any(max(shared.shares) > most for shared in result.found))


def _doubts(result: Overlaps, place: Span) -> list[Finding]:
    from ..dsl.findings import Finding

    if result.sampled:
        what = (
            "The grammar is too large for an automaton, or has columns that share very many rows: "
            f"{result.sampled:,} sentences of each intent were drawn and compared."
        )
    elif result.rewritten:
        what = "The texts of this grammar were compared as they are before its rewrites."
    elif not result.whole:
        what = "The readings of this grammar are too many to compare all of them."
    else:
        return []
    return [
        Finding(
            "W521",
            what,
            place,
            "There may be more shared texts than these, and shares may be greater"
            + ("." if result.rewritten else "; `gramc count` tells what multiplies most."),
        )
    ]


def _shown(result: Overlaps, origins: Origins) -> Iterator[Row]:
    if not result.found:
        yield [("No text has two readings.", "dim")]
    for number, shared in enumerate(result.found):
        if number:
            yield []
        yield _head(shared)
        if shared.likeliest == shared.shortest:
            yield from _example("shortest and likeliest", shared.shortest, origins)
        else:
            yield from _example("shortest", shared.shortest, origins)
            yield from _example("likeliest", shared.likeliest, origins)
    for shared in result.through:
        yield []
        yield _head(shared, wild=True)
        yield from _example("shortest", shared.shortest, origins)


def _head(shared: Shared, *, wild: bool = False) -> Row:
    from .odds import percent

    least = "" if shared.exact else "at least "
    one, other = (least + percent(share) for share in shared.shares)
    code: Row = [("warning[W503]", "warning"), (": ", "title")]
    if wild:
        code = [("through a wildcard: ", "dim")]
    if shared.one == shared.other:
        return [*code, (shared.one, "hint"), (f" labels {one} of its sentences in two ways.", "")]
    return [
        *code,
        (shared.one, "hint"),
        (" and ", ""),
        (shared.other, "hint"),
        (f" share texts: {one} of the first, {other} of the second.", ""),
    ]


def _example(name: str, example: Example, origins: Origins) -> Iterator[Row]:
    from .odds import percent
    from .table import table

    yield [(f"  {name}: ", "dim"), (example.one.utterance.text, "title")]
    rows: list[list[Cell]] = []
    readings = (example.one, example.other)
    places = origins.of(*readings)
    for reading, place in zip(readings, places, strict=True):
        where = "" if place is None else f"{place.file}:{place.line}"
        rows.append(
            [
                ("  ", ""),
                (reading.utterance.intent, "hint"),
                (_annotated(reading), "label"),
                ("any words" if reading.words else percent(reading.probability), ""),
                (where, "dim"),
            ]
        )
    yield from list(table(("",) * 5, rows, "lllrl"))[1:]


def _annotated(reading: Reading) -> str:
    from ..corpora.annotated import write

    return write(reading.utterance)


def _plain(shared: Shared, origins: Origins, wild: bool) -> dict[str, object]:
    return {
        "code": None if wild else "W503",
        "through_wildcard": wild,
        "intents": [shared.one, shared.other],
        "shares": list(shared.shares),
        "exact": shared.exact,
        "shortest": _readings(shared.shortest, origins),
        "likeliest": _readings(shared.likeliest, origins),
    }


def _readings(example: Example, origins: Origins) -> dict[str, object]:
    found = []
    readings = (example.one, example.other)
    places = origins.of(*readings)
    for reading, place in zip(readings, places, strict=True):
        found.append(
            {
                "intent": reading.utterance.intent,
                "annotated": _annotated(reading),
                "probability": reading.probability,
                "file": None if place is None else place.file,
                "line": None if place is None else place.line,
            }
        )
    return {"text": example.one.utterance.text, "readings": found}
