"""Near misses: real templates with one edit, which occur nowhere in the data.

A grammar that generalises well accepts new sentences and refuses what nobody says. Sentences of
other intents are a useless test of the latter, since their slots alone give them away; a sentence
with one word missing, added, exchanged or out of place is a hard one. Some corruptions are good
sentences by chance, so that the share accepted is to be compared between grammars, and not with 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

Template = tuple[str, ...]
"""The words of a sentence, with one symbol in the place of each slot."""

EDITS = ("deletion", "insertion", "substitution", "swap")

TRIES = 1_000
"""So many draws for one corruption, before the data is taken to have none: where all sentences are
single words of a small vocabulary, every edit may give one that occurs."""


def corruptions(
    held_out: Sequence[Template], full: Sequence[Template], seed: str, count: int = 1_000
) -> list[Template]:
    """*count* templates that are one edit away from one of *held_out* and are not in *full*.

    The template is drawn as often as it occurs in *held_out*; deletion, insertion, substitution and
    a swap of neighbours are equally likely; words come as often as they occur in *full*. A draw
    that gives an empty template or one of *full* is made again. Fewer are given, perhaps none,
    where there are so few. The same arguments give the same list.
    """
    templates = [template for template in held_out if template]
    words = [word for template in full for word in template]
    if not templates or not words:
        return []
    random, known, found = Random(f"near-{seed}"), set(full), list[Template]()
    for _ in range(count):
        for _ in range(TRIES):
            made = _corrupt(templates, words, random)
            if made and made not in known:
                found.append(made)
                break
        else:
            break
    return found


def _corrupt(templates: Sequence[Template], words: Sequence[str], random: Random) -> Template:
    """One edit; an empty template where there is nothing to swap."""
    symbols = list(random.choice(templates))
    edit = random.choice(EDITS)
    place = random.randrange(len(symbols))
    if edit == "deletion":
        del symbols[place]
    elif edit == "insertion":
        symbols.insert(random.randrange(len(symbols) + 1), random.choice(words))
    elif edit == "substitution":
        symbols[place] = random.choice(words)
    elif place + 1 == len(symbols):
        return ()
    else:
        symbols[place : place + 2] = symbols[place + 1], symbols[place]
    return tuple(symbols)
