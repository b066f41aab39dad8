"""Reading the XML form of SRGS: Speech Recognition Grammar Specification 1.0 (W3C, 2004), sections
2 to 4."""

from __future__ import annotations

import re

from ...dsl.findings import Finding
from .. import xml
from ..source import Source
from ..speech.tree import (
    DEEPEST,
    Choice,
    Expansion,
    Garbage,
    Grammar,
    Null,
    Ref,
    Repeat,
    Rule,
    Sequence,
    Tag,
    Token,
    Void,
    Way,
    sequence,
)
from ..speech.weights import decimal
from .header import Told, language, times

SPACES = ("http://www.w3.org/2001/06/grammar", "")
"""The namespace of the format; a file without any is read all the same."""

_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_HEAD = ("meta", "metadata", "lexicon", "tag")


def read(source: Source) -> tuple[Grammar, list[Finding]]:
    """The grammar of *source*. E602: no XML, or elements where there should be none; E603: another
    document."""
    root, findings = xml.parse(source)
    if root is None:
        return Grammar(source.path), findings
    if root.name != "grammar" or root.space not in SPACES:
        message = f"This is no SRGS grammar: its root is <{root.name}>."
        hint = "" if root.name != "grammar" else f'Its namespace should be "{SPACES[0]}".'
        return Grammar(source.path), [*findings, Finding("E603", message, root.span, hint)]
    told = Told(findings)
    return _Reader(told).grammar(source, root), findings


