"""Write the tables of the modules: `python -m gramc.stdlib.tables`."""

from __future__ import annotations

from pathlib import Path

from . import files


def main() -> None:
    """Write every table into the folder of its locale."""
    folder = Path(__file__).resolve().parent.parent
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")


main()
