"""YAML with places, in which every scalar is a text: `on`, `yes` and `1.0` stay as written.

Anchors are followed, but what they stand for is bounded, so that nine lines can't become a billion
values. Nothing is constructed: tags are texts that nobody looks at.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..dsl.findings import Finding
from ..dsl.span import Span
from .source import Source

if TYPE_CHECKING:
    import yaml

MOST = 8_000_000
"""So many characters of YAML are read from one file."""
MOST_VALUES = 2_000_000
"""So many values may stand in one file, those behind aliases counted each time."""
DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Value:
    """One value: a text (`text`), a list (`values`), a map (`pairs`), or nothing (`kind` is
    `none`: an empty value, `~` or `null`, unquoted). `style` is `|` or `>` for a block, a quote
    for a quoted text, else empty. `lines` is where the lines of a block begin in the file:
    the first line's number and its column."""

    kind: str
    span: Span
    text: str = ""
    values: tuple[Value, ...] = ()
    pairs: tuple[tuple[Value, Value], ...] = ()
    style: str = ""
    tag: str = ""

    def get(self, key: str) -> Value | None:
        """The value under *key* of a map; None where there is none, or this is no map."""
        for name, value in self.pairs:
            if name.text == key:
                return value
        return None

    def items(self) -> Iterator[tuple[str, Value, Value]]:
        """(key, its place as a value, value) of a map, in order."""
        for name, value in self.pairs:
            yield name.text, name, value


def load(source: Source, most: int = MOST_VALUES) -> tuple[Value | None, list[Finding]]:
    """The only document of *source*; None where it is not well-formed (E602), too large (E601),
    or unfolds to more than *most* values (E604). An empty document is a `none`; a key given
    twice is E602."""
    found, findings = _load(source, most, several=False)
    return (found[0] if found else None), findings


def load_all(source: Source, most: int = MOST_VALUES) -> tuple[list[Value] | None, list[Finding]]:
    """All documents of *source*, with `---` between them, as `load` reads one."""
    return _load(source, most, several=True)


def _load(source: Source, most: int, several: bool) -> tuple[list[Value] | None, list[Finding]]:
    import yaml

    if len(source.text) > MOST:
        return None, [
            Finding(
                "E601",
                f"This file has more than {MOST / 1e6:g} million characters of YAML.",
                source.line(1),
                "Take it apart into several files.",
            )
        ]
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        too_many = _unfolded(source, loader, most)
        if too_many is not None:
            return None, [too_many]
        if several:
            roots: list[yaml.Node | None] = list(yaml.compose_all(source.text, Loader=loader))
        else:
            roots = [yaml.compose(source.text, Loader=loader)]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = (error.problem or "it can't be read").strip()
        about = f" {error.context.strip()}" if error.context else ""
        return None, [Finding("E602", f"This is not YAML: {message}{about}.", _at(source, mark))]
    except yaml.reader.ReaderError as error:
        span = source.span(min(error.position, max(len(source.text) - 1, 0)))
        return None, [Finding("E602", f"This is not YAML: {error.reason}.", span)]
    findings: list[Finding] = []
    none = Value("none", source.line(1))
    found = [none if r is None else _value(source, r, findings, {}) for r in roots]
    return found, findings


def _at(source: Source, mark: Any) -> Span:
    if mark is None:
        return source.line(1)
    return source.line(mark.line + 1, mark.column, mark.column + 1)


def _unfolded(source: Source, loader: type, most: int) -> Finding | None:
    """What is wrong with the size, without making anything: events are counted, aliases by the
    size of what they stand for."""
    import yaml

    sizes: dict[str, int] = {}
    open_nodes: list[tuple[str | None, int]] = []
    total = 0
    for event in yaml.parse(source.text, Loader=loader):
        if isinstance(event, yaml.AliasEvent):
            size = sizes.get(event.anchor or "")
            if size is None and any(anchor == event.anchor for anchor, _ in open_nodes):
                return Finding(
                    "E604",
                    f"The alias *{event.anchor} stands within what it means.",
                    _at(source, event.start_mark),
                )
            total += size or 0  # an unknown one is told when values are made
        elif isinstance(event, yaml.ScalarEvent):
            total += 1
            if event.anchor:
                sizes[event.anchor] = 1
        elif isinstance(event, yaml.CollectionStartEvent):
            total += 1
            open_nodes.append((event.anchor, total))
            if len(open_nodes) > DEEPEST:
                return Finding(
                    "E604",
                    f"Values are nested more than {DEEPEST} deep here.",
                    _at(source, event.start_mark),
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_nodes.pop()
            if anchor:
                sizes[anchor] = total - before + 1
        if total > most:
            return Finding(
                "E604",
                f"With its aliases written out this file has more than {most:,} values.",
                _at(source, event.start_mark),
                "Write out what is meant, or take the file apart.",
            )
    return None


def _value(
    source: Source, node: yaml.Node, findings: list[Finding], done: dict[int, Value]
) -> Value:
    import yaml

    found = done.get(id(node))
    if found is not None:
        return found
    start, end = node.start_mark, node.end_mark
    span = Span(source.path, start.line + 1, start.column + 1, end.line + 1, end.column + 1)
    made: Value
    if isinstance(node, yaml.ScalarNode):
        nothing = node.tag == "tag:yaml.org,2002:null" and not node.style
        kind = "none" if nothing else "text"
        made = Value(kind, span, node.value, style=node.style or "", tag=node.tag)
    elif isinstance(node, yaml.SequenceNode):
        values = tuple([_value(source, each, findings, done) for each in node.value])
        made = Value("list", span, values=values)
    else:
        pairs: list[tuple[Value, Value]] = []
        seen: set[str] = set()
        for key, value in node.value:
            name = _value(source, key, findings, done)
            if name.kind in ("list", "map"):
                findings.append(Finding("E602", "A key is a text, not a list or a map.", name.span))
                continue
            if name.text in seen:
                findings.append(
                    Finding("E602", f"The key “{name.text}” stands here twice.", name.span)
                )
                continue
            seen.add(name.text)
            pairs.append((name, _value(source, value, findings, done)))
        made = Value("map", span, pairs=tuple(pairs))
    done[id(node)] = made
    return made


def wanted(value: Value, kind: str, what: str) -> Finding | None:
    """E603 where *value* is not of that *kind*; *what* says what should stand there, as in “a
    list of sentences”."""
    if value.kind == kind:
        return None
    names = {"none": "nothing", "text": "a text", "list": "a list", "map": "a map"}
    return Finding(
        "E603", f"{what} should stand here, and there is {names[value.kind]}.", value.span
    )
