"""The shape of rules: what is inlined, factored, taken apart, so that a person can read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from .. import draft
from ..draft import Call, Choice, Draft, Expression, Note, Option, Optional, Repeat, Rule, Sequence
from ..symbols import Symbol
from . import simple
from .joints import Starts, start, starts_of_rules
from .order import arranged, calls
from .repeats import repeated

DEEPEST = 4
"""Brackets within brackets, at most."""

INLINE = 6
"""A rule with more alternatives than these keeps its name."""

Parts = tuple[Expression, ...]

Fits = Callable[[Expression], bool]
"""Whether an alternative stands on one line."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How rules are shaped: `alternatives` of a rule at most, none where any number will do;
    whether those with a common beginning or end are drawn together."""

    alternatives: int | None = 20
    factored: bool = True


def shaped(given: Draft, limits: Limits, fits: Fits, kept: frozenset[str] = frozenset()) -> Draft:
    """The same language, and the same odds, in rules that are easier to read.

    A rule that is used once and says little is inlined where its user still fits a line; brackets
    lie no deeper than `DEEPEST`, and what lies deeper becomes a rule; rules with too many
    alternatives are taken apart. Rules that are *kept* are never inlined.
    """
    rules = [simple.simple_rule(rule) for rule in given.rules]
    rules = _joined(rules)
    rules = _inlined(rules, fits, kept)
    names = _Fresh({rule.name for rule in rules})
    if limits.factored:
        rules = [_factored(rule, fits) for rule in rules]
        starts = starts_of_rules(rules)
        rules = [
            replace(rule, choice=simple.as_choice(repeated(rule.choice, starts))) for rule in rules
        ]
    rules = [each for rule in rules for each in _flattened(rule, names)]
    if limits.alternatives is not None:
        rules = [each for rule in rules for each in _parted(rule, limits.alternatives, names)]
    return Draft(arranged(rules).rules)


class _Fresh:
    """Names for rules that are made here."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken

    def name(self, wanted: str) -> str:
        """*wanted*, with a number behind it where another rule has that."""
        found, number = wanted, 2
        while found in self._taken:
            found, number = f"{wanted}_{number}", number + 1
        self._taken.add(found)
        return found


def brackets(one: Expression) -> int:
    """How deep brackets lie in one another in *one*, as it is written."""
    match one:
        case Sequence(parts):
            return max(map(brackets, parts), default=0)
        case Choice(options):
            return 1 + max(brackets(option.expression) for option in options)
        case Optional(expression):
            return _within(expression)
        case Repeat(expression):
            return brackets(expression) if isinstance(expression, Call) else _within(expression)
        case _:
            return 0


def _within(one: Expression) -> int:
    return brackets(one) if isinstance(one, Choice) else 1 + brackets(one)


# --------------------------------------------------------------------------------- touching


def _joined(rules: list[Rule]) -> list[Rule]:
    """Repeats of what touches, written out: between the parts of others are spaces."""
    starts = starts_of_rules(rules)
    made: list[Rule] = []
    found = [
        replace(rule, choice=simple.as_choice(simple.simple(_apart(rule.choice, starts, made))))
        for rule in rules
    ]
    return [*found, *made]


def _apart(one: Expression, starts: Starts, made: list[Rule]) -> Expression:
    match one:
        case Sequence(parts):
            return Sequence(tuple(_apart(part, starts, made) for part in parts))
        case Choice(options):
            return Choice(
                tuple(Option(_apart(o.expression, starts, made), o.count) for o in options)
            )
        case Optional(expression, present, absent):
            return Optional(_apart(expression, starts, made), present, absent)
        case Repeat(expression, low, high):
            inner = _apart(expression, starts, made)
            begins = start(inner, starts)
            if not begins.touching and not begins.empty:
                return Repeat(inner, low, high)
            if high is None:
                return _looped(inner, low, starts, made)
            return simple.unrepeated(inner, low, high)
        case _:
            return one


def _looped(one: Expression, low: int, starts: Starts, made: list[Rule]) -> Expression:
    """*one* without bound: a rule that calls itself at its end."""
    taken = {*starts, *(rule.name for rule in made)}
    name = _Fresh(taken).name(f"more_{called(one)}")
    more = Optional(Call(name), 1.0, 1.0)
    made.append(Rule(name, Choice((Option(Sequence((one, more))),))))
    # Again so often as must be, and then perhaps more.
    return Sequence((*([one] * low), more))


# --------------------------------------------------------------------------------- inlining


def _inlined(rules: list[Rule], fits: Fits, kept: frozenset[str]) -> list[Rule]:
    """Rules that are used once and say little, in the places of their calls, inner ones first."""
    uses: dict[str, int] = {}
    for rule in rules:
        for one in draft.walk(rule.choice):
            if isinstance(one, Call):
                uses[one.name] = uses.get(one.name, 0) + 1
            elif isinstance(one, Repeat) and isinstance(one.expression, Call):
                uses[one.expression.name] = 2  # what is repeated keeps its name
    found = {rule.name: rule for rule in rules}
    for name in _inner_first(rules):
        for inner in calls(found[name]):
            rule = found[inner]
            if rule.intent or uses[inner] != 1 or inner in kept or inner == name:
                continue
            if len(rule.choice.options) > INLINE:
                continue
            if (after := _with(found[name], rule, fits)) is not None:
                found[name] = after
                del found[inner]
    return list(found.values())


def _inner_first(rules: list[Rule]) -> list[str]:
    """The names of all rules, those called before those that call them."""
    named = {rule.name: rule for rule in rules}
    order: list[str] = []
    seen: set[str] = set()
    for rule in rules:
        pending = [(rule.name, False)]
        while pending:
            name, done = pending.pop()
            if done:
                order.append(name)
            elif name not in seen:
                seen.add(name)
                pending.append((name, True))
                pending += [(inner, False) for inner in reversed(calls(named[name]))]
    return order


