"""Random trees: everything that a `.gram` file can hold, and nothing that it cannot."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from gramc.dsl.names import STATEMENT_WORDS, is_feature_value, is_name
from gramc.dsl.parse import parse
from gramc.dsl.text import WHITE_SPACE
from gramc.dsl.tree import (
    Agree,
    Alternative,
    Anchor,
    AnyStatement,
    Body,
    Broken,
    Catalog,
    ColumnMap,
    Constant,
    Context,
    Feature,
    File,
    Filter,
    GrammarName,
    Group,
    Import,
    Intent,
    Locale,
    Maybe,
    Minus,
    Notes,
    Part,
    Permutation,
    Postfix,
    Quote,
    Range,
    Ref,
    Rewrite,
    Rule,
    Skip,
    Slot,
    Tag,
    Target,
    Test,
    TestBind,
    TestLine,
    Unit,
    Wildcard,
    Word,
)
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

_SPACE = re.compile(f"[{WHITE_SPACE}]")
_BLANKS = "".join(c for c in map(chr, range(0x3001)) if _SPACE.match(c))

# Letters and marks of several scripts, what composes with what is before it, every reserved
# character, what is reserved in some places only, a joiner, a control that is no white space.
LETTERS = "abzAßéßçığжαשلककिगीना音楽を한국ไทย"
MARKS = "\u0301\u0338\u093f\u0302\u1161\u11a8"
RESERVED = '|()[]{}<>"=;?*+#\\@'
ODD = "/0123459.,:-_^$'’!%&~`€\u200d\u00ad\x1c😀²"
letters = st.sampled_from(LETTERS + MARKS + RESERVED + ODD)
anything = letters | st.characters(codec="utf-8", exclude_characters="\n\r")


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _spaced(text: str) -> str:
    return _SPACE.sub(" ", text)


plain_words = st.text("abcdefgh", min_size=1, max_size=6)
words = plain_words | st.one_of(
    st.text(letters, min_size=1, max_size=8),
    st.text(anything, min_size=1, max_size=5),
    st.sampled_from(
        ["/3/", "/0.5/x", "/-1/", "24/7/365", "and/or", "=>", "-", "_", "^", "$", "^a$"]
    ),
).map(lambda t: _normal(_SPACE.sub("", t)) or "x")
texts = st.one_of(plain_words, st.text(letters, max_size=10), st.text(anything, max_size=8)).map(
    lambda t: _normal(_spaced(t))
)
name_letters = st.sampled_from("abcxyzABC019_-.éकिगी音\u200d")
names = (
    st.text("abcdexyz", min_size=1, max_size=5)
    | st.builds(
        lambda head, tail: _normal(head + tail),
        st.sampled_from("aZéक音"),
        st.text(name_letters, max_size=6),
    )
    | st.sampled_from(["as", "from", "bind", "accept", "step", "agree", "a.b.c", "test"])
).filter(is_name)
rule_names = names.filter(lambda n: n not in STATEMENT_WORDS)
feature_values = (names | st.sampled_from(["1", "2nd", "3sg"])).filter(is_feature_value)
numbers = st.builds(
    lambda sign, whole, rest: sign + whole + rest,
    st.sampled_from(["", "", "-"]),
    st.integers(0, 5000).map(str),
    st.sampled_from(["", "", ".5", ".25"]),
)
weights = st.sampled_from(["1", "3", "0", "0.5", "2.25", "10"])
comment_texts = (st.text("abc #\"'", max_size=8) | st.text(anything, max_size=6)).map(
    lambda t: _normal(t).rstrip(_BLANKS)
)
tags = st.builds(Tag, feature_values)


# --------------------------------------------------------------------------- expressions

filters = st.builds(Filter, names | texts, st.lists(texts, min_size=1, max_size=3).map(tuple))


@composite
def targets(draw: DrawFn) -> Target:
    name = draw(names)
    found = tuple(draw(st.lists(filters, max_size=2))) if draw(st.booleans()) else ()
    if draw(st.integers(0, 3)):
        return Target(name, filters=found)
    column = draw(st.none() | names)
    return Target(name, draw(st.integers(0, 12)), column, found)


ranges = st.builds(Range, numbers, numbers, st.none() | numbers, st.booleans(), st.none() | numbers)


def postfixes(parts: SearchStrategy[Part]) -> SearchStrategy[Part]:
    def build(part: Part, mark: str, low: int, more: int) -> Part:
        if mark != "{}":
            low, high = {"?": (0, 1), "*": (0, None), "+": (1, None)}[mark]
            return Postfix(part, mark, low, high)
        return Postfix(part, mark, low, low + more)

    return st.builds(
        build, parts, st.sampled_from(["?", "*", "+", "{}"]), st.integers(0, 4), st.integers(0, 3)
    )


def _inner(part: Part) -> Part:
    while isinstance(part, Postfix):
        part = part.part
    return part


def _units(lists: list[list[Part]]) -> tuple[Unit, ...]:
    """Units without words that touch: behind a word a word would be the same word."""
    units: list[Unit] = []
    for parts in lists:
        unit: list[Part] = []
        for part in parts:
            if unit and isinstance(unit[-1], Word) and isinstance(_inner(part), Word):
                units.append(tuple(unit))
                unit = []
            unit.append(part)
        units.append(tuple(unit))
    return tuple(units)


def units_of(parts: SearchStrategy[Part]) -> SearchStrategy[tuple[Unit, ...]]:
    unit = st.lists(parts, min_size=1, max_size=3)
    return st.lists(unit, min_size=1, max_size=4).map(_units)


@composite
def alternatives_of(draw: DrawFn, parts: SearchStrategy[Part]) -> Alternative:
    units = draw(units_of(parts))
    if draw(st.booleans()):
        return Alternative(units)
    return Alternative(
        units,
        draw(st.none() | weights),
        draw(st.none() | texts),
        tuple(draw(st.lists(tags, max_size=2))),
        draw(st.none() | st.builds(Agree, st.lists(names, min_size=1, max_size=2).map(tuple))),
    )


def bodies_of(alternatives: SearchStrategy[Alternative]) -> SearchStrategy[Body]:
    return st.lists(alternatives, min_size=1, max_size=3).map(lambda a: Body(tuple(a)))


def _brackets(bodies: SearchStrategy[Body]) -> list[SearchStrategy[Part]]:
    return [
        st.builds(Group, bodies),
        st.builds(Maybe, bodies),
        st.builds(Permutation, st.lists(bodies, min_size=2, max_size=3).map(tuple)),
    ]


def _grow(parts: SearchStrategy[Part]) -> SearchStrategy[Part]:
    brackets = st.one_of(*_brackets(bodies_of(alternatives_of(parts))))
    less = st.one_of(st.builds(Word, words), st.builds(Quote, texts), brackets)
    fillers = st.one_of(
        targets(),
        st.builds(Quote, texts),
        brackets,
        parts.filter(lambda p: not isinstance(_inner(p), Word)),
    )
    return st.one_of(
        brackets,
        postfixes(parts),
        st.builds(
            Minus, targets(), st.lists(less | postfixes(less), min_size=1, max_size=2).map(tuple)
        ),
        st.builds(Slot, names, fillers | postfixes(fillers)),
    )


def _own(target: Target) -> Slot:
    plain = target.row is None and not target.filters
    return Slot(target.name, None, None if plain else target)


leaves: SearchStrategy[Part] = st.one_of(
    st.builds(Word, plain_words),
    st.builds(Word, words),
    st.builds(Quote, texts),
    st.builds(Ref, targets()),
    targets().map(_own),
    ranges,
    st.builds(Constant, names, texts),
    st.builds(Context, names, names),
)
parts: SearchStrategy[Part] = leaves | _grow(leaves | leaves | _grow(leaves))
"""Any part that may stand in the text of an alternative."""


def commented(bodies: SearchStrategy[Body]) -> SearchStrategy[Body]:
    """Bodies as they stand at the top of a statement: with comments, broken or not."""

    @composite
    def build(draw: DrawFn) -> Body:
        body = draw(bodies)
        if draw(st.booleans()):
            return Body(body.alternatives, draw(st.booleans()))
        found = [
            Alternative(
                a.units,
                a.weight,
                a.value,
                a.tags,
                a.agree,
                tuple(draw(st.lists(comment_texts, max_size=2))),
                draw(st.none() | comment_texts),
            )
            for a in body.alternatives
        ]
        return Body(tuple(found), draw(st.booleans()))

    return build()


plain_bodies: SearchStrategy[Body] = bodies_of(alternatives_of(parts))
bodies = commented(plain_bodies)
"""The body of a rule or intent."""


@composite
def entries(draw: DrawFn) -> Alternative:
    """An alternative of an inline catalogue."""
    found = draw(alternatives_of(st.builds(Word, words) | st.builds(Quote, texts)))
    return Alternative(found.units, found.weight, found.value, found.tags)


# --------------------------------------------------------------------------- rewrites

_context_leaves: SearchStrategy[Part] = st.one_of(
    st.builds(Word, words), st.builds(Quote, texts), st.builds(Ref, targets()), ranges
)


def _grow_context(parts: SearchStrategy[Part]) -> SearchStrategy[Part]:
    alternatives = units_of(parts).map(Alternative)
    return st.one_of(*_brackets(bodies_of(alternatives)), postfixes(parts))


context_parts: SearchStrategy[Part] = _context_leaves | _grow_context(
    _context_leaves | _context_leaves | _grow_context(_context_leaves)
)


@composite
def context_units(draw: DrawFn) -> tuple[Unit, ...]:
    if draw(st.booleans()):
        return ()
    units = list(draw(units_of(context_parts)))
    if draw(st.booleans()):
        units[0] = (Anchor("^"), *units[0])
    if draw(st.booleans()):
        units[-1] = (*units[-1], Anchor("$"))
    return tuple(units)


def _replaces_something(units: tuple[Unit, ...]) -> bool:
    return any(not isinstance(p, Quote) or p.text.strip(" ") for unit in units for p in unit)


rewrites = st.builds(
    Rewrite,
    units_of(context_parts).filter(_replaces_something),
    texts,
    context_units(),
    context_units(),
)


# --------------------------------------------------------------------------- statements


def _as_test_text(text: str) -> str:
    """What a line of a test can hold: no comment, no white space at its ends."""
    text = re.sub(r"(?<= )#", "x", _normal(_spaced(text)).strip(" "))
    return text.lstrip("#").strip(" ")


test_texts = (
    st.text('ab {}|=#\\"', max_size=12) | st.text(letters | st.just(" "), max_size=10)
).map(_as_test_text)
comment_lists = st.lists(comment_texts, max_size=2).map(tuple)
test_lines = (
    st.builds(TestLine, st.sampled_from(["accept", "reject"]), test_texts, comment_lists)
    | st.builds(
        TestLine,
        st.just("context"),
        st.builds("{} = {}".format, names, test_texts.filter(lambda text: text.strip("\\"))),
        comment_lists,
    )
    | st.builds(TestBind, names, bodies_of(entries()), comment_lists)
)

BROKEN = [
    "intent A = (b",
    "r = a | | b",
    'catalog C = "x  # no comment',
    "feature = m",
    "entity Foo = x",
    "| lost",
    "wildcard w from",
    "intent B =\n    a  # first\n\n  | (b\n  | c  # last",
    "test T\n  accept a\n  what is this",
    "ẹ́ clé = x\u00a0y",
]


def _broken(source: str) -> Broken:
    (statement,) = parse(source, "")[0].statements
    assert isinstance(statement, Broken)
    return statement


paths = texts.filter(lambda t: t.strip(" ") != "")
locales = st.sampled_from(["en", "en-US", "zh-Hant-TW", "de-DE-1996", "sr-Latn"])
with_body: SearchStrategy[AnyStatement] = st.one_of(
    st.builds(Rule, rule_names, bodies),
    st.builds(Intent, names, bodies, st.none() | weights),
    st.builds(Catalog, names, commented(bodies_of(entries()))),
    st.builds(Skip, bodies),
)
broken: SearchStrategy[AnyStatement] = st.sampled_from(BROKEN).map(_broken)
without_body: SearchStrategy[AnyStatement] = st.one_of(
    st.builds(GrammarName, names),
    st.builds(Locale, locales),
    st.builds(Import, names, st.none(), st.none() | names, st.lists(names, max_size=3).map(tuple)),
    st.builds(Import, st.none(), paths, st.none() | names, st.just(())),
    st.builds(Wildcard, names, st.none() | paths),
    st.builds(Feature, names, st.lists(tags, min_size=1, max_size=4).map(tuple)),
    st.builds(Catalog, names),
    st.builds(
        Catalog,
        names,
        st.none(),
        paths,
        st.lists(st.builds(ColumnMap, names, texts), max_size=2).map(tuple),
    ),
    rewrites,
    st.builds(Test, names, st.lists(test_lines, max_size=4).map(tuple)),
)


def _once_blank(lines: list[str | None]) -> tuple[str | None, ...]:
    return tuple(
        t for i, t in enumerate(lines) if t is not None or i == 0 or lines[i - 1] is not None
    )


lines_above = st.lists(st.none() | comment_texts, max_size=4).map(_once_blank)


@composite
def notes(draw: DrawFn, trailing: bool) -> Notes:
    above = draw(lines_above)
    while above and above[-1] is not None and above[-1].startswith("#"):
        above = above[:-1]  # it would be documentation
    return Notes(
        above,
        draw(comment_lists),
        draw(st.none() | comment_texts) if trailing else None,
        draw(comment_lists),
    )


def _noted(
    statements: SearchStrategy[AnyStatement], trailing: bool
) -> SearchStrategy[AnyStatement]:
    return st.builds(lambda s, n: replace(s, notes=n), statements, notes(trailing))


statements: SearchStrategy[AnyStatement] = (
    _noted(with_body, False) | _noted(without_body, True) | _noted(broken, False)
)


@composite
def files(draw: DrawFn) -> File:
    """A whole file."""
    found = draw(st.lists(statements, max_size=5))
    ending = draw(lines_above)
    while ending and ending[-1] is None:
        ending = ending[:-1]
    if not found:
        return File((), ending=ending[1:] if ending and ending[0] is None else ending)
    first = found[0]
    if first.notes.above and first.notes.above[0] is None:
        found[0] = replace(first, notes=replace(first.notes, above=first.notes.above[1:]))
    return File(tuple(found), ending=ending)
