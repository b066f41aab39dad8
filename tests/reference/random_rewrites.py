"""Random rewrites, and languages of few letters that they find much to do in."""

from __future__ import annotations

from gramc.dsl.tree import (
    Alternative,
    Anchor,
    AnyStatement,
    Body,
    File,
    Group,
    Intent,
    Maybe,
    Part,
    Postfix,
    Quote,
    Ref,
    Rewrite,
    Rule,
    Slot,
    Target,
    Unit,
    Word,
)
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

TEXTS = ("a", "b", "aa", "ab", "ba", "abb", "c")
SPACED = ("a b", " a", "b ", "a  a")


@composite
def said(draw: DrawFn) -> Body:
    """Some sentences of letters, labelled here and there."""
    return Body(
        tuple(
            Alternative(tuple(draw(st.lists(units(2), min_size=1, max_size=3))))
            for _ in range(draw(st.integers(1, 3)))
        )
    )


@composite
def units(draw: DrawFn, depth: int) -> Unit:
    kinds = st.sampled_from(["text", "text", "slot", "maybe"] if depth else ["text"])
    unit: list[Part] = []
    for kind in draw(st.lists(kinds, min_size=1, max_size=2)):
        if kind == "text":
            if not (unit and isinstance(unit[-1], Word)):
                unit.append(Word(draw(st.sampled_from(TEXTS))))
            continue
        inner = tuple(draw(st.lists(units(depth - 1), min_size=1, max_size=2)))
        body = Body((Alternative(inner),))
        unit.append(
            Maybe(body) if kind == "maybe" else Slot(draw(st.sampled_from("ST")), Group(body))
        )
    return tuple(unit)


@composite
def pieces(draw: DrawFn, depth: int = 1) -> Part:
    """A part of a rewrite's side."""
    kind = draw(st.sampled_from(["text"] * 4 + ["spaced", "group", "maybe", "rule", "some"]))
    if kind == "spaced":
        return Quote(draw(st.sampled_from(SPACED)))
    if kind == "rule":
        return Ref(Target("r"))
    if depth and kind in ("group", "maybe"):
        body = Body(
            tuple(
                Alternative(((p,),))
                for p in draw(st.lists(pieces(depth - 1), min_size=1, max_size=2))
            )
        )
        return Group(body) if kind == "group" else Maybe(body)
    word = Quote(draw(st.sampled_from(TEXTS)))
    if kind == "some":
        return Postfix(word, *draw(st.sampled_from([("?", 0, 1), ("+", 1, None), ("{}", 1, 2)])))
    return word


@composite
def sides(draw: DrawFn, end: str) -> tuple[Unit, ...]:
    """A context; at the end of the text perhaps."""
    found = [
        tuple(u) for u in draw(st.lists(st.lists(pieces(), min_size=1, max_size=2), max_size=2))
    ]
    if draw(st.integers(0, 3)) == 0:
        anchor: Unit = (Anchor(end),)
        if draw(st.booleans()):
            anchor = (Group(Body((Alternative((anchor,)), Alternative(((Quote(" "),),))))),)
        found.insert(0 if end == "^" else len(found), anchor)
    return tuple(found)


@composite
def rewrites(draw: DrawFn) -> Rewrite:
    old = draw(st.lists(pieces(), min_size=1, max_size=2))
    new = draw(st.sampled_from(["", "x", "a", "b", "ab", " ", "a b", "b a ", "cc"]))
    left, right = draw(sides("^")), draw(sides("$"))
    return Rewrite((tuple(old),), new, left, right)


@composite
def rewriting(draw: DrawFn) -> File:
    """A grammar with rewrites; not all of them can be compiled."""
    statements: list[AnyStatement] = [Intent("I", draw(said()))]
    statements += [Rule("r", Body((Alternative(((Word("b"),),)), Alternative(((Word("ca"),),)))))]
    statements += draw(st.lists(rewrites(), min_size=1, max_size=3))
    return File(tuple(statements))
