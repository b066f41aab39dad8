"""What a step costs that no template takes, in bits: fitted on other data than is learned from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prices:
    """Bits for three symbols `p a b` in a row that no template has.

    They are the negated coefficients, over ln 2, of a logistic regression that tells held-out
    templates from near misses, summed over the steps of each; `benchmarks/induction/prices.py`
    makes such a fit and prints it beside these. Amounts named "often", "squares",
    "alike", "left out", "put in" and "turned" are natural logarithms; `Evidence` says of what.
    What lowers a price is negative. A step is one of four kinds: `cross`, where `p a` and `a b`
    are known; `open`, where only `p a` is; `close`, where only `a b` is; `far`, where neither is.
    """

    again: float = 2.21
    cross: float = 0.00
    cross_expected: float = 0.38
    cross_squares: float = -0.83
    cross_first: float = 1.62
    cross_slot: float = 0.40
    cross_often: float = 0.25
    cross_alike: float = -0.49
    cross_left_out: float = 0.62
    cross_left_out_before: float = 0.47
    cross_turned: float = 0.82
    cross_twice: float = 0.05
    cross_lacking: float = -0.23
    open: float = 0.34
    open_often: float = 0.46
    open_next_often: float = 0.41
    open_alike: float = -0.75
    open_left_out: float = 0.25
    open_put_in: float = 0.39
    open_turned: float = 0.28
    open_strange: float = 0.76
    open_known: float = -0.20
    open_slot: float = -0.58
    open_next_slot: float = -0.33
    open_slots: float = 0.70
    open_twice: float = -0.08
    open_lacking: float = 0.04
    close: float = 0.36
    close_alike: float = -0.91
    close_left_out: float = 0.51
    close_put_in: float = 0.18
    far: float = 0.13
    far_alike: float = -1.27
    far_put_in: float = 0.35
    long: float = 1.69
    short: float = 1.45


PRICES = Prices()
"""The prices that are used. `long`: what a walk may cost more for each unit of the natural
logarithm of its length; `short`: what is taken off that."""
