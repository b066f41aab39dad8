"""What modules offer: the same notions in every locale, each of which an importer can use."""

from __future__ import annotations

import pytest
from gramc.compiler.compile import analyse
from gramc.compiler.library import modules
from gramc.compiler.load import load
from gramc.dsl import tree

MODULES = modules()
LOCALES = sorted({name.split(".")[1] for name in MODULES})

LACKING = {
    "date.on_date": "de en es fr",  # where <date> says it
    "determiner.by_definite": "de en es fr hi",  # Portuguese pelo
    "determiner.definite": "hi",  # which has no article
    "determiner.elided": "de en es hi pt",  # French l'
    "determiner.in_definite": "en es fr hi",
    "determiner.of_definite": "en hi",
    "determiner.of_elided": "de en es hi pt",
    "determiner.to_definite": "en hi",
    "determiner.to_elided": "de en es hi pt",
    "number.ordinal_before": "de en fr hi pt",  # Spanish primer
    "polite.can_you_end": "de en es fr pt",  # Hindi asks at the end
    "polite.i_want_end": "de en es fr pt",
    "polite.would_you_end": "de en es fr pt",
    "time.of_time": "de en es fr hi",  # Portuguese das sete
    "time.the_time": "de en es fr hi",
    "time.figures": "de en fr hi pt",  # Spanish has articles in times
}
"""The notions that not every locale has a rule for, and the locales without it."""


def offered(name: str) -> list[str]:
    """The names of a module that are for its importers: those with documentation."""
    project, _ = load(str(MODULES[name]))
    assert project is not None
    found = project.root.tree.statements
    return [s.name for s in found if isinstance(s, tree.Rule | tree.Catalog) and s.notes.doc]


def test_notions_are_the_same_in_every_locale() -> None:
    having: dict[str, set[str]] = {}
    for name in MODULES:
        _, locale, module = name.split(".")
        for rule in offered(name):
            having.setdefault(f"{module}.{rule}", set()).add(locale)
    lacking = {name: set(LOCALES) - there for name, there in having.items()}
    found = {name: " ".join(sorted(without)) for name, without in lacking.items() if without}
    assert found == LACKING


@pytest.mark.parametrize("name", MODULES)
def test_an_importer_can_use_every_rule(name: str) -> None:
    used = "".join(f"  | {{a{n}:<m.{rule}>}}\n" for n, rule in enumerate(offered(name)))
    _, findings = analyse("-", f"import {name} as m\nintent A =\n    nothing\n{used}".encode())
    assert findings == []
