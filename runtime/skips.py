"""The texts that parsing may pass over, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from ..compiler.compiled import Compiled
from ..compiler.exclusion import Exclusions
from ..compiler.lower import lower
from ..compiler.recursion import check_recursion
from ..dsl.span import NOWHERE
from ..dsl.text import fold
from .enumerate import derivations
from .prepare import Prepared, apostrophes

MOST = 10_000
"""So many texts of one `skip` are looked for, the first in the order of the file."""


def skip_texts(compiled: Compiled, locale: str | None) -> list[tuple[str, int]]:
    """The texts of all `skip` statements with their numbers of words, folded by *locale* (None:
    as they are); the longest first, so that the order of ways is fixed."""
    program = compiled.program
    if not program.skips:
        return []
    recursion, _ = check_recursion(program.rules, dict.fromkeys(program.rules, NOWHERE))
    bodies = [(f"skip {n}", 1, body) for n, body in enumerate(program.skips)]
    exclusions = Exclusions(program.rules, program.skips, recursion, compiled.stock)
    networks = lower(program.rules, bodies, recursion, exclusions)
    found: dict[str, int] = {}
    for _, _, net in networks.roots:
        for utterance, _ in islice(derivations(networks, compiled.stock, net, MOST), MOST):
            text = utterance.text
            text = apostrophes(text) if locale is None else fold(text, locale)
            if text:
                found[text] = text.count(" ") + 1
    return sorted(found.items(), key=lambda item: (-len(item[0]), item[0]))


def beginnings(prepared: Prepared, skips: Sequence[tuple[str, int]]) -> dict[int, int]:
    """Where the text can begin, with the words passed over before: there, the space behind a
    skip text is passed over with it, and elsewhere the one before."""
    text, passes = prepared.text, prepared.passes
    found = {0: 0}
    queue = [0] if skips else []
    for place in queue:
        for end, words in skips_at(prepared, skips, place):
            while end in passes:
                end = passes[end]
            end += end < len(text)
            if end not in found:
                queue.append(end)
            found[end] = min(found.get(end, len(text)), found[place] + words)
    return found


def skips_at(
    prepared: Prepared, skips: Sequence[tuple[str, int]], start: int
) -> list[tuple[int, int]]:
    """The skip texts at *start* or behind its punctuation: where each ends, and its words."""
    text, passes = prepared.text, prepared.passes
    found = []
    while True:
        for skip, words in skips:
            end = start + len(skip)
            if not text.startswith(skip, start):
                continue
            if end == len(text) or text[end] == " " or end in passes:
                found.append((end, words))
        if start not in passes or text[start] == " ":
            return found
        start = passes[start]
