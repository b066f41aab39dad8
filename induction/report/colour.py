"""Colours for the language: a `.gram` text as HTML."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape
from unicodedata import bidirectional

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
        out.append(_plain(text[at : match.start()]))
        kind = match.lastgroup
        shown = _quotes(match[0]) if kind == "note" else escape(match[0])
        if kind == "rule" and match[0][1:-1] in linked:
            out.append(f'<a class="rule" href="#{quote(place(match[0][1:-1]))}">{shown}</a>')
        else:
            out.append(shown if kind == "other" else f'<span class="{kind}">{shown}</span>')
        at = match.end()
    out.append(_plain(text[at:]))
    return "".join(out)


def _plain(text: str) -> str:
    """Words between marks. What is written from right to left is kept apart, so that marks stand
    where they stand in the file."""
    if not _from_the_right(text):
        return escape(text)
    return "\n".join(
        f"{line[: len(line) - len(line.lstrip())]}<bdi>{escape(line.strip())}</bdi>"
        f"{line[len(line.rstrip()) :]}"
        if line.strip()
        else escape(line)
        for line in text.split("\n")
    )


def _quotes(text: str) -> str:
    """A comment, each quotation from right to left kept apart."""
    if not _from_the_right(text):
        return escape(text)
    return re.sub("“([^”]*)”", r"“<bdi>\1</bdi>”", escape(text))


def _from_the_right(text: str) -> bool:
    return not text.isascii() and any(bidirectional(letter) in ("R", "AL") for letter in text)


def place(name: str) -> str:
    """What the place of a rule or intent on the page is called."""
    return f"rule-{name}"
