"""Utterances made up for tests: everything that is valid, reserved characters most of all."""

from gramc.corpora.spaces import squeeze
from gramc.corpora.utterance import Span, Utterance
from hypothesis import strategies as st

LETTERS = "aB1é播\U0001f600ा\u0301\u0338\u00df'"
MARKS = '{}|\\#=.,-_"\u200d:'
NAMES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from("aZé播ग"),
        st.text("aé播ा\u0301٣7_-\u200c", max_size=3),
        st.sampled_from(["", ".a", ".7", ".ा-"]),
    ),
)
VALUES = st.none() | st.text(LETTERS + MARKS + " \u00a0", max_size=5)


@st.composite
def slots(draw: st.DrawFn, text: str, start: int, end: int, depth: int = 3) -> tuple[Span, ...]:
    """Slots on text[start:end]: in order, nested, not empty, no spaces at their ends."""
    found: list[Span] = []
    while start < end and draw(st.booleans()):
        first = draw(st.integers(start, end - 1))
        last = draw(st.integers(first + 1, end))
        start = last
        if text[first] != " " and text[last - 1] != " ":
            inner = draw(slots(text, first, last, depth - 1)) if depth > 1 else ()
            found.append(Span(draw(NAMES), first, last, draw(VALUES), inner))
    return tuple(found)


@st.composite
def utterances(draw: st.DrawFn) -> Utterance:
    """Any valid utterance."""
    text = squeeze(draw(st.text(LETTERS + MARKS + "   ", max_size=14)))
    constants = st.lists(st.tuples(NAMES, VALUES.map(lambda value: value or "")), max_size=2)
    return Utterance(
        text,
        draw(slots(text, 0, len(text))),
        tuple(draw(constants)),
        draw(st.just("") | NAMES),
    )
