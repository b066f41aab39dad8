"""Tests of OHF-Voice/intents as `test` statements.

A test there says what a slot's value is, and not where it stands. So it is looked for: as it is,
as one of the texts of a list that fills the slot, or as a number. Where it can't be found, or may
stand in two places, the sentence is tested without labels, and that is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...corpora.annotated import write
from ...corpora.utterance import Span, Utterance
from ...dsl.draft import units
from ...dsl.findings import Finding
from ...dsl.naming import legal_name
from ...dsl.text import nfc, squeeze
from ...dsl.tree import Alternative, AnyStatement, Body, Test, TestBind, TestLine
from . import facts
from .define import Definer
from .model import Example, Language, TestFile
from .template import ListRef, ranged
from .texts import texts_of

Places = list[tuple[int, int, str | None]]
"""Where a value may stand, and its canonical value."""


def tests_of(
    language: Language, intents: Mapping[str, str], definer: Definer
) -> list[AnyStatement]:
    """A `test` for each file and intent; *intents* says what these are called."""
    slots = _Slots(language)
    found: list[AnyStatement] = []
    bare: list[Example] = []
    for file in language.tests:
        by_intent: dict[str, list[Example]] = {}
        for example in file.examples:
            by_intent.setdefault(example.intent, []).append(example)
        for intent, examples in by_intent.items():
            name = intents.get(intent)
            if name is None:
                definer.findings.append(
                    Finding(
                        "W601",
                        f"There are no sentences of the intent “{intent}” that this tests.",
                        examples[0].span,
                    )
                )
                continue
            lines = _binds(file, definer)
            area = file.area or "Area"
            if any(example.context_area for example in examples):
                lines.append(TestLine("context", f"area = {_escaped(area)}"))
            for example in examples:
                labelled = slots.labelled(example, file, area)
                if labelled is None:
                    bare.append(example)
                    labelled = Utterance(squeeze(nfc(example.text)))
                lines.append(TestLine("accept", write(labelled), example.comments))
            found.append(Test(name, tuple(lines)))
    if bare:
        definer.findings.append(
            Finding(
                "W602",
                f"The slots of {len(bare)} test sentences, such as this one, can't be told to "
                "stand in one place; these are tested without labels.",
                bare[0].span,
            )
        )
    return found


def _binds(file: TestFile, definer: Definer) -> list[TestLine | TestBind]:
    lines: list[TestLine | TestBind] = []
    for name, entities in file.brings:
        if not entities or name not in definer.naming.open:
            continue
        rows = tuple(
            Alternative(units(e.said), tags=definer.features.tags(e.cells)) for e in entities
        )
        lines.append(TestBind(definer.naming.list(name), Body(rows)))
    return lines


def _escaped(text: str) -> str:
    return re.sub(r"([\\#])", r"\\\1", squeeze(nfc(text)))


class _Slots:
    """Which lists and constants fill the slots of each intent."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._lists: dict[tuple[str, str], dict[str, None]] = {}
        self._constants: dict[tuple[str, str], dict[str, None]] = {}
        self._texts: dict[str, list[tuple[str, str]] | None] = {}
        for block in language.blocks:
            for slot, value in block.slots:
                self._constants.setdefault((block.intent, slot), {})[value] = None
            for template in block.sentences:
                for item in facts.within(template.items, block, language):
                    if isinstance(item, ListRef) and item.slot is not None:
                        self._lists.setdefault((block.intent, item.slot), {})[item.list] = None

    def labelled(self, example: Example, file: TestFile, area: str) -> Utterance | None:
        """The sentence with its slots, or None where it can't be told where they stand."""
        text = squeeze(nfc(example.text))
        spans: list[Span] = []
        constants: list[tuple[str, str]] = []
        open_: list[tuple[str, Places]] = []
        for slot, values in example.slots:
            places = self._places(text, example.intent, slot, values, file)
            known = [v for v in values if v in self._constants.get((example.intent, slot), {})]
            if places and known and not any(_apart(text, start, end) for start, end, _ in places):
                return None  # part of a word, most likely by chance
            if places:
                open_.append((slot, places))
                continue
            if len(known) != 1:
                return None
            constants.append((legal_name(slot), known[0]))
        if example.context_area:
            constants.append(("area", area))
        while open_:
            # Those that can only stand in one place first: they take it from the others.
            open_.sort(key=lambda each: len(each[1]))
            slot, places = open_.pop(0)
            if len({(start, end) for start, end, _ in places}) != 1 or len(set(places)) != 1:
                return None
            start, end, value = places[0]
            spans.append(Span(legal_name(slot), start, end, value))
            open_ = [
                (other, [p for p in there if p[1] <= start or p[0] >= end])
                for other, there in open_
            ]
            if any(not there for _, there in open_):
                return None
        spans.sort(key=lambda span: span.start)
        return Utterance(text, tuple(spans), tuple(constants))

    def _places(
        self, text: str, intent: str, slot: str, values: tuple[str, ...], file: TestFile
    ) -> Places:
        brought = dict(file.brings)
        folded = text.lower()
        found: Places = []
        for name in self._lists.get((intent, slot), {}):
            one = self._language.lists.get(name)
            inline = ranged(name) if one is None else None
            for value in values:
                wanted = squeeze(nfc(value))
                if inline is not None:
                    found.extend(_numbers(folded, wanted, None))
                elif one is None and name in brought:
                    said = [e.said for e in brought[name] if e.said.lower() == wanted.lower()]
                    found.extend((a, b, None) for t in said for a, b in _stands(folded, t))
                elif one is None or one.is_wildcard:
                    found.extend((a, b, None) for a, b in _stands(folded, wanted))
                elif one.range is not None:
                    found.extend(_numbers(folded, wanted, one.range.times))
                else:
                    for text_, meant in self._said(name) or ():
                        if meant == wanted:
                            label = wanted if text_ != wanted else None
                            found.extend((a, b, label) for a, b in _stands(folded, text_))
        # Of places one of which lies in the other, the longer.
        found = list(dict.fromkeys(found))
        return [
            p
            for p in found
            if not any(o[0] <= p[0] and p[1] <= o[1] and o[:2] != p[:2] for o in found)
        ]

    def _said(self, name: str) -> list[tuple[str, str]] | None:
        if name not in self._texts:
            rows: list[tuple[str, str]] = []
            for value in self._language.lists[name].values or ():
                for text in texts_of(value.said.items, 2_000) or ():
                    rows.append((text, text if value.meant is None else nfc(value.meant)))
            self._texts[name] = rows
        return self._texts[name]


def _stands(folded: str, wanted: str) -> list[tuple[int, int]]:
    """Where *wanted* stands in a text in small letters: at whole words, else anywhere."""
    small = wanted.lower()
    if not small or len(small) != len(wanted):
        return []
    pattern = re.escape(small).replace("\\ ", "[ -]")
    found = [m.span() for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", folded)]
    return found or [m.span() for m in re.finditer(pattern, folded)]


def _apart(text: str, start: int, end: int) -> bool:
    """Whether whole words stand there."""
    return not text[:start][-1:].isalnum() and not text[end : end + 1].isalnum()


def _numbers(folded: str, wanted: str, times: str | None) -> Places:
    """Where a number stands in digits."""
    try:
        number = float(wanted) / float(times or 1)
    except (ValueError, ZeroDivisionError, OverflowError):
        return []
    said = f"{number:g}"
    canonical = wanted.removesuffix(".0")
    pattern = re.escape(said).replace("\\.", "[.,]")
    return [
        (*m.span(), canonical) for m in re.finditer(rf"(?<![\d.,-]){pattern}(?![.,]?\d)", folded)
    ]
