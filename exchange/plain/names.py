"""Names that a target allows, each given once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from ...dsl.findings import Finding
from ...dsl.span import Span

Allowed = str | Callable[[str], bool]
"""Characters: those of a regular expression's class (without brackets), or a test."""


def _test(allowed: Allowed) -> Callable[[str], bool]:
    if not isinstance(allowed, str):
        return allowed
    found = re.compile(f"[{allowed}]")
    return lambda character: found.match(character) is not None


class Names:
    """Gives names that a target allows: `first` and `inner` are what the first and the other
    characters may be; `longest` counts characters, 0 is no bound; `reserved` are not given; with
    `fold`, names that differ only in case are the same.

    Letters lose the accents that are not allowed; what else is not becomes *filler*, and *letter*
    begins a name that would begin wrong. A name that is taken gets a number behind it, in letters
    where digits are not allowed. `renamed` maps each name that had to be changed to what it
    became. The same calls give the same names.
    """

    def __init__(
        self,
        first: Allowed = "A-Za-z",
        inner: Allowed = "A-Za-z0-9_",
        *,
        longest: int = 0,
        reserved: Iterable[str] = (),
        fold: bool = False,
        filler: str = "_",
        letter: str = "x",
    ) -> None:
        self._first, self._inner = _test(first), _test(inner)
        self._longest = longest
        self._fold = fold
        self._filler = filler
        self._letter = letter
        self._taken = {self._key(name) for name in reserved}
        self._numbers: dict[str, int] = {}
        self.renamed: dict[str, str] = {}
        self.given: dict[str, str] = {}

    def _key(self, name: str) -> str:
        return name.casefold() if self._fold else name

    def _bare(self, wanted: str) -> str:
        """*wanted* without those accents that are not allowed."""
        if all(map(self._inner, wanted)):
            return wanted
        found = []
        for character in wanted:
            bare = character
            if not self._inner(character):
                parts = unicodedata.normalize("NFKD", character)
                bare = "".join(c for c in parts if not unicodedata.combining(c)) or character
            found.append(bare)
        return "".join(found)

    def legal(self, wanted: str) -> str:
        """*wanted* with what is not allowed replaced; maybe taken already."""
        pieces: list[str] = []
        for character in self._bare(wanted):
            if self._inner(character):
                pieces.append(character)
            elif not pieces or pieces[-1] != self._filler:
                pieces.append(self._filler)
        made = "".join(pieces)
        if not made or not self._first(made[0]):
            made = stripped = made.strip(self._filler)
            made = stripped if stripped and self._first(stripped[0]) else self._letter + made
        return made[: self._longest] if self._longest else made

    def _shown(self, number: int) -> str:
        """A number in digits, or, where these are not allowed, in letters: b, c, … z, aa, ab, …"""
        if self._inner("1"):
            return str(number)
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return letters

    def name(self, wanted: str) -> str:
        """A name like *wanted* that nothing else has."""
        made = found = self.legal(wanted)
        number = self._numbers.get(made, 1)
        while self._key(found) in self._taken:
            number += 1
            ending = f"{self._filler}{self._shown(number)}"
            stem = made[: self._longest - len(ending)] if self._longest else made
            found = f"{stem}{ending}"
        self._numbers[made] = number
        self._taken.add(self._key(found))
        if found != wanted:
            self.renamed[wanted] = found
        return found

    def of(self, wanted: str) -> str:
        """The one name of *wanted*: given when it is first asked for."""
        if wanted not in self.given:
            self.given[wanted] = self.name(wanted)
        return self.given[wanted]

    def finding(self, target: str, place: Span) -> Finding | None:
        """W622 at *place* that says what was renamed, None where nothing was."""
        if not self.renamed:
            return None
        shown = [f"“{old}” is “{new}”" for old, new in list(self.renamed.items())[:3]]
        count = len(self.renamed)
        what = "name is" if count == 1 else "names are"
        return Finding(
            "W622",
            f"{count} {what} changed, as {target} does not allow them: "
            f"{', '.join(shown)}{' …' if count > 3 else ''}.",
            place,
            "Rename them in the grammar to have the same names everywhere.",
        )
