"""Which files a grammar may read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Refused:
    """A path that may not or cannot be read: `E403` outside the allowed folders, `E004` missing."""

    code: str
    message: str
    hint: str


def resolve(path: str, folder: Path, roots: Sequence[Path]) -> Path | Refused:
    """The file that *path* names, relative to *folder* (that of the `.gram` file).

    It must lie, with all symbolic links followed, in one of *roots*. What lies outside is refused
    in the same words whether it exists or not.
    """
    real = os.path.realpath(os.path.join(folder, path)) if "\0" not in path else ""
    if not real:
        return Refused("E004", "The name of this file holds a NUL character.", "")
    if not any(_within(real, os.path.realpath(root)) for root in roots):
        return Refused(
            "E403",
            f"“{path}” leads out of the folder of the grammar.",
            "Move the file into the folder of the root grammar, or allow its folder with"
            " --catalog-path.",
        )
    if os.path.isfile(real):
        return Path(real)
    if os.path.isdir(real):
        return Refused("E004", f"“{path}” is a folder, not a file.", "Write the name of a file.")
    meant = near(real)
    return Refused(
        "E004",
        f"There is no file “{path}”.",
        f"Is “{meant}” meant?" if meant else "Paths are relative to the .gram file.",
    )


def _within(real: str, root: str) -> bool:
    return real == root or real.startswith(root.rstrip(os.sep) + os.sep)


def near(real: str) -> str:
    """The name of a file beside *real* that is like its name, whatever the endings, or nothing."""
    from difflib import get_close_matches

    try:
        names = {os.path.splitext(n)[0]: n for n in sorted(os.listdir(os.path.dirname(real)))}
    except OSError:
        return ""
    close = get_close_matches(os.path.splitext(os.path.basename(real))[0], list(names), 1)
    return names[close[0]] if close else ""
