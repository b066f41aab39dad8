"""What `import` and `export` share: formats by name, their settings, files all or none."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from .nearest import did_you_mean

if TYPE_CHECKING:
    from ..exchange.formats import Format, Setting

SETTINGS = click.option(
    "--set",
    "given",
    multiple=True,
    metavar="NAME=VALUE",
    help="Something that only this format asks; may be given again.",
)


def known(name: str, direction: str) -> Format:
    """The format of that name; `direction` is `imports` or `exports`, which it must do."""
    from ..exchange.formats import FORMATS

    able = [n for n, form in FORMATS.items() if getattr(form, direction)]
    if name not in able:
        verb = {"imports": "read", "exports": "written"}[direction]
        hint = did_you_mean(name, able) or f"{listed(direction)}"
        raise click.UsageError(f"“{name}” is no format that can be {verb}.{hint}")
    return FORMATS[name]


def listed(direction: str = "imports") -> str:
    """The formats that can be read or written, as a sentence."""
    from ..exchange.formats import FORMATS

    return f" There are {', '.join(n for n, f in FORMATS.items() if getattr(f, direction))}."


def settings(form: Format, given: Sequence[str], direction: str) -> dict[str, str]:
    """What `--set` says, checked against what *form* asks when it `imports` or `exports`; the
    first value where it says nothing."""
    asked = {setting.name: setting for setting in form.settings if _way(setting, direction)}
    found = {name: setting.values[0] for name, setting in asked.items() if setting.values}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals:
            raise click.UsageError(f"--set wants NAME=VALUE, not “{pair}”.")
        if name not in asked:
            there = f" There are: {', '.join(asked)}." if asked else " It asks nothing."
            hint = did_you_mean(name, asked) or there
            raise click.UsageError(f"{form.name} knows no setting “{name}”.{hint}")
        allowed = asked[name].values
        if allowed and value not in allowed:
            raise click.UsageError(f"{name} is one of {', '.join(allowed)}, not “{value}”.")
        found[name] = value
    return found


def _way(setting: Setting, direction: str) -> bool:
    return setting.way == ("in" if direction == "imports" else "out")


def show_formats(
    direction: str,
) -> Callable[[click.Context, click.Parameter, bool], None]:
    """The callback of an option that lists the formats."""

    def show(context: click.Context, _: click.Parameter, asked: bool) -> None:
        if not asked or context.resilient_parsing:
            return
        from ..exchange.formats import FORMATS

        able = [form for form in FORMATS.values() if getattr(form, direction)]
        width = max((len(form.name) for form in able), default=0)
        for form in able:
            click.echo(f"{form.name:{width}}  {form.title}")
            for setting in form.settings:
                if not _way(setting, direction):
                    continue
                values = "|".join(setting.values) or "…"
                click.echo(f"{'':{width}}  --set {setting.name}={values}: {setting.help}")
        context.exit()

    return show


def may_write(files: Sequence[tuple[str, bytes]], force: bool) -> None:
    """Ends the command where one of the files is there and says something else; not with
    *force*."""
    if not force:
        changed = [path for path, data in files if os.path.exists(path) and _other(path, data)]
        if changed:
            more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
            raise click.ClickException(
                f"{changed[0]}{more} would be written over, and holds something else: name another "
                "folder, or say --force."
            )


def write_all(files: Sequence[tuple[str, bytes]], force: bool) -> None:
    """Writes all files, or none; those that are there and say something else only with
    *force*."""
    from .output import all_written

    may_write(files, force)
    try:
        for path, _ in files:
            os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"Can't make {error.filename}: {error.strerror}.") from error
    with all_written([path for path, _ in files]) as opened:
        for (_, data), file in zip(files, opened, strict=True):
            file.write(data)


def _other(path: str, data: bytes) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(len(data) + 1) != data
    except OSError:
        return True
