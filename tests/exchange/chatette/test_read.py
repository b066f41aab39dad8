"""Chatette's files as grammars, held against Chatette itself."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from gramc.corpora.utterance import Utterance
from gramc.exchange.chatette.read import import_grammar
from gramc.exchange.made import Options
from gramc.runtime.grammar import load

from ..chatito.made import grammar
from . import peer

DATA = Path(__file__).with_name("data")
FILES = ["odd.chatette", "restaurant.chatette"]


def labelled(utterance: Utterance) -> peer.Labelled:
    text = utterance.text
    slots = [(s.name, text[s.start : s.end], s.value) for s in utterance.slots]
    return (
        utterance.intent,
        text,
        tuple(
            (n, t, None if v is None or v.casefold() == t.casefold() else v) for n, t, v in slots
        ),
    )


@pytest.mark.parametrize("name", FILES)
def test_what_chatette_makes_is_read_and_what_is_drawn_is_chatettes(
    name: str, tmp_path: Path
) -> None:
    ours = grammar(import_grammar(str(DATA / name), Options()), tmp_path)
    parse = ours.parser(case_sensitive=True)
    theirs = dict.fromkeys(peer.drawn(DATA / name, 1000))
    unread = [
        one
        for one in theirs
        if not any(labelled(p.utterance) == one for p in parse(one[1], 50, one[0]))
    ]
    assert not unread
    everything = peer.everything(DATA / name)
    assert not {labelled(u) for u in ours.sample(3000)} - everything


def test_sentences_are_as_likely_as_in_chatette(tmp_path: Path) -> None:
    ours = grammar(import_grammar(str(DATA / "odds.chatette"), Options()), tmp_path)
    count = 20_000
    theirs = Counter(peer.drawn(DATA / "odds.chatette", count))
    for intent in ours.intents:
        drawn = Counter(labelled(u) for u in ours.sample(count, 1, [intent]))
        keys = {key for key in theirs if key[0] == intent} | set(drawn)
        assert len(keys) > 3
        for key in keys:
            share = (theirs[key] + drawn[key]) / (2 * count)
            bound = 6 * (2 * share * (1 - share) / count) ** 0.5
            assert abs(theirs[key] - drawn[key]) / count <= bound, (key, theirs[key], drawn[key])


@pytest.mark.parametrize("name", ["odd.chatette"])
def test_golden(name: str, golden: Callable[[Path, str], None]) -> None:
    made = import_grammar(str(DATA / name), Options("en-US"))
    shown = "".join(f"{f.path}\n{f.data.decode()}\n" for f in made.files)
    shown += "".join(f"{f.span.line}: {f.code} {f.message}\n" for f in made.findings)
    golden(DATA / f"{name}.txt", shown)


BROKEN = {
    "no intent": ("~[a]\n    b\n", "E607", 0, 0),
    "no rules": ("%[a]\n%[b]\n    c\n", "E602", 1, 1),
    "no name": ("%[]\n    c\n", "E602", 1, 3),
    "an open unit": ("%[a\n    c\n", "E602", 1, 3),
    "an open use": ("%[a]\n    b ~[c\n", "E602", 2, 9),
    "an open choice": ("%[a]\n    b [c|d\n", "E602", 2, 7),
    "a closed choice": ("%[a]\n    b ] c\n", "E602", 2, 7),
    "other indentation": ("%[a]\n    b\n  c\n", "E602", 3, 1),
    "a rule alone": ("    b\n", "E602", 1, 1),
    "text": ("hello\n%[a]\n    b\n", "E602", 1, 1),
    "an annotation": ("%[a](training: 5\n    b\n", "E602", 1, 5),
    "a percentage": ("%[a]\n    [b?/x]\n", "E602", 2, 8),
    "more than 100": ("%[a]\n    [b?/101]\n", "E602", 2, 9),
    "an intent in a rule": ("%[a]\n    %[a]\n", "E602", 2, 5),
    "declared twice": ("%[a]\n    b\n%[a]\n    c\n", "E602", 3, 1),
    "an alias that is not there": ("%[a]\n    ~[b]\n", "E605", 2, 5),
    "a variation that is not there": ("%[a]\n    ~[b#c]\n~[b]\n    d\n", "E605", 2, 5),
    "an argument for nothing": ("%[a]\n    ~[b$c]\n~[b]\n    d\n", "E603", 2, 5),
    "a circle": ("%[a]\n    ~[b]\n~[b]\n    x ~[c]\n~[c]\n    ~[b?]\n", "E606", 3, 1),
    "a file that is not there": ("|b.chatette\n%[a]\n    b\n", "E605", 1, 2),
    "a file outside": ("|../b.chatette\n%[a]\n    b\n", "E605", 1, 2),
    "a file of the system": ("|/etc/passwd\n%[a]\n    b\n", "E605", 1, 2),
    "no file": ("|\n%[a]\n    b\n", "E605", 1, 2),
    "deep": ("%[a]\n    " + "[" * 100 + "b" + "]" * 100 + "\n", "E604", 2, 56),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_files_have_findings_with_places(case: str, tmp_path: Path) -> None:
    text, code, line, column = BROKEN[case]
    (tmp_path / "x.chatette").write_text(text)
    made = import_grammar(str(tmp_path / "x.chatette"), Options())
    assert not made.files
    found = [f for f in made.findings if f.is_error]
    assert (found[0].code, found[0].span.line, found[0].span.column) == (code, line, column)


def test_files_that_end_anywhere(tmp_path: Path) -> None:
    data = (DATA / "odd.chatette").read_bytes()
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/aliases.chatette").write_bytes(
        (DATA / "parts/aliases.chatette").read_bytes()
    )
    (tmp_path / "odd.chatette").write_bytes(b"")
    wrong = 0
    for end in range(len(data)):
        (tmp_path / "x.chatette").write_bytes(data[:end])
        made = import_grammar(str(tmp_path / "x.chatette"), Options())
        wrong += made.failed
        assert made.failed != bool(made.files)
        assert all(f.span.file for f in made.findings)
    assert wrong > len(data) / 3


HOSTILE = {
    "deep": "%[a]\n    ~[0]\n"
    + "".join(f"~[{i}]\n    x ~[{i + 1}?]\n" for i in range(4_000))
    + "~[4000]\n    y\n",
    "arguments": "%[a]\n    ~[0$x]\n"
    + "".join(f"~[{i}$v]\n    $v ~[{i + 1}$p{i}] ~[{i + 1}$q{i}]\n" for i in range(40))
    + "~[40$v]\n    $v\n",
    "cases": "%[a]\n    [&" + "|".join("[b?]" * 10 for _ in range(100)) + "]\n",
    "many rules": "%[a]\n    @[b]\n@[b]\n" + "".join(f"    value {i}\n" for i in range(60_000)),
    "a long line": "%[a]\n    " + "[b?] " * 20_000 + "\n",
    "open brackets": "%[a]\n    " + "[" * 1_000_000,
    "marks": "%[a]\n    " + "~[" * 500_000,
    "escapes": "%[a]\n    b" + "\\" * 1_000_000,
    "too large": "%[a]\n" + "    b\n" * 1_000_000,
    "wrong": "hello\n" * 100_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_take_no_time(case: str, tmp_path: Path) -> None:
    (tmp_path / "x.chatette").write_text(HOSTILE[case])
    began = time.process_time()
    made = import_grammar(str(tmp_path / "x.chatette"), Options())
    # What is large and good may take its time, and a machine that does other things too.
    assert time.process_time() - began < (4 if made.failed else 10)
    assert made.failed != bool(made.files)


def test_imported_grammars_compile_without_findings(tmp_path: Path) -> None:
    made = import_grammar(str(DATA / "odd.chatette"), Options())
    grammar(made, tmp_path)
    assert not [f for f in load(tmp_path / made.files[0].path).findings if f.is_error]
