"""How long it takes to find what two intents of 500 rules each share.

python benchmarks/overlap.py [--rules 500] [--seed 0]

The grammar is made by chance: each intent has so many rules, in layers, of words that both intents
use, and catalogues of which some values are in several.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from pathlib import Path

from gramc.compiler.compile import compile_grammar
from gramc.runtime.count import count
from gramc.runtime.overlap.overlap import overlaps

LAYERS = 5
"""Rules call rules of the next layer only."""


def words(chance: random.Random, number: int) -> list[str]:
    """So many words of letters by chance."""
    syllables = [c + v for c in "bdfghklmnprst" for v in "aeiou"]
    found: dict[str, None] = {}
    while len(found) < number:
        found["".join(chance.choices(syllables, k=chance.randint(1, 3)))] = None
    return list(found)


def grammar(rules: int, seed: int) -> str:
    """The source of a grammar with two intents of so many rules each."""
    chance = random.Random(seed)
    lexicon = words(chance, 1200)
    shared = words(chance, 60)
    lines = ["grammar made", "locale en-US", ""]
    names = [f"Name{number}" for number in range(20)]
    for name in names:
        values = [" ".join(chance.choices(lexicon, k=chance.randint(1, 2))) for _ in range(200)]
        rows = " | ".join(f'"{value}"' for value in dict.fromkeys(values))
        lines.append(f"catalog {name} = {rows}")
    for intent in ("First", "Second"):
        layers: list[list[str]] = []
        for layer in range(LAYERS):
            layers.append([f"{intent}_{layer}_{n}" for n in range(rules // LAYERS)])
        for layer, members in enumerate(layers):
            below = layers[layer + 1] if layer + 1 < LAYERS else []
            for number, name in enumerate(members):
                called = [below[number]] if below else []
                lines.append(f"{name} = {alternatives(chance, lexicon, shared, names, called)}")
        tops = layers[0]
        whole = [
            " ".join([chance.choice(shared[:5]), f"<{top}>", f"[{chance.choice(shared)}]"])
            for top in tops
        ]
        lines += [
            "",
            f"intent {intent} =",
            *(f"  | {a}" if n else f"    {a}" for n, a in enumerate(whole)),
        ]
        lines.append("")
    return "\n".join(lines) + "\n"


def alternatives(
    chance: random.Random,
    lexicon: list[str],
    shared: list[str],
    names: list[str],
    below: list[str],
) -> str:
    """The body of a rule, with a call of each of *below*."""
    found = [f"{chance.choice(lexicon)} <{name}>" for name in below]
    for _ in range(chance.randint(1, 3)):
        parts = [chance.choice(lexicon if chance.random() < 0.6 else shared)]
        kind = chance.random()
        if kind < 0.5:
            parts.append(f"{{{chance.choice(names)}}}")
        else:
            parts.append(f"[{chance.choice(shared)}]")
        found.append(" ".join(parts))
    return " | ".join(dict.fromkeys(found))


def main() -> None:
    """Prints what was made and how long each step took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rules", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.gram"
        path.write_text(grammar(given.rules, given.seed), "utf-8")
        begin = time.process_time()
        compiled, findings = compile_grammar(str(path))
        assert compiled is not None, findings
        _ = compiled.networks
        read = time.process_time() - begin
        begin = time.process_time()
        result = overlaps(compiled)
        spent = time.process_time() - begin
    derivations = count(compiled).whole.derivations.shown()
    print(f"{len(compiled.program.rules):,} rules, {derivations} derivations")
    print(f"{read:.2f} s of one core to read and to lower, {spent:.2f} s to compare")
    for shared in result.found:
        text = shared.shortest.one.utterance.text
        one, other = shared.shares
        print(f"{shared.one}, {shared.other}: {one:.3%}, {other:.3%}, such as “{text}”")


if __name__ == "__main__":
    main()
