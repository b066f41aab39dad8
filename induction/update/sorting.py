"""What the grammar does not accept: new, rejected by a test, or taken out by a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from ...corpora import annotated
from ...corpora.problem import Problem
from ...corpora.utterance import Utterance
from ...dsl.findings import Finding
from ...dsl.span import Span
from ...dsl.text import fold
from ...dsl.tree import File, Test, TestLine
from .cases import Case, called
from .record import Written


@dataclass(frozen=True, slots=True)
class Sorted:
    """Cases by what becomes of them."""

    new: tuple[Case, ...] = ()
    rejected: tuple[Case, ...] = ()
    taken_out: tuple[Case, ...] = ()


def sort(
    cases: Sequence[Case],
    tree: File,
    here: Written,
    taken_out: Callable[[Case], bool],
) -> Sorted:
    """*cases*, none of which *tree* accepts, by what becomes of them. What a test accepts is new,
    though it was taken out: a person wants it."""
    lines = [(one.intent, fold(one.text)) for one in told(tree, "reject")]
    wanted = {(one.intent, fold(one.text)) for one in told(tree, "accept")}
    found: Mapping[str, list[Case]] = {"new": [], "rejected": [], "out": []}
    for case in cases:
        now = called(case.utterance, here)
        key = now.intent, fold(now.text)
        if key in lines:
            found["rejected"].append(case)
        elif key not in wanted and taken_out(case):
            found["out"].append(case)
        else:
            found["new"].append(case)
    return Sorted(tuple(found["new"]), tuple(found["rejected"]), tuple(found["out"]))


def told(tree: File, kind: str) -> list[Utterance]:
    """What the tests of a grammar `accept` or `reject`."""
    found: list[Utterance] = []
    for test in tree.statements:
        if isinstance(test, Test):
            for line in test.lines:
                if isinstance(line, TestLine) and line.kind == kind:
                    read = annotated.read(line.text)
                    if not isinstance(read, Problem):
                        found.append(replace(read, intent=test.intent))
    return found


def findings(sorted_: Sorted, path: str) -> list[Finding]:
    """What is to be said of those that stay out: W721, W724."""
    return [
        *say(
            "W721",
            sorted_.taken_out,
            ("was taken out of the grammar, and stays out", "were taken out and stay out"),
            path,
            "What you want nevertheless, write into the grammar, or as an `accept` line of a test.",
        ),
        *say(
            "W724",
            sorted_.rejected,
            ("is rejected by a test, and left out", "are rejected by tests, and left out"),
            path,
        ),
    ]


def say(
    code: str, cases: Sequence[Case], what: tuple[str, str], path: str, hint: str = ""
) -> list[Finding]:
    """A finding on some utterances, with up to two of them; none on none."""
    if not cases:
        return []
    shown = " and ".join(f"“{case.utterance.text}”" for case in cases[:2])
    if len(cases) == 1:
        message = f"The utterance {shown} {what[0]}."
    elif len(cases) == 2:
        message = f"The utterances {shown} {what[1]}."
    else:
        message = f"{len(cases):,} utterances {what[1]}, among them {shown}."
    return [Finding(code, message, Span(path, 0, 0, 0, 0), hint)]
