"""What would change in a file."""

from __future__ import annotations

from collections.abc import Iterator


def difference(before: bytes, after: bytes, path: str) -> Iterator[str]:
    """A unified difference; colours are left to those who page it."""
    from difflib import unified_diff

    old = before.decode("utf-8", "replace").splitlines(keepends=True)
    new = after.decode("utf-8", "replace").splitlines(keepends=True)
    for line in unified_diff(old, new, path, path):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
