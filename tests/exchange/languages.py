"""What is asked of a made grammar: that it compiles, and that sentences are in its language with
their labels."""

from collections.abc import Iterable
from pathlib import Path

from gramc.corpora.utterance import Span, Utterance
from gramc.exchange.made import Made
from gramc.runtime.grammar import Grammar, load


def write(made: Made, folder: Path) -> Path:
    """Writes the files of *made* below *folder*; the path of its first `.gram`."""
    assert not made.failed, made.findings
    for file in made.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    return folder / next(f.path for f in made.files if f.path.endswith(".gram"))


def grammar(made: Made, folder: Path) -> Grammar:
    """The grammar that *made* is."""
    return load(write(made, folder))


def _plain(slots: Iterable[Span]) -> list[tuple[str, int, int, str | None, list[object]]]:
    return [(s.name, s.start, s.end, s.value, list(_plain(s.slots))) for s in slots]


def holds(grammar: Grammar, utterance: Utterance, nbest: int = 50) -> bool:
    """Whether a parse of the utterance's text has its intent and labels."""
    found = grammar.parse(utterance.text, nbest, case_sensitive=True)
    for parse in found:
        read = parse.utterance
        if (
            (not utterance.intent or read.intent == utterance.intent)
            and _plain(read.slots) == _plain(utterance.slots)
            and sorted(read.constants) == sorted(utterance.constants)
        ):
            return True
    return False
