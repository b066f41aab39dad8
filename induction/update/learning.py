"""Golden utterances to the grammar that is there: the whole way of `gramc induce --update`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ...corpora.utterance import Utterance
from ...dsl.findings import Finding, has_errors
from ...dsl.parse import parse
from ...dsl.span import Span
from ...dsl.tree import File
from ..golden import prepared
from ..induce import induce
from ..lexicon import Lexicon
from ..render.names import intent_name
from ..render.render import Options
from ..settings import Settings, Tell, silent
from ..symbols import Symbols
from .again import Updated, update
from .cases import Case
from .record import Record
from .trying import Learned

MEMORISE = "templates"
"""The style that generalises nothing."""


def reinduce(
    text: str,
    path: str,
    record: Record | None,
    utterances: Iterable[Utterance],
    lexicon: Lexicon | None = None,
    settings: Settings | None = None,
    tell: Tell = silent,
    options: Options | None = None,
    locale: str = "",
    places: Sequence[Span] = (),
    tables: Mapping[str, str] | None = None,
    elsewhere: Mapping[str, str] | None = None,
) -> Updated:
    """The grammar *text* at *path*, with what *utterances* have besides learned and written as
    `induce` does it. *record* and *tables* are those beside the grammar; the rest as in
    `update`. The same utterances again change nothing."""
    lexicon, settings, options = lexicon or Lexicon(), settings or Settings(), options or Options()
    given = list(utterances)
    bare = [not (one.slots or one.constants) for one in given]
    cases, findings = cases_of(given, bare, lexicon, locale, places)
    if has_errors(findings):
        return Updated(None, record, findings=tuple(findings))
    learn = _Learner(lexicon, settings, tell, options, locale)
    updated = update(text, path, record, cases, learn, tables, elsewhere)
    return replace(updated, findings=(*findings, *updated.findings))


def cases_of(
    utterances: Sequence[Utterance],
    bare: Sequence[bool],
    lexicon: Lexicon,
    locale: str = "",
    places: Sequence[Span] = (),
) -> tuple[list[Case], list[Finding]]:
    """The distinct *utterances*, prepared as learning does it, and what is to be said of them.
    Those that are *bare* have no labels but such as catalogues find."""
    gathered, findings = prepared(utterances, lexicon, locale, places)
    plain = {one.text for one, is_bare in zip(utterances, bare, strict=True) if is_bare}
    cases = [
        Case(
            replace(one.utterance, intent=intent_name(one.utterance.intent)),
            one.count,
            one.place,
            one.utterance.text in plain,
        )
        for one in gathered
    ]
    return cases, findings


class _Learner:
    """Learns the grammar of some cases as `induce` does, with all values in it."""

    def __init__(
        self, lexicon: Lexicon, settings: Settings, tell: Tell, options: Options, locale: str
    ) -> None:
        self._lexicon, self._settings, self._tell = lexicon, settings, tell
        self._options = replace(options, tables=False, name="")
        self._locale = locale

    def __call__(
        self, cases: Sequence[Case], rejected: tuple[Symbols, ...], memorise: bool
    ) -> Learned:
        """The grammar. What is said of few utterances, or of catalogues, is said of all of them by
        a first induction, and not again."""
        style = MEMORISE if memorise else self._settings.style
        settings = replace(
            self._settings, style=style, rejected=(*self._settings.rejected, *rejected)
        )
        made = induce(
            [case.utterance for case in cases for _ in range(case.count)],
            self._lexicon,
            settings,
            self._tell,
            self._options,
            self._locale,
        )
        if made.rendered is None:
            return Learned(File(()))
        return Learned(parse(made.rendered.text, self._options.path)[0])
