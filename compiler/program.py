"""The program: what of a grammar goes into the artifact besides its tables."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from ..dsl.span import NOWHERE
from . import ir


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


def inconsistent(program: Program, catalogues: Collection[str]) -> str | None:
    """What in a decoded program can't come from a source that compiles, to be put behind a colon,
    or None: that something of a name is not there, or a choice or recursion has no way on.
    *catalogues* are the names of those that there are."""
    from .recursion import check_recursion

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
                good = node.catalogue in catalogues
            elif isinstance(node, ir.Choice):
                good = bool(node.options) and all(_sound(o, program) for o in node.options)
            else:
                good = not isinstance(node, ir.Repeat) or 0 <= node.low <= (node.high or node.low)
            if not good:
                return "its rules don't belong together"
    if not program.intents or any(intent.weight <= 0 for intent in program.intents):
        return "its intents can't be drawn"
    if check_recursion(program.rules, dict.fromkeys(program.rules, NOWHERE))[1]:
        return "its rules never end"
    return None


def _sound(option: ir.Option, program: Program) -> bool:
    values = program.features
    known = all(value in values.get(feature, ()) for feature, value in option.tags)
    return option.weight > 0 and known and set(option.agree) <= set(values)
