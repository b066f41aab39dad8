"""Contexts: how often each choice of a rule is met, and with which features.

Agreement can decide a choice before it is made: what stands in a plural sentence picks its plural
alternatives. So the probability of an alternative depends on what is asked of the rule where it is
used, and the probability over all sentences is a mixture of those cases.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from ..compiler import ir
from ..compiler.compiled import Compiled
from ..compiler.exclusion import Exclusions
from ..compiler.features import Assignment, Spreads, merge
from ..compiler.raise_tree import optional
from ..compiler.recursion import check_recursion
from ..compiler.settle import Settling
from ..dsl.span import NOWHERE
from .counting.uses import add_uses

Mass = Fraction | float
Context = tuple[tuple[str, ...], Assignment]
"""The features that are asked for, and the value of each (None: that it carries none)."""
PLAIN: Context = ((), ())
Masses = Mapping[Context, Mass]


@dataclass(frozen=True, slots=True)
class Met:
    """A choice or one of its alternatives, and how often it is met: `node` is the choice where
    brackets begin (`kind` is `choice`, `optional` or `repeat`), else the alternative
    (`alternative`). `whole` is how often what it stands in is met; for what may be left out, and
    for alternatives, `mass` by `whole` is its probability."""

    level: int
    kind: str
    node: ir.Node | ir.Option
    mass: Mass
    whole: Mass


@dataclass(slots=True)
class Visit:
    """What is met in one rule: its choices in the order of the text, and its calls."""

    met: list[Met] = field(default_factory=list)
    calls: dict[tuple[str, Context], Mass] = field(default_factory=dict)


class Walk:
    """Walks the bodies of a grammar's rules and intents."""

    def __init__(self, compiled: Compiled) -> None:
        self.program = compiled.program
        rules = self.program.rules
        recursion, _ = check_recursion(rules, dict.fromkeys(rules, NOWHERE))
        bodies = [intent.body for intent in self.program.intents]
        profile = Exclusions(rules, bodies, recursion, compiled.stock).profile
        self.settling = Settling(rules, bodies, recursion, profile)
        self.spreads = Spreads(self.settling.rules, recursion.component, profile)

    def visit(self, body: ir.Choice, masses: Masses) -> Visit:
        """What is met in *body* where it is used that often in each context. Sums are exact where
        the masses given are fractions."""
        visit = Visit()
        variants = self.settling.variants.get(id(body))
        if variants is None:
            self._options(body, masses, 0, visit)
        else:
            self._settled(body, variants, masses, visit)
        return visit

    def _settled(
        self,
        choice: ir.Choice,
        variants: list[list[ir.Option]],
        masses: Masses,
        visit: Visit,
    ) -> None:
        """The options of a choice where rows that are shared have features: what each became for
        one of their assignments is of the same shape, and is added up."""
        whole = sum(masses.values())
        flat = ir.Choice(tuple(option for options in variants for option in options))
        split = iter(self._split(flat, masses))
        for option, options in zip(choice.options, variants, strict=True):
            shown = Visit()
            self._parts(option, {}, 1, shown)
            total: Mass = 0
            for variant in options:
                inside, found = next(split), Visit()
                total += sum(inside.values())
                self._parts(variant, inside, 1, found)
                shown.met = [
                    Met(one.level, one.kind, one.node, one.mass + more.mass, one.whole + more.whole)
                    for one, more in zip(shown.met, found.met, strict=True)
                ]
                for key, mass in found.calls.items():
                    visit.calls[key] = visit.calls.get(key, 0) + mass
            visit.met.append(Met(0, "alternative", option, total, whole))
            visit.met.extend(shown.met)

    def _options(self, choice: ir.Choice, masses: Masses, level: int, visit: Visit) -> None:
        whole = sum(masses.values())
        for option, inside in zip(choice.options, self._split(choice, masses), strict=True):
            mass = sum(inside.values())
            visit.met.append(Met(level, "alternative", option, mass, whole))
            self._parts(option, inside, level + 1, visit)

    def _split(self, choice: ir.Choice, masses: Masses) -> list[dict[Context, Mass]]:
        """How often each option is chosen, by context."""
        found: list[dict[Context, Mass]] = [{} for _ in choice.options]
        for context, mass in masses.items():
            features, values = context
            shares: list[Fraction] = []
            for option in choice.options:
                fits = Fraction(1)
                if features:
                    fits = self.spreads.option(option, features).get(values, Fraction(0))
                shares.append(fits * option.weight)
            total = sum(shares)
            for inside, share in zip(found, shares, strict=True):
                if share:
                    inside[context] = inside.get(context, 0) + mass * (share / total)
        return found

    def _parts(
        self, option: ir.Option, masses: dict[Context, Mass], level: int, visit: Visit
    ) -> None:
        parts = ir.features_parts(option)
        each: list[dict[Context, Mass]] = [{} for _ in parts]
        single = len(parts) == 1
        for context, mass in masses.items():
            if option.agree or (option.tags and single):
                for into, found in zip(each, self._agreeing(option, context), strict=True):
                    for inner, share in found.items():
                        into[inner] = into.get(inner, 0) + mass * share
            else:
                inner = context if single else PLAIN
                for into in each:
                    into[inner] = into.get(inner, 0) + mass
        for part, into in zip(parts, each, strict=True):
            self._node(part, into, level, visit)

    def _agreeing(self, option: ir.Option, context: Context) -> list[dict[Context, Fraction]]:
        """For each part the probabilities of what it carries, given what the whole carries: forward
        and backward through the joint assignments."""
        features, values = context
        trellis = self.spreads.trellis(option, features)
        backward = trellis.backward(values)
        found: list[dict[Context, Fraction]] = []
        states = {trellis.start: Fraction(1)}
        for column, spread in enumerate(trellis.spreads):
            carried: dict[Context, Fraction] = {}
            following: dict[Assignment, Fraction] = {}
            for common, mass in states.items():
                for own, share in spread.items():
                    merged = merge(common, own)
                    if merged is None or merged not in backward[column + 1]:
                        continue
                    way = mass * share * backward[column + 1][merged] / backward[column][common]
                    inner = (trellis.work, own)
                    carried[inner] = carried.get(inner, Fraction(0)) + way
                    following[merged] = following.get(merged, Fraction(0)) + way
            found.append(carried)
            states = following
        return found

    def _node(self, node: ir.Node, masses: dict[Context, Mass], level: int, visit: Visit) -> None:
        whole = sum(masses.values())
        if isinstance(node, ir.Call):
            for context, mass in masses.items():
                key = (node.rule, context)
                visit.calls[key] = visit.calls.get(key, 0) + mass
        elif isinstance(node, ir.Slot):
            self._node(node.body, masses, level, visit)
        elif isinstance(node, ir.Repeat):
            times = _times(node)
            visit.met.append(Met(level, "repeat", node, whole * times, whole))
            self._node(node.body, {PLAIN: whole * times}, level + 1, visit)
        elif isinstance(node, ir.Permute):
            visit.met.append(Met(level, "choice", node, whole, whole))
            for body in node.bodies:
                self._node(body, {PLAIN: whole}, level + 1, visit)
        elif isinstance(node, ir.Choice):
            self._choice(node, masses, level, visit)

    def _choice(
        self, choice: ir.Choice, masses: dict[Context, Mass], level: int, visit: Visit
    ) -> None:
        if len(choice.options) == 1:  # a group, or a quote, with nothing to choose
            self._parts(choice.options[0], masses, level, visit)
            return
        whole = sum(masses.values())
        if optional(choice) is None:
            visit.met.append(Met(level, "choice", choice, whole, whole))
            self._options(choice, masses, level + 1, visit)
            return
        present, inside = choice.options[0], self._split(choice, masses)[0]
        visit.met.append(Met(level, "optional", choice, sum(inside.values()), whole))
        if present.place < 0 and len(present.parts) == 1:
            (inner,) = present.parts
            if isinstance(inner, ir.Choice) and len(inner.options) > 1 and not optional(inner):
                self._options(inner, inside, level + 1, visit)
                return
        self._parts(present, inside, level + 1, visit)

    # ------------------------------------------------------------------ over all sentences

    def everywhere(self, rule: str) -> dict[Context, float]:
        """How often a sentence of the grammar uses *rule* on average, by context; intents are
        chosen by their weights."""
        keys: dict[tuple[str, Context], int] = {}
        calls: list[dict[tuple[str, Context], Mass]] = []
        waiting: list[tuple[str, Context]] = []
        start: dict[tuple[str, Context], float] = {}
        total = sum(intent.weight for intent in self.program.intents)
        for intent in self.program.intents:
            share = intent.weight / total
            for key, mass in self.visit(intent.body, {PLAIN: share}).calls.items():
                start[key] = start.get(key, 0.0) + float(mass)
        waiting.extend(start)
        while waiting:
            key = waiting.pop()
            if key in keys:
                continue
            keys[key] = len(keys)
            name, context = key
            found = self.visit(self.program.rules[name], {context: 1.0}).calls
            calls.append(found)
            waiting.extend(found)
        often = [0.0] * len(keys)
        for key, mass in start.items():
            often[keys[key]] += float(mass)
        add_uses(often, [{keys[k]: float(m) for k, m in found.items()} for found in calls])
        return {context: often[n] for (name, context), n in keys.items() if name == rule}


def _times(node: ir.Repeat) -> Fraction:
    """How often the body of a repeat comes on average."""
    if node.high is None:
        return Fraction(node.low + 1)
    return Fraction(node.low + node.high, 2)
