"""To Chatette: a grammar as one `.chatette` file."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from math import gcd, lcm

from ...dsl.findings import Finding, in_order
from ..chatito.comments import comments
from ..chatito.sheet import Defined, Piece, Ref, Sheet, Text, Value
from ..chatito.write import sheet_of
from ..made import Job, Made, MadeFile
from ..say import approximated
from .making import ChatetteMaking

MOST_COPIES = 100
"""So many lines a unit may have, besides its rules, for the odds of these."""

_ESCAPED = str.maketrans({c: f"\\{c}" for c in ";|[]~@%{}/&?$#\\"})
_EQUALS = "equals sign"


def export_grammar(job: Job) -> Made:
    """The grammar as one `.chatette` file, whose intents ask for so many examples together as the
    job counts (1,000 where it does not), by their weights. All rules of a unit are alike in
    Chatette: one with more weight stands there more often; where that would be too often, odds
    are near (W623). Deterministic."""
    sheet, findings = sheet_of(job, "Chatette", ChatetteMaking)
    if sheet is None:
        return Made((), tuple(findings))
    title = f"{job.name} ({job.locale})" if job.locale else job.name
    text, near = _text(sheet, title, comments(job.place))
    if near:
        said = f"The odds in {len(near)} units are near only: {', '.join(near[:3])}"
        finding: Finding = approximated(said + (" …." if len(near) > 3 else "."), job.place)
        findings = in_order([*findings, finding])
    return Made((MadeFile(f"{job.name}.chatette", text.encode()),), tuple(findings))


def _text(sheet: Sheet, title: str, notes: dict[str, tuple[str, ...]]) -> tuple[str, list[str]]:
    variations = Counter((d.kind, d.name) for d in sheet.definitions)
    several = {key for key, count in variations.items() if count > 1}
    near: list[str] = []
    blocks = [f"// {title.translate(_ESCAPED)}\n"]
    for kind in "%@~":
        for defined in sheet.definitions:
            if defined.kind == kind:
                above = "".join(f"// {line}\n" for line in notes.pop(defined.name, ()))
                blocks.append(above + _block(defined, several, near))
    if any(f"~[{_EQUALS}]" in block for block in blocks):
        blocks.append(f"~[{_EQUALS}]\n    =\n")
    return "\n".join(blocks), near


def _block(defined: Defined, several: set[tuple[str, str]], near: list[str]) -> str:
    head = f"{defined.kind}[{_named(defined.kind, defined.name, defined.variation, several)}]"
    if defined.count is not None:
        head += f"(training: {defined.count})"
    copies, exact = _copies([mass for mass, _ in defined.ways])
    if not exact:
        near.append(defined.name)
    lines = [head]
    for count, (_, pieces) in zip(copies, defined.ways, strict=True):
        text = "".join(_spelled(piece, defined.kind, several) for piece in pieces)
        lines.extend([f"    {text}"] * count)
    return "".join(f"{line}\n" for line in lines)


def _copies(masses: list[Fraction]) -> tuple[list[int], bool]:
    """How often each rule is written, and whether that gives just these odds."""
    scale = lcm(*(m.denominator for m in masses))
    whole = [int(m * scale) for m in masses]
    divisor = gcd(*whole)
    whole = [w // divisor for w in whole]
    most = len(masses) + MOST_COPIES
    if sum(whole) <= most:
        return whole, True
    total = sum(masses)
    return [max(1, round(m * most / total)) for m in masses], False


def _named(kind: str, name: str, variation: str | None, several: set[tuple[str, str]]) -> str:
    # Without a variation a use is of all of them.
    if variation is None and (kind, name) in several:
        variation = "1"
    return name if variation is None else f"{name}#{variation}"


def _spelled(piece: Piece, kind: str, several: set[tuple[str, str]]) -> str:
    if isinstance(piece, Text):
        text = piece.text.translate(_ESCAPED)
        # Within a slot the sign begins a value, and can't be escaped.
        return text.replace("=", f"~[{_EQUALS}]") if kind == "@" else text
    if isinstance(piece, Ref):
        chance = ""
        if piece.optional:
            chance = "?" if piece.percent == 50 else f"?/{piece.percent}"
        return f"{piece.kind}[{_named(piece.kind, piece.name, piece.variation, several)}{chance}]"
    return f" = {piece.value.translate(_ESCAPED)}" if isinstance(piece, Value) else " "
