"""The page: one HTML file that needs nothing else, in light and dark."""

from __future__ import annotations

from typing import Any

from ...pages.frame import rendered
from ...pages.plots import bars, histogram
from .plots import coverage, ranks

SMALL = 24
"""So many slots have a picture."""


def page(told: dict[str, Any]) -> str:
    """The page on the figures *told*, which are those of `gramc corpus stats --output-format
    json`. Everything from the corpus is escaped; there is no script in it."""
    from markupsafe import Markup

    slots = told["slots"][:SMALL]
    largest = max((slot["curve"][0][1] for slot in slots if slot["curve"]), default=1)
    longest = max((slot["values"] for slot in slots), default=1)
    lengths = told["lengths"]
    marks = list(zip(told["covered"], told["patterns"]["needed"], strict=False))
    pictures = {
        "intents": bars([(i["name"] or "(none)", i["sentences"]) for i in told["intents"]]),
        "lengths": histogram(lengths["counts"], "words", [lengths["quantiles"][2]]),
        "coverage": coverage(told["patterns"]["curve"], marks),
        "slots": [(slot, Markup(ranks(slot["curve"], largest, longest))) for slot in slots],
    }
    safe = {k: Markup(v) if isinstance(v, str) else v for k, v in pictures.items()}
    return rendered(
        "gramc.exchange.report",
        "page.html.j2",
        told=told,
        pictures=safe,
        uses=sum(slot["uses"] for slot in told["slots"]),
        copies=told["sentences"] - told["texts"],
    )
