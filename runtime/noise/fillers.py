"""Fillers: words that are said while a speaker thinks, and mean nothing."""

from __future__ import annotations

from ...corpora.utterance import Span, Utterance
from .draws import Draws
from .moving import moved

FILLERS: dict[str, tuple[str, ...]] = {
    "da": ("øh", "øhm", "altså", "ligesom"),
    "de": ("äh", "ähm", "also", "na ja", "tja"),
    "en": ("um", "uh", "like", "well", "so", "you know"),
    "es": ("eh", "pues", "bueno", "o sea"),
    "fi": ("öö", "niinku", "siis", "tota"),
    "fr": ("euh", "bon", "ben", "alors", "enfin"),
    "hi": ("अं", "मतलब", "अच्छा", "तो"),
    "it": ("ehm", "allora", "cioè", "beh"),
    "nb": ("øh", "altså", "liksom"),
    "nl": ("eh", "uhm", "nou", "dus"),
    "no": ("øh", "altså", "liksom"),
    "pl": ("yyy", "no", "znaczy", "w sumie"),
    "pt": ("hum", "bom", "então", "pronto"),
    "pt-BR": ("hum", "tipo", "então", "bom"),
    "ru": ("э", "ну", "это", "значит"),
    "sv": ("öh", "alltså", "liksom", "typ"),
    "tr": ("şey", "yani", "hani"),
}
"""The fillers by locale, or else by language."""


def fillers(locale: str) -> tuple[str, ...]:
    """The fillers of *locale*; none where they aren't known."""
    return FILLERS.get(locale) or FILLERS.get(locale.split("-")[0], ())


def with_filler(utterance: Utterance, words: tuple[str, ...], draw: Draws) -> Utterance:
    """*utterance* with one of *words* before its first word or, as likely each, before any other
    that isn't inside a slot. A text without words stays empty."""
    text = utterance.text
    if not text or not words:
        return utterance
    places = [0, *_gaps(text, utterance.slots)]
    word, place = words[draw.below(len(words))], places[draw.below(len(places))]
    longer = len(word) + 1
    return Utterance(
        f"{text[:place]}{word} {text[place:]}",
        moved(utterance.slots, lambda at: at + longer if at >= place else at),
        utterance.constants,
        utterance.intent,
    )


def _gaps(text: str, slots: tuple[Span, ...]) -> list[int]:
    """Where words begin behind a space that is in no slot."""
    found: list[int] = []
    at = 0
    for start, end in (*((slot.start, slot.end) for slot in slots), (len(text), len(text))):
        found.extend(here + 1 for here in range(at, start) if text[here] == " ")
        at = end
    return found
