"""Near misses: one edit away, and nowhere in the data."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

from gramc.evaluation.grammar.corruptions import Template, corruptions
from hypothesis import given
from hypothesis import strategies as st

templates = st.lists(
    st.lists(st.sampled_from("abcde"), min_size=1, max_size=4).map(tuple), min_size=1, max_size=6
)


def one_edit(template: Template, words: list[str]) -> set[Template]:
    """All that one edit makes of *template*, written out."""
    n = len(template)
    found = {template[:i] + template[i + 1 :] for i in range(n)}
    found |= {(*template[:i], w, *template[i:]) for i in range(n + 1) for w in words}
    found |= {(*template[:i], w, *template[i + 1 :]) for i in range(n) for w in words}
    for i in range(n - 1):
        found.add((*template[:i], template[i + 1], template[i], *template[i + 2 :]))
    return found - {()}


@given(held_out=templates, train=templates, seed=st.text(max_size=3))
def test_each_is_one_edit_away_and_not_in_the_data(
    held_out: list[Template], train: list[Template], seed: str
) -> None:
    full = held_out + train
    words = sorted({word for template in full for word in template})
    near = set().union(*(one_edit(template, words) for template in held_out)) - {*full}
    found = corruptions(held_out, full, seed, 20)
    assert {*found} <= near
    assert len(found) == 20 or not near or len(words) == 1
    assert found == corruptions(held_out, full, seed, 20)


def test_every_edit_is_made() -> None:
    held_out = [("a", "b", "c")]
    found = corruptions(held_out, held_out, "seed", 2_000)
    assert {*found} == one_edit(held_out[0], ["a", "b", "c"]) - {*held_out}
    kinds = Counter(len(template) - 3 for template in found)
    # A deletion and an insertion always, a substitution in 2 of 3 draws, a swap in 2 of 3.
    assert abs(kinds[-1] - 600) < 80
    assert abs(kinds[1] - 600) < 80
    swapped = {("b", "a", "c"), ("a", "c", "b")}
    assert swapped < {*permutations("abc")}
    assert abs(sum(template in swapped for template in found) - 400) < 80


def test_words_and_templates_come_as_often_as_they_occur() -> None:
    held_out = [("a",)] * 9 + [("b", "b")]
    full = held_out + [("c",)] * 89
    found = corruptions(held_out, full, "seed", 2_000)
    added = Counter(template[-1] for template in found if template[:-1] == ("a",))
    # `a a` comes of two places, so that `a c` is about 89 / 18 times as frequent.
    assert 4 * added["a"] < added["c"] < 6 * added["a"]
    # Of `b b`, three of four edits give something new, of `a` one of four: 25 % of those kept.
    assert 400 < sum("b" in template for template in found) < 700


def test_where_nothing_is_near_there_is_nothing() -> None:
    assert corruptions([], [], "seed") == []
    assert corruptions([()], [()], "seed") == []
    known = [("a",), ("a", "a"), ("a", "a", "a")]
    assert corruptions(known[:1], known, "seed") == []
