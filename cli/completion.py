"""`gramc completion`: shell completion."""

from __future__ import annotations

import click


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print a script that completes gramc's commands and options in SHELL.

    \b
    bash:  gramc completion bash > ~/.local/share/bash-completion/completions/gramc
    zsh:   gramc completion zsh > "${fpath[1]}/_gramc"
    fish:  gramc completion fish > ~/.config/fish/completions/gramc.fish
    """
    from click.shell_completion import get_completion_class

    from .group import gramc

    completion = get_completion_class(shell)
    assert completion is not None
    # Made here and not by its `source`, which runs bash to ask for its version.
    maker = completion(gramc, {}, "gramc", "_GRAMC_COMPLETE")
    click.echo(maker.source_template % maker.source_vars())
