"""The page on an induced grammar: what is on it, and that it stands by itself."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from gramc.induction.draft import Call, Choice, Draft, Option, Repeat, Rule
from gramc.induction.report.page import Explained, page
from gramc.induction.seen import Golden
from gramc.induction.settings import Step
from gramc.induction.symbols import Intent, Symbol, Template

from .made import DRAFT, INTENTS, explained, symbols, template

VOID = {"meta", "br", "link", "img", "hr", "input", "col"}


class Read(HTMLParser):
    """Whether tags match; what has a name, what leads where, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on"), name
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                self.links.append(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.text += data


@pytest.fixture(scope="module")
def read() -> Read:
    return Read(page(explained()))


def test_it_is_well_formed_and_needs_nothing_else(read: Read) -> None:
    assert not read.open
    assert "script" not in read.tags
    assert len(read.ids) == len(set(read.ids))
    assert read.links
    for link in read.links:
        assert link.startswith("#"), link
        assert unquote(link[1:]) in read.ids, link


def test_all_that_was_learned_is_on_it(read: Read) -> None:
    for said in (
        "9 utterances in, a grammar of 5 rules out",
        "Given, and not in the language",
        "play it again sam",
        "210 bits",
        "play and put on merged",
        "hip hop & soul",
        "lists/genre.tsv",
        "both are in it",
        "jazz ×2",
        "Something <odd> is here.",
        "in.txt:3",
        "# 4 utterances, 12.5 bits saved",
        "What several intents say alike.",
    ):
        assert said in read.text, said


def test_what_the_data_holds_is_no_markup() -> None:
    nasty = "play <img src=x onerror=alert(1)> & \"'|genre"
    intent = Intent("<b>", (Template(symbols("<i>x</i> {<u>}"), 1, (nasty,)),))
    draft = replace(DRAFT, rules=(replace(DRAFT.rules[0], name="<b>"), *DRAFT.rules[1:]))
    given = replace(
        explained(), golden=Golden((intent,)), draft=draft, steps=(Step("<b>", 0, 1.0, "<s>"),)
    )
    read = Read(page(given))
    assert not {"img", "i", "s", "u"} & read.tags
    assert nasty.partition("|")[0].split("&")[0] in read.text


def test_it_is_the_same_every_time() -> None:
    assert page(explained()) == page(explained())


def test_an_intent_that_came_to_nothing_is_no_trouble() -> None:
    nothing = Explained(Golden(), replace(DRAFT, rules=()), "", "exact")
    assert not Read(page(nothing)).open
    others = replace(explained(), golden=Golden((*INTENTS, Intent("Gone", (template("x", 1),)))))
    assert "Gone" not in Read(page(others)).text


def test_long_lists_are_cut_and_it_is_said() -> None:
    steps = tuple(Step("PlayMusic", n, 5000.0 - n, f"merge ({n})") for n in range(400))
    text = Read(page(replace(explained(), steps=steps))).text
    assert "merge (300)" in text
    assert "merge (301)" not in text
    assert "99 more steps" in text


def test_of_very_many_rules_the_most_used_are_shown() -> None:
    options = [Option(Call(f"r{n}"), 1) for n in range(100)]
    rules = [Rule(f"r{n}", Choice((Option(Symbol(f"w{n}")),))) for n in range(100)]
    draft = Draft((Rule("Go", Choice(tuple(options)), True), *rules))
    templates = tuple(template(f"w{n}", n + 1, f"w{n}") for n in range(100))
    read = Read(page(Explained(Golden((Intent("Go", templates),)), draft, "", "exact")))
    assert "61 more rules" in read.text
    assert "rule-r99" in read.ids
    assert "rule-r0" not in read.ids
    assert all(unquote(link[1:]) in read.ids for link in read.links)


def test_how_many_templates_is_said_shortly() -> None:
    digit = Choice(tuple(Option(Symbol(f"{n}")) for n in range(10)))
    rule = Rule("Go", Choice((Option(Repeat(digit, 8, 8)),)), True)
    given = Explained(Golden((Intent("Go", (template("1", 1),)),)), Draft((rule,)), "", "exact")
    assert "1.0 × 10⁸" in Read(page(given)).text
