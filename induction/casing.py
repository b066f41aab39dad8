"""Which letters of a word are capitals, wherever in a sentence it stands."""

from __future__ import annotations

from collections.abc import Iterable

from ..dsl.text import fold
from .words import Token


class Casing:
    """Settles how each word is written: as it is most often where no sentence begins, and in small
    letters where it is never seen there, or as often. Ends of words (*musik* behind a genre) and
    whole ones (*Musik*) tell nothing of each other."""

    def __init__(self, locale: str) -> None:
        self._locale = locale
        self._forms: dict[tuple[str, bool], dict[str, int]] = {}
        self._settled: dict[tuple[str, bool], str] = {}

    def count(self, words: Iterable[Token], times: int) -> None:
        """Looks at the words of an utterance that occurs so often. One that is all capitals tells
        nothing, nor does the first letter of a sentence."""
        telling = [token for token in words if token.slot is None]
        if not any(letter.islower() for token in telling for letter in token.text):
            return
        for token in telling:
            word = token.text
            if token.initial and word[1:] == lowered(word[1:], self._locale):
                continue
            forms = self._forms.setdefault((self.key(word), token.touches), {})
            forms[word] = forms.get(word, 0) + times

    def key(self, word: str) -> str:
        """What is the same for all ways to write *word*."""
        return fold(word, self._locale)

    def settle(self, word: str, touches: bool = False) -> str:
        """*word* as it is written from now on; *touches*: behind something else without a space."""
        known = self._settled.get((word, touches))
        if known is None:
            small = lowered(word, self._locale)
            forms = self._forms.get((self.key(word), touches), {})
            known = small
            if forms and forms.get(small, 0) < (most := max(forms.values())):
                known = next(form for form, times in forms.items() if times == most)
            self._settled[word, touches] = known
        return known


def lowered(word: str, locale: str) -> str:
    """*word* in small letters, as its language has them."""
    if not word.isascii():
        word = word.replace("İ", "i")
    if "I" in word and locale[:2] in ("tr", "az") and locale[2:3] in ("", "-"):
        word = word.replace("I", "ı")
    return word.lower()
