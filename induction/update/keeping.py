"""Holding a changed grammar against what it has to keep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ...dsl.tree import Alternative, AnyStatement, Body, File, Intent, Test
from ..symbols import Symbols
from .cases import Case, back, called, symbols
from .edits import bare
from .language import Language, Languages
from .names import named
from .past import Past
from .record import Written

DRAWN = 500
"""So many sentences are drawn, to see whether something comes back that was taken out."""


class Keeping:
    """What a grammar is held against: the tests that fail in *now* only, nothing in *out*, and
    nothing of the *past* that *whole*, the grammar with new values only, does not accept, but for
    the *wanted* templates of what is new."""

    def __init__(
        self,
        now: Language,
        whole: tuple[File, Language],
        past: Past,
        here: Written,
        out: Sequence[Case],
        wanted: frozenset[Symbols],
        languages: Languages,
    ) -> None:
        self._languages = languages
        self._now, self._past, self._here, self._out = now, past, here, out
        self._wanted = wanted
        self._file, self._whole = whole

    def holds(self, file: File, grammar: Language) -> bool:
        """Whether all of that is kept. What was taken out is looked for among `DRAWN` sentences of
        the grammar and as many of its new alternatives, the same ones each time."""
        if not grammar.failing <= self._now.failing:
            return False
        for case in self._out:
            if grammar.reads(called(case.utterance, self._here), not case.plain):
                return False
        if not self._past:
            return True
        grammars = [grammar]
        new = only_new(file, self._file)
        alone = None if new is None else self._languages.of(new)
        if alone is not None:
            grammars.append(alone)
        return not any(self._comes_back(one) for one in grammars)

    def _comes_back(self, grammar: Language) -> bool:
        home = back(self._here)
        return any(
            self._past.read(called(text, home))
            and not self._whole.reads(text)
            and symbols(text) not in self._wanted
            for text in grammar.texts(DRAWN)
        )


def only_new(file: File, before: File) -> File | None:
    """*file* with the new alternatives of its intents alone; none where there are none."""
    there = named(before)
    statements: list[AnyStatement] = []
    some = False
    for statement in file.statements:
        if isinstance(statement, Test):
            continue
        if isinstance(statement, Intent):
            was = there.get(statement.name)
            known: set[Alternative] = set()
            if isinstance(was, Intent):
                known = {bare(one) for one in was.body.alternatives}
            new = tuple(a for a in statement.body.alternatives if bare(a) not in known)
            if not new:
                continue
            some = True
            statements.append(replace(statement, body=Body(new)))
        else:
            statements.append(statement)
    return replace(file, statements=tuple(statements)) if some else None
