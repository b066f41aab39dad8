"""How deep brackets nest: deeper than anybody writes is refused before it is read."""

from __future__ import annotations

import re

DEEPEST = 100
"""So many brackets may stand within one another; so that what walks the tree may recurse."""

_PIECE = re.compile(
    r'\\.|"(?:[^"\\\n]|\\.)*"|=>|(?P<post>[?*+]|\{[ \n]*[\d,][\d, \n]*\})'
    r"|(?P<open>[(\[{<])|(?P<close>[)\]}>])",
    re.DOTALL,
)
_OPENING = re.compile(r"[(\[{<?*+]")


def too_deep(text: str) -> tuple[int, str, str] | None:
    """Where *text* nests too deep, with what to say and what to write; `None` where it does not.

    Postfixes that stand on one another nest as brackets do, but for the first.
    """
    if len(text) <= DEEPEST or len(_OPENING.findall(text)) <= DEEPEST:
        return None
    heights = [0]  # of the highest part so far, a bracket each
    height = 0  # of the part just read
    stacked = False
    end = -1
    for piece in _PIECE.finditer(text):
        kind = piece.lastgroup
        if kind == "open":
            if len(heights) > DEEPEST:
                return (
                    piece.start(),
                    f"Brackets stand within one another more than {DEEPEST} deep here.",
                    "Give the inner part a name of its own: `NAME = …`, and use it as `<NAME>`.",
                )
            heights.append(0)
            height, stacked = 0, False
        elif kind == "close":
            height = 1 + (heights.pop() if len(heights) > 1 else 0)
            heights[-1] = max(heights[-1], height)
            stacked = False
        elif kind == "post":
            if stacked and piece.start() == end:
                height += 1
                heights[-1] = max(heights[-1], height)
                if height + len(heights) - 1 > DEEPEST:
                    return (
                        piece.start(),
                        f"Postfixes and brackets are stacked more than {DEEPEST} deep here.",
                        "One postfix says it: `(…)*` where a part repeats without bound.",
                    )
            elif piece.start() != end:
                height = 0
            stacked = True
        else:
            height, stacked = 0, False
        end = piece.end()
    return None
