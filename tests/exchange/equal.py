"""Whether two grammars have the same language: by their automata where both have one, else by
samples of each that parse in the other."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from gramc.compiler.compiled import Compiled
from gramc.compiler.determinise import determinise
from gramc.compiler.epsilons import without_empty
from gramc.compiler.expand import END_INTENT, FIRST_MARK, Automaton, expand
from gramc.compiler.network import END, ROWS, Arc, Network, Op
from gramc.corpora.utterance import Span, Utterance
from gramc.runtime.parse import Parser
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk

MOST_ROWS = 2_000
"""Catalogues of more rows than this stay symbols, told apart by what is in them."""
MOST_STATES = 20_000


@dataclass(frozen=True)
class Compared:
    """What is compared besides texts, intents, slots and where they are."""

    values: bool = True
    constants: bool = True
    weights: bool = False


def same_language(
    a: Compiled,
    b: Compiled,
    samples: int = 10_000,
    *,
    values: bool = True,
    constants: bool = True,
    weights: bool = False,
    exact: bool = False,
) -> bool:
    """True, or an AssertionError that shows a sentence of one that is not in the other.

    Both must be bound. Compared are texts, intents and slots, with *values* the canonical values,
    with *constants* the constants (in any order), with *weights* the probabilities, to 1e-6.
    With *exact*, their automata must have decided it, and no samples are drawn.
    """
    how = Compared(values, constants, weights)
    symbols: dict[object, int] = {}
    first, second = machine(a, how, symbols), machine(b, how, symbols)
    if first is not None and second is not None:
        problem = difference(first, second, symbols, weights)
        if problem is None:
            return True
        large = any(isinstance(s, tuple) and s[0] == "list" for s in symbols)
        # a catalogue may have become alternatives: then samples decide
        assert large, problem
        assert not exact, problem
    assert not exact, "too large for automata"
    sampled(a, b, samples, how)
    sampled(b, a, samples, how)
    return True


# --------------------------------------------------------------------------- automata


def machine(
    compiled: Compiled, how: Compared, symbols: dict[object, int]
) -> list[list[tuple[int, float, int]]] | None:
    """The deterministic automaton over characters and labels; None where it is too large, or does
    not tell all (shared rows, rewrites)."""
    if compiled.rewriter is not None:
        return None
    written = _written_out(compiled)
    automaton = None if written is None else expand(written[0])
    if automaton is None or written is None:
        return None
    canonical = _canonical(compiled, automaton, written[1], how, symbols)
    arcs = None if canonical is None else without_empty(canonical)
    return None if arcs is None else determinise(arcs, MOST_STATES)


def _written_out(compiled: Compiled) -> tuple[Any, dict[int, object]] | None:
    """The networks with the rows of small catalogues as texts, and what the others hold."""
    networks, stock = compiled.networks, compiled.stock
    contents: dict[int, object] = {}
    rows: dict[int, list[tuple[str, str | None, int]]] = {}
    for number, key in enumerate(networks.selections):
        selection = stock.selection(key)
        wild = key.catalogue in stock.wildcards
        if selection is None:
            contents[number] = ("list", "open", key.catalogue)
            continue
        masses: dict[tuple[str, str | None], int] = {}
        if len(selection) > MOST_ROWS and key.catalogue.startswith("<"):
            contents[number] = ("list", key)
            continue
        catalogue = selection.catalogue
        for row in selection.rows():
            cell = (catalogue.value(row), catalogue.identity(row))
            masses[cell] = masses.get(cell, 0) + catalogue.weight(row)
        found = [(text, value, mass) for (text, value), mass in masses.items()]
        if wild or len(found) > MOST_ROWS:
            total = math.gcd(*masses.values())
            held = sorted((t, v or "", v is None, m // total) for t, v, m in found)
            contents[number] = ("list", wild, hashlib.sha256(repr(held).encode()).hexdigest())
        else:
            rows[number] = found
    table = []
    for net in networks.table:
        made = Network(net.name, [[] for _ in net.arcs])
        for state, arcs in enumerate(net.arcs):
            for arc in arcs:
                if arc.op in ROWS:
                    return None
                if arc.op not in (Op.DRAW, Op.DRAW_VALUE) or arc.arg not in rows:
                    made.arcs[state].append(arc)
                    continue
                assert isinstance(arc.arg, int)
                whole = sum(mass for _, _, mass in rows[arc.arg])
                for text, value, mass in rows[arc.arg]:
                    share = arc.probability * mass / whole
                    if value is None or arc.op == Op.DRAW:
                        made.arcs[state].append(Arc(Op.TEXT, text, share, arc.target))
                    else:
                        after = made.state()
                        made.arcs[state].append(Arc(Op.TEXT, text, share, after))
                        made.arcs[after].append(
                            Arc(Op.VALUE, value, arc.probability * 0 + 1, arc.target)
                        )
        assert not made.arcs[END]
        table.append(made)
    return replace(networks, table=tuple(table)), contents


_At = tuple[int, tuple[tuple[str, ...], ...], tuple[tuple[str, str], ...]]
"""A state, the values of the slots that are open, the constants so far."""


def _canonical(
    compiled: Compiled,
    automaton: Automaton,
    contents: dict[int, object],
    how: Compared,
    symbols: dict[object, int],
) -> Automaton | None:
    """Values at the end of their slot, constants at the end of the sentence, with the intent."""
    following: dict[int, list[int]] = {}
    for number, source in enumerate(automaton.source):
        following.setdefault(source, []).append(number)
    names = [name for name, _, _ in compiled.networks.roots]
    out = Automaton()
    start: _At = (0, (), ())
    known: dict[_At, int] = {start: 0}
    queue = [start]
    for at in queue:
        if len(known) > MOST_STATES:
            return None
        state, slots, constants = at
        for number in following.get(state, ()):
            label, target = automaton.label[number], automaton.target[number]
            inner, pairs, symbol = slots, constants, label
            op, arg = (-1, None) if label < FIRST_MARK else automaton.marks[label - FIRST_MARK]
            what: object = None
            if op == Op.OPEN:
                inner, what = (*slots, ()), ("open", arg)
            elif op == Op.CLOSE:
                value = " ".join(slots[-1]) if slots[-1] and how.values else None
                inner, what = slots[:-1], ("close", value)
            elif op == Op.VALUE:
                assert isinstance(arg, str)
                inner, symbol = (*slots[:-1], (*slots[-1], arg)), 0
            elif op in (Op.CONSTANT, Op.CONTEXT):
                assert isinstance(arg, tuple)
                sign = "@" if op == Op.CONTEXT else ""
                pairs = tuple(sorted((*constants, (arg[0], f"{sign}{arg[1]}"))))
                symbol = 0
            elif op == END_INTENT:
                assert isinstance(arg, int)
                what = ("end", names[arg], pairs if how.constants else ())
                inner = pairs = ()
            elif op >= 0:
                assert isinstance(arg, int)
                what = contents[arg]
                if op == Op.DRAW_VALUE and how.values and slots:
                    what = (*what, "valued") if isinstance(what, tuple) else what
                    inner = (*slots[:-1], (*slots[-1], f"\0{what}"))
            if what is not None:
                symbol = symbols.setdefault(what, FIRST_MARK + len(symbols))
            goal: _At = (target, inner, pairs)
            if goal not in known:
                known[goal] = 1 if op == END_INTENT else max(out.states, 2)
                out.states = max(out.states, known[goal] + 1)
                queue.append(goal)
            out.source.append(known[at])
            out.label.append(symbol)
            out.cost.append(automaton.cost[number])
            out.probability.append(automaton.probability[number])
            out.target.append(known[goal])
    return out


def difference(
    a: list[list[tuple[int, float, int]]],
    b: list[list[tuple[int, float, int]]],
    symbols: dict[object, int],
    weights: bool,
) -> str | None:
    """What one has and the other has not, or has with other odds; None where they are alike. Both
    are deterministic, from all states the end can be reached, and odds sum to 1."""
    shown = {number: symbol for symbol, number in symbols.items()}

    def path(at: tuple[int, int], last: int) -> str:
        found = [last]
        while at in came:
            at, label = came[at]
            found.append(label)
        pieces = []
        for label in reversed(found):
            symbol = shown.get(label)
            if symbol is None:
                pieces.append(chr(label))
            elif isinstance(symbol, tuple) and symbol[0] == "open":
                pieces.append(f"{{{symbol[1]}:")
            elif isinstance(symbol, tuple) and symbol[0] == "close":
                pieces.append("}" if symbol[1] is None else f"={symbol[1]}}}")
            else:
                pieces.append(f"<{symbol}>")
        return "".join(pieces)

    came: dict[tuple[int, int], tuple[tuple[int, int], int]] = {}
    seen = {(0, 0)}
    queue = [(0, 0)]
    for at in queue:
        one = {label: (cost, target) for label, cost, target in a[at[0]]}
        two = {label: (cost, target) for label, cost, target in b[at[1]]}
        for label in sorted(one.keys() ^ two.keys()):
            which = "first" if label in one else "second"
            return f"only the {which} grammar has “{path(at, label)}…”"
        for label in sorted(one):
            (p, here), (q, there) = one[label], two[label]
            if weights and abs(math.exp(-p) - math.exp(-q)) > 1e-6:
                return f"odds {math.exp(-p)} and {math.exp(-q)} at “{path(at, label)}…”"
            goal = (here, there)
            if goal not in seen:
                seen.add(goal)
                came[goal] = (at, label)
                queue.append(goal)
    return None


# --------------------------------------------------------------------------- samples


def sampled(a: Compiled, b: Compiled, samples: int, how: Compared, seed: int = 1) -> None:
    """Sentences of *a* parse in *b*, with the same labels, and with the same odds if asked."""
    acceptor = b.acceptor
    assert acceptor is not None, "too large to parse"
    keys = {arg[1] for op, arg in acceptor.marks if op == Op.CONTEXT and isinstance(arg, tuple)}
    context = {key: f"@{key}" for key in keys}
    parser = Parser(b, acceptor, case_sensitive=True, context=context)
    own = None
    if how.weights and a.acceptor is not None:
        own = Parser(a, a.acceptor, case_sensitive=True, context=context)
    sampler = Sampler(walk(a), seed, odds=False)
    seen: set[Utterance] = set()
    for number in range(samples):
        said, _ = sampler(number)
        if said in seen or not said.text:
            continue
        seen.add(said)
        logprob = _reading(parser, said, how)
        assert logprob is not None, f"not in the other grammar: {said}"
        if own is not None:
            mine = _reading(own, said, how)
            assert mine is not None
            assert abs(mine - logprob) < 1e-6, (said, mine, logprob)


def _reading(parser: Parser, said: Utterance, how: Compared) -> float | None:
    """The logarithm of the odds of the parse with these labels."""
    wanted = _labels(said, how)
    for nbest in (1, 50):
        for parse in parser(said.text, nbest):
            if _labels(parse.utterance, how) == wanted:
                return parse.logprob
    return None


def _labels(said: Utterance, how: Compared) -> object:
    pairs = tuple(sorted(said.constants)) if how.constants else ()
    return said.intent, _spans(said.slots, how), pairs


def _spans(slots: Iterable[Span], how: Compared) -> object:
    return tuple(
        (s.name, s.start, s.end, s.value if how.values else None, _spans(s.slots, how))
        for s in slots
    )
