"""What the kernel is given: a walk as flat buffers, nothing copied that is large."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any

from ...catalogues.catalogue import Catalogue
from ...catalogues.selection import Selection
from ...compiler.network import Op
from ...compiler.tables import TOP, Tables
from ..distributions.ranked import Ranked
from ..numbers import MASK
from ..sample import UNITS, units
from ..walk import Walk

if TYPE_CHECKING:
    from ...catalogues.numbers.catalogue import Numbers

Image = tuple[Any, ...]
"""The arguments of `_kernel.prepare`: tables, catalogues, selections, ranks or None, what `shared`
gives, and rewrites or None."""


class Strings:
    """The texts that a program refers to by number, each once."""

    def __init__(self, given: Sequence[str]) -> None:
        self._texts = list(given)
        self._numbers = {text: number for number, text in enumerate(given)}

    def numbers(self, texts: Sequence[str]) -> array[int]:
        """The numbers of these texts, which are added where they are new."""
        found = array("I")
        for text in texts:
            number = self._numbers.setdefault(text, len(self._texts))
            if number == len(self._texts):
                self._texts.append(text)
            found.append(number)
        return found

    def flat(self) -> tuple[bytes, array[int]]:
        """All texts in one piece, and where each begins; the last offset is the end."""
        encoded = [text.encode() for text in self._texts]
        return b"".join(encoded), array("I", accumulate(map(len, encoded), initial=0))


def weighted(walk: Walk) -> Image:
    """The image of a walk by its own weights."""
    tables, intents, strings = walk.tables, walk.intents, Strings(walk.tables.texts)
    pairs = strings.numbers([text for pair in tables.pairs for text in pair])
    roots = array("I", (n for name, _, at in walk.roots for n in (intents.index(name), at)))
    numbers, names = strings.numbers(intents), strings.numbers(walk.names)
    blob, offsets = strings.flat()
    flat = (
        tables.code,
        tables.branch,
        tables.threshold,
        tables.target,
        _logarithms(tables),
        tables.entry,
        blob,
        offsets,
        pairs,
        roots,
        array("Q", walk.root_thresholds),
        numbers,
        names,
    )
    return (flat, *stock(walk.selections), None, shared(walk), _rewrites(walk))


def _rewrites(walk: Walk) -> tuple[Any, ...] | None:
    if walk.rewriter is None:
        return None
    from .rewriting import rewriting

    return rewriting(walk.rewriter)


def _logarithms(tables: Tables) -> array[int]:
    """For every target ln of its probability, as the sampler adds it up."""
    known: dict[int, int] = {}
    found = array("q")
    thresholds = list(tables.threshold)
    for low, high in zip(tables.branch[:-1], tables.branch[1:], strict=True):
        below = 0
        for at in range(low, high):
            above = thresholds[at] if at < high - 1 else TOP
            share, below = above - below, above
            if share not in known:
                known[share] = units(share, TOP)
            found.append(known[share])
    return found


_PADDING = 64
"""So many bytes behind texts may be read."""

MOST = 1 << 127
"""The kernel counts below this."""


def ranked(tables: Ranked, logprobs: Sequence[float]) -> Image:
    """The image of texts by their ranks; *logprobs* are those of the intents' sentences. There
    must be fewer than `MOST` texts."""
    strings = Strings(tables.texts)
    pairs = strings.numbers([text for pair in tables.pairs for text in pair])
    numbers, names = strings.numbers(tables.intents), strings.numbers(tables.names)
    blob, offsets = strings.flat()
    code = tables.code[:]
    after = array("Q", bytes(16 * (len(code) // 2)))
    for place in range(len(code) // 2):
        if code[2 * place] in (Op.DRAW, Op.DRAW_VALUE):
            number = code[2 * place + 1]
            code[2 * place + 1] = tables.drawn[number]
            after[2 * place : 2 * place + 2] = _words([tables.after[number]])
    logarithms = array("q", bytes(8 * len(tables.target)))
    for number, logprob in enumerate(logprobs):
        logarithms[number] = round(logprob * UNITS)
    flat = (
        code,
        tables.branch,
        None,
        tables.target,
        logarithms,
        array("I"),
        blob,
        offsets,
        pairs,
        array("I", [0, 0]),
        None,
        numbers,
        names,
    )
    known: dict[int, int] = {}
    catalogues: list[tuple[Any, ...]] = []
    drawn: list[tuple[Any, ...]] = []
    for catalogue, rows in tables.selections:
        if id(catalogue) not in known:
            known[id(catalogue)] = len(catalogues)
            catalogues.append(_catalogue(catalogue))
        held, first = _rows(rows)
        drawn.append((known[id(catalogue)], len(rows), held, None, None, 0, first))
    ranks = (_words(tables.below), after, tables.size & MASK, tables.size >> 64)
    return (flat, tuple(catalogues), tuple(drawn), ranks, None, None)


def _words(numbers: Sequence[int]) -> array[int]:
    """Two words for every number, the lower first."""
    return array("Q", (word for n in numbers for word in (n & MASK, n >> 64)))


def stock(selections: Sequence[Selection | None]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The catalogues that are drawn from, and the selections of their rows."""
    catalogues: dict[int, tuple[int, Catalogue]] = {}
    drawn: list[tuple[Any, ...]] = []
    for selection in selections:
        if selection is None:
            drawn.append((-1, 0, None, None, None, 0, 0))
            continue
        catalogue = selection.catalogue
        number, _ = catalogues.setdefault(id(catalogue), (len(catalogues), catalogue))
        rows, sums, guide = selection.numbers
        held, first = _rows(rows)
        drawn.append((number, len(selection), held, sums, guide, selection.mass, first))
    return tuple(_catalogue(c) for _, c in catalogues.values()), tuple(drawn)


