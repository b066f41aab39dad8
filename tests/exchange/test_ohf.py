"""OHF-Voice/intents in: templates, spaces, lists, contexts, and what is told."""

from __future__ import annotations

import pytest
from gramc.dsl.printer import print_body
from gramc.dsl.tree import Body, Part, Ref, Slot, Target
from gramc.exchange.ohf.gaps import tidy
from gramc.exchange.ohf.template import Item, ListRef, RuleRef, TemplateError, parse
from gramc.exchange.ohf.texts import texts_of
from gramc.exchange.ohf.trees import alternatives


def refer(item: Item) -> Part:
    if isinstance(item, RuleRef):
        return Ref(Target(item.rule))
    assert isinstance(item, ListRef)
    slot = item.slot or "?"
    return Slot(slot) if slot == item.list else Slot(slot, Target(item.list))


def written(template: str) -> str:
    items = tidy(parse(template))
    return print_body(Body(alternatives(items, refer)))


@pytest.mark.parametrize(
    ("template", "gram"),
    [
        ("turn on [the] {area}", "turn on [the] {area}"),
        ("schalt[e|et] an", "schalt[e | et] an"),
        ("de<aktivieren>", "de<aktivieren>"),
        ("{cover_classes:device_class} {area}s", "{device_class:cover_classes} {area}s"),
        ("a (b;[c]) d", "a (b ; [c]) d"),
        ("a(b;c)d", "a (b ; c) d"),
        ("a|b c", "a | b c"),
        ("(a|b)", "a | b"),
        ("(a)b", "ab"),
        ("[(a|b)] c", "[a | b] c"),
        (r"\(a\) \<b", r"\(a\) \<b"),
        # spaces move out where one is there anyway
        ("[die ]Farbe", "[die] Farbe"),
        ("a[ b] c", "a [b] c"),
        ("a[ b]", "a [b]"),
        ("a [b ]c", "a [b] c"),
        ("a[ b][ c]", "a [b] [c]"),
        ("[a ][b ]c", "[a] [b] c"),
        ("[a ][ b]", "[a] [b]"),
        ("[(a|b) ]{area}", "[a | b] {area}"),
        ("a [in [b ]]{c}", "a [in [b]] {c}"),
        ("a( b| c)d", "a (b | c)d"),
        ("a[ ] b", "a b"),
        # and stay where none is
        ("drei[ ]viertel", 'drei[" "]viertel'),
        ("a[ b]c", 'a[" "b]c'),
        ("Zeit( |-)Schalter", 'Zeit(" " | -)Schalter'),
        ("{a}[([ ]K| Kelvin)]", '{a}[[" "]K | " "Kelvin]'),
    ],
)
def test_templates(template: str, gram: str) -> None:
    assert written(template) == gram


@pytest.mark.parametrize("template", [
    "[die ]Farbe", "a[ b][ c] d", "[a ][ b]", "x[a ][b ]c", "x( a|b )y", "a[ b]c", "[ a ]b[ c ]",
    "a[ [b ]c]d", "(a ;[b ];c)", "a[ b[ c[ d]]]", "[[[a ]b ]c ]d", "a( b|[ c]) d", "[ ][ a][b ]",
])  # fmt: skip
def test_moving_spaces_changes_no_text(template: str) -> None:
    """The texts of the template as it is, and of it tidied up."""
    items = parse(template)
    before, after = texts_of(items, 1000), texts_of(tidy(items), 1000)
    assert before is not None
    assert after is not None
    assert sorted(before) == sorted(after)


@pytest.mark.parametrize(
    ("template", "at"),
    [("a (b", 2), ("a ]", 2), ("a [] b", 2), ("{a", 0), ("<a|b>", 0), ("a}", 1), ("(" * 99, 60)],
)
def test_what_is_no_template(template: str, at: int) -> None:
    with pytest.raises(TemplateError) as caught:
        parse(template)
    assert caught.value.at == at
