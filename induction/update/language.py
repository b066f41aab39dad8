"""What a grammar accepts: asked of it as it is, as it was, and as it may become."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ...compiler.compile import analyse, finish
from ...compiler.compiled import Compiled
from ...corpora.utterance import Utterance
from ...dsl.findings import Finding, has_errors
from ...dsl.printer import print_file
from ...dsl.tree import Catalog, File
from ...runtime.grammar import too_large
from ...runtime.intests import run_tests, same_labels
from ...runtime.parse import Parser
from ...runtime.sample import Sampler
from ...runtime.walk import walk

READINGS = 8
"""So many readings of a text are looked through for the labels that an utterance has."""


class Language:
    """The language of a compiled grammar, and which of the tests in it fail."""

    def __init__(self, compiled: Compiled, failing: frozenset[tuple[str, str, str]]) -> None:
        acceptor = compiled.acceptor
        assert acceptor is not None  # `language` has looked
        self.compiled = compiled
        self.failing = failing
        """(intent, kind, text) of each line of a test that does not hold."""
        self.intents = frozenset(name for name, _, _ in compiled.tables.roots)
        self._parser = Parser(compiled, acceptor)

    def reads(self, utterance: Utterance, labelled: bool = True) -> bool:
        """Whether the text is one of the utterance's intent, *labelled*: with exactly its labels,
        canonical values where it has some."""
        if utterance.intent not in self.intents:
            return False
        wanted = labelled and (utterance.slots or utterance.constants)
        parses = self._parser(utterance.text, READINGS if wanted else 1, utterance.intent)
        if not wanted:
            return bool(parses)
        return any(same_labels(utterance, parse.utterance) for parse in parses)

    def texts(self, count: int) -> Iterator[Utterance]:
        """Sentences drawn from it, the same ones each time; none where a catalogue is open."""
        if self.compiled.missing():
            return iter(())
        sampler = Sampler(walk(self.compiled, None), 0, odds=False)
        return (sampler(number)[0] for number in range(count))


class Languages:
    """The languages of grammars as if they stood at *path*, each compiled once. Files of
    catalogues that are not there yet are read *elsewhere*, by the paths that grammars name."""

    def __init__(self, path: str, elsewhere: Mapping[str, str] | None = None) -> None:
        self.path, self._elsewhere = path, elsewhere or {}
        self._known: dict[str, Language | None] = {}

    def of(self, file: File | str) -> Language | None:
        """The language of a grammar; none where it can't be compiled."""
        text = file if isinstance(file, str) else print_file(self._found(file))
        if text not in self._known:
            self._known[text] = self.told(text)[0]
        return self._known[text]

    def told(self, text: str) -> tuple[Language | None, list[Finding]]:
        """The same, and what is to be said of it."""
        return _language(text, self.path, [os.path.dirname(p) for p in self._elsewhere.values()])

    def _found(self, file: File) -> File:
        statements = tuple(
            replace(s, path=self._elsewhere[s.path])
            if isinstance(s, Catalog) and s.path is not None and s.path in self._elsewhere
            else s
            for s in file.statements
        )
        return replace(file, statements=statements) if self._elsewhere else file


def _language(
    text: str, path: str, allowed: Sequence[str]
) -> tuple[Language | None, list[Finding]]:
    state, findings = analyse(path, text.encode(), allowed)
    compiled, findings = finish(state, findings)
    if state is None or compiled is None or has_errors(findings):
        return None, findings
    if compiled.acceptor is None:
        return None, [*findings, too_large(compiled)]
    failing = frozenset(
        (one.intent, one.line.kind, one.line.text)
        for one in run_tests(state, compiled)
        if one.finding is not None
    )
    return Language(compiled, failing), findings
