"""OHF-Voice/intents in: all the words that hassil reads for a number, in many languages."""

from __future__ import annotations

from pathlib import Path

import gramc
import pytest
from gramc.exchange.made import Options
from gramc.exchange.ohf.read import import_grammar
from hassil import Intents, recognize_all
from hassil.numbers import get_rbnf_engine
from yaml import safe_load

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


WRITTEN = """\
language: {tag}
intents:
  Set:
    data:
      - sentences: ["at {{hour}}:{{minute}}", "to {{degrees}} x", "by {{steps}}"]
lists:
  hour: {{range: {{from: 0, to: 23}}}}
  minute: {{range: {{from: 0, to: 59}}}}
  degrees: {{range: {{from: -5, to: 30, fractions: halves, multiplier: -2}}}}
  steps: {{range: {{from: 0, to: 100, step: 10}}}}
"""


@pytest.mark.parametrize("tag", ["de", "en", "fr", "xx"])
@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("at 7:05", {"hour": "7", "minute": "5"}),
        ("at 00:00", {"hour": "0", "minute": "0"}),
        ("at 07:30", {"hour": "7", "minute": "30"}),
        ("to 20,5 x", {"degrees": "-41"}),
        ("to 20.5 x", {"degrees": "-41"}),
        ("to -4,5 x", {"degrees": "9"}),
        ("to 20.0 x", {"degrees": "-40"}),
        ("to 20,0 x", {"degrees": "-40"}),
    ],
)
def test_commas_and_zeros(tag: str, text: str, values: dict[str, str], tmp_path: Path) -> None:
    """In every language, as hassil reads them."""
    yaml = WRITTEN.format(tag=tag)
    (tmp_path / f"{tag}.yaml").write_text(yaml, "utf-8")
    made = import_grammar(str(tmp_path / f"{tag}.yaml"), Options(tag))
    assert not made.failed, made.findings
    for file in made.files:
        (tmp_path / file.path).write_bytes(file.data)
    grammar = gramc.load(tmp_path / made.files[0].path)
    found = grammar.parse(text)[0].utterance
    assert {s.name: s.value or text[s.start : s.end] for s in found.slots} == values
    assert any(b"steps = <0..100 step 10>" in file.data for file in made.files)  # needs no zeros
    [by_hassil, *_] = recognize_all(text, Intents.from_dict(safe_load(yaml)))
    assert {k: f"{e.value:g}" for k, e in by_hassil.entities.items()} == values


@pytest.mark.parametrize(
    ("tag", "range_", "text", "value"),
    [
        ("ko", "{from: -5, to: 40}", "삼십팔", "38"),
        ("ko", "{from: -5, to: 40}", "마이너스 오", "-5"),
        ("zh-TW", "{from: 0, to: 40, fractions: halves}", "二十一點五", "21.5"),
        ("zh-TW", "{from: 0, to: 40, fractions: halves}", "二十一", "21"),
        ("zh-TW", "{from: 0, to: 40, fractions: halves, multiplier: 2}", "一點五", "3"),
        ("he", "{from: 0, to: 40, fractions: halves}", "ארבעה נקודה חמישה", "4.5"),
        ("uk", "{from: 0, to: 40, fractions: tenths}", "десять кома дві", "10.2"),
        ("fr", "{from: 0, to: 40, fractions: tenths}", "trente-huit virgule une", "38.1"),
        ("pl", "{from: 0, to: 40, fractions: tenths}", "dwudziestu jeden przecinek pięciu", "21.5"),
    ],
)
def test_words_where_a_range_has_none(
    tag: str, range_: str, text: str, value: str, tmp_path: Path
) -> None:
    """Negative numbers and decimals that are in words only one by one."""
    yaml = f"language: {tag}\nintents: {{A: {{data: [{{sentences: ['x {{n}}']}}]}}}}\n"
    (tmp_path / f"{tag}.yaml").write_text(f"{yaml}lists: {{n: {{range: {range_}}}}}\n", "utf-8")
    made = import_grammar(str(tmp_path / f"{tag}.yaml"), Options(tag))
    assert not made.findings
    for file in made.files:
        (tmp_path / file.path).write_bytes(file.data)
    grammar = gramc.load(tmp_path / made.files[0].path)
    assert grammar.parse(f"x {text}")[0].utterance.slots[0].value == value


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
