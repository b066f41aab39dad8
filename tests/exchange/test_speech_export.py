"""JSGF and SRGS out: what is written is read back as the same language, and matched by pyjsgf."""

from __future__ import annotations

import random
import re
from collections import Counter
from fractions import Fraction
from itertools import islice
from pathlib import Path

import jsgf
import pytest
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.dsl.span import Span
from gramc.exchange.formats import FORMATS
from gramc.exchange.made import Job, Made, Options
from gramc.exchange.speech import unfold, untouch
from gramc.runtime.enumerate import derivations
from gramc.runtime.grammar import Grammar
from hypothesis import HealthCheck, assume, given, settings

from ..compiler.small_grammars import compiled_random, grammars
from ..reference.test_cases import ENDLESS, FINITE, loaded
from .equal import same_language
from .speaking import grammar_of, imported, language

FORMS = ["jsgf", "xml", "abnf"]
PLACE = Span("g.gram", 0, 0, 0, 0)


def exported(compiled: Compiled, form: str, name: str = "g") -> Made:
    """The export in one of `FORMS`."""
    options = Options(extra={} if form == "jsgf" else {"form": form})
    job = Job(compiled, name, compiled.program.locale, PLACE, options)
    return FORMATS["jsgf" if form == "jsgf" else "srgs"].exporter()(job)


def back(made: Made, form: str, folder: Path) -> Compiled:
    """What is read of an export."""
    files = {file.path: file.data.decode() for file in made.files}
    read = imported("jsgf" if form == "jsgf" else "srgs", folder / "in", files)
    assert all(f.code == "W602" and "GARBAGE" in f.message for f in read.findings), read.findings
    return grammar_of(read, folder / "out")


def compiled_of(text: str, folder: Path) -> Compiled:
    """The grammar of *text*."""
    path = folder / "g.gram"
    path.write_text(text, encoding="utf-8")
    compiled, findings = compile_grammar(str(path))
    assert compiled is not None, findings
    return compiled


def texts(compiled: Compiled) -> Counter[tuple[str, str]]:
    """The texts of a finite grammar without their labels, and how likely they are."""
    found: Counter[tuple[str, str]] = Counter()
    for intent, _, root in compiled.networks.roots:
        every = derivations(compiled.networks, compiled.stock, root, rewriter=compiled.rewriter)
        for utterance, odds in every:
            found[intent, utterance.text] += odds
    return found


OTHERWISE = ("wildcard", "context", "constants", "rewrites-over", "repeats-of-groups")
"""Cases in which something is lost, as is told, or whose automata are too large to be compared."""


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("case", [*FINITE, *ENDLESS], ids=lambda p: p.stem)
def test_the_cases_of_the_reference(case: Path, form: str, tmp_path: Path) -> None:
    compiled = loaded(case).compiled
    made = exported(compiled, form)
    codes = {finding.code for finding in made.findings}
    if codes & {"W622", "E621"} or any(word in case.stem for word in OTHERWISE):
        assert made.files or "E621" in codes
        return
    read = back(made, form, tmp_path)
    if "W623" not in codes:
        same_language(compiled, read, 60)
    elif case in FINITE and not any("words of their own" in f.message for f in made.findings):
        assert set(texts(compiled)) == set(texts(read))


@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
@given(grammars("range", "minus"))
@pytest.mark.parametrize("form", FORMS)
def test_random_grammars(tmp_path_factory: pytest.TempPathFactory, form: str, file: object) -> None:
    compiled = compiled_random(file)  # type: ignore[arg-type]
    for _, _, root in compiled.networks.roots:
        every = derivations(compiled.networks, compiled.stock, root)
        assume(len(list(islice(every, 2_000))) < 2_000)
    made = exported(compiled, form)
    assume(made.files)
    read = back(made, form, tmp_path_factory.mktemp("random"))
    told = [finding.message for finding in made.findings]
    if not told:
        assert language(read) == language(compiled)
    elif not any("words of their own" in message for message in told):
        assert texts(read) == texts(compiled)


