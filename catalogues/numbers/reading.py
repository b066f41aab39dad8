"""Numbers in text: which numbers of a range stand here?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..index import Index, pack_index, searchable
from ..packing import Texts, pack_texts
from .matching import Matching
from .progression import Progression
from .rules import Rules

FEW = 2000
"""So many spellings are written out when the first is looked for, and then found as those of any
other catalogue; of more, the rules are read backwards."""

_DIGITS = re.compile(r"[-−]?(0|[1-9][0-9]*)(?:\.([0-9]*))?")


class NumberIndex(Index):
    """Finds the numbers of a range that stand in digits at a place of a text. The text must be as
    it was typed, because a hyphen is a minus sign here and no space."""

    __slots__ = ("numbers",)

    def __init__(self, numbers: Progression) -> None:
        self.numbers = numbers
        """Those that are found."""

    @property
    def literal(self) -> bool:
        """See `Index`."""
        return True

    def matches(self, text: str, pos: int) -> list[tuple[int, int]]:
        """See `Index`. A number is found as gramc writes it: no zeros before it, none behind its
        decimals, no mark between thousands; the minus sign may be U+2212."""
        match = _DIGITS.match(text, pos)
        if match is None:
            return []
        numbers, scale = self.numbers, self.numbers.scale
        whole, fraction = match.groups()
        negative = match.start(1) > pos
        found: list[tuple[int, int]] = []

        def add(end: int, units: int) -> None:
            place = numbers.place(-units if negative else units)
            if place is not None and (units or not negative):
                found.append((end, place))

        for length in range(min(len(fraction or ""), scale), 0, -1):
            decimals = fraction[:length]
            if decimals[-1] != "0":
                units = int(whole + decimals) * 10 ** (scale - length)
                add(match.start(2) + length, units)
        for length in range(min(len(whole), 19), 0, -1):
            add(match.start(1) + length, int(whole[:length]) * 10**scale)
        return found

    def heads(self, length: int) -> tuple[frozenset[str], frozenset[str]] | None:
        """See `Index`: those of all numbers of this kind."""
        scale, signed = self.numbers.scale, self.numbers.first < 0
        signs = ("", " ", "−") if signed else ("",)
        more = "0123456789." if scale else "0123456789"
        return _begun([sign + digit for sign in signs for digit in "0123456789"], more, length)


class WordIndex(Index):
    """Finds the numbers of a range that stand in words at a place of a text."""

    __slots__ = (
        "_last",
        "_locale",
        "_matching",
        "_numbers",
        "_rules",
        "_said",
        "_written",
        "initials",
    )

    def __init__(self, numbers: Progression, rules: Rules, locale: str) -> None:
        self._numbers = numbers
        self._rules = rules
        self._locale = locale
        self._said = tuple(searchable(text, locale) for text in rules.texts)
        self.initials = frozenset(text[0] for text in self._said if text)
        """The characters that values begin with."""
        self._last = max(abs(numbers.first), abs(numbers.last)) // 10**numbers.scale
        self._matching = Matching(rules, self._said, "")
        self._written: Index | None = None

    def written(self) -> Index | None:
        """All spellings written out, by the rows that they have; None where there are many."""
        if self._written is None:
            numbers, scale, forms = self._numbers, self._numbers.scale, len(self._rules.roots)
            if numbers.count * forms > FEW:
                return None
            spelled = [
                self._rules.spell(form, numbers[place], scale)
                for form in range(forms)
                for place in range(numbers.count)
            ]
            sections, longest = pack_index(Texts(*pack_texts(spelled), len(spelled)), self._locale)
            self._written = Index(sections, len(spelled), longest)
        return self._written

    def matches(self, text: str, pos: int) -> list[tuple[int, int]]:
        """See `Index`. Rows are numbered form by form."""
        if pos >= len(text) or text[pos] not in self.initials:
            return []
        written = self.written()
        return self.read(text, pos) if written is None else written.matches(text, pos)

    def read(self, text: str, pos: int) -> list[tuple[int, int]]:
        """The same by the rules, read backwards, however many there are."""
        if self._matching.text != text:
            self._matching = Matching(self._rules, self._said, text)
        found: dict[tuple[int, int], None] = {}
        count = self._numbers.count
        for form in range(len(self._rules.roots)):
            for end, units in self._spelled(form, text, pos):
                place = self._numbers.place(units)
                if place is not None:
                    said = self._rules.spell(form, units, self._numbers.scale)
                    if searchable(said, self._locale) == text[pos:end]:
                        found[end, form * count + place] = None
        return sorted(found, key=lambda match: (-match[0], match[1]))

    def _spelled(self, form: int, text: str, pos: int) -> list[tuple[int, int]]:
        """(end, units) for all numbers, with sign and decimals, that may be meant."""
        texts, numbers = self._said, self._numbers
        _, before, behind, _, _ = self._rules.roots[form]
        found = self._unsigned(form, text, pos)
        if numbers.first < 0 and before >= 0 and text.startswith(texts[before], pos):
            for end, units in self._unsigned(form, text, pos + len(texts[before])):
                if units and text.startswith(texts[behind], end):
                    found.append((end + len(texts[behind]), -units))
        return found

    def _unsigned(self, form: int, text: str, pos: int) -> list[tuple[int, int]]:
        texts, scale = self._said, self._numbers.scale
        set_, _, _, point, between = self._rules.roots[form]
        found: list[tuple[int, int]] = []
        for end, whole in self._matching.at(set_, pos, self._last + 1):
            if whole is None:
                continue
            units = whole * 10**scale
            found.append((end, units))
            if not scale or point < 0 or not text.startswith(texts[point], end):
                continue
            ways = [(end + len(texts[point]), units)]
            for place in range(scale - 1, -1, -1):
                longer = []
                for here, so_far in ways:
                    if text.startswith(texts[between], here):
                        digits = self._matching.at(set_, here + len(texts[between]), 10)
                        longer += [
                            (e, so_far + digit * 10**place)
                            for e, digit in digits
                            if digit is not None
                        ]
                found += longer
                ways = longer
        return found

    def heads(self, length: int) -> tuple[frozenset[str], frozenset[str]] | None:
        """See `Index`: those of all that can be made of the rules' texts."""
        parts = tuple(dict.fromkeys(filter(None, self._said)))
        return _begun(parts, parts, length)


def _begun(
    first: Sequence[str], more: Sequence[str], length: int
) -> tuple[frozenset[str], frozenset[str]]:
    """The first *length* characters of all texts that begin with one of *first* and go on with any
    of *more*; and those of them that are shorter."""
    long: set[str] = set()
    short: set[str] = set()
    queue = list(first)
    for text in queue:
        if len(text) >= length:
            long.add(text[:length])
        elif text not in short:
            short.add(text)
            queue.extend(text + part for part in more)
    return frozenset(long), frozenset(short)
