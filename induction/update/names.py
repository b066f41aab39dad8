"""Names in trees: which there are, what uses them, and new ones in their places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace

from ...dsl.tree import (
    AnyStatement,
    Catalog,
    Constant,
    Context,
    File,
    Intent,
    Node,
    Rule,
    Slot,
    Target,
    Test,
    TestBind,
    Wildcard,
)

Named = Rule | Intent | Catalog | Wildcard


def named(file: File) -> dict[str, Named]:
    """The statements that define a name which may be referred to, by that name."""
    return {s.name: s for s in file.statements if isinstance(s, Named)}


def nodes(node: Node) -> Iterator[Node]:
    """*node* and all within it, in no order that matters."""
    pending: list[object] = [node]
    while pending:
        one = pending.pop()
        if isinstance(one, tuple):
            pending.extend(one)
        elif isinstance(one, Node):
            yield one
            pending.extend(getattr(one, name) for name in _fields(type(one)))


_FIELDS: dict[type[Node], tuple[str, ...]] = {}


def _fields(kind: type[Node]) -> tuple[str, ...]:
    names = _FIELDS.get(kind)
    if names is None:
        names = _FIELDS[kind] = tuple(f.name for f in fields(kind) if f.compare)
    return names


def used(node: Node) -> frozenset[str]:
    """The names of rules and catalogues that *node* refers to, as they are written."""
    found: set[str] = set()
    for one in nodes(node):
        if isinstance(one, Target) or (isinstance(one, Slot) and one.filler is None):
            found.add(one.name)
    return frozenset(found)


def labels(node: Node) -> frozenset[str]:
    """The names of slots in *node*."""
    return frozenset(one.name for one in nodes(node) if isinstance(one, Slot | Constant | Context))


def changed(node: Node, change: Callable[[Node], Node]) -> Node:
    """*node* with *change* made of every node in it, the innermost first; the same objects where
    nothing changed."""
    new: dict[str, object] = {}
    for name in _fields(type(node)):
        before = getattr(node, name)
        after = _within(before, change)
        if after is not before:
            new[name] = after
    return change(replace(node, **new) if new else node)  # type: ignore[arg-type]


def _within(value: object, change: Callable[[Node], Node]) -> object:
    if isinstance(value, Node):
        return changed(value, change)
    if isinstance(value, tuple):
        made = tuple(_within(one, change) for one in value)
        if any(one is not other for one, other in zip(made, value, strict=True)):
            return made
    return value


def renamed(
    statement: AnyStatement, names: Mapping[str, str], slots: Mapping[str, str] | None = None
) -> AnyStatement:
    """*statement* with rules, intents and catalogues called as *names* says, slots as *slots*
    does. A slot keeps its label where only what fills it has a new name."""
    label = slots or {}

    def change(node: Node) -> Node:
        match node:
            case Target(name=name):
                new = _target(name, names)
                return node if new == name else replace(node, name=new)
            case Slot(name=name, filler=None):
                called, filler = label.get(name, name), _target(name, names)
                if called == filler:
                    if called == name:
                        return node
                    own = None if node.own is None else replace(node.own, name=called)
                    return replace(node, name=called, own=own)
                own = replace(node.own, name=filler) if node.own else Target(filler)
                return replace(node, name=called, filler=own, own=None)
            case Slot(name=name, filler=Target(name=filler)) if label.get(name) == filler:
                target = node.filler
                assert isinstance(target, Target)
                plain = target.row is None and target.column is None and not target.filters
                return replace(
                    node, name=filler, filler=None, own=None if plain else replace(target)
                )
            case Slot(name=name) | Constant(name=name) | Context(name=name) if name in label:
                return replace(node, name=label[name])
            case Rule(name=name) | Intent(name=name) | Catalog(name=name) | Wildcard(name=name):
                return replace(node, name=names[name]) if name in names else node
            case TestBind(name=name) if name in names:
                return replace(node, name=names[name])
            case Test(intent=name) if name in names:
                return replace(node, intent=names[name])
        return node

    return changed(statement, change)  # type: ignore[return-value]


def _target(name: str, names: Mapping[str, str]) -> str:
    """The new name of what *name* refers to: what stands behind the longest known name is a
    column."""
    known = name
    while known not in names:
        known, dot, _ = known.rpartition(".")
        if not dot:
            return name
    return names[known] + name[len(known) :]


def free(wanted: str, taken: Iterable[str]) -> str:
    """*wanted*, or the first of `wanted_2`, `wanted_3`, … that is not among *taken*."""
    there = frozenset(taken)
    name, number = wanted, 2
    while name in there:
        name, number = f"{wanted}_{number}", number + 1
    return name
