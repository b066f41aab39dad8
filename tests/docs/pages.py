"""Runs what stands in a page of the documentation.

A fenced block whose first line names a file (```` ```gram play.gram ````) is that file; so is a
comment `<!--file NAME` … `-->` that readers do not see. A page may go on with a file that it has
shown: ```` ```gram play.gram more ```` adds lines at its end, ```` ```gram play.gram change ````
replaces the statements of the same names, ```` ```gram play.gram again ```` is all of it anew, for
the commands from there on. A `console` block holds commands behind `$ ` and
below each what it prints (`ls` and `head` besides `gramc`; pipes and `<` work). They
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
    """(name, content, place in the page) of every state in which commands meet a file, in the
    page's order."""
    out: list[tuple[str, str, int]] = []
    now: dict[str, str] = {}
    met: set[str] = set()
    for kind, info, match in blocks(page):
        name, _, how = info.partition(" ")
        if kind == "console":
            met.update(now)
        elif name:
            assert how in ("", "more", "change", "again"), info
            assert (name in now) == bool(how), f"{info}: shown before, or not yet"
            if how == "change":
                now[name] = _changed(now[name], match["body"])
            else:
                now[name] = (now[name] if how == "more" else "") + match["body"]
            if how and name not in met:
                out.remove(next(state for state in reversed(out) if state[0] == name))
            met.discard(name)
            out.append((name, now[name], match.start()))
    return out


def _changed(old: str, new: str) -> str:
    """*old* with its statements replaced by those of *new* that define the same names."""
    for statement in re.split(r"^(?=\S)", new, flags=re.MULTILINE)[1:]:
        head = statement.partition("=")[0]
        pattern = re.compile(rf"^{re.escape(head)}=.*\n(?:[ \t].*\n)*", re.MULTILINE)
        assert len(pattern.findall(old)) == 1, head
        old = pattern.sub(lambda _, one=statement: f"{one.rstrip()}\n", old)
    return old


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
            if program == "head" or {"|", "<"} & {program, *arguments}:
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
