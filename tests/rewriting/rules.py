"""Random rewrites."""

from __future__ import annotations

from hypothesis import strategies as st

Rule = tuple[str, str, list[str], list[str]]
"""What is replaced, by what, and the texts of both contexts."""

SIDES = ["a", "b", " ", "ab", "a b", " a", "b ", "x"]


@st.composite
def rules(draw: st.DrawFn, letters: str, most: int) -> list[Rule]:
    """One to *most* rewrites of some *letters*."""
    single = st.text(letters, max_size=3).filter(lambda t: "  " not in t)
    found = []
    for _ in range(draw(st.integers(1, most))):
        old, new = draw(single.filter(lambda t: bool(t.strip()))), draw(single)
        left, right = (
            draw(st.lists(st.sampled_from(SIDES), max_size=2, unique=True)) for _ in range(2)
        )
        if draw(st.booleans()):
            left = [*left, "^"]
        if draw(st.booleans()):
            right = [*right, "$"]
        found.append((old, new, left, right))
    return found


def written(rule: Rule) -> str:
    """The statement."""
    old, new, left, right = rule
    line = f'rewrite "{old}" => "{new}"'
    if left or right:
        sides = [" | ".join(s if s in "^$" else f'"{s}"' for s in side) for side in (left, right)]
        line += " / " + " _ ".join(f"({side})" if side else "" for side in sides)
    return line
