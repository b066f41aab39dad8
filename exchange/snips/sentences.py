"""Sentences of Snips in YAML: `set the [room:kitchen](cellar) to [color]`.

They are read as `snips_nlu/dataset/intent.py` reads them: a bracket always begins a slot, its text
stands in parentheses right behind it, and nothing is escaped. White space between two slots,
which that reader loses, is kept.
"""

from __future__ import annotations

from dataclasses import dataclass

from .found import Chunk


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a sentence, from `start` to `end`."""

    message: str
    start: int
    end: int


def read(line: str, entities: dict[str, str] | None = None) -> list[Chunk] | Wrong:
    """The stretches of a sentence. The entity of a slot without one is None, unless *entities*
    has it."""
    found: list[Chunk] = []
    at = 0
    while True:
        opened = line.find("[", at)
        if opened < 0:
            break
        if opened > at:
            found.append(Chunk(line[at:opened]))
        close = line.find("]", opened)
        if close < 0:
            return Wrong("This bracket is never closed.", opened, len(line))
        slot, colon, entity = line[opened + 1 : close].partition(":")
        if not slot or (colon and not entity):
            return Wrong("A slot is `[slot]` or `[slot:entity]`.", opened, close + 1)
        at, text = close + 1, None
        if line[at : at + 1] == "(":
            end = line.find(")", at)
            if end <= at + 1:
                wrong = "This parenthesis is never closed." if end < 0 else "There is no text here."
                return Wrong(wrong, at, len(line) if end < 0 else end + 1)
            text, at = line[at + 1 : end], end + 1
        known = entity if colon else (entities or {}).get(slot)
        found.append(Chunk(text, slot, known))
    if at < len(line):
        found.append(Chunk(line[at:]))
    return found


def write(chunks: list[Chunk]) -> str | None:
    """The sentence, its slots without entities; None where no sentence says this."""
    out = [
        chunk.text or "" if chunk.slot is None else f"[{chunk.slot}]({chunk.text})"
        for chunk in chunks
    ]
    line = "".join(out)
    again = read(line)
    wanted = [Chunk(c.text, c.slot) for c in chunks if c.text]
    if isinstance(again, Wrong) or again != wanted or any("[" in (c.text or "") for c in chunks):
        return None
    return line
