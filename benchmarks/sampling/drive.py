"""Runs a sampler that is a Python library: `drive.py PEER FOLDER COUNT OUT`.

COUNT 0 compiles, where the sampler has something to compile. The peer's own environment runs
this, so nothing of gramc is imported.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path


def compile_pynini(folder: Path) -> None:
    """The workload as a weighted automaton whose arcs carry probabilities."""
    import pynini
    import workloads
    from description import Item, Option, Ref, Word, ordered, spaced

    workload = workloads.workload(folder.resolve().name)

    def cost(weight: str | int, total: float) -> float:
        return -math.log(float(weight) / total)

    def text(written: str, weight: float = 0.0) -> pynini.Fst:
        return pynini.accep(pynini.escape(written), weight=weight, arc_type="log")

    made: dict[str, pynini.Fst] = {}
    for slot, values in workload.values.items():
        total = sum(weight for _, weight in values)
        escaped = [(pynini.escape(value), cost(weight, total)) for value, weight in values]
        pairs = [(value, value, str(weight)) for value, weight in escaped]
        made[slot] = pynini.string_map(pairs, arc_type="log")

    def sequence(items: Sequence[Item]) -> pynini.Fst:
        whole = text("")
        for before, item, behind in spaced(items):
            if isinstance(item, Word):
                part = text(item.text)
            elif isinstance(item, Option):
                part = sequence(item.items)
            else:
                part = made[item.rule if isinstance(item, Ref) else item.name]
            part = text(before) + part + text(behind)
            if isinstance(item, Option):
                total = 1 + float(item.weight)
                there, away = text("", cost(item.weight, total)), text("", cost(1, total))
                part = pynini.union(there + part, away)
            whole.concat(part)
        return whole

    for rule in ordered(workload.rules, workload.intent):
        found = workload.rules[rule]
        total = sum(float(one.weight) for one in found)
        parts = (text("", cost(one.weight, total)) + sequence(one.items) for one in found)
        made[rule] = pynini.union(*parts)
    whole = made[workload.intent].rmepsilon()
    if whole.num_states() < 100_000:  # past that, longer than the time there is
        whole = pynini.determinize(whole).minimize()
    whole.push()  # without this, random paths would not heed the weights of shared beginnings
    whole.write(folder / "pynini.fst")


def pynini(folder: Path, count: int) -> Iterable[str]:
    import pynini

    automaton = pynini.Fst.read(folder / "pynini.fst")
    paths = pynini.randgen(automaton, count, select="log_prob")
    return paths.paths().ostrings()


def tracery(folder: Path, count: int) -> Iterable[str]:
    import tracery

    grammar = tracery.Grammar(json.loads((folder / "tracery.json").read_text("utf-8")))
    return (grammar.flatten("#origin#") for _ in range(count))


def pyjsgf(folder: Path, count: int) -> Iterable[str]:
    import jsgf

    sys.setrecursionlimit(100_000)  # its parser goes a level deeper with every alternative
    grammar = jsgf.parse_grammar_file(str(folder / "grammar.jsgf"))
    (rule,) = grammar.visible_rules
    return (rule.generate() for _ in range(count))


if __name__ == "__main__":
    peer, folder, count, out = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    if count:
        with open(out, "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in globals()[peer](folder, count))
    elif peer == "pynini":
        compile_pynini(folder)
