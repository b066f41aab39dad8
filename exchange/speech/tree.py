"""A speech grammar, whatever it is written in: rules over tokens.

Readers make it of a file, with tags as they were written (`Tag`); `meaning` makes slots of the
tags (`Labelled`, `Constant`, `Value`); `gram` writes it as `.gram`. On the way out `unfold`
makes it of a compiled grammar, and the writers turn slots into tags.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from operator import is_

from ...dsl.span import NOWHERE, Span

DEEPEST = 40
"""So many brackets or elements may stand within one another."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or several that a quoted token holds."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Ref:
    """A rule, by its key in the `Project`, or by its written name before that is looked up; `file`
    is then what is said of another grammar."""

    rule: str
    file: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Null:
    """The empty text."""

    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Void:
    """What can never be said."""

    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Garbage:
    """Any words; `name` is that of the wildcard."""

    name: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Gap:
    """White space; where there is none, two parts make one word. Only on the way out: what is read
    has it everywhere."""


@dataclass(frozen=True, slots=True)
class Tag:
    """`{text}` or `<tag>`, as written."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    items: tuple[Expansion, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Way:
    """One of several: `weight` is a decimal number, None where none is written."""

    body: Expansion
    weight: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the ways."""

    ways: tuple[Way, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Repeat:
    """`low` to `high` times (None: without bound); `chance` is the probability of going on, a
    decimal number."""

    body: Expansion
    low: int
    high: int | None
    chance: str | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Tagged:
    """An expansion with the tags that are attached to it."""

    body: Expansion
    tags: tuple[Tag, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A slot."""

    name: str
    body: Expansion
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Constant:
    """A slot without text."""

    name: str
    value: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Value:
    """The canonical value of the sequence in which it stands."""

    text: str
    span: Span = field(default=NOWHERE, compare=False)


Expansion = (
    Token
    | Ref
    | Null
    | Void
    | Garbage
    | Gap
    | Tag
    | Sequence
    | Choice
    | Repeat
    | Tagged
    | Labelled
    | Constant
    | Value
)

EMPTY = Sequence(())


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. `comments` stood above it (or in it), `doc` is its documentation, `examples` are
    sentences that it says it takes."""

    name: str
    body: Expansion
    public: bool = False
    comments: tuple[str | None, ...] = ()
    doc: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Import:
    """`import <grammar.rule>`, or all rules of it where `rule` is empty."""

    grammar: str
    rule: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Grammar:
    """A file. `root` is the rule that it says is the main one; `literals` says that its tags are
    values and no script, None that it does not say."""

    path: str
    name: str = ""
    locale: str = ""
    rules: tuple[Rule, ...] = ()
    imports: tuple[Import, ...] = ()
    root: str = ""
    literals: bool | None = None
    comments: tuple[str | None, ...] = ()
    ending: tuple[str | None, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


def below(node: Expansion) -> tuple[Expansion, ...]:
    """The expansions directly within *node*."""
    match node:
        case Sequence(items=items):
            return items
        case Choice(ways=ways):
            return tuple(way.body for way in ways)
        case Repeat(body=body) | Tagged(body=body) | Labelled(body=body):
            return (body,)
    return ()


def with_below(node: Expansion, parts: tuple[Expansion, ...]) -> Expansion:
    """*node* with other expansions directly within it, as many as it had; itself where they are
    the same."""
    if all(map(is_, parts, below(node))):
        return node
    match node:
        case Sequence():
            return replace(node, items=parts)
        case Choice(ways=ways):
            made = tuple(replace(w, body=p) for w, p in zip(ways, parts, strict=True))
            return replace(node, ways=made)
        case Repeat() | Tagged() | Labelled():
            return replace(node, body=parts[0])
    return node


def walk(node: Expansion) -> Iterator[Expansion]:
    """*node* and all within it, each before what is in it."""
    stack = [node]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(reversed(below(top)))


def sequence(items: tuple[Expansion, ...], span: Span = NOWHERE) -> Expansion:
    """*items* one after the other: the only one itself."""
    return items[0] if len(items) == 1 else Sequence(items, span)
