"""`gramc corpus`: what a corpus holds, what two differ in, and other formats of it."""

from __future__ import annotations

from typing import ClassVar

import click

from .subcommands import Subcommands


class _Commands(Subcommands):
    COMMANDS: ClassVar = {
        "stats": "Show what corpora hold.",
        "convert": "Write a corpus in another format.",
        "diff": "Show what two corpora differ in.",
    }


@click.group("corpus", cls=_Commands, epilog="`gramc corpus COMMAND --help` tells its options.")
def command() -> None:
    """Look at corpora, compare and convert them.

    Any format that gramc reads will do: it is told from the file, or by --from.
    """
