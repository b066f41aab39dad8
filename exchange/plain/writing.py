"""Writing out: rules by the features that are asked of them, agreement as alternatives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

import msgspec

from ...catalogues.numbers.notation import is_range
from ...compiler import ir
from ...compiler.compiled import Compiled
from ...compiler.difference import TooLarge
from ...compiler.exclusion import Exclusions
from ...compiler.features import Assignment, Trellis, merge
from ...compiler.lower import Lowering, Under
from ...compiler.recursion import check_recursion
from ...compiler.rows import holds_row
from ...compiler.settle import settled
from ...dsl.findings import Finding
from ...dsl.names import is_name
from ...dsl.span import NOWHERE, Span
from .left import Left
from .lists import Lists
from .names import Names
from .plain import Plain, PlainIntent
from .shared import SharedRows
from .weights import choice_of

MOST_WAYS = 100
"""Where parts can agree in more ways than this from some place on, what follows is a rule."""

MOST_WAYS_WITH_ROWS = 5_000
"""Columns of one row have to stay in one alternative, so there they may be no more than this."""

FREE = Under(True)
Parts = tuple[ir.Node, ...]


def _inner(character: str) -> bool:
    return character != "." and is_name(f"a{character}a")


def bare(node: ir.Node, before: ir.Node) -> Parts:
    """*node* without brackets around the one alternative that is left of those of *before*."""
    if (
        isinstance(node, ir.Choice)
        and isinstance(before, ir.Choice)
        and len(node.options) == 1 < len(before.options)
        and node.options[0].value is None
    ):
        return node.options[0].parts
    return (node,)


def single_spaced(parts: Iterable[ir.Node]) -> Parts:
    """*parts* without a space right behind another."""
    found: list[ir.Node] = []
    for part in parts:
        if not (isinstance(part, ir.Space) and found and isinstance(found[-1], ir.Space)):
            found.append(part)
    return tuple(found)


def trimmed(body: ir.Choice) -> ir.Choice:
    """The body of an intent without spaces at its ends, where they mean nothing."""
    options = []
    for option in body.options:
        parts = list(option.parts)
        while parts and isinstance(parts[0], ir.Space):
            parts.pop(0)
        while parts and isinstance(parts[-1], ir.Space):
            parts.pop()
        options.append(msgspec.structs.replace(option, parts=tuple(parts)))
    return ir.Choice(tuple(options))


class Writing:
    """Makes a grammar plain; `findings` are what is to be said about it."""

    def __init__(self, compiled: Compiled, file: Span) -> None:
        program = compiled.program
        self._program = program
        self._file = file
        self.findings: list[Finding] = []
        rules = program.rules
        recursion, _ = check_recursion(rules, dict.fromkeys(rules, NOWHERE))
        bodies = [(intent.name, intent.weight, intent.body) for intent in program.intents]
        bodies += [("skip", 1, body) for body in program.skips]
        roots = [body for _, _, body in bodies]
        self._exclusions = Exclusions(rules, roots, recursion, compiled.stock)
        profile = self._exclusions.profile
        self._rules, self._bodies = settled(rules, bodies, recursion, profile)
        self._lowering = Lowering(self._rules, recursion, self._exclusions)
        self._spreads = self._lowering.spreads
        self._names = Names(is_name, _inner, reserved=(i.name for i in program.intents))
        self._left: dict[tuple[int, Under], ir.Call] = {}
        self._called: dict[tuple[str, Under], str] = {}
        self._waiting: list[tuple[str, str, Under]] = []
        self._made: dict[str, tuple[int, ir.Choice]] = {}
        self._order = {name: number for number, name in enumerate(rules)}
        self._owner = ("", len(rules))
        for name in (*rules, *(n for n in compiled.stock.names if not is_range(n))):
            self._names.of(name)  # whatever else is named, they keep their own
        self._stock = compiled.stock
        self.lists = Lists(compiled.stock, self._names, tuple(program.features))
        self.shared = SharedRows(compiled.stock, self.lists)

    # ------------------------------------------------------------------ the whole

    def plain(self) -> Plain | None:
        """The plain grammar; None where a finding is an error."""
        try:
            return self._plain()
        except TooLarge as reason:
            self.findings.append(
                Finding(
                    "E621",
                    f"“{self._owner[0]}” can't be written out for other systems: it {reason}.",
                    self._file,
                    "An exclusion, or columns of one row that agree, can become too much: write a "
                    "rule of what is left, or do with fewer of them.",
                )
            )
            return None

    def _plain(self) -> Plain:
        last = len(self._order)
        made = [self._outermost(name, last, body, FREE) for name, _, body in self._bodies]
        while self._waiting:
            name, rule, under = self._waiting.pop()
            number = self._order[rule]
            self._made[name] = number, self._outermost(name, number, self._rules[rule], under)
        self.findings.extend(self.shared.findings(self._file))
        asked = {name: number for number, name in enumerate(self._called.values())}
        rules = sorted(
            self._made.items(), key=lambda item: (item[1][0], asked.get(item[0], len(asked)))
        )
        known = {name: number for number, name in enumerate(self._stock.names)}
        lists = sorted(self.lists.made.values(), key=lambda made: known[made.of])
        program, count = self._program, len(self._program.intents)
        intents = zip(program.intents, made[:count], strict=True)
        return Plain(
            program.name,
            program.locale,
            tuple(PlainIntent(i.name, i.weight, trimmed(body)) for i, body in intents),
            {name: body for name, (_, body) in rules},
            {made.name: made for made in lists},
            tuple(made[count:]),
        )

    def _outermost(self, owner: str, number: int, body: ir.Choice, under: Under) -> ir.Choice:
        """The body of a rule or an intent, which belongs at that number among the rules."""
        self._owner = owner, number
        return self.shared.written(owner, self.choice(body, under))

    def rule(self, wanted: str, body: ir.Choice) -> ir.Call:
        """A call of a rule of its own for *body*, which goes with the one that is being made."""
        name = self._names.name(wanted)
        self._made[name] = self._owner[1], body
        return ir.Call(name)

    # ------------------------------------------------------------------ choices

    def choice(self, choice: ir.Choice, under: Under) -> ir.Choice:
        """What is left of *choice* under an assignment of features, with agreement written out."""
        ways: list[tuple[Fraction, ir.Option]] = []
        changed = False
        for option in choice.options:
            mass = Fraction(option.weight)
            if under.features:
                spread = self._spreads.option(option, under.features)
                mass *= spread.get(under.values, Fraction(0))
            if not mass:
                changed = True
                continue
            value = option.value if under.valued else None
            written = self._written(option, under)
            changed = changed or len(written) > 1 or mass != option.weight
            for parts, share in written.items():
                spaced = parts if parts == option.parts else single_spaced(parts)
                made = ir.Option(1, spaced, value, place=option.place)
                ways.append((mass * share, made))
        if not changed:
            return ir.Choice(
                tuple(
                    msgspec.structs.replace(made, weight=option.weight)
                    for (_, made), option in zip(ways, choice.options, strict=True)
                )
            )
        return choice_of(ways)

    def _written(self, option: ir.Option, under: Under) -> Mapping[Parts, Fraction]:
        """The parts that *option* may have, with the probability of each."""
        single = len(ir.features_parts(option)) == 1
        if option.agree or (option.tags and single):
            return self._agreeing(option, under)
        passed = under if single else under.alone()
        made = (one for part in option.parts for one in bare(self.node(part, passed), part))
        return {tuple(made): Fraction(1)}

    def _agreeing(self, option: ir.Option, under: Under) -> Mapping[Parts, Fraction]:
        """The ways in which the parts agree: from the last part to the first, for each assignment
        that those before it may have in common, how it goes on from there."""
        trellis = self._spreads.trellis(option, under.features)
        backward = trellis.backward(under.values)
        column = len(trellis.parts)
        tails: dict[Assignment, dict[Parts, Fraction]]
        tails = {common: {(): Fraction(1)} for common in backward[column]}
        rowless = not any(map(holds_row, option.parts))
        for part in reversed(option.parts):
            if isinstance(part, ir.Text | ir.Space | ir.Constant | ir.Context):
                tails = {
                    common: {(part, *parts): share for parts, share in ways.items()}
                    for common, ways in tails.items()
                }
                continue
            column -= 1
            if rowless:
                tails = {common: self._short(ways) for common, ways in tails.items()}
            tails = {
                common: self._through(part, under, trellis, column, common, backward, tails)
                for common in backward[column]
            }
            if any(len(ways) > MOST_WAYS_WITH_ROWS for ways in tails.values()):
                raise TooLarge(f"agrees in more than {MOST_WAYS_WITH_ROWS:,} ways")
        return tails[trellis.start]

    def _through(
        self,
        part: ir.Node,
        under: Under,
        trellis: Trellis,
        column: int,
        common: Assignment,
        backward: Sequence[Mapping[Assignment, Fraction]],
        tails: Mapping[Assignment, Mapping[Parts, Fraction]],
    ) -> dict[Parts, Fraction]:
        """How it goes on with *part*, which stands in that column, behind *common*."""
        found: dict[Parts, Fraction] = {}
        for carried, mass in trellis.spreads[column].items():
            merged = merge(common, carried)
            if merged is None or merged not in backward[column + 1]:
                continue
            share = mass * backward[column + 1][merged] / backward[column][common]
            made = bare(self.node(part, Under(under.valued, trellis.work, carried)), part)
            for parts, odds in tails[merged].items():
                whole = (*made, *parts)
                found[whole] = found.get(whole, Fraction(0)) + share * odds
        return found

    def _short(self, ways: dict[Parts, Fraction]) -> dict[Parts, Fraction]:
        if len(ways) <= MOST_WAYS:
            return ways
        body = choice_of([(share, ir.Option(1, parts)) for parts, share in ways.items()])
        return {(self.rule(f"{self._owner[0]}_rest", body),): Fraction(1)}

    # ------------------------------------------------------------------ parts

    def node(self, node: ir.Node, under: Under) -> ir.Node:
        """What is left of *node* under an assignment of features."""
        if isinstance(node, ir.Call):
            return self.call(node.rule, under)
        if isinstance(node, ir.Minus):
            if isinstance(node.body, ir.Call):
                return self._minus(node, under)
            node = self._exclusions.drawn_from(node)
        if isinstance(node, ir.Draw):
            return self._draw(node, under)
        if isinstance(node, ir.Slot):
            return ir.Slot(node.name, self.node(node.body, under._replace(valued=True)))
        if isinstance(node, ir.Choice):
            return self.choice(node, under)
        if isinstance(node, ir.Repeat):
            return msgspec.structs.replace(node, body=self.node(node.body, under.alone()))
        if isinstance(node, ir.Permute):
            return ir.Permute(tuple(self.node(body, under.alone()) for body in node.bodies))
        return node

    def call(self, rule: str, under: Under) -> ir.Call:
        """A call of the rule that *rule* is under that assignment."""
        under = self._asked(rule, under)
        name = self._called.get((rule, under))
        if name is None:
            shown = [value for value in under.values if value is not None] or ["none"]
            shown = shown if under.features else []
            wanted = "_".join((rule, *shown, *(() if under.valued else ("text",))))
            name = self._names.of(rule) if under == FREE else self._names.name(wanted)
            self._called[rule, under] = name
            self._waiting.append((name, rule, under))
        return ir.Call(name)

    def _asked(self, rule: str, under: Under) -> Under:
        """*under* without the features in which all of *rule* is alike, and that so say nothing
        about it."""
        valued = under.valued or rule not in self._lowering.valued
        spread = self._spreads.of(ir.Call(rule), under.features)
        kept = [
            (feature, value)
            for number, (feature, value) in enumerate(
                zip(under.features, under.values, strict=True)
            )
            if len({values[number] for values in spread}) > 1
        ]
        return Under(valued, tuple(f for f, _ in kept), tuple(v for _, v in kept))

    def _draw(self, node: ir.Draw, under: Under) -> ir.Draw:
        if node.column is not None:
            return node  # written out with all that its row writes
        given = zip(under.features, under.values, strict=True)
        conditions = (*node.where, *((feature, (value or "",)) for feature, value in given))
        key = ir.selection_key(node)._replace(conditions=conditions)
        return self.lists.draw(key, valued=under.valued)

    def _minus(self, node: ir.Minus, under: Under) -> ir.Call:
        """A call of a rule for what *node* leaves."""
        assert isinstance(node.body, ir.Call)
        rule = node.body.rule
        under = self._asked(rule, under)
        if (id(node), under) not in self._left:
            base = self._lowering.network(rule, under)
            self._lowering.finish()
            left = self._lowering.subtract(base, node)
            shown = [value for value in under.values if value is not None]
            raising = Left(self, self._lowering, left.arcs, "_".join((rule, *shown, "but")))
            self._left[id(node), under] = raising.call()
        return self._left[id(node), under]
