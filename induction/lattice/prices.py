"""What a step costs that no template takes, in bits: fitted on other data than is learned from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prices:
    """Bits for three symbols `p a b` in a row that no template has.

    They are the negated coefficients, over ln 2, of a logistic regression that tells held-out
    templates from near misses, summed over the steps of each. Amounts named "often", "squares",
    "alike", "left out", "put in" and "turned" are natural logarithms; `Evidence` says of what.
    What lowers a price is negative. A step is one of four kinds: `cross`, where `p a` and `a b`
    are known; `open`, where only `p a` is; `close`, where only `a b` is; `far`, where neither is.
    """

    again: float = 2.24
    cross: float = -0.09
    cross_expected: float = 0.38
    cross_squares: float = -0.62
    cross_first: float = 0.99
    cross_slot: float = 0.26
    cross_often: float = 0.18
    cross_alike: float = -0.29
    cross_left_out: float = 0.29
    cross_left_out_before: float = 0.55
    cross_turned: float = 0.79
    cross_twice: float = 0.20
    cross_lacking: float = 0.22
    open: float = 0.21
    open_often: float = 0.45
    open_next_often: float = 0.40
    open_alike: float = -0.81
    open_left_out: float = 0.25
    open_put_in: float = 0.54
    open_turned: float = 0.13
    open_strange: float = 0.43
    open_known: float = -0.36
    open_slot: float = -0.38
    open_next_slot: float = -0.43
    open_slots: float = 0.19
    open_twice: float = 0.09
    open_lacking: float = 0.21
    close: float = 0.29
    close_alike: float = -0.97
    close_left_out: float = 0.53
    close_put_in: float = 0.20
    far: float = 0.34
    far_alike: float = -0.75
    far_put_in: float = 0.25
    long: float = 1.51
    short: float = 1.35


PRICES = Prices()
"""The prices that are used. `long`: what a walk may cost more for each unit of the natural
logarithm of its length; `short`: what is taken off that."""
