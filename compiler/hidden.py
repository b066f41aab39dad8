"""Hidden: slots in rules that look like mere decoration where they are used.

`[<by_artist>]` tells a reader that the artist may be missing. `[<polite>]` tells of no slot, and
most of what the rule says has none; that one of its alternatives holds a slot is easily overlooked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

from ..dsl.findings import Finding, Label
from . import ir
from .model import Model

_Kinds = frozenset[bool]
"""Whether what a part gives can hold a slot, and whether it can do without."""


def hidden_slots(model: Model) -> list[Finding]:
    """W504 at optional calls, in the root file, of rules of which some alternatives hold a slot,
    but not most by their weights. In order of the rules, one for each rule and place."""
    kinds = _rules(model.rules)
    findings: dict[tuple[int, str], Finding] = {}
    bodies = [body for name, body in model.rules.items() if name in model.own_rules]
    for body in [*bodies, *(intent.body for intent in model.intents)]:
        for place, rule in _optional(body):
            at = _hiding(model.rules[rule], kinds)
            if at < 0 or place < 0 or (place, rule) in findings:
                continue
            findings[place, rule] = Finding(
                "W504",
                f"What may be left out here can hold a slot, in the rule “{rule}”; most of that "
                "rule has none.",
                model.places[place],
                "Take the slot out of the rule, and write it where the rule is used.",
                (Label(model.places[at], "here is a slot"),),
            )
    return list(findings.values())


def _optional(body: ir.Choice) -> Iterator[tuple[int, str]]:
    """(place, rule) of all calls that stand alone in what may be left out."""
    stack: list[tuple[ir.Node, int, bool]] = [(body, -1, False)]
    while stack:
        node, place, absent = stack.pop()
        if isinstance(node, ir.Choice):
            absent = absent or any(not option.parts for option in node.options)
            for option in reversed(node.options):
                here = option.place if option.place >= 0 else place
                alone = absent and len(option.parts) == 1
                stack.extend((part, here, alone) for part in reversed(option.parts))
        elif isinstance(node, ir.Call):
            if absent:
                yield place, node.rule
        elif not isinstance(node, ir.Slot):
            stack.extend((child, place, False) for child in ir.children(node))


def _hiding(body: ir.Choice, kinds: Mapping[str, _Kinds]) -> int:
    """The place of the first alternative with a slot, where most have none; else -1."""
    found, without = -1, 0
    for option in body.options:
        if True not in _sequence(option.parts, kinds):
            without += option.weight
        elif found < 0:
            found = option.place
    return found if 2 * without > sum(option.weight for option in body.options) else -1


def _rules(rules: Mapping[str, ir.Choice]) -> dict[str, _Kinds]:
    """The kinds of all rules: the least fixed point. Rules are looked at again where one that they
    call has changed, so that a long chain takes as many looks as it has rules."""
    kinds: dict[str, _Kinds] = dict.fromkeys(rules, frozenset())
    callers: dict[str, dict[str, None]] = {}
    for name, body in rules.items():
        for node in ir.walk(body):
            if isinstance(node, ir.Call):
                callers.setdefault(node.rule, {})[name] = None
    queue = list(rules)
    waiting = set(queue)
    while queue:
        name = queue.pop()
        waiting.remove(name)
        now = _kinds(rules[name], kinds)
        if now != kinds[name]:
            kinds[name] = now
            queue.extend(caller for caller in callers.get(name, ()) if caller not in waiting)
            waiting.update(callers.get(name, ()))
    return kinds


def _kinds(node: ir.Node, rules: Mapping[str, _Kinds]) -> _Kinds:
    if isinstance(node, ir.Slot):
        return frozenset((True,))
    if isinstance(node, ir.Call):
        return rules[node.rule]
    if isinstance(node, ir.Choice):
        return frozenset().union(*(_sequence(option.parts, rules) for option in node.options))
    if isinstance(node, ir.Repeat):
        body = _kinds(node.body, rules)
        return body | {False} if node.low == 0 else body
    if isinstance(node, ir.Permute):
        return _sequence(node.bodies, rules)
    return frozenset((False,))


def _sequence(parts: tuple[ir.Node, ...], rules: Mapping[str, _Kinds]) -> _Kinds:
    found = frozenset((False,))
    for part in parts:
        found = frozenset(a or b for a, b in product(found, _kinds(part, rules)))
    return found
