"""OHF-Voice/intents in: all the words that hassil reads for a number, in many languages."""

from __future__ import annotations

from pathlib import Path

import gramc
import pytest
from gramc.exchange.made import Options
from gramc.exchange.ohf.read import import_grammar
from hassil import Intents, recognize_all
from hassil.numbers import get_rbnf_engine

LANGUAGES = [
    *["ar", "bg", "cs", "da", "de", "el", "es", "fi", "fr", "he", "hu", "is", "ja", "ka", "ko"],
    *["lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sl", "sr", "sr-Latn", "sv", "ta", "tr"],
    *["uk", "vi", "zh-CN", "zh-HK", "zh-TW"],
]

LISTS = """\
language: {tag}
lists:
  minutes:
    range:
      from: 0
      to: 31
  lower:
    range:
      from: 1
      to: 3
      multiplier: -1
"""


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_word_for_a_number_is_read(tag: str, tmp_path: Path) -> None:
    for path, text in {
        f"sentences/{tag}/_common.yaml": LISTS.format(tag=tag),
        f"sentences/{tag}/a_Set.yaml": f"language: {tag}\nintents:\n  Set:\n    data:\n"
        '      - sentences: ["x {minutes} x", "y {lower:minutes} y"]\n',
    }.items():
        (tmp_path / "in" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / path).write_text(text, "utf-8")
    made = import_grammar(str(tmp_path / "in"), Options(tag))
    assert not made.failed, made.findings
    for file in made.files:
        (tmp_path / file.path).write_bytes(file.data)
    grammar = gramc.load(tmp_path / made.files[0].path)
    engine = get_rbnf_engine(tag)
    for number in range(32):
        for text in engine.format_number(number).text_by_ruleset.values():
            values = {
                slot.value
                for parse in grammar.parse(f"x {text} x", nbest=4)
                for slot in parse.utterance.slots
            }
            assert str(number) in values, (number, text)
    [text, *_] = engine.format_number(2).text_by_ruleset.values()
    assert grammar.parse(f"y {text} y")[0].utterance.slots[0].value == "-2"


def test_hassil_reads_them_too() -> None:
    """What the test above takes for granted."""
    intents = Intents.from_dict(
        {
            "language": "es",
            "intents": {"Set": {"data": [{"sentences": ["x {minutes} x"]}]}},
            "lists": {"minutes": {"range": {"from": 0, "to": 31}}},
        }
    )
    found = [r.entities["minutes"].value for r in recognize_all("x veintiuna x", intents)]
    assert found == [21]
