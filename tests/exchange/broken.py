"""What every reader is asked of files that are broken: findings with places, at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from gramc.dsl.findings import Finding

SECONDS = 2.0


def asked(read: Callable[[str], list[Finding]], path: Path, data: bytes) -> list[Finding]:
    """The findings on a file of *data*, each with a place in it; in less than `SECONDS`."""
    path.write_bytes(data)
    # Of this process: what else the machine does is not asked.
    begun = time.process_time()
    found = read(str(path))
    assert time.process_time() - begun < SECONDS
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    for finding in found:
        assert finding.message, finding
        span = finding.span
        assert span.file, finding
        assert 0 <= span.line <= len(lines), finding
        assert span.line == 0 or span.column <= len(lines[span.line - 1]) + 2, finding
    return found


def every_beginning(read: Callable[[str], list[Finding]], path: Path, data: bytes) -> int:
    """Asks for every beginning of *data*; how many had an error."""
    return sum(
        any(f.is_error for f in asked(read, path, data[:end])) for end in range(len(data) + 1)
    )
