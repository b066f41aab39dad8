"""Four columns, as the xSID corpora have them (van der Goot et al. 2021, arXiv:2105.07316).

    # text: play hip hop
    # intent: PlayMusic
    # slots: 5:12:Genre
    1	play	PlayMusic	O
    2	hip	PlayMusic	B-Genre
    3	hop	PlayMusic	I-Genre

Slots are their first code point in the text, the one behind the last, and their name, with commas
between them. `bio.stream` reads this; it goes by the tags.
"""

from __future__ import annotations

from .tokens import tags, tokens
from .utterance import Utterance


def write(utterance: Utterance) -> str:
    """The lines of one utterance, the empty one behind it among them, without the last end."""
    places = tokens(utterance)
    out = [f"# text: {utterance.text}", f"# intent: {utterance.intent}"]
    if utterance.slots:
        said = ",".join(f"{slot.start}:{slot.end}:{slot.name}" for slot in utterance.slots)
        out.append(f"# slots: {said}")
    labels = tags(utterance, places)
    for number, ((start, end), tag) in enumerate(zip(places, labels, strict=True), 1):
        out.append(f"{number}\t{utterance.text[start:end]}\t{utterance.intent}\t{tag}")
    out.append("")
    return "\n".join(out)
