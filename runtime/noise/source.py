"""A source whose sentences have noise put on them."""

from __future__ import annotations

from ...corpora.utterance import Utterance
from ..source import Source
from .case import recased
from .draws import Draws, limit
from .fillers import fillers, with_filler
from .keyboards import neighbours
from .noise import Noise
from .typos import mistyped

_TYPOS, _CASE, _FILLER = 0x7970E5, 0xCA5E, 0xF111E5


class NoisySource:
    """The sentences of *source* with *noise* in the way of *locale*: typos first, then a filler,
    and case over all of it. Slots stay on their text, canonical values are what they were.

    The noise on sentence i is a pure function of *seed*, i and the sentence, each kind with
    numbers of its own: the sentences below are those of the source, and one kind more changes
    nothing of the others. The logarithm of a sentence is None, because many sentences can become
    the same noisy one. What is not known of a locale (`idle`) is left out.
    """

    def __init__(self, source: Source, noise: Noise, seed: int, locale: str = "") -> None:
        self.source = source
        self.noise = noise
        self.seed = seed
        self.locale = locale
        self._typos, self._case = limit(noise.typos), limit(noise.case)
        self._filler = limit(noise.filler)
        self._keys, self._fillers = neighbours(locale), fillers(locale)

    @property
    def size(self) -> int | None:
        """See `Source`."""
        return self.source.size

    @property
    def in_order(self) -> bool:
        """See `Source`."""
        return self.source.in_order

    @property
    def intents(self) -> tuple[str, ...]:
        """See `Source`."""
        return self.source.intents

    @property
    def names(self) -> tuple[str, ...]:
        """See `Source`."""
        return self.source.names

    def __call__(self, index: int) -> tuple[Utterance, None]:
        """See `Source`."""
        return self.noisy(self.source(index)[0], index), None

    def noisy(self, utterance: Utterance, index: int) -> Utterance:
        """*utterance* with the noise that sentence *index* has."""
        seed = self.seed
        if self._typos:
            draw = Draws(seed, _TYPOS, index)
            utterance = mistyped(utterance, self._typos, self._keys, draw)
        if self._filler:
            draw = Draws(seed, _FILLER, index)
            if draw.number() < self._filler:
                utterance = with_filler(utterance, self._fillers, draw)
        if self._case:
            draw = Draws(seed, _CASE, index)
            if draw.number() < self._case:
                text = recased(utterance.text, self.locale, draw)
                utterance = Utterance(text, utterance.slots, utterance.constants, utterance.intent)
        return utterance


def idle(noise: Noise, locale: str) -> str | None:
    """What of *noise* is not known of *locale*, as a sentence; None where all is."""
    if noise.filler and not fillers(locale):
        shown = f"the locale “{locale}”" if locale else "a grammar without a locale"
        return f"No filler words are known for {shown}: filler={noise.filler} changes nothing."
    return None
