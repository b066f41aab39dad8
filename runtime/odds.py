"""Odds: with which probability each alternative of a rule or intent comes out."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from ..compiler import ir
from ..compiler.compiled import Compiled
from ..compiler.program import Program
from ..compiler.raise_tree import alternative, part
from ..compiler.recursion import calls
from ..dsl.findings import Finding
from ..dsl.printer import print_alternative, print_units
from ..dsl.span import NOWHERE, Span
from .contexts import PLAIN, Met, Visit, Walk
from .counting.flow import uses
from .counting.order import order
from .names import locate


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the odds.

    `kind` is `alternative`, `optional` (what is in brackets that may be left out), `choice`
    (brackets with alternatives, which follow one level deeper) or `repeat`. `probability` is that
    of an alternative among those beside it, and of what is optional that it is there, where the
    rule is used by itself; for a repeat, the average number of times; None for a choice.
    `share` is how often the line comes in one use of the rule. `in_use` is `probability` over all
    sentences of the grammar, where other parts may have to agree with the rule; None where no
    sentence comes by. `place` is the number of an alternative's place in the source, else -1.
    """

    level: int
    kind: str
    text: str
    probability: Fraction | None
    share: Fraction
    in_use: float | None
    place: int = -1


@dataclass(frozen=True, slots=True)
class Use:
    """How often sentences of an intent use the rule: the probability that one does, and the
    average number of times."""

    intent: str
    probability: float
    times: float


@dataclass(frozen=True, slots=True)
class Odds:
    """The odds of a rule or intent (`kind`). `uses` says for each intent how often it uses the
    rule, and is empty for intents; `intents` are the probabilities of all intents."""

    kind: str
    name: str
    branches: tuple[Branch, ...]
    uses: tuple[Use, ...]
    intents: tuple[tuple[str, Fraction], ...]

    def rows(self) -> list[dict[str, object]]:
        """The branches as plain values, fit for JSON."""
        return [
            {
                "level": b.level,
                "kind": b.kind,
                "text": b.text,
                "probability": None if b.probability is None else float(b.probability),
                "share": float(b.share),
                "in_use": b.in_use,
            }
            for b in self.branches
        ]

    @property
    def agrees(self) -> bool:
        """Whether agreement makes some line come out otherwise in sentences than by itself."""
        return any(
            b.in_use is not None
            and b.probability is not None
            and not math.isclose(b.in_use, b.probability, rel_tol=1e-9, abs_tol=1e-12)
            for b in self.branches
        )


def intent_odds(compiled: Compiled) -> tuple[tuple[str, Fraction], ...]:
    """The probability of each intent, in the order of the file."""
    intents = compiled.program.intents
    total = sum(intent.weight for intent in intents)
    return tuple((intent.name, Fraction(intent.weight, total)) for intent in intents)


def odds(compiled: Compiled, name: str, where: Span = NOWHERE) -> Odds | Finding:
    """The odds of the rule or intent of that full name, or, at *where*, what is wrong with it.

    Exact for the rule by itself. Of a rule that some exclusion takes texts from, or that is used in
    one, only that is told: in sentences its odds are those of what is left. Alternatives stand in
    the order of the file, what is nested in one below it. A catalogue that nothing is bound to has
    no features that agreement could ask for.
    """
    found = locate(compiled, name, where)
    if isinstance(found, Finding):
        return found
    walk, program = Walk(compiled), compiled.program
    if found.kind == "intent":
        body = next(i.body for i in program.intents if i.name == name)
        alone = walk.visit(body, {PLAIN: Fraction(1)})
        return Odds("intent", name, _branches(alone, alone), (), intent_odds(compiled))
    body = program.rules[name]
    alone = walk.visit(body, {PLAIN: Fraction(1)})
    if name in _excluding(program):
        branches = _branches(alone, Visit([replace(met, whole=0) for met in alone.met]))
        return Odds("rule", name, branches, (), intent_odds(compiled))
    anywhere = walk.visit(body, walk.everywhere(name))
    return Odds(
        "rule", name, _branches(alone, anywhere), _uses(compiled, name), intent_odds(compiled)
    )


def _excluding(program: Program) -> set[str]:
    """The rules that exclusions take texts from, and those that these use."""
    bodies = [*program.rules.values(), *(intent.body for intent in program.intents)]
    nodes = [node for body in bodies for node in ir.walk(body)]
    queue = [n.body.rule for n in nodes if isinstance(n, ir.Minus) and isinstance(n.body, ir.Call)]
    for rule in queue:
        queue.extend(c for c in calls(program.rules[rule]) if c not in queue)
    return set(queue)


def _branches(alone: Visit, anywhere: Visit) -> tuple[Branch, ...]:
    return tuple(
        Branch(
            one.level,
            one.kind,
            _text(one.node),
            None if one.kind == "choice" else _exact(_ratio(one)),
            _exact(one.mass),
            None if one.kind == "choice" or not other.whole else float(_ratio(other)),
            one.node.place if isinstance(one.node, ir.Option) else -1,
        )
        for one, other in zip(alone.met, anywhere.met, strict=True)
    )


def _ratio(met: Met) -> Fraction | float:
    return met.mass / met.whole if met.whole else Fraction(0)


def _exact(mass: Fraction | float) -> Fraction:
    return Fraction(mass)


def _text(node: ir.Node | ir.Option) -> str:
    if isinstance(node, ir.Option):
        return print_alternative(alternative(node))
    return print_units(((part(node),),))


def _uses(compiled: Compiled, name: str) -> tuple[Use, ...]:
    networks = compiled.networks
    own = frozenset(n for n, net in enumerate(networks.table) if net.name.partition("@")[0] == name)
    often = uses(networks.table, order(networks.table), own)
    return tuple(
        Use(intent, often[net].probability, often[net].times) for intent, _, net in networks.roots
    )
