"""Expressions over characters: what a grammar for constrained decoding is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Union


@dataclass(frozen=True, slots=True)
class Lit:
    """These characters."""

    text: str


@dataclass(frozen=True, slots=True)
class Chars:
    """One character of some, or, with `but`, one that is none of them."""

    of: str
    but: bool = False


@dataclass(frozen=True, slots=True)
class Ref:
    """The rule of that name."""

    name: str


@dataclass(frozen=True, slots=True)
class Seq:
    """One after the other."""

    parts: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Alt:
    """One of them."""

    options: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """That often, or, with `high` None, as often as one likes from `low` on."""

    body: Expr
    low: int
    high: int | None


Expr = Union[Lit, Chars, Ref, Seq, Alt, Many]  # noqa: UP007

EMPTY = Lit("")


def seq(parts: Iterable[Expr]) -> Expr:
    """*parts* one after the other; neighbouring texts become one."""
    found: list[Expr] = []
    for part in parts:
        inner = part.parts if isinstance(part, Seq) else (part,)
        for one in inner:
            if one == EMPTY:
                continue
            if isinstance(one, Lit) and found and isinstance(found[-1], Lit):
                found[-1] = Lit(found[-1].text + one.text)
            else:
                found.append(one)
    if not found:
        return EMPTY
    return found[0] if len(found) == 1 else Seq(tuple(found))


def alt(options: Iterable[Expr]) -> Expr:
    """One of *options*, each once; the empty text among them makes the others optional."""
    found: dict[Expr, None] = {}
    empty = False
    for option in options:
        for one in option.options if isinstance(option, Alt) else (option,):
            if one == EMPTY:
                empty = True
            elif isinstance(one, Many) and one.low == 0 and one.high == 1:
                empty = True
                found.update(
                    dict.fromkeys(one.body.options if isinstance(one.body, Alt) else (one.body,))
                )
            else:
                found[one] = None
    if not found:
        return EMPTY
    some = next(iter(found)) if len(found) == 1 else Alt(tuple(found))
    return Many(some, 0, 1) if empty else some


def many(body: Expr, low: int, high: int | None) -> Expr:
    """*body* that often."""
    if body == EMPTY or high == 0:
        return EMPTY
    return body if low == high == 1 else Many(body, low, high)


def runs(characters: str) -> list[tuple[str, str]]:
    """The characters of a class in their order, neighbours together: the first and the last of
    each run, where a run of two is two."""
    found: list[tuple[str, str]] = []
    for character in sorted(set(characters)):
        if found and ord(found[-1][1]) == ord(character) - 1:
            found[-1] = found[-1][0], character
        else:
            found.append((character, character))
    split = [
        [(first, first), (last, last)] if ord(last) == ord(first) + 1 else [(first, last)]
        for first, last in found
    ]
    return [run for some in split for run in some]


def children(expr: Expr) -> tuple[Expr, ...]:
    """What *expr* is directly made of."""
    if isinstance(expr, Seq):
        return expr.parts
    if isinstance(expr, Alt):
        return expr.options
    return (expr.body,) if isinstance(expr, Many) else ()


def walk(expr: Expr) -> Iterator[Expr]:
    """*expr* and all in it, each before what it is made of."""
    stack = [expr]
    while stack:
        top = stack.pop()
        yield top
        stack.extend(reversed(children(top)))


@dataclass(frozen=True, slots=True)
class Spelled:
    """Rules by name, `start` among them; each calls only rules that are there."""

    start: str
    rules: dict[str, Expr]
