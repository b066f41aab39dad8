"""gramc: grammars in, labelled training corpora out.

    import gramc

    grammar = gramc.load("music.gram")
    for utterance in grammar.sample(20, seed=1):
        print(utterance.text, utterance.slots)
    best = grammar.parse("play some pop music", nbest=3)

Names are imported when they are first used, so that the command line starts quickly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .catalogues.rows import Entry
    from .corpora.utterance import Span, Utterance
    from .runtime.grammar import Grammar, GrammarError, load
    from .runtime.parse import Parse

__version__ = "0.1.0"
__all__ = [
    "Entry",
    "Grammar",
    "GrammarError",
    "Parse",
    "Span",
    "Utterance",
    "__version__",
    "load",
]

_HOMES = {
    "Entry": ".catalogues.rows",
    "Grammar": ".runtime.grammar",
    "GrammarError": ".runtime.grammar",
    "Parse": ".runtime.parse",
    "Span": ".corpora.utterance",
    "Utterance": ".corpora.utterance",
    "load": ".runtime.grammar",
}


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'gramc' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(home, __name__), name)
