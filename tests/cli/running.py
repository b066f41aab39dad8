"""Runs the command line, in this process (quick) or in one of its own (true)."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from gramc.cli.run import run


@dataclass(frozen=True, slots=True)
class Result:
    code: int
    out: str
    err: str


def gramc(*arguments: str, stdin: bytes = b"") -> Result:
    """What `gramc ARGUMENTS` gives, run in this process without a terminal."""
    streams = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        patch.setattr(sys, "stdout", io.TextIOWrapper(streams[0]))
        patch.setattr(sys, "stderr", io.TextIOWrapper(streams[1]))
        patch.delenv("FORCE_COLOR", raising=False)
        code = run(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        out, err = (stream.getvalue().decode() for stream in streams)
    return Result(code, out, err)


def process(*arguments: str, stdin: bytes = b"", **settings: str) -> Result:
    """What a process of its own gives; *settings* are added to its environment."""
    environment = {k: v for k, v in os.environ.items() if k not in ("FORCE_COLOR", "NO_COLOR")}
    done = subprocess.run(
        [*COMMAND, *arguments],
        input=stdin,
        capture_output=True,
        env={**environment, **settings},
        timeout=60,
    )
    out, err = (data.decode(errors="replace") for data in (done.stdout, done.stderr))
    return Result(done.returncode, out, err)


COMMAND = (sys.executable, "-c", "from gramc.cli.main import main; main()")


def conversation(lines: Sequence[bytes], *arguments: str) -> list[bytes]:
    """The first line of what a command answers to each line, which it is given one by one."""
    with subprocess.Popen(
        [*COMMAND, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        answers = []
        for line in lines:
            running.stdin.write(line)
            running.stdin.flush()
            answers.append(running.stdout.readline())
        running.stdin.close()
        running.wait(timeout=30)
        return answers


def left_early(*arguments: str) -> tuple[int, bytes]:
    """The exit code and the standard error of a command whose reader goes after one line."""
    with subprocess.Popen(
        [*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline()
        running.stdout.close()
        told = running.stderr.read()
        return running.wait(timeout=30), told
