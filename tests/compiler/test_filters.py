"""Filters: which rows a use of a catalogue draws from, alone and with what narrows them further."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import gramc
import pytest
from gramc.catalogues.rows import Entry
from gramc.compiler.compile import compile_grammar
from gramc.corpora.annotated import write
from gramc.runtime.enumerate import language

SONGS = (
    "value\tera\tgender\tid\tweight\tnote\n"
    "rock\t80s\tm\tR\t3\tloud one\n"
    "pop\t90s\tf\tP\t1\tloud one\n"
    "soul\t80s\tf\tS\t1\t\n"
    "jazz\t\tm\t\t1\tsoft\n"
)
HEAD = """feature gender = m | f
catalog Genre from "genres.tsv"
catalog Inline = a @m => A | b @f => B | c
"""


def grammar(tmp_path: Path, body: str) -> gramc.Grammar:
    (tmp_path / "genres.tsv").write_text(SONGS, encoding="utf-8")
    path = tmp_path / "g.gram"
    path.write_text(f"{HEAD}intent I = {body}\n", encoding="utf-8")
    compiled, findings = compile_grammar(str(path))
    assert compiled is not None, findings
    assert not findings
    return gramc.Grammar(compiled)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("{Genre[era=80s]}", {"rock|Genre=R": "3/4", "soul|Genre=S": "1/4"}),
        ("<Genre[era=80s|90s]>", {"rock": "3/5", "pop": "1/5", "soul": "1/5"}),
        ('{x:Genre[note="loud one"]}', {"rock|x=R": "3/4", "pop|x=P": "1/4"}),
        (
            '{x:<Genre["note"="loud one"|soft]>}',
            {"rock|x=R": "3/5", "pop|x=P": "1/5", "jazz|x": "1/5"},
        ),
        ("{Genre[era=80s][gender=f]}", {"soul|Genre=S": "1"}),
        ("{Genre[id=R|P]}", {"rock|Genre=R": "3/4", "pop|Genre=P": "1/4"}),
        ("{Genre[value=jazz|pop]}", {"jazz|Genre": "1/2", "pop|Genre=P": "1/2"}),
        ('{Genre[era=""]}', {"jazz|Genre": "1"}),
        ("{Inline[gender=m]}", {"a|Inline=A": "1"}),
        ("{Inline[id=B]}", {"b|Inline=B": "1"}),
        # without some texts
        ("<Genre[era=80s] - rock>", {"soul": "1"}),
        ("{x:<Genre - <Genre[era=80s]>>}", {"pop|x=P": "1/2", "jazz|x": "1/2"}),
        # in agreement
        (
            "(el @m | la @f) {Genre[era=80s]} @agree(gender)",
            {"el rock|Genre=R": "3/4", "la soul|Genre=S": "1/4"},
        ),
        ('(el @m | la @f) <Genre[note="loud one"] - rock> @agree(gender)', {"la pop": "1"}),
    ],
)
def test_what_is_drawn_and_parsed(tmp_path: Path, body: str, expected: dict[str, str]) -> None:
    found = grammar(tmp_path, body)
    compiled = found.compiled
    rows = language(compiled, compiled.networks.roots[0][2])
    assert {write(u): p for u, p in rows.items()} == {t: Fraction(p) for t, p in expected.items()}
    for utterance in rows:
        assert found.parse(utterance.text)[0].utterance == utterance
    inside = {u.text for u in rows}
    for row in ("rock", "pop", "soul", "jazz", "a", "b", "c"):
        assert bool(found.parse(row)) == (row in inside)


def test_binding_anew(tmp_path: Path) -> None:
    found = grammar(tmp_path, "{Genre[era=80s]} | <Genre[era=80s] - rock>")
    again = found.bind("Genre", [Entry("wave", cells={"era": "80s"}), Entry("house")])
    assert {u.text for u in again.sample(20)} == {"wave"}
    assert again.compiled.forms is found.compiled.forms
    with pytest.raises(gramc.GrammarError) as caught:
        found.bind("Genre", ["rock", "house"])
    assert {f.code for f in caught.value.findings} == {"E311"}
    with pytest.raises(gramc.GrammarError) as caught:
        found.bind("Genre", [Entry("rock", cells={"era": "80s"})])
    assert [f.code for f in caught.value.findings] == ["E317"]
