"""Padatious, Padacioso and Adapt: templates, entities, vocabularies, folders, and broken files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from gramc.dsl import draft
from gramc.dsl.findings import Finding
from gramc.dsl.printer import print_alternative
from gramc.dsl.tree import Part
from gramc.exchange.made import Made, Options
from gramc.exchange.padatious.files import called, chosen
from gramc.exchange.padatious.read import import_grammar
from gramc.exchange.padatious.template import Makers, read, texts
from hypothesis import given
from hypothesis import strategies as st

from .broken import asked, every_beginning
from .languages import grammar


def part(name: str, *_: object) -> Part:
    return draft.slot(name)


MAKERS = Makers(
    part,
    lambda name, *_: draft.ref(name),
    lambda: draft.ref("anything"),
    lambda: draft.ref("digit"),
)


@pytest.mark.parametrize(
    ("line", "written", "said"),
    [
        ("what is the time", "what is the time", 0),
        ("(what is|tell me) the [current] time in {place}?",
         "(what is | tell me) the [current] time in {place}", 0),
        ("(stelle | ) ( die | ) laut( er|stark|)", '[stelle] [die] laut[" "er | stark]', 0),
        ("a[ b]c", 'a[" "b]c', 0),
        ("a[b ]c[ d ] e", 'a[b" "]c[" "d] e', 0),
        ("x( |-)y ( |z)", 'x(" " | -)y [z]', 0),
        ("a([ b]|c )d", 'a([" "b] | c" ")d', 0),
        ("a(x|(b )|[c])d", 'a(x | b" " | [c])d', 1),
        ("light(s|) on!!", "light[s] on", 0),
        ("¿Qué hora es?", "Qué hora es", 0),
        ("it's 7.30 (now.|then?)", "it's 7.30 (now | then)", 0),
        ("say :0 or * to { name }", "say <anything> or <anything> to {name}", 0),
        ("at #:## on <weekday>", "at <digit>:<digit><digit> on <weekday>", 0),
        ("a (b|[c (d|e)])", "a (b | [c (d | e)])", 0),
        ("a|b {c}", "a / b {c}", 1),
        ("a (b)", "a b", 1),
        ("a () b", "a b", 1),
        ("a {} b", "a b", 1),
        ("a {b}] c)", "a {b} c", 2),
        ("a (b|c", "a (b | c)", 1),
        ("a [b {c", "a [b c]", 2),
        ("50% \"off\" = cheap\\; a/b", '50% \\"off\\" \\= cheap\\\\\\; a/b', 0),
        ("?", "", 0),
    ],
)  # fmt: skip
def test_a_line(line: str, written: str, said: int) -> None:
    found = read(line, MAKERS)
    assert " / ".join(map(print_alternative, found.alternatives)) == written
    assert len(found.said) == said
    assert all(0 <= one.start < one.end <= len(line) for one in found.said)


@given(st.text("ab ()[]{}<>|#*:0?.", max_size=30))
def test_any_line_is_read(line: str) -> None:
    found = read(line, MAKERS)
    for one in found.alternatives:
        assert one.units != draft.EMPTY
    assert all(0 <= one.start < one.end <= max(len(line), 1) for one in found.said)
    words = re.findall("[ab]+", re.sub(r"\{[^{}()\[\]|<>]*\}|<[^{}()\[\]|<>]*>", " ", line))
    printed = " ".join(map(print_alternative, found.alternatives))
    kept = "".join(re.findall("[ab]", re.sub(r"\{[^{}]*\}|<[^<>]*>", " ", printed)))
    assert "".join(words) == kept


def test_what_lines_say_is_written_out_up_to_a_bound() -> None:
    def said(line: str, most: int = 100) -> list[str] | None:
        return texts(read(line, MAKERS).alternatives, most)

    assert said("[very] (light|dark) red") == [
        "very light red", "very dark red", "light red", "dark red",
    ]  # fmt: skip
    assert said("l(igh|amp|)t") == ["light", "lampt", "lt"]
    assert said("a (b [c]|d )e") == ["a b ce", "a be", "a d e"]
    assert said("(a|b) " * 7) is None
    assert said("a {b}") is None


def skill(folder: Path) -> Path:
    """A skill in two languages."""
    files = {
        "locale/en-us/weather.intent": (
            "# What the weather is like\n\n(what is|how is) the weather [in {location}]\n"
            "how is the weather?\nwill it <rain> at {hour} o'clock\n"
        ),
        "locale/en-us/sub/set unit.intent": "use {unit}\nuse {unit} {note}\n",
        "locale/en-us/unit.entity": "(degrees|) celsius\nfahrenheit\n# a comment\n",
        "locale/en-us/Hour.entity": "#\n##\n",
        "locale/en-us/location.voc": "Berlin|the German capital\nNew York\n",
        "locale/en-us/rain.voc": "rain\n(pour|be wet)\n",
        "locale/en-us/empty.entity": "\n",
        "locale/en-us/when.rx": "(?P<when>.*)\n",
        "locale/en-us/weather.dialog": "It is {weather}\n",
        "locale/de-de/wetter.intent": "wie ist das wetter\n",
        "README.md": "# A skill\n",
    }
    for name, text in files.items():
        path = folder / "ovos-skill-weather" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder / "ovos-skill-weather"


def codes(made: Made) -> list[str]:
    return [f.code for f in made.findings]


def test_a_skill(tmp_path: Path) -> None:
    made = import_grammar(str(skill(tmp_path)), Options("en-US"))
    files = {f.path: f.data.decode() for f in made.files}
    assert (
        files["ovos-skill-weather.gram"]
        == """\
