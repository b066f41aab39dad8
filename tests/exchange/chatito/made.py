"""What the tests of Chatito and Chatette share: grammars made of files, and sentences compared."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from gramc.corpora.utterance import Utterance
from gramc.dsl.naming import legal_name
from gramc.exchange.made import Made
from gramc.runtime.grammar import Grammar, load


def grammar(made: Made, folder: Path) -> Grammar:
    """The grammar that was made, its files written into *folder*."""
    errors = [f for f in made.findings if f.is_error]
    assert not errors, errors
    for file in made.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    return load(folder / made.files[0].path)


def renamed(utterance: Utterance) -> Utterance:
    """*utterance* with the names that a `.gram` can have."""
    return replace(
        utterance,
        intent=legal_name(utterance.intent),
        slots=tuple(replace(s, name=legal_name(s.name)) for s in utterance.slots),
    )


def unparsed(grammar: Grammar, utterances: Iterable[Utterance]) -> list[Utterance]:
    """Those that the grammar does not read with these very labels."""
    parse = grammar.parser(case_sensitive=True)
    return [
        u
        for u in dict.fromkeys(utterances)
        if not any(p.utterance == u for p in parse(u.text, 50, u.intent))
    ]
