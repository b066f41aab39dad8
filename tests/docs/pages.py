"""Runs what stands in a page of the documentation.

A fenced block whose first line names a file (```` ```gram play.gram ````) is that file; so is a
comment `<!--file NAME` … `-->` that readers do not see. A `console` block holds commands behind
`$ ` and below each what it prints (`ls` besides `gramc`). They run one after another in one folder,
which holds a copy of the worked grammars too.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from glob import glob
from pathlib import Path

import pytest

from ..cli.running import gramc

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(
    r"^(?P<head>(?P<fence>```+)(?P<info>[^\n`]*)|<!--file (?P<hidden>\S+))\n"
    r"(?P<body>.*?)(?P<end>^(?(fence)(?P=fence)|-->)$)",
    re.MULTILINE | re.DOTALL,
)


def blocks(page: str) -> Iterator[tuple[str, str, re.Match[str]]]:
    """(kind, file name, match) of every block; `match["body"]` is what it holds."""
    for match in _BLOCK.finditer(page):
        kind, _, name = (match["info"] or "").partition(" ")
        yield kind or "file", match["hidden"] or name, match


def files(page: str) -> list[tuple[str, str]]:
    """(name, content) of the files that the page shows, in its order."""
    return [(name, match["body"]) for _, name, match in blocks(page) if name]


def lay_out(page: str, folder: Path) -> None:
    """Puts all files of the page, and the worked grammars, into *folder*."""
    shutil.copytree(ROOT / "grammars", folder / "grammars")
    for name, content in files(page):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8", newline="\n")


def as_run(page: str, folder: Path) -> str:
    """The page with the outputs that its commands give in *folder*."""
    lay_out(page, folder)
    out: list[str] = []
    at = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for kind, _, match in blocks(page):
            if kind == "console":
                out.append(page[at : match.start("body")])
                out.extend(_run(match["body"]))
                at = match.end("body")
    return "".join([*out, page[at:]])


def _run(body: str) -> Iterator[str]:
    for line in body.splitlines():
        if line.startswith("$ "):
            program, *arguments = shlex.split(line.removeprefix("$ "))
            if program == "gramc":
                told = gramc(*arguments)
                yield f"{line}\n{told.out}{told.err}"
            else:
                assert program == "ls", line
                [shown] = arguments
                names = sorted(os.listdir(shown) if os.path.isdir(shown) else glob(shown))
                yield "".join(f"{name}\n" for name in (line, *names))
