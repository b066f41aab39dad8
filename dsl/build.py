"""From what the parser recognises to the tree: units, and what a grammar cannot say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

from lark import Token

from .build_text import Texts, touches
from .complaint import show
from .names import NAME_HINT, is_feature_value, is_name, why_no_name
from .span import NOWHERE, Span
from .tree import (
    Agree,
    Alternative,
    Body,
    Constant,
    Context,
    Filter,
    Group,
    Maybe,
    Minus,
    Part,
    Permutation,
    Postfix,
    Range,
    Ref,
    Slot,
    Tag,
    Target,
    Unit,
)

_WEIGHT = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_LARGEST_REPEAT = 9_999
_MANY_DIGITS = 9

Children = list[Any]


ROW_HINT = "Write `{Song#2.title}` for a column of a second row."
_NO_SPACE = {ord(" "): None, ord("\n"): None}


class Expressions(Texts):
    """The callbacks of `gram.lark` for expressions."""

    def __init__(self) -> None:
        super().__init__()
        # Where the target read last ends: its own span is that of its name alone.
        self.target_end = NOWHERE

    # ------------------------------------------------------------------ parts

    def parts(self, children: Children) -> list[Part]:
        """A flat list of parts."""
        found: list[Part] = []
        for child in children:
            if isinstance(child, Token):
                if child.type == "TEXT":
                    found.extend(self.words(child))
                else:
                    found.append(self.quote(child))
            elif isinstance(child, list):
                found.extend(child)
            else:
                found.append(child)
        return found

    def postfix(self, children: Children) -> Any:
        """A postfix behind text applies to the last word of it only."""
        child, mark = children
        before: list[Part] = []
        if isinstance(child, Token) and child.type == "TEXT":
            before = self.words(child)
            part = before.pop()
        elif isinstance(child, list):
            before, part = child[:-1], child[-1]
        else:
            part = self.as_part(child)
        here = self.span(mark, mark)
        end = self.target_end if isinstance(part, Target) else part.span
        if not touches(end, here):
            self.find(
                "E107",
                f"There is white space before this {show(mark)}; it applies to nothing.",
                here,
                f"Let it touch what it repeats, or write `\\{mark[0]}` for the character.",
            )
        low, high = self.counts(mark)
        made = Postfix(
            part, str(mark) if mark[0] != "{" else "{}", low, high, span=part.span.to(here)
        )
        return [*before, made] if before else made

    def counts(self, mark: Token) -> tuple[int, int | None]:
        """How often a postfix repeats: at least, at most."""
        if mark[0] != "{":
            return {"?": (0, 1), "*": (0, None), "+": (1, None)}[mark]
        inside = str(mark[1:-1]).translate(_NO_SPACE)
        numbers = inside.split(",")
        if not all(n.isascii() and n.isdigit() for n in numbers) or len(numbers) > 2:
            self.find(
                "E108",
                f"{show(mark)} is not a repetition.",
                mark,
                "Write `{2}`, `{2,4}`, or `*` and `+` for repeating without bound.",
            )
            return 1, 1
        if any(len(n) > _MANY_DIGITS or int(n) > _LARGEST_REPEAT for n in numbers):
            self.find(
                "E108",
                f"{show(mark)} repeats more often than {_LARGEST_REPEAT} times.",
                mark,
                "Write `+` for repeating without bound.",
            )
            return 1, 1
        low, high = int(numbers[0]), int(numbers[-1])
        if low > high:
            self.find(
                "E108",
                f"{show(mark)} asks for at least {low} and at most {high}.",
                mark,
                f"Write the smaller number first: `{{{high},{low}}}`.",
            )
        return low, high

    def group(self, children: Children) -> Part:
        """`(a | b)` and `(a ; b)`."""
        first, last = children[0], children[-1]
        span = self.span(first, last)
        if len(children) == 3:
            return Group(self.full(children[1], first), span=span)
        bodies = []
        for i in range(1, len(children), 2):
            if children[i] is None:
                where = "before" if i == 1 else "behind"
                self.empty(children[max(i - 1, 2)], f"Nothing stands {where} this `;`.")
            else:
                bodies.append(self.full(children[i], first))
        return Permutation(tuple(bodies), span=span)

    def maybe(self, children: Children) -> Part:
        """`[a | b]`."""
        first, body, last = children
        return Maybe(self.full(body, first), span=self.span(first, last))

    def target(self, children: Children) -> Target:
        """A name as used, with its row and filters."""
        name = self.name(children[0])
        row: int | None = None
        column: str | None = None
        filters = children[1:]
        if filters and isinstance(filters[0], Token):
            token = filters[0]
            filters = filters[1:]
            digits, _, rest = str(token[1:]).partition(".")
            if len(digits) > _MANY_DIGITS or not digits.isascii():
                self.find("E115", f"{show(token)} is not the number of a row.", token, ROW_HINT)
            else:
                row = int(digits)
            if rest:
                column = rest
                if not is_name(rest):
                    self.find(
                        "E115",
                        f"{show(rest)} is not a name: {why_no_name(rest)}.",
                        token,
                        NAME_HINT,
                    )
        span = self.span(children[0], children[0])
        last = children[-1]
        self.target_end = last.span if isinstance(last, Filter) else self.span(last, last)
        return Target(name, row, column, tuple(filters), span=span)

    def filter(self, children: Children) -> Filter:
        """`[column=a|b]`."""
        tokens = [t for t in children if t.type in ("NAME", "QUOTE", "VALUE")]
        values = tuple(self.value_text(t) for t in tokens[1:])
        return Filter(self.value_text(tokens[0]), values, span=self.span(children[0], children[-1]))

    def ref(self, children: Children) -> Ref:
        """`<name>`."""
        return Ref(children[1], span=self.span(children[0], children[-1]))

    def minus(self, children: Children) -> Minus:
        """`<name - part>`."""
        less = tuple(
            self.as_part(c)
            for c in children[2:-1]
            if not (isinstance(c, Token) and c.type == "MINUS")
        )
        return Minus(children[1], less, span=self.span(children[0], children[-1]))

    def range_(self, children: Children) -> Range:
        """`<0..100 step 0.5 words times -1>`."""
        numbers: dict[str, str] = {}
        words = False
        seen: set[str] = set()
        for option in children[4:-1]:
            kind = option[0].type
            if kind in seen:
                self.find(
                    "E124",
                    f"This range says {show(option[0])} twice.",
                    option[0],
                    "Keep one of them.",
                )
            seen.add(kind)
            if kind == "WORDS":
                words = True
            else:
                numbers[kind] = self.number(option[1])
        return Range(
            self.number(children[1]),
            self.number(children[3]),
            numbers.get("STEP"),
            words,
            numbers.get("TIMES"),
            span=self.span(children[0], children[-1]),
        )

    def range_option(self, children: Children) -> Children:
        """One option of a range, as its tokens."""
        return children

    def number(self, token: Token) -> str:
        """A number as written, without a leading `+`."""
        if not token.isascii():
            self.find(
                "E124",
                f"The number {show(token)} is not in the digits 0 to 9.",
                token,
                "Write it in ASCII digits; `words` says how it is spoken.",
            )
        return token.removeprefix("+")

    # ------------------------------------------------------------------ slots

    def slot_own(self, children: Children) -> Slot:
        """`{Slot}`."""
        target: Target = children[1]
        plain = target.row is None and not target.filters
        span = self.span(children[0], children[-1])
        return Slot(target.name, None, None if plain else target, span=span)

    def slot_filled(self, children: Children) -> Slot:
        """`{slot:filler}`."""
        filler = self.as_part(children[3])
        return Slot(self.name(children[1]), filler, span=self.span(children[0], children[-1]))

    def constant(self, children: Children) -> Constant:
        """`{name = value}`."""
        span = self.span(children[0], children[-1])
        return Constant(self.name(children[1]), self.value_text(children[3]), span=span)

    def context(self, children: Children) -> Context:
        """`{name = @key}`."""
        key = str(children[3][1:])
        if not is_name(key):
            self.find(
                "E115", f"{show(key)} is not a name: {why_no_name(key)}.", children[3], NAME_HINT
            )
        span = self.span(children[0], children[-1])
        return Context(self.name(children[1]), key, span=span)

    # ------------------------------------------------------------------ alternatives

    def names(self, children: Children) -> list[Token]:
        """Names in parentheses."""
        return [t for t in children if t.type == "NAME"]

    def value(self, children: Children) -> Children:
        """`=> ID`."""
        return children

    tag = agree = value

    def alternative(self, children: Children) -> Alternative | Token | None:
        """An alternative; where it is empty its weight, or nothing."""
        weight: str | None = None
        token: Token | None = None
        if children and isinstance(children[0], Token) and children[0].type == "WEIGHT":
            token = children.pop(0)
            weight = self.weight(token)
        stop = len(children)
        while stop and isinstance(children[stop - 1], list) and _is_end(children[stop - 1]):
            stop -= 1
        parts = self.parts(children[:stop])
        ends: list[list[Any]] = children[stop:]
        if not parts:
            return token or (ends[0][0] if ends else None)
        span = parts[0].span.to(parts[-1].span)
        value: str | None = None
        tags: list[Tag] = []
        agree: Agree | None = None
        for end in ends:
            first, last = end[0], end[-1]
            if first.type == "TAG":
                here = self.span(first, first)
                if touches(parts[-1].span, here) and end is ends[0]:
                    self.find(
                        "E109",
                        f"{show(first)} touches the text before it, so it may be meant as text.",
                        here,
                        "Write a space before a tag, or `\\@` for the character.",
                    )
                tags.append(self.feature_value(first, str(first[1:]), here))
            elif first.type == "AGREE":
                names = last
                if agree is not None:
                    self.find(
                        "E291",
                        "This alternative says `@agree` twice.",
                        first,
                        "Put all features into one: `@agree(gender, number)`.",
                    )
                agree = Agree(tuple(self.name(t) for t in names), span=self.span(first, names[-1]))
                last = names[-1]
            else:
                if value is not None:
                    self.find(
                        "E290",
                        "This alternative has two canonical values.",
                        self.span(first, last),
                        "Keep one `=>`; a value of two words stands in quotes.",
                    )
                value = self.value_text(last)
            span = span.to(self.span(first, last))
        if token is not None:
            span = self.span(token, token).to(span)
        return Alternative(self.units(parts), weight, value, tuple(tags), agree, span=span)

    def units(self, parts: Sequence[Part]) -> tuple[Unit, ...]:
        """Parts that touch, made into units."""
        units: list[Unit] = []
        unit: list[Part] = [parts[0]]
        end = parts[0].span
        for part in parts[1:]:
            here = part.span
            if here.line == end.end_line and here.column == end.end_column:
                unit.append(part)
            else:
                units.append(tuple(unit))
                unit = [part]
            end = here
        units.append(tuple(unit))
        return tuple(units)

    def weight(self, token: Token) -> str:
        """The number between the strokes of a weight."""
        text = str(token[1:-1])
        if _WEIGHT.fullmatch(text) is None:
            why = "is no weight"
            hint = "Write digits, with a point where you need one: `/3/`, `/0.5/`"
            if text.startswith("-"):
                why = "is negative, and no weight is"
            elif "e" in text.lower():
                why = "is written with an exponent, which weights are not"
            self.find(
                "E105", f"{show(token)} {why}.", token, f"{hint}; text like this stands in quotes."
            )
            return "1"
        if len(text) > 300 and float(text) == float("inf"):
            self.find("E105", "This weight is too large to be counted with.", token)
            return "1"
        return text

    def feature_value(self, token: Token, text: str, span: Span) -> Tag:
        """A tag or a feature's value."""
        if not is_feature_value(text):
            self.find(
                "E115",
                f"{show(text)} is not a feature value: {why_no_name(text)}.",
                token,
                NAME_HINT,
            )
        return Tag(text, span=span)

    def body(self, children: Children) -> Body | Token | None:
        """Alternatives; where there is but one and it is empty, what `alternative` gave."""
        if len(children) == 1:
            only = children[0]
            if not isinstance(only, Alternative):
                return cast("Token | None", only)
            return Body((only,), span=only.span)
        found: list[Alternative] = []
        for i in range(0, len(children), 2):
            child = children[i]
            if isinstance(child, Alternative):
                found.append(child)
                continue
            bar = children[i - 1] if i else children[1]
            if child is not None:
                self.empty(child)
            elif i == len(children) - 1:
                self.empty(bar, "Nothing stands behind this `|`.")
            elif i == 0:
                self.empty(bar, "Nothing stands before this `|`.")
            else:
                self.empty(bar, "Nothing stands between this `|` and the next.")
        if not found:
            return Body(())
        span = found[0].span.to(found[-1].span)
        return Body(tuple(found), span=span)

    def empty(self, place: Token, message: str = "") -> None:
        """E101: an alternative without text."""
        start = self.span(place, place)
        width = len(place.rstrip(" \n"))
        self.find(
            "E101",
            message or f"There is no text in this alternative, only {show(place)}.",
            Span(self.path, start.line, start.column, start.line, start.column + width),
            'Where the text may be left out write `[…]`; the empty text is written `""`.',
        )

    def full(self, body: Body | Token | None, opened: Token) -> Body:
        """The body of a bracket; E101 where the bracket is empty."""
        if isinstance(body, Body):
            return body
        if body is None:
            self.empty(opened, f"Nothing stands in this {show(opened)}.")
        else:
            self.empty(body)
        return Body(())


def _is_end(child: list[Any]) -> bool:
    return isinstance(child[0], Token)
