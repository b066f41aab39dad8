"""What is exported for constrained decoding accepts what the grammar says, and nothing else."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from gramc.compiler import ir
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.corpora import annotated
from gramc.corpora.utterance import Utterance
from gramc.exchange.formats import FORMATS
from gramc.exchange.made import Job
from gramc.runtime.parse import Parser
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk

from .decoding import Matcher, job

ROOT = Path(__file__).parents[2]
WORKED = sorted((ROOT / "grammars").glob("*/*.gram"))
ACCEPTED = sorted((ROOT / "tests" / "reference").glob("[ae]*/*.gram"))
KINDS = {"gbnf": "gbnf", "llguidance": "lark"}
EMPTY_CLASS = re.compile(r"\[\]|\[\^\]")


def exported(system: str, given: Job) -> str:
    made = FORMATS[system].exporter()(given)
    assert not made.failed, made.findings
    (file,) = made.files
    return file.data.decode()


def compiled_of(path: Path) -> Compiled | None:
    compiled, findings = compile_grammar(str(path))
    if compiled is None:
        assert [f.code for f in findings if f.is_error] == ["E312"]  # a file to be imported
        return None
    # rewritten texts, and those of open catalogues, are not in the grammar
    return None if compiled.rewriter is not None or compiled.missing() else compiled


def written(said: Utterance, form: str) -> str:
    """A sentence as the grammar writes it: braces around every slot."""
    if form == "text":
        return said.text
    at, pieces = 0, []

    def slots(spans: tuple, start: int, end: int) -> str:  # type: ignore[type-arg]
        at, out = start, ""
        for span in spans:
            out += annotated.escaped(said.text[at : span.start])
            value = "" if span.value is None else f"={annotated.written_value(span.value)}"
            out += f"{{{slots(span.slots, span.start, span.end)}}}|{span.name}{value}"
            if span.end < len(said.text) and span.end < end and said.text[span.end] != " ":
                out += "|"
            at = span.end
        return out + annotated.escaped(said.text[at:end])

    pieces = [slots(said.slots, at, len(said.text))] if said.text else []
    pieces += [f"{{}}|{name}={annotated.written_value(value)}" for name, value in said.constants]
    line = " ".join(pieces)
    return f"{said.intent}\t{line}" if form == "golden" else line


@pytest.mark.parametrize("system", KINDS)
@pytest.mark.parametrize("path", WORKED, ids=lambda p: p.stem)
def test_worked_grammars(system: str, path: Path) -> None:
    compiled = compiled_of(path)
    if compiled is None:
        assert path.stem in ("lights", "musica", "polite"), "not a grammar by itself"
        return
    matcher = Matcher(exported(system, job(compiled)), KINDS[system])
    check(compiled, matcher.accepts, 60)


@pytest.mark.parametrize("system", KINDS)
def test_the_cases_of_the_reference(system: str) -> None:
    tried = 0
    for path in ACCEPTED:
        compiled = compiled_of(path) if path.stem != "25-open-catalogue" else None
        if compiled is None:
            continue
        tried += 1
        matcher = Matcher(exported(system, job(compiled)), KINDS[system])
        check(compiled, matcher.accepts, 15)
    assert tried > 40


def bodies(compiled: Compiled) -> list[ir.Choice]:
    return [*compiled.program.rules.values(), *(i.body for i in compiled.program.intents)]


def check(compiled: Compiled, accepts: Callable[[str], bool], count: int) -> None:
    """Samples are accepted; and what samples become by small changes only where it parses."""
    acceptor = compiled.acceptor
    keys = {n.key for node in bodies(compiled) for n in ir.walk(node) if isinstance(n, ir.Context)}
    context = {key: f"@{key}" for key in keys}
    parser = None
    if acceptor is not None:
        parser = Parser(compiled, acceptor, case_sensitive=True, context=context)
    sampler = Sampler(walk(compiled), 3, odds=False)
    said = {sampler(number)[0].text for number in range(count)}
    chance = random.Random(5)
    for text in sorted(said):
        assert accepts(text), text
        if not text or parser is None:
            continue
        place = chance.randrange(len(text))
        for near in (
            text + " ",
            f" {text}",
            f"{text[:place]}{text[place + 1 :]}",
            f"{text[:place]}q{text[place:]}",
            text.replace(" ", "  ", 1),
        ):
            if accepts(near):
                assert near == " ".join(near.split())
                assert parser(near), (near, text)


LABELLED = {
    "places": 'intent I = go to {A:(x | y z)} [{B:"w"}] {k = v}',
    "touching": """intent I = l'{A:"x"}s {A:"y"}{B:"z"}\nintent J = {A:(n {B:"m"})} o""",
    "marks": r'intent I = "a{b|c}" \\ {A:"|"} é',
    "values": 'catalog C = "1 1" => one | two | "t|hree" => ""\nintent I = {C} and <C> {k = @key}',
}


