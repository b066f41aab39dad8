"""What the data says and no more, or its n-grams: the baselines to beat."""

from __future__ import annotations

from collections.abc import Sequence

from .automaton import Automaton, Template, prefix_tree


def memorised(train: Sequence[Template]) -> Automaton:
    """The templates of the data: other sentences by other slot values alone."""
    return prefix_tree(train)


def ngrams(train: Sequence[Template], length: int) -> Automaton:
    """All sequences whose n-grams, with start and end, occur in the data; a state for each context
    of length − 1 symbols."""
    found = Automaton()
    states: dict[Template, int] = {("",) * (length - 1): 0}
    for template in train:
        context = ("",) * (length - 1)
        for symbol in template:
            after = (*context, symbol)[1:]
            if after not in states:
                states[after] = found.state()
            found.arc(states[context], symbol, states[after], 1)
            context = after
        found.ends[states[context]] += 1
    return found
