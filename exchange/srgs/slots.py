"""What a slot covers, as rules: a tag can only take up what a rule gives."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..speech.ready import Ready, legal
from ..speech.tree import Expansion, Labelled, Ref, below, with_below


def with_slot_rules(
    made: Ready, name: str, reserved: Collection[str]
) -> tuple[dict[str, Expansion], str]:
    """The rules of *made*, in which each slot is around a reference, with those that this takes;
    and the name of the root, of that *name* where there are several intents."""
    rules = dict(made.rules)
    taken = {*rules, *reserved}

    def fresh(wanted: str) -> str:
        found, number = wanted, 2
        while found in taken:
            found, number = f"{wanted}_{number}", number + 1
        taken.add(found)
        return found

    root = next(iter(made.weights)) if len(made.weights) == 1 else fresh(name or "root")
    known: dict[tuple[str, Expansion], str] = {}

    def of(node: Expansion) -> Expansion:
        node = with_below(node, tuple(of(part) for part in below(node)))
        if not isinstance(node, Labelled) or isinstance(node.body, Ref):
            return node
        key = (node.name, node.body)
        if key not in known:
            known[key] = fresh(legal(node.name))
            more[known[key]] = node.body
        return Labelled(node.name, Ref(known[key]))

    found: dict[str, Expansion] = {}
    for rule, body in rules.items():
        more: dict[str, Expansion] = {}
        found[rule] = of(body)
        found.update(more)
    return found, root


def script(name: str, value: str | None = None, rule: str = "") -> str:
    """`out.name = …`: of a text, or of what a rule gave; `out = …` without a name."""
    left = "out"
    if name:
        left = f"out.{name}" if name.isidentifier() else f'out["{name}"]'
    return f"{left} = {f'rules.{rule}' if value is None else text(value)};"


def text(value: str) -> str:
    """*value* as a text of ECMAScript."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("}!}", "}\\!}")
    return f'"{escaped}"'


def after(node: Ref, made: Ready) -> Iterator[str]:
    """The tags behind the use of a rule that is no slot: what it gives, the whole gives."""
    if node.rule in made.valued:
        yield script("", rule=node.rule)
    if node.rule in made.speaking:
        yield f"for (var k in rules.{node.rule}) out[k] = rules.{node.rule}[k];"
