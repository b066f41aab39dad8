"""How long the numbers of a range are on average, in digits: by counting, not by looking."""

from __future__ import annotations

from .progression import Progression


def digits_total(numbers: Progression) -> int:
    """The characters of all numbers of a range in decimal digits, exactly.

    A digit is there where the number reaches a power of ten, a decimal place where the number is
    no multiple of what would end it.
    """
    count, scale = numbers.count, numbers.scale
    unit = 10**scale
    total = count + numbers.below(0)  # one digit, and the sign
    power = 10 * unit
    largest = max(abs(numbers.first), abs(numbers.last))
    while power <= largest:
        total += count - numbers.below(power) + numbers.below(-power + 1)
        power *= 10
    if scale:
        total += count - numbers.multiples(unit)  # the point
        total += sum(count - numbers.multiples(10**place) for place in range(1, scale + 1))
    return total
