"""What `overlap` finds is what writing both languages out finds."""

from __future__ import annotations

import math
from itertools import islice

from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.dsl import tree
from gramc.dsl.text import fold
from gramc.runtime.enumerate import derivations
from gramc.runtime.overlap.overlap import Overlaps, overlaps
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ..compiler.small_grammars import bodies, compiled_random, grammars
from .brute_overlap import brute, labelled

MOST = 2000
NEAR = 1e-6


def check(compiled: Compiled) -> Overlaps:
    """Holds `overlaps` to the enumeration."""
    expected = brute(compiled)
    result = overlaps(compiled)
    assert result.whole
    assert [(s.one, s.other) for s in result.found] == list(expected)
    every = {name: labelled(compiled, net) for name, _, net in compiled.networks.roots}
    doubled = any(
        len(list(derivations(compiled.networks, compiled.stock, net))) > len(every[name])
        for name, _, net in compiled.networks.roots
    )
    for shared in result.found:
        true = expected[shared.one, shared.other]
        assert shared.exact
        for mine, other in zip(shared.shares, true.shares, strict=True):
            assert math.isclose(mine, other, rel_tol=NEAR)
        for example in (shared.shortest, shared.likeliest):
            one, other = example.one.utterance, example.other.utterance
            assert (one.intent, other.intent) == (shared.one, shared.other)
            text = fold(one.text, compiled.locale)
            assert text == fold(other.text, compiled.locale)
            assert one != other
            for reading in (example.one, example.other):
                spelled = reading.utterance
                known = every[spelled.intent][text, (spelled.slots, spelled.constants)]
                assert reading.probability <= float(known) * (1 + NEAR)
        assert len(shared.shortest.one.utterance.text) == true.length
        if not doubled:
            example = shared.likeliest
            product = example.one.probability * example.other.probability
            assert math.isclose(product, true.product, rel_tol=NEAR)
    return result


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(grammars(), st.data())
def test_random_grammars(file: tree.File, data: st.DataObject) -> None:
    names = tuple(s.name for s in file.statements if isinstance(s, tree.Rule | tree.Catalog))
    other = tree.Intent("J", data.draw(bodies(names, 2, False)))
    compiled = compiled_random(tree.File((*file.statements, other)))
    for _, _, net in compiled.networks.roots:
        few = list(islice(derivations(compiled.networks, compiled.stock, net), MOST + 1))
        assume(len(few) <= MOST)
    check(compiled)


WORDS = ("a", "b", "A", "a b", "ab", "[b]", "b{1,2}", "[a | b]")
SLOTS = ("{S:C}", "{T:C}", "{S:D}", "{S:<r>}", "{S:(a => X | a b)}", "{S:((a => X) b)}", "{S:E}")
REST = ("<C>", "<D>", "<r>", "<E>", "{k = 1}", "{k = 2}", "{S:(<C> => X)}", "{T:({S:D} [b])}")
ROWS = ("a", "b", "a b", "ab", "a b a", "A b", "b => X", "a => X", "/3/ a b => X", "b a => a")


@st.composite
def dense(draw: st.DrawFn) -> str:
    """A grammar of few words, whose catalogues hold beginnings of one another."""

    def body(pieces: tuple[str, ...], least: int) -> str:
        part = st.lists(st.sampled_from(pieces), min_size=1, max_size=3).map(" ".join)
        weight = st.sampled_from(["", "", "/2/ "])
        option = st.tuples(weight, part).map("".join)
        return " | ".join(draw(st.lists(option, min_size=least, max_size=3, unique=True)))

    rows = st.lists(st.sampled_from(ROWS), min_size=1, max_size=4).map(" | ".join)
    lines = [f"catalog {name} = {draw(rows)}" for name in "CDE"]
    lines.append(f"r = {body(WORDS, 1)}")
    lines += [f"intent {name} = {body(WORDS + SLOTS + SLOTS + REST, 2)}" for name in "IJ"]
    return "\n".join(lines) + "\n"


@settings(
    deadline=None,
    max_examples=300,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(dense())
def test_dense_grammars(source: str) -> None:
    compiled, findings = compile_grammar("dense.gram", source.encode())
    assert compiled is not None, findings
    check(compiled)
