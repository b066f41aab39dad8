"""Agreement: alternatives whose parts can never agree."""

from __future__ import annotations

from collections.abc import Mapping

from ..dsl.findings import Finding
from ..dsl.span import Span
from . import ir
from .features import Profiles, Spreads
from .recursion import Recursion
from .settle import Settling


def never_agreeing(
    rules: Mapping[str, ir.Choice],
    bodies: list[ir.Choice],
    recursion: Recursion,
    profile: Profiles,
    places: tuple[Span, ...],
) -> list[Finding]:
    """E302 for every alternative whose parts can never agree, callees before callers.

    What is above an alternative that is found here, or calls its rule, is not looked at: it would
    only be said again.
    """
    findings: list[Finding] = []
    for option in disagreeing(rules, bodies, recursion, profile):
        names = option.agree or tuple(f for f, _ in option.tags)
        findings.append(
            Finding(
                "E302",
                f"The parts of this alternative never agree in {', '.join(names)}.",
                places[option.place],
                "Look at the tags of its parts: none of their values fit together.",
            )
        )
    if not findings:
        places_of = Settling(rules, bodies, recursion, profile).never
        findings.extend(
            Finding(
                "E302",
                "The parts of this alternative agree with no row that they share.",
                places[place],
                "Look at the feature columns of the catalogue: no row has what the parts ask for.",
            )
            for place in dict.fromkeys(places_of)
        )
    return findings


def disagreeing(
    rules: Mapping[str, ir.Choice],
    bodies: list[ir.Choice],
    recursion: Recursion,
    profile: Profiles,
) -> list[ir.Option]:
    """The alternatives that `never_agreeing` finds, in the rules of *recursion* and in *bodies*."""
    found: list[ir.Option] = []
    spreads = Spreads(rules, recursion.component, profile)
    bad_rules: set[str] = set()
    bad: set[int] = set()

    def is_bad(node: ir.Node) -> bool:
        return id(node) in bad or (isinstance(node, ir.Call) and node.rule in bad_rules)

    named: list[tuple[str, ir.Choice]] = [(name, rules[name]) for name in recursion.order]
    for name, body in [*named, *(("", body) for body in bodies)]:
        for node in reversed(list(ir.walk(body))):  # what is inside comes first
            if any(is_bad(child) for child in ir.children(node)):
                bad.add(id(node))
            if not isinstance(node, ir.Choice):
                continue
            for option in node.options:
                depends = option.agree or (option.tags and len(ir.features_parts(option)) == 1)
                if not depends or any(is_bad(part) for part in option.parts):
                    continue
                if not spreads.trellis(option, ()).mass:
                    bad.add(id(node))
                    found.append(option)
        if id(body) in bad and name:
            bad_rules |= recursion.component.get(name, frozenset([name]))
    return found
