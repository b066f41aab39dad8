"""`gramc docs`: what the library offers, for a pipe and for a terminal."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from gramc.compiler.library import modules

from .running import gramc, process

GOLDEN = Path(__file__).parent / "golden" / "docs"


@pytest.mark.parametrize("name", ["std.en.time", "std.de.determiner"])
def test_a_module(name: str, golden: Callable[[Path, str], None]) -> None:
    result = gramc("docs", name)
    assert (result.code, result.err) == (0, "")
    golden(GOLDEN / f"{name}.txt", result.out)


def test_a_module_on_a_terminal(golden: Callable[[Path, str], None]) -> None:
    result = process("docs", "std.en.confirm", FORCE_COLOR="1", COLUMNS="72", TERM="xterm")
    assert result.code == 0
    golden(GOLDEN / "terminal.txt", result.out)
    plain = re.sub(r"\x1b\[[0-9;]*m", "", result.out)
    assert max(map(len, plain.splitlines())) <= 72


def test_all_modules() -> None:
    """Every module is a heading, every rule a line with an example."""
    whole = gramc("docs").out
    assert whole == gramc("docs", "std").out
    assert re.findall(r"^std\..*$", whole, re.MULTILINE) == list(modules())
    parts = whole.split("\n\n")
    assert gramc("docs", "std.fr").out == "\n\n".join(p for p in parts if "std.fr." in p) + "\n"
    for line in whole.splitlines():
        if line.startswith("  "):
            assert re.fullmatch(r"  \w+ {2,}\S.*? {2,}\S.*", line), line


def test_names_that_are_not_there() -> None:
    for name, hint in (
        ("std.en.tim", "Did you mean std.en.time? The modules of std.en are confirm, date,"),
        ("std.xx", "the locales are de, en,"),
        ("time", "the locales are de, en,"),
        ("std.", "the locales are de, en,"),
    ):
        result = gramc("docs", name)
        assert result.code == 2
        assert hint in " ".join(result.err.split())


def test_completion() -> None:
    from click.shell_completion import ShellComplete
    from gramc.cli.docs import command

    found = ShellComplete(command, {}, "docs", "_X").get_completions([], "std.en.d")
    assert [item.value for item in found] == [
        "std.en.date",
        "std.en.determiner",
        "std.en.duration",
    ]
