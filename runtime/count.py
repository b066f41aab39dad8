"""Count: how large a grammar is, and what it gives on average.

Everything is worked out on the networks, without sampling and without writing the language out, so
that a grammar of 10^30 sentences is counted as quickly as one of thirty. Agreement is respected:
what never agrees is not counted, and entropy and lengths are those of what is sampled.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..compiler.compiled import Compiled
from ..compiler.network import END, START, Arc, Network, Networks, Op
from ..dsl.findings import Finding
from ..dsl.span import NOWHERE, Span
from .counting.amount import Amount, number, power_of_ten
from .counting.distinct import MOST_ARCS, Texts
from .counting.factors import WHOLE, Factor, Factors, owners
from .counting.flow import Size, sizes
from .counting.order import Order, order
from .counting.plain import counted, plain, rows_of
from .counting.tally import MOST_BITS, Tally, drawn, tally
from .distributions.slots import slot_patterns
from .names import Found, every, locate

MANY = 10**9
"""An intent with more derivations than this is an explosion, …"""
MANY_PATTERNS = 10**6
"""… if more than this come of its rules: catalogues may be as large as they like."""


@dataclass(frozen=True, slots=True)
class Count:
    """The figures of an intent, a rule or the whole grammar (`kind`).

    `derivations`; `patterns`: the derivations if each catalogue held a single value; `texts`: the
    different labelled texts; `slots`: the slot patterns, that is the different sequences of slots
    that texts have (None for rules, and where they are too much to work out); `bits`: the entropy
    of the choice of a derivation; `words` and `characters`: the expected length of the text, where
    words are what stands between spaces.
    `open` names the catalogues drawn from that nothing is bound to: which of their values is drawn
    is not in `bits`, and lengths are None. `factors` say what multiplies the derivations, largest
    first; they are empty where there is no end to them, and for rules that were not asked for.
    """

    kind: str
    name: str
    derivations: Amount
    patterns: Amount
    texts: Amount
    slots: Amount | None
    bits: float
    words: float | None
    characters: float | None
    open: tuple[str, ...]
    factors: tuple[Factor, ...]

    def row(self) -> dict[str, object]:
        """The figures as plain values: numbers, texts, lists and None, fit for JSON. A count is
        None where it is infinite or has thousands of digits; then the text beside it says so."""
        return {
            "kind": self.kind,
            "name": self.name,
            "derivations": self.derivations.value,
            "derivations_shown": self.derivations.shown(),
            "patterns": self.patterns.value,
            "patterns_shown": self.patterns.shown(),
            "texts": self.texts.value,
            "texts_shown": self.texts.shown(),
            "texts_exact": self.texts.exact,
            "slot_patterns": None if self.slots is None else self.slots.value,
            "slot_patterns_shown": "" if self.slots is None else self.slots.shown(),
            "infinite": self.derivations.infinite,
            "bits": _plain(self.bits),
            "words": _plain(self.words),
            "characters": _plain(self.characters),
            "open": list(self.open),
            "factors": [
                {
                    "kind": f.kind,
                    "name": f.name,
                    "factor": _plain(2.0**f.log2 if f.log2 < 1000 else None),
                    "factor_shown": factor_shown(f),
                    "times": _plain(f.times),
                }
                for f in self.factors
            ],
        }


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of a grammar. `parts` are its intents and rules in order, or those asked for;
    `whole` is the grammar, its intents chosen by their weights; `findings` are explosions (W510)
    and names that were not found."""

    whole: Count
    parts: tuple[Count, ...]
    findings: tuple[Finding, ...]

    def rows(self) -> list[dict[str, object]]:
        """A row for every part, then one for the whole: see `Count.row`."""
        return [part.row() for part in (*self.parts, self.whole)]


def _plain(value: float | None) -> float | None:
    return value if value is not None and math.isfinite(value) else None


