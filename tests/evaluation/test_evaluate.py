"""Evaluating: figures that can be worked out by hand, and what can't be told."""

from __future__ import annotations

import json
from collections.abc import Iterable
from math import log2
from pathlib import Path

import pytest
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.corpora import golden
from gramc.corpora.utterance import Utterance
from gramc.evaluation.grammar.evaluate import Settings, evaluate
from gramc.evaluation.grammar.figures import Figures
from gramc.evaluation.grammar.sizes import Sizes, sizes

from ..cli.running import gramc

GRAMMAR = """
grammar g
locale en
catalog artist = Madonna | Prince
catalog genre = pop
intent Play = [please] play ({artist} | some {genre})
intent Stop = stop <it>
it = it | /2/ the music | the (song | track)
"""
HELD_OUT = """\
# intent: Play
play Madonna|artist
Play Sting|artist!
please play some pop|genre
put on some pop|genre
# intent: Stop
stop it
stop the song
stop now
stop the track
"""
TRAIN = """\
# intent: Play
play Prince|artist
# intent: Stop
stop it
"""


def compiled(text: str = GRAMMAR) -> Compiled:
    found, findings = compile_grammar("-", text.encode())
    assert found is not None, findings
    return found


def corpus(text: str) -> list[Utterance]:
    found, problems = golden.read(text)
    assert not problems
    return found


def codes(findings: Iterable[object]) -> list[str]:
    return [str(getattr(finding, "code")) for finding in findings]  # noqa: B009


def measured(held_out: str, train: str = "", text: str = GRAMMAR) -> tuple[Figures, ...]:
    found, findings = evaluate(
        compiled(text), corpus(held_out), corpus(train), Settings(200, 500, 1)
    )
    assert found is not None
    assert findings == []
    return found.intents


def test_by_hand() -> None:
    play, stop = measured(HELD_OUT, TRAIN)
    assert (play.intent, play.utterances, play.templates) == ("Play", 4, 3)
    assert play.coverage == 3 / 4
    # Of `please play some {genre}` and `put on some {genre}`.
    assert (play.novel_templates, play.novel) == (2, 1 / 2)
    assert play.hits == 1
    assert play.language == 4
    # `play {artist}` twice, 3 symbols with the end, and a template of 5: each of 2 bits.
    assert play.bits == pytest.approx(6 / 11)
    assert (play.parsed, play.labelled) == (1 / 2, 1 / 2)
    # Which artist is a bit more; ends count as words.
    assert play.text_bits == pytest.approx((3 + 2) / (3 + 5))
    assert play.sizes == Sizes(rules=1, symbols=5, alternatives=2, nesting=1)
    assert (stop.coverage, stop.novel, stop.novel_templates, stop.hits) == (3 / 4, 2 / 3, 3, 2)
    assert stop.bits == pytest.approx((log2(4) + 2 * log2(8)) / (3 + 4 + 4))
    assert stop.sizes == Sizes(rules=2, symbols=8, alternatives=3, nesting=1)


def test_near_misses_by_hand() -> None:
    """All two-word sentences of two words, of which two are real and one more is accepted."""
    text = "grammar g\nlocale en\nintent I = a b | b a | a a\n"
    (found,) = measured("# intent: I\na b\nb a\n", text=text)
    assert found.corruptions == 200
    assert found.near is not None
    # Of four edits, only substitutions reach `a a` (each of two places, the other word): of a
    # deletion 2 of 2, an insertion 6 of 6, a substitution 2 of 4 and no swap are new.
    expected = (1 / 4 * 1 / 4) / (1 / 4 + 1 / 4 + 1 / 4 * 1 / 2)
    assert abs(found.near - expected) < 0.06


def test_the_same_figures_again() -> None:
    assert measured(HELD_OUT, TRAIN) == measured(HELD_OUT, TRAIN)
    other = evaluate(compiled(), corpus(HELD_OUT), corpus(TRAIN), Settings(200, 500, 2))[0]
    assert other is not None
    assert other.intents != measured(HELD_OUT, TRAIN)


def test_without_training_data_all_is_novel() -> None:
    play, _ = measured(HELD_OUT)
    assert (play.novel_templates, play.novel) == (3, 2 / 3)


def test_an_intent_of_the_only_one() -> None:
    text = GRAMMAR.partition("intent Stop")[0]
    (found,) = measured("play Madonna|artist\nput on some pop|genre\n", text=text)
    assert (found.intent, found.coverage) == ("Play", 1 / 2)


def test_punctuation_of_the_grammar_is_heeded() -> None:
    text = 'grammar g\nlocale en\nintent I = "hello, you" | hello\n'
    (found,) = measured("# intent: I\nhello, you\nhello you\nhello!\n", text=text)
    assert found.parsed == 2 / 3
    # The two are one template, which stands for what was said first.
    assert found.coverage == 1


def told(held_out: str, text: str = GRAMMAR) -> list[str]:
    found, findings = evaluate(compiled(text), corpus(held_out), (), Settings(50, 50, 1))
    assert (found is None) == any(finding.is_error for finding in findings)
    return codes(findings)


