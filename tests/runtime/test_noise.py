"""Noise: slots stay on their text, rates are kept, and nothing else changes."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from math import sqrt
from pathlib import Path

import gramc
import pytest
from gramc.corpora.formats import FORMATS
from gramc.corpora.spaces import squeeze
from gramc.corpora.utterance import Span, Utterance
from gramc.runtime.columns import Columns
from gramc.runtime.engine import PlainEngine
from gramc.runtime.noise.case import recased
from gramc.runtime.noise.clusters import clusters
from gramc.runtime.noise.draws import Draws
from gramc.runtime.noise.fillers import FILLERS, fillers
from gramc.runtime.noise.keyboards import LAYOUTS, neighbours
from gramc.runtime.noise.noise import Noise
from gramc.runtime.noise.source import NoisySource, idle
from gramc.runtime.noise.typos import words
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk
from hypothesis import given
from hypothesis import strategies as st

from ..corpora.making import utterances

GRAMMARS = Path(__file__).resolve().parents[2] / "grammars"
LOCALES = ["en-GB", "de-DE", "fr-FR", "tr", "hi-IN", "ja", ""]


class Given:
    """A source of sentences that are given."""

    in_order = False
    intents = ("",)
    names = ("Song", "Genre")

    def __init__(self, *given: Utterance | str) -> None:
        self.given = [Utterance(one) if isinstance(one, str) else one for one in given]

    @property
    def size(self) -> int:
        return len(self.given)

    def __call__(self, index: int) -> tuple[Utterance, float]:
        return self.given[index % len(self.given)], -1.0


def noisy(source: Given, noise: Noise, count: int, seed: int = 0, locale: str = "en") -> list[str]:
    sentences = NoisySource(source, noise, seed, locale)
    return [sentences(index)[0].text for index in range(count)]


def composed(utterance: Utterance) -> bool:
    return unicodedata.is_normalized("NFC", repr(utterance))


anything = utterances().filter(composed)
rates = st.sampled_from([0.0, 0.3, 1.0])
noises = st.builds(Noise, rates, rates, rates)
seeds = st.integers(-5, 2**65)


def bare(slots: Sequence[Span]) -> list[object]:
    """Slots without their places."""
    return [(s.name, s.value, bare(s.slots)) for s in slots]


def texts(text: str, slots: Sequence[Span]) -> list[str]:
    return [t for s in slots for t in (text[s.start : s.end], *texts(text, s.slots))]


def nested(text: str, slots: Sequence[Span], start: int, end: int) -> bool:
    """Whether slots are in order, inside, not empty, without spaces at their ends."""
    for slot in slots:
        if not start <= slot.start < slot.end <= end:
            return False
        within = text[slot.start : slot.end]
        if within != within.strip(" ") or not nested(text, slot.slots, slot.start, slot.end):
            return False
        start = slot.end
    return True


@given(anything, noises, seeds, st.sampled_from(LOCALES))
def test_slots_stay_slots(utterance: Utterance, noise: Noise, seed: int, locale: str) -> None:
    result, logprob = NoisySource(Given(utterance), noise, seed, locale)(0)
    assert logprob is None
    assert nested(result.text, result.slots, 0, len(result.text))
    assert bare(result.slots) == bare(utterance.slots)
    assert (result.constants, result.intent) == (utterance.constants, utterance.intent)
    assert result.text == squeeze(result.text)
    assert unicodedata.is_normalized("NFC", result.text)
    assert bool(result.text) == bool(utterance.text)


@given(anything, noises, seeds, st.sampled_from(LOCALES))
def test_noise_is_read_back(utterance: Utterance, noise: Noise, seed: int, locale: str) -> None:
    result, _ = NoisySource(Given(utterance), noise, seed, locale)(0)
    if result.text or result.constants:
        for name in ("annotated", "jsonl"):
            form = FORMATS[name]
            assert form.read(form.write(result, None)) == ([result], [])


@given(utterances(), st.sampled_from(LOCALES))
def test_no_noise_changes_nothing(utterance: Utterance, locale: str) -> None:
    assert NoisySource(Given(utterance), Noise(), 1, locale)(0) == (utterance, None)


@given(anything, seeds, st.sampled_from(LOCALES))
def test_each_kind_keeps_to_itself(utterance: Utterance, seed: int, locale: str) -> None:
    source = Given(utterance)
    before = texts(utterance.text, utterance.slots)
    filled, _ = NoisySource(source, Noise(filler=1), seed, locale)(0)
    assert texts(filled.text, filled.slots) == before
    cased, _ = NoisySource(source, Noise(case=1), seed, locale)(0)
    assert cased.slots == utterance.slots
    assert len(cased.text) == len(utterance.text)
    typed, _ = NoisySource(source, Noise(typos=1), seed, locale)(0)
    assert typed.text.count(" ") == utterance.text.count(" ")
    outside = [letter for letter in typed.text if not letter.isalpha() and letter != " "]
    assert set(outside) <= set(utterance.text)


@given(anything, noises, seeds, st.sampled_from(LOCALES))
def test_kinds_do_not_meddle(utterance: Utterance, noise: Noise, seed: int, locale: str) -> None:
    """One after another they give what all give at once."""
    source: Given | NoisySource = Given(utterance)
    whole = NoisySource(source, noise, seed, locale)
    for one in (Noise(typos=noise.typos), Noise(filler=noise.filler), Noise(case=noise.case)):
        source = NoisySource(source, one, seed, locale)
    assert source(0)[0] == whole(0)[0]


@pytest.mark.parametrize("path", ["music/music.gram", "hindi_music/sangeet.gram"])
def test_noise_is_a_function_of_seed_and_index(path: str) -> None:
    compiled = gramc.load(GRAMMARS / path).compiled
    sampler = Sampler(walk(compiled), 3, odds=False)
    noise = Noise(0.2, 0.2, 0.2)
    sentences = NoisySource(sampler, noise, 3, compiled.locale)
    whole = [sentences(index) for index in range(200)]
    again = NoisySource(sampler, noise, 3, compiled.locale)
    assert whole == list(reversed([again(index) for index in reversed(range(200))]))
    assert whole != [NoisySource(sampler, noise, 4, compiled.locale)(i) for i in range(200)]
    plain = [sampler(index)[0] for index in range(200)]
    assert plain == [sentences.source(index)[0] for index in range(200)]
    assert [bare(u.slots) for u in plain] == [bare(u.slots) for u, _ in whole]
    assert (sentences.size, sentences.in_order) == (sampler.size, sampler.in_order)
    assert (sentences.intents, sentences.names) == (sampler.intents, sampler.names)
    (lines,) = PlainEngine(sentences).lines("jsonl", 0, 50)
    assert FORMATS["jsonl"].read(bytes(lines).decode())[0] == [u for u, _ in whole[:50]]
    (columns,) = PlainEngine(sentences).columns(0, 50)
    assert isinstance(columns, Columns)
    assert all(odds != odds for odds in columns.logprob)


# ------------------------------------------------------------------------------- rates


def near(count: int, of: int, rate: float) -> bool:
    """Within four standard deviations."""
    return abs(count - of * rate) <= 4 * sqrt(of * rate * (1 - rate))


def even(counts: Sequence[int], shares: Sequence[float]) -> bool:
    """Whether these counts are likely under these shares: chi-square below its 99.9 % point for
    up to seven degrees of freedom."""
    total = sum(counts)
    chi = sum((n - total * p) ** 2 / (total * p) for n, p in zip(counts, shares, strict=True))
    limits = {1: 10.83, 2: 13.82, 3: 16.27, 4: 18.47, 5: 20.52, 6: 22.46, 7: 24.32}
    return chi < limits[len(counts) - 1]


@pytest.mark.parametrize("rate", [0.001, 0.02, 0.5, 1.0])
def test_so_many_words_are_mistyped(rate: float) -> None:
    wordy = Utterance("one two naïve three", (Span("Song", 4, 13, None, (Span("Genre", 8, 13),)),))
    results = noisy(Given(wordy), Noise(typos=rate), 6000)
    wrong = [
        a != b for text in results for a, b in zip(text.split(), wordy.text.split(), strict=True)
    ]
    assert near(sum(wrong), len(wrong), rate)


def test_slips_are_equally_likely() -> None:
    def kind(text: str) -> str:
        if len(text) != 8:
            return "left out" if len(text) < 8 else "twice"
        return "swapped" if sorted(text) == list("abcdefgh") else "neighbour"

    results = noisy(Given("abcdefgh"), Noise(typos=1), 4000)
    counts = Counter(map(kind, results))
    assert even([counts[k] for k in ("left out", "twice", "swapped", "neighbour")], [0.25] * 4)
    twice = Counter(text for text in results if kind(text) == "twice")
    assert even(list(twice.values()), [1 / 8] * 8)


def test_so_many_sentences_change_their_case() -> None:
    text = "play Some music"
    results = noisy(Given(text), Noise(case=0.3), 6000)
    forms = ["play some music", "PLAY SOME MUSIC", "Play Some Music", "Play Some music"]
    counts = Counter(results)
    assert set(counts) == {text, *forms}
    assert near(6000 - counts[text], 6000, 0.3)
    assert even([counts[form] for form in forms], [1 / 2, 1 / 4, 1 / 8, 1 / 8])
    small = Counter(noisy(Given("play some music"), Noise(case=1), 4000))
    assert even([small[form] for form in forms[1:3]], [2 / 3, 1 / 3])  # one in four is the first
    assert near(small["Play some music"], 4000, 1 / 4)


def test_so_many_sentences_have_a_filler() -> None:
    utterance = Utterance("play The Clash now", (Span("Song", 5, 14),))
    results = noisy(Given(utterance), Noise(filler=0.2), 6000)
    changed = [text for text in results if text != utterance.text]
    assert near(len(changed), 6000, 0.2)
    words = Counter(
        (text.removeprefix("play ").split(" The")[0], text.split(" now")[0]) for text in changed
    )
    assert len(words) == 3 * len(fillers("en"))
    assert even(
        [
            sum(text.startswith(f"{word} ") or f" {word} " in text for text in changed)
            for word in fillers("en")
        ],
        [1 / len(fillers("en"))] * len(fillers("en")),
    )
    places = [
        sum(not text.startswith("play") for text in changed),
        sum(text.startswith("play") and text.endswith(" The Clash now") for text in changed),
        sum(text.startswith("play The Clash ") for text in changed),
    ]
    assert even(places, [1 / 3] * 3)


# ------------------------------------------------------------------------------- letters


def test_clusters_stay_whole() -> None:
    compiled = gramc.load(GRAMMARS / "hindi_music/sangeet.gram").compiled
    sampler = Sampler(walk(compiled), 3, odds=False)
    sentences = NoisySource(sampler, Noise(typos=1), 3, compiled.locale)

    def letters(text: str) -> set[str]:
        starts = clusters(text)
        return {text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)}

    for index in range(300):
        before, after = sampler(index)[0].text, sentences(index)[0].text
        assert before != after
        assert letters(after) <= letters(before)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("naïve", "n a ï v e"),
        ("x̂y", "x̂ y"),
        ("क़व्वालियाँ", "क़ व्वा लि याँ"),
        ("क्‍ष", "क्‍ष"),
        ("가각", "가 각"),
        ("각", "각"),
        ("กำ", "กำ"),
        ("👩‍👩‍👧 ok", "👩‍ 👩‍ 👧   o k"),
    ],
)
def test_clusters(text: str, shown: str) -> None:
    starts = clusters(text)
    found = [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    assert " ".join(found) == shown


def test_words_end_at_borders() -> None:
    def shown(text: str, *borders: int) -> list[str]:
        return [text[word[0] : word[-1]] for word in words(text, borders)]

    assert shown("play it, 2 a.m. don't") == ["play", "it", "don"]
    assert shown("playing", 4) == ["play", "ing"]
    assert shown("playing", 1, 6) == ["layin"]
    assert shown("été là", 1) == ["té", "là"]
    # a border between a letter and its mark: neither is touched
    assert shown("kax̂yz", 3) == ["ka", "yz"]


def test_neighbouring_keys() -> None:
    assert set(neighbours("en-GB")["g"]) == set("tyfhvb")
    assert set(neighbours("fr-FR")["a"]) == set("zq")
    assert "z" in neighbours("de")["t"]
    assert neighbours("hi-IN") == {} == neighbours("")
    for locale in LAYOUTS:
        keys = neighbours(locale)
        for key, near in keys.items():
            assert near
            assert len(key) == len(key.upper()) == 1
            assert all(key in keys[other] for other in near)


def test_capitals_have_capital_neighbours() -> None:
    results = noisy(Given("QW qw"), Noise(typos=1), 300)
    assert all(a.isupper() and b.islower() for a, b in map(str.split, results))


def test_case_letter_by_letter() -> None:
    def forms(text: str, locale: str = "") -> set[str]:
        return {recased(text, locale, Draws(0, 0, index)) for index in range(200)}

    assert forms("straße ﬁn") == {"STRAßE ﬁN", "Straße ﬁn"}
    assert forms("iş ılık", "tr") == {"İŞ ILIK", "İş Ilık", "İş ılık"}
    assert forms("IŞIK İÇ", "tr-TR") == {"ışık iç"}
    assert forms("İÇ") == {"İç"}
    assert forms("ΟΔΟΣ") == {"οδος"}  # with a final sigma
    assert forms("J̌a") == {"J̌A"}  # a small j with a caron would be one character
    assert forms("ǆ") == {"Ǆ", "ǅ"}
    assert forms("संगीत 7") == {"संगीत 7"}


def test_fillers_are_plain_text() -> None:
    for known in FILLERS.values():
        for word in known:
            assert word == squeeze(word) == unicodedata.normalize("NFC", word)
        assert len(set(known)) == len(known)
    assert fillers("pt-BR") != fillers("pt-PT") == fillers("pt")
    assert fillers("en-IN") == fillers("en") != ()


def test_what_is_not_known_is_told() -> None:
    assert idle(Noise(0.1, 0.1, 0.1), "de-AT") is None
    assert idle(Noise(0.1, 0.1), "ja") is None
    told = idle(Noise(filler=0.1), "ja")
    assert told is not None
    assert "“ja”" in told
    assert noisy(Given("a b"), Noise(filler=1), 5, locale="ja") == ["a b"] * 5


# ------------------------------------------------------------------------------- rates as text


@given(noises | st.builds(Noise, *[st.floats(0, 1)] * 3))
def test_rates_are_read_back(noise: Noise) -> None:
    if str(noise):
        assert Noise.parse(str(noise)) == noise
    else:
        assert noise == Noise()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "Noise is KIND=RATE, such as typos=.02,case=.1, and not “”."),
        ("typos", "Noise is KIND=RATE, such as typos=.02,case=.1, and not “typos”."),
        ("typos=.1,", "Noise is KIND=RATE, such as typos=.02,case=.1, and not “”."),
        ("typo=.1", "There is no noise “typo”; there are typos, case, filler."),
        ("case=.1,case=.2", "The noise “case” is given twice; give it once."),
        ("case=2", "“case=2” has no rate from 0 to 1; write case=.05, say."),
        ("case=-1", "“case=-1” has no rate from 0 to 1; write case=.05, say."),
        ("case=1e9999", "“case=1e9999” has no rate from 0 to 1; write case=.05, say."),
        ("case=nan", "“case=nan” has no rate from 0 to 1; write case=.05, say."),
        ("case=", "“case=” has no rate from 0 to 1; write case=.05, say."),
    ],
)
def test_what_is_wrong_with_rates_is_told(text: str, told: str) -> None:
    assert Noise.parse(text) == told


def test_rates_as_people_write_them() -> None:
    assert Noise.parse(" typos = .02 , filler=1") == Noise(0.02, 0, 1)
    with pytest.raises(ValueError, match="case is 2"):
        Noise(case=2)
