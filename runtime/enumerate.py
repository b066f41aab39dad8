"""The whole language of a finite grammar, with exact probabilities."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import Any

from ..compiler.compiled import Compiled
from ..compiler.network import END, FIRSTS, ROWS, START, Network, Networks, Op
from ..compiler.rewriting.transducer import Rewriter
from ..compiler.stock import Stock
from ..corpora.utterance import Span, Utterance
from .walk import cells

_Slot = tuple[str, int, tuple[str, ...], tuple[Span, ...]]
"""A slot that is open: name, start (-1 while it has no text), values, spans inside."""


def derivations(
    networks: Networks,
    stock: Stock,
    root: int,
    rows: int | None = None,
    rewriter: Rewriter | None = None,
) -> Iterator[tuple[Utterance, Fraction]]:
    """Every derivation of an intent's network with its probability, depth first, in the order of
    the file; endless for an infinite language. The catalogues must be bound; of each draw at most
    *rows* rows are taken, the first. Sentences go through *rewriter*."""
    name = next(n for n, _, net in networks.roots if net == root)
    # Everything that a walk has gathered is kept in persistent tuples, so that branching is free.
    written = cells(networks.uses, tuple(map(stock.selection, networks.selections)))
    stack: list[
        tuple[int, int, _Return, str, bool, tuple[_Slot, ...], _Spans, _Pairs, _Rows, Fraction]
    ]
    stack = [(root, START, None, "", False, (), (), (), {}, Fraction(1))]
    while stack:
        net, state, returns, text, due, slots, spans, pairs, held, odds = stack.pop()
        if state == END:
            if returns is None:
                drawn = Utterance(text, spans, pairs, name)
                yield drawn if rewriter is None else rewriter.utterance(drawn), odds
                continue
            net, state, below = returns
            stack.append((net, state, below, text, due, slots, spans, pairs, held, odds))
            continue
        following = []
        table: Network = networks.table[net]
        for op, arg, share, target in table.arcs[state]:
            p = odds * share
            if op == Op.CALL:
                assert isinstance(arg, int)
                back = (net, target, returns)
                following.append((arg, START, back, text, due, slots, spans, pairs, held, p))
                continue
            texts: list[tuple[str, str | None, _Rows, Fraction]] = []
            if op == Op.TEXT:
                assert isinstance(arg, str)
                texts = [(arg, None, held, p)]
            elif op in (Op.DRAW, Op.DRAW_VALUE):
                assert isinstance(arg, int)
                selection = stock.selection(networks.selections[arg])
                assert selection is not None
                catalogue = selection.catalogue
                for row in islice(selection.rows(), rows):
                    identity = catalogue.identity(row) if op == Op.DRAW_VALUE else None
                    each = p * catalogue.weight(row) / selection.mass
                    texts.append((catalogue.value(row), identity, held, each))
            elif op in ROWS:
                assert isinstance(arg, int)
                use = written[arg]
                assert use is not None
                selection = use.selection
                first = op in FIRSTS
                here = islice(selection.rows(), rows) if first else (held[use.register],)
                for row in here:
                    identity = use.identity(row) if op in _IDENTIFIED else None
                    share = selection.probability(row) if first else Fraction(1)
                    texts.append((use.text(row), identity, {**held, use.register: row}, p * share))
            for added, identity, now, p_text in texts:
                begin = f"{text} " if due and text else text
                open_slots = tuple((n, len(begin) if at < 0 else at, v, s) for n, at, v, s in slots)
                if identity is not None:
                    n, at, values, inner = open_slots[-1]
                    open_slots = (*open_slots[:-1], (n, at, (*values, identity), inner))
                following.append(
                    (
                        net,
                        target,
                        returns,
                        begin + added,
                        False,
                        open_slots,
                        spans,
                        pairs,
                        now,
                        p_text,
                    )
                )
            if texts:
                continue
            now_slots, now_spans, now_pairs, now_due = slots, spans, pairs, due
            if op == Op.SPACE:
                now_due = True
            elif op == Op.OPEN:
                assert isinstance(arg, str)
                now_slots = (*slots, (arg, -1, (), ()))
            elif op == Op.VALUE:
                assert isinstance(arg, str)
                n, at, values, inner = slots[-1]
                now_slots = (*slots[:-1], (n, at, (*values, arg), inner))
            elif op == Op.CLOSE:
                n, at, values, inner = slots[-1]
                now_slots = slots[:-1]
                if at >= 0:
                    value = " ".join(values) if values else None
                    span = Span(n, at, len(text), value, inner)
                    if now_slots:
                        m, begun, w, siblings = now_slots[-1]
                        now_slots = (*now_slots[:-1], (m, begun, w, (*siblings, span)))
                    else:
                        now_spans = (*spans, span)
            elif op == Op.CONSTANT:
                assert isinstance(arg, tuple)
                now_pairs = (*pairs, arg)
            elif op == Op.CONTEXT:
                assert isinstance(arg, tuple)
                now_pairs = (*pairs, (arg[0], f"@{arg[1]}"))
            following.append(
                (net, target, returns, text, now_due, now_slots, now_spans, now_pairs, held, p)
            )
        stack.extend(reversed(following))


_Return = Any  # (network, state, what is below), or None at the bottom
_Rows = dict[int, int]
"""The rows in registers."""
_IDENTIFIED = (Op.ROW_VALUE, Op.COLUMN_VALUE)
_Spans = tuple[Span, ...]
_Pairs = tuple[tuple[str, str], ...]


def language(compiled: Compiled, root: int) -> dict[Utterance, Fraction]:
    """Every labelled text of a finite intent with its probability, in the order of first
    derivation; the probabilities of derivations that give the same one are added."""
    texts: dict[Utterance, Fraction] = {}
    every = derivations(compiled.networks, compiled.stock, root, rewriter=compiled.rewriter)
    for utterance, odds in every:
        known = texts.get(utterance)
        texts[utterance] = odds if known is None else known + odds
    return texts
