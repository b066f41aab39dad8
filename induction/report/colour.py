"""Colours for the language: a `.gram` text as HTML."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape

_PIECE = re.compile(
    r"(?P<note>(?:^|(?<=\s))#.*$)"
    r'|(?P<text>"(?:\\.|[^"\\])*")'
    r"|(?P<other>\\.)"
    r"|(?P<times>\{\d*,?\d*\})"
    r"|(?P<slot>\{[^{}]*\})"
    r"|(?P<rule><[^<>]*>)"
    r"|(?P<weight>(?:^|(?<=[\s(|\[]))/[0-9.]+/)"
    r"|(?P<key>^(?:grammar|locale|import|intent|catalog|test|rewrite|wildcard|feature|skip)\b)"
    r"|(?P<mark>[()\[\]|=?*+;])",
    re.MULTILINE,
)


def coloured(text: str, linked: Collection[str] = ()) -> str:
    """*text*, escaped, with a class around each comment, slot, reference, weight, word that begins
    a statement, quoted text, number of times and mark; the text itself is not changed. References
    to rules of *linked* lead to them."""
    from urllib.parse import quote

    out: list[str] = []
    at = 0
    for match in _PIECE.finditer(text):
        out.append(escape(text[at : match.start()]))
        shown = escape(match[0])
        kind = match.lastgroup
        if kind == "rule" and match[0][1:-1] in linked:
            out.append(f'<a class="rule" href="#{quote(place(match[0][1:-1]))}">{shown}</a>')
        else:
            out.append(shown if kind == "other" else f'<span class="{kind}">{shown}</span>')
        at = match.end()
    out.append(escape(text[at:]))
    return "".join(out)


def place(name: str) -> str:
    """What the place of a rule or intent on the page is called."""
    return f"rule-{name}"
