"""The figures of a network by writing its language out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice

from gramc.compiler.compiled import Compiled
from gramc.compiler.network import Networks
from gramc.corpora.utterance import Utterance
from gramc.runtime.count import Count
from gramc.runtime.enumerate import derivations

NEAR = 1e-9


def written(compiled: Compiled, net: int) -> Iterator[tuple[Utterance, Fraction]]:
    """The derivations of any network, rules as well as intents."""
    networks = compiled.networks
    alone = Networks(
        networks.table,
        (("", 1, net),),
        {},
        networks.selections,
        networks.recursive,
        networks.component,
        networks.uses,
    )
    return derivations(alone, compiled.stock, net)


def close(one: float | None, other: float) -> bool:
    return one is not None and math.isclose(one, other, rel_tol=NEAR, abs_tol=NEAR)


def words(text: str) -> int:
    return len(text.split(" ")) if text else 0


def check(part: Count, compiled: Compiled, net: int, most: int = 20_000) -> bool:
    """Compares *part* with what is written out; False where that would be too much."""
    found = list(islice(written(compiled, net), most + 1))
    if len(found) > most:
        return False
    assert part.derivations.value == len(found)
    assert close(part.derivations.log2, math.log2(len(found)))
    different = len({utterance for utterance, _ in found})
    assert part.texts.value is not None
    if part.texts.exact:
        assert part.texts.value == different
    else:
        assert part.texts.value >= different
    assert sum(p for _, p in found) == 1
    assert close(part.bits, -math.fsum(float(p) * math.log2(p) for _, p in found))
    assert close(part.words, float(sum(p * words(u.text) for u, p in found)))
    assert close(part.characters, float(sum(p * len(u.text) for u, p in found)))
    if part.factors:
        assert close(sum(f.log2 for f in part.factors), math.log2(len(found)))
    return True