def shared(walk: Walk) -> tuple[Any, ...]:
    """The columns that uses of rows write, and for each use its selection, column and register;
    registers are numbered as they come."""
    catalogues: dict[int, int] = {}
    for selection in walk.selections:
        if selection is not None:
            catalogues.setdefault(id(selection.catalogue), len(catalogues))
    columns: list[tuple[Any, ...]] = []
    known: dict[tuple[int, str], int] = {}
    registers: dict[int, int] = {}
    uses = array("I")
    for use, cell in zip(walk.tables.uses, walk.cells, strict=True):
        number = 0
        if cell is not None:
            catalogue = cell.selection.catalogue
            key = (catalogues[id(catalogue)], cell.column)
            number = known.setdefault(key, len(columns))
            if number == len(columns):
                columns.append((key[0], *catalogue.flat(cell.column), int(cell.column == "value")))
        place = registers.setdefault(use.register, len(registers))
        uses.extend((use.selection, number, place))
    return tuple(columns), uses, len(registers)


def _rows(rows: Sequence[int] | None) -> tuple[Sequence[int] | None, int]:
    """Rows one by one, or the first of rows that follow each other."""
    return (None, rows.start) if isinstance(rows, range) else (rows, 0)


def _numbers(catalogue: Numbers) -> tuple[Any, ...]:
    numbers, times, rules = catalogue.range.numbers, catalogue.range.times, catalogue.rules
    scales = (numbers.scale, numbers.scale + times.scale)
    counted = (numbers.first, numbers.step, numbers.count, times.units, *scales)
    if rules is None:
        return (len(catalogue), (*counted, *[None] * 9))
    texts = [text.encode() for text in rules.texts]
    said = (
        b"".join(texts) + bytes(_PADDING),
        array("I", accumulate(map(len, texts), initial=0)),
        array("I", rules.sets),
        array("Q", rules.base),
        array("Q", rules.divisor),
        array("I", rules.at),
        array("I", chain.from_iterable(rules.items)),
        array("I", chain.from_iterable(rules.plurals)),
        array("i", chain.from_iterable(rules.roots)),
    )
    return (len(catalogue), (*counted, *said))


def _catalogue(catalogue: Catalogue) -> tuple[Any, ...]:
    if type(catalogue) is not Catalogue:
        from ...catalogues.numbers.catalogue import Numbers

        assert isinstance(catalogue, Numbers)
        return _numbers(catalogue)
    part = catalogue.sections.get
    empty = array("I", catalogue.empty)
    texts = (part("values"), part("values.at"), part("ids"), part("ids.at"))
    return (len(catalogue), *texts, part("weights"), empty)
