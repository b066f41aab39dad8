"""Comments of `//` and `/* */` languages, as the lines of `#` ones."""

from __future__ import annotations

import re

from .expansion import Piece

_STAR = re.compile(r"^[ \t]*\*+(?!/)[ \t]?")


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of one comment, without its marks and what decorates them."""
    if text.startswith("//"):
        return (text[2:].strip(),)
    inner = text[2:].removesuffix("*/").removeprefix("*")
    lines = [_STAR.sub("", line).rstrip() for line in inner.split("\n")]
    lines[0] = lines[0].strip()
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return tuple(line.strip() for line in lines)


def notes(comments: list[Piece]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What of the comments above a rule is remarks, its documentation (of the last `/** */`), and
    the sentences behind `@example` there."""
    remarks: list[str] = []
    doc: list[str] = []
    examples: list[str] = []
    last = max((i for i, c in enumerate(comments) if c.kind == "doc"), default=-1)
    for number, comment in enumerate(comments):
        lines = lines_of(comment.text)
        if number != last:
            remarks.extend(lines)
            continue
        for line in lines:
            said, *given = line.split("@example")
            if said.strip() or not given:
                doc.append(said.rstrip())
            examples.extend(text.strip() for text in given if text.strip())
    return tuple(remarks), tuple(doc), tuple(examples)
