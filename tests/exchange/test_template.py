"""A user's own templates: what they see, what they can't do, and that they come to an end."""

from __future__ import annotations

import csv
import io
import json
import time
import xml.dom.minidom
from pathlib import Path

import pytest
from gramc.corpora.corpus import Corpus, ListValue, ValueList
from gramc.corpora.utterance import Span, Utterance
from gramc.exchange.made import Made, Options
from gramc.exchange.template.write import write_corpus
from hypothesis import given
from hypothesis import strategies as st

from .corpora import utterances

CORPUS = Corpus(
    (
        Utterance("play hip hop", (Span("genre", 5, 12, "HIPHOP"),), (("loud", "yes"),), "Play"),
        Utterance('say "a, b"', (Span("what", 4, 10, None, (Span("letter", 5, 6),)),), (), "Say"),
    ),
    (ValueList("Genre", (ListValue("HIPHOP", ("hip hop", "rap"), False),)),),
    "en",
    (("genre", "Genre"),),
)


def write(text: str, folder: Path, corpus: Corpus = CORPUS, name: str = "t.txt.j2") -> Made:
    path = folder / name
    path.write_text(text, "utf-8")
    return write_corpus(corpus, Options(None, "music", {"template": str(path)}))


def text(made: Made) -> str:
    assert not made.failed, made.findings
    return made.files[0].data.decode()


def test_all_that_there_is(tmp_path: Path) -> None:
    made = write(
        """\
{{ grammar.name }} {{ grammar.locale }} {{ intents|join(" ") }}
{% for s in slots %}
{{ s.name }}={{ s.catalogue }}
{% endfor %}
{% for c in catalogues %}
{{ c.name }}: {{ c.rows|tojson }}
{% endfor %}
{% for u in utterances %}
{{ u.intent }}|{{ u.text }}|{{ u.slots|tojson }}|{{ u.constants|tojson }}
{% for t in u.tokens %}{{ t }}/{{ u.tags[loop.index0] }}{{ "" if loop.last else " " }}{% endfor %}

{% endfor %}
{{ utterances|length }} {{ utterances[1].text|csv }} {{ utterances[:1][0].text|xml }}
{{ "<&'" |xml }} {{ 2 ** 5 + 1 }} {{ "a" ~ 1 ~ "b" }}
""",
        tmp_path,
    )
    assert made.files[0].path == "t.txt"
    assert (
        text(made)
        == """\
music en Play Say
genre=Genre
what=
letter=
Genre: [{"value": "HIPHOP", "synonyms": ["hip hop", "rap"], "spoken": false}]
Play|play hip hop|[{"name": "genre", "start": 5, "end": 12, "text": "hip hop", \
"value": "HIPHOP", "slots": []}]|[{"name": "loud", "value": "yes"}]
play/O hip/B-genre hop/I-genre
Say|say "a, b"|[{"name": "what", "start": 4, "end": 10, "text": "\\"a, b\\"", "value": null, \
"slots": [{"name": "letter", "start": 5, "end": 6, "text": "a", "value": null, "slots": []}]}]|[]
say/O "/B-what a/I-what ,/I-what b"/I-what
2 "say ""a, b""\" play hip hop
&lt;&amp;&apos; 33 a1b
"""
    )


