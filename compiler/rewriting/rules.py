"""Rules: the rewrites of a grammar, composed in their order, by OpenFst.

Each is a context-dependent rule as Mohri and Sproat (1996) compile them (`pynini.cdrewrite`):
obligatory, from left to right, so that a left context sees rewritten text and a right one text
that is not rewritten yet. Borders of slots are symbols of the text: contexts pass over
them, and what is replaced holds none.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from .expression import ENDS, text, union
from .marks import BORDER, OTHER


class Rule(NamedTuple):
    """One rewrite: acceptors of what is replaced and of the contexts (None: any), and the text
    that comes in its place."""

    old: Any
    new: str
    left: Any
    right: Any


def labels(machine: Any) -> set[int]:
    """The characters in an acceptor."""
    found = {arc.ilabel for state in machine.states() for arc in machine.arcs(state)}
    return found - {0, *ENDS.values()}


class Composer:
    """The transducer of some rules, over the characters that they name and `OTHER`."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        named = {32}
        for rule in rules:
            named.update(map(ord, rule.new))
            for machine in (rule.old, rule.left, rule.right):
                if machine is not None:
                    named |= labels(machine)
        self.alphabet = "".join(map(chr, sorted(named)))
        self._rules = rules
        self._letters = union(map(text, self.alphabet))
        self._borders = text(BORDER).closure().optimize()
        self._any = union([self._letters, text(OTHER), text(BORDER)]).closure().optimize()
        self._spacing: Any = None

    def transducer(self) -> Any:
        """All rules, one after the other, spaces brought in order behind those that touch them;
        without states that lead nowhere."""
        import pynini

        whole = self._domain()
        for rule in self._rules:
            whole = pynini.compose(whole, self.rule(rule)).optimize()
            if 32 in labels(rule.old) or " " in rule.new or not rule.new:
                whole = pynini.compose(whole, self.spacing()).optimize()
        return whole.connect()

    def _domain(self) -> Any:
        """The texts there are: words with single spaces between them; a border stands between
        characters or at an end, never beside another."""
        import pynini

        border, space = text(BORDER).ques, text(" ")
        letters = [text(c) for c in self.alphabet if c != " "]
        letter = union([*letters, text(OTHER)])
        word = pynini.concat(letter, pynini.concat(border, letter).closure())
        between = pynini.concat(border, pynini.concat(space, border))
        words = pynini.concat(word, pynini.concat(between, word).closure())
        return pynini.concat(border, pynini.concat(words, border)).ques.optimize()

    def rule(self, rule: Rule) -> Any:
        """The transducer of one rule."""
        import pynini

        change = pynini.cross(rule.old, text(rule.new))
        return pynini.cdrewrite(
            change, self._seen_through(rule.left), self._seen_through(rule.right), self._any
        ).optimize()

    def _seen_through(self, context: Any) -> Any:
        """A context that passes over the borders of slots."""
        import pynini

        if context is None:
            return pynini.accep("")
        ends = [pynini.accep("[BOS]"), pynini.accep("[EOS]")]
        symbols = union([self._letters, *ends])
        between = pynini.concat(symbols, pynini.cross("", self._borders)).closure()
        inserting = pynini.concat(pynini.cross("", self._borders), between)
        return pynini.compose(context, inserting).project("output").rmepsilon().optimize()

    def spacing(self) -> Any:
        """Spaces in order: single, and none at the ends. That those at the border of a slot are
        outside it is seen to where slots are."""
        import pynini

        if self._spacing is None:
            gone, borders = pynini.cross(text(" "), ""), self._borders
            steps = (
                (text(" ") + borders, ""),
                (pynini.accep("[BOS]") + borders, ""),
                ("", borders + pynini.accep("[EOS]")),
            )
            for left, right in steps:
                step = pynini.cdrewrite(gone, left, right, self._any)
                if self._spacing is not None:
                    step = pynini.compose(self._spacing, step)
                self._spacing = step
                self._spacing.optimize()
        return self._spacing
