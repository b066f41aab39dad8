"""Recursion: which rules reach themselves, and whether the language stays regular and finite.

Allowed is a set of rules that reach each other only from the right end of their alternatives, or
only from the left end, that always adds text on the way round, and that can always stop.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..dsl.findings import Finding
from ..dsl.span import Span
from . import ir


@dataclass(frozen=True, slots=True)
class Use:
    """One call of a rule by another: what stands beside it, and what it goes through."""

    callee: str
    before: bool
    after: bool
    adds: bool
    through: str


def components(graph: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """The strongly connected components, callees before callers (Tarjan 1972, with a stack)."""
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    on: set[str] = set()
    path: list[str] = []
    found: list[tuple[str, ...]] = []
    for root in graph:
        if root in index:
            continue
        work = [(root, iter(graph[root]))]
        index[root] = low[root] = len(index)
        path.append(root)
        on.add(root)
        while work:
            node, rest = work[-1]
            for callee in rest:
                if callee not in graph:
                    continue
                if callee not in index:
                    index[callee] = low[callee] = len(index)
                    path.append(callee)
                    on.add(callee)
                    work.append((callee, iter(graph[callee])))
                    break
                if callee in on:
                    low[node] = min(low[node], index[callee])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == index[node]:
                    cut = path.index(node)
                    found.append(tuple(path[cut:]))
                    on.difference_update(path[cut:])
                    del path[cut:]
    return found


def calls(body: ir.Node) -> dict[str, None]:
    """The rules that *body* refers to, in order, each once."""
    return {n.rule: None for n in ir.walk(body) if isinstance(n, ir.Call)}


def nullable_rules(rules: Mapping[str, ir.Choice]) -> set[str]:
    """The rules that can be empty: the least fixed point."""
    empty: set[str] = set()
    while True:
        more = {n for n, b in rules.items() if n not in empty and nullable(b, empty)}
        if not more:
            return empty
        empty |= more


def nullable(node: ir.Node, empty: set[str]) -> bool:
    """Whether *node* can give no text, if exactly the rules *empty* can."""
    if isinstance(node, ir.Text | ir.Draw):
        return False
    if isinstance(node, ir.Call):
        return node.rule in empty
    if isinstance(node, ir.Slot | ir.Minus):
        return nullable(node.body, empty)
    if isinstance(node, ir.Choice):
        return any(all(nullable(p, empty) for p in o.parts) for o in node.options)
    if isinstance(node, ir.Repeat):
        return node.low == 0 or nullable(node.body, empty)
    if isinstance(node, ir.Permute):
        return all(nullable(b, empty) for b in node.bodies)
    return True  # a space or a constant


def uses(body: ir.Node, members: frozenset[str], empty: set[str]) -> list[Use]:
    """The calls that *body* makes of *members*, in order."""
    found: list[Use] = []

    def visit(node: ir.Node, before: bool, after: bool, adds: bool, through: str) -> None:
        if isinstance(node, ir.Call):
            if node.rule in members:
                found.append(Use(node.rule, before, after, adds, through))
        elif isinstance(node, ir.Slot):
            visit(node.body, before, after, adds, through or "a slot")
        elif isinstance(node, ir.Repeat):
            visit(node.body, before, after, adds, through or "a repeat")
        elif isinstance(node, ir.Minus):
            for part in ir.children(node):
                visit(part, before, after, adds, through or "an exclusion")
        elif isinstance(node, ir.Permute):
            for part in node.bodies:
                visit(part, before, after, adds, through or "a permutation")
        elif isinstance(node, ir.Choice):
            for option in node.options:
                parts = option.parts
                agrees = option.agree or (option.tags and len(ir.features_parts(option)) == 1)
                way = through or ("@agree" if agrees else "")
                for position, part in enumerate(parts):
                    beside = parts[:position] + parts[position + 1 :]
                    visit(
                        part,
                        before or position > 0,
                        after or position < len(parts) - 1,
                        adds or not all(nullable(p, empty) for p in beside),
                        way,
                    )

    visit(body, False, False, False, "")
    return found


def _circle(component: tuple[str, ...], graph: Mapping[str, Iterable[str]]) -> str:
    """One way round the component, from its first rule, as text."""
    start, members = component[0], set(component)
    before: dict[str, str] = {}
    queue = [start]
    for node in queue:
        for callee in graph[node]:
            if callee == start:
                way = [node]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return " → ".join(f"<{n}>" for n in [*reversed(way), start])
            if callee in members and callee not in before:
                before[callee] = node
                queue.append(callee)
    return f"<{start}>"


@dataclass(frozen=True, slots=True)
class Recursion:
    """The rules in an order where callees come first, and each recursive rule's component with
    the side that it recurs on (`left` or `right`)."""

    order: tuple[str, ...]
    component: dict[str, frozenset[str]]
    side: dict[str, str]


def check_recursion(
    rules: Mapping[str, ir.Choice], spans: Mapping[str, Span]
) -> tuple[Recursion, list[Finding]]:
    """The recursion of a grammar and what is wrong with it (E301, E305, E306)."""
    findings: list[Finding] = []
    graph = {name: calls(body) for name, body in rules.items()}
    empty = nullable_rules(rules)
    order: list[str] = []
    component_of: dict[str, frozenset[str]] = {}
    side: dict[str, str] = {}
    position = {name: i for i, name in enumerate(rules)}
    for found in components(graph):
        component = tuple(sorted(found, key=position.__getitem__))
        order.extend(component)
        if len(component) == 1 and component[0] not in graph[component[0]]:
            continue
        members = frozenset(component)
        for name in component:
            component_of[name] = members
        first = spans[component[0]]
        circle = _circle(component, graph)
        used = {name: uses(rules[name], members, empty) for name in component}
        every = [use for name in component for use in used[name]]
        through = next((u.through for u in every if u.through), "")
        idle = {n: {u.callee: None for u in used[n] if not u.adds} for n in component}
        loops = any(len(c) > 1 or c[0] in idle[c[0]] for c in components(idle))
        stops = _stopping(component, rules, members)
        if through:
            findings.append(
                Finding(
                    "E306",
                    f"This rule reaches itself through {through}: {circle}.",
                    first,
                    "Recursion may only go through plain alternatives; use + or * for repetition.",
                )
            )
        elif any(u.before for u in every) and any(u.after for u in every):
            findings.append(
                Finding(
                    "E301",
                    f"This recursion is not regular: {circle} reaches itself "
                    "with something on both sides.",
                    first,
                    "Let every alternative recur at its very end, or every one at its beginning.",
                )
            )
        elif loops:
            findings.append(
                Finding(
                    "E306",
                    f"This rule can reach itself without adding any text: {circle}.",
                    first,
                    "Put a word that is never left out beside the recursion.",
                )
            )
        elif not all(name in stops for name in component):
            findings.append(
                Finding(
                    "E305",
                    f"This rule never comes to an end: {circle} has no way out.",
                    spans[next(n for n in component if n not in stops)],
                    "Add an alternative that does not recur, with a weight above 0.",
                )
            )
        else:
            way = "left" if any(u.after for u in every) else "right"
            for name in component:
                side[name] = way
    return Recursion(tuple(order), component_of, side), findings


def _stopping(
    component: tuple[str, ...], rules: Mapping[str, ir.Choice], members: frozenset[str]
) -> set[str]:
    """The rules of the component that can end."""
    done: set[str] = set()

    def ends(node: ir.Node) -> bool:
        if isinstance(node, ir.Call):
            return node.rule not in members or node.rule in done
        if isinstance(node, ir.Choice):
            return any(all(ends(p) for p in o.parts) for o in node.options)
        if isinstance(node, ir.Repeat):
            return node.low == 0 or ends(node.body)
        return all(ends(c) for c in ir.children(node))

    while more := {n for n in component if n not in done and ends(rules[n])}:
        done |= more
    return done
