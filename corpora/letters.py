"""Scripts that are written without spaces: what takes the place of a word there.

As in the word boundaries of Unicode (UAX #29, WB13 and its remarks on scripts without spaces), each
letter stands for itself with the marks on it, but katakana hold together, and so do the digits
and foreign words in between. Nothing is known of languages, and no dictionary is asked.
"""

from __future__ import annotations

import re
import unicodedata

# By script, from Unicode's Scripts.txt: written out, so that every Python version splits alike.
_KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_SINGLE = (
    "\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U0001aff0-\U0001b16f\U00020000-\U000323af"  # Han; kana supplement
    "\u3041-\u3096\u309d-\u309f\u3105-\u312f\u31a0-\u31bf"  # hiragana, bopomofo
    "\u0e01-\u0e3a\u0e40-\u0e4e\u0e81-\u0ece\u0edc-\u0edf"  # Thai, Lao
    "\u0f40-\u0fbc"  # Tibetan
    "\u1000-\u103f\u1050-\u108f\u109a-\u109f\ua9e0-\ua9ef\uaa60-\uaa7f"  # Burmese
    "\u1780-\u17d3\u1950-\u19ab\u19b0-\u19c9\u1a20-\u1a7c\uaa80-\uaadf"  # Khmer, Tai
    "\u1b05-\u1b4c\ua984-\ua9c0\ua000-\ua4c6"  # Balinese, Javanese, Yi
    "\U00017000-\U00018d08\U0001b170-\U0001b2fb"  # Tangut, Nüshu
)

_CONTINUOUS = re.compile(f"[{_SINGLE}{_KATAKANA}]")
_ONE = re.compile(f"[{_SINGLE}]")
_KANA = re.compile(f"[{_KATAKANA}]")


def pieces(word: str) -> list[str]:
    """What a stretch of text without spaces consists of: itself, unless letters of scripts without
    spaces are in it. Joined, the pieces are the word."""
    if word.isascii() or _CONTINUOUS.search(word) is None:
        return [word]
    found: list[str] = []
    before = ""
    for letter in word:
        kind = _kind(letter)
        if found and (kind == "mark" or (kind == before != "single")):
            found[-1] += letter
        else:
            found.append(letter)
            before = kind
    return found


def unspaced(text: str) -> bool:
    """Whether letters of scripts without spaces are in a text."""
    return not text.isascii() and _CONTINUOUS.search(text) is not None


def _kind(letter: str) -> str:
    category = unicodedata.category(letter)
    if category[0] == "M" or letter in "\u200c\u200d":
        return "mark"
    if _ONE.match(letter):
        return "single"
    if _KANA.match(letter):
        return "katakana"
    return "punctuation" if category[0] == "P" else "other"
