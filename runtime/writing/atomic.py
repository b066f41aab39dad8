"""Files that are there as a whole or not at all.

A file is written beside its target and renamed onto it. Whoever writes holds a
lock on it, which ends with the process however that ends: what lies beside a target without a
lock is left over from a run that was killed, and the next one takes it away.
"""

from __future__ import annotations

import fcntl
import os
import re
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import BinaryIO

_LONGEST = 200
"""So many characters of a target's name go into that of the file beside it."""


@contextmanager
def written(
    paths: Sequence[str], *, durable: bool = False, swept: bool = False
) -> Iterator[list[BinaryIO]]:
    """Files to write *paths* through, renamed together at the end; where anything goes wrong (an
    exception, Ctrl-C), none is. A link is followed, the mode of a file that was there is kept; a
    device or a named pipe is written as it is. An `OSError` names the path that it is about.

    *durable* waits until all is on the disk before it renames, so that a name stands for a
    whole file even where the power fails; the disk is what large files then take their time
    for. What killed runs left is taken away first, unless that is done already (*swept*).
    """
    open_files: list[_Beside] = []
    try:
        for path in paths:
            open_files.append(_Beside(path, swept))
        yield [each.file for each in open_files]
        for each in open_files:
            each.settle(durable)
        for each in open_files:
            each.rename()
    except BaseException:
        for each in open_files:
            each.discard()
        raise


def sweep(folder: str, name: str = "") -> None:
    """Takes away what killed runs have left in *folder* for the target *name*, or for any."""
    wanted = re.escape(name[:_LONGEST]) if name else ".+"
    left_over = re.compile(rf"\.{wanted}\.[a-z0-9_]{{8}}\.tmp")
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if left_over.fullmatch(entry.name):
                _remove_unless_held(entry.path)


def _remove_unless_held(path: str) -> None:
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(path)
        finally:
            os.close(handle)


_OPEN: weakref.WeakSet[_Beside] = weakref.WeakSet()


def _in_a_child() -> None:
    """A process that was forked from this one has no part in its files: it must not hold their
    locks when this one is gone."""
    nowhere = os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC)
    for each in list(_OPEN):
        if not each.file.closed:
            os.dup2(nowhere, each.file.fileno(), inheritable=False)
    _OPEN.clear()
    os.close(nowhere)


os.register_at_fork(after_in_child=_in_a_child)


class _Beside:
    """A file beside its target."""

    def __init__(self, path: str, swept: bool) -> None:
        self.path = path
        self.target = os.path.realpath(path)
        self.beside: str | None = None
        if os.path.exists(self.target) and not os.path.isfile(self.target):
            self.file: BinaryIO = open(path, "wb")  # noqa: SIM115
            return
        folder, name = os.path.split(self.target)
        if not swept:
            sweep(folder, name)
        try:
            handle, self.beside = _held(folder, name)
        except OSError as error:
            raise _about(path, error) from error
        self.file = os.fdopen(handle, "wb")
        _OPEN.add(self)

    def settle(self, durable: bool) -> None:
        """All that was written is in the file."""
        try:
            self.file.flush()
            if self.beside is not None:
                if durable:
                    os.fsync(self.file.fileno())
                os.chmod(self.beside, _mode(self.target))
        except OSError as error:
            raise _about(self.path, error) from error

    def rename(self) -> None:
        """The file has its name. The lock goes last, so that nobody takes the file away before."""
        try:
            if self.beside is not None:
                os.replace(self.beside, self.target)
                self.beside = None
            self.file.close()
        except OSError as error:
            raise _about(self.path, error) from error

    def discard(self) -> None:
        """There never was such a file."""
        with suppress(OSError):
            if self.beside is not None:
                os.unlink(self.beside)
        with suppress(OSError):  # what is still buffered goes nowhere
            self.file.close()


def _held(folder: str, name: str) -> tuple[int, str]:
    """A new file for the target *name*, and a lock on it."""
    while True:
        handle, path = tempfile.mkstemp(
            prefix=f".{name[:_LONGEST]}.", suffix=".tmp", dir=folder or "."
        )
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        # Another run may have seen it before it was locked, and have taken it for a left-over.
        if os.fstat(handle).st_nlink:
            return handle, path
        os.close(handle)


def _about(path: str, error: OSError) -> OSError:
    if isinstance(error, BrokenPipeError):
        return error
    return OSError(error.errno, error.strerror, path)


def _mode(path: str) -> int:
    """The mode for a new file at *path*: that of the one it replaces, else what umask leaves."""
    try:
        return os.stat(path).st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