@pytest.mark.parametrize(
    ("template", "code", "line"),
    [
        ("a\n{% for u in utterances %}\n", "E671", 2),
        ("a\n{{ nothing }}\n", "E671", 2),
        ("a\n\n{% for u in utterances %}\n{{ u.nothing }}\n{% endfor %}\n", "E671", 4),
        ("{{ 1 / 0 }}", "E671", 1),
        ("{{ 'a' + 1 }}", "E671", 1),
        ("{{ x| }}", "E671", 1),
        ("{{ 'a'|center(9) }}", "E671", 1),
        ("{% include 'x' %}", "E671", 1),
        ("{{ ''.__class__.__mro__ }}", "E671", 1),
        ("{{ utterances._utterances }}", "E671", 1),
        ("{{ utterances.__init__.__globals__ }}", "E671", 1),
        ("{{ grammar.__class__ }}", "E671", 1),
        ("{{ grammar|tojson(cycler) }}", "E671", 1),
        ("{{ cycler.__init__.__globals__.os }}", "E671", 1),
        ("{{ '%099999999d' % 1 }}", "E672", 1),
        ("{{ '{:099999999}'.format(1) }}", "E671", 1),
        ("{{ 'a'.ljust(999999999) }}", "E671", 1),
        ("{{ 'a'.replace('a', 'b' * 4000000) }}", "E671", 1),
        ("{{ 'a' * 999999999 }}", "E672", 1),
        ("{{ 9 ** 9 ** 9 ** 9 }}", "E672", 1),
        ("{{ (9 ** 64) * (9 ** 64) * (9 ** 64) * (9 ** 64) }}", "E672", 1),
        ("{% set n = namespace(s='ab') %}\n{% for i in range(99) %}{% set n.s = n.s ~ n.s %}"
         "{% endfor %}", "E672", 2),
        ("{% set n = namespace(s='ab') %}\n{% for i in range(99) %}{% set n.s = n.s + n.s %}"
         "{% endfor %}", "E672", 2),
        ("{% set n = namespace(s='ab') %}\n{% for i in range(99) %}"
         "{% set n.s = n.s|replace('a', n.s) %}{% endfor %}", "E672", 2),
        ("{% for i in range(99999) %}{% for i in range(99999) %}{% endfor %}{% endfor %}",
         "E672", 1),
        ("{% for i in 'a' * 3000000 %}{% endfor %}", "E672", 1),
        ("{% for i in range(10 ** 9) %}{% endfor %}", "E671", 1),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "E672", 1),
        ("{% macro m(n) %}{% if n %}{% set a = m(n - 1) %}{% set b = m(n - 1) %}{% endif %}"
         "{% endmacro %}{{ m(60) }}", "E672", 1),
        ("{{ [[1, 2]|join('x' * 4000000), [1, 2]|join('x' * 4000000)]|join }}", "E672", 1),
        ("{{ " + "(" * 3000 + " }}", "E672", 1),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_template(template: str, code: str, line: int, tmp_path: Path) -> None:
    started = time.perf_counter()
    made = write(template, tmp_path)
    assert time.perf_counter() - started < 20
    assert not made.files
    assert [(f.code, f.span.line) for f in made.findings] == [(code, line)], made.findings
    assert made.findings[0].span.file.endswith("t.txt.j2")


def test_what_is_missing_is_called_as_in_the_documentation(tmp_path: Path) -> None:
    (finding,) = write("{{ utterances[0].slots[0].nothing }}", tmp_path).findings
    assert finding.message == "The template fails: a slot has no `nothing`."


def test_output_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gramc.exchange.template import write as module

    monkeypatch.setattr(module, "MOST_OUTPUT", 10_000)
    made = write("{% for i in range(9999) %}{{ 'x' * 99 }}\n{% endfor %}", tmp_path)
    assert [f.code for f in made.findings] == ["E672"]
    assert "writes more than" in made.findings[0].message


def test_no_template(tmp_path: Path) -> None:
    assert [f.code for f in write_corpus(CORPUS, Options()).findings] == ["E671"]
    options = Options(None, None, {"template": str(tmp_path / "none.j2")})
    assert [f.code for f in write_corpus(CORPUS, options).findings] == ["E003"]


@given(st.lists(utterances(depth=2, constants=True), min_size=1, max_size=4))
def test_values_are_written_whole(given_: list[Utterance]) -> None:
    from gramc.exchange.source import Source
    from gramc.exchange.template.write import render

    corpus = Corpus(tuple(given_), (), "fr")
    made = render(Source("t", "{% for u in utterances %}{{ u|tojson }}\n{% endfor %}"), corpus, "g")
    assert isinstance(made, bytes)
    read = [json.loads(line) for line in made.decode().splitlines()]
    assert [r["text"] for r in read] == [u.text for u in given_]
    for row, utterance in zip(read, given_, strict=True):
        assert [(s["name"], s["start"], s["value"]) for s in row["slots"]] == [
            (s.name, s.start, s.value) for s in utterance.slots
        ]
        assert len(row["tokens"]) == len(row["tags"])
    made = render(
        Source("t", "{% for u in utterances %}{{ u.text|csv }},x\r\n{% endfor %}"), corpus, "g"
    )
    assert isinstance(made, bytes)
    rows = list(csv.reader(io.StringIO(made.decode(), newline="")))
    assert rows == [[u.text, "x"] for u in given_]
    template = "<r>{% for u in utterances %}<u t='{{ u.text|xml }}'/>{% endfor %}</r>"
    made = render(Source("t", template), corpus, "g")
    assert isinstance(made, bytes)
    read_ = xml.dom.minidom.parseString(made).getElementsByTagName("u")
    assert [node.getAttribute("t") for node in read_] == [u.text for u in given_]
