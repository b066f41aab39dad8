"""Grammars as Chatito's files, held against Chatito itself, and read again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.corpora.utterance import Utterance
from gramc.dsl import tree
from gramc.exchange.chatito.read import import_grammar
from gramc.exchange.chatito.write import export_grammar
from gramc.exchange.made import Job, Made, Options
from gramc.exchange.source import whole
from gramc.runtime.enumerate import derivations, language
from gramc.runtime.grammar import Grammar, load
from hypothesis import HealthCheck, assume, given, settings

from ...compiler.small_grammars import compiled_random, grammars
from . import peer
from .made import grammar

DATA = Path(__file__).with_name("data")
GRAMMARS = Path(__file__).parents[3] / "grammars"
WORKED = ["weather/weather", "spanish_music/musica", "hindi_music/sangeet", "pizza/pizza"]


def exported(compiled: Compiled, count: int | None = None) -> Made:
    place = whole("x.gram")
    return export_grammar(Job(compiled, "x", compiled.locale, place, Options(), count))


def held(utterance: Utterance, values: bool = True) -> Utterance:
    """What Chatito can hold of it: slots without slots in them and no others; a value that is
    the text is none."""
    text = utterance.text

    def value(given: str | None, start: int, end: int) -> str | None:
        return None if not values or given == text[start:end] else given

    slots = (replace(s, slots=(), value=value(s.value, s.start, s.end)) for s in utterance.slots)
    return replace(utterance, slots=tuple(slots), constants=())


def keeps_values(made: Made) -> bool:
    return not any("anonical values" in f.message for f in made.findings)


def misread(grammar: Grammar, utterances: Iterable[Utterance], values: bool) -> list[Utterance]:
    """Those that *grammar* does not read with these labels, as far as Chatito has them."""
    parse = grammar.parser(case_sensitive=True)
    wanted = dict.fromkeys(held(u, values) for u in utterances)
    return [
        u
        for u in wanted
        if not any(held(p.utterance, values) == u for p in parse(u.text, 50, u.intent))
    ]


@pytest.mark.parametrize("name", WORKED)
def test_worked_grammars_through_chatito_and_back(name: str, tmp_path: Path) -> None:
    ours = load(GRAMMARS / f"{name}.gram")
    made = exported(ours.compiled, 100)
    file = tmp_path / made.files[0].path
    file.write_bytes(made.files[0].data)
    values = keeps_values(made)
    drawn = peer.drawn(file, 1000 // len(ours.intents))
    assert len(drawn) > 900
    assert not misread(ours, drawn, values)
    back = grammar(import_grammar(str(file), Options()), tmp_path)
    assert not misread(ours, back.sample(1000), values)
    assert not misread(back, ours.sample(1000), values)


def languages(compiled: Compiled, values: bool) -> dict[Utterance, Fraction]:
    """The language as Chatito can hold it, with its probabilities."""
    found: defaultdict[Utterance, Fraction] = defaultdict(Fraction)
    for root, (name, _, _) in enumerate(compiled.tables.roots):
        own: defaultdict[Utterance, Fraction] = defaultdict(Fraction)
        for utterance, mass in language(compiled, root).items():
            if utterance.text:
                own[replace(held(utterance, values), intent=name)] += mass
        total = sum(own.values())
        for utterance, mass in own.items():
            found[utterance] += mass / total
    return dict(found)


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(grammars("range", "minus", "row"))
def test_random_grammars_come_back_the_same(file: tree.File) -> None:
    compiled = compiled_random(file)
    [(_, _, root)] = compiled.networks.roots
    assume(len(list(islice(derivations(compiled.networks, compiled.stock, root), 501))) < 500)
    made = exported(compiled)
    assume(not made.failed)
    assert not any(f.code in ("W622", "W623") and "empty" not in f.message for f in made.findings)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.chatito"
        path.write_bytes(made.files[0].data)
        back = grammar(import_grammar(str(path), Options()), Path(folder))
    values = keeps_values(made)
    assert languages(back.compiled, values) == languages(compiled, values)


SMALL = {
    "recursion": (
        "intent I = <r>\nr = a | b <r>\n",
        {"a", "b a", "b b a", "b b b a", "b b b b a"},
        "W623",
    ),
    "no end": ("intent I = a b*\n", {"a", *("a" + " b" * n for n in range(1, 7))}, "W623"),
    "a long repeat": ("intent I = a{8,12}\n", {"a " * (n - 1) + "a" for n in range(8, 13)}, ""),
    "any order": (
        "intent I = (a ; b ; c)\n",
        {"a b c", "a c b", "b a c", "b c a", "c a b", "c b a"},
        "",
    ),
    "a context": ("intent I = a {x = @y}\n", {"a"}, "W621"),
    "a constant": ("intent I = a {x = y}\n", {"a"}, "W621"),
    "slots within slots": ("intent I = a {x:(b {y:(c)})}\n", {"a b c"}, "W621"),
    "marks": (
        'intent I = "~[x] @[y?] *[3] %[z]" | "*[5%] a"\n',
        {"~[x] @[y?] *[3] %[z]", "*[5%] a"},
        "",
    ),
    "marks in slots": (
        'intent I = {x:("~[x]" | "@[y] #" | "*[1]")}\n',
        {"~[x]", "@[y] #", "*[1]"},
        "",
    ),
    "nothing": ("intent I = [a]\n", {"a"}, "W623"),
    "a wildcard": ("wildcard W\nintent I = a <W> | b\n", {"b"}, "W623"),
    "touching": (
        'intent I = un<r>ing\nr = [x] do[" " y]\n',
        {"un doing", "unx doing", "un do ying", "unx do ying"},
        "",
    ),
    "numbers": ("intent I = {x:<1..3>}\n", {"1", "2", "3"}, ""),
    "many numbers": ("intent I = <1..9999>\n", None, "W622"),
}


@pytest.mark.parametrize("case", SMALL)
def test_small_grammars(case: str, tmp_path: Path) -> None:
    text, wanted, code = SMALL[case]
    compiled, findings = compile_grammar("x.gram", text.encode())
    assert compiled is not None, findings
    made = exported(compiled)
    assert {f.code for f in made.findings} == ({code} if code else set())
    path = tmp_path / "x.chatito"
    path.write_bytes(made.files[0].data)
    everything = peer.everything(path, 1000)
    assert everything is not None
    assert wanted is None or {u.text for u in everything} == wanted
    back = grammar(import_grammar(str(path), Options()), tmp_path)
    assert wanted is None or {u.text for u in back.sample(2000)} == wanted


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("catalog C\nintent I = {C}\n", "E621"),
        ("wildcard W\nintent I = a <W>\n", "E621"),
        ('intent I = ""\n', "E621"),
    ],
)
def test_what_chatito_can_not_hold_is_refused(text: str, code: str) -> None:
    compiled, findings = compile_grammar("x.gram", text.encode())
    assert compiled is not None, findings
    made = exported(compiled)
    assert code in {f.code for f in made.findings}
    assert not made.files


def test_counts_are_shared_by_the_weights_of_intents() -> None:
    compiled, _ = compile_grammar("x.gram", b"intent A /3/ = a\nintent B = b | c\n")
    assert compiled is not None
    text = exported(compiled, 200).files[0].data.decode()
    assert "%[A]('training': '150')\n    a\n" in text
    assert "%[B]('training': '50')\n    b\n    c\n" in text


def test_golden(golden: Callable[[Path, str], None]) -> None:
    made = exported(load(GRAMMARS / "hindi_music/sangeet.gram").compiled, 100)
    golden(DATA / "sangeet.chatito.txt", made.files[0].data.decode())


def test_comments_stand_above_what_they_stood_above(tmp_path: Path) -> None:
    text = (
        "# A comment.\n## What it says.\nintent I = {C} [/2/ r]\n\n# Things.\ncatalog C = a | b\n"
    )
    (tmp_path / "x.gram").write_text(text)
    ours = load(tmp_path / "x.gram")
    place = whole(str(tmp_path / "x.gram"))
    made = export_grammar(Job(ours.compiled, "x", "", place, Options(), None))
    shown = made.files[0].data.decode()
    assert "\n// A comment.\n// What it says.\n%[I]" in shown
    assert "\n// Things.\n@[C]\n" in shown
    (tmp_path / "x.chatito").write_bytes(made.files[0].data)
    back = import_grammar(str(tmp_path / "x.chatito"), Options())
    assert "# A comment.\n# What it says.\nintent I" in back.files[0].data.decode()
