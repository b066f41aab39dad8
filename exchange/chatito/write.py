"""To Chatito: a grammar as one `.chatito` file."""

from __future__ import annotations

import re
from fractions import Fraction

from ...dsl.findings import Finding, has_errors, in_order
from ..made import Job, Made, MadeFile
from ..plain import plain as plain_grammar
from ..plain.permuted import without_permutations
from ..plain.plain import Plain
from ..plain.repeats import without_repeats
from ..say import refused
from .comments import comments
from .making import Making
from .odds import written
from .sheet import Defined, Piece, Pieces, Ref, Sheet, Space, Text
from .unrolled import unrolled

EXAMPLES = 1000
_ODDS = re.compile(r"\*\[[0-9.]+%?\]")
_EXACT = 2**53


def export_grammar(job: Job) -> Made:
    """The grammar as one `.chatito` file, whose intents ask for so many examples together as the
    job counts (1,000 where it does not), by their weights. The same probabilities: every
    definition has the distribution `even`, and weights where they differ. Deterministic."""
    sheet, findings = sheet_of(job, "Chatito", Making)
    if sheet is None:
        return Made((), tuple(findings))
    kinds = {kind: [d for d in sheet.definitions if d.kind == kind] for kind in "%@~"}
    blocks = [f"// {job.name}" + (f" ({job.locale})" if job.locale else "") + "\n"]
    notes = comments(job.place)
    for defined in (d for kind in kinds.values() for d in kind):
        above = notes.pop(defined.name, ())
        blocks.append("".join(f"// {line}\n" for line in above) + _block(defined))
    text = "\n".join(blocks)
    return Made((MadeFile(f"{job.name}.chatito", text.encode()),), tuple(findings))


def sheet_of(job: Job, system: str, kind: type[Making]) -> tuple[Sheet | None, list[Finding]]:
    """The definitions of *job* for one *system*, made by its *kind* of making; None where a
    finding is an error."""
    plain, findings = plain_grammar.of(job.compiled, job.place)
    if plain is None:
        return None, findings
    plain, more = unrolled(without_repeats(without_permutations(plain)), system, job.place)
    making = kind(plain, system, job.place)
    try:
        sheet = making.make(counts(plain, job.count or EXAMPLES))
    except RecursionError:
        deep = refused("Rules use each other too deep to be written out.", job.place)
        return None, [*findings, deep]
    findings = in_order([*findings, *more, *making.findings])
    return (None if has_errors(findings) else sheet), findings


def counts(plain: Plain, count: int) -> dict[str, int]:
    """How many of *count* examples each intent has, by their weights; at least one."""
    total = sum(i.weight for i in plain.intents)
    return {i.name: max(1, round(Fraction(count * i.weight, total))) for i in plain.intents}


def _block(defined: Defined) -> str:
    behind = f"#{defined.variation}" if defined.variation is not None else ""
    arguments = []
    if defined.count is not None:
        arguments.append(f"'training': '{defined.count}'")
    if defined.synonym:
        arguments.append("'synonym': 'true'")
    weights = _weights([mass for mass, _ in defined.ways])
    simple = all(isinstance(p, Text | Space) for _, pieces in defined.ways for p in pieces)
    if len(defined.ways) > 1 and not (simple and not any(weights)):
        arguments.append("'distribution': 'even'")
    head = f"{defined.kind}[{defined.name}{behind}]"
    if arguments:
        head += f"({', '.join(arguments)})"
    lines = [head]
    for weight, (_, pieces) in zip(weights, defined.ways, strict=True):
        text = spelled(pieces, defined.kind)
        if weight is None and _ODDS.match(text):
            weight = "1"
        # With a space behind the odds an alias is no longer alone, and so no synonym.
        space = "" if defined.kind == "@" and isinstance(pieces[0], Ref) else " "
        lines.append("    " + (f"*[{weight}]{space}" if weight is not None else "") + text)
    return "".join(f"{line}\n" for line in lines)


def _weights(masses: list[Fraction]) -> list[str | None]:
    """Weights as Chatito reads them: numbers that it can hold."""
    found = written(masses)
    if any(w is not None and int(w) > _EXACT for w in found):
        top = max(masses)
        return [str(max(1, round(mass / top * 10**12))) for mass in masses]
    return found


def spelled(pieces: Pieces, kind: str) -> str:
    """A sentence as Chatito reads it: a text that would begin a reference has its bracket written
    as an alias that nothing defines, and so stands for its name."""
    found = ""
    for piece in pieces:
        if isinstance(piece, Text):
            for character in piece.text:
                opens = character == "[" and found[-1:] in ("~", "" if kind == "@" else "@")
                found += "~[[]" if opens and found else character
        else:
            found += _piece(piece)
    return found


def _piece(piece: Piece) -> str:
    if isinstance(piece, Ref):
        behind = f"#{piece.variation}" if piece.variation is not None else ""
        return f"{piece.kind}[{piece.name}{behind}{'?' * piece.optional}]"
    return " "
