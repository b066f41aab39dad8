"""The program: what of a grammar goes into the artifact besides its tables."""

from __future__ import annotations

import msgspec

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


def decode(data: bytes) -> Program:
    """The program that `encode` wrote."""
    return msgspec.json.decode(data, type=Program)