MUSIC = """grammar music
locale en-US
catalog Artist = Madonna => M1 | "Daft Punk" => DP | /3/ "AC/DC"
catalog Genre = pop | rock | "hip hop" => HIPHOP
polite = please | could you
action = /3/ turn on => ON | switch off => OFF
intent PlayMusic = [<polite>] play [some] {Genre} music
  | /2/ play {Artist} song[s] {again = "oh yes"} | un(do|wrap) it
  | (red ; green ; blue) {level:<0..3>} | <Genre> {a:({Artist} now)}
  | x{2,4} {z:([very] nice => N)}
intent Act /3/ = {action} the light[s] in the (bath|living )room
"""


@pytest.mark.parametrize("form", FORMS)
def test_weights_survive(form: str, tmp_path: Path) -> None:
    compiled = compiled_of(MUSIC, tmp_path)
    made = exported(compiled, form)
    read = back(made, form, tmp_path)
    if form == "jsgf":
        assert [f.code for f in made.findings] == ["W621"]  # those of the intents do not
        compiled = compiled_of(MUSIC.replace("Act /3/", "Act"), tmp_path)
    else:
        assert not made.findings
    assert language(read) == language(compiled)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_written_again_is_the_same(form: str, tmp_path: Path) -> None:
    once = exported(compiled_of(MUSIC, tmp_path), form)
    twice = exported(back(once, form, tmp_path), form)
    again = exported(back(twice, form, tmp_path / "again"), form)
    assert again.files == twice.files


@pytest.mark.parametrize("form", FORMS)
def test_recursion_at_the_beginning_keeps_its_odds(form: str, tmp_path: Path) -> None:
    text = "grammar g\nintent I = <a>\na = /3/ <a> x | <a> y | /2/ z | /4/ w v\n"
    compiled = compiled_of(text, tmp_path)
    made = exported(compiled, form)
    assert not made.findings
    before, after = Grammar(compiled), Grammar(back(made, form, tmp_path))
    for said in ("z", "w v", "z x", "w v y x", "z x x y y x"):
        one, two = before.parse(said)[0], after.parse(said)[0]
        assert one.logprob == pytest.approx(two.logprob)


@pytest.mark.parametrize("form", FORMS)
def test_limits_are_told(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfold, "MOST_ROWS", 3)
    monkeypatch.setattr(untouch, "MOST_WAYS", 3)
    compiled = compiled_of(
        "grammar g\ncatalog C = a | b | c | d\nintent a.b-c = {C} | un(a|b|c|d) | {C}s\n", tmp_path
    )
    made = exported(compiled, form)
    told = sorted(f.code for f in made.findings)
    assert told == ["W622", "W622", "W623", "W623"]
    assert f"a_b{'-' if form == 'jsgf' else '_'}c".encode() in made.files[0].data
    assert len(texts(back(made, form, tmp_path))) == 3 + 4 + 3


@pytest.mark.parametrize(
    ("text", "form", "codes"),
    [
        ("intent I = (a ; b ; c ; d ; e ; f ; g)", "jsgf", ["E621"]),
        ("intent I = <a>\na = <b> x | y\nb = <a> z", "xml", ["E621", "E621"]),
        ('intent I = "\\"hi\\""', "abnf", ["E621"]),
        ("intent I = {W}\nwildcard W", "jsgf", ["E621"]),
        ("intent I = x {W}\nwildcard W", "xml", []),
        ("intent I = x | {C}\ncatalog C", "jsgf", ["W623"]),
        ("intent I = {C}\ncatalog C", "abnf", ["E621", "W623"]),
        ("intent I = x\nskip well", "xml", ["W621"]),
        ("intent I = x {k = @k}", "jsgf", ["W621"]),
        ("intent I = x{S:(a)}", "jsgf", ["W623"]),
        ("intent I = x{1,40}", "jsgf", ["E621"]),
        ("intent I = x{1,40}", "abnf", []),
    ],
)
def test_what_is_said(text: str, form: str, codes: list[str], tmp_path: Path) -> None:
    made = exported(compiled_of(f"grammar g\n{text}\n", tmp_path), form)
    assert sorted(f.code for f in made.findings) == codes
    assert all(f.span == PLACE for f in made.findings)
    assert bool(made.files) == (not made.failed)


