"""Golden utterances to templates: words settled, values taken out and counted.

    Play Vogue by Madonna             play {song} by {artist}   2
    please play Help! by the Beatles  please play {song} by {artist}   1

What is left of an utterance is what rules are learned from.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from ..corpora.annotated import write
from ..corpora.utterance import Span as Labelled
from ..corpora.utterance import Utterance
from ..dsl.findings import Finding
from ..dsl.span import Span
from ..dsl.text import fold, squeeze
from .casing import Casing
from .disputes import settled
from .gathering import Gathered, Telling, gather
from .lexicon import Lexicon
from .seen import Filler, Golden, Seen, Value
from .symbols import Intent, Symbol, Symbols, Template
from .words import Token, tokens

_K = TypeVar("_K")


def read(
    utterances: Iterable[Utterance],
    lexicon: Lexicon,
    locale: str = "",
    places: Sequence[Span] = (),
) -> tuple[Golden, list[Finding]]:
    """What *utterances* have to teach: for each intent its distinct templates, for each slot its
    values. *places* are those of the utterances, in the same order; an utterance without an intent
    has that of the name of its file.

    Where *lexicon* has catalogues, their values are found in files without any label
    (`spans/`). Where a text is labelled in several ways within an intent, the one seen most
    often is taken, of those as frequent the first (W702). Order is that of the data throughout,
    so that the same utterances give the same templates.
    """
    gathered, findings = prepared(utterances, lexicon, locale, places)
    golden = _Reading(locale).read(gathered)
    findings += _single(golden, gathered)
    return golden, findings


def prepared(
    utterances: Iterable[Utterance],
    lexicon: Lexicon,
    locale: str = "",
    places: Sequence[Span] = (),
) -> tuple[list[Gathered], list[Finding]]:
    """The distinct utterances as they are learned from: what can be used of them, under legal
    names, the values of *lexicon* found, each text labelled in one way."""
    gathered, findings = gather(utterances, places)
    if gathered and lexicon:
        from .spans.label import label

        gathered, more = label(gathered, lexicon, locale)
        findings += more
    gathered, more = settled(gathered, locale)
    return gathered, [*findings, *more]


class _Reading:
    def __init__(self, locale: str) -> None:
        self._locale = locale
        self._casing = Casing(locale)
        self._slots: dict[str, _Slot] = {}

    def read(self, gathered: Sequence[Gathered]) -> Golden:
        """The templates and slots of these utterances."""
        for one in gathered:
            self._count(one.words, one.utterance.text, one.count)
        intents: dict[str, dict[tuple[Symbols, tuple[tuple[str, str], ...]], _Way]] = {}
        for one in gathered:
            symbols = self._symbols(one.words, one.count, one.utterance.text)
            ways = intents.setdefault(one.utterance.intent, {})
            way = ways.setdefault((symbols, one.utterance.constants), _Way())
            way.count += one.count
            if len(way.examples) < 2:
                way.examples.append(write(one.utterance))
        return Golden(
            tuple(
                Intent(
                    name,
                    tuple(
                        Template(symbols, way.count, tuple(way.examples), constants)
                        for (symbols, constants), way in _ranked(ways)
                    ),
                )
                for name, ways in intents.items()
            ),
            tuple(slot.seen(name) for name, slot in self._slots.items()),
            self._locale,
        )

    def _count(self, words: Sequence[Token], text: str, count: int) -> None:
        """Looks at how words are written, those beside slots in slots too."""
        self._casing.count(words, count)
        for token in words:
            if token.slot and token.slot.slots:
                inner = within(text, token.slot)
                self._count(tokens(inner), inner.text, count)

    def _symbols(self, words: Sequence[Token], count: int, text: str) -> Symbols:
        """The symbols of these words; what the slots among them hold is counted."""
        symbols = tuple(
            Symbol(token.slot.name, True, token.touches)
            if token.slot
            else Symbol(self._casing.settle(token.text, token.touches), False, token.touches)
            for token in words
        )
        for number, token in enumerate(words):
            if token.slot is None:
                continue
            slot = self._slots.setdefault(token.slot.name, _Slot())
            value = slot.add(fold(token.text, self._locale), token, count)
            before = shown(symbols[number - 1]) if number else "^"
            behind = shown(symbols[number + 1]) if number + 1 < len(symbols) else "$"
            slot.contexts.setdefault(f"{before} _", {}).setdefault(value)
            slot.contexts.setdefault(f"_ {behind}", {}).setdefault(value)
            slot.fill(self._filler(token, text, count), token, count)
        return symbols

    def _filler(self, token: Token, text: str, count: int) -> Symbols:
        """The symbols of a slot's own text, with those of the slots in it."""
        if token.slot is None or not token.slot.slots:
            return (Symbol(token.text),)
        inner = within(text, token.slot)
        return self._symbols(tokens(inner), count, inner.text)


