"""What a person sets before learning, and what learning tells as it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .symbols import Symbols

CONSERVATIVE = 0.0
"""`generalise` at which only states of the same word are merged."""


@dataclass(frozen=True, slots=True)
class Settings:
    """`style` is `readable` or `exact`. `generalise` is λ, the weight of a grammar's own bits
    against those of the data: the more, the smaller and the bolder a grammar. No template of
    `rejected` is ever accepted."""

    style: str = "readable"
    generalise: float = 0.5
    rejected: tuple[Symbols, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step of learning: the intent, how many steps it has taken so far, the description length
    in bits after this one, and what was done, for a person to read."""

    intent: str
    done: int
    length: float
    what: str = ""


Tell = Callable[[Step], None]


def silent(step: Step) -> None:
    """Tells nobody."""
