"""Texts as YAML: bare where nothing else can be read, else in quotes."""

from __future__ import annotations

import json
import re

_PLAIN = re.compile(r"[A-Za-z][\w/.+'-]*(?: [\w/.+'-]+)*", re.ASCII)
_ALONE = re.compile(r"[^\W\d_][^:#\\]*(?<! )")
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
UNWRITABLE = re.compile(
    "[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
"""What YAML can't hold in a block, and what ends a line for it or for Python."""


def scalar(text: str, alone: bool = False) -> str:
    """A text that every YAML reader reads as that text, on one line; `alone` on it, where
    brackets and commas mean nothing behind its first letter."""
    bare = _ALONE if alone else _PLAIN
    if bare.fullmatch(text) and text.lower() not in _WORDS and not UNWRITABLE.search(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return UNWRITABLE.sub(lambda odd: f"\\U{ord(odd[0]):08x}", quoted)
