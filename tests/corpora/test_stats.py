"""Statistics: counts against those done by hand or plainly, and what holds of all corpora."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from gramc.corpora.golden import read
from gramc.corpora.stats.difference import difference
from gramc.corpora.stats.divergence import jensen_shannon
from gramc.corpora.stats.gather import Gathered, pattern
from gramc.corpora.stats.remarks import remarks
from gramc.corpora.stats.repeats import SHOWN, Repeats, shared
from gramc.corpora.stats.summary import Summary, summary
from gramc.corpora.stats.tally import Tally, entropy, top
from gramc.corpora.utterance import Utterance
from hypothesis import given
from hypothesis import strategies as st

from .making import utterances

CORPUS = """\
Play\tplay {hip hop}|Genre=HH
Play\tplay pop|Genre
Play\tplay pop|Genre by {a {b c}|First|d}|Artist {}|domain=music
Play\tplay pop
Stop\tplay pop
Stop\tstop
Stop\tstop
"""


def gathered(*given: Utterance | str) -> Gathered:
    found = Gathered()
    for each in given:
        found.add(read(each)[0] if isinstance(each, str) else [each])
    return found


def figures(text: str) -> Summary:
    return summary(gathered(text))


def test_the_figures_of_a_small_corpus() -> None:
    found = figures(CORPUS)
    assert (found.sentences, found.texts, found.labelled) == (7, 4, 6)
    assert found.exact
    assert [(i.name, i.sentences, i.patterns, i.slots) for i in found.intents] == [
        ("Play", 4, 3, ("Artist", "First", "Genre")),
        ("Stop", 3, 2, ()),
    ]
    assert found.intents[1].words == pytest.approx(4 / 3)
    assert found.intent_bits == pytest.approx(entropy([4, 3]))
    [genre, *others] = found.slots
    assert (genre.name, genre.uses, genre.sentences, genre.values) == ("Genre", 3, 3, 2)
    assert (genre.once, genre.canonical, genre.top) == (1, 1, (("pop", 2), ("hip hop", 1)))
    assert genre.curve == ((1, 2), (2, 1))
    assert [(s.name, s.sentences, s.nested) for s in others] == [("Artist", 1, 0), ("First", 0, 1)]
    assert found.constants == (("domain", "music", 1),)
    assert found.patterns.count == 4
    assert found.patterns.top[:2] == (
        ("play pop", ("Play", "Stop"), 2),
        ("play {Genre}", ("Play",), 2),
    )
    assert found.patterns.needed == (2, 3, 4, 4)
    assert found.patterns.curve == ((1, 2 / 7), (2, 4 / 7), (3, 6 / 7), (4, 1.0))
    assert (found.words.count, found.words.different, found.words.once) == (17, 9, 6)
    assert (found.lengths.least, found.lengths.most) == (1, 6)
    assert found.lengths.counts == ((1, 2), (2, 3), (3, 1), (6, 1))
    assert found.lengths.quantiles == (1, 1, 2, 3, 6)


def test_texts_with_two_labellings() -> None:
    found = figures(CORPUS)
    assert found.conflicting == 1
    [group] = found.conflicts
    assert [(reading.count, reading.numbers) for reading in group] == [
        (1, (1,)),
        (1, (3,)),
        (1, (4,)),
    ]
    assert [sum(r.count for r in group) for group in found.copied] == [3, 2]


def test_texts_that_files_share() -> None:
    files = [["a", "b", "c", "b"], ["c", "d"], [], ["b", "c", "e"]]
    held = Repeats()
    held.add([Utterance(text) for file in files for text in file])
    assert shared(held.rows(), [4, 2, 0, 3], 1) == [(0, 1, 1), (0, 3, 2), (1, 3, 1)]


def test_nothing_at_all() -> None:
    found = figures("")
    assert (found.sentences, found.texts, found.intents, found.slots) == (0, 0, (), ())
    assert remarks(found) == []


@given(st.lists(utterances(), max_size=12))
def test_counts_are_those_of_plain_counting(corpus: list[Utterance]) -> None:
    found = summary(gathered(*corpus))
    assert found.texts == len({u.text for u in corpus})
    assert found.labelled == len(set(corpus))
    by_text: dict[str, set[Utterance]] = {}
    for each in corpus:
        by_text.setdefault(each.text, set()).add(each)
    assert found.conflicting == sum(len(kinds) > 1 for kinds in by_text.values())
    assert found.patterns.count == len({pattern(u) for u in corpus})
    assert sum(i.sentences for i in found.intents) == len(corpus)
    uses: Counter[str] = Counter()

    def count(slots: tuple) -> None:  # type: ignore[type-arg]
        for slot in slots:
            uses[slot.name] += 1
            count(slot.slots)

    for each in corpus:
        count(each.slots)
    assert {s.name: s.uses for s in found.slots} == uses


def test_a_tally_forgets_the_rarest() -> None:
    tally = Tally(most=8)
    tally.add({"x": ["a"] * 9 + ["b"] * 3, "y": ["b"] * 5 + list("cdefg")})
    assert tally.exact
    tally.add({"y": ["i", "a"]})
    assert not tally.exact
    assert tally.counts == {"x": {"a": 9, "b": 3}, "y": {"b": 5}}
    assert tally.together() == {"a": 9, "b": 8}
    assert (tally.total, tally.missed) == (24, 1)


@given(st.dictionaries(st.text("abc", max_size=3), st.integers(1, 3)), st.integers(0, 12))
def test_the_most_frequent(counts: dict[str, int], most: int) -> None:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    assert top(counts, None) == ordered
    if most:
        assert top(counts, most) == ordered[:most]


def test_a_share_of_the_texts_stands_for_all() -> None:
    texts = [f"text {number % 3000}" for number in range(12_000)]
    held = Repeats(most=1000)
    for start in range(0, len(texts), 500):
        held.add([Utterance(text) for text in texts[start : start + 500]])
    found = held.found(3)
    assert not found.exact
    assert len(held.rows()) <= 1000
    assert found.texts == pytest.approx(3000, rel=0.2)
    assert len(held.rows()) * held.times == pytest.approx(12_000, rel=0.2)
    assert all(group[0].count == 4 for group in found.copied)  # all copies of a text, or none


def test_only_the_first_sentences_of_many_are_named() -> None:
    held = Repeats()
    held.add([Utterance("a")] * 20)
    [[reading]] = held.found(1).copied
    assert (reading.count, reading.numbers) == (20, tuple(range(SHOWN)))


# ------------------------------------------------------------------------------ bits


def test_entropy() -> None:
    assert entropy([]) == 0
    assert entropy([5]) == 0
    assert entropy([1] * 8) == pytest.approx(3)
    assert entropy([3, 1]) == pytest.approx(2 - 0.75 * math.log2(3))


COUNTS = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 50))


@given(COUNTS, COUNTS)
def test_divergence(one: dict[str, int], other: dict[str, int]) -> None:
    bits = jensen_shannon(one, other)
    assert 0 <= bits <= 1
    assert bits == pytest.approx(jensen_shannon(other, one), abs=1e-12)
    assert jensen_shannon(one, {key: 3 * n for key, n in one.items()}) == pytest.approx(
        0, abs=1e-12
    )
    if one and other:
        mixed = {
            k: one.get(k, 0) / sum(one.values()) + other.get(k, 0) / sum(other.values())
            for k in {*one, *other}
        }
        plain = _bits(mixed.values()) - (_bits(one.values()) + _bits(other.values())) / 2
        assert bits == pytest.approx(plain, abs=1e-9)
    if one and other and not set(one) & set(other):
        assert bits == pytest.approx(1)


def _bits(counts: object) -> float:
    found = list(counts)  # type: ignore[call-overload]
    total = sum(found)
    return -sum(n / total * math.log2(n / total) for n in found)


# ------------------------------------------------------------------------------ remarks


def test_what_is_out_of_balance_is_said() -> None:
    lines = [f"A\tplay {{song {n}}}|Song on {{the player}}|Where" for n in range(90)]
    lines += ["B\tstop it now", *("C\tgo on" for _ in range(60))]
    lines += [f"C\t{' '.join(['and'] * 60)}", "C\tplay {x}|Rare"]
    said = {(r.kind, r.message) for r in remarks(figures("\n".join(lines)))}
    assert said == {
        ("copies", "39% of the sentences repeat the text of another."),
        ("length", "The longest sentence has 60 words; one in twenty has more than 6."),
        ("intents", "A has 90 times the sentences of B."),
        ("rare intents", "1 intent has fewer than 10 sentences: B (1)."),
        ("pattern", "97% of C follow one pattern: go on"),
        ("rare slots", "1 slot comes fewer than 5 times: Rare (1)."),
        ("one value", "Where has one value only: the player"),
    }


def test_what_is_balanced_is_not_spoken_of() -> None:
    words = [chr(97 + n) for n in range(26)]
    lines = [f"{i}\t{w} {{{v} x}}|S" for i in "AB" for w in words[:5] for v in words]
    assert [r.kind for r in remarks(figures("\n".join(lines)))] == [
        "conflict",
        "copies",
    ]


# ------------------------------------------------------------------------------ differences


def test_what_two_corpora_differ_in() -> None:
    other = """\
