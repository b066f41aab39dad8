"""The comment of a rule: how often it was seen, what for example, what it saves.

# 34 of 50: "play the top song by Jack Grisham", "put on some jazz"; saves 41 bits
"""

from __future__ import annotations

from ...corpora.annotated import read
from ...corpora.problem import Problem
from ...dsl.text import squeeze
from ..draft import Note

WIDTH = 99
"""A line of a comment is no longer than this, the mark included."""

_SHORTEST = 24
"""An example is not cut off before this."""


def comment(note: Note, whole: int, intent: bool, room: int) -> list[str]:
    """The lines of the comment on a rule, without `# `, the first of them with *room* characters
    left at its end; none where there is nothing to tell. *whole* is how many utterances there are
    where the rule is used."""
    if not note.seen:
        return []
    seen = _number(note.seen)
    said = f"{whole:,} utterance{'s' if whole != 1 else ''}" if intent else f"{seen} of {whole:,}"
    gain = f"; saves {_number(note.gain)} bits" if note.gain >= 1 else ""
    left = WIDTH - len("# ") - room - len(said) - len(gain) - len(": ")
    shown = _examples(note.examples, left)
    lines = [f"{said}{': ' if shown else ''}{shown}{gain}"]
    if note.why:
        lines += wrapped(squeeze(note.why), WIDTH - len("# "))
    return lines


def _number(amount: float) -> str:
    return f"{round(amount):,}"


def _examples(examples: tuple[str, ...], room: int) -> str:
    """As many of the first two examples as there is room for, cut off where need be."""
    texts = list(dict.fromkeys(_plain(example) for example in examples))[:2]
    if not texts:
        return ""
    both = ", ".join(f"“{text}”" for text in texts)
    if len(both) <= room:
        return both
    first = f"“{texts[0]}”"
    if len(first) > room:
        return _cut(texts[0], room)
    left = room - len(first) - len(", ")
    if len(texts) == 2 and left > _SHORTEST:
        return f"{first}, {_cut(texts[1], left)}"
    return first


def _cut(text: str, room: int) -> str:
    """*text* cut off at the end of a word, where there is one in its second half."""
    kept = text[: max(room - len("“…”"), 1)]
    before, space, _ = kept.rpartition(" ")
    if space and len(before) > len(kept) // 2:
        kept = f"{before} "
    return f"“{kept}…”"


def _plain(example: str) -> str:
    """An example of annotated text as people say it; that of a part as it is."""
    found = read(example)
    return squeeze(example if isinstance(found, Problem) else found.text)


def wrapped(text: str, width: int) -> list[str]:
    """*text* in lines no longer than *width*, where its words allow that."""
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return lines
