"""Grammars as Chatette's files, held against Chatette itself, and read again."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.dsl import tree
from gramc.exchange.chatette.read import import_grammar
from gramc.exchange.chatette.write import export_grammar
from gramc.exchange.made import Job, Made, Options
from gramc.exchange.source import whole
from gramc.runtime.enumerate import derivations
from gramc.runtime.grammar import load
from hypothesis import HealthCheck, assume, given, settings

from ...compiler.small_grammars import compiled_random, grammars
from ..chatito.made import grammar
from ..chatito.test_write import GRAMMARS, WORKED, held, keeps_values, languages, misread
from . import peer
from .test_read import labelled


def exported(compiled: Compiled, count: int | None = None) -> Made:
    place = whole("x.gram")
    return export_grammar(Job(compiled, "x", compiled.locale, place, Options(), count))


@pytest.mark.parametrize("name", WORKED)
def test_worked_grammars_through_chatette_and_back(name: str, tmp_path: Path) -> None:
    ours = load(GRAMMARS / f"{name}.gram")
    made = exported(ours.compiled, 100)
    file = tmp_path / made.files[0].path
    file.write_bytes(made.files[0].data)
    values = keeps_values(made)
    assert values
    parse = ours.parser(case_sensitive=True)
    drawn = dict.fromkeys(peer.drawn(file, 600 // len(ours.intents)))
    assert len(drawn) > 300
    unread = [
        one
        for one in drawn
        if not any(labelled(held(p.utterance)) == one for p in parse(one[1], 50, one[0]))
    ]
    assert not unread
    back = grammar(import_grammar(str(file), Options()), tmp_path)
    assert not misread(ours, back.sample(600), values)
    assert not misread(back, ours.sample(600), values)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(grammars("range", "minus", "row"))
def test_random_grammars_come_back_the_same(file: tree.File) -> None:
    compiled = compiled_random(file)
    [(_, _, root)] = compiled.networks.roots
    assume(len(list(islice(derivations(compiled.networks, compiled.stock, root), 501))) < 500)
    made = exported(compiled)
    assume(not made.failed)
    near = any("odds" in f.message for f in made.findings)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.chatette"
        path.write_bytes(made.files[0].data)
        back = grammar(import_grammar(str(path), Options()), Path(folder))
    values = keeps_values(made)
    ours, theirs = languages(compiled, values), languages(back.compiled, values)
    assert ours.keys() == theirs.keys()
    assert near or ours == theirs


SMALL = {
    "marks": (
        'intent I = "~[x] @[y?] {a/b} %[z] 1/2 // c; $d & #e|f \\\\ ="\n',
        {"~[x] @[y?] {a/b} %[z] 1/2 // c; $d & #e|f \\ ="},
        set(),
    ),
    "marks in slots": ('intent I = {x:("a=b // c" => "d//e;f" | "?")}\n', {"a=b // c", "?"}, set()),
    "spaces that stay": (
        "intent I = a [b]c [d] e\n",
        {"a bc d e", "a c d e", "a bc e", "a c e"},
        set(),
    ),
    "odds": ("intent I = /999/ a | b\n", {"a", "b"}, {"W623"}),
    "a third": ("intent I = [/2/ a] b\n", {"a b", "b"}, set()),
    "variations": (
        "intent I = x {S:(a | b)} | y {S:(c | d)}\n",
        {"x a", "x b", "y c", "y d"},
        set(),
    ),
    "recursion": ("intent I = <r>\nr = a | b <r>\n", {"b " * n + "a" for n in range(5)}, {"W623"}),
}


@pytest.mark.parametrize("case", SMALL)
def test_small_grammars(case: str, tmp_path: Path) -> None:
    text, wanted, codes = SMALL[case]
    compiled, findings = compile_grammar("x.gram", text.encode())
    assert compiled is not None, findings
    made = exported(compiled)
    assert {f.code for f in made.findings} == codes
    path = tmp_path / "x.chatette"
    path.write_bytes(made.files[0].data)
    assert {one[1] for one in peer.everything(path)} == wanted
    back = grammar(import_grammar(str(path), Options()), tmp_path)
    assert {u.text for u in back.sample(4000)} == wanted


def test_what_chatette_can_not_hold_is_refused() -> None:
    compiled, _ = compile_grammar("x.gram", b"catalog C\nintent I = {C}\n")
    assert compiled is not None
    made = exported(compiled)
    assert "E621" in {f.code for f in made.findings}
    assert not made.files
