"""Random small grammars that compile: features, agreement, slots, values, weights and all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.dsl.printer import print_file
from gramc.dsl.tree import (
    Agree,
    Alternative,
    AnyStatement,
    Body,
    Catalog,
    Constant,
    Feature,
    File,
    Filter,
    Group,
    Intent,
    Locale,
    Maybe,
    Minus,
    Part,
    Permutation,
    Postfix,
    Quote,
    Range,
    Ref,
    Rule,
    Slot,
    Tag,
    Target,
    Unit,
    Wildcard,
    Word,
)
from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

WORDS = ("a", "b", "ab", "ba", "c", "Ça", "न", "b-a", "x'y")
VALUES = ("A", "B", "x y", "")
FEATURES = {"gender": ("m", "f"), "number": ("sg", "pl")}
TAGS = tuple((f, v) for f, values in FEATURES.items() for v in values)
RANGES = (Range("0", "2"), Range("-1", "1", step="0.5"), Range("9", "11", times="-2"))
LESS = ("a", "b", "a b", "ab z", "")

HERE = Path(__file__).parent / "data" / "random.gram"
"""Where random grammars stand: beside the files that they use."""


@dataclass(frozen=True)
class Known:
    """What a body may use: rules and catalogues by name, and these kinds of parts besides:
    `range`, `minus`, `row`, `wildcard`."""

    names: tuple[str, ...]
    kinds: tuple[str, ...]


@composite
def weights(draw: DrawFn) -> str | None:
    return draw(st.sampled_from([None, None, None, "2", "0.5", "3"]))


@composite
def tags(draw: DrawFn, likely: bool) -> tuple[Tag, ...]:
    chosen = {}
    if draw(st.integers(0, 3)) < (3 if likely else 1):
        for feature in draw(st.sets(st.sampled_from(sorted(FEATURES)), max_size=2)):
            chosen[feature] = Tag(draw(st.sampled_from(FEATURES[feature])))
    return tuple(chosen[f] for f in sorted(chosen))


@composite
def catalogues(draw: DrawFn, name: str) -> Catalog:
    texts = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True))
    rows = [
        Alternative(
            ((Word(text),),) if draw(st.booleans()) else ((Word(text),), (Word("z"),)),
            weight=draw(weights()),
            value=draw(st.sampled_from([None, None, "ID", "x y"])),
            tags=draw(tags(likely=True)),
        )
        for text in texts
    ]
    return Catalog(name, body=Body(tuple(rows)))


@composite
def parts(draw: DrawFn, known: Known, depth: int, in_slot: bool) -> Part:
    names = known.names
    kinds = ["word", "word", "quote"]
    if names:
        kinds += ["ref", "ref"]
    if depth:
        kinds += ["group", "maybe", "postfix", "permutation", "slot", "slot"]
        kinds += [k for k in known.kinds if names or k != "minus"]
        if not in_slot:
            kinds += ["constant"]
    kind = draw(st.sampled_from(kinds))
    if kind == "word":
        return Word(draw(st.sampled_from(WORDS)))
    if kind == "quote":
        return Quote(draw(st.sampled_from(["a b", " ", "", "c "])))
    if kind == "ref":
        return Ref(Target(draw(st.sampled_from(names))))
    if kind == "range":
        return draw(st.sampled_from(RANGES))
    if kind == "minus":
        less = st.sampled_from(LESS).map(Quote)
        return Minus(Target(draw(st.sampled_from(names))), (draw(less),))
    if kind == "row":
        target = draw(columns())
        return draw(st.sampled_from([Ref(target), Slot("R", target)]))
    if kind == "wildcard":
        return Slot("W")
    if kind == "constant":
        return Constant(draw(st.sampled_from(["k", "l"])), draw(st.sampled_from(["1", "on it"])))
    if kind == "group":
        return Group(draw(bodies(known, depth - 1, in_slot)))
    if kind == "maybe":
        return Maybe(draw(bodies(known, depth - 1, in_slot)))
    if kind == "permutation":
        body = bodies(known, 0, in_slot)
        return Permutation(tuple(draw(st.lists(body, min_size=2, max_size=2))))
    if kind == "slot":
        label = draw(st.sampled_from(["S", "T"]))
        fillers = [Group(draw(bodies(known, depth - 1, True)))]
        if names:
            fillers.append(draw(st.sampled_from(names).map(lambda n: Ref(Target(n)))))
            fillers.append(draw(st.sampled_from(names).map(Target)))
        return Slot(label, draw(st.sampled_from(fillers)))
    inner = draw(parts(known, 0, in_slot))
    mark = draw(st.sampled_from(["?", "{}"]))
    low = draw(st.integers(0, 1))
    return Postfix(inner, mark, *((0, 1) if mark == "?" else (low, low + draw(st.integers(0, 1)))))


@composite
def columns(draw: DrawFn) -> Target:
    """A column of the catalogue `Song`, perhaps of a second row, perhaps filtered."""
    row, column = (
        draw(st.sampled_from([None, None, 2])),
        draw(st.sampled_from(["value", "by", "year"])),
    )
    filters = st.sampled_from([(), (), (), (Filter("year", ("1", "2")),), (Filter("by", ("B",)),)])
    if row is None:
        return Target(f"Song.{column}", filters=draw(filters))
    return Target("Song", row, column, draw(filters))


@composite
def alternatives(draw: DrawFn, known: Known, depth: int, in_slot: bool) -> Alternative:
    units: list[Unit] = []
    for _ in range(draw(st.integers(1, 3))):
        unit: list[Part] = []
        for _ in range(draw(st.integers(1, 2))):
            part = draw(parts(known, depth, in_slot))
            if not (unit and isinstance(unit[-1], Word) and isinstance(part, Word)):
                unit.append(part)
        units.append(tuple(unit))
    agree = None
    if known.names and draw(st.integers(0, 2)) == 0:
        chosen = draw(st.sets(st.sampled_from(sorted(FEATURES)), min_size=1))
        agree = Agree(tuple(sorted(chosen)))
    return Alternative(
        tuple(units),
        weight=draw(weights()),
        value=draw(st.sampled_from([None, None, None, *VALUES])),
        tags=draw(tags(likely=False)),
        agree=agree,
    )


def bodies(known: Known, depth: int, in_slot: bool) -> st.SearchStrategy[Body]:
    return st.lists(alternatives(known, depth, in_slot), min_size=1, max_size=2).map(
        lambda found: Body(tuple(found))
    )


@composite
def grammars(draw: DrawFn, *kinds: str) -> File:
    """A file with two features, two catalogues, rules that refer to what is above them (some of
    them without constants, and so fit for slots), and an intent. *kinds* adds the kinds of parts
    of `Known`, and `rewrite`."""
    statements: list[AnyStatement] = [Locale("fr-FR")]
    statements += [Feature(f, tuple(Tag(v) for v in vs)) for f, vs in FEATURES.items()]
    statements += [draw(catalogues("C")), draw(catalogues("D"))]
    if "row" in kinds:
        statements.append(Catalog("Song", path="songs.csv"))
    if "wildcard" in kinds:
        statements.append(Wildcard("W", "examples.txt"))
    known = Known(("C", "D"), tuple(k for k in kinds if k != "rewrite"))
    for number in range(draw(st.integers(0, 3))):
        name = f"r{number}"
        statements.append(Rule(name, draw(bodies(known, 1, True))))
        known = replace(known, names=(*known.names, name))
    statements.append(Intent("I", draw(bodies(known, 2, False))))
    return File(tuple(statements), str(HERE))


NONE_LEFT = ("E302", "E314", "E316", "E317")
"""What is wrong with some random grammars: parts that never agree, exclusions of all there is, or
from wildcards and from what writes columns of one row."""


def compiled_random(file: File) -> Compiled:
    """The compiled grammar of a random file; the example is passed over where its parts never
    agree, or nothing is left of one."""
    compiled, findings = compile_grammar(str(HERE), print_file(file).encode())
    assert all(f.code in NONE_LEFT for f in findings if f.is_error), findings
    assume(compiled is not None)
    assert compiled is not None
    return compiled
