"""A bar for what takes long, on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

AFTER = 1.0
"""Seconds without a bar: what is done by then needs none."""

_EVERY = 0.1

Told = Callable[[int], None]


@contextmanager
def progress(total: int, shown: bool = True) -> Iterator[Told]:
    """What to tell how many of *total* are done. Where standard error is a terminal, and *shown*, a
    bar appears on it, and goes again."""
    if not shown or not sys.stderr.isatty():
        yield lambda done: None
        return
    bar = _Bar(total)
    try:
        yield bar.told
    finally:
        bar.end()


class _Bar:
    def __init__(self, total: int) -> None:
        self._total = total
        self._due = time.monotonic() + AFTER
        self._bar: tuple[Progress, TaskID] | None = None

    def told(self, done: int) -> None:
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + _EVERY
        if self._bar is None:
            self._bar = _started(self._total)
        bar, task = self._bar
        bar.update(task, completed=done)
        bar.refresh()

    def end(self) -> None:
        if self._bar is not None:
            self._bar[0].stop()


def _started(total: int) -> tuple[Progress, TaskID]:
    from rich import progress as rich
    from rich.console import Console

    bar = rich.Progress(
        rich.BarColumn(),
        rich.TextColumn("{task.completed:,.0f} of {task.total:,.0f}"),
        rich.TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,  # a thread of its own would be in the way of processes
    )
    bar.start()
    return bar, bar.add_task("", total=total)
