"""Marked grammars say the templates of the grammar's whole language, with the same odds.

The language is that of the reference's enumerator, which shares nothing with the compiler; each of
its sentences is a template when its values are taken out.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from gramc.dsl import tree
from gramc.evaluation.grammar.marked import marked, slot_names
from gramc.evaluation.grammar.templates import Marks
from gramc.runtime.enumerate import derivations

from ..reference.brute import Brute
from ..reference.test_cases import FINITE, bindings, loaded

VALUES_MATTER = {
    "14-slot-borders",  # a value in quotes begins and ends with a space, which belongs outside
    "84-rewrites-and-slots",
    "85-rewrites-and-spaces",
    "94-rewrites-over-everything",  # rewrites that look at the letters of values
}
"""Where templates can't be told without values."""
OTHER_ODDS = {
    "70-exclusion",  # takes away some values of a slot, and so makes the template rarer
    "93-row-features-within",  # a value tells the features of the row that others are drawn from
}
CASES = [case for case in FINITE if case.stem not in VALUES_MATTER]


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_templates_of_the_reference(case: Path) -> None:
    grammar = loaded(case)
    marks = Marks(slot_names(grammar.compiled.program))
    templates = marked(grammar.compiled, marks.of)
    brute = Brute.of(case, None, bindings(case))
    for statement in brute.root.tree.statements:
        if isinstance(statement, tree.Intent):
            name = statement.name
            expected: Counter[str] = Counter()
            for utterance, odds in brute.language(name).items():
                expected[marks.text(utterance)] += odds
            found: Counter[str] = Counter()
            root = next(net for intent, _, net in templates.networks.roots if intent == name)
            for utterance, odds in derivations(
                templates.networks, templates.stock, root, rewriter=templates.rewriter
            ):
                assert marks.slots(utterance.text) == utterance.slots
                found[utterance.text] += odds
            assert sorted(found) == sorted(expected)
            assert sum(found.values()) == 1
            if case.stem not in OTHER_ODDS:
                assert found == expected
