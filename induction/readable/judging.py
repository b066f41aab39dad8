"""How good columns are, judged from the templates they are made of alone."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from .columns import Columns, Cut
from .phrases import Phrases, Words

PRICE = 2.0
"""What a near miss costs, in templates covered: the odds at which models of n words trade them."""
MOST = 100
"""As how many utterances a frequent template counts when mistakes are made of it."""
PROBES = (200, 100, 80, 20)
"""Templates with one symbol taken out, exchanged, put in, or moved."""


class Language:
    """The templates that columns give: the ways seen from column to column, with any phrase that
    each column holds."""

    def __init__(self, cuts: Iterable[tuple[Words, Cut]], longest: int) -> None:
        self._longest = longest
        self._held: dict[int, set[Words]] = {}
        self._ways: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
        self._whole: set[tuple[int, ...]] = set()
        for template, cut in cuts:
            way: tuple[int, ...] = ()
            for column, start, end in cut:
                self._held.setdefault(column, set()).add(template[start:end])
                longer = (*way, column)
                after = self._ways.setdefault(way, [])
                if longer not in after:
                    after.append(longer)
                way = longer
            self._whole.add(way)

    def cut(self, template: Words) -> Cut | None:
        """One way in which the template is in the language; None if it isn't."""
        length = len(template)
        reached: list[dict[tuple[int, ...], Cut]] = [{} for _ in range(length + 1)]
        reached[0][()] = ()
        for start in range(length):
            for way, cut in reached[start].items():
                for longer in self._ways.get(way, ()):
                    held = self._held[longer[-1]]
                    for end in range(start + 1, min(length, start + self._longest) + 1):
                        if template[start:end] in held and longer not in reached[end]:
                            reached[end][longer] = (*cut, (longer[-1], start, end))
        return next((cut for way, cut in reached[length].items() if way in self._whole), None)


class Judge:
    """Judges columns by what they would cover of templates to come, less what they would take
    for one by mistake.

    What is to come: a template counts if all that it is made of occurs in another template too,
    since each thing seen once stands for something that is still to be seen (Good 1953, "The
    population frequencies of species", Biometrika 40, p. 240). By mistake: the accepted share of
    templates of which one symbol is taken out, exchanged, put in or moved.
    """

    def __init__(self, phrases: Phrases, within: Sequence[int], seed: int) -> None:
        self._all = phrases
        self._within = tuple(within)
        self._probes = tuple(self._wrong(random.Random(seed)))

    def _wrong(self, source: random.Random) -> Iterator[tuple[Words, float]]:
        """Templates gone wrong, each with the share of all mistakes for which it stands: a fourth
        for each way to go wrong, of which those have most probes that are found most often."""
        templates = [self._all.templates[which] for which in self._within]
        counts = [min(self._all.counts[which], MOST) for which in self._within]
        known = set(self._all.templates)
        flat = [text for text, count in zip(templates, counts, strict=True) for _ in range(count)]
        bag = [symbol for text in flat for symbol in text]
        for way, wanted in enumerate(PROBES):
            made: list[Words] = []
            for _ in range(10 * wanted):
                text = list(flat[int(source.random() * len(flat))])
                at = int(source.random() * len(text))
                if way == 0:
                    del text[at]
                elif way == 1:
                    text[at] = bag[int(source.random() * len(bag))]
                elif way == 2:
                    at = int(source.random() * (len(text) + 1))
                    text.insert(at, bag[int(source.random() * len(bag))])
                else:
                    text[at : at + 2] = reversed(text[at : at + 2])
                wrong = tuple(text)
                if wrong and wrong not in known:
                    made.append(wrong)
                if len(made) == wanted:
                    break
            for wrong in made:
                yield wrong, 1 / (len(PROBES) * len(made))

    def worth(self, columns: Columns, least: float) -> float:
        """What is covered less what is mistaken, as shares; no more than *least* where it cannot
        be more than that."""
        cuts = {which: columns.cuts[which] or () for which in self._within}
        worth = self._covered(cuts)
        if worth <= least or not self._probes:
            return worth
        language = Language(
            ((self._all.templates[which], cut) for which, cut in cuts.items()), self._all.longest
        )
        for probe, share in self._probes:
            if language.cut(probe) is not None:
                worth -= PRICE * share
                if worth <= least:
                    break
        return worth

    def _covered(self, cuts: dict[int, Cut]) -> float:
        ways = Counter(tuple(piece[0] for piece in cut) for cut in cuts.values())
        made = {
            which: {(column, self._all.spans[which][start][end]) for column, start, end in cut}
            for which, cut in cuts.items()
        }
        used = Counter(piece for pieces in made.values() for piece in pieces)
        whole = covered = 0
        for which, cut in cuts.items():
            count = self._all.counts[which]
            whole += count
            alone = ways[tuple(piece[0] for piece in cut)] == 1 or any(
                used[piece] == 1 for piece in made[which]
            )
            if count > 1 or not alone:
                covered += count
        return covered / max(whole, 1)
