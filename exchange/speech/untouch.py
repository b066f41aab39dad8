"""Whole words of parts that touch: `light[s]` becomes `(light | lights)`.

Speech grammars put a space between all tokens, so that what makes one word must stand in one token.
Where parts touch, those of their alternatives that end or begin the word are written out, and only
they: the rest stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from .tree import (
    Choice,
    Constant,
    Expansion,
    Gap,
    Labelled,
    Null,
    Ref,
    Repeat,
    Sequence,
    Token,
    Value,
    Void,
    Way,
    below,
    sequence,
    with_below,
)

MOST_WAYS = 20_000
"""So many ways to say one word are written out."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that is being put together, with the value and the slot of what stands in it."""

    text: str
    value: str | None = None
    slot: str | None = None


_Part = Expansion | _Word
_Opened = tuple[Fraction, tuple[_Part, ...]]
"""How likely, and parts of which the one at the open end is a word or a gap; none for nothing."""


class _Stuck(Exception):
    """Parts that can't be written as one word."""


class Untouching:
    """Changes rules so that nothing touches. `parted` counts the places where parts that touch are
    written as words of their own all the same, `widened` slots that cover more of a word than they
    should."""

    def __init__(self, rules: dict[str, Expansion]) -> None:
        self._rules = rules
        self._done: dict[str, Expansion] = {}
        self._doing: list[str] = []
        self.parted = 0
        self.widened = 0

    def run(self) -> dict[str, Expansion]:
        """The rules, without gaps."""
        return {name: _without_gaps(self._rule(name)) for name in self._rules}

    def _rule(self, name: str) -> Expansion:
        if name not in self._done:
            if name in self._doing:
                raise _Stuck
            self._doing.append(name)
            try:
                self._done[name] = self._apart(self._rules[name])
            finally:
                self._doing.pop()
        return self._done[name]

    def _apart(self, node: Expansion) -> Expansion:
        """*node* in which no parts touch."""
        parts = tuple(self._apart(part) for part in below(node))
        if not isinstance(node, Sequence):
            return with_below(node, parts)
        items: list[Expansion] = []
        run: list[Expansion] = []
        silent: list[Expansion] = []
        for part in (*parts, Gap()):
            if isinstance(part, Constant | Value | Null):
                silent.append(part)
            elif not isinstance(part, Gap):
                run.append(part)
            else:
                items.extend(self._one(run))
                items.append(part)
                run = []
        items.pop()
        return sequence((*items, *silent))

    def _one(self, run: list[Expansion]) -> list[Expansion]:
        if len(run) < 2:
            return run
        parted, widened = self.parted, self.widened
        try:
            return [self._joined(run)]
        except _Stuck:
            self.parted, self.widened = parted + 1, widened
            spaced: list[Expansion] = []
            for part in run:
                spaced.extend((part, Gap()))
            return spaced[:-1]

    def _joined(self, run: list[Expansion]) -> Expansion:
        found: list[_Opened] = [(Fraction(1), (run[0],))]
        for part in run[1:]:
            following: list[_Opened] = []
            starts: list[_Opened] | None = None
            for odds, left in found:
                for more, opened in self._ends(left):
                    share = odds * more
                    if opened and isinstance(opened[-1], Gap):
                        following.append((share, (*opened, part)))
                        continue
                    starts = self._starts((part,)) if starts is None else starts
                    for again, right in starts:
                        following.append((share * again, self._met(opened, right)))
                    if len(following) > MOST_WAYS:
                        raise _Stuck
            found = following
        if not found:
            return Void()
        scale = lcm(*(odds.denominator for odds, _ in found))
        ways = [Way(_finished(parts), str(int(odds * scale))) for odds, parts in found]
        return ways[0].body if len(ways) == 1 else Choice(tuple(ways))

    def _met(self, left: tuple[_Part, ...], right: tuple[_Part, ...]) -> tuple[_Part, ...]:
        if not left or not right:
            return (*left, *right)
        one, two = left[-1], right[0]
        if isinstance(one, Constant) or isinstance(two, Gap | Constant):
            return (*left, *right)
        assert isinstance(one, _Word)
        assert isinstance(two, _Word)
        if one.slot is not None or two.slot is not None:
            if one.slot is not None and two.slot is not None:
                raise _Stuck
            self.widened += 1
            inside = one if one.slot is not None else two
            value = inside.text if inside.value is None else inside.value
            whole = _Word(one.text + two.text, value, inside.slot)
        else:
            values = [word.value for word in (one, two) if word.value is not None]
            whole = _Word(one.text + two.text, " ".join(values) if values else None)
        return (*left[:-1], whole, *right[1:])

    def _starts(self, parts: tuple[_Part, ...]) -> list[_Opened]:
        """*parts* in which nothing touches, opened at their beginning."""
        return self._opened(parts, 0, ())

    def _ends(self, parts: tuple[_Part, ...]) -> list[_Opened]:
        """*parts* in which nothing touches, opened at their end."""
        return self._opened(parts, -1, ())

    def _opened(
        self, parts: tuple[_Part, ...], end: int, through: tuple[str, ...]
    ) -> list[_Opened]:
        if not parts:
            return [(Fraction(1), ())]
        first, rest = (parts[0], parts[1:]) if end == 0 else (parts[-1], parts[:-1])

        def again(inner: tuple[_Part, ...], more: tuple[str, ...] = through) -> list[_Opened]:
            whole = (*inner, *rest) if end == 0 else (*rest, *inner)
            return self._opened(whole, end, more)

        match first:
            case _Word() | Gap():
                return [(Fraction(1), parts)]
            case Token(text=text):
                return again((_Word(text),))
            case Null():
                return again(())
            case Void():
                return []
            case Constant():
                opened = self._opened(rest, end, through)
                return [(o, (*p, first) if end == 0 else (first, *p)) for o, p in opened]
            case Ref(rule=rule):
                if rule in through:
                    raise _Stuck
                return again((self._rule(rule),), (*through, rule))
            case Sequence(items=items):
                values = [item for item in items if isinstance(item, Value)]
                others = tuple(item for item in items if not isinstance(item, Value))
                if not values:
                    return again(others)
                found: list[_Opened] = []
                for odds, inner in self._opened(others, end, through):
                    for share, whole in again(_valued(inner, end, values[-1].text)):
                        found.append((odds * share, whole))
                return found
            case Choice(ways=ways):
                return self._ways(ways, rest, end, through)
            case Repeat(low=low, high=high):
                found = []
                for odds, inner in _counts(first, low, high, end):
                    found.extend((odds * share, whole) for share, whole in again(inner))
                return found
            case Labelled(name=name, body=body):
                found = []
                for odds, word in self._texts(body, through):
                    around = _around(word, name)
                    found.extend((odds * share, whole) for share, whole in again(around))
                return found
        raise _Stuck

    def _ways(
        self, ways: tuple[Way, ...], rest: tuple[_Part, ...], end: int, through: tuple[str, ...]
    ) -> list[_Opened]:
        total = sum(Fraction(way.weight or 1) for way in ways)
        found: list[_Opened] = []
        for way in ways:
            share = Fraction(way.weight or 1) / total
            whole = (way.body, *rest) if end == 0 else (*rest, way.body)
            opened = self._opened(whole, end, through)
            found.extend((share * odds, parts) for odds, parts in opened if share)
            if len(found) > MOST_WAYS:
                raise _Stuck
        return found

    def _texts(self, node: Expansion, through: tuple[str, ...]) -> list[tuple[Fraction, _Word]]:
        """All texts of what stands in a slot, each as one word that may hold spaces."""
        found: list[tuple[Fraction, _Word]] = []
        work: list[tuple[Fraction, tuple[_Part, ...], _Word]] = [(Fraction(1), (node,), _Word(""))]
        while work:
            share, parts, done = work.pop(0)
            for odds, opened in self._opened(parts, 0, through):
                so_far, rest = done, opened
                while rest and isinstance(rest[0], _Word | Gap | Constant):
                    so_far, rest = _added(so_far, rest[0]), rest[1:]
                if rest:
                    work.append((share * odds, rest, so_far))
                else:
                    found.append((share * odds, so_far))
            if len(found) + len(work) > MOST_WAYS:
                raise _Stuck
        return found


