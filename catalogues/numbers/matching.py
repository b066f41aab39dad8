"""Number words read backwards: which numbers do the rules say with the words that stand here?

Every rule is matched against the text item by item, what sets say inside it by recursion, with
all ways kept. A set is asked for numbers below a limit, which shrinks with every quotient and
remainder; so the recursion ends, though most rules begin with what their own set says of the
quotient. What is found is said again by the caller: a rule may match where, of all rules, it is
not the one to say the number.
"""

from __future__ import annotations

from .rules import IF, PLURAL, QUOTIENT, REMAINDER, SAME, TEXT, Rules

_Partial = tuple[int, "int | None", "int | None", "int | None"]
"""Where the text goes on; the quotient, the remainder and the number, where they are known."""

_MOST_MEANT = 10
"""Where the words leave so many numbers open, or fewer, each of them may be meant."""


class Matching:
    """The rules against one text, both in the form in which they are compared."""

    def __init__(self, rules: Rules, texts: tuple[str, ...], text: str) -> None:
        """*texts* are those of the rules, folded like *text*."""
        self._rules = rules
        self._texts = texts
        self.text = text
        """The text."""
        self._known: dict[tuple[int, int, int], list[tuple[int, int | None]]] = {}

    def at(self, set_: int, place: int, limit: int) -> list[tuple[int, int | None]]:
        """(end, number) for all words of numbers below *limit* that begin at *place*; None for the
        number where the words don't tell it."""
        key = (set_, place, limit)
        found = self._known.get(key)
        if found is None:
            self._known[key] = []
            pairs: dict[tuple[int, int | None], None] = {}
            rules = self._rules
            low = rules.sets[set_]
            for rule in range(low, rules.sets[set_ + 1]):
                # a set whose first rule has a base above 0 says smaller numbers by it, too
                first = rules.base[rule] if rule > low else 0
                if first >= limit:
                    break
                last = rules.last(rule, set_, limit - 1)
                for pair in self._rule(rule, first, last, place):
                    pairs[pair] = None
            found = self._known[key] = list(pairs)
        return found

    def _rule(self, rule: int, first: int, last: int, place: int) -> list[tuple[int, int | None]]:
        rules = self._rules
        items = rules.items[rules.at[rule] : rules.at[rule + 1]]
        if not items:
            return [(place, first if first == last else None)]
        op, arg = items[0]
        if op == TEXT and not self.text.startswith(self._texts[arg], place):
            return []
        divisor = rules.divisor[rule]
        found: list[tuple[int, int | None]] = []
        for some in self._ways(items, first, last, divisor, place):
            end, quotient, remainder, number = some
            if number is not None:
                numbers = [number]
            elif quotient is not None and remainder is not None:
                numbers = [quotient * divisor + remainder]
            elif quotient is not None and divisor == 1:
                numbers = [quotient]
            elif remainder is not None and last // divisor - first // divisor < _MOST_MEANT:
                numbers = [
                    q * divisor + remainder for q in range(first // divisor, last // divisor + 1)
                ]
            elif last - first < _MOST_MEANT:
                numbers = list(range(first, last + 1))
            else:
                found.append((end, None))
                continue
            for each in numbers:
                if (
                    first <= each <= last
                    and quotient in (None, each // divisor)
                    and remainder in (None, each % divisor)
                ):
                    found.append((end, each))
        return found

    def _ways(
        self,
        items: tuple[tuple[int, int], ...],
        first: int,
        last: int,
        divisor: int,
        place: int,
    ) -> list[_Partial]:
        """All ways through the items of a rule that says *first* to *last*."""
        ways: list[tuple[int, _Partial]] = [(0, (place, None, None, None))]
        done: list[_Partial] = []
        while ways:
            at, (here, quotient, remainder, number) = ways.pop()
            if at == len(items):
                done.append((here, quotient, remainder, number))
                continue
            op, arg = items[at]
            at += 1
            if op == TEXT:
                text = self._texts[arg]
                if self.text.startswith(text, here):
                    ways.append((at, (here + len(text), quotient, remainder, number)))
            elif op == PLURAL:
                for text in dict.fromkeys(self._texts[t] for t in self._rules.plurals[arg]):
                    if self.text.startswith(text, here):
                        ways.append((at, (here + len(text), quotient, remainder, number)))
            elif op == IF:
                if remainder in (None, 0):
                    ways.append((at + arg, (here, quotient, 0, number)))
                if remainder != 0:
                    ways.append((at, (here, quotient, remainder, number)))
            elif op == QUOTIENT:
                for end, q in self.at(arg, here, last // divisor + 1):
                    if q is None or quotient in (None, q):
                        ways.append((at, (end, quotient if q is None else q, remainder, number)))
            elif op == REMAINDER:
                for end, r in self.at(arg, here, min(last, divisor - 1) + 1):
                    if r is None or remainder in (None, r):
                        ways.append((at, (end, quotient, remainder if r is None else r, number)))
            else:
                assert op == SAME
                for end, n in self.at(arg, here, last + 1):
                    if n is None or number in (None, n):
                        ways.append((at, (end, quotient, remainder, number if n is None else n)))
        return done
