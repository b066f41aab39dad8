"""Runs what stands in a page of the documentation.

A fenced block whose first line names a file (```` ```gram play.gram ````) is that file; so is a
comment `<!--file NAME` … `-->` that readers do not see. A page may go on with a file that it has
shown: ```` ```gram play.gram more ```` adds lines at its end, ```` ```gram play.gram again ```` is
all of it anew, for the commands from there on. A `console` block holds commands behind `$ ` and
below each what it prints (`ls` besides `gramc`; the shell runs what has a `|` or a `<` in it). They
run one after another in one folder, which holds a copy of the worked grammars too.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from glob import glob
from pathlib import Path

import pytest

from ..cli.running import COMMAND, gramc

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


def states(page: str) -> list[tuple[str, str, int]]:
    """(name, content, place in the page) of every state of every file, in the page's order."""
    out: list[tuple[str, str, int]] = []
    now: dict[str, str] = {}
    for _, info, match in blocks(page):
        name, _, how = info.partition(" ")
        if name:
            assert how in ("", "more", "again"), info
            assert (name in now) == bool(how), f"{info}: shown before, or not yet"
            now[name] = (now[name] if how == "more" else "") + match["body"]
            out.append((name, now[name], match.start()))
    return out


def files(page: str) -> list[tuple[str, str]]:
    """(name, content) of the files that the page shows, as each is first shown."""
    return list({name: content for name, content, _ in reversed(states(page))}.items())[::-1]


def lay_out(page: str, folder: Path) -> None:
    """Puts all files of the page, and the worked grammars, into *folder*."""
    shutil.copytree(ROOT / "grammars", folder / "grammars")
    for name, content in files(page):
        put(folder / name, content)


def put(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8", newline="\n")


def as_run(page: str, folder: Path) -> str:
    """The page with the outputs that its commands give in *folder*."""
    lay_out(page, folder)
    state = {place: (name, content) for name, content, place in states(page)}
    out: list[str] = []
    at = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for kind, _, match in blocks(page):
            if match.start() in state:
                name, content = state[match.start()]
                put(folder / name, content)
            if kind == "console":
                out.append(page[at : match.start("body")])
                out.extend(_run(match["body"]))
                at = match.end("body")
    return "".join([*out, page[at:]])


def _run(body: str) -> Iterator[str]:
    for line in body.splitlines():
        if line.startswith("$ "):
            command = line.removeprefix("$ ")
            program, *arguments = shlex.split(command)
            if {"|", "<"} & {program, *arguments}:
                yield f"{line}\n{_shell(command)}"
            elif program == "gramc":
                told = gramc(*arguments)
                yield f"{line}\n{told.out}{told.err}"
            else:
                assert program == "ls", line
                [shown] = arguments
                names = sorted(os.listdir(shown) if os.path.isdir(shown) else glob(shown))
                yield "".join(f"{name}\n" for name in (line, *names))


def _shell(command: str) -> str:
    told = subprocess.run(
        ["sh", "-c", f'gramc() {{ {shlex.join(COMMAND)} "$@"; }}; {command}'],
        capture_output=True,
        env={k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "NO_COLOR")},
        timeout=60,
    )
    return (told.stdout + told.stderr).decode()
