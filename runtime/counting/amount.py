"""Amounts: counts that may be larger than any number can say, or depend on what is not known."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

MOST_TERMS = 12
"""A polynomial with more terms than this is not kept: nobody would read it."""

_Term = tuple[tuple[str, int], ...]


class Polynomial:
    """A count as a polynomial in the sizes of open catalogues; `terms` maps a product of powers
    to its factor, and is None where there were too many of them."""

    __slots__ = ("terms",)

    def __init__(self, terms: Mapping[_Term, int | Fraction] | None) -> None:
        self.terms = None if terms is None or len(terms) > MOST_TERMS else dict(terms)

    @classmethod
    def number(cls, value: int | Fraction) -> Polynomial:
        """A plain number."""
        return cls({(): value} if value else {})

    @classmethod
    def variable(cls, name: str) -> Polynomial:
        """The size of the catalogue *name*."""
        return cls({((name, 1),): 1})

    def __add__(self, other: Polynomial) -> Polynomial:
        if self.terms is None or other.terms is None:
            return Polynomial(None)
        terms = dict(self.terms)
        for term, factor in other.terms.items():
            terms[term] = terms.get(term, 0) + factor
        return Polynomial(terms)

    def __mul__(self, other: Polynomial) -> Polynomial:
        if self.terms is None or other.terms is None:
            return Polynomial(None)
        terms: dict[_Term, int | Fraction] = {}
        for one, factor in self.terms.items():
            for two, times in other.terms.items():
                powers = dict(one)
                for name, power in two:
                    powers[name] = powers.get(name, 0) + power
                term = tuple(sorted(powers.items()))
                terms[term] = terms.get(term, 0) + factor * times
        return Polynomial(terms)

    def shown(self) -> str:
        """`3 + 12 × |Contacts|`; the empty text where there were too many terms."""
        if self.terms is None:
            return ""
        pieces = []
        for term, factor in sorted(self.terms.items(), key=lambda t: (_degree(t[0]), t[0])):
            names = [f"|{name}|" + (_raised(power) if power > 1 else "") for name, power in term]
            if factor != 1 or not names:
                names.insert(0, number(int(factor)))
            pieces.append(" × ".join(names))
        return " + ".join(pieces) or "0"


def _degree(term: _Term) -> int:
    return sum(power for _, power in term)


def _raised(power: int) -> str:
    return str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))


def number(value: int) -> str:
    """A whole number for people: `1,234,567` or, from sixteen digits on, `1.23 × 10^30`."""
    return f"{value:,}" if value < 10**15 else power_of_ten(math.log2(value))


def power_of_ten(log2: float) -> str:
    """2 to the power of *log2* as `1.23 × 10^30`, and as `10^(1.2e+99)` where that is too large."""
    digits = log2 * math.log10(2)
    if digits == math.inf:
        return "10^(10^308) or more"
    if digits > 1e12:
        return f"10^({digits:.3g})"
    exponent = math.floor(digits)
    mantissa = f"{10 ** (digits - exponent):.2f}"
    if mantissa == "10.00":
        mantissa, exponent = "1.00", exponent + 1
    return f"{mantissa} × 10^{exponent}"


@dataclass(frozen=True, slots=True)
class Amount:
    """A count. `value` is None where it is infinite or has too many digits to be written; `log2`
    is its binary logarithm. `exact` is False for an upper bound. Where it depends on catalogues
    that are `open`, value and logarithm count each of their draws as one, and `formula` says the
    count in terms of their sizes (empty where that would be too long)."""

    value: int | None
    log2: float
    infinite: bool = False
    exact: bool = True
    open: bool = False
    formula: str = ""

    def shown(self) -> str:
        """The amount for people: `1,234`, `1.23 × 10^30`, `∞`, `≤ 96`, `3 + 12 × |Contacts|`, or
        `32 with one value each` where that formula would be too long."""
        if self.infinite:
            return "∞"
        if self.formula:
            text = self.formula
        else:
            text = power_of_ten(self.log2) if self.value is None else number(self.value)
            text += " with one value each" if self.open else ""
        return text if self.exact else f"≤ {text}"
