"""Check: what is wrong or doubtful in a grammar whose names are known."""

from __future__ import annotations

from ..dsl.findings import Finding
from . import ir
from .hidden import hidden_slots
from .model import Model
from .recursion import calls, nullable, nullable_rules


def check(model: Model) -> list[Finding]:
    """E307, E308, E314, W501, W504 and W508; deterministic, in order of the rules."""
    findings: list[Finding] = []
    empty = nullable_rules(model.rules)
    bodies = [*model.rules.values(), *(i.body for i in model.intents)]
    for body in bodies:
        _repeats(model, body, empty, findings)
    _constants(model, findings)
    _values(model, findings)
    _skips(model, findings)
    _unused(model, findings)
    findings.extend(hidden_slots(model))
    return findings


def _repeats(model: Model, body: ir.Node, empty: set[str], findings: list[Finding]) -> None:
    for node in ir.walk(body):
        if isinstance(node, ir.Repeat) and node.high is None and nullable(node.body, empty):
            findings.append(
                Finding(
                    "E307",
                    "What is repeated without bound here can be empty.",
                    model.places[node.place],
                    "Make the repeated part one that always has text.",
                )
            )


def _constants(model: Model, findings: list[Finding]) -> None:
    """Constants, and slots whose value the caller gives, stand outside other slots."""
    holding = {name for name, body in model.rules.items() if _holds(body, set())}
    while more := {n for n, b in model.rules.items() if n not in holding and _holds(b, holding)}:
        holding |= more

    def visit(node: ir.Node, inside: str, place: int) -> None:
        if isinstance(node, ir.Choice):
            for option in node.options:
                here = option.place if option.place >= 0 else place
                for part in option.parts:
                    visit(part, inside, here)
            return
        bad = isinstance(node, ir.Constant | ir.Context) or (
            isinstance(node, ir.Call) and node.rule in holding
        )
        if inside and bad and place >= 0:
            findings.append(
                Finding(
                    "E308",
                    f"A slot without text stands inside the slot “{inside}”.",
                    model.places[place],
                    "Move it outside; inside a slot, `=> VALUE` gives the canonical value.",
                )
            )
            return
        for child in ir.children(node):
            visit(child, node.name if isinstance(node, ir.Slot) else inside, place)

    for body in [*model.rules.values(), *(i.body for i in model.intents)]:
        visit(body, "", -1)


def _values(model: Model, findings: list[Finding]) -> None:
    """Canonical values at the top of an intent: there is no slot for them."""

    def visit(node: ir.Node) -> None:
        if isinstance(node, ir.Choice):
            for option in node.options:
                if option.value is not None and option.place >= 0:
                    findings.append(
                        Finding(
                            "W508",
                            f"The canonical value “{option.value}” is lost: no slot is around it.",
                            model.places[option.place],
                            f"Put a slot around it, or write {{name = {option.value}}}.",
                        )
                    )
                for part in option.parts:
                    visit(part)
        elif not isinstance(node, ir.Slot):
            for child in ir.children(node):
                visit(child)

    for intent in model.intents:
        visit(intent.body)


def _holds(body: ir.Node, holding: set[str]) -> bool:
    return any(
        isinstance(n, ir.Constant | ir.Context) or (isinstance(n, ir.Call) and n.rule in holding)
        for n in ir.walk(body)
    )


def _skips(model: Model, findings: list[Finding]) -> None:
    """Wildcards in what parsing may pass over: it could be the whole text."""
    wild = {name for name, source in model.catalogues.items() if source.wild}
    if not wild:
        return
    for body in model.skips:
        for option in body.options:
            seen: dict[str, None] = {}
            queue = list(option.parts)
            for part in queue:
                for node in ir.walk(part):
                    if isinstance(node, ir.Draw) and node.catalogue in wild:
                        findings.append(
                            Finding(
                                "E314",
                                f"The wildcard “{node.catalogue}” stands in a `skip`: "
                                "any words could be passed over.",
                                model.places[option.place],
                                "Write down the texts that may be passed over.",
                            )
                        )
                    elif isinstance(node, ir.Call) and node.rule not in seen:
                        seen[node.rule] = None
                        queue.append(model.rules.get(node.rule, ir.Space()))


def _unused(model: Model, findings: list[Finding]) -> None:
    if not model.intents or model.incomplete:
        return
    reached: set[str] = set()
    queue = [c for i in model.intents for c in calls(i.body)]
    for body in model.skips:
        queue.extend(calls(body))
    for rewrite in model.rewrites:
        for side in (rewrite.old, rewrite.left, rewrite.right):
            if side is not None:
                queue.extend(calls(side))
    while queue:
        name = queue.pop()
        if name not in reached and name in model.rules:
            reached.add(name)
            queue.extend(calls(model.rules[name]))
    for name in model.rules:
        if name in model.own_rules and name not in reached:
            findings.append(
                Finding(
                    "W501",
                    f"No intent uses the rule “{name}”.",
                    model.rule_spans[name],
                    f"Refer to it with <{name}>, or take it out.",
                )
            )