grammar ovos-skill-weather
locale en-US

import "vocabulary.gram"

catalog unit = degrees celsius | celsius | fahrenheit

wildcard note
wildcard location from "examples/location.txt"

digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9
Hour = <digit> | <digit><digit>

intent set_unit = use {unit} | use {unit} {note}

intent weather =
    (what is | how is) the weather [in {location}]
  | how is the weather
  | will it <vocabulary.rain> at {hour:Hour} o'clock
"""
    )
    assert (
        files["vocabulary.gram"]
        == """\
grammar vocabulary
locale en-US

catalog location = Berlin | the German capital => Berlin | New York
catalog rain = rain | pour | be wet => pour
"""
    )
    assert files["examples/location.txt"] == "Berlin\nthe German capital\nNew York\n"
    assert codes(made) == ["W603", "W601", "W602", "W602", "W602", "W602"]
    one = grammar(made, tmp_path / "out")
    best = one.parse("Will it pour at 12 o'clock?")[0]
    assert [(s.name, s.start, s.end) for s in best.utterance.slots] == [("hour", 16, 18)]
    assert one.parse("how is the weather in the south of france")[0].utterance.slots
    assert one.parse("use celsius")[0].intent == "set_unit"


def test_one_of_several_languages(tmp_path: Path) -> None:
    folder = skill(tmp_path)
    assert codes(import_grammar(str(folder), Options())) == ["W603", "W601", "E605"]
    assert codes(import_grammar(str(folder), Options("fr-FR"))) == ["W603", "W601", "E605"]
    for locale in ("de", "de_DE", "de-AT"):
        made = import_grammar(str(folder), Options(locale))
        assert b"locale de-DE" in made.files[0].data
    below = import_grammar(str(folder / "locale" / "de-de"), Options())
    assert [f.path for f in below.files] == ["ovos-skill-weather.gram"]
    assert b"locale de-DE" in below.files[0].data


def test_one_file_with_the_entities_beside_it(tmp_path: Path) -> None:
    path = skill(tmp_path) / "locale" / "en-us" / "weather.intent"
    made = import_grammar(str(path), Options())
    assert made.files[0].path == "weather.gram"
    assert b"set unit" not in made.files[0].data
    assert b"Hour = " in made.files[0].data
    assert called(str(path.parent)) == "ovos-skill-weather"


def test_vocabularies_alone(tmp_path: Path) -> None:
    (tmp_path / "en-us").mkdir()
    (tmp_path / "en-us" / "a.voc").write_text("b\n{c} d\n")
    made = import_grammar(str(tmp_path), Options())
    assert made.files[0].path == "vocabulary.gram"
    assert codes(made) == ["W601"]


def test_skills_keep_their_entities_apart(tmp_path: Path) -> None:
    for name, value in (("one", "x"), ("two", "y")):
        folder = tmp_path / name / "locale" / "en-us"
        folder.mkdir(parents=True)
        (folder / "do.intent").write_text("do {what}\n")
        (folder / "what.entity").write_text(f"{value}\n")
    made = import_grammar(str(tmp_path), Options(name="all"))
    text = made.files[0].data.decode()
    assert "catalog what = x\n" in text
    assert "catalog what_2 = y\n" in text
    assert "intent do_2 = do {what:what_2}\n" in text
    files, language, _ = chosen(str(tmp_path), None)
    assert (len(files), language) == (4, "en-US")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("a <nothing>", "E605"),
        ("(" * 1000, "E604"),
        ("({[<|" * 200_000, "E601"),
        ("({[<|" * 1_000, "E604"),
        ("{" * 9_000, "W602"),
        ("a" * 9_000, ""),
        ("?" * 9_000, "E607"),
        ("(a|b)" * 1_900, ""),
        ("x {\n" * 900_000, "E604"),
        ("x\n" * 2_500_000, "E601"),
        ("", "E607"),
        ("# nothing", "E607"),
        ("a {b:int}", "W602"),
        ("\ud800", "E001"),
    ],
)
def test_lines_that_are_wrong_are_told(line: str, code: str, tmp_path: Path) -> None:
    def findings(path: str) -> list[Finding]:
        return list(import_grammar(path, Options()).findings)

    data = line.encode("utf-8", "surrogatepass")
    found = asked(findings, tmp_path / "a.intent", data)
    assert code in [f.code for f in found] or (not code and not found)


def test_every_beginning_of_a_file(tmp_path: Path) -> None:
    def findings(path: str) -> list[Finding]:
        return list(import_grammar(path, Options()).findings)

    (tmp_path / "rain.voc").write_text("rain\n")
    data = "(ist|wär) es [so] {x}\nwird es <rain>?\n# nö\nin ## :0\n".encode()
    assert every_beginning(findings, tmp_path / "a.intent", data) >= 2


def test_nothing_to_import(tmp_path: Path) -> None:
    assert codes(import_grammar(str(tmp_path), Options())) == ["E607"]
    assert codes(import_grammar(str(tmp_path / "none"), Options())) == ["E003"]
