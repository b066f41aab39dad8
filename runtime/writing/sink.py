"""Where bytes go, with their number and their hash."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from hashlib import _Hash

Bytes = bytes | bytearray | memoryview


class Sink:
    """Writes to *file*, which is called *name* in errors and in manifests. `sha256` is known
    where it was asked for beforehand."""

    def __init__(self, file: BinaryIO, name: str, *, hashed: bool = False) -> None:
        self.name = name
        self.size = 0
        self.closed = False
        self._file = file
        self._hash: _Hash | None = None
        if hashed:
            from hashlib import sha256

            self._hash = sha256()

    def write(self, data: Bytes) -> int:
        """Writes all of *data*. An `OSError` has the name of the file, if that has one."""
        with self._naming():
            self._file.write(data)
        self.size += len(data)
        if self._hash is not None:
            self._hash.update(data)
        return len(data)

    @property
    def sha256(self) -> str:
        """The SHA-256 of all that was written, in hexadecimal."""
        assert self._hash is not None
        return self._hash.hexdigest()

    # What a writer of Parquet wants of a file besides. It does not close what it has not opened.

    def tell(self) -> int:
        """How many bytes were written."""
        return self.size

    def flush(self) -> None:
        """Sends on what is buffered."""
        with self._naming():
            self._file.flush()

    def close(self) -> None:
        """Nothing more is written."""
        self.closed = True

    @contextmanager
    def _naming(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.filename is None and self.name != "-":
                raise type(error)(error.errno, error.strerror, self.name) from error
            raise