def factor_shown(factor: Factor) -> str:
    """The size of a factor for people: `24`, `1.5` or `3.20 × 10^12`."""
    if factor.log2 >= 50:
        return power_of_ten(factor.log2)
    value = 2.0**factor.log2
    whole = round(value)
    return number(whole) if value >= 100 or abs(value - whole) < 1e-6 * value else f"{value:.3g}"


def count(
    compiled: Compiled,
    names: Sequence[str] = (),
    *,
    places: Mapping[str, Span] | None = None,
    where: Span = NOWHERE,
) -> Counts:
    """The figures of a grammar and of all its intents and rules, or of those called *names*.

    Deterministic. Rules are taken as they are used by themselves, with nothing around them to
    agree with. Catalogues need not be bound. *places* are the spans of intents for findings, by
    name, and *where* is the span of all others.
    """
    found, findings = [], []
    for name in names:
        one = locate(compiled, name, where)
        if isinstance(one, Finding):
            findings.append(one)
        elif one not in found:
            found.append(one)
    counting = Counting(compiled)
    parts = counting.parts(found if names else every(compiled), bool(names))
    for part in parts:
        if part.kind == "intent":
            findings.extend(_explosion(part, (places or {}).get(part.name, where)))
    return Counts(counting.whole(), tuple(parts), tuple(findings))


class Counting:
    """What counting one grammar needs, each thing worked out once."""

    def __init__(self, compiled: Compiled) -> None:
        networks, stock = compiled.networks, compiled.stock
        written = with_whole(networks)
        self.networks = plain(written)
        table = self.networks.table
        self.order: Order = order(table)
        draws = counted(networks, stock)
        self.open = draws.open
        rows = rows_of(draws)
        self.sizes: list[Size] = sizes(table, self.order, draws.averages)
        self.tally: Tally = tally(table, self.order, rows)
        self.amounts = self.tally.amounts(self.open)
        self.texts = Texts(written, stock, self.order, self.tally, self.open, compiled.rewriter)
        self.patterns = tally(table, self.order, dict.fromkeys(rows, 1)).amounts({})
        intents = frozenset(name for name, _, _ in networks.roots)
        self.factors = Factors(self.tally, owners(table), intents, draws.catalogues)
        self.unbound = self._unbound()
        self.known: dict[int, Count] = {}

    def _unbound(self) -> list[frozenset[int]]:
        """The open selections that each network draws from, itself or by what it calls."""
        table = self.networks.table
        found: list[frozenset[int]] = [frozenset()] * len(table)
        if not self.open:
            return found
        for block in self.order.networks:
            together: set[int] = set()
            for net in block.members:
                for arcs in table[net].arcs:
                    for arc in arcs:
                        draw = drawn(arc)
                        if draw is not None and draw[0] in self.open:
                            together.add(draw[0])
                        elif arc.op == Op.CALL and isinstance(arc.arg, int):
                            together |= found[arc.arg]
            shared = frozenset(together)
            for net in block.members:
                found[net] = shared
        return found

    def parts(self, wanted: Sequence[Found], factors: bool) -> list[Count]:
        """The counts of these; texts are counted for the smallest first, intents before rules.
        *factors* says whether rules get theirs too."""
        size = self.texts.size
        for one in sorted(wanted, key=lambda f: (f.kind, size[f.net])):
            self.one(one, self.texts.amount(one.net), factors or one.kind != "rule")
        return [self.known[one.net] for one in wanted]

    def one(self, found: Found, texts: Amount, factors: bool = True) -> Count:
        """The count of one of them, its texts being known."""
        net = found.net
        size = self.sizes[net]
        names = dict.fromkeys(self.open[s].partition("[")[0] for s in sorted(self.unbound[net]))
        result = self.known[net] = Count(
            found.kind,
            found.name,
            self.amounts[net],
            self.patterns[net],
            texts,
            self.slots(found),
            size.bits,
            None if names else size.words,
            None if names else size.characters,
            tuple(names),
            tuple(self.factors.of(net)) if factors else (),
        )
        return result

    def slots(self, found: Found) -> Amount | None:
        """The slot patterns of an intent, or of all together."""
        if found.kind == "grammar":
            each = [self.known[net].slots for _, _, net in self.networks.roots]
            parts = [amount for amount in each if amount is not None]
            if len(parts) < len(each):
                return None
            if any(amount.infinite for amount in parts):
                return _amount(None)
            if any(amount.value is None for amount in parts):
                return max(parts, key=lambda amount: amount.log2)
            return _amount(sum(amount.value or 0 for amount in parts))
        if found.kind == "rule":
            return None
        made = slot_patterns(self.networks, found.net, MOST_ARCS)
        return None if made is None else _amount(made.size)

    def whole(self) -> Count:
        """The grammar: a labelled text belongs to one intent, so that those of all add up."""
        net = len(self.networks.table) - 1
        derived = self.amounts[net]
        each = []
        for name, _, root in self.networks.roots:
            if root not in self.known:
                self.one(Found("intent", name, root), self.texts.amount(root))
            each.append(self.known[root].texts)
        endless = any(a.infinite for a in each)
        if len(each) == 1:
            texts = each[0]
        elif endless or any(a.value is None for a in each):
            log2 = math.inf if endless else max(a.log2 for a in each)
            texts = Amount(None, log2, endless, all(a.exact for a in each))
        else:
            total = sum(a.value or 0 for a in each)
            log2 = math.log2(total) if total else -math.inf
            exact = all(a.exact for a in each)
            texts = Amount(total, log2, False, exact, derived.open, derived.formula)
        return self.one(Found("grammar", "", net), texts)


