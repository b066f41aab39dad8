"""Build: from the trees of all files to the IR, names looked up, spaces and weights made plain."""

from __future__ import annotations

import math
import unicodedata
from fractions import Fraction

from ..catalogues.rows import Entry
from ..dsl import tree
from ..dsl.findings import Finding, Label
from ..dsl.span import Span
from ..dsl.text import squeeze
from . import ir
from .model import Rewrite
from .ranges import Ranges
from .resolve import Scope, Symbol
from .rewriting.marks import BEGIN, END
from .rows import gather, without_columns

HOLE = ir.Choice((ir.Option(1, (ir.Text("?"),)),))
"""Stands where a part could not be built, as a text that no later check minds; its finding has
been made."""


class Builder:
    """Builds the rules of one file after another; `places`, `wanted` and `findings` are shared."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.places: list[Span] = []
        self.wanted: dict[str, dict[str, Span]] = {}
        self.ranges = Ranges()
        self.rows = 0
        self.scope: Scope

    # ------------------------------------------------------------------ names

    def _symbol(self, target: tree.Target, span: Span | None = None) -> Symbol | None:
        span = span or target.span
        symbol, column = self.scope.find(target.name)
        if symbol is None:
            if not self.scope.is_opaque(target.name):
                close = self.scope.nearest(target.name, ("rule", "catalog", "wildcard"))
                self.findings.append(
                    Finding(
                        "E201",
                        f"Nothing here is called “{target.name}”.",
                        span,
                        f"Did you mean “{close}”?"
                        if close
                        else f"Define it: a rule `{target.name} = …` or a catalogue.",
                    )
                )
            return None
        if symbol.kind == "intent":
            self.findings.append(
                Finding(
                    "E203",
                    f"“{target.name}” is an intent; only rules and catalogues can be parts.",
                    span,
                    "Move what both need into a rule.",
                    (Label(symbol.span, "defined here"),),
                )
            )
            return None
        if symbol.broken:
            return None
        if column or target.row is not None:
            close = self.scope.nearest(target.name, ("rule", "catalog"))
            wrong = without_columns(symbol, target, column, span, close)
            if wrong is not None:
                self.findings.append(wrong)
                return None
        if target.filters and symbol.kind != "catalog":
            self.findings.append(
                Finding(
                    "E203",
                    f"“{target.name}” is a {symbol.kind}; only a catalogue's rows can be filtered.",
                    target.filters[0].span,
                    "Leave the filter out, or make a catalogue of it.",
                    (Label(symbol.span, "defined here"),),
                )
            )
            return None
        return symbol

    def _target(self, target: tree.Target, span: Span | None = None) -> ir.Node:
        symbol = self._symbol(target, span)
        if symbol is None:
            return HOLE
        if symbol.kind == "rule":
            return ir.Call(symbol.full)
        where = []
        for condition in target.filters:
            self.wanted.setdefault(symbol.full, {}).setdefault(condition.column, condition.span)
            where.append((condition.column, tuple(dict.fromkeys(condition.values))))
        named = self.scope.find(target.name)[1] or target.column
        if named is None and target.row is None:
            return ir.Draw(symbol.full, tuple(where))
        column = named or "value"
        self.wanted.setdefault(symbol.full, {}).setdefault(column, span or target.span)
        return ir.Draw(
            symbol.full, tuple(where), column, nth=1 if target.row is None else target.row
        )

    def alternatives(self, body: tree.Body) -> ir.Choice:
        """The body of a rule or intent: a choice in whose alternatives columns share rows."""
        choice, self.rows = gather(self.body(body), self.rows)
        return choice

    # ------------------------------------------------------------------ expressions

    def body(self, body: tree.Body, empty: int | None = None) -> ir.Choice:
        """The choice among the alternatives of *body*; with *empty*, a last option that is empty
        and weighs that much against the whole of the others, which then count as one."""
        whole = body.alternatives
        weights = [Fraction(a.weight) if a.weight is not None else Fraction(1) for a in whole]
        seen: dict[tree.Alternative, tree.Alternative] = {}
        for alternative in whole:
            first = seen.setdefault(alternative, alternative)
            if first is not alternative:
                self._twice(alternative, first)
        if empty is not None and len(whole) == 1:
            kept = self._options(body, weights, Fraction(1))
            return ir.Choice(kept)
        if not any(weights):
            self.findings.append(
                Finding(
                    "E303",
                    "The weights of these alternatives sum to 0, so none can be chosen.",
                    body.span,
                    "Give at least one a weight above 0.",
                )
            )
            return HOLE
        choice = ir.Choice(self._options(body, weights, None))
        if empty is None:
            return choice
        return ir.Choice((ir.Option(1, (choice,)), ir.Option(1, ())))

    def _twice(self, alternative: tree.Alternative, first: tree.Alternative) -> None:
        self.findings.append(
            Finding(
                "W502",
                "This alternative stands here twice; together they count double.",
                alternative.span,
                "Leave one out, and give the other the weight you mean.",
                (Label(first.span, "the first"),),
            )
        )

    def _options(
        self, body: tree.Body, weights: list[Fraction], absent: Fraction | None
    ) -> tuple[ir.Option, ...]:
        given = [*weights, absent] if absent is not None else weights
        scale = math.lcm(*(w.denominator for w in given if w is not None))
        counts = [int(w * scale) for w in given if w is not None]
        shared = math.gcd(*counts) or 1
        options = []
        for alternative, count in zip(body.alternatives, counts, strict=False):
            option = self._option(alternative, count // shared)
            if count:
                options.append(option)
        if absent is not None:
            options.append(ir.Option(counts[-1] // shared, ()))
        return tuple(options)

    def _option(self, alternative: tree.Alternative, weight: int) -> ir.Option:
        place = len(self.places)
        self.places.append(alternative.span)
        parts = self.units(alternative.units)
        tags: dict[str, str] = {}
        for tag in alternative.tags:
            feature = self.scope.values.get(tag.value)
            if feature is None:
                self._unknown_tag(tag)
            elif tags.get(feature, tag.value) != tag.value:
                self.findings.append(
                    Finding(
                        "E207",
                        f"This alternative carries two values of “{feature}”: "
                        f"@{tags[feature]} and @{tag.value}.",
                        tag.span,
                        "Write two alternatives, one for each value.",
                    )
                )
            else:
                tags[feature] = tag.value
        agree: list[str] = []
        if alternative.agree is not None:
            for name in alternative.agree.features:
                if name in self.scope.features:
                    agree.append(name)
                elif not self.scope.broken_features:
                    names = list(self.scope.features)
                    self.findings.append(
                        Finding(
                            "E205",
                            f"No feature is called “{name}”.",
                            alternative.agree.span,
                            f"The features here are {', '.join(names)}."
                            if names
                            else f"Declare it: feature {name} = a | b.",
                        )
                    )
        value = None if alternative.value is None else squeeze(alternative.value)
        return ir.Option(
            weight, parts, value, tuple(sorted(tags.items())), tuple(sorted(set(agree))), place
        )

    def _unknown_tag(self, tag: tree.Tag) -> None:
        if self.scope.broken_features:
            return
        close = self.scope.nearest_value(tag.value)
        self.findings.append(
            Finding(
                "E204",
                f"No feature has the value “{tag.value}”.",
                tag.span,
                f"Did you mean @{close}?"
                if close
                else f"Declare it: feature name = {tag.value} | …",
            )
        )

    def units(self, units: tuple[tree.Unit, ...]) -> tuple[ir.Node, ...]:
        """Units with spaces between them."""
        parts: list[ir.Node] = []
        for index, unit in enumerate(units):
            if index and not _at_end(units[index - 1], unit):
                parts.append(ir.Space())
            for part in unit:
                parts.extend(self._part(part))
        return tuple(parts)

    def _text(self, text: str, span: Span) -> list[ir.Node]:
        if text and unicodedata.combining(text[0]):
            self.findings.append(
                Finding(
                    "W506",
                    "This text begins with a combining mark, which joins the character before it.",
                    span,
                    "Write the mark together with its letter.",
                )
            )
        parts: list[ir.Node] = []
        for index, piece in enumerate(text.split(" ")):
            if index and not (parts and isinstance(parts[-1], ir.Space)):
                parts.append(ir.Space())
            if piece:
                parts.append(ir.Text(piece))
        return parts

    def _part(self, part: tree.Part) -> list[ir.Node]:
        if isinstance(part, tree.Word | tree.Quote):
            return self._text(part.text, part.span)
        return [self._node(part)]

    def rewrite(self, statement: tree.Rewrite) -> Rewrite:
        """A rewrite, its sides as choices with one option."""

        def side(units: tuple[tree.Unit, ...]) -> ir.Choice | None:
            return ir.Choice((ir.Option(1, self.units(units)),)) if units else None

        old = side(statement.old)
        new = " ".join(statement.new.split(" "))
        place = statement.span
        return Rewrite(old or HOLE, new, side(statement.left), side(statement.right), place)

    def _as_node(self, part: tree.Part) -> ir.Node:
        nodes = self._part(part)
        if len(nodes) == 1:
            return nodes[0]
        return ir.Choice((ir.Option(1, tuple(nodes)),))

    def _node(self, part: tree.Part) -> ir.Node:
        if isinstance(part, tree.Anchor):
            return ir.Text(BEGIN if part.mark == "^" else END)
        if isinstance(part, tree.Target):
            return self._target(part)
        if isinstance(part, tree.Ref):
            return self._target(part.target, part.span)
        if isinstance(part, tree.Slot):
            if part.filler is not None:
                body = self._as_node(part.filler)
            else:
                body = self._target(part.own or tree.Target(part.name), part.span)
            column = None if part.own is None else part.own.column
            return ir.Slot((column or part.name).rpartition(".")[2], body)
        if isinstance(part, tree.Constant):
            return ir.Constant(part.name.rpartition(".")[2], squeeze(part.value))
        if isinstance(part, tree.Context):
            return ir.Context(part.name.rpartition(".")[2], part.key)
        if isinstance(part, tree.Group):
            return self.body(part.body)
        if isinstance(part, tree.Maybe):
            return self.body(part.body, empty=1)
        if isinstance(part, tree.Permutation):
            return self._permutation(part)
        if isinstance(part, tree.Postfix):
            return self._postfix(part)
        if isinstance(part, tree.Range):
            return self.ranges.draw(part, self.scope, self.findings) or HOLE
        if isinstance(part, tree.Minus):
            return self._minus(part)
        return HOLE

    def _minus(self, part: tree.Minus) -> ir.Node:
        body = self._target(part.target)
        without = tuple(self._as_node(p) for p in part.without)
        if isinstance(body, ir.Draw) and body.column is not None:
            self.findings.append(
                Finding(
                    "E203",
                    f"“{part.target.name}” is a column; texts are taken from rules and catalogues.",
                    part.target.span,
                    "Read the file as a catalogue with that column as its value: "
                    f'catalog NAME from "FILE" value={body.column}.',
                )
            )
            return HOLE
        if not isinstance(body, ir.Call | ir.Draw):
            return HOLE
        self.places.append(part.span)
        return ir.Minus(body, without, len(self.places) - 1)

    def _permutation(self, part: tree.Permutation) -> ir.Node:
        bodies = tuple(self.body(b) for b in part.bodies)
        if len(bodies) > MOST_PERMUTED:
            self.findings.append(
                Finding(
                    "E309",
                    f"{len(bodies)} parts in any order make {math.factorial(len(bodies))} orders.",
                    part.span,
                    f"Permute at most {MOST_PERMUTED} parts; group those that stay together.",
                )
            )
            return HOLE
        return ir.Permute(bodies)

    def _postfix(self, part: tree.Postfix) -> ir.Node:
        inner = part.part
        if part.mark == "?":
            if isinstance(inner, tree.Group):
                return self.body(inner.body, empty=1)
            return ir.Choice((ir.Option(1, (self._as_node(inner),)), ir.Option(1, ())))
        node = self._as_node(inner)
        if part.high is not None and part.high > MOST_REPEATED:
            self.findings.append(
                Finding(
                    "E310",
                    f"A part repeated {part.high} times is too long.",
                    part.span,
                    f"Repeat at most {MOST_REPEATED} times, or without bound with + or *.",
                )
            )
            return HOLE
        self.places.append(part.span)
        return ir.Repeat(node, part.low, part.high, len(self.places) - 1)

    # ------------------------------------------------------------------ catalogues

    def entries(self, body: tree.Body) -> list[Entry]:
        """The rows of an inline catalogue."""
        found: list[Entry] = []
        seen: dict[object, tree.Alternative] = {}
        for alternative in body.alternatives:
            texts: list[str] = []
            plain = alternative.agree is None
            for unit in alternative.units:
                plain = plain and all(isinstance(p, tree.Word | tree.Quote) for p in unit)
                texts.append("".join(p.text for p in unit if isinstance(p, tree.Word | tree.Quote)))
            value = squeeze(" ".join(texts))
            if not plain or not value:
                self.findings.append(
                    Finding(
                        "E211",
                        "A value of a catalogue is a text, and this one is empty.",
                        alternative.span,
                        "Take it out, or make the part that uses the catalogue optional.",
                    )
                )
                continue
            cells: dict[str, str] = {}
            for tag in alternative.tags:
                feature = self.scope.values.get(tag.value)
                if feature is None:
                    self._unknown_tag(tag)
                elif feature in cells:
                    self.findings.append(
                        Finding(
                            "E207",
                            f"This value carries two values of “{feature}”.",
                            tag.span,
                            "Write the value twice, once with each.",
                        )
                    )
                else:
                    cells[feature] = tag.value
            key = (value, alternative.value, tuple(sorted(cells.items())))
            first = seen.setdefault(key, alternative)
            if first is not alternative:
                self._twice(alternative, first)
            found.append(Entry(value, alternative.value, alternative.weight or 1, cells))
        return found


def _at_end(*units: tree.Unit) -> bool:
    """Whether one of the units is an end of the text, beside which no space is."""
    return any(len(unit) == 1 and isinstance(unit[0], tree.Anchor) for unit in units)


MOST_PERMUTED = 8
MOST_REPEATED = 1000
