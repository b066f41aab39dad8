"""Picture: the network of a rule as a person would draw it.

Made from the IR, not from the networks that are sampled: those hold every rule once for each
combination of features, which nobody could read. What is alike is drawn together: texts that run
on are one box, alternatives that are only text one list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from ...catalogues.numbers.notation import said_name
from ...compiler import ir, raise_tree
from ...compiler.raise_tree import optional
from ...dsl.printer import print_units

START, END = 0, 1
NO_CLUSTER = -1
NOTHING = " "
"""The label of an edge that bears no probability: it is not one of several ways."""
MOST_WAYS = 24
"""Of a choice among more ways than this only the first are drawn; lists of texts count as one."""


@dataclass(frozen=True, slots=True)
class Words:
    """Text, as it stands between spaces or against what is beside it."""

    text: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A space."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What an alternative gives besides its text: `=> VALUE`, `@tag`, `@agree(feature)`."""

    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A draw from a catalogue: its name with the filter, and how many rows there are, None where
    it is open."""

    name: str
    size: int | None


@dataclass(frozen=True, slots=True)
class Other:
    """Another rule."""

    name: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A slot without text, as it is written."""

    text: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A slot whose filling does not branch."""

    name: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """Alternatives that are only text, with their probabilities."""

    rows: tuple[tuple[tuple[Item, ...], Fraction], ...]


Item = Words | Gap | Mark | Rows | Other | Fixed | Filled | Choices


@dataclass(frozen=True, slots=True)
class Placed:
    """An item and the cluster that it lies in."""

    item: Item
    cluster: int


@dataclass(frozen=True, slots=True)
class Edge:
    """From one state to another: what is written on the way. `share` is its probability where
    others leave the same state; `label` is said instead of it. `skips`: it leaves something out;
    `back`: it leads back, to say something once more."""

    source: int
    target: int
    share: Fraction
    items: tuple[Placed, ...] = ()
    label: str = ""
    skips: bool = False
    back: bool = False


@dataclass(frozen=True, slots=True)
class Cluster:
    """A frame around some states: a slot that branches (`slot`) or parts in any order (`any`)."""

    kind: str
    label: str
    parent: int


@dataclass(slots=True)
class Picture:
    """States (each with its cluster), edges in the order of the text, and clusters."""

    states: list[int] = field(default_factory=lambda: [NO_CLUSTER, NO_CLUSTER])
    edges: list[Edge] = field(default_factory=list)
    clusters: list[Cluster] = field(default_factory=list)

    def state(self, cluster: int) -> int:
        """A new state."""
        self.states.append(cluster)
        return len(self.states) - 1

    def embed(self, other: Picture, source: int, target: int, cluster: int) -> None:
        """Puts another picture between two states, within a cluster."""
        first = len(self.clusters)

        def placed(inner: int) -> int:
            return cluster if inner == NO_CLUSTER else first + inner

        for one in other.clusters:
            self.clusters.append(replace(one, parent=placed(one.parent)))
        number = {START: source, END: target}
        for state, inner in enumerate(other.states):
            if state not in number:
                number[state] = self.state(placed(inner))
        for edge in other.edges:
            items = tuple(Placed(i.item, placed(i.cluster)) for i in edge.items)
            self.edges.append(
                replace(edge, source=number[edge.source], target=number[edge.target], items=items)
            )


Shares = Mapping[int, Fraction]
"""The probability of an alternative, and of what is optional, by the id of its node."""


class Painter:
    """Makes pictures; *shares* gives the probabilities, *size* the rows of a draw."""

    def __init__(self, shares: Shares, size: Callable[[ir.Draw], int | None]) -> None:
        self._shares = shares
        self._size = size

    def picture(self, body: ir.Choice) -> Picture:
        """The picture of a rule or intent."""
        return self._picture(body)

    def _picture(self, node: ir.Node) -> Picture:
        made = Picture()
        self._emit(made, node, START, END)
        simplify(made)
        return made

    def _emit(self, into: Picture, node: ir.Node, source: int, target: int) -> None:
        if isinstance(node, ir.Choice):
            self._choice(into, node, source, target)
        elif isinstance(node, ir.Slot):
            self._slot(into, node, source, target)
        elif isinstance(node, ir.Repeat):
            self._repeat(into, node, source, target)
        elif isinstance(node, ir.Permute):
            into.clusters.append(Cluster("any", "in any order", NO_CLUSTER))
            cluster = len(into.clusters) - 1
            before, after = into.state(cluster), into.state(cluster)
            into.edges.append(Edge(source, before, Fraction(1)))
            for body in node.bodies:
                first = into.state(cluster)
                into.edges.append(Edge(before, first, Fraction(1), label=NOTHING))
                into.embed(self._picture(body), first, after, cluster)
            into.edges.append(Edge(after, target, Fraction(1)))
        else:
            item = Placed(self._item(node), NO_CLUSTER)
            into.edges.append(Edge(source, target, Fraction(1), (item,)))

    def _item(self, node: ir.Node) -> Item:
        if isinstance(node, ir.Text):
            return Words(node.text)
        if isinstance(node, ir.Space):
            return Gap()
        if isinstance(node, ir.Call):
            return Other(node.rule)
        if isinstance(node, ir.Draw):
            where = "".join(f"[{column}={'|'.join(cells)}]" for column, cells in node.where)
            name = said_name(node.catalogue)
            if node.column is not None:
                name += f"{f'#{node.nth}' if node.nth > 1 else ''}.{node.column}"
            return Rows(name + where, self._size(node))
        if isinstance(node, ir.Minus):
            shown = print_units(((raise_tree.part(node),),))[1:-1]
            return Other(shown) if isinstance(node.body, ir.Call) else Rows(shown, None)
        if isinstance(node, ir.Constant):
            return Fixed(f"{node.name} = {node.value}")
        assert isinstance(node, ir.Context)
        return Fixed(f"{node.name} = @{node.key}")

    def _choice(self, into: Picture, choice: ir.Choice, source: int, target: int) -> None:
        shares = [self._shares.get(id(option), Fraction(1)) for option in choice.options]
        if optional(choice) is not None:
            there = self._shares.get(id(choice), Fraction(1))
            shares = [there, 1 - there]
        ways = [(o, p) for o, p in zip(choice.options, shares, strict=True) if p]
        branching = [
            o for o, _ in ways if not all(isinstance(n, ir.Text | ir.Space) for n in o.parts)
        ]
        cut = {id(o) for o in branching[MOST_WAYS - 1 :]} if len(branching) > MOST_WAYS else set()
        left = Fraction(0)
        for option, share in ways:
            if id(option) in cut:
                left += share
                continue
            first = source
            if share != 1:
                first = into.state(NO_CLUSTER)
                into.edges.append(Edge(source, first, share, skips=not option.parts))
            self._option(into, option, first, target)
        if cut:
            item = Placed(Mark(f"… {len(cut)} more"), NO_CLUSTER)
            into.edges.append(Edge(source, target, left, (item,)))

    def _option(self, into: Picture, option: ir.Option, source: int, target: int) -> None:
        for part in option.parts:
            after = into.state(NO_CLUSTER)
            self._emit(into, part, source, after)
            source = after
        marks = [] if option.value is None else [f"⇒ {option.value}"]
        marks.extend(f"@{value}" for _, value in option.tags)
        if option.agree:
            marks.append(f"@agree({', '.join(option.agree)})")
        items = tuple(Placed(Mark(text), NO_CLUSTER) for text in marks)
        into.edges.append(Edge(source, target, Fraction(1), items))

    def _slot(self, into: Picture, slot: ir.Slot, source: int, target: int) -> None:
        inner = self._picture(slot.body)
        if len(inner.edges) == 1 and inner.edges[0].share == 1 and not inner.edges[0].label:
            items = tuple(one.item for one in inner.edges[0].items)
            item = Placed(Filled(slot.name, items), NO_CLUSTER)
            into.edges.append(Edge(source, target, Fraction(1), (item,)))
            return
        into.clusters.append(Cluster("slot", slot.name, NO_CLUSTER))
        cluster = len(into.clusters) - 1
        before, after = into.state(cluster), into.state(cluster)
        into.edges.append(Edge(source, before, Fraction(1)))
        into.embed(inner, before, after, cluster)
        into.edges.append(Edge(after, target, Fraction(1)))

    def _repeat(self, into: Picture, repeat: ir.Repeat, source: int, target: int) -> None:
        low, high = repeat.low, repeat.high
        before, after = into.state(NO_CLUSTER), into.state(NO_CLUSTER)
        one = Fraction(1)
        if low == 0:
            never = Fraction(1, 2 if high is None else high + 1)
            middle = into.state(NO_CLUSTER)
            into.edges.append(Edge(source, middle, one))
            into.edges.append(Edge(middle, before, 1 - never))
            into.edges.append(Edge(middle, target, never, skips=True))
        else:
            into.edges.append(Edge(source, before, one))
        into.embed(self._picture(repeat.body), before, after, NO_CLUSTER)
        gap = Placed(Gap(), NO_CLUSTER)
        back = Edge(after, before, Fraction(1, 2), (gap,), back=True)
        if high is None:
            into.edges.append(Edge(after, target, Fraction(1, 2)))
            into.edges.append(back)
        elif high > 1:
            times = str(high) if low == high else f"{max(low, 1)}–{high}"
            into.edges.append(Edge(after, target, one, label=NOTHING))
            into.edges.append(replace(back, label=f"{times} times"))
        else:
            into.edges.append(Edge(after, target, one))


# --------------------------------------------------------------------------- simplifying


def simplify(picture: Picture) -> None:
    """Joins edges that follow each other without a choice, and lists alternatives of text."""
    while _join(picture) or _begin(picture) or _list(picture):
        pass


def _join(picture: Picture) -> bool:
    """Takes out states that nothing is decided at; says whether there were any."""
    changed = False
    while True:
        leaving: dict[int, list[int]] = {}
        coming: dict[int, list[int]] = {}
        for number, edge in enumerate(picture.edges):
            leaving.setdefault(edge.source, []).append(number)
            coming.setdefault(edge.target, []).append(number)
        gone: set[int] = set()
        edges: list[Edge | None] = list(picture.edges)
        for state in range(2, len(picture.states)):
            before, after = coming.get(state, []), leaving.get(state, [])
            if len(after) != 1 or not before or gone.intersection((*before, *after)):
                continue
            (out,) = after
            follow = picture.edges[out]
            silent = all(isinstance(placed.item, Gap) for placed in follow.items)
            if follow.label or follow.target == state or (len(before) > 1 and not silent):
                continue
            crossed = picture.states[state] != picture.states[follow.target]
            if len(before) > 1 and crossed and follow.target > END:
                continue
            for number in before:
                edge = picture.edges[number]
                edges[number] = replace(
                    edge, target=follow.target, items=(*edge.items, *follow.items)
                )
            edges[out] = None
            gone.update((*before, out))
        if not gone:
            return changed
        picture.edges = [edge for edge in edges if edge is not None]
        changed = True


def _begin(picture: Picture) -> bool:
    """Lets the start take the place of a state that it leads to for sure; says whether it did."""
    leaving = [e for e in picture.edges if e.source == START]
    if len(leaving) != 1 or leaving[0].items or leaving[0].label:
        return False
    state = leaving[0].target
    if state == END or picture.states[state] != picture.states[START]:
        return False
    if sum(e.target == state for e in picture.edges) > 1:
        return False
    picture.edges = [
        replace(e, source=START) if e.source == state else e
        for e in picture.edges
        if e is not leaving[0]
    ]
    return True


def _list(picture: Picture) -> bool:
    """Makes one edge of several that lead the same way and hold only text."""
    groups: dict[tuple[int, int, int], list[int]] = {}
    for number, edge in enumerate(picture.edges):
        clusters = {placed.cluster for placed in edge.items}
        plain = all(isinstance(p.item, Words | Gap | Mark) for p in edge.items)
        says = any(not isinstance(p.item, Gap) for p in edge.items)
        if plain and says and len(clusters) == 1 and not edge.label and edge.source != edge.target:
            key = (edge.source, edge.target, clusters.pop())
            groups.setdefault(key, []).append(number)
    gone: set[int] = set()
    for (source, target, cluster), numbers in groups.items():
        if len(numbers) < 2:
            continue
        texts = [tuple(p.item for p in picture.edges[n].items) for n in numbers]
        before = all(isinstance(items[0], Gap) for items in texts)
        after = all(isinstance(items[-1], Gap) for items in texts)
        shares = [picture.edges[n].share for n in numbers]
        placed = [Placed(Choices(tuple(zip(texts, shares, strict=True))), cluster)]
        if before:
            placed.insert(0, Placed(Gap(), cluster))
        if after:
            placed.append(Placed(Gap(), cluster))
        picture.edges[numbers[0]] = Edge(source, target, sum(shares, Fraction(0)), tuple(placed))
        gone.update(numbers[1:])
    if gone:
        picture.edges = [e for n, e in enumerate(picture.edges) if n not in gone]
    return bool(gone)
