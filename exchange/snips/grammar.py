"""A grammar of a Snips dataset: what any corpus makes, with the standard library for entities that
Snips comes with."""

from __future__ import annotations

from dataclasses import replace

from ...corpora.corpus import Corpus
from ...dsl.findings import has_errors
from ...dsl.naming import called_after
from .. import say
from ..made import Made, Options
from ..source import whole
from ..templates import grammar_of
from .builtin import LANGUAGES, LIBRARY, is_builtin
from .read import read_corpus


def import_grammar(path: str, options: Options) -> Made:
    """The grammar. A slot of `snips/number` is filled from `std.en.number`, and so are others that
    the library has, in its languages; from what else stands there in the sentences, too."""
    corpus, findings = read_corpus(path, options)
    if corpus is None or has_errors(findings):
        return Made((), tuple(findings))
    known = library(corpus)
    for entity in dict.fromkeys(entity for _, entity in corpus.lists_of):
        if is_builtin(entity) and entity not in known:
            said = f"The list “{entity}” of Snips is only what stands in the sentences here."
            findings.append(say.changed(said, whole(path)))
    made = grammar_of(corpus, replace(options, name=options.name or called_after(path)), known)
    return Made(made.files, (*findings, *made.findings))


def library(corpus: Corpus) -> dict[str, tuple[str, ...]]:
    """The rules of the standard library for the entities of *corpus*."""
    language = corpus.locale[:2]
    if language not in LANGUAGES:
        return {}
    return {
        entity: tuple(f"std.{language}.{rule}" for rule in rules)
        for entity, rules in LIBRARY.items()
    }
