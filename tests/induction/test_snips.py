"""Whole grammars of the seven intents of SNIPS, to be read: they are what the command is for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from gramc.corpora import braces
from gramc.corpora.utterance import Utterance
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.induction.induce import Induced, induce
from gramc.induction.render.render import Options
from gramc.induction.settings import Settings

HERE = Path(__file__).resolve().parent
INTENTS = sorted(path.stem for path in (HERE / "data").glob("*.txt"))


def learned(style: str, *intents: str) -> Induced:
    found: list[Utterance] = []
    for name in intents:
        read, problems = braces.read((HERE / "data" / f"{name}.txt").read_text("utf-8"))
        assert problems == []
        found += [Utterance(u.text, u.slots, u.constants, name) for u in read]
    name = intents[0] if len(intents) == 1 else "snips"
    options = Options(style, name, f"{name}.gram")
    return induce(found, settings=Settings(style), options=options, locale="en")


def checked(found: Induced, path: Path, golden: Callable[[Path, str], None]) -> str:
    assert found.rendered is not None
    assert [one for one in found.findings if one.is_error] == []
    text = found.rendered.text
    golden(path, text)
    tree, findings = parse(text, path.name)
    assert findings == []
    assert print_file(tree) == text
    assert max(map(len, text.splitlines())) < 100
    return text


def test_there_are_seven_intents() -> None:
    assert len(INTENTS) == 7


@pytest.mark.parametrize("name", INTENTS)
def test_an_intent(name: str, golden: Callable[[Path, str], None]) -> None:
    found = learned("readable", name)
    checked(found, HERE / "golden" / f"{name}.gram", golden)
    assert found.rendered is not None
    assert all(len(rule.choice.options) <= 20 for rule in found.rendered.draft.rules)
    assert len(found.rendered.draft.rules) <= 20


def test_all_in_one_file(golden: Callable[[Path, str], None]) -> None:
    found = learned("readable", *INTENTS)
    text = checked(found, HERE / "golden" / "seven_intents.gram", golden)
    assert found.rendered is not None
    assert len(found.rendered.draft.rules) <= 100
    assert "# Used by several intents.\n" in text


def test_an_intent_in_exact_style(golden: Callable[[Path, str], None]) -> None:
    checked(
        learned("exact", "SearchCreativeWork"),
        HERE / "golden" / "SearchCreativeWork.exact.gram",
        golden,
    )
