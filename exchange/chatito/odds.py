"""How likely each sentence of a definition is, as Chatito documents it (spec.md, 2.3)."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from ...dsl.findings import Finding
from .project import MOST_COMBINATIONS, Entity


def odds(entity: Entity) -> tuple[list[Fraction], list[Finding]]:
    """The weights of its sentences. With the distribution `even` each sentence without odds of
    its own weighs 1, with `regular` (what Chatito takes where nothing is said) as much as it
    has combinations; odds that are no percentages multiply that; what percentages leave of 100 is
    shared by those without, alike or by their combinations."""
    definition = entity.definition
    findings: list[Finding] = []
    even = definition.arguments.get("distribution", "regular") == "even"
    if not even and max(entity.counts, default=0) >= MOST_COMBINATIONS:
        findings.append(
            Finding(
                "W602",
                f"{definition.shown} has more combinations than Chatito can count:"
                " its sentences are taken to be alike.",
                definition.span,
            )
        )
        even = True
    given = [s for s in definition.sentences if s.odds is not None]
    shares = [Fraction(1) if even else Fraction(count) for count in entity.counts]
    if len({s.percent for s in given}) > 1:
        findings.append(
            Finding(
                "E602",
                f"{definition.shown} has percentages and weights.",
                given[-1].span,
                "Chatito takes either the one or the other in one definition.",
            )
        )
        return shares, findings
    if not given or not given[0].percent:
        return [
            share if s.odds is None else share * s.odds
            for s, share in zip(definition.sentences, shares, strict=True)
        ], findings
    total = sum((s.odds for s in given if s.odds is not None), Fraction(0))
    if total > 100:
        findings.append(
            Finding(
                "E602",
                f"The percentages of {definition.shown} sum to {float(total):g}.",
                given[-1].span,
                "They must not exceed 100.",
            )
        )
        return shares, findings
    rest = sum(
        (share for s, share in zip(definition.sentences, shares, strict=True) if s.odds is None),
        Fraction(0),
    )
    found: list[Fraction] = []
    for sentence, share in zip(definition.sentences, shares, strict=True):
        if sentence.odds is not None:
            found.append(sentence.odds)
            continue
        found.append((100 - total) * share / rest)
        if total == 100:
            findings.append(
                Finding(
                    "W602",
                    "The percentages beside this sentence leave nothing for it: it has weight 0.",
                    sentence.span,
                )
            )
    return found, findings


def written(weights: list[Fraction]) -> list[str | None]:
    """Weights as the smallest whole numbers of the same ratios; none where all are alike."""
    if len(set(weights)) <= 1:
        return [None] * len(weights)
    scale = lcm(*(w.denominator for w in weights))
    whole = [int(w * scale) for w in weights]
    divisor = gcd(*whole)
    return [str(w // divisor) if w != divisor else None for w in whole]