@pytest.mark.parametrize("system", KINDS)
@pytest.mark.parametrize("case", LABELLED)
@pytest.mark.parametrize("form", ["text", "annotated", "golden"])
def test_labels(system: str, case: str, form: str) -> None:
    given = job(LABELLED[case], form)
    matcher = Matcher(exported(system, given), KINDS[system])
    sampler = Sampler(walk(given.compiled), 1, odds=False)
    for number in range(20):
        said = sampler(number)[0]
        line = written(said, form)
        assert matcher.accepts(line), line
        assert not matcher.accepts(f"{line}x")
        if form != "text":
            assert not matcher.accepts(said.text)
            bare = line.partition("\t")[2] if form == "golden" else line
            back = annotated.read(bare)
            assert isinstance(back, Utterance)
            assert (back.text, back.slots, back.constants) == (
                said.text,
                said.slots,
                said.constants,
            )


def test_large_lists_are_matched_quickly(tmp_path: Path) -> None:
    rows = "".join(f"song {n} of the {n % 97}th year\n" for n in range(20_000))
    (tmp_path / "songs.txt").write_text(rows)
    path = tmp_path / "a.gram"
    path.write_text('catalog Song from "songs.txt"\nintent I = play {Song} <0..100000>\n')
    compiled, _ = compile_grammar(str(path))
    assert compiled is not None
    for system, kind in KINDS.items():
        text = exported(system, job(compiled))
        assert len(text) < 400_000
        if kind == "lark":
            matcher = Matcher(text, kind)
            assert matcher.accepts("play song 12345 of the 26th year 777")
            assert not matcher.accepts("play song 12345 of the 27th year 777")
            assert not matcher.accepts("play song 12345 of the 26th year 100001")


def test_lists_that_are_too_large_are_refused(tmp_path: Path) -> None:
    made = FORMATS["gbnf"].exporter()(job("intent I = <0..1000000 step 3>"))
    assert [f.code for f in made.findings] == ["E621"]
    assert not made.files


def test_groups_are_small_enough_for_llama_cpp(tmp_path: Path) -> None:
    """What is repeated is one rule, and no group has many in it: its parser multiplies the rules
    that it makes of a group by how often that is repeated, and stops at 2,000."""
    rows = "".join(f"{n * 7919 % 99991} {n * 104729 % 9973}\n" for n in range(5000))
    (tmp_path / "c.txt").write_text(rows)
    path = tmp_path / "a.gram"
    path.write_text('catalog C from "c.txt"\nintent I = (a [b{2,900}] c){2,1000} [<C>] (d e){3}\n')
    compiled, _ = compile_grammar(str(path))
    assert compiled is not None
    text = exported("gbnf", job(compiled))
    assert re.findall(r"(\S+){(?:[0-9]+,)?[0-9]+}", text)
    assert not re.findall(r"\){(?:[0-9]+,)?[0-9]+}", text)
    assert max(line.count("(") for line in text.splitlines()) < 300


def test_gbnf_as_llama_cpp_reads_it() -> None:
    """Its parser knows fewer names and escapes than others do."""
    source = """
catalog Ça_va = "a-b]^" | "c\\"d" | e
über_2 = {x:Ça_va} | f
intent Übung_1 = <über_2> g <0..7 step 2> | h*
wildcard W
intent J = say {W}
"""
    text = exported("gbnf", job(source, "annotated"))
    assert text.startswith("# g\n")
    assert "\n# Übung_1\nUbung-1 ::= " in text
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    for line in lines:
        assert re.match(r"[A-Za-z][A-Za-z0-9-]* ::= |    ", line), line
    for before, line in pairwise(lines):
        assert line.startswith("    ") == before.endswith(" |")
    for line in lines:
        assert not EMPTY_CLASS.search(line)
        bare = re.sub(r'"(?:\\[\\"ntr]|\\x[0-9A-F]{2}|\\u[0-9A-F]{4}|[^"\\])*"', "", line)
        bare = re.sub(r"\[(?:\\[\\ntr]|\\x[0-9A-F]{2}|[^\]\\])+\]", "", bare)
        assert re.fullmatch(r"[A-Za-z0-9 |()?*+{},:=-]*", bare), bare
    assert Matcher(text, "gbnf").accepts("say {anything at all}|W")
