"""The whole way from golden utterances to a grammar: read, learned, written, and read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import import_module

from ..corpora.utterance import Utterance
from ..dsl.findings import Finding
from ..dsl.span import Span
from .affixes import Affixes
from .catalogues import Generalisation, SlotCatalogue, catalogues_of
from .checking import completed, missing, told, unread, without
from .constants import parted
from .draft import Draft, symbols
from .golden import read
from .lexicon import Lexicon
from .render.render import Options, Rendered, render, with_seen
from .seen import Golden
from .segments import Segments
from .settings import Settings, Step, Tell, silent
from .symbols import Intent

Learn = Callable[[Sequence[Intent], Settings, Tell], Draft]

STYLES = {"readable": "readable.learn", "exact": "lattice.learn", "templates": "memorised"}
"""What learns a grammar of each style: modules with a function `learn`."""

READ_BACK = 400
"""Grammars of more symbols than these are compiled, and no examples are parsed: that would take
longer than learning them. Their rules have been asked for every template before."""

_TOLD = 5


@dataclass(frozen=True, slots=True)
class Induced:
    """A grammar and what it came from.

    `draft` is as it was learned, `rendered` as it is written, None where there was nothing to
    learn from. `lengths` are the description lengths of each intent that was told of, in bits,
    before and after learning.
    """

    golden: Golden
    draft: Draft | None
    rendered: Rendered | None
    findings: tuple[Finding, ...]
    catalogues: tuple[SlotCatalogue, ...] = ()
    reasons: tuple[Generalisation, ...] = ()
    lengths: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def symbols(self) -> int:
        """The words, slots and references of all rules, as they are written."""
        return sum(map(symbols, self.rendered.draft.rules)) if self.rendered else 0


def induce(
    utterances: Iterable[Utterance],
    lexicon: Lexicon | None = None,
    settings: Settings | None = None,
    tell: Tell = silent,
    options: Options | None = None,
    locale: str = "",
    places: Sequence[Span] = (),
) -> Induced:
    """A grammar that says what *utterances* do, and what goes without saying.

    Every template of the utterances, but for those that `settings` reject, is in its language:
    whatever a learner should have lost is added word by word (W751), and what the grammar then does
    not read as it was labelled is told (W752). The same utterances in the same order give the same
    bytes.
    """
    lexicon, settings, options = lexicon or Lexicon(), settings or Settings(), options or Options()
    golden, findings = read(utterances, lexicon, locale, places)
    place = Span(options.path, 0, 0, 0, 0)
    if not golden.intents:
        return Induced(golden, None, None, tuple(findings))
    segments = Segments(golden.intents)
    golden = segments.golden(golden)
    settings = replace(settings, rejected=tuple(map(segments.symbols, settings.rejected)))
    fillers, reasons, more = catalogues_of(golden, lexicon)
    findings += more
    lengths = _Lengths(tell)
    parts = parted(golden.intents)
    affixes = Affixes(parts.intents)
    never = tuple(map(affixes.symbols, settings.rejected))
    learned = learner(settings.style)(
        affixes.intents(parts.intents), replace(settings, rejected=never), lengths
    )
    draft = parts.whole(affixes.apart(learned))
    wanted = without(parts.intents, settings.rejected)
    lost = missing(draft, wanted)
    draft = completed(draft, lost)
    findings += told({parts.of.get(name, name): found for name, found in lost.items()}, place)
    options = replace(
        options,
        style=settings.style,
        constants=parts.constants,
        reasons=options.reasons or {one.slot: one.why for one in reasons if one.catalogue},
    )
    rendered = render(draft, golden, fillers, options)
    text = with_seen(rendered, golden, fillers, options)
    made = Induced(golden, draft, rendered, (), fillers, reasons, dict(lengths.lengths))
    examples = without(golden.intents, settings.rejected) if made.symbols <= READ_BACK else ()
    findings += _check(text, options.path, examples)
    return replace(made, findings=tuple(findings))


def learner(style: str) -> Learn:
    """The learner of that style."""
    found: Learn = import_module(f".{STYLES[style]}", __package__).learn
    return found


def _check(text: str, path: str, intents: Sequence[Intent]) -> list[Finding]:
    """What is wrong with the grammar *text*, which names no files, and which examples of *intents*
    it does not read as they are labelled."""
    lost, findings = unread(text, path, intents)
    place = Span(path, 0, 0, 0, 0)
    for one in lost[:_TOLD]:
        said = f"“{one.example}” has other labels when {one.intent} is parsed."
        findings.append(Finding("W752", said, place))
    if len(lost) > _TOLD:
        said = f"{len(lost) - _TOLD:,} more utterances have other labels when they are parsed."
        findings.append(Finding("W752", said, place))
    return findings


class _Lengths:
    """Hands steps on, and keeps the first and the last description length of each intent."""

    def __init__(self, tell: Tell) -> None:
        self.lengths: dict[str, tuple[float, float]] = {}
        self._tell = tell

    def __call__(self, step: Step) -> None:
        before, _ = self.lengths.get(step.intent, (step.length, step.length))
        self.lengths[step.intent] = before, step.length
        self._tell(step)
