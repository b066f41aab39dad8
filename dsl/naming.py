"""Names: from what another system allows to what a `.gram` does, each its own."""

from __future__ import annotations

import os
import re

from .names import STATEMENT_WORDS, is_name
from .text import nfc

_ODD = re.compile(r"[^\w.-]+")


class Names:
    """Hands out names that are legal in a `.gram` and unlike each other. The same questions in
    the same order have the same answers."""

    def __init__(self, taken: tuple[str, ...] = ()) -> None:
        self._taken = set(taken)
        self._given: dict[tuple[str, str], str] = {}

    def name(self, wanted: str, kind: str = "") -> str:
        """The name for *wanted*, the same each time for one *kind* of thing: as it is where it is
        a name that nothing else has, else with `_` for what no name holds, and a number behind
        it where another thing has that."""
        known = self._given.get((kind, wanted))
        if known is not None:
            return known
        legal = legal_name(wanted)
        found, number = legal, 2
        while found in self._taken:
            found = f"{legal}_{number}"
            number += 1
        self._taken.add(found)
        self._given[kind, wanted] = found
        return found

    def known(self, wanted: str, kind: str = "") -> str | None:
        """What `name` gave before."""
        return self._given.get((kind, wanted))


def legal_name(wanted: str) -> str:
    """*wanted* as a name of the `.gram` language, as it is where it is one."""
    text = nfc(wanted)
    if not is_name(text):
        text = _ODD.sub("_", text)
        text = re.sub(r"\.{2,}", ".", text).strip("._-") or "x"
        text = "".join(c if is_name(f"a{c}a") else "_" for c in text)
        if not is_name(text):
            text = f"x{text}" if is_name(f"x{text}") else "x"
    return f"{text}_" if text in STATEMENT_WORDS else text


def called_after(path: str) -> str:
    """What is called after a file or folder: its name without its ending."""
    return os.path.splitext(os.path.basename(os.path.normpath(path)))[0] or "corpus"
