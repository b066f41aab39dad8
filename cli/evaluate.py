"""`gramc evaluate`: how good something is, by sentences that it was not made of."""

from __future__ import annotations

from typing import ClassVar

import click

from .subcommands import Subcommands


class _Commands(Subcommands):
    COMMANDS: ClassVar = {
        "grammar": "What a grammar covers of a corpus, and what it accepts beyond."
    }


@click.group("evaluate", cls=_Commands, epilog="`gramc evaluate COMMAND --help` tells its options.")
def command() -> None:
    """Hold a grammar against sentences that it was not made of."""
