"""Writing files so that there is never half of one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, BinaryIO

import click


@contextmanager
def written(path: str) -> Iterator[BinaryIO]:
    """A file to write *path* through: beside its target, renamed onto it at the end, and taken
    away where anything goes wrong (an exception, Ctrl-C). A link is followed, the mode of a file
    that was there is kept. What can't be written is a `ClickException`."""
    import tempfile

    target = os.path.realpath(path)
    if os.path.isdir(target):
        raise click.ClickException(f"{path} is a folder; give the name of a file.")
    if os.path.exists(target) and not os.path.isfile(target):
        # A device or a named pipe can only be written as it is.
        with _complaining(path), open(target, "wb") as stream:
            yield stream
        return
    with _complaining(path):
        handle, beside = tempfile.mkstemp(
            prefix=f".{os.path.basename(target)[:200]}.", suffix=".tmp", dir=os.path.dirname(target)
        )
    try:
        with _complaining(path):
            with open(handle, "wb") as file:
                yield file
            os.chmod(beside, _mode(target))
            os.replace(beside, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside)
        raise


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


def _mode(path: str) -> int:
    """The mode for a new file at *path*: that of the one it replaces, else what umask leaves."""
    try:
        return os.stat(path).st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


@contextmanager
def _complaining(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        # An error of another file, which names it, or of a pipe is not ours.
        if isinstance(error, BrokenPipeError) or error.filename not in (None, path):
            beside = isinstance(error.filename, str) and error.filename.endswith(".tmp")
            if not beside:
                raise
        raise click.ClickException(f"Can't write {path}: {error.strerror}.") from error
