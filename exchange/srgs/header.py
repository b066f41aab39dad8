"""What both forms of SRGS say of a grammar as a whole, and what of it does not matter here."""

from __future__ import annotations

import re

from ...dsl.findings import Finding
from ...dsl.names import is_language_tag
from ...dsl.span import Span
from ..speech.weights import decimal

MOST_TIMES = 1000
"""So often a repeat may be written to be said."""

_REPEAT = re.compile(r"\s*(\d{1,9})\s*(?:(-)\s*(\d{1,9})?\s*)?(?:/\s*([0-9.]+)\s*/\s*)?")


class Told:
    """Gathers what the head of a grammar says, and findings of which one a file is enough."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        self.locale = ""
        self.root = ""
        self.literals: bool | None = None
        self._ignored: dict[str, list[Span]] = {}

    def format(self, text: str) -> None:
        """The format of tags: semantic literals, scripts, or one that is not known."""
        if text.startswith("semantics/1.0"):
            self.literals = "literals" in text

    def mode(self, text: str, span: Span) -> None:
        """`voice` or `dtmf`."""
        if text != "voice":
            message = (
                f"This grammar is of the mode {text}: what is keyed in is read as if it were said."
            )
            self.findings.append(Finding("W602", message, span))

    def ignored(self, what: str, span: Span) -> None:
        """*what* says nothing of the language."""
        self._ignored.setdefault(what, []).append(span)

    def tell(self) -> None:
        """W603 for each kind of thing that was ignored."""
        for what, spans in self._ignored.items():
            times = f" ({len(spans)} times)" if spans[1:] else ""
            message = f"Not read, since it says nothing of the language: {what}{times}."
            self.findings.append(Finding("W603", message, spans[0]))


def language(text: str, span: Span, told: Told) -> str:
    """*text* as a language tag; empty with W602 where it is none."""
    tag = text.strip().replace("_", "-")
    if is_language_tag(tag):
        return tag
    told.findings.append(Finding("W602", f"`{text}` is no language tag, and is left out.", span))
    return ""


def times(
    text: str, chance: str | None, span: Span, told: Told
) -> tuple[int, int | None, str | None]:
    """The bounds of a repeat (`2`, `2-4`, `2-`, each with `/0.5/`), and the probability of going
    on, which may be given apart; once, and E602, where they make no sense."""
    match = _REPEAT.fullmatch(text)
    problem = ""
    if match is None:
        problem = f"`{text}` is no number of times: write 2, 2-4 or 2-."
    else:
        low = int(match[1])
        high = int(match[3]) if match[3] else None if match[2] else low
        chance = chance if match[4] is None else match[4]
        p = None if chance is None else decimal(chance)
        if high is not None and high < low:
            problem = f"A repeat from {low} to {high} times is none."
        elif max(low, high or 0) > MOST_TIMES:
            problem = (
                f"Nobody says something {max(low, high or 0)} times: the most is {MOST_TIMES}."
            )
        elif chance is not None and (p is None or float(p) > 1):
            problem = f"`{chance}` is no probability: write a number from 0 to 1."
        elif p is not None and float(p) == 1 and high is None:
            problem = "With a probability of 1 this would be repeated for ever."
        else:
            return low, high, p
    told.findings.append(Finding("E602", problem, span))
    return 1, 1, None
