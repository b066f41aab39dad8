"""From Chatito: files of it as one grammar.

Intents become intents, slots catalogues (where their sentences are texts) or rules, aliases rules.
Every weight is written so that a sentence is as likely as Chatito documents it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from ...dsl import draft
from ...dsl.findings import Finding, has_errors, in_order
from ...dsl.naming import Names, legal_name
from ...dsl.span import Span
from ...dsl.text import nfc, squeeze
from ...dsl.tree import (
    Alternative,
    AnyStatement,
    Body,
    Maybe,
    Notes,
    Part,
    Quote,
    Slot,
    Target,
)
from ..made import Made, MadeFile, Options
from ..source import whole
from .odds import odds, written
from .project import Entity, load
from .syntax import Use
from .touching import edges, stripped, touched

INLINE = 100
"""So many values of a slot stand in the grammar itself; more in a table beside it."""

_KNOWN = {
    "%": ("training", "testing", "distribution"),
    "@": ("entity", "distribution"),
    "~": ("synonym", "distribution"),
}


def import_grammar(path: str, options: Options) -> Made:
    """The grammar of a `.chatito` file and its imports, or of all such files in a folder, as one
    `.gram` (with a `.tsv` for each slot of more than `INLINE` values). Deterministic: names are
    given in the order of the files."""
    project, findings = load(path)
    if not has_errors(findings) and not any(
        e.definition.kind == "%" for root in project.roots for e in root
    ):
        findings.append(Finding("E607", "There is no intent in it.", whole(path)))
    if has_errors(findings):
        return Made(findings=tuple(in_order(findings)))
    stem = os.path.basename(os.path.abspath(path))
    name = legal_name(options.name or stem.removesuffix(".chatito"))
    making = _Making(project.roots, findings)
    statements = draft.head(name, options.locale)
    statements.extend(making.statements())
    ending = tuple(c for d in project.documents for c in d.comments)
    if has_errors(findings):
        return Made(findings=tuple(in_order(findings)))
    files = [draft.gram(f"{name}.gram", statements, ending), *making.tables]
    return Made(tuple(files), tuple(in_order(findings)))


class _Making:
    """Statements of entities. Entities of several files that are alike in all become one."""

    def __init__(self, roots: Sequence[Sequence[Entity]], findings: list[Finding]) -> None:
        self.findings = findings
        self.tables: list[MadeFile] = []
        self._names = Names()
        self._labels = Names()
        self._number: dict[Entity, int] = {}
        self._named: dict[int, str] = {}
        self._entities: dict[int, Entity] = {}
        self._intents: dict[str, list[Entity]] = {}
        signatures: dict[object, int] = {}
        ordered = [_bottom_up(root) for root in roots]
        for entity in (e for root in ordered for e in root):
            if entity.definition.kind == "%":
                continue
            number = signatures.setdefault(self._signature(entity), len(signatures))
            self._number[entity] = number
            self._entities.setdefault(number, entity)
        for root in roots:
            for entity in root:
                if entity.definition.kind == "%":
                    self._intents.setdefault(entity.definition.name, []).append(entity)
        for intent, entities in self._intents.items():
            name = self._names.name(intent, "%")
            self._renamed(intent, name, "intent", entities[0].definition.span)
        order = {self._number[e]: e for root in roots for e in root if e in self._number}
        for kind in "@~":
            for number, entity in order.items():
                if entity.definition.kind == kind:
                    self._name(number, entity)
        self._order = list(order)
        left, right = touched(ordered)
        self._left = {self._number[e] for e in left}
        self._right = {self._number[e] for e in right}

    def _signature(self, entity: Entity) -> object:
        definition = entity.definition
        sentences = tuple(
            (
                tuple(
                    p if isinstance(p, str) else (p.key, p.optional, u and self._number[u])
                    for p, u in zip(s.pieces, row, strict=True)
                ),
                s.odds,
                s.percent,
            )
            for s, row in zip(definition.sentences, entity.uses, strict=True)
        )
        return definition.key, tuple(definition.arguments.items()), sentences

    def _name(self, number: int, entity: Entity) -> None:
        definition = entity.definition
        wanted = definition.name
        if definition.kind == "@":
            label = self._labels.name(definition.name)
            self._renamed(definition.name, label, "slot", definition.span)
            wanted = definition.arguments.get("entity") or label
            if definition.variation is not None:
                wanted = f"{wanted}_{definition.variation}"
        self._named[number] = self._names.name(wanted, f"{definition.kind}{number}")

    def _renamed(self, old: str, new: str, what: str, span: Span) -> None:
        if old != new:
            self.findings.append(
                Finding("W602", f"The {what} {old} is called {new} in the grammar.", span)
            )

    def statements(self) -> list[AnyStatement]:
        """Intents, then slots and aliases, in the order of the files."""
        found: list[AnyStatement] = []
        shares = self._shares()
        for (intent, entities), share in zip(self._intents.items(), shares, strict=True):
            name = self._names.name(intent, "%")
            notes = _notes([c for e in entities for c in e.definition.comments])
            if len(entities) == 1:
                alternatives = self._alternatives(entities[0])
            else:
                counts = written([Fraction(_examples(e)[0]) for e in entities])
                alternatives = [
                    replace(own[0], weight=count)
                    if len(own := self._alternatives(entity)) == 1
                    else draft.alternative([draft.group(own)], count)
                    for entity, count in zip(entities, counts, strict=True)
                ]
            found.append(draft.intent(name, alternatives, share, notes))
        for number in self._order:
            entity = self._entities[number]
            self._told(entity)
            name = self._named[number]
            notes = _notes(entity.definition.comments)
            found.append(
                self._catalogue(name, entity, notes)
                or draft.rule(name, self._alternatives(entity), notes)
            )
        return found

    def _shares(self) -> list[str | None]:
        """The weights of intents: so many examples as Chatito makes of each, where it is told of
        any how many that are."""
        counts, told = [], False
        for entities in self._intents.values():
            for entity in entities:
                self._told(entity)
                told = told or _examples(entity)[1]
            counts.append(sum(_examples(e)[0] for e in entities))
        if not told or len(set(counts)) == 1:
            return [None] * len(counts)
        return [str(c) for c in counts]

    def _told(self, entity: Entity) -> None:
        definition = entity.definition
        for key, value in definition.arguments.items():
            bad = (
                (key in ("training", "testing") and _whole(value) is None)
                or (key == "distribution" and value not in ("even", "regular"))
                or (key == "synonym" and value not in ("true", "false"))
            )
            if key not in _KNOWN[definition.kind] or bad:
                self.findings.append(
                    Finding(
                        "W603",
                        f"The argument '{key}': '{value}' of {definition.shown} means nothing"
                        " here.",
                        definition.span,
                    )
                )

    def _catalogue(self, name: str, entity: Entity, notes: Notes) -> AnyStatement | None:
        """The slot as a catalogue, None where it is no list of texts."""
        definition = entity.definition
        pieces = (piece for sentence in definition.sentences for piece in sentence.pieces)
        optional = any(not isinstance(piece, str) and piece.optional for piece in pieces)
        if definition.kind != "@" or optional or any(u for row in entity.uses for u in row):
            return None
        weights, findings = odds(entity)
        self.findings.extend(findings)
        values: dict[str, Fraction] = {}
        for sentence, weight in zip(definition.sentences, weights, strict=True):
            text = squeeze(nfc(_merged(sentence.pieces)))
            values[text] = values.get(text, Fraction(0)) + weight
        if not all(values):
            return None
        shown = written(list(values.values()))
        if len(values) <= INLINE:
            rows = [(text, None, weight) for text, weight in zip(values, shown, strict=True)]
            return draft.catalog(name, rows, notes)
        path = f"{name}.tsv"
        if any(shown):
            table = draft.table(
                path,
                ["value", "weight"],
                ((t, w or "1") for t, w in zip(values, shown, strict=True)),
            )
        else:
            table = draft.table(path, ["value"], ((t,) for t in values))
        self.tables.append(table)
        return draft.catalog_from(name, path, notes=notes)

    def _alternatives(self, entity: Entity) -> list[Alternative]:
        weights, findings = odds(entity)
        self.findings.extend(findings)
        sums: dict[object, Fraction] = {}
        first: dict[object, tuple[list[str | Part], str | None]] = {}
        for sentence, row, weight in zip(
            entity.definition.sentences, entity.uses, weights, strict=True
        ):
            value = None
            if entity.definition.kind == "@" and len(row) == 1 and row[0] is not None:
                alias = row[0].definition
                if alias.arguments.get("synonym") == "true":
                    value = alias.name
            # A sentence that stands there twice counts twice.
            key = tuple(p if isinstance(p, str) else (p.key, p.optional) for p in sentence.pieces)
            if key not in sums:
                first[key] = (self._sentence(sentence.pieces, row, self._number.get(entity)), value)
            sums[key] = sums.get(key, Fraction(0)) + weight
        return [
            draft.alternative(pieces, weight, value)
            for (pieces, value), weight in zip(
                first.values(), written(list(sums.values())), strict=True
            )
        ]

    def _sentence(
        self, pieces: Sequence[str | Use], row: Sequence[Entity | None], number: int | None
    ) -> list[str | Part]:
        """The parts of a sentence of definition *number* (None for an intent's)."""
        used = {id(p): u for p, u in zip(pieces, row, strict=True)}
        rest = stripped(pieces)
        left: list[str | Part] = []
        right: list[str | Part] = []
        if number in self._left:
            count = edges(rest)
            left = [self._part(p, used, ("", " ")) for p in rest[:count] if not isinstance(p, str)]
            rest = [*rest[max(count - 1, 0) : count], *rest[count:]]
            rest = stripped(rest)
        if number in self._right:
            count = edges(rest[::-1], 0)
            ends = rest[len(rest) - count :]
            right = [self._part(p, used, (" ", "")) for p in ends if not isinstance(p, str)]
            rest = stripped([*rest[: len(rest) - count], *ends[:1]])
        found: list[str | Part] = left
        for piece in rest:
            one = piece if isinstance(piece, str) else self._part(piece, used)
            if isinstance(one, str) and found and isinstance(found[-1], str):
                found[-1] += one
            else:
                found.append(one)
        return [*found, *right]

    def _part(
        self, use: Use, used: dict[int, Entity | None], spaces: tuple[str, str] = ("", "")
    ) -> str | Part:
        """What stands for *use*; where it is optional, with *spaces* inside its brackets."""
        entity = used[id(use)]
        if entity is None:
            text = squeeze(nfc(use.name))
            if not use.optional:
                return text
            words, count = draft.units(text), 1
        else:
            part = self._use(use, entity)
            if not use.optional:
                return part
            words, count = ((part,),), len(entity.definition.sentences)
            if count == 1 and not any(spaces):
                return draft.times(part, 0, 1)
        if spaces[0]:
            words = ((Quote(" "), *words[0]), *words[1:])
        if spaces[1]:
            words = (*words[:-1], (*words[-1], Quote(" ")))
        # Absent once for as many times as there are sentences, whatever these weigh.
        return Maybe(Body((Alternative(words, None if count == 1 else str(count)),)))

    def _use(self, use: Use, entity: Entity) -> Part:
        name = self._named[self._number[entity]]
        if use.kind == "~":
            return draft.ref(name)
        label = self._labels.name(use.name)
        return Slot(label) if label == name else Slot(label, Target(name))


def _bottom_up(root: Sequence[Entity]) -> list[Entity]:
    """All entities of a root, each behind those that it uses."""
    found: dict[Entity, None] = {}
    for start in root:
        stack = [(start, iter([u for row in start.uses for u in row if u is not None]))]
        while stack:
            entity, uses = stack[-1]
            used = next(uses, None)
            if used is None:
                stack.pop()
                found.setdefault(entity)
            elif used not in found:
                stack.append((used, iter([u for row in used.uses for u in row if u is not None])))
    return list(found)


def _merged(pieces: Sequence[str | Use]) -> str:
    return "".join(p if isinstance(p, str) else squeeze(p.name) for p in pieces)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 and int(text) else None


def _examples(entity: Entity) -> tuple[int, bool]:
    """How many examples Chatito makes of an intent, and whether it is told so."""
    training = _whole(entity.definition.arguments.get("training", ""))
    if training is None:
        return entity.count, False
    testing = _whole(entity.definition.arguments.get("testing", "")) or 0
    return min(training + testing, entity.count), True


def _notes(comments: Sequence[str]) -> Notes:
    return Notes(above=(None, *comments) if comments else ())
