"""Templates from text, and back."""

from __future__ import annotations

from collections import Counter

from gramc.induction.accept import Language
from gramc.induction.draft import Choice, Draft, walk
from gramc.induction.readable.learn import learn
from gramc.induction.settings import Settings, silent
from gramc.induction.symbols import Intent, Symbol, Symbols, Template


def symbols(text: str) -> Symbols:
    """`play {song}` as symbols."""
    return tuple(
        Symbol(word[1:-1], slot=True) if word.startswith("{") else Symbol(word)
        for word in text.split()
    )


def intent(name: str, *texts: str) -> Intent:
    """The templates of these texts, each as often as it is given."""
    return Intent(
        name,
        tuple(
            Template(symbols(text), count, (text,)) for text, count in Counter(texts).most_common()
        ),
    )


def learned(*intents: Intent, rejected: tuple[str, ...] = ()) -> Draft:
    """What is learned of them."""
    return learn(intents, Settings(rejected=tuple(map(symbols, rejected))), silent)


def accepts(draft: Draft, name: str, text: str) -> bool:
    """Whether the text is in the language of the intent."""
    return Language(draft, name).accepts(symbols(text))


def most_alternatives(draft: Draft) -> int:
    """Of the longest choice."""
    return max(
        len(one.options)
        for rule in draft.rules
        for one in walk(rule.choice)
        if isinstance(one, Choice)
    )
