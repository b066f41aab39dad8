"""`gramc odds`: how likely each alternative really is."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from .options import BIND, CATALOG_PATH, DISTRIBUTION, OUTPUT_FORMAT

if TYPE_CHECKING:
    from fractions import Fraction

    from ..dsl.span import Span
    from ..runtime.distributions.figures import PatternOdds
    from ..runtime.odds import Branch, Odds
    from .grammar import Opened
    from .lines import Lines
    from .render import Row
    from .table import Cell


@click.command("odds")
@click.argument("file", metavar="FILE")
@click.argument("name", required=False)
@DISTRIBUTION
@OUTPUT_FORMAT
@BIND
@CATALOG_PATH
def command(
    file: str,
    name: str | None,
    distribution: str,
    output_format: str,
    bind: Sequence[str],
    catalog_path: Sequence[str],
) -> int:
    """Show how likely each alternative really is.

    For the rule or intent NAME: the probability of each of its alternatives beside the others,
    and of what is optional that it is there, with weights, agreement and catalogues worked out.
    Where agreement makes it come out otherwise within sentences, that stands beside it. Without a
    NAME, the probability of each intent.

    With --distribution patterns and the NAME of an intent: its slot patterns, of which each is as
    likely as any other, and how likely they are by weights.
    """
    from ..dsl.findings import Finding
    from ..runtime.odds import intent_odds, odds
    from .grammar import opened, wrong_name
    from .render import show

    grammar = opened(file, catalog_path, bind)
    if distribution != "weights":
        _under(grammar, file, name, distribution, output_format)
        return 0
    if name is None:
        intents = intent_odds(grammar.compiled)
        if output_format == "json":
            _write([{"intent": intent, "probability": float(p)} for intent, p in intents])
        else:
            show(_intents(intents), sys.stdout)
        return 0
    found = odds(grammar.compiled, name, grammar.place)
    if isinstance(found, Finding):
        raise wrong_name(found)
    if output_format == "json":
        rows = found.rows()
        for row, branch in zip(rows, found.branches, strict=True):
            place = _place(branch, grammar.places)
            row["file"] = None if place is None else place.file
            row["line"] = None if place is None else place.line
        _write(rows)
    else:
        show(_shown(found, grammar), sys.stdout)
    return 0


LISTED = 40
"""So many slot patterns are listed for people."""


def _under(
    grammar: Opened, file: str, name: str | None, distribution: str, output_format: str
) -> None:
    """Shows the odds under another distribution than that of weights."""
    from ..dsl.findings import Finding
    from ..runtime.distributions.figures import pattern_odds, shares
    from ..runtime.names import locate
    from .grammar import all_bound, wrong_name
    from .render import show
    from .report import refuse

    compiled, json = grammar.compiled, output_format == "json"
    all_bound(compiled, file)
    if name is None:
        intents = shares(compiled, distribution, grammar.place)
        if isinstance(intents, Finding):
            refuse(intents)
        if json:
            _write([{"intent": intent, "probability": float(p)} for intent, p in intents])
        else:
            show(_intents(intents), sys.stdout)
        return
    located = locate(compiled, name, grammar.place)
    if isinstance(located, Finding):
        raise wrong_name(located)
    if distribution == "uniform":
        raise click.UsageError(
            "--distribution uniform draws texts, whatever alternatives they come from: leave out "
            "the NAME, or use --distribution patterns."
        )
    if located.kind != "intent":
        raise click.UsageError(f"“{name}” is a rule, and slot patterns are those of an intent.")
    found = pattern_odds(compiled, name, grammar.place)
    if isinstance(found, Finding):
        refuse(found)
    even = 1 / len(found)
    if json:
        _write(
            [
                {"slots": one.slots, "probability": even, "by_weights": one.by_weights}
                for one in found
            ]
        )
    else:
        show(_patterns(name, found), sys.stdout)


def _patterns(name: str, found: Sequence[PatternOdds]) -> Iterator[Row]:
    from .table import table

    yield [(name, "hint")]
    yield []
    even = percent(1 / len(found))
    rows = [
        [(even, "title"), (percent(one.by_weights), ""), (one.slots or "none", "label")]
        for one in found[:LISTED]
    ]
    yield from table(("odds", "by weights", "slots"), rows, "rrl")
    if len(found) > LISTED:
        yield []
        yield [(f"and {len(found) - LISTED:,} more; --output-format json lists all.", "dim")]


def _write(rows: Sequence[dict[str, object]]) -> None:
    import json

    sys.stdout.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def percent(share: float) -> str:
    """A probability for people: `12.50 %`, `0.00012 %`, `> 99.99 %`."""
    if 0.99995 <= share < 1:
        return "> 99.99 %"
    if share and share < 0.00005:
        return f"{100 * share:.2g} %"
    return f"{100 * share:.2f} %"


def _intents(intents: Sequence[tuple[str, Fraction]]) -> Iterator[Row]:
    from .table import table

    rows = [[(percent(float(p)), ""), (name, "hint")] for name, p in intents]
    yield from table(("odds", "intent"), rows, "rl")


def _place(branch: Branch, places: Sequence[Span]) -> Span | None:
    return places[branch.place] if places and branch.place >= 0 else None


def _written(branch: Branch, place: Span | None, lines: Lines) -> str:
    """An alternative as it stands in its file, with its weight, if that is one line."""
    line = None
    if place is not None and place.line == place.end_line:
        line = lines(place.file, place.line)
    if line is None or place is None:
        return branch.text
    end = place.end_column - 1
    if "@agree" in line[:end].rpartition(")")[2]:  # a place ends with the last feature's name
        end = line.find(")", end) + 1 or end
    return line[place.column - 1 : end].strip()


def _shown(odds: Odds, grammar: Opened) -> Iterator[Row]:
    from .lines import Lines
    from .table import table

    yield [(odds.name, "hint" if odds.kind == "intent" else "title")]
    yield []
    lines = Lines(grammar.given)
    head = ["odds", *(["in sentences"] if odds.agrees else []), "line", "alternative"]
    rows = []
    for branch in odds.branches:
        place = _place(branch, grammar.places)
        row = _branch(branch, _written(branch, place, lines), both=odds.agrees)
        rows.append([*row[:-1], ("" if place is None else str(place.line), "dim"), row[-1]])
    sides = "r" * (len(head) - 1) + "l"
    if not grammar.places:  # an artifact
        rows = [[*row[:-2], row[-1]] for row in rows]
        head, sides = [*head[:-2], head[-1]], sides[1:]
    yield from table(head, rows, sides)
    if odds.agrees:
        yield []
        yield [("In sentences, other words have a say, because they must agree.", "dim")]
    if odds.kind == "intent":
        if len(odds.intents) > 1:
            share = next(p for name, p in odds.intents if name == odds.name)
            yield []
            yield [(f"{percent(float(share))} of all sentences are of this intent.", "dim")]
        return
    used = [use for use in odds.uses if use.probability > 0]
    if not used:
        return
    yield []
    users: list[list[Cell]] = [
        [(use.intent, "hint"), (percent(use.probability), ""), (f"{use.times:.3g}", "")]
        for use in used
    ]
    yield from table(("used by", "sentences", "times a sentence"), users, "lrr")


def _branch(branch: Branch, text: str, *, both: bool) -> list[Cell]:
    def shown(share: float | None) -> str:
        if share is None:
            return ""
        return f"{share:.2f} ×" if branch.kind == "repeat" else percent(share)

    alone = None if branch.probability is None else float(branch.probability)
    style = {"alternative": "", "choice": "dim"}.get(branch.kind, "label")
    cells = [(shown(alone), "title" if branch.level == 0 else "")]
    if both:
        cells.append((shown(branch.in_use), ""))
    return [*cells, ("    " * branch.level + text, style)]
