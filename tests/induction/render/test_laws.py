"""What holds for every draft: the grammar says what the draft does, and looks as it should."""

from __future__ import annotations

import pytest
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.induction.covering import Covering, ways
from gramc.induction.draft import Call, Choice, Draft, Option, Optional, Repeat, Rule, Sequence
from gramc.induction.render.render import Options
from gramc.induction.render.shape import DEEPEST, brackets
from gramc.induction.symbols import Symbol, Symbols
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from .drafts import SYMBOLS, drafts, rendered, said, templates, texts

_TWICE = Draft(
    (
        Rule("Play", Choice((Option(Repeat(Call("one"), 0, 2)),)), True),
        Rule("one", Choice((Option(Optional(Call("two"))),))),
        Rule(
            "two",
            Choice((Option(Sequence((Symbol("artist", True, True), Optional(Symbol("play"))))),)),
        ),
    )
)
"""What touches stands behind a rule that may end in a word left out."""


@pytest.mark.parametrize("style", ["readable", "exact"])
@given(draft=drafts())
@example(draft=_TWICE)
@settings(max_examples=150)
def test_the_language_is_that_of_the_draft(style: str, draft: Draft) -> None:
    wanted = templates(draft)
    assume(wanted is not None and wanted != {()})
    assert wanted is not None
    text = rendered(draft, Options(style)).text
    assert set(texts(text)) == {said(one) for one in wanted}, text


@given(draft=drafts())
def test_the_layout_is_that_of_the_printer(draft: Draft) -> None:
    text = rendered(draft).text
    tree, findings = parse(text, "a.gram")
    assert findings == []
    assert print_file(tree) == text
    assert max(map(len, text.splitlines())) < 100


@given(draft=drafts())
def test_brackets_are_no_deeper_than_people_read(draft: Draft) -> None:
    shaped = rendered(draft).draft
    deep = [brackets(option.expression) for rule in shaped.rules for option in rule.choice.options]
    assert max(deep) <= DEEPEST
    assert all(len(rule.choice.options) <= 20 for rule in shaped.rules)


@given(draft=drafts(), others=st.lists(st.lists(SYMBOLS, max_size=4).map(tuple), max_size=8))
def test_what_a_draft_covers_is_its_language(draft: Draft, others: list[Symbols]) -> None:
    wanted = templates(draft)
    assume(wanted is not None)
    assert wanted is not None
    covering = Covering(draft)
    assert all(covering.has("Play", one) for one in wanted)
    assert [covering.has("Play", one) for one in others] == [one in wanted for one in others]
    assert ways(draft, "Play") >= len(wanted)


@given(draft=drafts())
def test_what_was_shaped_says_the_same(draft: Draft) -> None:
    wanted = templates(draft)
    assume(wanted is not None)
    assert templates(rendered(draft).draft) == wanted
