"""A compiled grammar made ready for a speech format: rules over whole words, with legal names."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ...dsl.findings import Finding, has_errors
from ..made import Job
from ..plain.plain import of
from . import check
from .tree import (
    Choice,
    Constant,
    Expansion,
    Labelled,
    Null,
    Ref,
    Sequence,
    Token,
    Value,
    Void,
    Way,
    below,
    sequence,
    walk,
    with_below,
)
from .unfold import Unfolding
from .untouch import Untouching
from .weights import written

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Ready:
    """`rules` by legal name, those of the `intents` first; `weights` are the intents' and relative.
    `valued` are the rules whose values the rule that uses them passes on, `speaking` those that
    have slots of their own."""

    rules: dict[str, Expansion] = field(default_factory=dict)
    weights: dict[str, int] = field(default_factory=dict)
    valued: frozenset[str] = frozenset()
    speaking: frozenset[str] = frozenset()


def ready(
    job: Job, *, garbage: bool, legal: Callable[[str], str], reserved: Collection[str]
) -> tuple[Ready | None, list[Finding]]:
    """The rules of *job*. *legal* makes a name legal in the target, of which *reserved* are none;
    with *garbage* it has wildcards. Besides what `plain.of` and `Unfolding` say: W623 for words
    that can't be put together; W622 for intents that have another name; E621 for recursion at the
    beginning of several rules, and for texts that no file can hold."""
    plain, findings = of(job.compiled, job.place)
    if plain is None:
        return None, findings
    unfolding = Unfolding(plain, job.place, garbage)
    unfolded = unfolding.run()
    findings.extend(unfolded.findings)
    untouching = Untouching(unfolded.rules)
    rules = untouching.run()
    findings.extend(_told(untouching, job))
    _without_void(rules)
    findings.extend(_from_the_right(rules, unfolded.names, job))
    rules = _reached(rules, list(unfolded.weights))
    if not rules and not has_errors(findings):
        findings.append(Finding("E621", "Nothing of it can be said there.", job.place))
    for body in rules.values():
        for node in walk(body):
            text = getattr(node, "text", None) or getattr(node, "value", None)
            if isinstance(text, str) and _CONTROL.search(text):
                message = f"The text {text!r} holds a character that no such file can hold."
                findings.append(Finding("E621", message, job.place))
    if has_errors(findings):
        return None, findings
    names = _names(rules, unfolded.names, legal, reserved)
    for key in unfolded.weights:
        wanted = unfolded.names[key]
        if key in rules and names[key] != wanted:
            message = f"The intent “{wanted}” is called {names[key]} there."
            findings.append(Finding("W622", message, job.place))
    made = {names[key]: _renamed(body, names) for key, body in rules.items()}
    weights = {names[key]: w for key, w in unfolded.weights.items() if key in rules}
    valued = frozenset(names[k] for k in rules if not k.startswith(("bare ", "intent ")))
    gives = {name for name in valued if any(isinstance(n, Value) for n in walk(made[name]))}
    return Ready(made, weights, _passing(made, gives), _speaking(made)), findings


def _told(untouching: Untouching, job: Job) -> list[Finding]:
    found: list[Finding] = []
    if untouching.parted:
        message = f"Parts that touch are words of their own there, in {untouching.parted} places."
        hint = "They are too many, or too deep, to be written out as whole words."
        found.append(Finding("W623", message, job.place, hint))
    if untouching.widened:
        message = (
            "Slots that cover part of a word cover all of it there; their values are as before."
        )
        found.append(Finding("W623", message, job.place))
    return found


def _without_void(rules: dict[str, Expansion]) -> None:
    """Takes out rules that can't be said, and what needs them."""

    def of(node: Expansion) -> Expansion:
        if isinstance(node, Ref):
            return node if node.rule in rules else Void()
        parts = tuple(of(part) for part in below(node))
        if isinstance(node, Choice):
            ways = [
                replace(way, body=part)
                for way, part in zip(node.ways, parts, strict=True)
                if not isinstance(part, Void)
            ]
            return Choice(tuple(ways)) if ways else Void()
        if any(isinstance(part, Void) for part in parts):
            return Null() if getattr(node, "low", 1) == 0 else Void()
        return with_below(node, parts)

    while True:
        gone = [name for name, body in rules.items() if isinstance(body, Void)]
        if not gone:
            return
        for name in gone:
            del rules[name]
        for name, body in rules.items():
            rules[name] = of(body)


