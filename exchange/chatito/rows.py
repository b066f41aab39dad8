"""The rows of a plain grammar's lists that are written out, and what is left of long ones."""

from __future__ import annotations

from ...dsl.findings import Finding
from ...dsl.span import Span
from ..plain.plain import Plain
from ..say import approximated, limited, refused

MOST_ROWS = 20_000
MOST_NUMBERS = 200
"""So many values of a catalogue are written, and of a range."""


class Rows:
    """Reads lists, each once; what is to be said of one goes to *findings*."""

    def __init__(self, plain: Plain, target: str, place: Span, findings: list[Finding]) -> None:
        self.findings = findings
        self._plain = plain
        self._target = target
        self._place = place
        self._known: dict[str, list[tuple[str, str | None, int]]] = {}

    def of(self, name: str) -> list[tuple[str, str | None, int]]:
        """The rows of a list that are written: text, canonical value, weight."""
        if name in self._known:
            return self._known[name]
        made = self._plain.catalogues[name]
        short = len(made) <= (MOST_ROWS if made.range is None else MOST_NUMBERS)
        rows = [(r.text, r.value, r.weight) for r in made.merged()] if short else []
        if made.open:
            self.findings.append(
                refused(
                    f"The catalogue {made.of} is open.", self._place, "Bind it: --bind NAME=FILE."
                )
            )
        elif made.range is not None and len(made) > MOST_NUMBERS:
            step = (len(made) - 1) / (MOST_NUMBERS - 1)
            wanted = {round(i * step) for i in range(MOST_NUMBERS)}
            rows = [(r.text, r.value, r.weight) for i, r in enumerate(made.rows()) if i in wanted]
            self.findings.append(
                limited(
                    f"Of the {len(made):,} numbers of {made.of} {len(rows)} are written.",
                    self._place,
                )
            )
        elif len(made) > MOST_ROWS:
            rows = [
                (r.text, r.value, r.weight)
                for r, _ in zip(made.rows(), range(MOST_ROWS), strict=False)
            ]
            self.findings.append(
                limited(
                    f"Of the {len(made):,} values of {made.of} {MOST_ROWS:,} are written.",
                    self._place,
                )
            )
        elif made.wild:
            self.findings.append(
                approximated(
                    f"The wildcard {made.of} is its examples only."
                    if rows
                    else f"The wildcard {made.of} has no examples; what holds it is left out.",
                    self._place,
                )
            )
        self._known[name] = rows
        return rows
