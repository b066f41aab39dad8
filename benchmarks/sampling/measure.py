"""CPU seconds of a command, within limits of time and memory."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

CPU, CLOCK = 60, 240
"""Seconds of the processor, and by the clock, that one command may take."""

MEMORY = 4 * 2**30
"""Bytes of address space that one command may have."""

OUT_OF_MEMORY = re.compile(r"bad_?alloc|memoryerror|out of memory|cannot allocate|heap limit", re.I)


@dataclass(frozen=True, slots=True)
class Command:
    """What is run, and where its standard output goes, if anywhere."""

    arguments: Sequence[str]
    folder: Path | None = None
    output: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)


class Failed(Exception):
    """The command did not do its work; the text says why."""


def cpu_seconds(command: Command) -> float:
    """User and system time of the command and all that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _run(command: Command) -> None:
    def limits() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU + 5))

    with open(command.output or os.devnull, "wb") as out:
        process = subprocess.Popen(
            [str(one) for one in command.arguments],
            cwd=command.folder,
            env={**os.environ, **command.settings},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.PIPE,
            start_new_session=True,
            preexec_fn=limits,
        )
        try:
            _, written = process.communicate(timeout=CLOCK)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise Failed("out of time") from None
    if process.returncode:
        complaint = written.decode(errors="replace").strip()
        if OUT_OF_MEMORY.search(complaint):
            raise Failed("out of memory")
        if -process.returncode in (signal.SIGXCPU, signal.SIGKILL):
            raise Failed("out of time")
        if process.returncode < 0:
            raise Failed(f"died ({signal.Signals(-process.returncode).name})")
        if "RecursionError" in complaint:
            raise Failed("recursion too deep")
        last = complaint.splitlines()[-1] if complaint else f"exit code {process.returncode}"
        raise Failed(last[:60])
