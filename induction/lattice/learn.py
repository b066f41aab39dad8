"""The exact style: for sampling and scoring, not for reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...dsl.naming import Names
from ..draft import Draft, Rule
from ..memorised import rule as memorised
from ..settings import CONSERVATIVE, Settings, Step, Tell
from ..symbols import Intent
from .lattice import lattice_of
from .lengths import lattice_bits, template_bits
from .writing import Writing


def learn(intents: Sequence[Intent], settings: Settings, tell: Tell) -> Draft:
    """The lattice of each intent as rules: what several ways lead to is a rule of its own.

    Told are description lengths in bits: of the templates as they are, and of the lattice whose
    walks cross where it costs nothing. What else walks may do has prices that were fitted, not
    bits of its own.
    """
    names = Names(tuple(intent.name for intent in intents))
    rules: list[Rule] = []
    barred = frozenset(settings.rejected)
    for intent in intents:
        kept = tuple(one for one in intent.templates if one.symbols not in barred and one.symbols)
        if not kept:
            rules.append(memorised(intent, settings.rejected))
            continue
        lattice = lattice_of(intent, settings)
        tell(Step(intent.name, 0, template_bits(kept, settings), "templates as they are"))
        shared = lattice_of(intent, replace(settings, generalise=CONSERVATIVE))
        said = "walks cross where two symbols are the same"
        tell(Step(intent.name, 1, lattice_bits(shared, kept, settings), said))
        rules += Writing(lattice, kept, names).rules()
    return Draft(tuple(rules))
