"""Bars for what takes long, on a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from ..induction.settings import Step

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


# --------------------------------------------------------------------------- learning


@contextmanager
def falling(shown: bool = True) -> Iterator[Callable[[Step], None]]:
    """What to tell the steps of learning. Where standard error is a terminal, and *shown*, a bar
    for the intent that is being learned appears on it: as long as what is left of the description
    length, so that it shrinks; it goes again at the end."""
    if not shown or not sys.stderr.isatty():
        yield lambda step: None
        return
    bar = _Falling()
    try:
        yield bar.told
    finally:
        bar.end()


class _Falling:
    def __init__(self) -> None:
        self._due = time.monotonic() + AFTER
        self._bar: tuple[Progress, TaskID] | None = None
        self._first: dict[str, float] = {}

    def told(self, step: Step) -> None:
        first = self._first.setdefault(step.intent, step.length)
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + _EVERY
        if self._bar is None:
            self._bar = _begun()
        bar, task = self._bar
        bar.update(
            task,
            description=_short(step.intent, 24),
            completed=max(step.length, 0),
            total=max(first, step.length, 1),
            first=f"{first:,.0f}",
            left=f"{step.length:,.0f}",
            what=_short(step.what, 40),
        )
        bar.refresh()

    def end(self) -> None:
        if self._bar is not None:
            self._bar[0].stop()


def _begun() -> tuple[Progress, TaskID]:
    from rich import progress as rich
    from rich.console import Console
    from rich.table import Column

    def column(text: str) -> rich.TextColumn:
        # A name of the data is no markup, and a line that wraps would leave rests behind.
        return rich.TextColumn(text, markup=False, table_column=Column(no_wrap=True))

    bar = rich.Progress(
        column("{task.description}"),
        rich.BarColumn(30, pulse_style="bar.back", finished_style="bar.complete"),
        column("{task.fields[first]} → {task.fields[left]} bits"),
        column("{task.fields[what]}"),
        console=Console(stderr=True),
        transient=True,
        auto_refresh=False,  # as above
    )
    bar.start()
    return bar, bar.add_task("", total=1, first="", left="", what="")


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
