"""The model: a grammar with all its files put together and its names resolved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..catalogues.rows import Rows
from ..dsl.span import Span
from . import ir


@dataclass(frozen=True, slots=True)
class CatalogueSource:
    """A catalogue as the grammar states it: `rows` is None while it is open or unread, `read` the
    file that they were read from and its SHA-256; `wild` that it is a wildcard, whose rows are but
    examples."""

    name: str
    span: Span
    locale: str
    features: tuple[tuple[str, tuple[str, ...]], ...]
    wanted: tuple[str, ...]
    rows: Rows | None
    read: tuple[Path, str] | None = None
    wild: bool = False


@dataclass(frozen=True, slots=True)
class Intent:
    """A root; `weight` is an integer relative to the other intents, positive."""

    name: str
    weight: int
    body: ir.Choice
    span: Span


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A `rewrite`: what is replaced, by what, and where; None is a context that is not given."""

    old: ir.Choice
    new: str
    left: ir.Choice | None
    right: ir.Choice | None
    span: Span


@dataclass(frozen=True, slots=True)
class Model:
    """A whole grammar. `rules` and `catalogues` are keyed by full name, in order of the files;
    `own_rules` are those of the root file; `places` are the spans that IR options point to;
    `incomplete` that a statement could not be read."""

    name: str
    locale: str
    features: dict[str, tuple[str, ...]]
    rules: dict[str, ir.Choice]
    rule_spans: dict[str, Span]
    own_rules: frozenset[str]
    intents: tuple[Intent, ...]
    catalogues: dict[str, CatalogueSource]
    skips: tuple[ir.Choice, ...]
    places: tuple[Span, ...]
    incomplete: bool
    rewrites: tuple[Rewrite, ...] = ()
