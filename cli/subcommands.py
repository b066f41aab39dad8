"""Groups of commands within a command, each imported when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import ClassVar

import click


class Subcommands(click.Group):
    """The commands of `COMMANDS`, with a line on each; `corpus stats` is in `corpus_stats.py`."""

    COMMANDS: ClassVar[Mapping[str, str]]

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(self.COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in self.COMMANDS:
            return None
        command = import_module(f".{self.name}_{cmd_name}", __package__).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's own, but an unknown command comes with the nearest name."""
        name = args[0]
        if not (name in self.COMMANDS or name.startswith("-") or ctx.resilient_parsing):
            from .nearest import did_you_mean

            hint = did_you_mean(name, self.COMMANDS)
            raise click.UsageError(f"There is no command “{self.name} {name}”.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.COMMANDS.items()))
