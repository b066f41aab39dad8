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
    plain, findings = of(job.compiled, job.place)
    if plain is None or has_errors(findings):
        return None, findings
    form = job.options.extra.get("form", FORMS[0])
    spelling = Spelling(plain, form, shown)
    try:
        made = without_recursion(spelling.spelled())
    except Unlisted as reason:
        hint = "Bind a file to it with --bind." if "bound" in str(reason) else ""
        return None, [*findings, refused(f"{reason}", job.place, hint)]
    findings += lost.without_weights(plain, target, job.place)
    if form != "text":
        if spelling.silenced:
            count = spelling.silenced
            some = f"{count} constants are" if count > 1 else "1 constant is"
            told = f"{some} left out: a sentence may end in too many ways of them."
            findings.append(is_lost(told, job.place))
        if spelling.valueless:
            names = ", ".join(spelling.valueless)
            told = f"Canonical values are left out in the slots {names}: they depend on the text."
            findings.append(is_lost(told, job.place, "Parsing the text tells them."))
    return made, findings
