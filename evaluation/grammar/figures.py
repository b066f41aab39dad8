"""The figures of a grammar, for each intent and on average."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from .sizes import Sizes


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one intent. Shares are between 0 and 1; None is what can't be told.

    Of templates, which are sentences with their values taken out:
    `coverage`: the share of held-out sentences whose template is accepted;
    `novel`: the share of those distinct held-out templates accepted that the training data has not,
    of which there are `novel_templates`;
    `near`: the share of `corruptions` near misses accepted;
    `hits`: how many distinct novel templates are among the samples;
    `bits`: what the grammar takes to write a covered held-out template, for each of its symbols and
    its end;
    `perplexity`: of the samples, for a trigram model of all the data;
    `language`: how many there are, None if there is no end of them or they can't be counted;
    `language_shown` says it for people.

    Of whole sentences, with the grammar's catalogues: `parsed` and `labelled` are the shares that
    parse, and whose best parse has exactly the slots of the data, by name and place; `text_bits`
    is like `bits`, for words.
    """

    intent: str
    utterances: int
    templates: int
    sizes: Sizes
    coverage: float | None = None
    novel: float | None = None
    novel_templates: int | None = None
    near: float | None = None
    corruptions: int | None = None
    hits: int | None = None
    bits: float | None = None
    perplexity: float | None = None
    language: int | None = None
    language_shown: str = ""
    parsed: float | None = None
    labelled: float | None = None
    text_bits: float | None = None

    def row(self) -> dict[str, Any]:
        """The figures as plain values, fit for JSON; those of sizes among them."""
        row = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "sizes"}
        return row | {each.name: getattr(self.sizes, each.name) for each in fields(self.sizes)}


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of each intent that the grammar and the held-out corpus have in common, in the
    order of the grammar."""

    intents: tuple[Figures, ...]

    def mean(self) -> dict[str, float | None]:
        """The mean of each figure over the intents that have it, whatever their sizes."""
        rows = [figures.row() for figures in self.intents]
        names = [name for name in rows[0] if name not in ("intent", "language_shown")]
        return {name: _mean([row[name] for row in rows]) for name in names}


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
