"""Plain: a grammar as other grammar languages have it, without agreement, shared rows, exclusions.

Rules that nothing of this concerns stay as they were written. One whose language depends on
features becomes a rule for each assignment that is asked of it (`noun_f_pl`), and an alternative
whose parts agree one for each way in which they do, weighted with its exact probability.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ...compiler import ir
from ...compiler.compiled import Compiled
from ...dsl.findings import Finding
from ...dsl.span import NOWHERE, Span
from .lists import PlainList


@dataclass(frozen=True, slots=True)
class PlainIntent:
    """A root; `weight` is an integer relative to the other intents."""

    name: str
    weight: int
    body: ir.Choice


@dataclass(frozen=True, slots=True)
class Plain:
    """A grammar in which everything can be said alternative by alternative.

    Bodies hold Text, Space, Call (of a rule in `rules`), Draw (of a list in `catalogues`, whole:
    nothing but its name is set), Slot, Constant, Context, Choice (its options without tags and
    agreement), Repeat and Permute. Names of rules and lists are letters, digits, `_` and `-`,
    begin with a letter, and are told apart from each other and from those of intents; rules and
    lists are in the order of the files, and only those are there that an intent or a skip reaches.
    """

    name: str
    locale: str
    intents: tuple[PlainIntent, ...]
    rules: dict[str, ir.Choice] = field(default_factory=dict)
    catalogues: dict[str, PlainList] = field(default_factory=dict)
    skips: tuple[ir.Choice, ...] = ()


def of(compiled: Compiled, file: Span = NOWHERE) -> tuple[Plain | None, list[Finding]]:
    """The plain grammar of *compiled*: the same language with the same probabilities, but for what
    the findings say, which stand at *file*. None where one of them is an error.

    W623: rows that are shared by columns are too many to be written out, and drawn independently;
    rewrites are not carried out. E621: what an exclusion leaves is too much to be written out.
    """
    from .rewritten import written
    from .writing import Writing

    findings: list[Finding] = []
    if compiled.rewriter is not None:
        whole = written(compiled)
        if whole is not None:
            return whole, []
        findings.append(
            Finding(
                "W623",
                "The texts are those before the rewrites, which can't be exported.",
                file,
                "Sentences that are sampled (`gramc sample`) have been rewritten.",
            )
        )
    writing = Writing(compiled, file)
    plain = writing.plain()
    findings.extend(writing.findings)
    return plain, findings
