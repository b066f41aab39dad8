"""What alternatives whose columns share rows mean, worked out by brute force and by itself: every
choice of rows, then every choice of parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from hypothesis import strategies as st

COLUMNS = ("title", "artist", "genre")


@dataclass(frozen=True)
class Row:
    """One row, its cells in the order of `COLUMNS`; an id belongs to the first of them."""

    cells: tuple[str, str, str]
    weight: int
    id: str


@dataclass(frozen=True)
class Piece:
    """`word`; `use` of column `what` of row `nth`; `maybe` of `inner`; `either` of `inner`; `again`
    once or twice of `inner`."""

    kind: str
    what: str = ""
    nth: int = 1
    inner: tuple[Piece, ...] = ()
    where: str = ""


_words = st.sampled_from("xyz").map(lambda w: Piece("word", w))
_uses = st.builds(
    lambda what, nth, where: Piece("use", what, nth, where=where),
    st.sampled_from((*COLUMNS, "title")),
    st.sampled_from((1, 1, 1, 2)),
    st.sampled_from(("", "", "", "", "pop", "rock")),
)


def _bracketed(inner: st.SearchStrategy[Piece]) -> st.SearchStrategy[Piece]:
    some = st.lists(inner, min_size=1, max_size=2).map(tuple)
    return st.builds(
        lambda kind, inner: Piece(kind, inner=inner),
        st.sampled_from(("maybe", "either", "again", "any")),
        some,
    )


pieces = st.lists(
    st.recursive(_words | _uses | _uses, _bracketed, max_leaves=4), min_size=1, max_size=4
)
alternatives = st.lists(pieces.map(tuple), min_size=1, max_size=2)
rows = st.lists(
    st.builds(
        Row,
        st.tuples(
            st.sampled_from(("Vogue", "Hello", "hey you", "x")),
            st.sampled_from(("Adele", "Madonna", "")),
            st.sampled_from(("pop", "rock", "")),
        ),
        st.integers(0, 3),
        st.sampled_from(("", "", "A", "B")),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda r: (r.cells, r.id),
)


def table(given: Sequence[Row]) -> str:
    """The catalogue's file."""
    lines = ["\t".join((*COLUMNS, "weight", "id"))]
    lines += ["\t".join((*row.cells, str(row.weight), row.id)) for row in given]
    return "\n".join(lines) + "\n"


def source(given: Sequence[Sequence[Piece]]) -> str:
    """The grammar."""
    body = " | ".join(_written(alternative) for alternative in given)
    return f'catalog Song from "songs.tsv"\nintent Play = {body}\n'


def _written(given: Sequence[Piece]) -> str:
    return " ".join(map(_piece, given))


def _piece(piece: Piece) -> str:
    if piece.kind == "word":
        return piece.what
    if piece.kind == "use":
        number = "" if piece.nth == 1 else f"#{piece.nth}"
        where = f"[genre={piece.where}]" if piece.where else ""
        return f"{{{piece.what[0].upper()}:Song{number}.{piece.what}{where}}}"
    inner = [_piece(p) for p in piece.inner]
    if piece.kind == "maybe":
        return f"[{' '.join(inner)}]"
    if piece.kind == "again":
        return f"({' '.join(inner)}){{1,2}}"
    return f"({(' | ' if piece.kind == 'either' else ' ; ').join(inner)})"


Label = tuple[str, int, int, "str | None"]
Text = tuple[str, tuple[Label, ...]]


def used(given: Sequence[Piece]) -> Iterator[Piece]:
    """All uses, whether they come out or not."""
    for piece in given:
        if piece.kind == "use":
            yield piece
        yield from used(piece.inner)


def language(given: Sequence[Sequence[Piece]], songs: Sequence[Row]) -> dict[Text, Fraction] | None:
    """The probability of each labelled text; None where no row can be drawn for some use."""
    if not any(row.weight for row in songs):
        return None
    found: dict[Text, Fraction] = {}
    for alternative in given:
        choices: list[list[tuple[Row, Fraction]]] = []
        numbers = sorted({use.nth for use in used(alternative)})
        for nth in numbers:
            uses = [use for use in used(alternative) if use.nth == nth]
            fit = [
                row
                for row in songs
                if row.weight
                and all(row.cells[COLUMNS.index(use.what)] for use in uses)
                and all(use.where in ("", row.cells[2]) for use in uses)
            ]
            if not fit:
                return None
            mass = sum(row.weight for row in fit)
            choices.append([(row, Fraction(row.weight, mass)) for row in fit])
        for drawn in product(*choices):
            share = Fraction(1, len(given))
            for _, each in drawn:
                share *= each
            at = dict(zip(numbers, (row for row, _ in drawn), strict=True))
            for items, odds in _sequence(alternative, at):
                text = _spelled(items)
                found[text] = found.get(text, Fraction(0)) + share * odds
    return found


_Item = tuple[str, str, "str | None"]
"""A text, the slot around it or nothing, and its canonical value."""


def _sequence(
    given: Sequence[Piece], at: dict[int, Row]
) -> list[tuple[tuple[_Item, ...], Fraction]]:
    ways: list[tuple[tuple[_Item, ...], Fraction]] = [((), Fraction(1))]
    for piece in given:
        ways = [(a + b, p * q) for a, p in ways for b, q in _ways(piece, at)]
    return ways


def _ways(piece: Piece, at: dict[int, Row]) -> list[tuple[tuple[_Item, ...], Fraction]]:
    if piece.kind == "word":
        return [(((piece.what, "", None),), Fraction(1))]
    if piece.kind == "use":
        row = at[piece.nth]
        id_ = row.id or None if piece.what == "title" else None
        cell = row.cells[COLUMNS.index(piece.what)]
        return [(((cell, piece.what[0].upper(), id_),), Fraction(1))]
    half = Fraction(1, 2)
    if piece.kind == "either":
        each = Fraction(1, len(piece.inner))
        return [(way, each * p) for inner in piece.inner for way, p in _ways(inner, at)]
    if piece.kind == "any":
        inner = piece.inner
        orders = [inner, inner[::-1]] if len(inner) == 2 else [inner]
        each = Fraction(1, len(orders))
        return [(way, each * p) for order in orders for way, p in _sequence(order, at)]
    once = _sequence(piece.inner, at)
    if piece.kind == "maybe":
        return [((), half), *((way, p * half) for way, p in once)]
    twice = [(a + b, p * q * half) for a, p in once for b, q in once]
    return [*((way, p * half) for way, p in once), *twice]


def _spelled(items: Sequence[_Item]) -> Text:
    text, labels = "", []
    for word, slot, id_ in items:
        begin = len(text) + bool(text)
        text = f"{text} {word}" if text else word
        if slot:
            labels.append((slot, begin, len(text), id_))
    return text, tuple(labels)
