"""Marks: a grammar in which every derivation tells which alternatives it went through.

Tree and IR of the root file are walked side by side. Each choice that a person could weight becomes
a `Site`, and each of its options begins with a constant that no utterance shows to anybody:
constants take part neither in agreement nor in spacing, so what is parsed stays the same, but
ways that label a text alike and differ in what they chose are told apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import msgspec

from ...compiler import ir
from ...compiler.compile import Compilation
from ...compiler.compiled import Compiled
from ...compiler.program import Program
from ...compiler.recursion import check_recursion
from ...dsl import tree
from ...dsl.span import NOWHERE, Span

MARK = "\0"
"""The name of the constants: no slot can be called so."""
AGREES, WILD = "a", "w"
"""What their values begin with that are no numbers of options."""


MANY = 30
"""Of more options than these the marks stand at the end, so that those that begin alike are read
as one until they part."""


@dataclass(frozen=True, slots=True)
class Site:
    """A choice with weights of its own: `weights` are those that it has now, one for each option
    that is in the language, and their marks count up from `first`.

    `node` is what stands in the tree: a `Body`, for its alternatives; a `Maybe` or `Postfix`, for
    whether what it holds is there (the second option is that it is not); the `File`, for the
    intents. `places` are where the options stand, for that of absence the bracket.
    """

    first: int
    node: tree.Body | tree.Maybe | tree.Postfix | tree.File
    weights: tuple[int, ...]
    places: tuple[Span, ...]

    @property
    def optional(self) -> bool:
        """Whether it is about something's being there or not."""
        return isinstance(self.node, tree.Maybe | tree.Postfix)

    @property
    def marks(self) -> range:
        """The marks of the options, in order."""
        return range(self.first, self.first + len(self.weights))


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked grammar: `compiled` holds the constants, `file` is the tree that the sites stand in.

    Marks of options come first; `options` says how many there are. Behind them are those of the
    alternatives whose parts are drawn until they agree, `agreeing` many. `intents` is the site of
    the intents, None where there is but one. `contexts` are the (slot, key) that the caller gives.
    `inexact` says that a choice was met whose share of what is thrown away can't be told.
    """

    compiled: Compiled
    file: tree.File
    sites: tuple[Site, ...]
    options: int
    agreeing: int
    intents: Site | None
    contexts: tuple[tuple[str, str], ...]
    inexact: bool

    def with_weights(self, weights: Mapping[int, int]) -> Compiled:
        """The marked grammar with other weights: by mark, positive, relative within a site."""

        def choice(node: ir.Choice) -> ir.Choice:
            options = []
            for option in node.options:
                number, _ = marks_of(option)
                weight = option.weight if number is None else weights[number]
                parts = tuple(inner(part) for part in option.parts)
                options.append(msgspec.structs.replace(option, weight=weight, parts=parts))
            return ir.Choice(tuple(options))

        def inner(node: ir.Node) -> ir.Node:
            if isinstance(node, ir.Choice):
                return choice(node)
            if isinstance(node, ir.Slot):
                return ir.Slot(node.name, inner(node.body))
            if isinstance(node, ir.Repeat):
                return msgspec.structs.replace(node, body=inner(node.body))
            if isinstance(node, ir.Permute):
                return ir.Permute(tuple(inner(body) for body in node.bodies))
            return node

        program = self.compiled.program
        intents = program.intents
        if self.intents is not None:
            intents = tuple(
                msgspec.structs.replace(intent, weight=weights[number])
                for intent, number in zip(intents, self.intents.marks, strict=True)
            )
        changed = msgspec.structs.replace(
            program,
            rules={name: choice(body) for name, body in program.rules.items()},
            intents=tuple(msgspec.structs.replace(i, body=choice(i.body)) for i in intents),
        )
        return _compiled(self.compiled, changed)


def marks_of(option: ir.Option) -> tuple[int | None, int | None]:
    """The mark of an option, and its number among those whose parts must agree."""
    number = agreeing = None
    for part in option.parts:
        if isinstance(part, ir.Constant) and part.name == MARK:
            if part.value.startswith(AGREES):
                agreeing = int(part.value[1:])
            elif part.value != WILD:
                number = int(part.value)
    return number, agreeing


def mark(state: Compilation, compiled: Compiled) -> Marked:
    """*compiled*, which was made of *state*, with marks. Other catalogues may have been bound to it
    since."""
    return _Marking(state, compiled).marked()


def _compiled(before: Compiled, program: Program) -> Compiled:
    return Compiled(program, before.stock, before.sources, before.locale, before.rewriter)


class _Marking:
    def __init__(self, state: Compilation, compiled: Compiled) -> None:
        self._root = state.project.root
        self._own = state.scopes[self._root.key].own
        self._compiled = compiled
        program = compiled.program
        recursion, _ = check_recursion(program.rules, dict.fromkeys(program.rules, NOWHERE))
        self._side = recursion.side
        self._wildcards = frozenset(compiled.stock.wildcards)
        bodies = [*program.rules.values(), *(intent.body for intent in program.intents)]
        nodes = [node for body in bodies for node in ir.walk(body)]
        self._less = [
            node.body.rule
            for node in nodes
            if isinstance(node, ir.Minus) and isinstance(node.body, ir.Call)
        ]
        self._inexact = False
        self._contexts = dict.fromkeys(
            (node.name, node.key) for node in nodes if isinstance(node, ir.Context)
        )
        self._sites: list[Site] = []
        self._options = self._agreeing = 0
        self._left = self._right = False  # whether the rule recurs on that side

    def marked(self) -> Marked:
        program = self._compiled.program
        file = self._root.tree
        rules = dict(program.rules)
        bodies = {intent.name: intent.body for intent in program.intents}
        spans = {s.name: s.name_span for s in file.statements if isinstance(s, tree.Intent)}
        intents = None
        if len(bodies) > 1:
            places = tuple(spans[intent.name] for intent in program.intents)
            intents = self._site(file, [intent.weight for intent in program.intents], places)
        for statement in file.statements:
            if not isinstance(statement, tree.Rule | tree.Intent):
                continue
            symbol = self._own[statement.name]
            if symbol.span != statement.name_span:
                continue
            if isinstance(statement, tree.Intent):
                if statement.name in bodies:
                    self._left = self._right = False
                    bodies[statement.name] = self._body(statement.body, bodies[statement.name])
            elif symbol.full in rules:
                side = self._side.get(symbol.full)
                self._left, self._right = side == "left", side == "right"
                rules[symbol.full] = self._body(statement.body, rules[symbol.full])
        own = {symbol.full for symbol in self._own.values()}
        for name, body in rules.items():
            if name not in own and self._wildcards:
                rules[name] = _choice(ir.rebuilt(body, self._leaf))
        changed = msgspec.structs.replace(
            program,
            rules=rules,
            intents=tuple(msgspec.structs.replace(i, body=bodies[i.name]) for i in program.intents),
        )
        return Marked(
            _compiled(self._compiled, changed),
            file,
            tuple(self._sites),
            self._options,
            self._agreeing,
            intents,
            tuple(self._contexts),
            self._inexact or _within(self._less, rules),
        )

    # ------------------------------------------------------------------ tree and IR, side by side

    def _site(
        self,
        node: tree.Body | tree.Maybe | tree.Postfix | tree.File,
        weights: Sequence[int],
        places: tuple[Span, ...],
    ) -> Site:
        site = Site(self._options, node, tuple(weights), places)
        self._options += len(weights)
        self._sites.append(site)
        return site

    def _body(self, body: tree.Body, choice: ir.Choice) -> ir.Choice:
        kept = [a for a in body.alternatives if a.weight is None or Fraction(a.weight)]
        return self._choice(body, kept, choice)

    def _choice(
        self,
        node: tree.Body | tree.Maybe | tree.Postfix,
        alternatives: Sequence[tree.Alternative | tree.Body | tree.Part | None],
        choice: ir.Choice,
    ) -> ir.Choice:
        """*choice*, whose options are those that *alternatives* stand for; None is an empty one."""
        numbers: Sequence[int | None] = [None]
        if len(choice.options) > 1:
            places = tuple(node.span if a is None else a.span for a in alternatives)
            numbers = self._site(node, [o.weight for o in choice.options], places).marks
        # A loop that recurs on the left is read from the inside out: what is chosen last stands
        # first, and a mark in front of it would have to wait for all others. On the right it is the
        # other way round. Elsewhere many alternatives are better told apart by their words.
        last = self._left or (len(choice.options) > MANY and not self._right)
        options = []
        for alternative, option, number in zip(alternatives, choice.options, numbers, strict=True):
            before = [] if number is None else [ir.Constant(MARK, str(number))]
            before.extend(self._agrees(option))
            parts = self._parts(alternative, option.parts)
            whole = (*parts, *before) if last else (*before, *parts)
            options.append(msgspec.structs.replace(option, parts=whole))
        return ir.Choice(tuple(options))

    def _agrees(self, option: ir.Option) -> Iterator[ir.Constant]:
        """The mark of an alternative whose parts are drawn until they agree."""
        if not option.agree and not (option.tags and len(ir.features_parts(option)) == 1):
            return
        if any(isinstance(n, ir.Draw) and n.row >= 0 for p in option.parts for n in ir.walk(p)):
            self._inexact = True  # the row is drawn given that its alternative agrees
            return
        yield ir.Constant(MARK, f"{AGREES}{self._agreeing}")
        self._agreeing += 1

    def _parts(
        self,
        alternative: tree.Alternative | tree.Body | tree.Part | None,
        parts: tuple[ir.Node, ...],
    ) -> tuple[ir.Node, ...]:
        if alternative is None:
            return parts
        if isinstance(alternative, tree.Body):
            (inner,) = parts
            return (self._body(alternative, _choice(inner)),)
        if not isinstance(alternative, tree.Alternative):
            (inner,) = parts
            return (self._as_node(alternative, inner),)
        written = iter([p for unit in alternative.units for p in unit if not _is_text(p)])
        return tuple(
            node if isinstance(node, ir.Text | ir.Space) else self._node(next(written), node)
            for node in parts
        )

    def _as_node(self, part: tree.Part, node: ir.Node) -> ir.Node:
        return node if _is_text(part) else self._node(part, node)

    def _node(self, part: tree.Part, node: ir.Node) -> ir.Node:
        if isinstance(part, tree.Group):
            return self._body(part.body, _choice(node))
        if isinstance(part, tree.Maybe):
            return self._optional(part, part.body, _choice(node))
        if isinstance(part, tree.Postfix) and part.mark == "?":
            if isinstance(part.part, tree.Group):
                return self._optional(part, part.part.body, _choice(node))
            return self._choice(part, [part.part, None], _choice(node))
        if isinstance(part, tree.Postfix):
            assert isinstance(node, ir.Repeat)
            return msgspec.structs.replace(node, body=self._as_node(part.part, node.body))
        if isinstance(part, tree.Permutation):
            assert isinstance(node, ir.Permute)
            pairs = zip(part.bodies, node.bodies, strict=True)
            return ir.Permute(tuple(self._body(b, _choice(inner)) for b, inner in pairs))
        if isinstance(part, tree.Slot) and part.filler is not None:
            assert isinstance(node, ir.Slot)
            return ir.Slot(node.name, self._as_node(part.filler, node.body))
        return ir.rebuilt(node, self._leaf)

    def _optional(
        self, node: tree.Maybe | tree.Postfix, body: tree.Body, choice: ir.Choice
    ) -> ir.Choice:
        if len(body.alternatives) > 1:
            return self._choice(node, [body, None], choice)
        (only,) = body.alternatives
        there = [None] if len(choice.options) == 1 else [only, None]  # its weight may be 0
        return self._choice(node, there, choice)

    def _leaf(self, node: ir.Node) -> ir.Node:
        if isinstance(node, ir.Draw) and node.catalogue in self._wildcards:
            return ir.Choice((ir.Option(1, (ir.Constant(MARK, WILD), node)),))
        return node


def _within(names: Sequence[str], rules: Mapping[str, ir.Choice]) -> bool:
    """Whether anything is marked in these rules, or in what they call."""
    met = dict.fromkeys(names)
    queue = list(met)
    for name in queue:
        for node in ir.walk(rules[name]):
            if isinstance(node, ir.Constant) and node.name == MARK and node.value != WILD:
                return True
            if isinstance(node, ir.Call) and node.rule not in met:
                met[node.rule] = None
                queue.append(node.rule)
    return False


def _is_text(part: object) -> bool:
    return isinstance(part, tree.Word | tree.Quote)


def _choice(node: ir.Node) -> ir.Choice:
    assert isinstance(node, ir.Choice)
    return node
