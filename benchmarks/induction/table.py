"""Rows of figures as a table of means; what is left when automata of n-grams are taken away."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from intervals import clustered, interval


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one model on one intent with one seed."""

    model: str
    intent: str
    seed: str
    figures: dict[str, float | None]


COLUMNS = {
    "cov": ".3f",
    "novel": ".3f",
    "near": ".4f",
    "hits": ".1f",
    "ppl": ".2f",
    "rules": ".1f",
    "symbols": ".0f",
    "alternatives": ".1f",
    "nesting": ".1f",
    "templates": ".1e",
    "seconds": ".3f",
    "given": ".3f",
}
HEADS = {"alternatives": "alts", "nesting": "nest"}
WIDTH = 10


def table(rows: Sequence[Row], each: bool = False) -> Iterator[str]:
    """Means over intents and seeds, their standard errors below; then what is beyond the line."""
    models = list(dict.fromkeys(row.model for row in rows))
    longest = max(len(model) for model in models) + 2
    yield " " * longest + "".join(f"{HEADS.get(name, name):>{WIDTH}}" for name in COLUMNS)
    for model in models:
        mine = [row for row in rows if row.model == model]
        means, errors = [], []
        for name, form in COLUMNS.items():
            mean, error = _mean(mine, name, form)
            means.append(mean)
            errors.append(error)
        yield f"{model:<{longest}}" + "".join(f"{text:>{WIDTH}}" for text in means)
        yield f"{'':<{longest}}" + "".join(f"{text:>{WIDTH}}" for text in errors)
    if each:
        for intent in dict.fromkeys(row.intent for row in rows):
            yield ""
            yield intent
            for model in models:
                mine = [row for row in rows if row.model == model and row.intent == intent]
                means = [_mean(mine, name, form)[0] for name, form in COLUMNS.items()]
                yield f"{model:<{longest}}" + "".join(f"{text:>{WIDTH}}" for text in means)
    if {"trigram", "bigram"} <= set(models):
        yield ""
        yield "cov above the line between the trigram and the bigram automaton at equal near"
        yield f"{'':<{longest}}     mean   95 % over pairs      95 % over seeds"
        for model in models:
            yield f"{model:<{longest}}{_beyond(rows, model)}"


def _mean(rows: Sequence[Row], name: str, form: str) -> tuple[str, str]:
    values = [row.figures[name] for row in rows]
    known = [value for value in values if value is not None]
    if not known:
        return "-", ""
    if name == "templates":
        # The middle one: a mean would be that of the largest.
        ordered = sorted(known)
        return f"{ordered[len(ordered) // 2]:{form}}", ""
    found = interval(known)
    mark = "" if len(known) == len(values) else "*"
    return f"{found.mean:{form}}{mark}", f"±{found.error:{form}}"


def _beyond(rows: Sequence[Row], model: str) -> str:
    """The paired difference to the line through the means of the two automata over all rows. In
    each pair it is taken to the point of the pair's own chord that divides it as the model's mean
    near divides that of the means, and from there along the slope of the line of means; the mean
    is then that of the differences of the means, and what makes a sample of sentences easy for
    all drops out."""
    near: dict[str, list[float]] = {}
    cov: dict[str, list[float]] = {}
    for row in rows:
        near.setdefault(row.model, []).append(row.figures["near"] or 0)
        cov.setdefault(row.model, []).append(row.figures["cov"] or 0)
    seeds = [row.seed for row in rows if row.model == model]

    def mean(values: Sequence[float]) -> float:
        return sum(values) / len(values)

    low, high = mean(near["trigram"]), mean(near["bigram"])
    if low == high:
        return "no line: both accept the same share of near misses"
    slope = (mean(cov["bigram"]) - mean(cov["trigram"])) / (high - low)
    part = (mean(near[model]) - low) / (high - low)
    differences = []
    for number in range(len(seeds)):
        at = {name: (near[name][number], cov[name][number]) for name in ("trigram", "bigram")}
        chord = [(1 - part) * at["trigram"][axis] + part * at["bigram"][axis] for axis in (0, 1)]
        beyond = near[model][number] - chord[0]
        differences.append(cov[model][number] - chord[1] - slope * beyond)
    pairs, groups = interval(differences), clustered(differences, seeds)
    shown = (f"{i.low:+.4f} … {i.high:+.4f}" if i.reach >= 0 else "-" for i in (pairs, groups))
    return f"{pairs.mean:+9.4f}   " + "   ".join(shown)
