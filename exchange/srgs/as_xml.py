"""The XML form."""

from __future__ import annotations

from xml.etree import ElementTree as et

from ..speech.ready import Ready, optional, words
from ..speech.tree import (
    Choice,
    Constant,
    Expansion,
    Garbage,
    Labelled,
    Null,
    Ref,
    Repeat,
    Sequence,
    Token,
    Value,
)
from .slots import after, script

HALF = "0.5"


def xml(rules: dict[str, Expansion], root: str, made: Ready, locale: str) -> str:
    """The file."""
    given = {
        "xmlns": "http://www.w3.org/2001/06/grammar",
        "version": "1.0",
        "mode": "voice",
        "root": root,
        "tag-format": "semantics/1.0",
    }
    if locale:
        given["xml:lang"] = locale
    top = et.Element("grammar", given)
    if root not in rules:
        ways = et.SubElement(et.SubElement(top, "rule", id=root), "one-of")
        weights = made.weights if len(set(made.weights.values())) > 1 else {}
        for intent in made.weights:
            item = et.SubElement(ways, "item", _weight(weights.get(intent)))
            et.SubElement(item, "ruleref", uri=f"#{intent}")
            _tag(item, f"{script('', rule=intent)} {script('intent', intent)}")
    writer = _Writer(made)
    for rule, body in rules.items():
        scope = {"scope": "public"} if rule in made.weights else {}
        writer.add(et.SubElement(top, "rule", {"id": rule, **scope}), body)
    et.indent(top)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{et.tostring(top, encoding="unicode")}\n'


class _Writer:
    def __init__(self, made: Ready) -> None:
        self._made = made

    def add(self, parent: et.Element, node: Expansion) -> None:
        """*node* as the content of *parent*, behind what is there."""
        match node:
            case Token():
                for word in words(node):
                    _word(parent, word)
            case Sequence(items=items):
                if any(isinstance(item, Value) for item in items) and len(parent):
                    parent = et.SubElement(parent, "item")
                for item in items:
                    inner = isinstance(item, Sequence)
                    self.add(et.SubElement(parent, "item") if inner else parent, item)
            case Choice():
                self._choice(parent, node)
            case Repeat(body=body, low=low, high=high):
                times = f"{low}-" if high is None else str(low) if low == high else f"{low}-{high}"
                given = {"repeat": times}
                if high is None or (low, high) == (0, 1):
                    given["repeat-prob"] = HALF
                self.add(et.SubElement(parent, "item", given), body)
            case Ref(rule=rule):
                et.SubElement(parent, "ruleref", uri=f"#{rule}")
                for tag in after(node, self._made):
                    _tag(parent, tag)
            case Labelled(name=name, body=Ref(rule=rule)):
                et.SubElement(parent, "ruleref", uri=f"#{rule}")
                _tag(parent, script(name, rule=rule))
            case Constant(name=name, value=value):
                _tag(parent, script(name, value))
            case Value(text=value):
                _tag(parent, script("", value))
            case _:
                kind = {Null: "NULL", Garbage: "GARBAGE"}.get(type(node), "VOID")
                et.SubElement(parent, "ruleref", special=kind)

    def _choice(self, parent: et.Element, node: Choice) -> None:
        there = optional(node)
        if there is not None:
            given = {"repeat": "0-1", "repeat-prob": HALF}
            self.add(et.SubElement(parent, "item", given), there)
            return
        ways = et.SubElement(parent, "one-of")
        for way in node.ways:
            self.add(et.SubElement(ways, "item", _weight(way.weight)), way.body)


def _weight(weight: object) -> dict[str, str]:
    return {} if weight is None else {"weight": str(weight)}


def _tag(parent: et.Element, text: str) -> None:
    et.SubElement(parent, "tag").text = text


def _word(parent: et.Element, word: str) -> None:
    """Character data, or an element where quotes would be read as marks."""
    if '"' in word:
        et.SubElement(parent, "token").text = word
    elif len(parent):
        before = parent[-1]
        before.tail = f"{before.tail} {word}" if before.tail else word
    else:
        parent.text = f"{parent.text} {word}" if parent.text else word
