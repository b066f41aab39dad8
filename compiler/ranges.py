"""Ranges: from `<0..100 step 5>` to the catalogue of its numbers, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..catalogues.numbers.notation import Range, parse
from ..catalogues.numbers.progression import ONE, Decimal
from ..catalogues.packing import Bytes
from ..dsl import tree
from ..dsl.findings import Finding
from . import ir

if TYPE_CHECKING:  # so that a grammar without ranges does not import what numbers need
    from ..catalogues.numbers.catalogue import Numbers
    from .resolve import Scope

_LONGEST = 40
"""Numbers with more characters than this are too large, or too fine, whatever they are."""


class Ranges:
    """The ranges of a grammar; `known` are their catalogues by name."""

    def __init__(self) -> None:
        self.known: dict[str, Numbers] = {}

    def draw(self, part: tree.Range, scope: Scope, findings: list[Finding]) -> ir.Draw | None:
        """A draw from the range *part* of the file of *scope*; None where it is none, and then
        *findings* say why."""
        from .sources import locale_of

        genders = scope.features.get("gender", ())
        found = numbers(part, locale_of(scope.source), genders)
        if isinstance(found, Finding):
            findings.append(found)
            return None
        name = found.range.name
        self.known.setdefault(name, found)
        return ir.Draw(name)


def numbers(part: tree.Range, locale: str, genders: tuple[str, ...]) -> Numbers | Finding:
    """The catalogue of a range that stands in a file of that *locale* (empty: it has none), where
    *genders* are the values of the feature `gender`; or what is wrong with it."""
    written = (part.low, part.high, part.step or "1", part.times or "1")
    if any(len(text) > _LONGEST for text in written):
        low, high, step, times = (Decimal(10**30),) * 4
    else:
        low, high, step, times = map(Decimal.of, written)
    found = Range(low, high, step, times)
    problem = found.problem
    if problem is not None:
        code, message, hint = problem
        return Finding(code, message, part.span, hint)
    if part.words:
        return Finding("E392", "Numbers in words are not supported yet.", part.span)
    from ..catalogues.numbers.catalogue import Numbers

    return Numbers(found)


def opened(name: str, sections: Mapping[str, Bytes]) -> Numbers | None:
    """The catalogue of that name in an artifact, with its sections; None where they are damaged."""
    from ..catalogues.numbers.catalogue import Numbers

    found = parse(name)
    return None if found is None else Numbers.open(found, sections)


def written(name: str) -> tree.Range:
    """The range whose catalogue has that name."""
    found = parse(name)
    assert found is not None
    step = None if found.step == ONE else str(found.step)
    times = None if found.times == ONE else str(found.times)
    return tree.Range(str(found.low), str(found.high), step, found.words, times)
