"""Intents that a command is to keep to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .nearest import did_you_mean

if TYPE_CHECKING:
    from ..compiler.compiled import Compiled


def chosen(compiled: Compiled, intents: Sequence[str]) -> list[str]:
    """The names of the intents to draw, in the order of the grammar: all where *intents* names
    none. A name that is none ends the command."""
    names = [name for name, _, _ in compiled.tables.roots]
    for name in intents:
        if name not in names:
            hint = did_you_mean(name, names) or f" There are: {', '.join(names)}."
            raise click.UsageError(f"The grammar has no intent “{name}”.{hint}")
    return [name for name in names if not intents or name in intents]