def test_nothing_in_common() -> None:
    assert told("# intent: Other\nsomething\n") == ["E741"]
    assert told("play Madonna|artist\n") == ["E741"]


def test_nothing_at_all() -> None:
    assert told("") == ["E742"]


def test_intents_that_the_grammar_has_not() -> None:
    assert told("# intent: Stop\nstop Prince|artist\n# intent: Other\nsomething\n") == ["W746"]


def test_slots_that_the_grammar_has_not() -> None:
    assert told("# intent: Play\nplay Vogue|song\n") == ["W744"]


def test_no_labels() -> None:
    found, findings = evaluate(compiled(), corpus("# intent: Play\nplay Prince\nplay pop\n"))
    assert codes(findings) == ["W743"]
    assert found is not None
    (play,) = found.intents
    assert (play.coverage, play.novel, play.near, play.hits) == (None, None, None, None)
    assert (play.parsed, play.labelled) == (1 / 2, None)
    assert play.language == 4
    assert found.mean()["coverage"] is None


def test_open_catalogues() -> None:
    text = "grammar g\nlocale en\ncatalog song\ncatalog word\nintent I = play {song}"
    held_out = corpus("# intent: I\nplay Vogue|song\n")
    found, findings = evaluate(compiled(text), held_out, (), Settings(20, 20, 1))
    assert codes(findings) == ["W745"]
    assert found is not None
    assert (found.intents[0].coverage, found.intents[0].parsed) == (1, None)
    found, findings = evaluate(compiled(f"{text} <word>"), held_out, (), Settings(20, 20, 1))
    assert codes(findings) == ["W745"]
    assert found is not None
    assert (found.intents[0].coverage, found.intents[0].hits) == (None, None)


def test_a_language_without_end() -> None:
    text = "grammar g\nlocale en\nintent I = (very)* {much: (low | high)}"
    (found,) = measured("# intent: I\nvery very low|much\nlow|much\n", text=text)
    assert (found.language, found.language_shown) == (None, "∞")
    assert found.coverage == 1


def test_sizes_count_what_a_person_reads() -> None:
    text = """
grammar g
locale en
catalog artist = Madonna
intent I = [a | [the] b] <r>{1,2} ({artist}'s | {x: ((y | z) w)})
r = unused<s> | c
s = -d
"""
    found = sizes(compiled(text).program, "I")
    # a the b <r> {artist} 's {x} y z w; unused <s> c; -d
    assert found == Sizes(rules=3, symbols=14, alternatives=2, nesting=3)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "g.gram").write_text(GRAMMAR, encoding="utf-8")
    (tmp_path / "held.txt").write_text(HELD_OUT, encoding="utf-8")
    (tmp_path / "train.txt").write_text(TRAIN, encoding="utf-8")
    return tmp_path


COMMAND = ("evaluate", "grammar", "g.gram", "--held-out", "held.txt")


@pytest.mark.usefixtures("folder")
def test_json_of_a_source_and_of_what_is_compiled_from_it() -> None:
    result = gramc(*COMMAND, "--train", "train.txt", "--output-format", "json")
    assert (result.code, result.err) == (0, "")
    found = json.loads(result.out)
    assert [row["intent"] for row in found["intents"]] == ["Play", "Stop"]
    assert found["intents"][0]["coverage"] == 0.75
    assert found["mean"]["hits"] == 1.5
    assert gramc("compile", "g.gram", "-o", "g.gramc").code == 0
    again = gramc("evaluate", "grammar", "g.gramc", *COMMAND[3:], "--train", "train.txt")
    assert again.out == gramc(*COMMAND, "--train", "train.txt").out
    assert "75.0%" in again.out


@pytest.mark.usefixtures("folder")
def test_one_intent() -> None:
    result = gramc(*COMMAND, "--intent", "Stop", "--output-format", "json")
    assert [row["intent"] for row in json.loads(result.out)["intents"]] == ["Stop"]
    assert gramc(*COMMAND, "--intent", "Other").code == 1


def test_a_file_called_after_an_intent(folder: Path) -> None:
    (folder / "Stop.v2.txt").write_text("stop it\nstop now\n", encoding="utf-8")
    options = ("--from", "annotated", "--output-format", "json")
    result = gramc("evaluate", "grammar", "g.gram", "--held-out", "Stop.v2.txt", *options)
    assert [row["intent"] for row in json.loads(result.out)["intents"]] == ["Stop"]
    assert result.code == 0


def test_bad_input(folder: Path) -> None:
    result = gramc("evaluate", "grammar", "g.gram", "--held-out", "missing.txt")
    assert result.code == 2
    assert "E003" in result.err
    (folder / "held.txt").write_text("", encoding="utf-8")
    result = gramc(*COMMAND, "--from", "annotated")
    assert (result.code, result.out) == (1, "")
    assert "E742" in result.err
    assert gramc("evaluate", "grammar", "g.gram").code == 2
    assert "“evaluate grammer”" in gramc("evaluate", "grammer").err
