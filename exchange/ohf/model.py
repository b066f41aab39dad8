"""What a language of OHF-Voice/intents holds, as read and not yet looked at."""

from __future__ import annotations

from dataclasses import dataclass, field

from ...dsl.span import Span
from .template import Sequence


@dataclass(frozen=True, slots=True)
class Template:
    """One template and the comments above and behind it."""

    items: Sequence
    text: str
    span: Span
    comments: tuple[str, ...] = ()
    trailing: str | None = None


@dataclass(frozen=True, slots=True)
class ListValue:
    """One value of a list: what is said, and what is meant (None: what is said)."""

    said: Template
    meant: str | None


@dataclass(frozen=True, slots=True)
class Range:
    """A list of numbers. `parts` is 1, or 2 for halves and 10 for tenths."""

    low: int
    high: int
    step: int = 1
    parts: int = 1
    times: str | None = None
    digits: bool = True
    words: bool = True


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list: of values, a range, or (neither) any words."""

    name: str
    span: Span
    values: tuple[ListValue, ...] | None = None
    range: Range | None = None
    comments: tuple[str, ...] = ()

    @property
    def is_wildcard(self) -> bool:
        """Whether it stands for any words."""
        return self.values is None and self.range is None


@dataclass(frozen=True, slots=True)
class RuleOf:
    """An expansion rule."""

    name: str
    template: Template
    file: str
    """Its file's name without ending."""


@dataclass(frozen=True, slots=True)
class Needed:
    """One entry of `requires_context` or `excludes_context`: the values it may (not) have, none
    meaning any, and the slot that it is copied to."""

    key: str
    values: tuple[str, ...]
    slot: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Block:
    """One block of sentences."""

    intent: str
    combination: str
    """The file's name without ending."""
    span: Span
    sentences: tuple[Template, ...]
    slots: tuple[tuple[str, str], ...] = ()
    requires: tuple[Needed, ...] = ()
    excludes: tuple[Needed, ...] = ()
    rules: tuple[RuleOf, ...] = ()
    lists: tuple[ListOf, ...] = ()
    comments: tuple[str, ...] = ()
    file_comments: tuple[str, ...] = ()
    """Those at the top of the file, with its first block."""
    label: str = ""
    """What tells it from its neighbours in the same file, where something does."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A name, area or floor that a test file brings: what is said, and of an entity its domain and
    its attributes."""

    said: str
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence of a test, its slots each with the values it may have."""

    intent: str
    text: str
    span: Span
    slots: tuple[tuple[str, tuple[str, ...]], ...]
    context_area: bool = False
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TestFile:
    """One file of tests and what it brings: values by list."""

    path: str
    brings: tuple[tuple[str, tuple[Entity, ...]], ...]
    examples: tuple[Example, ...]
    area: str | None = None
    """Where the voice satellite stands, if that is said."""


@dataclass(slots=True)
class Language:
    """All of it."""

    tag: str
    blocks: list[Block] = field(default_factory=list)
    rules: dict[str, RuleOf] = field(default_factory=dict)
    lists: dict[str, ListOf] = field(default_factory=dict)
    skips: list[Template] = field(default_factory=list)
    tests: list[TestFile] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    """Intents, in the order of `intents.yaml`."""
    ignore_whitespace: bool = False
