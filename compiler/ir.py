"""The IR: a grammar without syntax.

Names are resolved to the definitions' full names, weights are integers within their choice, spaces
are parts of their own, and every choice carries its features. The IR is kept in the artifact:
binding a catalogue whose features matter lowers it again, and `odds` and `count` read it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Union

import msgspec

from .keys import SelectionKey


class _Node(msgspec.Struct, frozen=True, array_like=True, tag=True):
    pass


class Text(_Node, frozen=True):
    """A piece of a word: no white space, not empty."""

    text: str


class Space(_Node, frozen=True):
    """White space: one space between texts, none at the ends."""


class Call(_Node, frozen=True):
    """The rule of that full name."""

    rule: str


class Draw(_Node, frozen=True):
    """A row of a catalogue; `where` holds (column, allowed cells) for each filter, `without` the
    values that are left out, sorted.

    With a `column` it writes that column of the row numbered `row`, which all draws of that number
    share: they stand in one alternative of a rule, and have the same filters, and the same columns
    that must be `filled`. `nth` tells the rows of a catalogue apart within the alternative, as
    written: `Song.title` is of the first, `Song#2.title` of the second.
    """

    catalogue: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    column: str | None = None
    row: int = -1
    filled: tuple[str, ...] = ()
    nth: int = 1
    without: tuple[str, ...] = ()


class Minus(_Node, frozen=True):
    """The texts of `body` but for those of `without`, renormalised."""

    body: Call | Draw
    without: tuple[Node, ...]
    place: int = -1


class Slot(_Node, frozen=True):
    """A labelled stretch."""

    name: str
    body: Node


class Constant(_Node, frozen=True):
    """A slot without text."""

    name: str
    value: str


class Context(_Node, frozen=True):
    """A slot without text whose value the caller gives under `key`."""

    name: str
    key: str


class Option(msgspec.Struct, frozen=True, array_like=True):
    """One alternative: its parts one after the other.

    `weight` is relative to the options beside it and positive. `tags` are (feature, value).
    `agree` names features in which the parts must agree. `place` is the index of its span in the
    model's table of places, -1 for options that no source holds (the empty side of a bracket).
    """

    weight: int
    parts: tuple[Node, ...]
    value: str | None = None
    tags: tuple[tuple[str, str], ...] = ()
    agree: tuple[str, ...] = ()
    place: int = -1


class Choice(_Node, frozen=True):
    """One of its options, by weight."""

    options: tuple[Option, ...]

    @property
    def depends(self) -> bool:
        """Whether the parts of an option depend on each other by features."""
        return any(o.agree or o.tags for o in self.options)


class Repeat(_Node, frozen=True):
    """The body `low` to `high` times (every count alike), or, with `high` None, `low` times and
    on with probability 1/2 each; spaces between."""

    body: Node
    low: int
    high: int | None
    place: int = -1


class Permute(_Node, frozen=True):
    """All bodies in any order (every order alike); spaces between."""

    bodies: tuple[Node, ...]


Node = Union[Text, Space, Call, Draw, Minus, Slot, Constant, Context, Choice, Repeat, Permute]  # noqa: UP007


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below *node*, in order."""
    if isinstance(node, Choice):
        return tuple(part for option in node.options for part in option.parts)
    if isinstance(node, Slot | Repeat):
        return (node.body,)
    if isinstance(node, Permute):
        return node.bodies
    if isinstance(node, Minus):
        return (node.body, *node.without)
    return ()


def walk(node: Node) -> Iterator[Node]:
    """*node* and all nodes below it, each before its children, in order."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(reversed(children(top)))


def selection_key(node: Draw) -> SelectionKey:
    """The rows that *node* draws from where no feature narrows them."""
    return SelectionKey(node.catalogue, node.where, node.filled, node.without)


def rebuilt(node: Node, leaf: Callable[[Node], Node]) -> Node:
    """*node* with every node that has none below it changed by *leaf*."""
    if isinstance(node, Choice):
        return Choice(tuple(with_parts(o, leaf) for o in node.options))
    if isinstance(node, Slot):
        return Slot(node.name, rebuilt(node.body, leaf))
    if isinstance(node, Repeat):
        return Repeat(rebuilt(node.body, leaf), node.low, node.high, node.place)
    if isinstance(node, Permute):
        return Permute(tuple(rebuilt(b, leaf) for b in node.bodies))
    if isinstance(node, Minus):
        return Minus(node.body, tuple(rebuilt(p, leaf) for p in node.without), node.place)
    return leaf(node)


def with_parts(option: Option, leaf: Callable[[Node], Node]) -> Option:
    """*option* with the leaves of its parts changed by *leaf*."""
    return msgspec.structs.replace(option, parts=tuple(rebuilt(p, leaf) for p in option.parts))


def features_parts(option: Option) -> tuple[Node, ...]:
    """The parts that count where agreement is meant: words of text and constants are none."""
    return tuple(p for p in option.parts if not isinstance(p, Text | Space | Constant | Context))
