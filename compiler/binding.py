"""Binding: whether catalogues that are bound at use fit the grammar."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from ..dsl.findings import Finding
from ..dsl.span import NOWHERE, Span
from . import ir
from .agreement import never_agreeing
from .compiled import Compiled
from .exclusion import Exclusions, wrong
from .recursion import check_recursion

if TYPE_CHECKING:
    from ..catalogues.catalogue import Catalogue
    from ..catalogues.rows import Rows


def named_as(rows: Rows, before: Catalogue | None) -> Rows:
    """*rows*, which nothing names the values of, with the name that they have in the catalogue
    *before*, in whose place they are bound: `Song.title` then means them still."""
    if before is None or rows.header or before.header in rows.columns:
        return rows
    return replace(rows, header=before.header)


def called(compiled: Compiled, name: str) -> str | None:
    """The catalogue that *name* means: the one of that full name, or, where only one of all is
    called so behind its prefix, that one (`Song` for `music.Song`); None where there is no such."""
    names = [catalogue.name for catalogue in compiled.program.catalogues]
    if name in names:
        return name
    ends = [full for full in names if full.endswith(f".{name}")]
    return ends[0] if len(ends) == 1 else None


def misfits(
    compiled: Compiled, before: Compiled, where: Span, may_miss: Collection[str] = ()
) -> list[Finding]:
    """What keeps a grammar from being used with the catalogues that are bound to it now, each
    finding at *where*: E311 for a filter that no row passes, E317 for an exclusion that leaves
    nothing, E302 for parts that never agree.

    *before* is the grammar that they were bound to. Filters of the catalogues in *may_miss* may
    pass no row: in parsing, there is nothing there then. To be asked before the tables are, because
    these can't be made where something never agrees.
    """
    stock = compiled.stock
    draws, excluding = compiled.draws
    missed = [(stock.misses(n, where), n.where and n.catalogue in may_miss) for n in draws]
    findings = [f for f, fine in missed if f is not None and not (fine and f.code == "E311")]
    unchanged = compiled.forms is before.forms  # then no feature has changed
    if findings or (unchanged and not excluding):
        return list(dict.fromkeys(findings))
    program = compiled.program
    bodies = [i.body for i in program.intents]
    everything = (*program.rules.values(), *bodies)
    nodes = [node for body in everything for node in ir.walk(body)]
    places = [o.place for n in nodes if isinstance(n, ir.Choice) for o in n.options]
    recursion, _ = check_recursion(program.rules, dict.fromkeys(program.rules, NOWHERE))
    exclusions = Exclusions(program.rules, bodies, recursion, stock)
    found = [f for f in wrong(exclusions, everything, lambda node: where) if f.is_error]
    if not found and not unchanged:
        nowhere = (where,) * (max(places, default=0) + 1)
        found = never_agreeing(program.rules, bodies, recursion, exclusions.profile, nowhere)
    return list(dict.fromkeys(found))
