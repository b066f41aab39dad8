"""Sheets of plain grammars, as Chatette has them."""

from __future__ import annotations

from fractions import Fraction

from ...compiler import ir
from ..chatito.making import Making
from ..chatito.sheet import Ref, Value, Ways, bare, merged, shared

NAMELESS = ";|[]~@%{}/&?$#\\\n\r"
"""What a name of Chatette can't hold."""


class ChatetteMaking(Making):
    """As with Chatito, but for what may be left out, which has a percentage, and for canonical
    values, which stand behind the rules of slots."""

    sticky = True

    def _legal(self, character: str) -> bool:
        return character not in NAMELESS

    def _optional(
        self,
        part: ir.Node,
        empty: Fraction,
        ways: Ways,
        sides: tuple[bool, bool],
        *,
        any_way: bool = False,
    ) -> Ref | None:
        percent = 100 * (1 - empty)
        if percent.denominator != 1 and any_way:
            percent = Fraction(min(99, max(1, round(percent))))
        if percent.denominator != 1 or not empty:
            return None
        if any(bare(p)[1] != p for _, p in ways) and not any_way:
            return None
        own = shared(merged((m, bare(p)[1]) for m, p in ways))
        only = own[0][1][0] if len(own) == 1 and len(own[0][1]) == 1 else None
        if not isinstance(only, Ref) or only.optional:
            only = self._alias(part, own)
        return Ref(only.kind, only.name, only.variation, True, percent)

    def _with_value(self, value: str, mass: Fraction, ways: Ways) -> Ways:
        if not value.strip() or value != value.strip() or value == "/":
            self._note(
                "Canonical values that Chatette can't hold are lost", value or "the empty one"
            )
            return ways
        return [(m, (*pieces, Value(value))) for m, pieces in ways]
