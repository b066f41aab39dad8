"""The language of a plain grammar by brute force: every combination written out."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import permutations, product

from gramc.compiler import ir
from gramc.corpora.utterance import Utterance
from gramc.exchange.plain.plain import Plain

from ..reference.texts import Events, finish, settled, words

Ways = list[tuple[Fraction, Events | None]]
"""What a way does, None where it is too long."""


class PlainLanguage:
    """With a *limit*, only texts of at most so many letters are kept."""

    def __init__(self, plain: Plain, limit: int | None = None) -> None:
        self.plain = plain
        self.limit = limit
        self.rules: dict[tuple[str, int], Ways] = {}

    def language(self, intent: str) -> dict[Utterance, Fraction]:
        (body,) = [i.body for i in self.plain.intents if i.name == intent]
        found: dict[Utterance, Fraction] = {}
        for p, events in self.node(body, 0):
            if events is not None:
                utterance = settled(events, intent)
                found[utterance] = found.get(utterance, Fraction(0)) + p
        return found

    def node(self, node: ir.Node, depth: int) -> Ways:
        if isinstance(node, ir.Text):
            assert node.text
            assert " " not in node.text
            return [(Fraction(1), (("text", node.text),))]
        if isinstance(node, ir.Space):
            return [(Fraction(1), (("space",),))]
        if isinstance(node, ir.Constant):
            return [(Fraction(1), (("constant", node.name, node.value),))]
        if isinstance(node, ir.Context):
            return [(Fraction(1), (("constant", node.name, f"@{node.key}"),))]
        if isinstance(node, ir.Slot):
            return [
                (p, None if e is None else (("open", node.name), *e, ("close",)))
                for p, e in self.node(node.body, depth)
            ]
        if isinstance(node, ir.Call):
            if self.limit is not None and depth > 60:
                return []
            key = (node.rule, depth if self.limit is not None else 0)
            if key not in self.rules:
                self.rules[key] = self.node(self.plain.rules[node.rule], depth + 1)
            return self.rules[key]
        if isinstance(node, ir.Draw):
            assert node == ir.Draw(node.catalogue)
            rows = list(self.plain.catalogues[node.catalogue].rows())
            total = sum(row.weight for row in rows)
            return self.gathered(
                (
                    Fraction(row.weight, total),
                    (*words(row.text), *((("value", row.value),) if row.value is not None else ())),
                )
                for row in rows
            )
        if isinstance(node, ir.Choice):
            total = sum(o.weight for o in node.options)
            ways: Ways = []
            for option in node.options:
                assert not option.tags
                assert not option.agree
                assert option.weight > 0
                share = Fraction(option.weight, total)
                for p, e in self.sequence([self.node(x, depth) for x in option.parts]):
                    ways.append((share * p, None if e is None else finish(e, option.value)))
            return self.gathered(ways)
        if isinstance(node, ir.Repeat):
            return self.repeated(node, self.node(node.body, depth))
        assert isinstance(node, ir.Permute)
        orders = list(permutations([self.node(b, depth) for b in node.bodies]))
        share = Fraction(1, len(orders))
        return self.gathered(
            (p * share, e) for order in orders for p, e in self.sequence(order, (("space",),))
        )

    def repeated(self, node: ir.Repeat, once: Ways) -> Ways:
        counts: Iterable[tuple[int, Fraction]]
        if node.high is not None:
            share = Fraction(1, node.high - node.low + 1)
            counts = [(n, share) for n in range(node.low, node.high + 1)]
        else:
            assert self.limit is not None
            counts = [(node.low + n, Fraction(1, 2 ** (n + 1))) for n in range(self.limit + 1)]
        return self.gathered(
            (share * p, e)
            for n, share in counts
            for p, e in self.sequence([once] * n, (("space",),))
        )

    def sequence(self, parts: Iterable[Ways], between: Events = ()) -> Ways:
        found: Ways = [(Fraction(1), ())]
        for number, ways in enumerate(parts):
            put = between if number else ()
            found = self.gathered(
                (p * q, None if e is None or f is None else (*e, *put, *f))
                for (p, e), (q, f) in product(found, ways)
            )
        return found

    def gathered(self, ways: Iterable[tuple[Fraction, Events | None]]) -> Ways:
        found: dict[Events | None, Fraction] = {}
        for p, events in ways:
            if events is not None and self.limit is not None:
                letters = sum(len(e[1]) for e in events if e[0] == "text")
                events = events if letters <= self.limit else None
            found[events] = found.get(events, Fraction(0)) + p
        return [(p, e) for e, p in found.items()]
