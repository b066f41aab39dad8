"""The long tables of the standard library: texts that a program lists better than a person.

`python -m gramc.stdlib.tables` writes them into the folders of their locales; they are
committed, and a test holds the committed ones to what is made here. What a person writes is in
the `.gram` files. A locale's tables are in the module of its name.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path


def files() -> dict[str, str]:
    """The text of every table by its path below `stdlib/`."""
    here = Path(__file__).parent
    locales = sorted(p.stem for p in here.glob("*.py") if (here.parent / p.stem).is_dir())
    return {
        f"{locale}/{table.name}.tsv": table.text()
        for locale in locales
        for table in import_module(f".{locale}", __package__).tables()
    }
