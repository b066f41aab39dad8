"""`gramc corpus stats`: what corpora hold."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from .corpora import FROM, LOCALE, count, open_all, unreadable
from .options import OUTPUT_FORMAT

if TYPE_CHECKING:
    from ..corpora.stats.remarks import Remark
    from ..corpora.stats.summary import Intent, Lengths, Slot, Summary
    from ..exchange.examples import Shared
    from ..exchange.opening import Opened
    from .render import Row
    from .table import Cell


@dataclass(frozen=True, slots=True)
class _Looked:
    """All that there is to show."""

    found: Summary
    said: Sequence[Remark]
    corpora: Sequence[Opened]
    counts: Sequence[int]
    conflicts: Sequence[Shared]
    copied: Sequence[Shared]
    in_both: Sequence[tuple[int, int, int]]


MOST = 20
"""So many intents, slots and conflicts are shown; JSON and the report have more."""


@click.command("stats")
@click.argument("paths", metavar="FILE...", nargs=-1, required=True)
@FROM
@LOCALE
@OUTPUT_FORMAT
@click.option("--report", "page", metavar="OUT.html", help="Write a page with pictures, too.")
@click.option("--all", "everything", is_flag=True, help="Show all rows, whole.")
def command(
    paths: Sequence[str],
    source: str | None,
    locale: str | None,
    output_format: str,
    page: str | None,
    everything: bool,
) -> int:
    """Show what corpora hold, several FILEs as one.

    Sentences, intents, slots and their values, patterns (the text with its slots cut out), words;
    how evenly all of these are spread, in bits; copies, texts with two labellings, and what is out
    of balance.
    """
    from ..corpora.stats.gather import Gathered
    from ..corpora.stats.remarks import remarks
    from ..corpora.stats.repeats import shared as in_both
    from ..corpora.stats.summary import summary
    from ..dsl.findings import has_errors
    from ..exchange.examples import shared
    from .report import report

    corpora = open_all(paths, source, locale)
    gathered = Gathered()
    counts = [count(gathered, corpus) for corpus in corpora]
    findings = [finding for corpus in corpora for finding in corpus.findings]
    if not gathered.count:
        from ..exchange.say import nothing
        from ..exchange.source import whole

        unreadable(findings or [nothing("sentence", whole(paths[0]))])
    found = summary(gathered)
    looked = _Looked(
        found,
        remarks(found),
        corpora,
        counts,
        shared(corpora, found.conflicts),
        shared(corpora, found.copied),
        in_both(gathered.repeats.rows(), counts, gathered.repeats.times),
    )
    if output_format == "json":
        import json

        sys.stdout.write(f"{json.dumps(_told(looked), ensure_ascii=False)}\n")
    else:
        from .render import show

        most = None if everything else MOST
        show(_shown(looked, most, _room(everything)), sys.stdout)
    if page is not None:
        from ..exchange.report.page import page as written_page
        from .output import output

        with output(page) as file:
            file.write(written_page(_told(looked)).encode())
    report(findings)
    return 1 if has_errors(findings) else 0


# ------------------------------------------------------------------------------------ JSON


def _told(looked: _Looked) -> dict[str, Any]:
    """All figures, as JSON has them."""
    from dataclasses import asdict

    from ..corpora.stats.summary import COVERED, QUANTILES

    found = looked.found
    told = asdict(found)
    told["files"] = [
        {"path": corpus.path, "format": corpus.form, "locale": corpus.locale, "sentences": count}
        for corpus, count in zip(looked.corpora, looked.counts, strict=True)
    ]
    told["quantiles"], told["covered"] = list(QUANTILES), list(COVERED)
    told["words"]["ratio"] = found.words.ratio
    told["constants"] = [
        {"name": name, "value": value, "count": count} for name, value, count in found.constants
    ]
    told["conflicts"] = [asdict(each) for each in looked.conflicts]
    told["copied"] = [asdict(each) for each in looked.copied]
    told["remarks"] = [asdict(remark) for remark in looked.said]
    told["in_both"] = [
        {"files": [looked.corpora[one].path, looked.corpora[other].path], "texts": texts}
        for one, other, texts in looked.in_both
    ]
    return told


# ------------------------------------------------------------------------------------ tables


def _room(everything: bool) -> int | None:
    """How long a line may be: None for any length."""
    from .render import wide

    return None if everything else wide(sys.stdout) or 120


def _shown(looked: _Looked, most: int | None, room: int | None) -> Iterator[Row]:
    found = looked.found
    yield from _files(looked)
    yield []
    yield from _whole(found)
    yield []
    yield from _intents(found.intents, most)
    if found.slots:
        yield []
        yield from _slots(found.slots, most, room)
    yield []
    yield from _patterns(found, room)
    if looked.conflicts:
        yield []
        yield from _conflicts(looked.conflicts, found.conflicting, most, room)
    if any(sum(one.count for one in each.labellings) > 1 for each in looked.copied):
        yield []
        yield from _copied(looked.copied, room)
    if looked.said:
        yield []
        yield [("Worth a second look", "title")]
        for remark in looked.said[:most]:
            yield [("  ", ""), (remark.message, "")]
        yield from _more(len(looked.said), most)


def _files(looked: _Looked) -> Iterator[Row]:
    from .table import table

    rows: list[list[Cell]] = [
        [(corpus.path, "title"), (corpus.form, "dim"), (f"{count:,}", "")]
        for corpus, count in zip(looked.corpora, looked.counts, strict=True)
    ]
    yield from table(("file", "format", "sentences"), rows, "llr")
    if looked.in_both:
        yield []
        paths = [corpus.path for corpus in looked.corpora]
        both: list[list[Cell]] = [
            [(f"{texts:,}", ""), (paths[one], "title"), (paths[other], "title")]
            for one, other, texts in looked.in_both
        ]
        yield from table(("texts", "in this file", "and in this one"), both, "rll")


def _whole(found: Summary) -> Iterator[Row]:
    from .table import table

    def row(
        name: str, count: int, different: int, once: int | None, bits: float | None
    ) -> list[Cell]:
        about = "" if found.exact else "~"
        return [
            (name, "title"),
            (f"{count:,}", ""),
            (f"{about}{different:,}", ""),
            ("" if once is None else f"{once:,}", "dim"),
            ("" if bits is None else f"{bits:.2f}", ""),
        ]

    uses, words = sum(slot.uses for slot in found.slots), found.words
    rows: list[list[Cell] | None] = [
        row("sentences", found.sentences, found.texts, None, None),
        row("intents", found.sentences, len(found.intents), None, found.intent_bits),
        row("slots", uses, len(found.slots), None, found.slot_bits),
        row(
            "patterns",
            found.sentences,
            found.patterns.count,
            found.patterns.once,
            found.patterns.bits,
        ),
        row("words", words.count, words.different, words.once, words.bits),
    ]
    if found.constants:
        total = sum(count for *_, count in found.constants)
        rows.append(row("constants", total, len(found.constants), None, None))
    yield from table(("", "all", "different", "once", "bits"), rows, "lrrrr")
    yield []
    lengths = [_length("words", found.lengths), _length("characters", found.characters)]
    head = ("length in", "least", "5 %", "25 %", "median", "75 %", "95 %", "most", "mean")
    yield from table(head, lengths, "l" + "r" * 8)
    if not found.exact:
        yield [("~: near, from a share of the sentences; the rarest are not counted.", "dim")]


def _length(name: str, found: Lengths) -> list[Cell]:
    numbers = (found.least, *found.quantiles, found.most)
    return [(name, "title"), *((f"{n:,}", "") for n in numbers), (f"{found.mean:.1f}", "")]


def _intents(intents: Sequence[Intent], most: int | None) -> Iterator[Row]:
    from .table import table

    rows: list[list[Cell]] = [
        [
            (each.name or "(none)", "hint"),
            (f"{each.sentences:,}", ""),
            (f"{each.share:.1%}", ""),
            (f"{each.patterns:,}", ""),
            (f"{each.bits:.2f}", ""),
            (f"{each.words:.1f}", ""),
            (f"{len(each.slots)}", ""),
        ]
        for each in intents[:most]
    ]
    head = ("intent", "sentences", "share", "patterns", "bits", "words", "slots")
    yield from table(head, rows, "lrrrrrr")
    yield from _more(len(intents), most)


def _slots(slots: Sequence[Slot], most: int | None, room: int | None) -> Iterator[Row]:
    from .table import table

    rows: list[list[Cell]] = []
    names = max(len(each.name) for each in slots[:most])
    for each in slots[:most]:
        value, count = each.top[0] if each.top else ("", 0)
        rows.append(
            [
                (each.name, "hint"),
                (f"{each.uses:,}", ""),
                (f"{each.sentences:,}", ""),
                (f"{each.values:,}", ""),
                (f"{each.once:,}", "dim"),
                (f"{each.bits:.2f}", ""),
                (f"{count / each.uses:.0%}", ""),
                (_cut(value, room, names + 45), ""),
            ]
        )
    head = ("slot", "uses", "sentences", "values", "once", "bits", "", "most frequent value")
    yield from table(head, rows, "lrrrrrrl")
    yield from _more(len(slots), most)


def _patterns(found: Summary, room: int | None) -> Iterator[Row]:
    from ..corpora.stats.summary import COVERED
    from .table import table

    names = max((len(", ".join(intents)) for _, intents, _ in found.patterns.top), default=0)
    rows: list[list[Cell]] = [
        [
            (f"{count:,}", ""),
            (f"{count / found.sentences:.1%}", ""),
            (", ".join(name or "(none)" for name in intents), "hint"),
            (_cut(text, room, names + 20), ""),
        ]
        for text, intents, count in found.patterns.top
    ]
    yield from table(("sentences", "share", "intent", "most frequent patterns"), rows, "rrll")
    needed = zip(found.patterns.needed, COVERED, strict=False)
    said = ", ".join(f"{count:,} for {share:.0%}" for count, share in needed)
    yield [(f"Patterns needed: {said} of the sentences.", "dim")]


def _conflicts(
    conflicts: Sequence[Shared], count: int, most: int | None, room: int | None
) -> Iterator[Row]:
    from .table import table

    yield [(f"Labelled in more than one way: {count:,}", "title")]
    for each in conflicts[:most]:
        yield [("  ", ""), (_cut(each.text, room, 2), "")]
        rows: list[list[Cell]] = []
        for one in each.labellings:
            rows.append(
                [
                    ("   ", ""),
                    (one.intent or "(none)", "hint"),
                    (_cut(one.annotated, room, 40), ""),
                    (_places(one.places, one.count), "dim"),
                ]
            )
        lines = table(("", "", "", ""), rows, "llll")
        next(lines)  # a table without a head
        yield from lines
    yield from _more(count, most)


def _places(places: Sequence[Any], count: int) -> str:
    shown = ", ".join(f"{place.file}:{place.line}" for place in places[:2])
    return f"{shown} and {count - 2:,} more" if count > 2 else shown


def _copied(copied: Sequence[Shared], room: int | None) -> Iterator[Row]:
    from .table import table

    rows: list[list[Cell]] = []
    for each in copied:
        count = sum(one.count for one in each.labellings)
        if count > 1:
            rows.append([(f"{count:,}", ""), (_cut(each.text, room, 7), "")])
    yield from table(("times", "most frequent texts"), rows, "rl")


def _more(count: int, most: int | None) -> Iterator[Row]:
    if most is not None and count > most:
        yield [(f"  and {count - most:,} more (--all)", "dim")]


def _cut(text: str, room: int | None, taken: int) -> str:
    """The text in what is left of a line, of which so much is taken; 20 characters at least."""
    most = len(text) if room is None else max(room - taken, 20)
    return text if len(text) <= most else f"{text[: most - 1]}…"