class _Reader:
    def __init__(self, told: Told) -> None:
        self._told = told

    def grammar(self, source: Source, root: xml.Element) -> Grammar:
        """The whole file."""
        told = self._told
        given = root.attributes
        if "xml:lang" in given:
            told.locale = language(given["xml:lang"], root.span, told)
        if "tag-format" in given:
            told.format(given["tag-format"])
        told.mode(given.get("mode", "voice"), root.span)
        rules: list[Rule] = []
        comments: list[str] = []
        top = _before(source)
        for child in root.children:
            if isinstance(child, xml.Comment):
                comments.extend(line.strip() for line in child.text.strip().split("\n"))
            elif isinstance(child, xml.Text):
                if child.text.strip():
                    self._wrong("Text stands outside of all rules here.", child)
            elif child.name == "rule":
                rules.append(self._rule(child, tuple(comments)))
                comments = []
            elif child.name in _HEAD:
                told.ignored(f"<{child.name}>", child.span)
                top = (*top, *comments)
                comments = []
            else:
                self._wrong(f"<{child.name}> can't stand here: a grammar holds rules.", child)
        told.tell()
        return Grammar(
            source.path,
            "",
            told.locale,
            tuple(rules),
            root=given.get("root", "").strip(),
            literals=told.literals,
            comments=top,
            ending=tuple(comments),
            span=root.span,
        )

    def _wrong(self, message: str, node: xml.Element | xml.Text) -> None:
        self._told.findings.append(Finding("E602", message, node.span))

    def _rule(self, element: xml.Element, comments: tuple[str, ...]) -> Rule:
        name = element.attributes.get("id", "").strip()
        if not name:
            self._wrong("This rule has no id.", element)
        scope = element.attributes.get("scope", "private")
        if scope not in ("public", "private"):
            self._wrong(f"The scope of a rule is public or private, and not {scope}.", element)
        examples = [" ".join(e.text.split()) for e in element.elements("example")]
        inner = [
            c for c in element.children if not isinstance(c, xml.Element) or c.name != "example"
        ]
        body, more = self._expansion(inner, element, 0)
        return Rule(
            name,
            body,
            scope == "public",
            (*comments, *more),
            examples=tuple(e for e in examples if e),
            span=element.span,
        )

    def _expansion(
        self, children: list[xml.Element | xml.Text | xml.Comment], parent: xml.Element, depth: int
    ) -> tuple[Expansion, tuple[str, ...]]:
        """What stands within an element, one after the other; and the comments in it."""
        items: list[Expansion] = []
        comments: list[str] = []
        if depth > DEEPEST:
            message = f"Elements are nested more than {DEEPEST} deep here."
            self._told.findings.append(Finding("E604", message, parent.span))
            return Null(parent.span), ()
        for child in children:
            if isinstance(child, xml.Comment):
                comments.extend(line.strip() for line in child.text.strip().split("\n"))
            elif isinstance(child, xml.Text):
                items.extend(_tokens(child))
            else:
                item, more = self._element(child, depth)
                comments.extend(more)
                if item is not None:
                    items.append(item)
        if not items:
            return Null(parent.span), tuple(comments)
        return sequence(tuple(items), parent.span), tuple(comments)

    def _element(
        self, element: xml.Element, depth: int
    ) -> tuple[Expansion | None, tuple[str, ...]]:
        if "xml:lang" in element.attributes:
            self._told.ignored("xml:lang of a part", element.span)
        match element.name:
            case "item":
                return self._item(element, depth)
            case "one-of":
                return self._one_of(element, depth)
            case "ruleref":
                return self._reference(element), ()
            case "token":
                return Token(" ".join(element.text.split()), element.span), ()
            case "tag":
                return Tag(element.text.strip(), element.span), ()
            case "example":
                self._wrong("An <example> stands at the beginning of a rule only.", element)
                return None, ()
        self._wrong(f"<{element.name}> can't stand in a rule.", element)
        return None, ()

    def _item(self, element: xml.Element, depth: int) -> tuple[Expansion, tuple[str, ...]]:
        body, comments = self._expansion(element.children, element, depth + 1)
        given = element.attributes
        if "repeat" in given:
            chance = given.get("repeat-prob")
            low, high, p = times(given["repeat"], chance, element.span, self._told)
            if (low, high) != (1, 1):
                return Repeat(body, low, high, p, element.span), comments
        # An item is a bracket: a value in it is that of what stands in it.
        if isinstance(body, Tag):
            body = Sequence((body,), element.span)
        return body, comments

    def _one_of(self, element: xml.Element, depth: int) -> tuple[Expansion | None, tuple[str, ...]]:
        ways: list[Way] = []
        comments: list[str] = []
        for child in element.children:
            if isinstance(child, xml.Comment):
                comments.extend(line.strip() for line in child.text.strip().split("\n"))
            elif isinstance(child, xml.Text):
                if child.text.strip():
                    self._wrong("Text stands in <one-of> here, outside of all items.", child)
            elif child.name != "item":
                self._wrong(f"A <one-of> holds items, and not <{child.name}>.", child)
            else:
                body, more = self._item(child, depth)
                comments.extend(more)
                ways.append(Way(body, self._weight(child)))
        if not ways:
            self._wrong("There is no item in this <one-of>.", element)
            return None, ()
        return Choice(tuple(ways), element.span), tuple(comments)

    def _weight(self, element: xml.Element) -> str | None:
        text = element.attributes.get("weight")
        if text is None:
            return None
        number = decimal(text.strip())
        if number is None:
            self._wrong(f"`{text}` is no weight.", element)
        return number

    def _reference(self, element: xml.Element) -> Expansion | None:
        given = element.attributes
        special = given.get("special")
        match special:
            case "NULL":
                return Null(element.span)
            case "VOID":
                return Void(element.span)
            case "GARBAGE":
                return Garbage("", element.span)
            case str():
                message = f"The special rules are NULL, VOID and GARBAGE, and not {special}."
                self._wrong(message, element)
                return None
        uri = given.get("uri", given.get("import", "")).strip()
        if not uri:
            self._wrong("This <ruleref> has no uri.", element)
            return None
        file, _, rule = uri.partition("#")
        return Ref(rule, file, element.span)


def _before(source: Source) -> tuple[str, ...]:
    """The comments that stand before the root."""
    head = source.text.partition("<grammar")[0]
    return tuple(
        line.strip() for text in _COMMENT.findall(head) for line in text.strip().split("\n")
    )


def _tokens(text: xml.Text) -> list[Expansion]:
    """The words of character data, in which quotes make one token of several: one node for all."""
    words = text.text.replace('"', " ").split()
    return [Token(" ".join(words), text.span)] if words else []
