"""What constrained decoding is given of a grammar, and what is to be said of it."""

from __future__ import annotations

from ...dsl.findings import Finding, has_errors
from ..made import Job
from ..plain import lost
from ..plain.plain import of
from ..say import lost as is_lost
from ..say import refused
from .expressions import Spelled
from .recursion import without_recursion
from .spelling import Spelling, Unlisted
from .texts import FEW

FORMS = ("text", "annotated", "golden")
"""What is generated: the text; the text with its labels; and the intent and a tab before that."""


def spelled(job: Job, target: str, shown: int = FEW) -> tuple[Spelled | None, list[Finding]]:
    """The grammar of *job* over characters, for *target*; the setting `form` is one of `FORMS`.
    None where a finding is an error. No rule calls itself."""
    unbound = job.compiled.missing(parsing=True)
    if unbound:
        names = ", ".join(f"“{name}”" for name in unbound)
        told = f"Nothing is bound to the open catalogues {names}: there is nothing to generate."
        if len(unbound) == 1:
            told = f"Nothing is bound to the open catalogue {names}: there is nothing to generate."
        return None, [refused(told, job.place, f"Bind files to them: --bind {unbound[0]}=FILE.")]
    plain, findings = of(job.compiled, job.place)
    if plain is None or has_errors(findings):
        return None, findings
    form = job.options.extra.get("form", FORMS[0])
    spelling = Spelling(plain, form, shown)
    try:
        made = without_recursion(spelling.spelled())
    except Unlisted as reason:
        return None, [*findings, refused(f"{reason}", job.place)]
    findings += lost.without_weights(plain, target, job.place)
    if form != "text":
        if spelling.silenced:
            count = spelling.silenced
            some = f"{count} constants are" if count > 1 else "1 constant is"
            told = f"{some} left out: a sentence may end in too many ways of them."
            findings.append(is_lost(told, job.place))
        if spelling.valueless:
            names = ", ".join(spelling.valueless)
            slots = "slots" if len(spelling.valueless) > 1 else "slot"
            told = f"Canonical values are left out in the {slots} {names}: there are too many ways."
            findings.append(is_lost(told, job.place, "Parsing the text tells them."))
    return made, findings
