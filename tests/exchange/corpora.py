"""Corpora made up for tests of exchange: what every format should hold, odd characters and all."""

import unicodedata

from gramc.corpora.spaces import squeeze
from gramc.corpora.utterance import Span, Utterance
from hypothesis import strategies as st

LETTERS = "aB1é播\U0001f600'"
MARKS = '{}[]()<>|\\#=.,;:?!*+@/%&$^~`-_"\u200d'
SLOTS = ("city", "from", "Song")
INTENTS = ("Fly", "play-music", "Frage")


@st.composite
def slots(draw: st.DrawFn, text: str, start: int, end: int, depth: int) -> tuple[Span, ...]:
    """Slots on text[start:end], nested up to *depth*."""
    found: list[Span] = []
    while start < end and draw(st.booleans()):
        first = draw(st.integers(start, end - 1))
        last = draw(st.integers(first + 1, end))
        start = last
        if text[first] != " " and text[last - 1] != " ":
            inner = draw(slots(text, first, last, depth - 1)) if depth > 1 else ()
            value = draw(st.none() | texts(4))
            found.append(Span(draw(st.sampled_from(SLOTS)), first, last, value, inner))
    return tuple(found)


def texts(longest: int) -> st.SearchStrategy[str]:
    """Texts in NFC with single spaces, not empty."""
    letters = st.text(LETTERS + MARKS + "  ", min_size=1, max_size=longest)
    return letters.map(lambda t: squeeze(unicodedata.normalize("NFC", t))).filter(bool)


@st.composite
def utterances(
    draw: st.DrawFn, depth: int = 1, constants: bool = False, values: bool = True
) -> Utterance:
    """An utterance with an intent; `values` says whether slots may have canonical values."""
    text = draw(texts(14))
    found = draw(slots(text, 0, len(text), depth))
    if not values:
        found = tuple(Span(s.name, s.start, s.end) for s in found)
    pairs = st.lists(st.tuples(st.sampled_from(("domain", "area")), texts(4)), max_size=2)
    kept = tuple(dict(draw(pairs)).items()) if constants else ()
    return Utterance(text, found, kept, draw(st.sampled_from(INTENTS)))
