"""Rows: the columns of one catalogue in one alternative, which come from the same row.

The scope is the outermost alternative of a rule or intent, with all that stands in its brackets.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from ..dsl import tree
from ..dsl.findings import Finding, Label
from ..dsl.span import Span
from . import ir
from .resolve import Symbol


@dataclass(slots=True)
class _Group:
    """The uses of one row: their filters and columns, and how often a way may meet one."""

    number: int
    where: dict[tuple[str, tuple[str, ...]], None] = field(default_factory=dict)
    columns: dict[str, None] = field(default_factory=dict)
    met: int = 0


def without_columns(
    symbol: Symbol, target: tree.Target, column: str, span: Span, close: str | None
) -> Finding | None:
    """What is wrong with a name that has a row or, left behind the known part of it, a *column*:
    only catalogues have them. *close* is the known name that is most like it."""
    if symbol.kind == "rule":
        return Finding(
            "E201",
            f"Nothing here is called “{target.name}”: the rule “{symbol.full}” has no columns.",
            span,
            f"Did you mean “{close}”?" if close else "Only catalogues have columns.",
        )
    if symbol.kind == "wildcard":
        return Finding(
            "E203",
            f"“{symbol.full}” is a wildcard; only catalogues have columns.",
            span,
            "Make it a catalogue, or use it without a column.",
            (Label(symbol.span, "defined here"),),
        )
    if column and target.row is not None:
        return Finding(
            "E201",
            f"Nothing here is called “{target.name}”.",
            span,
            f"The column stands behind the number: {symbol.full}#{target.row}.{column}",
        )
    return None


def gather(body: ir.Choice, first: int) -> tuple[ir.Choice, int]:
    """*body* with its rows numbered from *first* on, and the next number: draws of one row get all
    its filters, and all columns that the alternative uses of it must be filled.

    A row of which only the value is used, and once, is a plain draw.
    """
    options = []
    for option in body.options:
        groups: dict[tuple[str, int], _Group] = {}
        for part in option.parts:
            _collect(part, False, groups)
        for group in groups.values():
            if not _plain(group):
                group.number = first
                first += 1
        options.append(ir.with_parts(option, partial(_joined, groups)) if groups else option)
    return ir.Choice(tuple(options)), first


def _collect(node: ir.Node, again: bool, groups: dict[tuple[str, int], _Group]) -> None:
    if isinstance(node, ir.Draw) and node.column is not None:
        group = groups.setdefault((node.catalogue, node.nth), _Group(-1))
        group.where.update(dict.fromkeys(node.where))
        group.columns[node.column] = None
        group.met += 2 if again else 1
    for child in ir.children(node):
        _collect(child, again or (isinstance(node, ir.Repeat) and node.high != 1), groups)


def _plain(group: _Group) -> bool:
    return group.met == 1 and [*group.columns] == ["value"]


def _joined(groups: dict[tuple[str, int], _Group], node: ir.Node) -> ir.Node:
    if not isinstance(node, ir.Draw) or node.column is None:
        return node
    group = groups[node.catalogue, node.nth]
    where = tuple(group.where)
    if group.number < 0:
        return ir.Draw(node.catalogue, where)
    filled = tuple(sorted(group.columns))
    return ir.Draw(node.catalogue, where, node.column, group.number, filled, node.nth)


def holds_row(node: ir.Node) -> bool:
    """Whether *node* uses a row that others share."""
    return any(isinstance(n, ir.Draw) and n.row >= 0 for n in ir.walk(node))
