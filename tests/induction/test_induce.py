"""The whole way: nothing that was given is lost, whatever it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from gramc.compiler.compile import compile_grammar
from gramc.corpora import annotated, braces
from gramc.corpora.problem import Problem
from gramc.corpora.utterance import Span, Utterance
from gramc.induction import induce as whole
from gramc.induction.checking import missing, same, unread
from gramc.induction.constants import parted
from gramc.induction.draft import Draft
from gramc.induction.induce import Induced, induce
from gramc.induction.memorised import learn, rule
from gramc.induction.render.render import Options
from gramc.induction.settings import Settings, Tell, silent
from gramc.induction.symbols import Intent, Symbol, Template
from gramc.runtime.grammar import Grammar
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..corpora import making

DATA = Path(__file__).resolve().parent / "data"
STYLES = ["exact", "readable", "templates"]


def music(name: str = "PlayMusic") -> list[Utterance]:
    found, problems = braces.read((DATA / f"{name}.txt").read_text("utf-8"))
    assert problems == []
    return [Utterance(u.text, u.slots, u.constants, name) for u in found]


def made(lines: list[str], style: str = "readable", intent: str = "Do") -> Induced:
    found: list[Utterance] = []
    for line in lines:
        utterance = annotated.read(line)
        assert not isinstance(utterance, Problem), line
        found.append(Utterance(utterance.text, utterance.slots, utterance.constants, intent))
    return induce(found, settings=Settings(style), options=Options(style, tables=False))


def grammar(found: Induced) -> Grammar:
    assert found.rendered is not None
    compiled, findings = compile_grammar("a.gram", found.rendered.text.encode())
    assert compiled is not None, (found.rendered.text, findings)
    return Grammar(compiled)


def reads(one: Grammar, utterance: Utterance) -> bool:
    return any(
        same(reading.utterance, utterance)
        for reading in one.parse(utterance.text, 50, intent=utterance.intent)
    )


# ---------------------------------------------------------------------------- nothing is lost


@pytest.mark.parametrize(
    ("name", "style"),
    [
        ("PlayMusic", "exact"),
        ("PlayMusic", "readable"),
        ("BookRestaurant", "readable"),
        ("GetWeather", "templates"),
    ],
)
def test_every_utterance_is_read_with_its_labels(name: str, style: str) -> None:
    given_ = music(name)
    found = induce(given_, settings=Settings(style), options=Options(style, tables=False))
    one = grammar(found)
    assert [u for u in given_ if not reads(one, u)] == []
    assert [f for f in found.findings if f.code == "W751"] == []


WORDS = st.sampled_from(
    [
        "play",
        "Play",
        "it",
        "it's",
        "l'été",
        "24/7",
        "a/b",
        "/3/",
        "#1",
        "|",
        "{x}",
        "[",
        "(",
        "=>",
        "@f",
        "\\",
        '"',
        "?",
        "100%",
        "_",
        "-",
        "…",
        "播放",
        "音乐",
        "שיר",
        "เพลง",
        "´",
        "\u0301e",
    ]
)
SLOTS = st.sampled_from(["artist", "Artist", "a-b", "a.b", "intent", "play", "歌手", "Do"])


@st.composite
def utterances(draw: st.DrawFn) -> Utterance:
    """Words, odd ones too, some of them in slots, with or without spaces between."""
    text, slots = "", []
    for _ in range(draw(st.integers(1, 5))):
        if text and draw(st.integers(0, 5)):
            text += " "
        start = len(text)
        text += draw(WORDS)
        if draw(st.integers(0, 2)) == 0:
            slots.append(Span(draw(SLOTS), start, len(text)))
    constants = draw(st.lists(st.tuples(st.just("domain"), WORDS), max_size=1))
    return Utterance(text, tuple(slots), tuple(constants), draw(st.sampled_from(["Do", "rule"])))


@pytest.mark.parametrize("style", STYLES)
@given(given_=st.lists(utterances() | making.utterances(), min_size=1, max_size=6))
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_any_utterances_make_a_grammar_that_compiles(style: str, given_: list[Utterance]) -> None:
    found = induce(given_, settings=Settings(style), options=Options(style, tables=False))
    if found.rendered is None:
        assert any(f.code == "E701" for f in found.findings)
        return
    assert [f for f in found.findings if f.is_error] == []
    grammar(found)


def test_the_same_utterances_give_the_same_bytes() -> None:
    one, two = (induce(music(), options=Options(name="music")) for _ in range(2))
    assert one.rendered is not None
    assert two.rendered is not None
    assert one.rendered.text == two.rendered.text


def test_what_a_learner_loses_is_added_word_by_word(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(intents: list[Intent], settings_: Settings, tell: Tell) -> Draft:
        return Draft(tuple(rule(Intent(one.name, one.templates[:1])) for one in intents))

    monkeypatch.setattr(whole, "learner", lambda style: forgetful)
    found = made(["play", "play jazz|genre", "stop it", "play"])
    assert [f.code for f in found.findings] == ["W751"]
    assert (
        "did not cover 2 kinds of utterances, as in “play jazz|genre”" in found.findings[0].message
    )
    assert grammar(found).parse("stop it")


def test_what_is_rejected_is_not_added() -> None:
    stop = (Symbol("stop"),)
    found = induce(
        [Utterance("stop", intent="Do"), Utterance("go", intent="Do")],
        settings=Settings("templates", rejected=(stop,)),
        options=Options(tables=False),
    )
    assert found.findings == ()
    assert grammar(found).parse("go")
    assert not grammar(found).parse("stop")


def test_words_that_are_two_things_are_told() -> None:
    text = "catalog x = a\ncatalog y = a\nintent Do = {x} | {y}\n"
    template = Template((Symbol("y", True),), 1, ("a|y",))
    assert unread(text, "a.gram", [Intent("Do", (template,))]) == ([], [])
    other = Template((Symbol("z", True),), 1, ("a|z",))
    [lost], findings = unread(text, "a.gram", [Intent("Do", (other,))])
    assert (lost.intent, lost.example, findings) == ("Do", "a|z", [])
    assert unread("intent Do = <nothing>\n", "a.gram", [])[1][0].code == "E201"


def test_nothing_to_learn_from() -> None:
    found = induce([])
    assert (found.rendered, found.draft, found.symbols) == (None, None, 0)
    assert [f.code for f in found.findings] == ["E701"]


# ------------------------------------------------------------------------------------ constants


def test_what_is_said_with_each_set_of_constants_is_learned_by_itself() -> None:
    lights, fan, both = (("domain", "light"),), (("domain", "fan"),), ()
    intent = Intent(
        "Turn",
        tuple(
            Template(tuple(map(Symbol, text.split())), 1, (text,), constants)
            for text, constants in [("on", lights), ("off", lights), ("fan on", fan), ("x", both)]
        ),
    )
    parts = parted([intent, Intent("Stop", (Template((Symbol("stop"),)),))])
    assert [one.name for one in parts.intents] == ["Turn_light", "Turn_fan", "Turn_plain", "Stop"]
    draft = parts.whole(learn(parts.intents, Settings(), silent))
    assert [(r.name, r.intent) for r in draft.rules] == [
        ("Turn", True),
        ("Turn_light", False),
        ("Turn_fan", False),
        ("Turn_plain", False),
        ("Stop", True),
    ]
    assert missing(draft, parts.intents) == {}
    found = made(["on {}|domain=light", "off {}|domain=light", "fan on {}|domain=fan", "x"])
    one = grammar(found)
    assert one.parse("off")[0].utterance.constants == lights
    assert one.parse("fan on")[0].utterance.constants == fan
    assert one.parse("x")[0].utterance.constants == both
