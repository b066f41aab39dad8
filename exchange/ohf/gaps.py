"""Spaces inside brackets: moved out where that leaves the language as it is.

hassil writes `[die ]Farbe` and `a[ b] c`, where a `.gram` reads better as `[die] Farbe` and
`a [b] c`. Spaces are never doubled and never stand at the ends of a sentence, in either system; so
a space may leave an optional bracket if there is one anyway wherever the bracket is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Sequence as SequenceOf

from .template import GAP, AnyOrder, Choice, Gap, Item, RuleRef, Sequence


def tidy(items: Sequence, before: bool = True, behind: bool = True) -> Sequence:
    """*items* with their spaces moved out of brackets. *before* and *behind* say whether there is
    surely a space, or an end of the sentence, on either side. The texts are the same as before,
    but for spaces doubled and spaces at ends."""
    while True:
        found = _once(items, before, behind)
        if found == items:
            return found
        items = found


def edges(
    rules: Mapping[str, Sequence], roots: Iterable[Sequence], values: Iterable[Sequence] = ()
) -> dict[str, tuple[bool, bool]]:
    """What stands around all uses of each rule in *rules*, in *roots*, which are whole sentences,
    and in *values*, which stand in slots."""
    known = dict.fromkeys(rules, (True, True))
    sentences, inner = list(roots), list(values)
    changed = True
    while changed:
        changed = False

        def used(name: str, before: bool, behind: bool) -> None:
            nonlocal changed
            old = known.get(name)
            if old is not None:
                new = (old[0] and before, old[1] and behind)
                if new != old:
                    known[name] = new
                    changed = True

        for root in sentences:
            _uses(root, True, True, used)
        for value in inner:
            _uses(value, False, False, used)
        for name, items in rules.items():
            _uses(items, *known[name], used)
    return known


def _uses(
    items: Sequence, before: bool, behind: bool, used: Callable[[str, bool, bool], None]
) -> None:
    for index, item in enumerate(items):
        left = spaced_before(items, index, before)
        right = spaced_behind(items, index, behind)
        if isinstance(item, RuleRef):
            used(item.rule, left, right)
        elif isinstance(item, Choice):
            for option in item.options:
                _uses(option, left, right, used)
        elif isinstance(item, AnyOrder):
            for option in item.items:
                _uses(option, True, True, used)


def spaced_before(items: SequenceOf[Item], index: int, before: bool) -> bool:
    """Whether there is surely a space, or the beginning, before the item at *index*."""
    while index:
        index -= 1
        item = items[index]
        if isinstance(item, Gap):
            return True
        if not isinstance(item, Choice):
            return False
        if not all(option and isinstance(option[-1], Gap) for option in item.options):
            return False
        if not item.optional:
            return True
    return before


def spaced_behind(items: Sequence, index: int, behind: bool) -> bool:
    """Whether there is surely a space, or the end, behind the item at *index*."""
    while index + 1 < len(items):
        index += 1
        item = items[index]
        if isinstance(item, Gap):
            return True
        if not isinstance(item, Choice):
            return False
        if not all(option and isinstance(option[0], Gap) for option in item.options):
            return False
        if not item.optional:
            return True
    return behind


def _once(items: Sequence, before: bool, behind: bool) -> Sequence:
    found: list[Item] = []
    for index, item in enumerate(items):
        # What stands before has given spaces up already; what stands behind has not.
        left = spaced_before(found, len(found), before)
        right = spaced_behind(items, index, behind)
        if isinstance(item, AnyOrder):
            found.append(AnyOrder(tuple(_bare(_once(each, True, True)) for each in item.items)))
        elif isinstance(item, Choice):
            found.extend(_choice(item, left, right))
        elif not isinstance(item, Gap) or not (found and isinstance(found[-1], Gap)):
            found.append(item)
    # Gaps that meet, once brackets between them are gone.
    return tuple(
        item
        for index, item in enumerate(found)
        if not (isinstance(item, Gap) and index and isinstance(found[index - 1], Gap))
    )


def _choice(item: Choice, left: bool, right: bool) -> list[Item]:
    options = [_once(option, left, right) for option in item.options]
    begin = end = False
    if all(option and isinstance(option[0], Gap) for option in options) and (
        not item.optional or left or right
    ):
        # Where the bracket is left out, the space is there already: before it or behind it.
        options = [option[1:] for option in options]
        begin = not left
    if all(option and isinstance(option[-1], Gap) for option in options) and (
        not item.optional or left or right or begin
    ):
        options = [option[:-1] for option in options]
        end = not right
    filled = tuple(dict.fromkeys(option for option in options if option))
    optional = item.optional or (len(filled) < len(options) and any(not o for o in options))
    middle: list[Item] = []
    if len(filled) == 1 and not optional:
        middle = list(filled[0])
    elif filled:
        middle = [Choice(filled, optional)]
    return [*([GAP] if begin else []), *middle, *([GAP] if end else [])]


def _bare(items: Sequence) -> Sequence:
    """Without spaces at its ends."""
    if items and isinstance(items[0], Gap):
        items = items[1:]
    if items and isinstance(items[-1], Gap):
        items = items[:-1]
    return items
