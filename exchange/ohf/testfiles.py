"""Tests of OHF-Voice/intents: what a file brings, and its sentences with their slots."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...dsl.findings import Finding
from ..source import Source
from ..yaml import Value
from .comments import Comments
from .model import Entity, Example, Language, TestFile
from .template import TemplateError, is_template, parse, without_spaces
from .texts import texts_of
from .values import Checked


@dataclass(slots=True)
class Combinations:
    """What `intents.yaml` says of combinations (intent and name): those that need the area of the
    voice satellite, and the domains that the words of others imply,
    and names for groups of domains."""

    areas: set[tuple[str, str]] = field(default_factory=set)
    domains: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    groups: dict[tuple[str, str], dict[str, tuple[str, ...]]] = field(default_factory=dict)


_BRINGS = (("entities", "name"), ("areas", "area"), ("floors", "floor"))


class TestReader(Checked):
    """Reads test files: those of a combination (`tests/LANG/INTENT/COMBINATION.yaml`), and the
    older ones (`tests/LANG/DOMAIN_INTENT.yaml`), for which `_fixtures.yaml` brings everything."""

    def __init__(self, findings: list[Finding], language: Language) -> None:
        super().__init__(findings)
        self._language = language
        self._fixtures: tuple[tuple[str, tuple[Entity, ...]], ...] = ()
        self._failing: set[str] = set()
        self._flat: list[TestFile] = []

    def read(
        self, source: Source, value: Value, folder: str, stem: str, known: Combinations
    ) -> None:
        """Adds one file."""
        comments = Comments(source, value)
        if stem == "_fixtures":
            self._fixtures = self._brings(value)
            return
        if stem == "_test_failures":
            self._failing.update(self.texts(value.get("sentences"), "A list of sentences"))
            return
        examples: list[Example] = []
        area: str | None = None
        for each in self.values(value.get("areas"), "A list of areas"):
            if each.kind == "map" and self.truth(each.get("context_area")):
                area = self.text(each.get("name"), "A name")
        for group in self.values(value.get("tests"), "A list of tests"):
            above = comments.above(group.span.line)
            if group.kind != "map":
                self.pairs(group, "A test with sentences")
                continue
            intent = folder
            slots = group.get("slots")
            named = group.get("intent")
            context: list[tuple[str, Value, Value]] = []
            if named is not None and named.kind == "map":  # the older layout
                intent = self.text(named.get("name"), "The name of an intent") or ""
                slots = named.get("slots")
                context = self.pairs(named.get("context"), "A context")
            expected = tuple(
                (key, self.meant(inner, "The value of a slot"))
                for key, _, inner in self.pairs(slots, "A map of slots")
            )
            for key, _, inner in context:
                if key == "area":
                    area = inner.text or area
            here = (intent, stem) in known.areas
            domains = known.domains.get((intent, stem), ())
            if domains and not any(key == "domain" for key, _ in expected):
                # The domain that the words imply is tested without being written down.
                expected = (*expected, ("domain", domains))
            for number, each in enumerate(
                self.values(group.get("sentences"), "A list of sentences")
            ):
                text = self.text(each, "A sentence")
                if text:
                    text = self._bare(text)
                    notes = (*(above if number == 0 else ()), *comments.above(each.span.line))
                    examples.append(Example(intent, text, each.span, expected, here, notes))
        brings = self._brings(value)
        found = TestFile(source.path, brings, tuple(examples), area)
        if folder:
            self._language.tests.append(found)
        else:
            self._flat.append(found)

    def finish(self) -> None:
        """Gives the older files what `_fixtures.yaml` brings, and leaves out sentences that are
        known to fail."""
        for file in self._flat:
            brings = file.brings if any(v for _, v in file.brings) else self._fixtures
            kept = tuple(e for e in file.examples if e.text not in self._failing)
            self._language.tests.append(TestFile(file.path, brings, kept, file.area))

    def _brings(self, value: Value) -> tuple[tuple[str, tuple[Entity, ...]], ...]:
        found: list[tuple[str, tuple[Entity, ...]]] = []
        for key, name in _BRINGS:
            entities: list[Entity] = []
            for each in self.values(value.get(key), f"A list of {key}"):
                said = each.get("name") if each.kind == "map" else None
                text = self.text(said, "A name") if said is not None else None
                if not text or not text.strip():
                    self.pairs(each, "One with a name")
                    continue
                cells = self._cells(each) if key == "entities" else ()
                names = self._names(self._bare(text.strip()), each)
                entities.extend(Entity(one, cells) for one in names)
            found.append((name, tuple(dict.fromkeys(entities))))
        return tuple(found)

    def _bare(self, text: str) -> str:
        """*text* without the spaces that hassil takes out before it reads."""
        return without_spaces(text) if self._language.ignore_whitespace else text

    def _cells(self, entity: Value) -> tuple[tuple[str, str], ...]:
        """What a name adds to the context: the entity's domain and attributes."""
        domain, id_ = entity.get("domain"), entity.get("id")
        of = domain.text if domain is not None else ""
        if not of and id_ is not None:
            of = id_.text.partition(".")[0]
        known = self.pairs(entity.get("attributes"), "A map of attributes")
        attributes = tuple((k, v.text) for k, _, v in known if v.kind == "text" and k != "domain")
        return ((("domain", of),) if of else ()) + attributes

    def _names(self, text: str, value: Value) -> list[str]:
        if not is_template(text):
            return [text]
        try:
            found = texts_of(parse(text), 200)
        except TemplateError as error:
            self.findings.append(
                Finding("E602", f"This is no template: {error.message}", value.span)
            )
            return []
        return found or []
