"""Comments of a YAML file, which the values do not hold, by their lines."""

from __future__ import annotations

import re

from ..source import Source
from ..yaml import Value

_WHOLE = re.compile(r"\s*#+ ?(.*?)\s*$")
_TRAILING = re.compile(r"\s+# ?(.*?)\s*$")
_RULER = re.compile(r"[-=#*~_\s]*$")


class Comments:
    """Each comment is given away once, to the first that asks for the lines where it stands."""

    def __init__(self, source: Source, root: Value | None) -> None:
        self._lines = source.text.split("\n")
        inside: set[int] = set()
        if root is not None:
            _inside(root, inside)
        self._whole = {
            number: found[1]
            for number, line in enumerate(self._lines, 1)
            if line.lstrip()[:1] == "#" and number not in inside and (found := _WHOLE.match(line))
        }

    def above(self, line: int) -> tuple[str, ...]:
        """The comments between *line* and the last value before it; rulers are left out."""
        found: list[str] = []
        line -= 1
        while line > 0:
            text = self._whole.pop(line, None)
            if text is None and self._lines[line - 1].strip(" \t-"):
                break
            if text is not None and not _RULER.match(text):
                found.append(text)
            line -= 1
        return tuple(reversed(found))

    def behind(self, value: Value) -> str | None:
        """The comment that stands behind *value* on its last line."""
        line = value.span.end_line
        if line > len(self._lines) or value.style in ("|", ">"):
            return None
        found = _TRAILING.match(self._lines[line - 1], value.span.end_column - 1)
        return found[1] if found and found[1] else None

    def left(self) -> tuple[str, ...]:
        """Those that nobody has asked for."""
        found = tuple(text for _, text in sorted(self._whole.items()) if not _RULER.match(text))
        self._whole.clear()
        return found


def _inside(value: Value, lines: set[int]) -> None:
    """The lines that belong to texts of several lines, but for the first."""
    stack = [value]
    while stack:
        one = stack.pop()
        if one.kind == "text" and one.span.end_line > one.span.line:
            lines.update(range(one.span.line + 1, one.span.end_line + (one.style not in "|>")))
        stack.extend(one.values)
        for key, inner in one.pairs:
            stack.extend((key, inner))