def _around(word: _Word, slot: str) -> tuple[_Part, ...]:
    """*word* in the slot, with the gaps at its borders outside of it."""
    text = " ".join(word.text.split())
    before: tuple[_Part, ...] = (Gap(),) if word.text.startswith(" ") else ()
    if not text:
        return before
    after: tuple[_Part, ...] = (Gap(),) if word.text.endswith(" ") else ()
    return (*before, _Word(text, word.value, slot), *after)


def _added(word: _Word, part: _Part) -> _Word:
    if isinstance(part, Gap):
        return replace(word, text=f"{word.text} ")
    if not isinstance(part, _Word) or part.slot is not None:
        raise _Stuck  # slots in slots would be one word, too
    text = f"{word.text}{part.text}"
    if part.value is None:
        return replace(word, text=text)
    return _Word(text, part.value if word.value is None else f"{word.value} {part.value}")


def _valued(parts: tuple[_Part, ...], end: int, value: str) -> tuple[_Part, ...]:
    """*parts*, opened at that *end*, with the value that they have together."""
    at = 0 if end == 0 else len(parts) - 1
    if not parts:
        return ()
    word = parts[at]
    if not isinstance(word, _Word):
        raise _Stuck
    return (*parts[:at], replace(word, value=value), *parts[at + 1 :])


