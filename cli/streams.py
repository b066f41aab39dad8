"""The standard streams."""

from __future__ import annotations

import io
import os
import sys
from typing import IO


def prepare() -> None:
    """Data is UTF-8 with plain line feeds whatever the locale; file names that are not UTF-8 pass
    through."""
    for stream, errors in ((sys.stdout, "surrogateescape"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors, newline="\n")


def silence(*streams: IO[str]) -> None:
    """Sends what is still buffered nowhere, so that the interpreter can close the streams."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):  # a stream without a descriptor
            continue
    os.close(nowhere)
