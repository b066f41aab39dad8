"""What both forms for OpenFst have to say about a grammar."""

from __future__ import annotations

from ...dsl.findings import Finding
from ..made import Job
from ..say import approximated, lost, refused


def archive(job: Job) -> tuple[bytes | None, list[Finding]]:
    """The OpenFst archive of a grammar, one transducer for each intent; None where a finding is an
    error.

    E621: the grammar is too large for an automaton. W623: rewrites are not carried out, columns of
    one row are symbols of their own. W621: the odds of intents against each other.
    """
    compiled, place = job.compiled, job.place
    found = compiled.far
    if found is None:
        hint = "Rules that double each other can ask for any size: split the grammar."
        return None, [refused("This grammar is too large for an automaton.", place, hint)]
    findings = []
    if compiled.rewriter is not None:
        findings.append(approximated("The texts are those before the rewrites.", place))
    if compiled.tables.uses:
        told = "Columns of one row are symbols of their own: whoever fills them in sees to the row."
        findings.append(approximated(told, place))
    if len({weight for _, weight, _ in compiled.tables.roots}) > 1:
        told = "The weights of intents are lost: each is a transducer of its own."
        findings.append(lost(told, place))
    return found, findings
