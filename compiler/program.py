"""The program: what of a grammar goes into the artifact besides its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ..dsl.findings import has_errors
from ..dsl.span import NOWHERE
from . import ir

if TYPE_CHECKING:
    from .stock import Stock

_MOST_PLACES = 10_000_000


class OpenCatalogue(msgspec.Struct, frozen=True):
    """What must be known of a catalogue to bind another in its place."""

    name: str
    locale: str
    features: tuple[tuple[str, tuple[str, ...]], ...]
    wanted: tuple[str, ...]


class Root(msgspec.Struct, frozen=True):
    """An intent."""

    name: str
    weight: int
    body: ir.Choice


class Program(msgspec.Struct, frozen=True):
    """A checked grammar without its catalogues' rows. Maps keep the order of the files."""

    name: str
    locale: str
    features: dict[str, tuple[str, ...]]
    rules: dict[str, ir.Choice]
    intents: tuple[Root, ...]
    catalogues: tuple[OpenCatalogue, ...]
    skips: tuple[ir.Choice, ...]


def encode(program: Program) -> bytes:
    """The program as JSON; the same for the same program."""
    return msgspec.json.encode(program)


def decode(data: bytes) -> Program | None:
    """The program that `encode` wrote; None where *data* is none."""
    try:
        return msgspec.json.decode(data, type=Program)
    except (msgspec.MsgspecError, RecursionError, ValueError):
        return None


def inconsistent(program: Program, stock: Stock) -> str | None:
    """What in a decoded program can't come from a source that compiles, to be put behind a colon,
    or None: that something of a name is not there, that a choice or recursion has no way on, or
    that parts never agree."""
    from .exclusion import Exclusions, wrong
    from .recursion import check_recursion

    depends = excludes = False
    places = 1
    rows: dict[int, ir.Draw] = {}

    bodies = [
        *program.rules.values(),
        *(intent.body for intent in program.intents),
        *program.skips,
    ]
    for body in bodies:
        for node in ir.walk(body):
            if isinstance(node, ir.Call):
                good = node.rule in program.rules
            elif isinstance(node, ir.Draw):
                good = node.catalogue in stock.names and _fits(node, stock, rows)
            elif isinstance(node, ir.Choice):
                good = bool(node.options) and all(_sound(o, program) for o in node.options)
                depends = depends or node.depends
                places = max(places, *(option.place + 1 for option in node.options))
            elif isinstance(node, ir.Minus):
                good = excludes = bool(node.without)
            else:
                good = not isinstance(node, ir.Repeat) or 0 <= node.low <= (node.high or node.low)
            if not good:
                return "its rules don't belong together"
    if not program.intents or any(intent.weight <= 0 for intent in program.intents):
        return "its intents can't be drawn"
    recursion, endless = check_recursion(program.rules, dict.fromkeys(program.rules, NOWHERE))
    if endless:
        return "its rules never end"
    roots = [intent.body for intent in program.intents]
    exclusions = Exclusions(program.rules, roots, recursion, stock)
    if excludes and has_errors(wrong(exclusions, bodies, lambda node: NOWHERE)):
        return "its exclusions leave nothing"
    if depends:
        from .agreement import never_agreeing

        others = [*(intent.body for intent in program.intents), *program.skips]
        nowhere = (NOWHERE,) * places
        if never_agreeing(program.rules, others, recursion, exclusions.profile, nowhere):
            return "parts of its rules never agree"
    return None


def _fits(node: ir.Draw, stock: Stock, rows: dict[int, ir.Draw]) -> bool:
    """Whether a use of a row goes with the others of that row, and its column is there."""
    if node.column is None:
        return node.row < 0 and not node.filled
    first = rows.setdefault(node.row, node)
    if node.row < 0 or ir.selection_key(first) != ir.selection_key(node):
        return False
    catalogue = stock.catalogue(node.catalogue)
    return node.column in node.filled and (
        catalogue is None or all(catalogue.named(c) is not None for c in node.filled)
    )


def _sound(option: ir.Option, program: Program) -> bool:
    values = program.features
    known = all(value in values.get(feature, ()) for feature, value in option.tags)
    if option.weight <= 0 or option.place >= _MOST_PLACES:
        return False
    return known and set(option.agree) <= set(values)