def _counts(
    node: Repeat, low: int, high: int | None, end: int
) -> list[tuple[Fraction, tuple[_Part, ...]]]:
    """A repeat as nothing, or once and the rest."""
    if high == 0:
        return [(Fraction(1), ())]
    fewer = replace(node, low=max(low - 1, 0), high=None if high is None else high - 1)
    one: tuple[_Part, ...] = (node.body,)
    if high != 1:
        one = (node.body, Gap(), fewer) if end == 0 else (fewer, Gap(), node.body)
    if low:
        return [(Fraction(1), one)]
    none = Fraction(1, 2) if high is None else Fraction(1, high + 1)
    return [(none, ()), (1 - none, one)]


def _finished(parts: tuple[_Part, ...]) -> Expansion:
    """Words as tokens, with their values and slots."""
    items: list[Expansion] = []
    for part in parts:
        if not isinstance(part, _Word):
            items.append(part)
            continue
        made: Expansion = Token(part.text)
        if part.value is not None:
            made = Sequence((made, Value(part.value)))
        items.append(made if part.slot is None else Labelled(part.slot, made))
    return sequence(tuple(items)) if items else Null()


def _without_gaps(node: Expansion) -> Expansion:
    """*node* without gaps, brackets that nothing needs, and alternatives that can't be said."""
    parts = tuple(_without_gaps(part) for part in below(node))
    match node:
        case Sequence():
            items: list[Expansion] = []
            for part in parts:
                if isinstance(part, Void):
                    return part
                if isinstance(part, Sequence) and not any(isinstance(p, Value) for p in part.items):
                    items.extend(part.items)
                elif not isinstance(part, Gap | Null):
                    items.append(part)
            return sequence(tuple(items)) if items else Null()
        case Choice(ways=ways):
            kept = tuple(
                Way(part, way.weight)
                for way, part in zip(ways, parts, strict=True)
                if not isinstance(part, Void)
            )
            return _told_apart(kept) if kept else Void()
        case Repeat(low=low):
            if isinstance(parts[0], Void):
                return Void() if low else Null()
            return parts[0] if isinstance(parts[0], Null) else replace(node, body=parts[0])
        case Labelled():
            return parts[0] if isinstance(parts[0], Void) else replace(node, body=parts[0])
        case Gap():
            return Null()
    return node


def _told_apart(ways: tuple[Way, ...]) -> Expansion:
    """A choice of *ways*, without weights where all are alike."""
    if len(ways) == 1:
        return ways[0].body
    if len({Fraction(way.weight or 1) for way in ways}) == 1:
        ways = tuple(Way(way.body) for way in ways)
    return Choice(ways)
