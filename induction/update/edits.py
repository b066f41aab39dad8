"""What a person did to a grammar since gramc left it: new names, edits, and what was taken out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...dsl.tree import (
    Alternative,
    AnyStatement,
    Body,
    Catalog,
    File,
    Intent,
    Node,
    Rule,
    Slot,
    Statement,
    Target,
)
from .mark import is_mark, mark, read, said
from .names import Named, changed, labels, named, nodes, renamed


@dataclass(frozen=True, slots=True)
class Edits:
    """The new names of what had another one before (`names` of rules, intents and catalogues,
    `slots` of labels), the statements that are as gramc wrote them, names and weights apart
    (`unedited`), and whether something was taken out."""

    names: Mapping[str, str] = field(default_factory=dict)
    slots: Mapping[str, str] = field(default_factory=dict)
    unedited: frozenset[str] = frozenset()
    taken_out: bool = False


def edits(before: File | None, now: File) -> Edits:
    """What became of *before*; where that is not known, what the marks alone tell."""
    here = named(now)
    if before is None:
        return Edits(unedited=frozenset(n for n, s in here.items() if read(s) == mark(s)))
    there = named(before)
    names = _renamed(there, here)
    slots = _relabelled(before, now, names)
    back = {new: old for old, new in names.items()}
    unedited: set[str] = set()
    taken_out = False
    for name, statement in here.items():
        known = read(statement)
        was = there.get(back.get(name, name))
        if known is None:
            continue
        if known == mark(statement) or (
            was is not None
            and read(was) == mark(was)
            and _weightless(renamed(was, names, slots)) == _weightless(statement)
        ):
            unedited.add(name)
    for name, was in there.items():
        left = here.get(names.get(name, name))
        if left is None or not _holds(left, renamed(was, names, slots)):
            taken_out = True
    return Edits(names, slots, frozenset(unedited), taken_out)


def _weightless(statement: AnyStatement) -> str:
    """What a statement says, however much its alternatives weigh: weights are kept, whoever set
    them, and a rule may have new alternatives beside them."""

    def change(node: Node) -> Node:
        if isinstance(node, Alternative | Intent) and node.weight is not None:
            return replace(node, weight=None)
        return node

    found = changed(statement, change)
    assert isinstance(found, Statement)
    return said(found)  # type: ignore[arg-type]


def bare(alternative: Alternative) -> Alternative:
    """What an alternative says, without its weight and its comments."""
    return replace(alternative, weight=None, comments=(), trailing=None)


def longer(body: Body, more: Sequence[Alternative]) -> Body:
    """A body with more alternatives at its end. A mark stays behind the last one."""
    last = body.alternatives[-1]
    if not more or last.trailing is None or not is_mark(last.trailing):
        return replace(body, alternatives=(*body.alternatives, *more))
    before = (*body.alternatives[:-1], replace(last, trailing=None))
    behind = replace(more[-1], trailing=last.trailing)
    return replace(body, alternatives=(*before, *more[:-1], behind))


def alternatives(statement: AnyStatement) -> Sequence[Alternative]:
    """The alternatives of a rule, an intent or an inline catalogue that can be taken at all."""
    if isinstance(statement, Rule | Intent | Catalog) and isinstance(statement.body, Body):
        return [a for a in statement.body.alternatives if a.weight is None or _positive(a.weight)]
    return ()


def _positive(weight: str) -> bool:
    return any(digit in "123456789" for digit in weight)


def _holds(now: Named, was: AnyStatement) -> bool:
    """Whether all that *was* there still is, whatever came to it."""
    if type(now) is not type(was):
        return False
    if isinstance(now, Catalog) and isinstance(was, Catalog) and now.path != was.path:
        return False
    return {bare(one) for one in alternatives(was)} <= {bare(one) for one in alternatives(now)}


def _renamed(there: Mapping[str, Named], here: Mapping[str, Named]) -> dict[str, str]:
    """Which names of before are others now: those of statements that bear the same mark, or say
    the same, and are as many as were there."""
    lost = [(name, s) for name, s in there.items() if name not in here]
    new = [(name, s) for name, s in here.items() if name not in there]
    found: dict[str, str] = {}
    for key in (_by_mark, said):
        olds: dict[tuple[type, str], list[str]] = {}
        news: dict[tuple[type, str], list[str]] = {}
        for pairs, into in ((lost, olds), (new, news)):
            for name, statement in pairs:
                sign = key(statement)
                if sign and name not in found and name not in found.values():
                    into.setdefault((type(statement), sign), []).append(name)
        for sign_, were in olds.items():
            are = news.get(sign_, [])
            if len(are) == len(were):
                found.update(zip(were, are, strict=True))
    return found


def _by_mark(statement: AnyStatement) -> str:
    return read(statement) or ""


def _relabelled(before: File, now: File, names: Mapping[str, str]) -> dict[str, str]:
    """Which labels of before are others now: those that are gone, where one new label is filled
    by what filled them."""
    gone, come = labels(before) - labels(now), labels(now) - labels(before)
    if not gone or not come:
        return {}
    filled: dict[str, set[str]] = {}
    for node in nodes(now):
        if isinstance(node, Slot) and node.name in come and (target := _filler(node)):
            filled.setdefault(target, set()).add(node.name)
    found: dict[str, str] = {}
    for node in nodes(before):
        if isinstance(node, Slot) and node.name in gone and (target := _filler(node)):
            new = filled.get(names.get(target, target), set())
            if len(new) == 1:
                found[node.name] = min(new)
    return found


def _filler(slot: Slot) -> str | None:
    """The name of what fills a slot, where that is a name."""
    if slot.filler is None:
        return slot.name if slot.own is None else slot.own.name
    return slot.filler.name if isinstance(slot.filler, Target) else None
