"""The library: the modules that come with gramc, as `import std.en.polite` names them."""

from __future__ import annotations

import os
from pathlib import Path

LIBRARY = Path(os.path.realpath(Path(__file__).parents[1] / "stdlib"))
"""The folder of the modules: `stdlib/LL/NAME.gram` is the module `std.LL.NAME`."""


def modules() -> dict[str, Path]:
    """The files of all modules by their names, in alphabetical order."""
    return {
        f"std.{path.parent.name}.{path.stem}": path
        for path in sorted(LIBRARY.glob("*/*.gram"), key=lambda p: (p.parent.name, p.stem))
    }


def shown(path: str | Path) -> str | None:
    """How a file of the library is called on every machine, such as `std/en/polite.gram`; None
    for a file that lies elsewhere. *path* is a real path."""
    inside = Path(path)
    if not inside.is_relative_to(LIBRARY):
        return None
    return f"std/{inside.relative_to(LIBRARY).as_posix()}"


def found(called: str) -> Path | None:
    """The file that `shown` calls so."""
    first, _, inside = called.partition("/")
    return LIBRARY / inside if first == "std" and inside else None


def unknown(name: str) -> str:
    """A hint for the name of a module that is not there: the nearest one and all of its locale,
    or which locales there are."""
    import difflib

    if name.endswith(".gram"):
        return f'The name of a file stands in quotes: import "{name}".'
    known = list(modules())
    if f"std.{name}" in known:
        return f"Did you mean std.{name}?"
    parts = name.split(".")
    beside = [n for n in known if n.split(".")[:2] == parts[:2]]
    if not beside:
        locales = dict.fromkeys(n.split(".")[1] for n in known)
        return f"A module is called std.LOCALE.NAME, as in {known[0]}; the locales are " + (
            f"{', '.join(locales)}."
        )
    close = difflib.get_close_matches(name, beside, n=1, cutoff=0.75)
    nearest = f"Did you mean {close[0]}? " if close else ""
    names = ", ".join(n.rpartition(".")[2] for n in beside)
    return f"{nearest}The modules of std.{parts[1]} are {names}."
