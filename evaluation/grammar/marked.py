"""Marked: a grammar whose slots hold nothing but their names.

`play {song: <any_song>} by {artist}` says the same templates as before, and neither catalogues nor
what stands in slots matters any more. The result is an ordinary compiled grammar: it is parsed,
sampled and counted with as any other, and its texts are templates.

Of what a slot holds two things can be seen from outside. Features, in which the parts around
it may have to agree: its name then stands there once for each assignment that values can have,
with their mass. And emptiness: a slot without text is gone, so that a template without it is there
as well, with the odds of that. What is taken away from a rule by `<rule - texts>` are texts with
values, and of a template with slots others are left; so templates lose nothing by it, though they
become rarer, which is not worked out, and neither is what a value tells of others from its row.
Rewrites see a mark, and not the letters of values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm, prod
from typing import TYPE_CHECKING

import msgspec

from ...compiler import ir
from ...compiler.compiled import Compiled
from ...compiler.features import Spread, Spreads
from ...compiler.recursion import Recursion, check_recursion
from ...dsl.span import NOWHERE

if TYPE_CHECKING:
    from ...compiler.program import Program

ZERO, ONE = Fraction(0), Fraction(1)


def slot_names(program: Program) -> list[str]:
    """The slots that a grammar has, sorted; those that stand only within others among them."""
    bodies = [*program.rules.values(), *(intent.body for intent in program.intents)]
    nodes = (node for body in bodies for node in ir.walk(body))
    return sorted({node.name for node in nodes if isinstance(node, ir.Slot)})


def marked(compiled: Compiled, marks: Mapping[str, str]) -> Compiled:
    """*compiled* with the mark of its name in each outermost slot. *marks* has each name."""
    return _Marking(compiled, marks).compiled()


class _Marking:
    """What marking one grammar needs."""

    def __init__(self, compiled: Compiled, marks: Mapping[str, str]) -> None:
        self._before = compiled
        self._marks = marks
        rules = compiled.program.rules
        recursion, _ = check_recursion(rules, dict.fromkeys(rules, NOWHERE))
        self._empty = _Emptiness(rules, recursion)
        self._features = _asked(compiled.program)
        self._spreads = _spreads(compiled, recursion) if self._features else None

    def compiled(self) -> Compiled:
        """The grammar."""
        before, program = self._before, self._before.program
        after = msgspec.structs.replace(
            program,
            rules={name: self._choice(body) for name, body in program.rules.items()},
            intents=tuple(
                msgspec.structs.replace(intent, body=self._choice(intent.body))
                for intent in program.intents
            ),
        )
        return Compiled(after, before.stock, before.sources, before.locale, before.rewriter)

    def _choice(self, choice: ir.Choice) -> ir.Choice:
        return ir.Choice(
            tuple(
                msgspec.structs.replace(option, parts=tuple(map(self._node, option.parts)))
                for option in choice.options
            )
        )

    def _node(self, node: ir.Node) -> ir.Node:
        if isinstance(node, ir.Slot):
            return self._slot(node)
        if isinstance(node, ir.Context):
            return ir.Constant(node.name, "")  # there, whatever a caller may give
        if isinstance(node, ir.Choice):
            return self._choice(node)
        if isinstance(node, ir.Repeat):
            return ir.Repeat(self._node(node.body), node.low, node.high, node.place)
        if isinstance(node, ir.Permute):
            return ir.Permute(tuple(map(self._node, node.bodies)))
        return node

    def _slot(self, node: ir.Slot) -> ir.Node:
        mark = ir.Text(self._marks[node.name])
        empty = self._empty.of(node.body)
        spread: Spread = {(): ONE}
        if self._spreads is not None:
            spread = self._spreads.of(node.body, self._features)
        shares: list[tuple[Fraction, tuple[ir.Node, ...], tuple[tuple[str, str], ...]]] = []
        for values, mass in spread.items():
            pairs = zip(self._features, values, strict=True) if values else ()
            tags = tuple((feature, value) for feature, value in pairs if value is not None)
            shares.append((mass * (1 - empty), (mark,), tags))
        if empty:
            shares.append((empty, (), ()))
        shares = [share for share in shares if share[0]]
        if len(shares) == 1 and not shares[0][2]:
            return ir.Slot(node.name, mark) if shares[0][1] else ir.Choice((ir.Option(1, ()),))
        scale = lcm(*(share.denominator for share, *_ in shares))
        options = [
            ir.Option(int(share * scale), parts, None, tags) for share, parts, tags in shares
        ]
        return ir.Slot(node.name, ir.Choice(tuple(options)))


def _asked(program: Program) -> tuple[str, ...]:
    """The features that anything agrees in, sorted."""
    bodies = [*program.rules.values(), *(intent.body for intent in program.intents)]
    return tuple(
        sorted(
            {
                feature
                for body in bodies
                for node in ir.walk(body)
                if isinstance(node, ir.Choice)
                for option in node.options
                for feature in option.agree
            }
        )
    )


def _spreads(compiled: Compiled, recursion: Recursion) -> Spreads:
    from ...compiler.exclusion import Exclusions

    rules = compiled.program.rules
    bodies = [intent.body for intent in compiled.program.intents]
    exclusions = Exclusions(rules, bodies, recursion, compiled.stock)
    return Spreads(exclusions.rules, recursion.component, exclusions.profile)


class _Emptiness:
    """How likely parts are to give no text, agreement aside."""

    def __init__(self, rules: Mapping[str, ir.Choice], recursion: Recursion) -> None:
        self._known: dict[str, Fraction] = {}
        for rule in recursion.order:
            self._known[rule] = self.of(rules[rule])

    def of(self, node: ir.Node) -> Fraction:
        """The probability that *node* gives no text."""
        if isinstance(node, ir.Text | ir.Draw):
            return ZERO
        if isinstance(node, ir.Call):
            # A rule that isn't known yet is one that this is part of: who comes round to it has
            # added text.
            return self._known.get(node.rule, ZERO)
        if isinstance(node, ir.Slot | ir.Minus):
            return self.of(node.body)
        if isinstance(node, ir.Choice):
            whole = sum(option.weight for option in node.options)
            return sum(
                (Fraction(o.weight, whole) * self._all(o.parts) for o in node.options), start=ZERO
            )
        if isinstance(node, ir.Repeat):
            once = self.of(node.body)
            if node.high is not None:
                counts = range(node.low, node.high + 1)
                return sum((once**count for count in counts), start=ZERO) / len(counts)
            return once**node.low / (2 - once)
        if isinstance(node, ir.Permute):
            return self._all(node.bodies)
        return ONE  # a space or a constant

    def _all(self, parts: Sequence[ir.Node]) -> Fraction:
        return prod(map(self.of, parts), start=ONE)
