"""The texts that parsing may pass over."""

from __future__ import annotations

from itertools import islice

from ..compiler.compiled import Compiled
from ..compiler.exclusion import Exclusions
from ..compiler.lower import lower
from ..compiler.recursion import check_recursion
from ..dsl.span import NOWHERE
from ..dsl.text import fold
from .enumerate import derivations
from .prepare import apostrophes

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
