"""The callbacks of `gram.lark` for statements."""

from __future__ import annotations

from typing import Any

from lark import Token

from .build import Children, Expressions
from .build_text import Gap
from .complaint import show
from .names import is_language_tag
from .span import NOWHERE, Span
from .tree import (
    Alternative,
    Anchor,
    Body,
    Catalog,
    ColumnMap,
    Constant,
    Context,
    Feature,
    GrammarName,
    Group,
    Import,
    Intent,
    Locale,
    Maybe,
    Minus,
    Part,
    Permutation,
    Postfix,
    Quote,
    Range,
    Ref,
    Rewrite,
    Rule,
    Skip,
    Slot,
    Test,
    TestBind,
    Unit,
    Wildcard,
    Word,
)


class Statements(Expressions):
    """Statements; their spans, notes and comments are added by `parse`."""

    def grammar_name(self, children: Children) -> GrammarName:
        """`grammar NAME`."""
        token = children[1]
        return GrammarName(self.name(token), name_span=self.span(token, token))

    def locale(self, children: Children) -> Locale:
        """`locale TAG`."""
        token = children[1]
        if not is_language_tag(token):
            mended = str(token).replace("_", "-").split(".")[0]
            hint = "Write a BCP 47 tag: `en-US`, `de`, `zh-Hant-TW`."
            if is_language_tag(mended):
                hint = f"Write `locale {mended}`."
            self.find("E121", f"{show(token)} is not a language tag.", token, hint)
        return Locale(str(token), name_span=self.span(token, token))

    def import_(self, children: Children) -> Import:
        """`import std.en.polite as p` and its like."""
        what = children[1]
        module = path = alias = None
        names: tuple[str, ...] = ()
        if what.type == "QUOTE":
            path = self.value_text(what)
        else:
            module = self.name(what)
        for child in children[2:]:
            if isinstance(child, list):
                names = tuple(self.name(t) for t in child)
            else:
                alias = child
        return Import(module, path, alias, names, name_span=self.span(what, what))

    def alias(self, children: Children) -> str:
        """`as d`."""
        return self.name(children[1])

    def wildcard(self, children: Children) -> Wildcard:
        """`wildcard NAME from "file"`."""
        token, path, path_span = children[1], None, NOWHERE
        if len(children) > 2:
            path, path_span = self.path_of(children[3])
        name_span = self.span(token, token)
        return Wildcard(self.name(token), path, path_span, name_span=name_span)

    def path_of(self, token: Token) -> tuple[str, Span]:
        """A quoted path and its place."""
        path = self.value_text(token)
        if not path.strip(" "):
            self.find("E119", "This file has no name.", token, "Write its path between the quotes.")
        return path, self.span(token, token)

    def feature(self, children: Children) -> Feature:
        """`feature gender = m | f`."""
        name = children[1]
        values = tuple(
            self.feature_value(t, str(t), self.span(t, t))
            for t in children[3:]
            if t.type == "VALUE"
        )
        return Feature(self.name(name), values, name_span=self.span(name, name))

    def column_map(self, children: Children) -> ColumnMap:
        """`column=header`."""
        name, _, header = children
        return ColumnMap(self.name(name), self.value_text(header), span=self.span(name, header))

    def catalog_open(self, children: Children) -> Catalog:
        """`catalog NAME`."""
        token = children[1]
        return Catalog(self.name(token), name_span=self.span(token, token))

    def catalog_file(self, children: Children) -> Catalog:
        """`catalog NAME from "file" column=header`."""
        token = children[1]
        path, path_span = self.path_of(children[3])
        return Catalog(
            self.name(token),
            None,
            path,
            tuple(children[4:]),
            path_span,
            name_span=self.span(token, token),
        )

    def catalog_inline(self, children: Children) -> Catalog:
        """`catalog NAME = a | b`."""
        token = children[1]
        body = self.whole(children[3], children[2])
        self.only_text(body)
        return Catalog(self.name(token), body, name_span=self.span(token, token))

    def bind(self, children: Children) -> TestBind:
        """`bind NAME = a | b`."""
        body = self.whole(children[3], children[2])
        self.only_text(body)
        return TestBind(self.name(children[1]), body)

    def only_text(self, body: Body) -> None:
        """E117 where a catalogue holds more than text, weights, values and tags."""
        for alternative in body.alternatives:
            if alternative.agree is not None:
                self.find(
                    "E117",
                    "A catalogue's entry carries features; nothing in it can agree.",
                    alternative.agree.span,
                    "Leave `@agree` to the rule that uses the catalogue.",
                )
            for part in (p for unit in alternative.units for p in unit):
                if not isinstance(part, Word | Quote):
                    self.find(
                        "E117",
                        "A catalogue holds plain texts, and this is more than text.",
                        part.span,
                        "Make it a rule (`NAME = …`), or write every text as an alternative.",
                    )
                    break

    def intent(self, children: Children) -> Intent:
        """`intent NAME /3/ = …`."""
        token = children[1]
        weight = self.weight(children[2]) if children[2].type == "WEIGHT" else None
        body = self.whole(children[-1], children[-2])
        return Intent(self.name(token), body, weight, name_span=self.span(token, token))

    def rule(self, children: Children) -> Rule:
        """`NAME = …`."""
        token = children[0]
        body = self.whole(children[2], children[1])
        return Rule(self.name(token), body, name_span=self.span(token, token))

    def skip(self, children: Children) -> Skip:
        """`skip a | b`."""
        token = children[0]
        return Skip(self.whole(children[1], token), name_span=self.span(token, token))

    def test(self, children: Children) -> Test:
        """`test INTENT`; its lines are read by `parse`."""
        token = children[1]
        return Test(self.name(token), name_span=self.span(token, token))

    def whole(self, body: Body | Token | None, opened: Token) -> Body:
        """The body of a statement; E101 where there is none."""
        if isinstance(body, Body):
            return body
        if body is None:
            self.empty(opened, f"Nothing stands behind this {show(opened)}.")
        else:
            self.empty(body)
        return Body(())

    # ------------------------------------------------------------------ rewrites

    def rewrite(self, children: Children) -> Rewrite:
        """`rewrite "x" => "y" / LEFT _ RIGHT`."""
        keyword, old, _, new = children[:4]
        units, gaps = self.context_units(old)
        for place in gaps:
            self.misplaced_gap(place)
        for part in (p for unit in units for p in unit if isinstance(p, Anchor)):
            self.find(
                "E123",
                f"`{part.mark}` is an end of the text, which cannot be replaced.",
                part.span,
                f"Move it behind the `/`, or write `\\{part.mark}` for the character.",
            )
        left: tuple[Unit, ...] = ()
        right: tuple[Unit, ...] = ()
        if len(children) > 4:
            left, right = self.contexts(children[4], children[5])
        if units and all(isinstance(p, Quote) and not p.text.strip(" ") for u in units for p in u):
            self.find(
                "E123",
                "This rewrite replaces nothing: the empty text stands everywhere.",
                units[0][0].span,
                "Write the text that is to be replaced before the `=>`.",
            )
        return Rewrite(
            units, self.value_text(new), left, right, name_span=self.span(keyword, keyword)
        )

    def contexts(
        self, stroke: Token, parts: list[Part]
    ) -> tuple[tuple[Unit, ...], tuple[Unit, ...]]:
        """What stands before and behind the `_`."""
        gaps = [i for i, part in enumerate(parts) if isinstance(part, Gap)]
        if len(gaps) != 1:
            if gaps:
                self.find(
                    "E123",
                    "This rewrite has more than one `_`.",
                    parts[gaps[1]].span,
                    "One `_` says where the replaced text stands; write `\\_` for the character.",
                )
            else:
                self.find(
                    "E123",
                    "There is no `_` behind this `/`, so it is not known what stands before the "
                    "replaced text and what behind it.",
                    stroke,
                    "Write `/ LEFT _ RIGHT`, with white space on both sides of `_`.",
                )
            return (), ()
        place = gaps[0]
        left, in_left = self.context_units(parts[:place])
        right, in_right = self.context_units(parts[place + 1 :])
        for span in (*in_left, *in_right):
            self.misplaced_gap(span)
        around = [p for p in (parts[place - 1 : place] + parts[place + 1 : place + 2]) if p]
        gap = parts[place].span
        if any(_beside(gap, part.span) for part in around):
            self.find(
                "E123",
                "This `_` touches what stands beside it.",
                gap,
                "Write white space on both sides of it, or `\\_` for the character.",
            )
        return left, right

    def misplaced_gap(self, place: Span) -> None:
        """E123 for a `_` where none may stand."""
        self.find(
            "E123",
            "A `_` by itself stands only between the two contexts of a rewrite.",
            place,
            "Write `\\_` for the character.",
        )

    def context_units(self, parts: list[Part]) -> tuple[tuple[Unit, ...], list[Span]]:
        """Units of a rewrite's side; also where a `_` hides within them. Slots, weights, values
        and tags have no meaning there: E123."""
        gaps: list[Span] = []
        for part in parts:
            self.look_into(part, gaps)
        return (self.units(parts) if parts else ()), gaps

    def look_into(self, part: Any, gaps: list[Span]) -> None:
        """Finds what a rewrite cannot hold; brackets nest at most a hundred deep."""
        if isinstance(part, Gap):
            gaps.append(part.span)
        elif isinstance(part, Slot | Constant | Context):
            self.find(
                "E123",
                "A rewrite sees text, not slots.",
                part.span,
                "Write `<name>` for the texts of a rule or catalogue.",
            )
        elif isinstance(part, Postfix):
            self.look_into(part.part, gaps)
            if isinstance(part.part, Anchor):
                self.find(
                    "E123",
                    f"`{part.part.mark}` is an end of the text, which comes once.",
                    part.span,
                    f"Take the postfix out, or write `\\{part.part.mark}` for the character.",
                )
        elif isinstance(part, Minus):
            for less in part.without:
                self.look_into(less, gaps)
        elif isinstance(part, Group | Maybe):
            self.look_into(part.body, gaps)
        elif isinstance(part, Permutation):
            for body in part.bodies:
                self.look_into(body, gaps)
        elif isinstance(part, Body):
            for alternative in part.alternatives:
                self.look_into_alternative(alternative, gaps)
        else:
            assert isinstance(part, Word | Quote | Anchor | Ref | Range)

    def look_into_alternative(self, alternative: Alternative, gaps: list[Span]) -> None:
        """The same for an alternative."""
        marked = (
            alternative.weight is not None
            or alternative.value is not None
            or alternative.tags
            or alternative.agree
        )
        if marked:
            self.find(
                "E123",
                "A rewrite sees text, not weights, canonical values or tags.",
                alternative.span,
                "Keep the text of this alternative only.",
            )
        for part in (p for unit in alternative.units for p in unit):
            self.look_into(part, gaps)


def _beside(gap: Span, other: Span) -> bool:
    return (gap.line == other.end_line and gap.column == other.end_column) or (
        gap.end_line == other.line and gap.end_column == other.column
    )
