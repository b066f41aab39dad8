"""Reading `nlu.md`, the training data of Rasa 1."""

from __future__ import annotations

import re

from ...dsl.findings import Finding
from .. import say
from ..source import Source
from .found import Found, Line

_HEADING = re.compile(r"##[ \t]*([a-z]+):(.*)")
_ITEM = re.compile(r"[ \t]*[-*+][ \t]*")
_COMMENT = re.compile(r"<!--.*?--!*>", re.DOTALL)
_KINDS = ("intent", "synonym", "regex", "lookup")


def is_training_data(text: str) -> bool:
    """Whether a Markdown file is training data."""
    return any(f"## {kind}:" in text for kind in _KINDS)


def read_markdown(source: Source, found: Found) -> None:
    """Adds what a file holds to *found*: under headings such as `## intent:greet` an item a
    line."""
    text = _COMMENT.sub(_blank, source.text)
    kind, name = "", ""
    for number, line in enumerate(text.split("\n"), 1):
        if say.enough(found.findings, source.line(number)):
            break
        if heading := _HEADING.match(line):
            kind, name = heading[1], heading[2].strip()
            if kind not in _KINDS or not name:
                said = "A heading is `## intent:`, `## synonym:`, `## lookup:` or `## regex:`."
                found.findings.append(Finding("E603", said, source.line(number)))
                kind = ""
            continue
        item = _ITEM.match(line)
        if not kind or not line.strip() or line.startswith("#"):
            continue
        if item is None:
            said = "An example begins with `- `."
            if kind == "lookup":
                said = "A look-up table in a file of its own is not read here."
            found.findings.append(Finding("W601", said, source.line(number)))
            continue
        inner = line[item.end() :].strip()
        placed = Line(inner, source.line(number, item.end(), item.end() + len(inner)))
        if kind == "intent":
            found.example(name, placed)
        elif kind == "synonym":
            found.synonym(name, placed)
        elif kind == "lookup":
            found.lookup(name, placed)
        else:
            found.regex(name, placed)


def _blank(match: re.Match[str]) -> str:
    """A comment as nothing but its line ends, so that lines keep their numbers."""
    return "\n" * match[0].count("\n")
