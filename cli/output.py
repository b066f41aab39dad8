"""Where the data of a command goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, BinaryIO

import click

from ..runtime.writing.atomic import written as whole


@contextmanager
def written(path: str) -> Iterator[BinaryIO]:
    """A file to write *path* through, as `atomic.written` does it. What can't be written is a
    `ClickException`."""
    with all_written([path]) as [file], _complaining([path], nameless=path):
        yield file


@contextmanager
def all_written(paths: Sequence[str]) -> Iterator[list[BinaryIO]]:
    """The same for several files: all of them, or none. Errors in writing to them must have their
    names, as those of a `Sink` do."""
    for path in paths:
        if os.path.isdir(path):
            raise click.ClickException(f"{path} is a folder; give the name of a file.")
    with _complaining(paths), whole(paths) as files:
        yield files


@contextmanager
def output(path: str | None) -> Iterator[BinaryIO]:
    """Where a command's data goes: the file *path* (as `written` does it), or standard output for
    None and `-`."""
    if path is None or path == "-":
        stream: IO[str] = sys.stdout
        stream.flush()
        yield stream.buffer  # type: ignore[attr-defined]
        return
    with written(path) as file:
        yield file


@contextmanager
def _complaining(paths: Sequence[str], nameless: str | None = None) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # An error of another file, which names it, or of a pipe is not ours.
        name = error.filename or nameless
        if isinstance(error, BrokenPipeError) or name not in paths:
            raise
        raise click.ClickException(f"Can't write {name}: {error.strerror}.") from error
