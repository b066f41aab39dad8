"""Writing SRGS, in XML or ABNF."""

from __future__ import annotations

from ...dsl.findings import Finding
from ..made import Job, Made, MadeFile
from ..speech.ready import Ready, legal, ready
from ..speech.tree import Token, walk
from .as_abnf import abnf
from .as_xml import xml
from .slots import with_slot_rules

SPECIAL = ("NULL", "VOID", "GARBAGE")


def export_grammar(job: Job) -> Made:
    """The grammar as one SRGS file, in XML, or with the setting `form=abnf` in ABNF. Intents are
    public rules; of several, the root is a choice by their weights. Slots, canonical values and
    constants are tags of the format `semantics/1.0`. E621: a quote within a word, in ABNF."""
    # The name of a rule is a variable of tags, and so without dots and hyphens.
    made, findings = ready(job, garbage=True, legal=legal, reserved=SPECIAL)
    if made is None:
        return Made((), tuple(findings))
    name = legal(job.name, "-.") or "grammar"
    ending, form = (".abnf", abnf) if job.options.extra.get("form") == "abnf" else (".grxml", xml)
    if form is abnf:
        findings.extend(_unsaid(made, job))
        if any(finding.is_error for finding in findings):
            return Made((), tuple(findings))
    rules, root = with_slot_rules(made, legal(job.name), SPECIAL)
    text = form(rules, root, made, job.locale)
    return Made((MadeFile(f"{name}{ending}", text.encode()),), tuple(findings))


def _unsaid(made: Ready, job: Job) -> list[Finding]:
    words = {
        node.text
        for body in made.rules.values()
        for node in walk(body)
        if isinstance(node, Token) and '"' in node.text
    }
    if not words:
        return []
    message = f'ABNF has no way to write `"` in a token, as in {min(words)}.'
    return [Finding("E621", message, job.place, "Export the XML form.")]