def _amount(value: int | None) -> Amount:
    """A count, None being one without end."""
    if value is None:
        return Amount(None, math.inf, infinite=True)
    written = value if value.bit_length() <= MOST_BITS else None
    return Amount(written, math.log2(value))


def with_whole(networks: Networks) -> Networks:
    """The networks with one more, the last, that chooses among the intents by their weights."""
    total = sum(weight for _, weight, _ in networks.roots)
    whole = Network(WHOLE, [[], []])
    whole.arcs[START] = [
        Arc(Op.CALL, net, Fraction(weight, total), END) for _, weight, net in networks.roots
    ]
    return Networks(
        (*networks.table, whole),
        networks.roots,
        networks.rules,
        networks.selections,
        networks.recursive,
        networks.component,
        networks.uses,
    )


def _explosion(part: Count, where: Span) -> list[Finding]:
    derived = part.derivations
    if derived.infinite or derived.log2 <= math.log2(MANY):
        return []
    own = [f for f in part.factors if f.kind != "catalogue"]
    if not own or part.patterns.log2 <= math.log2(MANY_PATTERNS):
        return []
    largest = own[0]
    by = factor_shown(largest)
    mend = "Take out of it what need not combine freely"
    if largest.kind == "intent":
        what = f"its own choices multiply them by {by}"
        mend += ", or make several intents of it"
    else:
        often = round(largest.times)
        used = f", which comes {often} times in each," if often > 1 else ""
        what = f"the choices of the rule “{largest.name}”{used} multiply them by {by}"
    return [
        Finding(
            "W510",
            f"The intent “{part.name}” has {derived.shown()} derivations; {what}{_further(own)}.",
            where,
            f"{mend}; `gramc count FILE --explain` ranks all that multiplies, and "
            f"`gramc odds FILE {largest.name}` lists its choices.",
        )
    ]


def _further(factors: Sequence[Factor]) -> str:
    """The next two factors after the largest, if they matter."""
    said = [
        f"{'its own choices' if f.kind == 'intent' else f'“{f.name}”'} by {factor_shown(f)}"
        for f in factors[1:3]
        if f.log2 >= 1
    ]
    return f", {' and '.join(said)}" if said else ""
