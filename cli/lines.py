"""The lines of the files that findings speak of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

_BOM = b"\xef\xbb\xbf"
_PARQUET = b"PAR1"
"""What a table begins with whose rows are no lines."""


class Lines:
    """Gives lines by file and number, reading each file once. *given* holds what can't be read
    from disk: standard input."""

    def __init__(self, given: Mapping[str, bytes] | None = None) -> None:
        self._given = dict(given or {})
        self._files: dict[str, list[bytes] | None] = {}

    def __call__(self, file: str, number: int) -> str | None:
        """The line without its end; None where there is no such line or it is not text."""
        if file not in self._files:
            self._files[file] = self._read(file)
        known = self._files[file]
        if known is None or not 0 < number <= len(known):
            return None
        line = known[number - 1].removesuffix(b"\r").decode("utf-8", "replace")
        # A picture or an archive: showing it helps nobody.
        odd = sum(c == "\ufffd" or (c < " " and c != "\t") for c in line)
        return None if odd > 3 and odd * 4 > len(line) else line

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
