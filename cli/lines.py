"""The lines of the files that findings speak of."""

from __future__ import annotations

import os
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

_BOM = b"\xef\xbb\xbf"
_PARQUET = b"PAR1"
"""What a table begins with whose rows are no lines."""

_LARGE = 32_000_000
"""Files of more bytes are not held, but gone through for each line."""


class Lines:
    """Gives lines by file and number, reading each file once, but large ones. *given* holds what
    can't be read from disk: standard input."""

    def __init__(self, given: Mapping[str, bytes] | None = None) -> None:
        self._given = dict(given or {})
        self._files: dict[str, list[bytes] | None] = {}

    def __call__(self, file: str, number: int) -> str | None:
        """The line without its end; None where there is no such line or it is not text."""
        if number < 1:  # the file as a whole
            return None
        found = self._line(file, number)
        if found is None:
            return None
        line = found.removesuffix(b"\r").decode("utf-8", "replace")
        # A picture or an archive: showing it helps nobody.
        odd = sum(c == "\ufffd" or (c < " " and c != "\t") for c in line)
        return None if odd > 3 and odd * 4 > len(line) else line

    def _line(self, file: str, number: int) -> bytes | None:
        if file not in self._given and file not in self._files and _is_large(file):
            with open(file, "rb") as lines:
                found = next(islice(lines, number - 1, None), None)
            return None if found is None else found.removeprefix(_BOM).removesuffix(b"\n")
        if file not in self._files:
            self._files[file] = self._read(file)
        known = self._files[file]
        return known[number - 1] if known is not None and number <= len(known) else None

    def _read(self, file: str) -> list[bytes] | None:
        data = self._given.get(file)
        if data is None:
            from ..compiler.library import found

            module = found(file)
            try:
                here = Path(file)
                data = (module if module and not here.exists() else here).read_bytes()
            except (OSError, ValueError):
                return None
        if data.startswith(_PARQUET):
            return None
        return data.removeprefix(_BOM).split(b"\n")


def _is_large(file: str) -> bool:
    try:
        return os.path.isfile(file) and os.path.getsize(file) > _LARGE
    except (OSError, ValueError):
        return False
