"""The tree: a `.gram` file as it was written.

Nodes are frozen; spans, and layout that the printer may change, do not count in comparisons,
so that `parse(print(t)) == t` can be a law. Texts are unescaped and normalised (NFC, one kind of
space); names are not looked up: that is the compiler's work.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

from .span import NOWHERE, Span


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Node:
    """What all nodes share: where they stand, and how they are compared.

    Comparison is written once here and not made for each of the forty classes: making it took
    longer than reading a small file.
    """

    span: Span = field(default=NOWHERE, compare=False, repr=False)

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        # A stack of our own: brackets nest a hundred deep, and Python's stack is short.
        pairs: list[tuple[object, object]] = [(self, other)]
        while pairs:
            one, two = pairs.pop()
            if isinstance(one, Node) and type(one) is type(two):
                pairs.extend((getattr(one, n), getattr(two, n)) for n in _compared(type(one)))
            elif isinstance(one, tuple) and isinstance(two, tuple) and len(one) == len(two):
                pairs.extend(zip(one, two, strict=True))
            elif one != two:
                return False
        return True

    def __hash__(self) -> int:
        found: list[object] = []
        nodes: list[object] = [self]
        while nodes:
            one = nodes.pop()
            found.append(type(one))
            if isinstance(one, Node):
                nodes.extend(getattr(one, n) for n in _compared(type(one)))
            elif isinstance(one, tuple):
                nodes.extend(one)
                found.append(len(one))
            else:
                found.append(one)
        return hash(tuple(found))

    def __repr__(self) -> str:
        shown = ", ".join(f"{n}={getattr(self, n)!r}" for n in _compared(type(self)))
        return f"{type(self).__name__}({shown})"


_COMPARED: dict[type, tuple[str, ...]] = {}


def _compared(kind: type) -> tuple[str, ...]:
    """The fields of a node that count in comparisons."""
    names = _COMPARED.get(kind)
    if names is None:
        names = _COMPARED[kind] = tuple(f.name for f in fields(kind) if f.compare)
    return names


# --------------------------------------------------------------------------- expressions


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Word(Node):
    """One bare word of text (no white space inside), escapes resolved."""

    text: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Quote(Node):
    """A quoted text; may hold spaces and may be empty."""

    text: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Filter(Node):
    """`[column=a|b]`: only rows whose *column* holds one of *values*."""

    column: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Target(Node):
    """The name of a rule or catalogue, as used: `Song`, `d.time`, `Song.title`, `Song#2.title`.

    `name` keeps its dots (which of them begin a column is not known yet); `row` is the number
    behind `#`, and then `column` what stands behind the dot after it.
    """

    name: str
    row: int | None = None
    column: str | None = None
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Ref(Node):
    """`<name>`: a rule or catalogue, unlabelled."""

    target: Target


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Range(Node):
    """`<low..high step S words times T>`; numbers as written, without a leading `+`."""

    low: str
    high: str
    step: str | None = None
    words: bool = False
    times: str | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Minus(Node):
    """`<name - part>`: the texts of *target* without those of *without*, each a part."""

    target: Target
    without: tuple[Part, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Slot(Node):
    """`{Slot}` or `{slot:filler}`. Without a filler the slot's name is that of its filler too;
    `row`, `column` and `filters` of such a slot stand in `own`, whose name equals `name`."""

    name: str
    filler: Part | None = None
    own: Target | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Constant(Node):
    """`{name = value}`: a slot without text."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Context(Node):
    """`{name = @key}`: a slot whose value the caller gives at use."""

    name: str
    key: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Group(Node):
    """`(a | b)`."""

    body: Body


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Maybe(Node):
    """`[a | b]`: a bracket that may be left out."""

    body: Body


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Permutation(Node):
    """`(a ; b ; c)`: all of them, in any order; at least two."""

    bodies: tuple[Body, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Postfix(Node):
    """`x?` (0, 1), `x*` (0, None), `x+` (1, None), `x{2}` (2, 2), `x{2,4}` (2, 4).

    `mark` is `?`, `*`, `+` or `{}`: `x?` and `x{0,1}` differ in their weights' meaning.
    """

    part: Part
    mark: str
    low: int
    high: int | None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Anchor(Node):
    """`^` or `$` in the context of a rewrite."""

    mark: str


Part = (
    Word
    | Quote
    | Target  # only inside a slot: {slot:Target}
    | Ref
    | Range
    | Minus
    | Slot
    | Constant
    | Context
    | Group
    | Maybe
    | Permutation
    | Postfix
    | Anchor  # only in the contexts of a rewrite
)

Unit = tuple[Part, ...]
"""Parts that touch, and so make one word. Two words never stand side by side in a unit."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Tag(Node):
    """`@f`: a feature value carried by an alternative."""

    value: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Agree(Node):
    """`@agree(gender, number)`."""

    features: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Alternative(Node):
    """One alternative: units with white space between them, and what stands at its end.

    `weight` is the number as written; `value` the canonical value behind `=>`. Comments within
    or directly above the alternative are in `comments` (as in `Notes`), one behind its last line
    in `trailing`: only alternatives at the top of a statement have any.
    """

    units: tuple[Unit, ...]
    weight: str | None = None
    value: str | None = None
    tags: tuple[Tag, ...] = ()
    agree: Agree | None = None
    comments: tuple[str, ...] = ()
    trailing: str | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Body(Node):
    """Alternatives, at least one. `broken`: they stood on lines of their own."""

    alternatives: tuple[Alternative, ...]
    broken: bool = field(default=False, compare=False)


# --------------------------------------------------------------------------- statements


@dataclass(frozen=True, slots=True)
class Notes:
    """The comments around a statement, without `#` and one space behind it, right-stripped.

    `above`: lines above it, `None` for a blank line between them (runs of blank lines are one);
    `doc`: the `##` lines directly above; `trailing`: behind its last line where no alternative
    takes it; `ending`: indented comments below its last line. A blank line between `above` and
    the statement is a `None` at the end of `above`.
    """

    above: tuple[str | None, ...] = ()
    doc: tuple[str, ...] = ()
    trailing: str | None = None
    ending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Statement(Node):
    """What all statements share."""

    notes: Notes = Notes()
    name_span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class GrammarName(Statement):
    """`grammar NAME`."""

    name: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Locale(Statement):
    """`locale TAG`."""

    tag: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Import(Statement):
    """`import std.en.polite` (`module`) or `import "dates.gram"` (`path`)."""

    module: str | None = None
    path: str | None = None
    alias: str | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Wildcard(Statement):
    """`wildcard NAME [from "file"]`."""

    name: str
    path: str | None = None
    path_span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Feature(Statement):
    """`feature NAME = v | w`."""

    name: str
    values: tuple[Tag, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class ColumnMap(Node):
    """`column=header` behind a catalogue's file."""

    column: str
    header: str


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Catalog(Statement):
    """`catalog NAME = …` (`body`), `catalog NAME from "file"` (`path`) or open (neither)."""

    name: str
    body: Body | None = None
    path: str | None = None
    columns: tuple[ColumnMap, ...] = ()
    path_span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rule(Statement):
    """`NAME = …`."""

    name: str
    body: Body


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Intent(Statement):
    """`intent NAME /weight/ = …`."""

    name: str
    body: Body
    weight: str | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rewrite(Statement):
    """`rewrite "x" => "y" / LEFT _ RIGHT`; `left` and `right` are empty where not given."""

    old: tuple[Unit, ...]
    new: str
    left: tuple[Unit, ...] = ()
    right: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Skip(Statement):
    """`skip a | b`."""

    body: Body


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TestLine(Node):
    """One line of a test: `kind` is `accept`, `reject`, or `context`, whose text is `key = value`;
    `text` as written behind it, stripped. `text_span` covers the text."""

    kind: str
    text: str
    comments: tuple[str, ...] = ()
    text_span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TestBind(Node):
    """`bind NAME = a | b` in a test: binds a catalogue for the lines below it."""

    name: str
    body: Body
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Test(Statement):
    """`test INTENT` and its lines."""

    intent: str
    lines: tuple[TestLine | TestBind, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Broken(Statement):
    """A statement that could not be read. `text` is its source, kept by the printer; `kind` and
    `name` are what it would have defined (`rule`, `intent`, `catalog`, `feature`, `wildcard`),
    so that uses of the name are no errors."""

    text: str
    kind: str | None = None
    name: str | None = None


AnyStatement = (
    GrammarName
    | Locale
    | Import
    | Wildcard
    | Feature
    | Catalog
    | Rule
    | Intent
    | Rewrite
    | Skip
    | Test
    | Broken
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class File(Node):
    """A whole file: its statements, and the comments behind the last of them."""

    statements: tuple[AnyStatement, ...]
    path: str = field(default="", compare=False)
    ending: tuple[str | None, ...] = ()
