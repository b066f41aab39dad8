"""One assistant in several languages: the grammars of `grammars/locales` say the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import gramc
import pytest
from gramc.corpora.utterance import Utterance

FOLDER = Path(__file__).resolve().parents[2] / "grammars" / "locales"
FILES = sorted(FOLDER.glob("*.gram"))

# Lists that are the same in all languages; times and days differ in what has a word.
CLOSED = {"artist", "genre", "item"}


def named(drawn: Utterance) -> Iterator[tuple[str, str, str]]:
    for span in drawn.slots:
        yield drawn.intent, span.name, span.value or drawn.text[span.start : span.end]


def said(path: Path) -> tuple[set[tuple[str, str]], set[tuple[str, str, str]]]:
    """The slots of each intent, and their values where these are of a closed list."""
    found = {t for drawn in gramc.load(path).sample(6000, seed=1) for t in named(drawn)}
    return {t[:2] for t in found}, {t for t in found if t[1] in CLOSED}


@pytest.mark.parametrize("path", FILES[1:], ids=lambda p: p.stem)
def test_the_same_intents_slots_and_values(path: Path) -> None:
    assert said(path) == said(FILES[0])


def test_there_are_four() -> None:
    assert [p.stem for p in FILES] == ["music.en", "music.es", "music.hi", "music.pt"]
