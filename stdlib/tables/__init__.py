"""The long tables of the standard library: texts that a program lists better than a person.

`python -m gramc.stdlib.tables` writes them into the folders of their locales; they are
committed, and a test holds the committed ones to what is made here. What a person writes is in
the `.gram` files.
"""

from __future__ import annotations


def files() -> dict[str, str]:
    """The text of every table by its path below `stdlib/`."""
    from . import es, pt

    made = {"es": es.tables(), "pt": pt.tables()}
    return {f"{locale}/{t.name}.tsv": t.text() for locale, all_ in made.items() for t in all_}
