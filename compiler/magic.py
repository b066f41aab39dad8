"""How an artifact is told from a source, without what it takes to open one."""

from __future__ import annotations

MAGIC = b"GRAMC\0\r\n"
"""What every artifact begins with."""


def is_artifact(path: str) -> bool:
    """Whether the file begins like an artifact (of any version, whole or not)."""
    try:
        with open(path, "rb") as file:
            return file.read(5) == MAGIC[:5]
    except (OSError, ValueError):
        return False
