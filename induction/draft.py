"""A grammar as it is learned, before it is written: rules over symbols, with counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .symbols import Symbol


@dataclass(frozen=True, slots=True)
class Call:
    """`<name>`"""

    name: str


@dataclass(frozen=True, slots=True)
class Sequence:
    """One part after the other. No parts are the empty text."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Option:
    """An alternative; `count` is how much of the data comes this way."""

    expression: Expression
    count: float = 1.0


@dataclass(frozen=True, slots=True)
class Choice:
    """`(a | b)`"""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Optional:
    """`[a]`, with how much of the data has it and how much goes past it."""

    expression: Expression
    present: float = 1.0
    absent: float = 1.0


@dataclass(frozen=True, slots=True)
class Repeat:
    """`a{low,high}`, spaces between; without bound where `high` is none."""

    expression: Expression
    low: int
    high: int | None


Expression = Symbol | Call | Sequence | Choice | Optional | Repeat


@dataclass(frozen=True, slots=True)
class Note:
    """What a rule's comment tells: how much of the data uses it, examples of what it stands for,
    how many bits it saves, and why it is there where that is not plain."""

    seen: float = 0.0
    examples: tuple[str, ...] = ()
    gain: float = 0.0
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, or an intent."""

    name: str
    choice: Choice
    intent: bool = False
    note: Note = Note()


@dataclass(frozen=True, slots=True)
class Draft:
    """Rules in the order in which they are written: intents in the order of the data, each other
    rule behind the first that uses it. Recursion is on the right only."""

    rules: tuple[Rule, ...]

    def rule(self, name: str) -> Rule:
        """The rule of that name, which there must be."""
        return next(rule for rule in self.rules if rule.name == name)

    @property
    def intents(self) -> tuple[Rule, ...]:
        """The rules that are intents."""
        return tuple(rule for rule in self.rules if rule.intent)


def parts(expression: Expression) -> tuple[Expression, ...]:
    """What an expression is made of, one level down."""
    if isinstance(expression, Sequence):
        return expression.parts
    if isinstance(expression, Choice):
        return tuple(option.expression for option in expression.options)
    if isinstance(expression, (Optional, Repeat)):
        return (expression.expression,)
    return ()


def walk(expression: Expression) -> Iterator[Expression]:
    """An expression and all within it, outer ones first, from left to right."""
    pending = [expression]
    while pending:
        one = pending.pop()
        yield one
        pending.extend(reversed(parts(one)))


def symbols(rule: Rule) -> int:
    """How large a rule is: its words, slots and references."""
    return sum(isinstance(one, (Symbol, Call)) for one in walk(rule.choice))


def nesting(expression: Expression) -> int:
    """How deep brackets lie in one another in what is written for *expression*: `[a | b]` is one
    pair of them."""
    if isinstance(expression, Optional) and isinstance(expression.expression, Choice):
        return nesting(expression.expression)
    inner = max(map(nesting, parts(expression)), default=0)
    return inner + isinstance(expression, (Choice, Optional, Repeat))
