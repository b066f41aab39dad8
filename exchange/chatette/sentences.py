"""Rules of Chatette as alternatives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from ...dsl import draft
from ...dsl.text import nfc
from ...dsl.tree import (
    Agree,
    Alternative,
    Body,
    Group,
    Maybe,
    Part,
    Quote,
    Ref,
    Slot,
    Tag,
    Target,
)
from ...dsl.tree import (
    Unit as Touching,
)
from ...dsl.tree import (
    Word as Bare,
)
from ..chatito.odds import written
from .project import Key, Project, uses
from .syntax import Choice, Content, Rand, Rule, Use, Word

Arguments = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Instance:
    """A unit as it is used: with a variation, with arguments (those of the innermost use first),
    and with its first letter in upper (`U`) or lower case (`L`)."""

    kind: str
    name: str
    variation: str | None
    arguments: Arguments
    case: str


@dataclass(frozen=True, slots=True)
class _Item:
    """A part of an alternative, and whether a space stands before it; *optional* is what may be
    absent of it."""

    space: bool
    part: Part | str
    optional: Alternative | None = None


Way = tuple[Fraction, list[_Item], tuple[str, ...]]
"""Odds, items, and the features in which they agree."""


def replaced(text: str, arguments: Arguments) -> str:
    """*text* with `$name` replaced, as Chatette does: the innermost use first."""
    for name, value in arguments:
        text = text.replace(f"${name}", value)
    return text


def touched(project: Project) -> tuple[set[Key], set[Key]]:
    """The units that touch something on their left somewhere, and on their right. Chatette takes
    away the space that a unit begins with, and one that ends with something that is absent has
    none there."""
    return _touched(project, False), _touched(project, True)


def _touched(project: Project, right: bool) -> set[Key]:
    found: set[Key] = set()
    waiting: list[Key] = []

    def look(contents: tuple[Content, ...], outside: bool) -> None:
        end = True
        order = range(len(contents))
        for at in reversed(order) if right else order:
            content = contents[at]
            # The space between two contents belongs to the second.
            beside = contents[at + 1 : at + 2] if right else contents[at : at + 1] if at else ()
            touches = (end and outside) or any(not c.space for c in beside)
            if isinstance(content, Use) and touches:
                key = (content.kind, content.name)
                if key not in found:
                    found.add(key)
                    waiting.append(key)
            elif isinstance(content, Choice):
                for rule in content.rules:
                    look(rule, touches)
            end = end and _rand(content) is not None

    for defined in project.units.values():
        for rule in defined.rules:
            look(rule.contents, False)
    while waiting:
        for rule in project.units[waiting.pop()].rules:
            look(rule.contents, True)
    return found


class Sentences:
    """Makes alternatives; *name* gives the names of rules, *label* those of slots, *feature* a
    feature and its values."""

    def __init__(
        self,
        project: Project,
        name: Callable[[Instance], str],
        label: Callable[[str], str],
        feature: Callable[[str], tuple[str, str, str]],
        touched: tuple[set[Key], set[Key]],
    ) -> None:
        self._project = project
        self._name = name
        self._label = label
        self._feature = feature
        self._touched = touched
        self._open = _with_arguments(project)

    def alternatives(self, instance: Instance) -> list[Alternative]:
        """The alternatives of a unit."""
        defined = self._project.units[instance.kind, instance.name]
        cases = [instance.case]
        if defined.unit.case and not instance.case:
            cases = ["U", "L"]
        key = (instance.kind, instance.name)
        joins, tail = (key in side for side in self._touched)
        found: list[tuple[Fraction, Alternative]] = []
        for case in cases:
            for rule in defined.of(instance.variation):
                for mass, items, features in self._ways(rule.contents, instance.arguments, case):
                    found.append((mass, _written(items, features, _value(rule), joins, tail, True)))
        return _weighted(found)

    # ------------------------------------------------------------------- sequences

    def _ways(self, contents: tuple[Content, ...], arguments: Arguments, case: str) -> list[Way]:
        """The ways of a sequence: one, but where the first letter is to have a case and what is
        first may be absent."""
        counts: dict[str, int] = {}
        for content in contents:
            rand = getattr(content, "rand", None)
            if isinstance(rand, Rand) and rand.name:
                counts[rand.name] = counts.get(rand.name, 0) + 1
        shared = [name for name, count in counts.items() if count > 1]
        if case and shared:
            return self._fixed(contents, arguments, case, shared)
        features = {name: self._feature(name) for name in shared}
        return [
            (mass, items, tuple(f for f, _, _ in features.values()))
            for mass, items in self._rest(contents, arguments, case, features, set())
        ]

    def _fixed(
        self, contents: tuple[Content, ...], arguments: Arguments, case: str, shared: list[str]
    ) -> list[Way]:
        """With the first of the shared names there, and not."""
        name = shared[0]
        first = next(r for c in contents if (r := _rand(c)) is not None and r.name == name)
        share = first.percent / 100
        found: list[Way] = []
        for there, mass in ((True, share), (False, 1 - share)):
            kept = []
            for content in contents:
                rand = _rand(content)
                if rand is None or rand.name != name:
                    kept.append(content)
                elif rand.opposite != there and not isinstance(content, Word):
                    kept.append(replace(content, rand=None))
            if mass and kept:
                ways = self._ways(tuple(kept), arguments, case)
                found += [(mass * m, items, features) for m, items, features in ways]
        return found

    def _rest(
        self,
        contents: tuple[Content, ...],
        arguments: Arguments,
        case: str,
        features: dict[str, tuple[str, str, str]],
        begun: set[str],
    ) -> list[tuple[Fraction, list[_Item]]]:
        items: list[_Item] = []
        for at, content in enumerate(contents):
            rand = _rand(content)
            if rand is None or isinstance(content, Word):
                items.append(self._item(content, arguments, case))
                case = ""
                continue
            share = (100 - rand.percent if rand.opposite else rand.percent) / 100
            there = replace(content, rand=None)
            if case:
                # Absent, the case is for what comes then.
                with_it = [self._item(there, arguments, case)]
                tail = self._rest(contents[at + 1 :], arguments, "", features, begun)
                ways = [(share * m, [*items, *with_it, *more]) for m, more in tail]
                tail = self._rest(contents[at + 1 :], arguments, case, features, begun)
                ways += [((1 - share) * m, [*items, *more]) for m, more in tail]
                return [(m, more) for m, more in ways if m]
            item = self._item(there, arguments, "")
            if rand.name in features:
                items.append(self._agreeing(item, rand, features[rand.name], begun))
            elif share == 1:
                items.append(item)
            elif share:
                weight = share / (1 - share)
                shown = str(weight) if weight.denominator == 1 else None
                if shown is None:
                    items.append(_choice(item, (share, 1 - share), ((), ())))
                else:
                    one = Alternative(_inner(item.part), None if shown == "1" else shown)
                    body = Body((one,))
                    if isinstance(item.part, Group) and shown == "1":
                        body = item.part.body
                    items.append(_Item(item.space, Maybe(body), one))
        return [(Fraction(1), items)]

    def _agreeing(
        self, item: _Item, rand: Rand, feature: tuple[str, str, str], begun: set[str]
    ) -> _Item:
        """Something that is there with others: the first of them has the odds."""
        _, there, gone = feature
        odds = (rand.percent, 100 - rand.percent)
        if rand.opposite:
            odds = (odds[1], odds[0])
        if rand.name in begun:
            odds = (Fraction(1), Fraction(1))
        begun.add(rand.name)
        tags = ((Tag(there),), (Tag(gone),))
        return _choice(item, odds, tags[::-1] if rand.opposite else tags)

    # ------------------------------------------------------------------- contents

    def _item(self, content: Content, arguments: Arguments, case: str) -> _Item:
        if isinstance(content, Word):
            text = replaced(content.text, arguments)
            return _Item(content.space, _cased(text, case))
        cases = [case] if case or not content.case else ["U", "L"]
        if isinstance(content, Use):
            parts = [self._use(content, arguments, one) for one in cases]
            if len(parts) == 1:
                return _Item(content.space, parts[0])
            both = [Alternative(((part,),)) for part in parts]
            return _Item(content.space, Group(Body(tuple(both))))
        found: list[tuple[Fraction, Alternative]] = []
        for one in cases:
            for rule in content.rules:
                for mass, items, features in self._ways(rule, arguments, one):
                    found.append((mass, _written(items, features, None, False, True, False)))
        alternatives = _weighted(found)
        bare = _inner(Group(Body(tuple(alternatives))))
        if len(bare) == 1 and len(bare[0]) == 1 and not isinstance(bare[0][0], Quote):
            part = bare[0][0]
            return _Item(content.space, part.text if isinstance(part, Bare) else part)
        return _Item(content.space, Group(Body(tuple(alternatives))))

    def _use(self, use: Use, arguments: Arguments, case: str) -> Part:
        key = (use.kind, use.name)
        defined = self._project.units[key]
        own = arguments
        if use.argument is not None and defined.unit.argument is not None:
            own = ((defined.unit.argument, use.argument), *arguments)
        if key not in self._open:
            own = ()
        name = self._name(Instance(use.kind, use.name, use.variation, own, case))
        if use.kind == "~":
            return Ref(Target(name))
        label = self._label(use.name)
        return Slot(label) if label == name else Slot(label, Target(name))


def _rand(content: Content) -> Rand | None:
    return None if isinstance(content, Word) else content.rand


def _with_arguments(project: Project) -> set[Key]:
    """The units in which `$` stands, or in what they use."""
    found: set[Key] = set()

    def stands(contents: tuple[Content, ...]) -> bool:
        for content in contents:
            if isinstance(content, Word) and "$" in content.text:
                return True
            if isinstance(content, Choice) and any(map(stands, content.rules)):
                return True
        return False

    callers: dict[Key, list[Key]] = {}
    for key, defined in project.units.items():
        for rule in defined.rules:
            for use in uses(rule.contents):
                callers.setdefault((use.kind, use.name), []).append(key)
            if stands(rule.contents):
                found.add(key)
    waiting = list(found)
    while waiting:
        for caller in callers.get(waiting.pop(), ()):
            if caller not in found:
                found.add(caller)
                waiting.append(caller)
    return found


def _value(rule: Rule) -> str | None:
    return rule.value


def _cased(text: str, case: str) -> str:
    if not case or not text:
        return text
    first = text[0].upper() if case == "U" else text[0].lower()
    return first + text[1:]


def _inner(part: Part | str) -> tuple[Touching, ...]:
    """The units of a part, without brackets that are not needed where it is all of something."""
    if isinstance(part, str):
        return ((Bare(nfc(part)),),)
    if isinstance(part, Group) and len(part.body.alternatives) == 1:
        [only] = part.body.alternatives
        if only.weight is None and only.agree is None:
            return only.units
    return ((part,),)


def _choice(
    item: _Item, odds: tuple[Fraction, Fraction], tags: tuple[tuple[Tag, ...], tuple[Tag, ...]]
) -> _Item:
    """Something or nothing, with these odds and tags."""
    there, gone = written(list(odds))
    alternatives = (
        Alternative(_inner(item.part), there, tags=tags[0]),
        Alternative(draft.EMPTY, gone, tags=tags[1]),
    )
    return _Item(item.space, Group(Body(alternatives)), alternatives[0])


def _weighted(found: list[tuple[Fraction, Alternative]]) -> list[Alternative]:
    masses: dict[Alternative, Fraction] = {}
    for mass, alternative in found:
        masses[alternative] = masses.get(alternative, Fraction(0)) + mass
    weights = written(list(masses.values()))
    return [replace(a, weight=w) for a, w in zip(masses, weights, strict=True)]


def _written(
    items: list[_Item],
    features: tuple[str, ...],
    value: str | None,
    joins: bool,
    tail: bool,
    unit: bool,
) -> Alternative:
    """Items as one alternative. A space goes into the brackets of what may be absent where what
    follows touches it, or is the end of what touches something there (*tail*); at the beginning of
    a unit that touches something (*joins*) that of what follows does."""
    units: list[list[Part]] = []
    leading = True
    items = list(items)
    for at in range(len(items)):
        item = items[at]
        space = item.space and (bool(units) or not unit)
        following = items[at + 1] if at + 1 < len(items) else None
        part = item.part
        if item.optional is not None:
            last_one = tail and all(i.optional is not None for i in items[at + 1 :])
            before = space and (last_one or (following is not None and not following.space))
            behind = joins and leading and following is not None and following.space
            if before or behind:
                part = _spaced(part, item.optional, before, behind)
                space = space and not before
            if behind:
                items[at + 1] = replace(items[at + 1], space=False)
        else:
            leading = False
        if not units:
            units.append([Quote(" ")] if space else [])
        elif space:
            units.append([])
        if isinstance(part, str):
            part = Bare(nfc(part))
        last = units[-1][-1] if units[-1] else None
        if isinstance(part, Bare) and isinstance(last, Bare):
            units[-1][-1] = Bare(last.text + part.text)
        elif not (isinstance(part, Bare) and not part.text):
            units[-1].append(part)
    kept: tuple[Touching, ...] = tuple(tuple(u) for u in units if u) or draft.EMPTY
    agree = Agree(features) if features else None
    return Alternative(kept, None, None if value is None else nfc(value), agree=agree)


def _spaced(part: Part | str, there: Alternative, before: bool, behind: bool) -> Part:
    """An optional part with a space inside its brackets."""
    space = Quote(" ")
    units = list(there.units)
    units[0] = (*[space] * before, *units[0])
    units[-1] = (*units[-1], *[space] * behind)
    own = replace(there, units=tuple(units))
    if isinstance(part, Maybe):
        return Maybe(Body((own,)))
    assert isinstance(part, Group)
    return Group(Body((own, *part.body.alternatives[1:])))