Play\tplay {hip hop}|Genre=HIPHOP
Play\tplay pop|Genre
Halt\thalt {the music}|What
"""
    found = difference(gathered(CORPUS), gathered(other), None)
    assert not found.same
    assert found.sentences == (7, 3)
    assert [(t.count, t.sentences, t.numbers) for t in found.texts] == [
        (2, 3, (2, 5)),
        (1, 1, (2,)),
    ]
    assert found.changes == 2
    assert [(c.before, c.after) for c in found.changed] == [((0,), (0,)), ((3, 4), (1,))]
    assert {
        kind: [[n for n, _ in only.top] for only in both] for kind, both in found.only.items()
    } == {
        "intents": [[("Stop",)], [("Halt",)]],
        "slots": [[("Artist",), ("First",)], [("What",)]],
        "patterns": [
            [
                ("Stop", "stop"),
                ("Play", "play pop"),
                ("Play", "play {Genre} by {Artist}"),
                ("Stop", "play pop"),
            ],
            [("Halt", "halt {What}")],
        ],
        "values": [[("Artist", "a b cd"), ("First", "b c")], [("What", "the music")]],
    }
    [intents, *_] = found.shifts
    assert intents.bits == pytest.approx(jensen_shannon({"P": 4, "S": 3}, {"P": 2, "H": 1}))
    assert intents.moved[0] == ("Stop", 3, 0)
    assert [s.name for s in found.values] == ["Genre"]


@given(st.lists(utterances(), max_size=8), st.randoms(use_true_random=False))
def test_order_makes_no_difference(corpus: list[Utterance], random: object) -> None:
    mixed = list(corpus)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = difference(gathered(*corpus), gathered(*mixed), None)
    assert found.same
    assert found.changes == 0
    assert all(shift.bits == pytest.approx(0, abs=1e-9) for shift in (*found.shifts, *found.values))


@given(st.lists(utterances(), max_size=8), st.lists(utterances(), max_size=8))
def test_differences_are_those_of_sets(one: list[Utterance], other: list[Utterance]) -> None:
    found = difference(gathered(*one), gathered(*other), None)
    assert found.same == (Counter(one) == Counter(other))
    texts = [{u.text for u in corpus} for corpus in (one, other)]
    assert found.texts[0].count == len(texts[0] - texts[1])
    assert found.texts[1].count == len(texts[1] - texts[0])
    changed = {
        text
        for text in texts[0] & texts[1]
        if {u for u in one if u.text == text} != {u for u in other if u.text == text}
    }
    assert found.changes == len(changed) == len(found.changed)
    for each in found.changed:
        text = one[each.before[0]].text
        assert text in changed
        assert {one[n].text for n in each.before} == {other[n].text for n in each.after} == {text}