def test_pyjsgf_matches_what_is_said_and_nothing_else(tmp_path: Path) -> None:
    compiled = compiled_of(MUSIC.replace("AC/DC", "ACDC"), tmp_path)
    text = exported(compiled, "jsgf").files[0].data.decode()
    # pyjsgf reads no tags but those of one word.
    grammar = jsgf.parse_grammar_string(re.sub(r" \{[^{}]*[^\w{}][^{}]*\}", "", text))
    said = sorted({(intent, text) for intent, text in texts(compiled)})
    chosen = random.Random(1).sample(said, 60)
    everything = {text.lower() for _, text in said}
    for intent, text in chosen:
        found = grammar.find_matching_rules(text)
        assert intent in [rule.name for rule in found], text
        words = text.split()
        for near in (" ".join(words[1:]), f"{text} {words[0]}", " ".join(reversed(words))):
            if near.lower() not in everything:
                assert not grammar.find_matching_rules(near), near


def test_jsgf_by_pyjsgf_is_what_it_was_read_as(tmp_path: Path) -> None:
    """What pyjsgf makes of a grammar says the same as what is imported of it."""
    rules = "public <a> = [<b>] /* c */ (x | y z) <c>+; <b> = (do it) {t} | [now]; <c> = e | f;"
    source = f"#JSGF V1.0 UTF-8 en;\ngrammar t;\n{rules}"
    read = imported("jsgf", tmp_path, {"t.jsgf": source})
    grammar = jsgf.parse_grammar_string(source)
    sampled = Grammar(grammar_of(read, tmp_path)).sample(200, seed=1)
    for utterance in sampled:
        assert grammar.find_matching_rules(utterance.text), utterance.text
    parser = Grammar(grammar_of(read, tmp_path))
    random.seed(1)
    for _ in range(200):
        assert parser.parse(grammar.get_rule("a").generate())


def test_the_name_and_locale_are_kept(tmp_path: Path) -> None:
    compiled = compiled_of("grammar com.acme.x\nlocale pt-BR\nintent I = x\n", tmp_path)
    made = exported(compiled, "jsgf", "com.acme.x")
    assert [file.path for file in made.files] == ["x.jsgf"]
    read = back(made, "jsgf", tmp_path)
    assert (read.program.name, read.program.locale) == ("com.acme.x", "pt-BR")


@pytest.mark.parametrize("form", FORMS)
def test_names_of_any_script_are_kept(form: str, tmp_path: Path) -> None:
    text = (
        "grammar g\nlocale hi\nintent बजाओ = {शैली} <और> | {शैली:(गीत)} {ख़ास = हाँ}\n"
        "और = और <और> | सुनो\ncatalog शैली = ग़ज़ल => G | क़व्वाली\n"
    )
    compiled = compiled_of(text, tmp_path)
    made = exported(compiled, form)
    assert not made.findings
    same_language(compiled, back(made, form, tmp_path), weights=True, exact=True)


def test_xml_has_what_the_specification_asks(tmp_path: Path) -> None:
    text = exported(compiled_of(MUSIC, tmp_path), "xml").files[0].data.decode()
    assert re.search(r'<grammar xmlns="http://www.w3.org/2001/06/grammar" version="1.0"', text)
    ids = re.findall(r'<rule id="([^"]*)"', text)
    assert len(ids) == len(set(ids))
    assert all(name.isidentifier() for name in ids)
    assert {uri[1:] for uri in re.findall(r'uri="([^"]*)"', text)} <= set(ids)
    assert {Fraction(w) > 0 for w in re.findall(r' weight="([^"]*)"', text)} == {True}
