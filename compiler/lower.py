"""Lower: from the IR to the recursive transition network, agreement worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import NamedTuple

from . import ir
from .difference import Difference, Subtraction
from .exclusion import Exclusions
from .features import Assignment, Spreads, merge
from .keys import SelectionKey
from .network import END, START, Arc, Network, Networks, Op, Use
from .recursion import Recursion
from .registers import settle
from .rows import holds_row
from .settle import settled

ONE = Fraction(1)


class Under(NamedTuple):
    """What a part is lowered under: whether its canonical values count, and the assignment that
    it is given to carry, over some features."""

    valued: bool
    features: tuple[str, ...] = ()
    values: Assignment = ()

    def alone(self) -> Under:
        """The same for a part that passes no features up."""
        return Under(self.valued)


class Lowering:
    """Makes the networks of rules as they are asked for, in `table`; `finish` fills them in."""

    def __init__(
        self, rules: Mapping[str, ir.Choice], recursion: Recursion, exclusions: Exclusions
    ) -> None:
        self.rules = rules
        self.recursion = recursion
        self.exclusions = exclusions
        self.spreads = Spreads(rules, recursion.component, exclusions.profile)
        self.table: list[Network] = []
        self.index: dict[tuple[str, Under], int] = {}
        self.waiting: list[tuple[tuple[str, Under], ir.Choice]] = []
        self.selections: dict[SelectionKey, int] = {}
        self.valued = self._valued()
        self.uses: dict[Use, int] = {}
        self.hidden: dict[int, tuple[str, ir.Node]] = {}
        self.networks_of: dict[int, str] = {}
        self.excluding: dict[int, tuple[int, ir.Minus]] = {}  # to be filled in, from which network

    def _valued(self) -> set[str]:
        """The rules that can add to the canonical value of a slot around them."""

        def adds(node: ir.Node, known: set[str]) -> bool:
            if isinstance(node, ir.Draw):
                return True
            if isinstance(node, ir.Call):
                return node.rule in known
            if isinstance(node, ir.Slot):
                return False
            if isinstance(node, ir.Choice) and any(o.value is not None for o in node.options):
                return True
            return any(adds(c, known) for c in ir.children(node))

        known: set[str] = set()
        while more := {n for n, b in self.rules.items() if n not in known and adds(b, known)}:
            known |= more
        return known

    # ------------------------------------------------------------------ networks

    def network(self, rule: str, under: Under) -> int:
        """The index of the network of *rule* under that assignment; it is filled in later."""
        under = under._replace(valued=under.valued and rule in self.valued)
        key = (rule, under)
        if key not in self.index:
            self.index[key] = len(self.table)
            self.networks_of[len(self.table)] = rule
            shown = [v for v in under.values if v is not None]
            self.table.append(Network(rule + "".join(f"@{v}" for v in shown)))
            self.waiting.append((key, self.rules[rule]))
        return self.index[key]

    def part(self, node: ir.Node, valued: bool) -> tuple[Op, int] | None:
        """A network of its own for a large part that stands in several places."""
        if isinstance(node, ir.Text | ir.Call | ir.Draw) or holds_row(node):
            return None
        key = id(node)
        name = self.hidden.setdefault(key, (f"#{len(self.hidden)}", node))[0]
        full = (name, Under(valued))
        if full not in self.index:
            self.index[full] = len(self.table)
            self.table.append(Network(name))
            network = self.table[-1]
            self.emit(network, node, Under(valued), START, END, ONE)
        return Op.CALL, self.index[full]

    def root(self, name: str, body: ir.Choice) -> int:
        """The network of an intent."""
        index = len(self.table)
        self.table.append(Network(name))
        self.emit(self.table[index], body, Under(False), START, END, ONE)
        self.finish()
        return index

    def finish(self) -> None:
        """Fills in the networks that have been asked for."""
        while self.waiting:
            key, body = self.waiting.pop()
            self.emit(self.table[self.index[key]], body, key[1], START, END, ONE)

    # ------------------------------------------------------------------ exclusion

    def excluded(self, node: ir.Minus, under: Under) -> int:
        """The index of the network of what *node* leaves; it is filled in when all others are."""
        assert isinstance(node.body, ir.Call)
        base = self.network(node.body.rule, under)
        name = f"#-{base}"
        key = (f"{name} {id(node)}", under)
        if key not in self.index:
            self.index[key] = len(self.table)
            self.excluding[len(self.table)] = (base, node)
            self.table.append(Network(name))
        return self.index[key]

    def difference(
        self, node: ir.Minus, features: tuple[str, ...], values: Assignment
    ) -> Difference:
        """What *node* leaves of its rule under that assignment."""
        assert isinstance(node.body, ir.Call)
        base = self.network(node.body.rule, Under(False, features, values))
        self.finish()
        return self.subtract(base, node)

    def subtract(self, base: int, node: ir.Minus) -> Difference:
        """The network *base* without what *node* takes away."""

        def written(number: int, texts: Sequence[str]) -> bool:
            use = list(self.uses)[number]
            key = list(self.selections)[use.selection]
            return self.exclusions.written(key, use.column, texts)

        drawn = self.exclusions.drawn
        subtraction = Subtraction(self.table, self.fill, self.selections, drawn, written)
        return subtraction(base, self.exclusions.taken(node))

    def fill(self, index: int) -> None:
        """Fills in a network of what an exclusion leaves, if it is one."""
        base, node = self.excluding.pop(index, (-1, None))
        if node is not None:
            arcs = self.subtract(base, node).arcs
            self.table[index].arcs[:] = arcs

    def complete(self) -> None:
        """Fills in all networks."""
        self.finish()
        while self.excluding:
            self.fill(next(iter(self.excluding)))

    # ------------------------------------------------------------------ emission

    def emit(
        self,
        net: Network,
        node: ir.Node,
        under: Under,
        source: int,
        target: int,
        share: Fraction,
    ) -> None:
        """Adds ways from *source* to *target* for *node*, given that it carries *values*: the
        arcs that leave *source* sum to *share*, and all later states to 1."""
        if isinstance(node, ir.Choice):
            self._choice(net, node, under, source, target, share)
        elif isinstance(node, ir.Slot):
            inside, after = net.state(), net.state()
            net.arcs[source].append(Arc(Op.OPEN, node.name, share, inside))
            self.emit(net, node.body, under._replace(valued=True), inside, after, ONE)
            net.arcs[after].append(Arc(Op.CLOSE, None, ONE, target))
        elif isinstance(node, ir.Repeat):
            self._repeat(net, node, under.valued, source, target, share)
        elif isinstance(node, ir.Permute):
            self._permute(net, node, under.valued, source, target, share)
        else:
            op, arg = self._leaf(node, under)
            net.arcs[source].append(Arc(op, arg, share, target))

    def _leaf(self, node: ir.Node, under: Under) -> tuple[Op, str | int | tuple[str, str] | None]:
        if isinstance(node, ir.Text):
            return Op.TEXT, node.text
        if isinstance(node, ir.Space):
            return Op.SPACE, None
        if isinstance(node, ir.Call):
            return Op.CALL, self.network(node.rule, under)
        if isinstance(node, ir.Minus):
            if isinstance(node.body, ir.Call):
                return Op.CALL, self.excluded(node, under)
            node = self.exclusions.drawn_from(node)
        if isinstance(node, ir.Draw):
            conditions = [*node.where]
            if node.row < 0:  # those of a row that is shared are settled
                conditions.extend(
                    (f, (v or "",)) for f, v in zip(under.features, under.values, strict=True)
                )
            key = ir.selection_key(node)._replace(conditions=tuple(conditions))
            index = self.selections.setdefault(key, len(self.selections))
            if node.column is not None:
                use = Use(index, node.column, node.row)
                op = Op.COLUMN_VALUE if under.valued else Op.COLUMN
                return op, self.uses.setdefault(use, len(self.uses))
            return (Op.DRAW_VALUE if under.valued else Op.DRAW), index
        if isinstance(node, ir.Constant):
            return Op.CONSTANT, (node.name, node.value)
        assert isinstance(node, ir.Context)
        return Op.CONTEXT, (node.name, node.key)

    def _choice(
        self,
        net: Network,
        node: ir.Choice,
        under: Under,
        source: int,
        target: int,
        share: Fraction,
    ) -> None:
        masses = []
        for option in node.options:
            if under.features:
                spread = self.spreads.option(option, under.features)
                mass = spread.get(under.values, Fraction(0))
            else:
                mass = ONE
            masses.append(mass * option.weight)
        total = sum(masses)
        for option, mass in zip(node.options, masses, strict=True):
            if mass:
                self._option(net, option, under, source, target, share * mass / total)

    def _option(
        self,
        net: Network,
        option: ir.Option,
        under: Under,
        source: int,
        target: int,
        share: Fraction,
    ) -> None:
        gives = under.valued and option.value is not None
        inner = under._replace(valued=under.valued and option.value is None)
        if share != ONE:
            first = net.state()
            net.arcs[source].append(Arc(Op.NONE, None, share, first))
            source = first
        if gives:
            last = net.state()
            net.arcs[last].append(Arc(Op.VALUE, option.value, ONE, target))
            target = last
        single = len(ir.features_parts(option)) == 1
        if option.agree or (option.tags and single):
            self._agreeing(net, option, inner, source, target)
            return
        passed = inner if single else inner.alone()
        parts = option.parts
        if not parts:
            net.arcs[source].append(Arc(Op.NONE, None, ONE, target))
        for number, part in enumerate(parts):
            after = target if number == len(parts) - 1 else net.state()
            self.emit(net, part, passed, source, after, ONE)
            source = after

    def _agreeing(
        self,
        net: Network,
        option: ir.Option,
        under: Under,
        source: int,
        target: int,
    ) -> None:
        """The trellis of the joint assignments, normalised state by state."""
        if not option.parts:
            net.arcs[source].append(Arc(Op.NONE, None, ONE, target))
            return
        trellis = self.spreads.trellis(option, under.features)
        backward = trellis.backward(under.values)
        states = {trellis.start: source}
        column = 0
        last = len(option.parts) - 1
        for number, part in enumerate(option.parts):
            following: dict[Assignment, int] = {}

            def state(common: Assignment, end: bool, known: dict[Assignment, int]) -> int:
                if end:
                    return target
                if common not in known:
                    known[common] = net.state()
                return known[common]

            if isinstance(part, ir.Text | ir.Space | ir.Constant | ir.Context):
                for common, here in states.items():
                    goal = state(common, number == last, following)
                    self.emit(net, part, under.alone(), here, goal, ONE)
            else:
                for common, here in states.items():
                    whole = backward[column][common]
                    for carried, mass in trellis.spreads[column].items():
                        merged = merge(common, carried)
                        if merged is None or merged not in backward[column + 1]:
                            continue
                        share = mass * backward[column + 1][merged] / whole
                        goal = state(merged, number == last, following)
                        carrying = Under(under.valued, trellis.work, carried)
                        self.emit(net, part, carrying, here, goal, share)
                column += 1
            states = following

    def _body(
        self, net: Network, node: ir.Node, valued: bool, source: int, target: int, share: Fraction
    ) -> None:
        called = self.part(node, valued)
        if called is None:
            self.emit(net, node, Under(valued), source, target, share)
        else:
            net.arcs[source].append(Arc(*called, share, target))

    def _repeat(
        self,
        net: Network,
        node: ir.Repeat,
        valued: bool,
        source: int,
        target: int,
        share: Fraction,
    ) -> None:
        if share != ONE or node.low == 0:
            first = net.state()
            net.arcs[source].append(Arc(Op.NONE, None, share, first))
            source = first
        for count in range(node.low if node.high is None else node.high):
            if count >= node.low and node.high is not None:
                stop = Fraction(1, node.high - count + 1)
                net.arcs[source].append(Arc(Op.NONE, None, stop, target))
                on = net.state()
                net.arcs[source].append(Arc(Op.NONE, None, 1 - stop, on))
                source = on
            source = self._once(net, node.body, valued, source, count > 0)
        if node.high is not None:
            net.arcs[source].append(Arc(Op.NONE, None, ONE, target))
            return
        half = Fraction(1, 2)
        if node.low == 0:
            net.arcs[source].append(Arc(Op.NONE, None, half, target))
            on = net.state()
            net.arcs[source].append(Arc(Op.NONE, None, half, on))
            source = self._once(net, node.body, valued, on, False)
        net.arcs[source].append(Arc(Op.NONE, None, half, target))
        on = net.state()
        net.arcs[source].append(Arc(Op.NONE, None, half, on))
        end = self._once(net, node.body, valued, on, True)
        net.arcs[end].append(Arc(Op.NONE, None, ONE, source))

    def _once(self, net: Network, node: ir.Node, valued: bool, source: int, spaced: bool) -> int:
        if spaced:
            after = net.state()
            net.arcs[source].append(Arc(Op.SPACE, None, ONE, after))
            source = after
        end = net.state()
        self._body(net, node, valued, source, end, ONE)
        return end

    def _permute(
        self,
        net: Network,
        node: ir.Permute,
        valued: bool,
        source: int,
        target: int,
        share: Fraction,
    ) -> None:
        """One state for each set of parts that has been said."""
        size = len(node.bodies)
        full = (1 << size) - 1
        states = {0: source, full: target}
        for said in range(full):
            here = states[said]  # made by a smaller set, or the source
            rest = [i for i in range(size) if not said >> i & 1]
            each = Fraction(1, len(rest)) * (ONE if said else share)
            for number in rest:
                after = said | 1 << number
                if after not in states:
                    states[after] = net.state()
                begin, part_share = here, each
                if said:
                    begin, part_share = net.state(), ONE
                    net.arcs[here].append(Arc(Op.SPACE, None, each, begin))
                self._body(net, node.bodies[number], valued, begin, states[after], part_share)


def lower(
    rules: Mapping[str, ir.Choice],
    intents: list[tuple[str, int, ir.Choice]],
    recursion: Recursion,
    exclusions: Exclusions,
) -> Networks:
    """The network of a checked grammar: of all intents, and of all rules by themselves.

    Exact: probabilities are fractions. Deterministic: networks are numbered in the order in which
    they are asked for, intents first. The features of a rule that nothing asks for do not matter.
    """
    rules, intents = settled(rules, intents, recursion, exclusions.profile)
    lowering = Lowering(rules, recursion, exclusions)
    roots = [(name, weight, lowering.root(name, body)) for name, weight, body in intents]
    own = {}
    for name in rules:
        own[name] = lowering.network(name, Under(False))
        lowering.finish()
    lowering.complete()
    side: dict[int, str] = {}
    component: dict[int, frozenset[int]] = {}
    for index, rule in lowering.networks_of.items():
        if rule in recursion.side:
            side[index] = recursion.side[rule]
            members = recursion.component[rule]
            component[index] = frozenset(i for i, r in lowering.networks_of.items() if r in members)
    given, uses = tuple(lowering.uses), dict[Use, int]()
    table = tuple(settle(net, given, uses) for net in lowering.table)
    return Networks(
        table, tuple(roots), own, tuple(lowering.selections), side, component, tuple(uses)
    )
