"""Numbers on the command line: how many, which part of how many, what share of all."""

from __future__ import annotations

import re
from fractions import Fraction

import click

MOST = 10**15
"""More sentences than this nobody wants."""

_WHOLE = re.compile(r"\d+(?:_\d+)*")
_POWER = re.compile(r"(\d+)(?:\.(\d+))?[eE]\+?(\d{1,2})")
_SHARE = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(?:/(\d+))?")
_NAME = re.compile(r"\w[\w-]*")


class Count(click.ParamType):  # type: ignore[type-arg]
    """A number of things: `1000`, `1_000_000`, `1e6`."""

    name = "count"

    def __init__(self, least: int = 0) -> None:
        self.least = least

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number that was written."""
        if isinstance(value, int):
            return value
        number = _count(str(value))
        if number is None:
            self.fail(f"“{value}” is no number of things; write 1000, 1_000_000 or 1e6.", param)
        if not self.least <= number <= MOST:
            self.fail(f"{value} is not from {self.least:,} to {MOST:,}.", param)
        return number


def _count(text: str) -> int | None:
    if _WHOLE.fullmatch(text):
        return int(text)
    if power := _POWER.fullmatch(text):
        whole, part, places = power[1], power[2] or "", int(power[3])
        number = Fraction(int(whole + part), 10 ** len(part)) * 10**places
        return int(number) if number.denominator == 1 else None
    return None


class Part(click.ParamType):  # type: ignore[type-arg]
    """One part of several: `2/5`."""

    name = "part"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[int, int]:
        """The number of the part, from 1, and how many there are."""
        found = re.fullmatch(r"(\d{1,9})/(\d{1,9})", str(value))
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            self.fail(f"“{value}” is no part of several; the second of five is 2/5.", param)
        return int(found[1]), int(found[2])


class Shares(click.ParamType):  # type: ignore[type-arg]
    """Named shares: `train=.8,dev=.1,test=.1`, or in whole numbers `train=8,dev=1,test=1`."""

    name = "shares"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[tuple[str, Fraction], ...]:
        """The names and what each gets of the whole."""
        found: dict[str, Fraction] = {}
        for piece in str(value).split(","):
            name, _, written = (part.strip() for part in piece.partition("="))
            share = _share(written)
            if share is None or not _NAME.fullmatch(name):
                self.fail(
                    f"“{piece.strip()}” is no share; write train=.8,dev=.1,test=.1.", param, ctx
                )
            if not share:
                self.fail(f"The share of “{name}” is 0; leave it out.", param, ctx)
            if name in found:
                self.fail(f"The part “{name}” is given twice.", param, ctx)
            found[name] = share
        total = sum(found.values(), Fraction(0))
        if total != 1 and any(share.denominator != 1 for share in found.values()):
            self.fail(f"The shares sum to {float(total):.6g}; they should to 1.", param, ctx)
        return tuple((name, share / total) for name, share in found.items())


def _share(text: str) -> Fraction | None:
    found = _SHARE.fullmatch(text)
    if found is None or (found[2] is not None and not int(found[2])):
        return None
    return Fraction(found[1].rstrip(".") or "0") / int(found[2] or 1)
