"""Chatito's files as grammars, held against Chatito itself."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from gramc.dsl.findings import Finding
from gramc.exchange.chatito.read import import_grammar
from gramc.exchange.made import Options
from gramc.runtime.grammar import load

from . import peer
from .made import grammar, renamed, unparsed

DATA = Path(__file__).with_name("data")
FILES = ["odd.chatito", "weights.chatito", "lights.chatito"]


@pytest.mark.parametrize("name", FILES)
def test_what_chatito_makes_is_read_and_what_is_drawn_is_chatitos(
    name: str, tmp_path: Path
) -> None:
    ours = grammar(import_grammar(str(DATA / name), Options()), tmp_path)
    theirs = [renamed(u) for u in peer.drawn(DATA / name, 2000)]
    assert len(theirs) > 1000
    assert not unparsed(ours, theirs)
    everything = peer.everything(DATA / name, 100_000)
    assert everything is not None
    known = {renamed(u) for u in everything}
    assert not [u for u in ours.sample(5000) if u not in known]


def test_sentences_are_as_likely_as_in_chatito(tmp_path: Path) -> None:
    made = import_grammar(str(DATA / "weights.chatito"), Options())
    ours = grammar(made, tmp_path)
    count = 40_000
    theirs = Counter(
        (u.intent, u.text) for u in map(renamed, peer.drawn(DATA / "weights.chatito", count))
    )
    for intent in ours.intents:
        drawn = Counter((intent, u.text) for u in ours.sample(count, 1, [intent]))
        texts = {key for key in theirs if key[0] == intent} | set(drawn)
        assert len(texts) > 3
        for key in texts:
            share = (theirs[key] + drawn[key]) / (2 * count)
            # Six standard deviations of the difference of two shares.
            bound = 6 * (2 * share * (1 - share) / count) ** 0.5
            assert abs(theirs[key] - drawn[key]) / count <= bound, (key, theirs[key], drawn[key])


def test_weights_are_those_of_the_specification(tmp_path: Path) -> None:
    """The tables of spec.md, 2.3: 100, 500 and 400 combinations."""
    aliases = {100: 100, 50: 50, 10: 10, 400: 400}
    common = "".join(
        f"~[{name}]\n" + "".join(f"    w{i}\n" for i in range(count))
        for name, count in aliases.items()
    )
    sentences = ["first ~[100]", "second ~[50] times ~[10]", "third ~[400]"]
    for head, odds, wanted in [
        ("", "", ["", "/5/ ", "/4/ "]),
        ("('distribution': 'even')", "", ["", "", ""]),
        ("", "*[20%] ", ["/9/ ", "/20/ ", "/16/ "]),
        ("('distribution': 'even')", "*[20%] ", ["", "/2/ ", "/2/ "]),
        ("", "*[2] ", ["/2/ ", "/5/ ", "/4/ "]),
        ("('distribution': 'even')", "*[2] ", ["/2/ ", "", ""]),
    ]:
        lines = [odds + sentences[0], *sentences[1:]]
        file = tmp_path / "x.chatito"
        file.write_text(f"%[x]{head}\n" + "".join(f"    {s}\n" for s in lines) + common)
        made = import_grammar(str(file), Options())
        text = made.files[0].data.decode()
        for weight, sentence in zip(wanted, sentences, strict=True):
            begin = f" {weight}{sentence.split()[0]} <"
            assert begin in text, (head, odds, text[:300])


@pytest.mark.parametrize("name", [*FILES, "folder"])
def test_golden(name: str, golden: Callable[[Path, str], None]) -> None:
    made = import_grammar(str(DATA / name), Options("en-US"))
    shown = "".join(f"{f.path}\n{f.data.decode()}\n" for f in made.files)
    golden(DATA / f"{name}.txt", shown + _shown(made.findings))


def _shown(findings: tuple[Finding, ...]) -> str:
    return "".join(
        f"{Path(f.span.file).name}:{f.span.line}:{f.span.column}: {f.code} {f.message}\n"
        for f in findings
    )


BROKEN = {
    "no intent": ("~[a]\n    b\n", "E607", 0, 0),
    "a tab": ("%[a]\n\tb\n", "E602", 2, 1),
    "two spaces": ("%[a]\n  b\n", "E602", 2, 1),
    "no sentences": ("%[a]\n%[b]\n    c\n", "E602", 1, 1),
    "an empty name": ("%[]\n    c\n", "E602", 1, 1),
    "a name with ?": ("%[a?]\n    c\n", "E602", 1, 1),
    "an open name": ("%[a\n    c\n", "E602", 1, 1),
    "an open use": ("%[a]\n    b ~[c\n", "E602", 2, 7),
    "an empty use": ("%[a]\n    @[]\n", "E602", 2, 5),
    "arguments": ("%[a]('training': 5)\n    b\n", "E602", 1, 6),
    "open arguments": ("%[a]('training': '5'\n    b\n", "E602", 1, 5),
    "no definition": ("    b\n", "E602", 1, 1),
    "a sentence below a comment": ("%[a]\n    b\n// c\n    d\n", "E602", 4, 1),
    "text": ("hello\n%[a]\n    b\n", "E602", 1, 1),
    "defined twice": ("%[a]\n    b\n%[a]\n    c\n", "E602", 3, 1),
    "a slot that is not there": ("%[a]\n    b @[c#d]\n@[c]\n    e\n", "E605", 2, 7),
    "a circle": ("%[a]\n    ~[b]\n~[b]\n    x ~[c]\n~[c]\n    ~[b?]\n", "E606", 6, 5),
    "both kinds of odds": ("%[a]\n    *[1] b\n    *[2%] c\n", "E602", 3, 5),
    "odds of 0": ("%[a]\n    *[0] b\n    c\n", "E602", 2, 5),
    "odds alone": ("%[a]\n    *[2]\n    c\n", "E602", 2, 5),
    "more than 100": ("%[a]\n    *[60%] b\n    *[50.5%] c\n", "E602", 3, 5),
    "long odds": (f"%[a]\n    *[{'9' * 5000}] b\n", "E602", 2, 5),
    "an import that is not there": ("import ./b.chatito\n%[a]\n    b\n", "E605", 1, 8),
    "an import outside": ("import ../b.chatito\n%[a]\n    b\n", "E605", 1, 8),
    "an import of the system": ("import /etc/passwd\n%[a]\n    b\n", "E605", 1, 8),
    "an import with a null": ("import b\0.chatito\n%[a]\n    b\n", "E605", 1, 8),
    "itself": ("import ./x.chatito\n%[a]\n    b\n", "E606", 1, 8),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_files_have_findings_with_places(case: str, tmp_path: Path) -> None:
    text, code, line, column = BROKEN[case]
    (tmp_path / "x.chatito").write_text(text)
    made = import_grammar(str(tmp_path / "x.chatito"), Options())
    assert not made.files
    found = [f for f in made.findings if f.is_error]
    assert (found[0].code, found[0].span.line, found[0].span.column) == (code, line, column)


def test_files_that_end_anywhere(tmp_path: Path) -> None:
    data = (DATA / "odd.chatito").read_bytes()
    file = tmp_path / "x.chatito"
    for name in ("parts/common.chatito", "deep/synonyms.chatito"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes((DATA / name).read_bytes())
    wrong = 0
    for end in range(len(data)):
        file.write_bytes(data[:end])
        made = import_grammar(str(file), Options())
        wrong += made.failed
        assert made.failed != bool(made.files)
        assert all(f.span.file for f in made.findings)
    assert wrong > len(data) / 2


HOSTILE = {
    "many": "%[a]\n    b\n" + "".join(f"~[{i}]\n    x\n" for i in range(100_000)),
    "deep": "%[a]\n    ~[0]\n" + "".join(f"~[{i}]\n    x ~[{i + 1}?]\n" for i in range(9_000)),
    "exponential": "%[a]\n    ~[0]\n"
    + "".join(f"~[{i}]\n    ~[{i + 1}] ~[{i + 1}]\n    y\n" for i in range(5000)),
    "a long line": "%[a]\n    " + "~[b?] " * 300_000,
    "open brackets": "%[a]\n    " + "~[" * 1_000_000,
    "many values": "%[a]\n    @[b]\n@[b]\n" + "".join(f"    value {i}\n" for i in range(90_000)),
    "a circle": "%[a]\n    ~[0]\n"
    + "".join(f"~[{i}]\n    ~[{(i + 1) % 9999}]\n" for i in range(9999)),
    "spaces": "%[a]\n    b" + " " * 3_000_000 + "c\n",
    "too large": "%[a]\n" + "    b\n" * 1_000_000,
    "odds": "%[a]\n" + "".join(f"    *[0.{i:028d}] b{i}\n" for i in range(1, 2000)),
    "arguments": "%[a](" + "'a':'b'" * 300_000 + "\n    b\n",
    "a null": "%[a]\n    b\0c\n",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_take_no_time(case: str, tmp_path: Path) -> None:
    (tmp_path / "x.chatito").write_text(HOSTILE[case])
    began = time.process_time()
    made = import_grammar(str(tmp_path / "x.chatito"), Options())
    # What is large and good may take its time, and a machine that does other things too.
    assert time.process_time() - began < (4 if made.failed else 10)
    assert made.failed != bool(made.files)


def test_names_that_no_grammar_has(tmp_path: Path) -> None:
    (tmp_path / "x.chatito").write_text(
        "%[1 + 1]\n    @[the day] @[the_day] ~[import]\n@[the day]\n    today\n"
        "@[the_day]\n    never\n"
        "~[import]\n    a ~[日 本?] b\n"
    )
    made = import_grammar(str(tmp_path / "x.chatito"), Options())
    assert [f.message for f in made.findings] == [
        "The intent 1 + 1 is called x1_1 in the grammar.",
        "The slot the day is called the_day in the grammar.",
        "The slot the_day is called the_day_2 in the grammar.",
    ]
    ours = grammar(made, tmp_path)
    [found] = {u.slots for u in ours.sample(20)}
    assert [s.name for s in found] == ["the_day", "the_day_2"]


def test_a_long_list_is_a_table(tmp_path: Path) -> None:
    values = [f"value {i}" for i in range(500)]
    (tmp_path / "x.chatito").write_text(
        "%[a]\n    b @[c]\n@[c]\n    *[3] rare\n" + "".join(f"    {v}\n" for v in values)
    )
    made = import_grammar(str(tmp_path / "x.chatito"), Options())
    assert [f.path for f in made.files] == ["x.gram", "c.tsv"]
    ours = grammar(made, tmp_path)
    assert {u.text for u in ours.sample(20_000)} == {f"b {v}" for v in [*values, "rare"]}


def test_imported_grammars_are_without_findings(tmp_path: Path) -> None:
    for name in FILES:
        made = import_grammar(str(DATA / name), Options())
        grammar(made, tmp_path)
        assert not load(tmp_path / made.files[0].path).findings
