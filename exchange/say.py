"""The findings that all formats share, so that the same thing is said in the same way."""

from __future__ import annotations

from ..dsl.findings import Finding
from ..dsl.span import Span


def missing(kind: str, name: str, span: Span, known: tuple[str, ...] = ()) -> Finding:
    """E605: something of that name is used and defined nowhere; the nearest of *known* names is
    offered."""
    import difflib

    near = difflib.get_close_matches(name, known, n=1)
    hint = f"Is “{near[0]}” meant?" if near else ""
    return Finding("E605", f"There is no {kind} “{name}”.", span, hint)


def endless(names: list[str], span: Span) -> Finding:
    """E606: rules that use each other in a way that a `.gram` can't."""
    circle = " → ".join([*names, names[0]])
    return Finding(
        "E606",
        f"These use each other in a circle: {circle}.",
        span,
        "A rule may only come back to itself as the first or as the last thing in it.",
    )


MOST = 1_000
"""So many things are said of one import; the rest of a file that is all wrong is not read."""


def enough(findings: list[Finding], span: Span) -> bool:
    """Whether there are `MOST` findings; then the last of them says so (E604) at *span*."""
    if len(findings) < MOST:
        return False
    if len(findings) == MOST:
        said = f"There are more than {MOST:,} things to say; nothing more is read."
        findings.append(Finding("E604", said, span))
    return True


def nothing(what: str, span: Span) -> Finding:
    """E607: there is nothing to import; *what* was looked for."""
    return Finding("E607", f"There is no {what} here.", span)


def left_out(what: str, span: Span, hint: str = "") -> Finding:
    """W601: a `.gram` can't say it, and it was left out. *what* is a whole sentence."""
    return Finding("W601", what, span, hint)


def changed(what: str, span: Span, hint: str = "") -> Finding:
    """W602: it was changed on the way in. *what* is a whole sentence."""
    return Finding("W602", what, span, hint)


def ignored(what: str, span: Span) -> Finding:
    """W603: it has no bearing on what people say, and was not read. *what* is a noun in the
    plural, such as “responses”."""
    return Finding(
        "W603", f"{what[:1].upper()}{what[1:]} say nothing of the language: not read.", span
    )


def refused(what: str, span: Span, hint: str = "") -> Finding:
    """E621: the target can't hold the grammar. *what* is a whole sentence."""
    return Finding("E621", what, span, hint)


def lost(what: str, span: Span, hint: str = "") -> Finding:
    """W621: the target has no place for it. *what* is a whole sentence, with the count."""
    return Finding("W621", what, span, hint)


def limited(what: str, span: Span, hint: str = "") -> Finding:
    """W622: a limit of the target; something was renamed or cut. *what* is a whole sentence."""
    return Finding("W622", what, span, hint)


def approximated(what: str, span: Span, hint: str = "") -> Finding:
    """W623: the target can only come near it. *what* is a whole sentence."""
    return Finding("W623", what, span, hint)
