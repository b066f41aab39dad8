"""`gramc corpus`: what a corpus holds, what two differ in, and other formats of it."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "stats": "Show what corpora hold.",
    "convert": "Write a corpus in another format.",
    "diff": "Show what two corpora differ in.",
}


class _Commands(click.Group):
    """Three commands, of which the one that is called is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(f".corpus_{cmd_name}", __package__).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's own, but an unknown command comes with the nearest name."""
        if args[0] not in COMMANDS and not args[0].startswith("-") and not ctx.resilient_parsing:
            from .nearest import did_you_mean

            hint = did_you_mean(args[0], COMMANDS)
            raise click.UsageError(f"There is no command “corpus {args[0]}”.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group("corpus", cls=_Commands, epilog="`gramc corpus COMMAND --help` tells its options.")
def command() -> None:
    """Look at corpora, compare and convert them.

    Any format that gramc reads will do: it is told from the file, or by --from.
    """
