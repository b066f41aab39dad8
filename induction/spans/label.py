"""Plain text labelled: which values of catalogues fill slots, and which are just words.

A text is read as a sequence of words and values in the way that takes the fewest bits, found by
dynamic programming (Viterbi). Words cost what a model of word pairs says, values what is known of
slots: how likely a slot stands between its neighbours, and which value of its catalogue it is. What
is known of slots is counted from the readings themselves, round by round, as in expectation
maximisation with the best reading only. The choice is one of description length (Stolcke and
Omohundro 1994, cmp-lg/9409010).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...corpora.utterance import Span, Utterance
from ...dsl.findings import Finding
from ...dsl.text import fold, nfc
from ..gathering import Gathered, Telling
from ..lexicon import Lexicon
from ..words import Token, tokens
from .lattice import Candidates, Edge, Kind, Lattice
from .plain import Plain
from .slots import Slots, counted

ROUNDS = 4
"""So often slots are counted anew, at most: it ends sooner where nothing changes."""


def label(
    gathered: Sequence[Gathered], lexicon: Lexicon, locale: str
) -> tuple[list[Gathered], list[Finding]]:
    """The utterances with the values of *lexicon* labelled in those of plain files.

    A file is plain where none of its utterances has a label; all utterances without a place are of
    one file. Intents are looked at one by one. Annotated utterances stay as they are, and what they
    say of slots counts for the others; a text that they have is labelled as there. W711 where there
    is plain text and no value is found in it, W712 for slots of which only one is.
    """
    annotated = {
        one.place.file for one in gathered if one.utterance.slots or one.utterance.constants
    }
    plain = [one for one in gathered if one.place.file not in annotated]
    if not plain:
        return list(gathered), []
    candidates = Candidates(lexicon, locale)
    groups: dict[str, list[int]] = {}
    for number, one in enumerate(gathered):
        groups.setdefault(one.utterance.intent, []).append(number)
    found = list(gathered)
    some = False
    for numbers in groups.values():
        fixed = [gathered[n] for n in numbers if gathered[n].place.file in annotated]
        loose = [n for n in numbers if gathered[n].place.file not in annotated]
        for number, same in _known(gathered, loose, fixed, locale):
            found[number] = same
            some = True
        loose = [n for n in loose if found[n] is gathered[n]]
        if not loose:
            continue
        texts = [_composed(gathered[n]) for n in loose]
        lattices = [candidates.lattice(one.utterance.text, one.words) for one in texts]
        ways = Labeller(
            lattices, [_given(one, candidates, lexicon, locale) for one in fixed]
        ).ways()
        for number, one, way in zip(loose, texts, ways, strict=True):
            found[number] = _labelled(one, way, lexicon)
            some = some or bool(found[number].utterance.slots)
    if some:
        return found, _doubtful([one for one in found if one.place.file not in annotated])
    said = "No value of any catalogue is found in the plain text, so it is learned as words."
    hint = "Files of the folder are called after slots, and have one value a line."
    return found, [Finding("W711", said, plain[0].place, hint)]


def _doubtful(plain: Sequence[Gathered]) -> list[Finding]:
    """W712 for slots of which only one value is found."""
    values: dict[str, dict[str, tuple[str, Gathered]]] = {}
    for one in plain:
        for slot in one.utterance.slots:
            text = one.utterance.text[slot.start : slot.end]
            values.setdefault(slot.name, {}).setdefault(text.lower(), (text, one))
    telling = Telling()
    for name, texts in values.items():
        if len(texts) == 1:
            [(text, one)] = texts.values()
            said = f"“{text}” is taken for a value of {name}, the only one of them that is found."
            hint = "If it is just a word there, label a file by hand, or leave that catalogue out."
            telling.say("W712", said, one.place, hint)
    return telling.findings()


class Labeller:
    """Reads the texts of one intent. *given* are readings of other texts that are known."""

    def __init__(self, lattices: Sequence[Lattice], given: Sequence[Sequence[Kind]]) -> None:
        self._lattices = lattices
        self._given = given
        texts = [_words(one) for one in lattices]
        known = [[kind.text for kind in way if not kind.slot] for way in given]
        self._plain = Plain([*texts, *known])
        names = {edge.kind.slot for one in lattices for edge in one.edges if edge.kind.slot}
        self._names = len(names)
        self._chances: dict[Kind, int] = {}
        for kind in (edge.kind for one in lattices for edge in one.edges if edge.kind.slot):
            self._chances[kind] = self._chances.get(kind, 0) + 1

    def ways(self) -> list[list[Edge]]:
        """The best reading of each text."""
        slots = Slots(self._plain, self._names, self._chances)
        for given in self._given:
            slots.count(given)
        _count_longest(self._lattices, slots)
        before: list[list[Edge]] = []
        for _ in range(ROUNDS):
            ways = [_best(one, slots) for one in self._lattices]
            if ways == before:
                break
            before = ways
            read = [[edge.kind for edge in way] for way in ways]
            slots = counted([*self._given, *read], self._plain, self._names, self._chances)
        return [_best(one, slots) for one in self._lattices]


def _words(one: Lattice) -> list[str]:
    """The words of a text, which are edges whatever else is."""
    found: list[str] = []
    at = -1
    for edge in one.edges:
        if not edge.kind.slot and edge.start >= at:
            longest = max(
                (e for e in one.edges if e.start == edge.start and not e.kind.slot),
                key=lambda e: e.end,
            )
            found.append(longest.kind.text)
            at = longest.end
    return found


_Stretch = tuple[list[Kind], Kind, Kind]
"""What a stretch of text may be, if not the words of which the first and the last are these."""


def _longest(one: Lattice) -> list[_Stretch]:
    """The longest values from the left, and the words between them."""
    read: list[_Stretch] = []
    words = [edge for edge in one.edges if not edge.kind.slot]
    following = one.first
    while following:
        edges = [one.edges[number] for number in following]
        end = max((edge.end for edge in edges if edge.kind.slot), default=0)
        taken = [edge for edge in edges if edge.kind.slot and edge.end == end]
        taken = taken or [max(edges, key=lambda edge: edge.end)]
        start, end = taken[0].start, taken[0].end
        within = [edge.kind for edge in words if start <= edge.start and edge.end <= end]
        first, last = (within[0], within[-1]) if within else (taken[0].kind, taken[0].kind)
        read.append(([edge.kind for edge in taken], first, last))
        following = taken[0].following
    return read


def _count_longest(lattices: Sequence[Lattice], slots: Slots) -> None:
    """What is known of slots before any text was read: the longest values, those of several slots
    in equal parts. What stands beside a value may be another, or words."""
    for read in map(_longest, lattices):
        for number, (kinds, _, _) in enumerate(read):
            befores: list[Kind | None] = [None]
            behinds: list[Kind | None] = [None]
            if number:
                befores = list(dict.fromkeys([*read[number - 1][0], read[number - 1][2]]))
            if number + 1 < len(read):
                behinds = list(dict.fromkeys([*read[number + 1][0], read[number + 1][1]]))
            for kind in kinds:
                if kind.slot:
                    slots.spread(kind, befores, behinds, 1 / len(kinds))


def _best(one: Lattice, slots: Slots) -> list[Edge]:
    """The reading of the fewest bits; of those as short the one whose edges come first."""
    edges = one.edges
    bits = [float("inf")] * len(edges)
    back = [-1] * len(edges)
    for number in one.first:
        bits[number] = slots.bits(None, edges[number].kind)
    least, last = float("inf"), -1
    for number, edge in enumerate(edges):
        so_far = bits[number]
        if not edge.following:
            total = so_far + slots.bits(edge.kind, None)
            if total < least:
                least, last = total, number
        for other in edge.following:
            total = so_far + slots.bits(edge.kind, edges[other].kind)
            if total < bits[other]:
                bits[other], back[other] = total, number
    found: list[Edge] = []
    while last >= 0:
        found.append(edges[last])
        last = back[last]
    return found[::-1]


def _known(
    gathered: Sequence[Gathered], loose: Sequence[int], fixed: Sequence[Gathered], locale: str
) -> Iterator[tuple[int, Gathered]]:
    """Those of *loose* that are annotated elsewhere, labelled as they are there."""
    texts: dict[str, Utterance] = {}
    for one in fixed:
        texts.setdefault(fold(one.utterance.text, locale), one.utterance)
    for number in loose:
        one = gathered[number]
        if same := texts.get(fold(one.utterance.text, locale)):
            utterance = replace(one.utterance, slots=same.slots, constants=same.constants)
            yield number, replace(one, utterance=utterance, words=tokens(utterance))


def _composed(one: Gathered) -> Gathered:
    """The utterance in NFC, in which catalogues look."""
    text = nfc(one.utterance.text)
    if text == one.utterance.text:
        return one
    utterance = replace(one.utterance, text=text)
    return replace(one, utterance=utterance, words=tokens(utterance))


def _given(one: Gathered, candidates: Candidates, lexicon: Lexicon, locale: str) -> list[Kind]:
    """The reading of an annotated utterance."""
    return [_kind(token, candidates, lexicon, locale) for token in one.words]


def _kind(token: Token, candidates: Candidates, lexicon: Lexicon, locale: str) -> Kind:
    text = fold(token.text, locale).replace("-", " ")
    if token.slot is None:
        return candidates.word(text)
    listed = lexicon.get(token.slot.name)
    slot = listed.name if listed else token.slot.name
    head = text.split(" ", 1)[0]
    return candidates.value(slot, text, head, len(listed) if listed else 0)


def _labelled(one: Gathered, way: Sequence[Edge], lexicon: Lexicon) -> Gathered:
    slots: list[Span] = []
    for edge in way:
        if edge.kind.slot:
            listed = lexicon.get(edge.kind.slot)
            catalogue = listed.catalogue if listed else None
            value = catalogue.identity(edge.row) if catalogue else None
            slots.append(Span(edge.kind.slot, edge.start, edge.end, value))
    utterance: Utterance = replace(one.utterance, slots=tuple(slots))
    return replace(one, utterance=utterance, words=tokens(utterance))
