"""Grammars of small sets of utterances in many languages: nothing given is lost, nothing is odd."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest
from gramc.corpora import braces
from gramc.corpora.utterance import Utterance
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.induction.induce import Induced, induce
from gramc.induction.lexicon import Lexicon
from gramc.induction.settings import Settings
from gramc.runtime.grammar import Grammar, load

DATA = Path(__file__).parent / "data"
LANGUAGES = sorted(path.stem for path in DATA.glob("*.txt"))
STYLES = ("readable", "exact")
ALL = [(language, style) for language in LANGUAGES for style in STYLES]


def given(language: str) -> list[Utterance]:
    utterances, problems = braces.read((DATA / f"{language}.txt").read_text("utf-8"))
    assert not problems
    return utterances


@lru_cache
def induced(language: str, style: str) -> Induced:
    return induce(given(language), Lexicon(), Settings(style), locale=language)


def text(language: str, style: str) -> str:
    rendered = induced(language, style).rendered
    assert rendered is not None
    return rendered.text


def grammar(language: str, style: str, folder: Path) -> Grammar:
    rendered = induced(language, style).rendered
    assert rendered is not None
    for file in rendered.files:
        (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / file.path).write_bytes(file.data)
    (folder / "x.gram").write_text(rendered.text, "utf-8")
    return load(folder / "x.gram")


def labels(utterance: Utterance) -> list[tuple[str, str]]:
    return [(slot.name, utterance.text[slot.start : slot.end]) for slot in utterance.slots]


@pytest.mark.parametrize(("language", "style"), ALL)
def test_what_is_given_is_read_with_its_labels(language: str, style: str, tmp_path: Path) -> None:
    assert [one.code for one in induced(language, style).findings] == []
    reader = grammar(language, style, tmp_path)
    for one in given(language):
        readings = reader.parse(one.text, 8)
        assert (one.intent, labels(one)) in [
            (reading.utterance.intent, labels(reading.utterance)) for reading in readings
        ], one.text


@pytest.mark.parametrize(("language", "style"), ALL)
def test_it_is_laid_out_and_the_same_every_time(language: str, style: str) -> None:
    written = text(language, style)
    file, findings = parse(written, "x.gram")
    assert not findings
    assert print_file(file) == written
    again = induce(given(language), Lexicon(), Settings(style), locale=language)
    assert again.rendered == induced(language, style).rendered


@pytest.mark.parametrize(("language", "style"), ALL)
def test_spaces_stand_where_the_data_has_them(language: str, style: str, tmp_path: Path) -> None:
    """Between two letters that are written without a space, in whatever is drawn."""
    apart = set(re.findall(r"\w \w", " ".join(one.text for one in given(language))))
    if language not in ("zh", "ja", "th"):
        assert apart
        return
    for one in grammar(language, style, tmp_path).sample(300, seed=1):
        values = {text for _, text in labels(one)}
        bare = one.text
        for value in values:
            bare = bare.replace(value, "")
        assert " " not in bare.strip() or apart, one.text


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh", "请播放{七里香|song}"),
        ("ja", "{ロック|genre}を流してください"),
        ("ar", "شغل أغاني {أم كلثوم|artist}"),
        ("fr", "mets l'album {Thriller|album} de {Nirvana|artist}"),
        ("hi", "{मुंबई|city} में मौसम कैसा है"),
    ],
)
def test_values_stand_for_each_other(language: str, style: str, line: str, tmp_path: Path) -> None:
    [wanted], _ = braces.read(line)
    [best] = grammar(language, style, tmp_path).parse(wanted.text)
    assert labels(best.utterance) == labels(wanted)
