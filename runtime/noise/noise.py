"""How much noise of each kind is wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

_NUMBER = re.compile(r"[0-9]*\.?[0-9]+|[0-9]+\.")


@dataclass(frozen=True, slots=True)
class Noise:
    """The rates of the kinds of noise, each a probability from 0 to 1 (any other number is a
    `ValueError`): `typos` that a word is mistyped, `case` that a sentence's capital letters are
    changed, `filler` that a sentence has a filler word put in."""

    typos: float = 0.0
    case: float = 0.0
    filler: float = 0.0

    def __post_init__(self) -> None:
        for kind, rate in self.rates():
            if not 0 <= rate <= 1:
                raise ValueError(f"{kind} is {rate}, and not from 0 to 1")

    def rates(self) -> tuple[tuple[str, float], ...]:
        """(kind, rate) of all kinds."""
        return tuple((field.name, getattr(self, field.name)) for field in fields(self))

    def __str__(self) -> str:
        """What `parse` reads; empty without noise."""
        return ",".join(f"{kind}={_plain(rate)}" for kind, rate in self.rates() if rate)

    @classmethod
    def parse(cls, text: str) -> Noise | str:
        """The noise that `typos=.02,case=.1` asks for, or what is wrong with it, in a sentence."""
        rates: dict[str, float] = {}
        kinds = [field.name for field in fields(cls)]
        for part in text.split(","):
            kind, equals, rate = (piece.strip() for piece in part.partition("="))
            if not kind or not equals:
                return f"Noise is KIND=RATE, such as typos=.02,case=.1, and not “{part.strip()}”."
            if kind not in kinds:
                return f"There is no noise “{kind}”; there are {', '.join(kinds)}."
            if kind in rates:
                return f"The noise “{kind}” is given twice; give it once."
            if not _NUMBER.fullmatch(rate) or float(rate) > 1:
                return f"“{kind}={rate}” has no rate from 0 to 1; write {kind}=.05, say."
            rates[kind] = float(rate)
        return cls(**rates)


def _plain(rate: float) -> str:
    """The shortest decimal that is this number, without an exponent."""
    from decimal import Decimal

    return f"{Decimal(repr(float(rate))):f}"