def _with(user: Rule, rule: Rule, fits: Fits) -> Rule | None:
    """*user* with what *rule* says in its place; none where it would not be as easy to read."""
    said = simple.simple(rule.choice)
    options: list[Option] = []
    for option in user.choice.options:
        after = simple.simple(simple.replaced(option.expression, {rule.name: said}))
        # What is a whole alternative would become several, and say less of what is one.
        if after != option.expression and (
            isinstance(after, Choice) or brackets(after) > DEEPEST or not fits(after)
        ):
            return None
        options.append(Option(after, option.count))
    return replace(user, choice=simple.as_choice(simple.choice(options)))


# -------------------------------------------------------------------------------- factoring


def _factored(rule: Rule, fits: Fits) -> Rule:
    """Alternatives that begin and end alike as one, as long as that fits a line."""
    found: list[Option] = []
    for option in rule.choice.options:
        for i, other in enumerate(found):
            if (one := _together(other, option, fits)) is not None:
                found[i] = one
                break
        else:
            found.append(option)
    return replace(rule, choice=simple.as_choice(simple.choice(found)))


def _together(one: Option, other: Option, fits: Fits) -> Option | None:
    """Two alternatives as one: what they share at the beginning and at the end, and between these a
    choice of what they do not. None where they share no more than they do not."""
    first, second = _parts(one.expression), _parts(other.expression)
    least = min(len(first), len(second))
    begins = _alike(first, second, least)
    ends = _alike(first[::-1], second[::-1], least - begins)
    rests = [first[begins : len(first) - ends], second[begins : len(second) - ends]]
    if begins + ends < 2 or max(map(len, rests)) > begins + ends or _touched(rests):
        return None
    between = simple.choice(
        [
            Option(simple.sequence(list(rest)), option.count)
            for rest, option in zip(rests, (one, other), strict=True)
        ]
    )
    whole = simple.sequence([*first[:begins], between, *first[len(first) - ends :]])
    if brackets(whole) > DEEPEST - 2 or not fits(whole):
        return None
    return Option(whole, one.count + other.count)


def _alike(first: Parts, second: Parts, most: int) -> int:
    """How many parts are the same from the beginning on."""
    shared = 0
    while shared < most and first[shared] == second[shared]:
        shared += 1
    return shared


def _touched(rests: list[Parts]) -> bool:
    """Whether the rests begin with something that touches: letters are not drawn together."""
    return any(
        isinstance(one, Symbol) and one.touches
        for rest in rests
        for part in rest[:1]
        for one in draft.walk(part)
    )


def _parts(one: Expression) -> Parts:
    return one.parts if isinstance(one, Sequence) else (one,)


# ---------------------------------------------------------------------------- depth, number


def _flattened(rule: Rule, names: _Fresh) -> Iterator[Rule]:
    """The rule with brackets no deeper than `DEEPEST`, and rules of what lay deeper."""
    made: list[Rule] = []
    options = tuple(
        Option(_flat(option.expression, DEEPEST, names, made), option.count)
        for option in rule.choice.options
    )
    yield replace(rule, choice=Choice(options))
    for each in made:
        yield from _flattened(each, names)


def _flat(one: Expression, room: int, names: _Fresh, made: list[Rule]) -> Expression:
    if brackets(one) <= room:
        return one
    match one:
        case Sequence(parts):
            return Sequence(tuple(_flat(part, room, names, made) for part in parts))
        case Choice(options):
            if room < 2:
                return _named(one, names, made)
            inner = (Option(_flat(o.expression, room - 1, names, made), o.count) for o in options)
            return Choice(tuple(inner))
        case Optional(expression, present, absent):
            return Optional(_inner(expression, room, names, made), present, absent)
        case Repeat(expression, low, high):
            return Repeat(_inner(expression, room, names, made), low, high)
        case _:
            return one


def _inner(one: Expression, room: int, names: _Fresh, made: list[Rule]) -> Expression:
    """What stands in square brackets or is repeated: its own brackets are those around it."""
    if room < 2:
        return _named(one, names, made)
    return _flat(one, room if isinstance(one, Choice) else room - 1, names, made)


def _named(one: Expression, names: _Fresh, made: list[Rule]) -> Expression:
    name = names.name(called(one))
    made.append(Rule(name, simple.as_choice(one), note=Note(simple.total(one))))
    return Call(name)


def _parted(rule: Rule, most: int, names: _Fresh) -> Iterator[Rule]:
    """The rule with no more than *most* alternatives; a rule of its own for the rest of them."""
    options = rule.choice.options
    if len(options) <= most:
        yield rule
        return
    name = names.name(f"{rule.name}_more")
    kept, rest = options[: most - 1], options[most - 1 :]
    count = sum(option.count for option in rest)
    more = replace(rule.note, seen=count, examples=rule.note.examples[2:], gain=0.0, why="")
    yield replace(rule, choice=Choice((*kept, Option(Call(name), count))))
    yield from _parted(Rule(name, Choice(rest), note=more), most, names)


def called(one: Expression) -> str:
    """A name for what *one* says: its first words and slots."""
    words = [each.text for each in draft.walk(_first(one)) if isinstance(each, Symbol)]
    return "_".join(words[:2]) or "part"


def _first(one: Expression) -> Expression:
    """*one* with the likeliest alternative, of those alike the first, in each place."""
    match one:
        case Choice(options):
            return _first(max(options, key=lambda option: option.count).expression)
        case Sequence(parts):
            return Sequence(tuple(_first(part) for part in parts))
        case Optional(expression) | Repeat(expression):
            return _first(expression)
        case _:
            return one
