"""Compose: from the `rewrite` statements of a grammar to what carries them out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ...dsl.findings import Finding
from .. import ir
from ..model import Rewrite
from ..stock import Stock
from .expression import Expressions, Unfit
from .rules import Composer, Rule
from .sequential import Ambiguous, Machine, is_final, sequential, without_empty
from .transducer import Rewriter, Transducer


def compose(
    rewrites: Sequence[Rewrite], rules: Mapping[str, ir.Choice], stock: Stock
) -> tuple[Rewriter | None, list[Finding]]:
    """The rewrites, in their order, as one transducer; or what is wrong with them: E371 what can't
    be part of one, E372 one that replaces the empty text, E373 texts to be replaced of which one
    begins another. W541 tells those that can't be done in one reading."""
    expressions = Expressions(rules, stock)
    made: list[Rule] = []
    findings: list[Finding] = []
    for rewrite in rewrites:
        rule = _rule(rewrite, expressions)
        if isinstance(rule, Finding):
            findings.append(rule)
        else:
            made.append(rule)
    if findings:
        return None, findings
    composer = Composer(made)
    full = _machine(composer)
    quick = sequential(full)
    if quick is None:
        slow = _slow(made, rewrites)
        findings.append(
            Finding(
                "W541",
                "How this rewrite ends can lie any number of characters ahead, "
                "so that sentences are rewritten slowly.",
                slow.span,
                "Give it a right context of bounded length.",
            )
        )
    whole = Transducer.of(full)
    if quick is None:
        return Rewriter(None, whole), findings
    return Rewriter(Transducer.of(quick), whole, quick.partial), findings


def _machine(composer: Composer) -> Machine:
    return without_empty(composer.transducer(), composer.alphabet)


def _slow(rules: Sequence[Rule], rewrites: Sequence[Rewrite]) -> Rewrite:
    """The first rewrite with which they can't be done in one reading any more."""
    for count, rewrite in enumerate(rewrites, 1):
        if sequential(_machine(Composer(rules[:count]))) is None:
            return rewrite
    return rewrites[-1]


def _rule(rewrite: Rewrite, expressions: Expressions) -> Rule | Finding:
    try:
        old = expressions.acceptor(rewrite.old)
        left, right = (
            None if side is None else expressions.acceptor(side)
            for side in (rewrite.left, rewrite.right)
        )
    except Unfit as unfit:
        return Finding(
            "E371",
            f"This rewrite {unfit}.",
            rewrite.span,
            "A rewrite is made of texts, of rules, and of catalogues that are not too large.",
        )
    if _matches_nothing(old):
        return Finding(
            "E372",
            "What this rewrite replaces can be empty, and the empty text stands everywhere.",
            rewrite.span,
            "Write what must be there without brackets or `?`.",
        )
    rule = Rule(old, rewrite.new, left, right)
    if _begins_another(old) and _is_ambiguous(rule):
        return Finding(
            "E373",
            "Of the texts that this rewrite replaces, one begins another.",
            rewrite.span,
            "Write two rewrites, that of the longer text first.",
        )
    return rule


def _matches_nothing(machine: Any) -> bool:
    import pynini

    return bool(pynini.compose(pynini.accep(""), machine).num_states())


def _is_ambiguous(rule: Rule) -> bool:
    """Whether some text has two results; also where that is not easily seen."""
    try:
        return sequential(_machine(Composer([rule]))) is None
    except Ambiguous:
        return True


def _begins_another(machine: Any) -> bool:
    """Whether a final state of the deterministic acceptor has arcs (all its states lead on)."""
    import pynini

    least = pynini.determinize(pynini.epsnormalize(machine)).connect()
    return any(is_final(least, s) and least.num_arcs(s) > 0 for s in least.states())
