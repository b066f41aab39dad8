"""Values found in 420 utterances of SNIPS without their labels, by lists of all its values."""

from __future__ import annotations

from pathlib import Path

import pytest
from gramc.corpora import braces, golden
from gramc.corpora.utterance import Utterance
from gramc.induction.gathering import gather
from gramc.induction.lexicon import Lexicon
from gramc.induction.spans.label import label

DATA = Path(__file__).parent / "data"
WORDS = {"state": ["in", "me", "or"], "entity_name": ["go", "how"], "object_type": ["show"]}
"""Words that the catalogues of SNIPS have among their values."""


@pytest.fixture(scope="module")
def annotated() -> list[Utterance]:
    found = []
    for path in sorted(DATA.glob("*.txt")):
        text = path.read_text("utf-8")
        utterances, problems = golden.read(text)
        if problems:
            utterances, problems = braces.read(text)
        assert not problems
        found += [Utterance(one.text, one.slots, (), path.stem) for one in utterances]
    return found


@pytest.fixture(scope="module")
def lexicon(annotated: list[Utterance], tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    folder = tmp_path_factory.mktemp("catalogues")
    values: dict[str, dict[str, None]] = {name: dict.fromkeys(one) for name, one in WORDS.items()}
    for one in annotated:
        for slot in one.slots:
            values.setdefault(slot.name, {})[one.text[slot.start : slot.end]] = None
    for name, texts in values.items():
        (folder / f"{name}.txt").write_text("".join(f"{text}\n" for text in texts), "utf-8")
    return Lexicon.load(str(folder), "en")[0]


def test_most_values_are_found_and_few_words_taken_for_values(
    annotated: list[Utterance], lexicon: Lexicon
) -> None:
    plain = [Utterance(one.text, (), (), one.intent) for one in annotated]
    found = {
        (one.utterance.intent, one.utterance.text): one.utterance.slots
        for one in label(gather(plain, [])[0], lexicon, "en")[0]
    }
    right = taken = there = 0
    for one in annotated:
        slots = {(slot.name, slot.start, slot.end) for slot in found[one.intent, one.text]}
        gold = {(slot.name, slot.start, slot.end) for slot in one.slots}
        right += len(slots & gold)
        taken += len(slots)
        there += len(gold)
    assert there > 1_000
    assert right / taken > 0.93
    assert right / there > 0.93


def test_prepositions_stay_words(annotated: list[Utterance], lexicon: Lexicon) -> None:
    plain = [Utterance(one.text, (), (), one.intent) for one in annotated]
    found, _ = label(gather(plain, [])[0], lexicon, "en")
    states = [
        one.utterance.text[slot.start : slot.end].lower()
        for one in found
        for slot in one.utterance.slots
        if slot.name == "state"
    ]
    assert len(states) > 20
    assert states.count("in") + states.count("me") < 3
