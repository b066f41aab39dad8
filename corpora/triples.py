"""Three files side by side, as the corpora of Goo et al. 2018 (SlotGated) have them: `seq.in` has
the tokens of a sentence a line, `seq.out` their tags, `label` its intent.

    play hip hop        O B-Genre I-Genre        PlayMusic

Where tokens touch is not said; canonical values, nested slots and constants have no place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from .problem import Problem
from .spaces import squeeze
from .tokens import join, plain_tag, spans, tags, tokens
from .utterance import Utterance

FILES = ("seq.in", "seq.out", "label")
"""The names of the files, in the order that they have here."""


def write(utterance: Utterance) -> tuple[str, str, str]:
    """The lines of one utterance in the three files, without their ends."""
    places = tokens(utterance)
    words = " ".join(utterance.text[start:end] for start, end in places)
    return words, " ".join(tags(utterance, places)), utterance.intent


def stream(
    words: Iterable[str], labels: Iterable[str], intents: Iterable[str]
) -> Iterator[tuple[int, int, Utterance | Problem]]:
    """The sentences of the lines of the three files, with their numbers; where something is wrong,
    the file (0 to 2, as in `FILES`) that it is wrong in stands before it. Lines that are empty in
    all three are passed over."""
    for number, three in enumerate(zip_longest(words, labels, intents), 1):
        short = next((i for i, line in enumerate(three) if line is None), None)
        if short is not None:
            message = f"{FILES[short]} ends before the other two."
            yield number, short, Problem(message, 0, "All three have a line for each sentence.")
            return
        line, said, intent = (squeeze(each or "") for each in three)
        if line or said or intent:
            yield number, *_sentence(line.split(" "), said.split(" "), intent, three[1] or "")


def _sentence(
    words: list[str], said: list[str], intent: str, raw: str
) -> tuple[int, Utterance | Problem]:
    if words == [""] or len(words) != len(said):
        count = 0 if words == [""] else len(words)
        given = 0 if said == [""] else len(said)
        if count == given == 0:
            return 0, Utterance("", (), (), intent)
        message = f"seq.in has {count} tokens on this line, and seq.out {given} tags."
        return 1, Problem(message, 0, "Each token has one tag.")
    plain: list[str] = []
    for tag in said:
        normal = plain_tag(tag)
        if normal is None:
            return 1, Problem(f"“{tag}” is no tag.", raw.find(tag), "Tags are O, B-name, I-name.")
        plain.append(normal)
    text, places = join(words)
    return 0, Utterance(text, spans(places, plain), (), intent)
