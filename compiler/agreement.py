"""Agreement: alternatives whose parts can never agree."""

from __future__ import annotations

from collections.abc import Mapping

from ..dsl.findings import Finding
from ..dsl.span import Span
from . import ir
from .features import Profile, Spreads
from .recursion import Recursion


def never_agreeing(
    rules: Mapping[str, ir.Choice],
    bodies: list[ir.Choice],
    recursion: Recursion,
    profile: Profile,
    places: tuple[Span, ...],
) -> list[Finding]:
    """E302 for every alternative whose parts can never agree, callees before callers.

    An alternative above one that is found here is looked at as if that one were not there.
    """
    findings: list[Finding] = []
    spreads = Spreads(rules, recursion.component, profile)
    queue = [*(rules[name] for name in recursion.order), *bodies]
    for body in queue:
        for node in reversed(list(ir.walk(body))):
            if not isinstance(node, ir.Choice):
                continue
            for option in node.options:
                depends = option.agree or (option.tags and len(ir.features_parts(option)) == 1)
                if depends and not spreads.trellis(option, ()).mass:
                    names = option.agree or tuple(f for f, _ in option.tags)
                    findings.append(
                        Finding(
                            "E302",
                            f"The parts of this alternative never agree in {', '.join(names)}.",
                            places[option.place],
                            "Look at the tags of its parts: none of their values fit together.",
                        )
                    )
        if findings:
            return findings  # what is above would only repeat them
    return findings
