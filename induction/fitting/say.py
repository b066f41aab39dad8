"""What fitting has to say: of utterances that it can't use, and of weights that it did not set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from ...compiler import ir
from ...compiler.compile import Compilation
from ...dsl.findings import Finding, Label
from ...dsl.span import Span
from .em import Estimate
from .marks import Marked
from .readings import LAST_LOOK, Data

_MOST_PLACES = 10
_LONGEST = 60


def nothing_read(data: Data, corpus: Span) -> Finding:
    """That there is nothing to learn from (E731, E732)."""
    if not data.whole:
        return Finding(
            "E732",
            "There is no utterance in this corpus.",
            corpus,
            "Weights are set from utterances; without any they stay as they are.",
        )
    return Finding(
        "E731",
        f"The grammar accepts none of the {data.whole:,} utterances of this corpus.",
        corpus,
        "Look at one of them with `gramc parse`; labels must be those of the grammar, too.",
    )


def of_data(data: Data, intents: Sequence[str]) -> list[Finding]:
    """What of the data was not used (W731, W734), or not as a whole (W735)."""
    found = []
    if data.first:
        (place, utterance), *others = data.first
        many = data.unparsed != 1
        found.append(
            Finding(
                "W731",
                f"{data.unparsed:,} utterance{'s do' if many else ' does'} not parse with "
                f"{'their' if many else 'its'} labels, and {'were' if many else 'was'} left out: "
                f"“{_short(utterance.text)}”{' is the first' if many else ''}.",
                place,
                "Widen the grammar, or mend the labels; `gramc parse` shows how a text is read.",
                tuple(Label(where, f"“{_short(u.text)}”") for where, u in others),
            )
        )
    for name, (count, place) in data.strange.items():
        close = get_close_matches(name, intents, 1)
        found.append(
            Finding(
                "W734",
                f"The grammar has no intent “{name}”; {_times(count)} left out.",
                place,
                f"Did you mean “{close[0]}”?" if close else f"It has {', '.join(intents)}.",
            )
        )
    if data.cut and data.first_cut is not None:
        place, utterance = data.first_cut
        found.append(
            Finding(
                "W735",
                f"{_times(data.cut)} read by their {LAST_LOOK:,} likeliest derivations, there "
                f"being more: “{_short(utterance.text)}”.",
                place,
                "`gramc overlap` tells where a grammar says the same in many ways.",
            )
        )
    return found


def _times(count: int) -> str:
    return f"{count:,} utterance{'s were' if count != 1 else ' was'}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def of_grammar(
    state: Compilation, marked: Marked, estimate: Estimate, data: Data
) -> Iterator[Finding]:
    """What of the grammar was not used (W732) or not set (W733), or not exactly (W736)."""
    places = _unused(marked, estimate)
    if places:
        shown = places[:_MOST_PLACES]
        more = f" The first {_MOST_PLACES} are shown." if len(places) > _MOST_PLACES else ""
        many = f"{len(places):,} alternatives" if len(places) > 1 else "This alternative"
        yield Finding(
            "W732",
            f"{many} {'were' if len(places) > 1 else 'was'} never used by the {data.read:,} "
            f"utterances, and {'have' if len(places) > 1 else 'has'} a weight by the prior alone."
            f"{more}",
            shown[0],
            "Take out what nobody says, or find utterances that say it.",
            tuple(Label(place, "never used") for place in shown[1:]),
        )
    yield from _imported(state)
    if marked.inexact:
        yield Finding(
            "W736",
            "Exclusions, and rows with features that several columns share, leave some of what is "
            "drawn out; weights of what is in them are set as if they did not.",
            Span(state.project.root.shown, 0, 0, 0, 0),
            "The likelihoods that are told are exact: look whether they are better.",
        )


def _unused(marked: Marked, estimate: Estimate) -> list[Span]:
    """Alternatives that no utterance uses, in choices that some utterance comes by."""
    found: list[Span] = []
    for site in marked.sites:
        counts = [estimate.used[number] for number in site.marks]
        if any(counts):
            pairs = list(zip(counts, site.places, strict=True))
            if site.optional:  # that something is always there is no alternative without use
                del pairs[1:]
            found.extend(place for count, place in pairs if not count)
    return sorted(found)


def _imported(state: Compilation) -> Iterator[Finding]:
    """W733: files that were imported and have weights, but for the standard library."""
    root = state.project.root
    for source in state.project.files:
        own = [symbol.full for symbol in state.scopes[source.key].own.values()]
        if source is root or source.is_module:
            continue
        bodies = [state.known.rules[name] for name in own if name in state.known.rules]
        nodes = (node for body in bodies for node in ir.walk(body))
        if any(isinstance(node, ir.Choice) and len(node.options) > 1 for node in nodes):
            yield Finding(
                "W733",
                f"The weights of {source.shown}, which is imported, stay as they are.",
                Span(source.shown, 0, 0, 0, 0),
                "Only the file that is named is written; move rules into it that need weights.",
            )
