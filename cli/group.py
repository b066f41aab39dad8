"""The group of all commands, each imported when it is called."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from .. import __version__
from ..runtime.kernel import serving
from .streams import silence

COMMANDS = {
    "check": "Say all that is wrong or doubtful in grammars.",
    "fmt": "Bring grammars into the one layout.",
    "test": "Run the tests that stand in grammars.",
    "compile": "Compile a grammar into one file.",
    "sample": "Draw labelled sentences from a grammar.",
    "parse": "Label sentences with a grammar.",
    "count": "Count the sentences of intents and rules.",
    "odds": "Show how likely each alternative really is.",
    "fit": "Set the weights of a grammar from a corpus.",
    "overlap": "Find texts that two intents share, or that have two labellings.",
    "import": "Make .gram files of another system's grammar or corpus.",
    "export": "Write a grammar, or a sample of it, for another system.",
    "induce": "Make a grammar of golden utterances.",
    "draw": "Draw a grammar's transducer as a picture.",
    "corpus": "Look at corpora, compare and convert them.",
    "evaluate": "Hold a grammar against sentences that it was not made of.",
    "docs": "Show what the standard library offers.",
    "explain": "Show the manual's page on a finding.",
    "completion": "Print a script that completes commands in your shell.",
}
"""What there is, in the order of the help, with a line on each."""


_MODULES = {"import": "import_"}
"""The modules of commands whose names Python keeps to itself."""


class Commands(click.Group):
    """A group that knows its commands by name and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f".{_MODULES.get(cmd_name, cmd_name)}", __package__)
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click's own, but an unknown command comes with the nearest name."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            from .nearest import did_you_mean

            hint = did_you_mean(name, COMMANDS)
            raise click.UsageError(f"There is no command “{name}”.{hint}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; a reader that has closed the pipe ends it quietly."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            silence(sys.stdout, sys.stderr)
            return 0
        return result

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="`gramc COMMAND --help` tells the options of a command.",
)
@click.version_option(__version__, message=f"gramc %(version)s ({serving()} engine)")
def gramc() -> None:
    """Grammars in, labelled training corpora out.

    A .gram file describes what people say; gramc checks it, draws labelled sentences from it and
    labels new ones.
    """
