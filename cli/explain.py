"""`gramc explain`: the manual's page on a finding."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from .excerpt import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.shell_completion import CompletionItem

    from ..dsl.codes import Code
    from .render import Row


def _complete(context: click.Context, option: click.Parameter, begun: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from ..dsl.codes import codes

    return [
        CompletionItem(code, help=page.title)
        for code, page in codes().items()
        if code.startswith(begun.upper())
    ]


@click.command("explain")
@click.argument("code", required=False, shell_complete=_complete)
def command(code: str | None) -> int:
    """Show the manual's page on CODE, such as E201; without one, list all codes."""
    from ..dsl.codes import codes
    from .nearest import did_you_mean
    from .render import show

    manual = codes()
    if code is None:
        rows: list[Row] = []
        for page in manual.values():
            style = "error" if page.code.startswith("E") else "warning"
            rows.append([(page.code, style), (f"  {page.title}", "")])
        show(rows, sys.stdout)
        return 0
    page_found = manual.get(code.upper())
    if page_found is None:
        hint = did_you_mean(code, manual) or " `gramc explain` lists them all."
        raise click.UsageError(f"No finding has the code “{code}”.{hint}")
    show(_page(page_found), sys.stdout)
    return 0


def _page(page: Code) -> Iterator[Row]:
    style = "error" if page.code.startswith("E") else "warning"
    yield [(page.code, style), (f"  {page.title}", "title")]
    yield []
    for line in page.text.strip().splitlines():
        yield [(line, "")]
    for title, name, source in (("Wrong", "error", page.wrong), ("Right", "hint", page.right)):
        if not source:
            continue
        yield []
        yield [(f"{title}:", name)]
        yield []
        yield from _listing(source)
    for file, content in page.files.items():
        yield []
        yield [(f"{file}:", "dim")]
        yield []
        yield from _listing(content)


def _listing(text: str) -> Iterator[Row]:
    for line in text.rstrip("\n").split("\n"):
        yield [("    " + "  ⇥  ".join(map(visible, line.split("\t"))), "")]
