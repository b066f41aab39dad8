"""Large ranges where texts are told apart: values that are known by rule, and not one by one."""

from __future__ import annotations

from ...catalogues.numbers.catalogue import Numbers
from ...catalogues.selection import Selection
from .atoms import Values

LISTED = 20_000
"""The numbers of smaller ranges are values like any others."""


class Large(Values):
    """The numbers of a range in one form; no two of them are spelled alike."""

    __slots__ = ("_numbers", "_valued", "rows")

    rule = True

    def __init__(self, selection: Selection, valued: bool) -> None:
        super().__init__(frozenset())
        assert isinstance(selection.catalogue, Numbers)
        self._numbers = selection.catalogue
        self._valued = valued
        self.rows = range(next(selection.rows()), next(selection.rows()) + len(selection))
        """The rows of the catalogue that have the values."""

    @property
    def size(self) -> int:
        """See `Values`."""
        return len(self.rows)

    @property
    def large(self) -> bool:
        """See `Values`."""
        return True

    @property
    def inner(self) -> frozenset[str]:
        """See `Values`."""
        return self._numbers.characters

    def _row(self, text: str) -> int | None:
        found = self._numbers.spelled(text)
        return next((row for row in found if row in self.rows), None)

    def has(self, text: str) -> bool:
        """See `Values`."""
        return self._row(text) is not None

    def ids(self, text: str) -> list[str | None]:
        """See `Values`."""
        row = self._row(text)
        assert row is not None
        return [self._numbers.identity(row) if self._valued else None]

    def goes_on(self, start: str) -> bool:
        """Whether some text may begin with *start* and be longer."""
        return self.inner.issuperset(start)

    def within(self, text: str) -> bool:
        """See `Values`: the texts consist of those of the rules, or of digits."""
        parts = self._numbers.parts
        reached = {0}
        for part in parts:
            for at in range(len(part)):
                rest = part[at:]
                if rest.startswith(text):
                    return True
                if text.startswith(rest):
                    reached.add(len(rest))
        for at in range(1, len(text)):
            if at in reached:
                for part in parts:
                    if text.startswith(part, at):
                        reached.add(at + len(part))
                    elif part.startswith(text[at:]):
                        return True
        return len(text) in reached

    def meets(self, other: Values) -> bool:
        """See `Values`: of two large ranges by their characters and bounds alone."""
        if isinstance(other, Large):
            return not self._numbers.apart(other._numbers)
        return any(map(self.has, other.texts))

    def shares(self, other: Values) -> bool:
        """See `Values`."""
        return self.meets(other)


def values(selection: Selection, valued: bool) -> Values:
    """The values of a selection; *valued* says whether ids matter."""
    large = isinstance(selection.catalogue, Numbers) and len(selection) > LISTED
    if large and selection.unbroken:
        return Large(selection, valued)
    return Values.of(selection, valued)