def _from_the_right(rules: dict[str, Expansion], names: dict[str, str], job: Job) -> list[Finding]:
    """Rules that recur at their beginning recur at their end: `a = <a> x | y` is `y <rest>`, with
    `rest = x <rest> | ""`; the odds are the same."""
    found: list[Finding] = []
    for name, circle in check.left(rules).items():
        split = _split(name, rules[name]) if circle == 1 else None
        if split is None:
            message = (
                f"The rule “{names[name]}” recurs at its beginning, which can't be done there."
            )
            hint = "Let it recur at its end."
            found.append(Finding("E621", message, job.place, hint))
            continue
        again, others = split
        rest = f"{name} rest"
        names[rest] = f"{names[name]}_rest"
        stop = sum((Fraction(way.weight or 1) for way in others), Fraction(0))
        ways = [
            replace(way, body=sequence((way.body, Ref(rest))), weight=way.weight or "1")
            for way in again
        ]
        rules[rest] = Choice((*ways, Way(Null(), written(stop))))
        first = others[0].body if len(others) == 1 else Choice(tuple(others))
        rules[name] = Sequence((first, Ref(rest)))
    return found


def _split(name: str, body: Expansion) -> tuple[list[Way], list[Way]] | None:
    """The alternatives that recur, without the reference, and those that don't."""
    again: list[Way] = []
    others: list[Way] = []
    for way in body.ways if isinstance(body, Choice) else ():
        items = way.body.items if isinstance(way.body, Sequence) else (way.body,)
        if items[0] == Ref(name):
            again.append(replace(way, body=sequence(items[1:])))
            items = items[1:]
        else:
            others.append(way)
        if any(node == Ref(name) for item in items for node in walk(item)):
            return None
    return (again, others) if again and others else None


def _reached(rules: dict[str, Expansion], roots: list[str]) -> dict[str, Expansion]:
    found = {name: rules[name] for name in roots if name in rules}
    work = list(found)
    while work:
        for node in walk(rules[work.pop(0)]):
            if isinstance(node, Ref) and node.rule not in found:
                found[node.rule] = rules[node.rule]
                work.append(node.rule)
    return found


def _names(
    rules: dict[str, Expansion],
    wanted: dict[str, str],
    legal: Callable[[str], str],
    reserved: Collection[str],
) -> dict[str, str]:
    taken = set(reserved)
    found: dict[str, str] = {}
    for key in rules:
        base = name = legal(wanted[key])
        number = 2
        while name in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name)
        found[key] = name
    return found


def _renamed(node: Expansion, names: dict[str, str]) -> Expansion:
    if isinstance(node, Ref):
        return Ref(names[node.rule])
    return with_below(node, tuple(_renamed(part, names) for part in below(node)))


def _passing(rules: dict[str, Expansion], gives: set[str]) -> frozenset[str]:
    """*gives* and the rules that use one of them outside of slots."""

    def passes(node: Expansion) -> bool:
        if isinstance(node, Labelled):
            return False
        return (isinstance(node, Ref) and node.rule in found) or any(map(passes, below(node)))

    found = set(gives)
    while more := {n for n, body in rules.items() if n not in found and passes(body)}:
        found |= more
    return frozenset(found)


def _speaking(rules: dict[str, Expansion]) -> frozenset[str]:
    def speaks(node: Expansion) -> bool:
        if isinstance(node, Labelled | Constant):
            return True
        return (isinstance(node, Ref) and node.rule in found) or any(map(speaks, below(node)))

    found: set[str] = set()
    while more := {n for n, body in rules.items() if n not in found and speaks(body)}:
        found |= more
    return frozenset(found)


def optional(node: Expansion) -> Expansion | None:
    """What is optional in *node*, if that is all it is, as likely there as not."""
    if isinstance(node, Choice) and len(node.ways) == 2:
        one, two = node.ways
        if one.weight is None and two.weight is None:
            if isinstance(two.body, Null):
                return one.body
            if isinstance(one.body, Null):
                return two.body
    return None


def legal(name: str, more: str = "") -> str:
    """*name* with `_` for all but letters, marks, digits, `_` and the characters *more*."""
    return "".join(c if c in more or f"a{c}".isidentifier() else "_" for c in name)


def words(node: Token) -> list[str]:
    """The tokens of a text."""
    return node.text.split()
