"""White space in corpora: Unicode's White_Space, which each becomes one ordinary space."""

from __future__ import annotations

import re

WHITE_SPACE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""For use inside a character class. (Python's `\\s` has U+001C to U+001F besides.)"""

_RUN = re.compile(f"[{WHITE_SPACE}]+")


def squeeze(text: str) -> str:
    """*text* with every run of white space as one space and none at its ends."""
    return _RUN.sub(" ", text).strip(" ")


def lines(text: str) -> list[str]:
    """The lines of a file, which end at LF or CRLF only, without a byte-order mark."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return text.removesuffix("\n").split("\n") if text else []