def within(text: str, slot: Labelled) -> Utterance:
    """What lies in *slot*, as an utterance of its own."""
    return Utterance(text[slot.start : slot.end], _moved(slot.slots, slot.start))


def _moved(slots: tuple[Labelled, ...], by: int) -> tuple[Labelled, ...]:
    return tuple(
        Labelled(one.name, one.start - by, one.end - by, one.value, _moved(one.slots, by))
        for one in slots
    )


def shown(symbol: Symbol) -> str:
    """A symbol as it stands in a grammar."""
    return f"{{{symbol.text}}}" if symbol.slot else symbol.text


class _Way:
    """How often a template is seen, and examples of it."""

    __slots__ = ("count", "examples")

    def __init__(self) -> None:
        self.count = 0
        self.examples: list[str] = []


class _Slot:
    """The values of a slot, by their folded text and their canonical value."""

    def __init__(self) -> None:
        self.values: dict[tuple[str, str | None], dict[str, int]] = {}
        self.contexts: dict[str, dict[str, None]] = {}
        self.fillers: dict[tuple[Symbols, str | None], _Way] = {}
        self.holds = False

    def add(self, key: str, token: Token, count: int) -> str:
        """Counts the value of *token*; gives its key."""
        canonical = token.slot.value if token.slot else None
        forms = self.values.setdefault((key, canonical), {})
        forms[token.text] = forms.get(token.text, 0) + count
        return key

    def fill(self, symbols: Symbols, token: Token, count: int) -> None:
        """Counts what it is filled with."""
        slot = token.slot
        if slot is None:
            return
        self.holds = self.holds or bool(slot.slots)
        way = self.fillers.setdefault((symbols, slot.value), _Way())
        way.count += count
        if len(way.examples) < 2:
            way.examples.append(token.text)

    def seen(self, name: str) -> Seen:
        """The slot, all counted."""
        counts = {key: sum(forms.values()) for key, forms in self.values.items()}
        values = tuple(
            Value(_most(self.values[key]), key[1], counts[key])
            for key in sorted(counts, key=lambda key: -counts[key])
        )
        texts: dict[str, str] = {}
        for key in sorted(counts, key=lambda key: -counts[key]):
            texts.setdefault(key[0], _most(self.values[key]))
        contexts = tuple(
            (context, tuple(texts[key] for key in keys)) for context, keys in self.contexts.items()
        )
        if not self.holds:
            return Seen(name, values, contexts)
        fillers = tuple(
            Filler(Template(_apart(symbols), way.count, tuple(way.examples)), canonical)
            for (symbols, canonical), way in _ranked(self.fillers)
        )
        return Seen(name, values, contexts, fillers)


def _apart(symbols: Symbols) -> Symbols:
    """The words of a value without slots, which so far is one symbol."""
    if len(symbols) != 1 or symbols[0].slot:
        return symbols
    words = tokens(Utterance(symbols[0].text))
    return tuple(Symbol(word.text, False, word.touches) for word in words) or symbols


def _most(forms: dict[str, int]) -> str:
    """The most frequent form, of those as frequent the first."""
    return max(forms, key=forms.__getitem__)


def _ranked(ways: dict[tuple[Symbols, _K], _Way]) -> list[tuple[tuple[Symbols, _K], _Way]]:
    return sorted(ways.items(), key=lambda each: -each[1].count)


def _single(golden: Golden, gathered: Sequence[Gathered]) -> list[Finding]:
    """W704 for intents that have but one text."""
    alone = {intent.name for intent in golden.intents if len(intent.templates) == 1}
    counts = {intent.name: intent.count for intent in golden.intents}
    texts: dict[str, set[str]] = {}
    telling = Telling()
    for one in gathered:
        if one.utterance.intent in alone:
            texts.setdefault(one.utterance.intent, set()).add(squeeze(one.utterance.text))
    for one in gathered:
        name = one.utterance.intent
        if len(texts.get(name, ())) == 1:
            del texts[name]
            times = counts[name]
            what = "one utterance only" if times == 1 else f"one utterance only, {times:,} times"
            said = f"The intent {name} has {what}, so nothing can be generalised in it."
            telling.say("W704", said, one.place, "Some twenty make a good beginning.")
    return telling.findings()
