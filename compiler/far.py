"""FAR: the grammar as an OpenFst archive, one transducer for each intent.

The input side is the text: characters (space is `<space>`) and one symbol for each catalogue, like
`[Genre]` or `[Noun gender=m]`, or for a column of a shared row, like `[Song#1.title]`: those of
one number are of one row, which is left to whoever fills them in. The output side is the labelled
text: beside those symbols `{Slot` and `}` around a slot, `=VALUE` in it, and `{}name=value` for a
slot without text. Weights are −ln of the probability within the intent, in the tropical semiring.
"""

from __future__ import annotations

import math
import os
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from .acceptor import Acceptor
from .expand import END_INTENT, FIRST_MARK
from .network import ROWS, Op
from .tables import Tables


def archive(acceptor: Acceptor, tables: Tables) -> bytes:
    """The bytes of the archive (STTable, standard arcs, symbol tables attached); deterministic."""
    import pynini

    symbols, number = _symbols(acceptor, tables)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "grammar.far")
        roots = sorted((name, i) for i, (name, _, _) in enumerate(tables.roots))
        before, ends = _before(acceptor), _ends(acceptor)
        with pynini.Far(path, mode="w") as far:
            for name, intent in roots:
                states = _leading(ends.get(intent, ()), before)
                far.add(name, _machine(acceptor, intent, states, symbols, number))
        with open(path, "rb") as file:
            return file.read()


def in_text(archive: bytes) -> tuple[str, list[tuple[str, str]]]:
    """An archive that `archive` made, in the textual form of AT&T that `fstcompile` reads: its
    symbol table, and each transducer with its name. The start stands first; weights have nine
    digits, which is all that there is of them."""
    import pynini

    table = ""
    found: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "grammar.far")
        with open(path, "wb") as file:
            file.write(archive)
        with pynini.Far(path) as far:
            for name, machine in far:
                symbols = machine.input_symbols()
                table = table or "".join(f"{symbol}\t{n}\n" for n, symbol in symbols)
                found.append((name, _lines(machine, symbols)))
    return table, found


def _lines(machine: Any, symbols: Any) -> str:
    start = machine.start()
    lines: list[str] = []
    for state in (start, *(s for s in machine.states() if s != start)):
        for arc in machine.arcs(state):
            label = f"{symbols.find(arc.ilabel)}\t{symbols.find(arc.olabel)}"
            lines.append(f"{state}\t{arc.nextstate}\t{label}{_weight(arc.weight)}")
        if float(final := machine.final(state)) != math.inf:
            lines.append(f"{state}{_weight(final)}")
    return "".join(f"{line}\n" for line in lines)


def _weight(weight: Any) -> str:
    value = float(weight)
    return f"\t{value:.9g}" if value else ""


def _symbols(acceptor: Acceptor, tables: Tables) -> tuple[Any, dict[int, int]]:
    """The symbol table, and for each label of the acceptor its number there."""
    import pywrapfst as fst

    table = fst.SymbolTable("gramc")
    table.add_symbol("<eps>", 0)
    number: dict[int, int] = {}
    for label in sorted({c for c in acceptor.label if c < FIRST_MARK}):
        number[label] = table.add_symbol("<space>" if label == 32 else chr(label))
    for index, (op, arg) in enumerate(acceptor.marks):
        shown = ""
        if op == Op.OPEN:
            shown = f"{{{arg}"
        elif op == Op.CLOSE:
            shown = "}"
        elif op == Op.VALUE:
            shown = f"={arg}"
        elif op in (Op.DRAW, Op.DRAW_VALUE):
            assert isinstance(arg, int)
            key = tables.selections[arg]
            where = "".join(f" {column}={'|'.join(cells)}" for column, cells in key.conditions)
            less = "".join(f" -{text}" for text in key.without)
            shown = f"[{key.catalogue}{where}{less}]"
        elif op in ROWS:
            assert isinstance(arg, int)
            use = tables.uses[arg]
            key = tables.selections[use.selection]
            where = "".join(f" {column}={'|'.join(cells)}" for column, cells in key.conditions)
            shown = f"[{key.catalogue}#{use.register + 1}.{use.column}{where}]"
        elif op in (Op.CONSTANT, Op.CONTEXT):
            assert isinstance(arg, tuple)
            shown = f"{{}}{arg[0]}={'@' if op == Op.CONTEXT else ''}{arg[1]}"
        if shown:
            # white space would break the textual form of symbol tables
            number[FIRST_MARK + index] = table.add_symbol(shown.replace(" ", "_"))
    return table, number


def _before(acceptor: Acceptor) -> list[list[int]]:
    """For each state those that lead to it."""
    before: list[list[int]] = [[] for _ in range(len(acceptor.offset) - 1)]
    for state, (low, high) in enumerate(pairwise(acceptor.offset)):
        for target in acceptor.target[low:high]:
            before[target].append(state)
    return before


def _ends(acceptor: Acceptor) -> dict[int, list[int]]:
    """For each intent the states in which its sentences end."""
    intents = {
        FIRST_MARK + number: arg
        for number, (op, arg) in enumerate(acceptor.marks)
        if op == END_INTENT and isinstance(arg, int)
    }
    ends: dict[int, list[int]] = {}
    for state, (low, high) in enumerate(pairwise(acceptor.offset)):
        for label in acceptor.label[low:high]:
            if label in intents:
                ends.setdefault(intents[label], []).append(state)
    return ends


def _leading(ends: Sequence[int], before: list[list[int]]) -> list[int]:
    """The states that lead to these, in order."""
    queue = list(ends)
    found = set(queue)
    for state in queue:
        for earlier in before[state]:
            if earlier not in found:
                found.add(earlier)
                queue.append(earlier)
    return sorted(found)


def _machine(
    acceptor: Acceptor, intent: int, states: list[int], symbols: Any, number: dict[int, int]
) -> Any:
    """The machine of an intent, of the *states* that lead to its end, which all can be reached."""
    import pynini
    import pywrapfst as fst

    marks = acceptor.marks
    machine: Any = fst.VectorFst(arc_type="log64")
    place = {state: at for at, state in enumerate(states)}
    machine.add_states(len(states))
    if states:
        machine.set_start(0)
    for here, state in enumerate(states):
        for at in range(acceptor.offset[state], acceptor.offset[state + 1]):
            label = acceptor.label[at]
            target = place.get(acceptor.target[at], -1)
            weight = fst.Weight("log64", acceptor.cost[at])
            if label < FIRST_MARK:
                if target >= 0:
                    machine.add_arc(here, fst.Arc(number[label], number[label], weight, target))
                continue
            op, arg = marks[label - FIRST_MARK]
            if op == END_INTENT:
                if arg == intent:
                    machine.set_final(here, weight)
                continue
            if target < 0:
                continue
            output = number[label]
            surface = output if op in (Op.DRAW, Op.DRAW_VALUE) or op in ROWS else 0
            machine.add_arc(here, fst.Arc(surface, output, weight, target))
    machine.push(reweight_type="to_initial", remove_total_weight=True)
    machine = fst.arcmap(machine, map_type="to_standard")
    machine.set_input_symbols(symbols)
    machine.set_output_symbols(symbols)
    result = pynini.Fst.from_pywrapfst(machine)
    result.topsort()
    return result
