"""An enumerator of small grammars that shares nothing with the compiler: straight from the tree,
every combination written out, by the words of the language's reference."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import permutations, product
from typing import Any

from gramc.corpora.utterance import Span, Utterance
from gramc.dsl import tree

Events = tuple[tuple[Any, ...], ...]
"""("text", t), ("space",), ("open", slot), ("close",), ("value", v), ("constant", name, v)."""
Ways = list[tuple[Fraction, Events, dict[str, str]]]
"""Every way of a part: its probability, what it does, the features that it carries."""

ONE = Fraction(1)


class Brute:
    """The language of a file without imports, recursion, unbounded repeats and files."""

    def __init__(self, file: tree.File) -> None:
        self.features = {
            tag.value: s.name
            for s in file.statements
            if isinstance(s, tree.Feature)
            for tag in s.values
        }
        self.rules = {s.name: s.body for s in file.statements if isinstance(s, tree.Rule)}
        self.catalogues = {s.name: s.body for s in file.statements if isinstance(s, tree.Catalog)}
        self.intents = {s.name: s.body for s in file.statements if isinstance(s, tree.Intent)}

    def language(self, intent: str) -> dict[Utterance, Fraction]:
        found: dict[Utterance, Fraction] = {}
        for p, events, _ in self.body(self.intents[intent]):
            utterance = read(events, intent)
            found[utterance] = found.get(utterance, Fraction(0)) + p
        return {u: p for u, p in found.items() if p}

    def body(self, body: tree.Body) -> Ways:
        total = sum(weight(a) for a in body.alternatives)
        return [
            (p * weight(a) / total, events, carried)
            for a in body.alternatives
            if weight(a)
            for p, events, carried in self.alternative(a)
        ]

    def alternative(self, alternative: tree.Alternative) -> Ways:
        tags = {self.features[t.value]: t.value for t in alternative.tags}
        parts: list[Ways] = []
        counted: list[int] = []
        for number, unit in enumerate(alternative.units):
            if number:
                parts.append([(ONE, (("space",),), {})])
            for part in unit:
                if not isinstance(part, tree.Word | tree.Quote | tree.Constant):
                    counted.append(len(parts))
                parts.append(self.part(part))
        single = len(counted) == 1
        ways: Ways = []
        for choice in product(*parts):
            p = ONE
            events: Events = ()
            for share, more, _ in choice:
                p *= share
                events += more
            carried = [choice[i][2] for i in counted]
            up = set(alternative.agree.features) if alternative.agree else set()
            if single:
                up.update(*carried, tags)
            common: dict[str, str] = {f: v for f, v in tags.items() if f in up}
            agrees = True
            for one in carried:
                for feature, value in one.items():
                    if feature in up:
                        agrees = agrees and common.setdefault(feature, value) == value
            if agrees:
                ways.append((p, finish(events, alternative.value), {**tags, **common}))
        total = sum((p for p, _, _ in ways), Fraction(0))
        return [(p / total, events, carried) for p, events, carried in ways] if total else []

    def part(self, part: tree.Part) -> Ways:
        if isinstance(part, tree.Word | tree.Quote):
            events: list[tuple[Any, ...]] = []
            for number, piece in enumerate(part.text.split(" ")):
                if number:
                    events.append(("space",))
                if piece:
                    events.append(("text", piece))
            return [(ONE, tuple(events), {})]
        if isinstance(part, tree.Ref):
            return self.name(part.target.name)
        if isinstance(part, tree.Target):
            return self.name(part.name)
        if isinstance(part, tree.Slot):
            inner = self.name(part.name) if part.filler is None else self.part(part.filler)
            return [
                (p, (("open", part.name), *events, ("close",)), carried)
                for p, events, carried in inner
            ]
        if isinstance(part, tree.Constant):
            return [(ONE, (("constant", part.name, part.value),), {})]
        if isinstance(part, tree.Group):
            return self.body(part.body)
        if isinstance(part, tree.Maybe):
            return self.optional(part.body)
        if isinstance(part, tree.Permutation):
            orders = list(permutations(part.bodies))
            return [
                (p / len(orders), e, {})
                for o in orders
                for p, e in spaced([self.body(b) for b in o])
            ]
        assert isinstance(part, tree.Postfix)
        if part.mark == "?":
            if isinstance(part.part, tree.Group):
                return self.optional(part.part.body)
            return halved(self.part(part.part))
        assert part.high is not None
        counts = range(part.low, part.high + 1)
        return [
            (p / len(counts), e, {}) for n in counts for p, e in spaced([self.part(part.part)] * n)
        ]

    def optional(self, body: tree.Body) -> Ways:
        if len(body.alternatives) > 1:
            return halved(self.body(body))
        (only,) = body.alternatives
        share = weight(only) / (weight(only) + 1)
        present = [(p * share, e, c) for p, e, c in self.alternative(only)] if share else []
        return [*present, (1 - share, (), {})]

    def name(self, name: str) -> Ways:
        if name in self.rules:
            return self.body(self.rules[name])
        body = self.catalogues[name]
        total = sum(weight(a) for a in body.alternatives)
        ways: Ways = []
        for a in body.alternatives:
            text = " ".join("".join(p.text for p in unit) for unit in a.units)  # type: ignore[union-attr]
            events: Events = (("text", text),)
            if a.value is not None:
                events += (("value", a.value),)
            if weight(a):
                tags = {self.features[t.value]: t.value for t in a.tags}
                ways.append((weight(a) / total, events, tags))
        return ways


def weight(alternative: tree.Alternative) -> Fraction:
    return ONE if alternative.weight is None else Fraction(alternative.weight)


def halved(ways: Ways) -> Ways:
    return [*((p / 2, e, c) for p, e, c in ways), (Fraction(1, 2), (), {})]


def spaced(parts: Iterable[Ways]) -> list[tuple[Fraction, Events]]:
    found: list[tuple[Fraction, Events]] = []
    for choice in product(*parts):
        p = ONE
        events: Events = ()
        for number, (share, more, _) in enumerate(choice):
            p *= share
            events += ((("space",),) if number else ()) + more
        found.append((p, events))
    return found


def finish(events: Events, value: str | None) -> Events:
    """A canonical value replaces those of the parts, but not those inside inner slots."""
    if value is None:
        return events
    kept: list[tuple[Any, ...]] = []
    depth = 0
    for event in events:
        depth += (event[0] == "open") - (event[0] == "close")
        if event[0] != "value" or depth:
            kept.append(event)
    return (*kept, ("value", value))


def read(events: Events, intent: str) -> Utterance:
    """Spaces settled, empty slots gone, values joined."""
    text = ""
    due = False
    spans: list[Span] = []
    constants: list[tuple[str, str]] = []
    stack: list[list[Any]] = []  # [name, start, values, spans]
    for event in events:
        kind = event[0]
        if kind == "space":
            due = True
        elif kind == "text":
            text += " " if due and text else ""
            due = False
            for slot in stack:
                if slot[1] is None:
                    slot[1] = len(text)
            text += event[1]
        elif kind == "open":
            stack.append([event[1], None, [], []])
        elif kind == "value":
            if stack:
                stack[-1][2].append(event[1])
        elif kind == "constant":
            constants.append((event[1], event[2]))
        else:
            name, start, values, inner = stack.pop()
            if start is not None:
                value = " ".join(values) if values else None
                span = Span(name, start, len(text), value, tuple(inner))
                (stack[-1][3] if stack else spans).append(span)
    return Utterance(text, tuple(spans), tuple(constants), intent)
