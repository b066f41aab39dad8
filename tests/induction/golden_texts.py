"""What tests of golden utterances share: annotated lines as utterances, templates as a grammar."""

from __future__ import annotations

from pathlib import Path

import gramc
from gramc.corpora import annotated
from gramc.corpora.utterance import Utterance
from gramc.dsl import draft
from gramc.dsl.tree import Alternative, AnyStatement, Constant, Part
from gramc.induction.catalogues import catalogues_of
from gramc.induction.filling import slot_of, statements, table
from gramc.induction.golden import read
from gramc.induction.lexicon import Lexicon
from gramc.induction.seen import Golden
from gramc.induction.symbols import Template


def utterances(*lines: str, intent: str = "Play") -> list[Utterance]:
    """The utterances of annotated lines."""
    found = []
    for line in lines:
        one = annotated.read(line)
        assert isinstance(one, Utterance), one
        found.append(Utterance(one.text, one.slots, one.constants, intent))
    return found


def golden(*lines: str, locale: str = "en") -> Golden:
    """What annotated lines have to teach."""
    return read(utterances(*lines), Lexicon(), locale)[0]


def spelled(template: Template) -> str:
    """A template as text: slots in braces, parts that touch without a space."""
    found = ""
    for number, symbol in enumerate(template.symbols):
        text = f"{{{symbol.text}}}" if symbol.slot else symbol.text
        found += text if symbol.touches or not number else f" {text}"
    return found


def templates(golden: Golden) -> list[str]:
    """All templates as text."""
    return [spelled(one) for intent in golden.intents for one in intent.templates]


def compiled(folder: Path, golden: Golden, lexicon: Lexicon) -> gramc.Grammar:
    """The grammar that has each template as an alternative."""
    found, _, _ = catalogues_of(golden, lexicon)
    fills = {one.slot: one for one in found}

    def way(template: Template) -> Alternative:
        pieces: list[str | Part] = []
        for number, symbol in enumerate(template.symbols):
            if number and not symbol.touches:
                pieces.append(" ")
            pieces.append(slot_of(fills[symbol.text]) if symbol.slot else symbol.text)
        for name, value in template.constants:
            pieces += [" ", Constant(name, value)]
        return draft.alternative(pieces)

    written: list[AnyStatement] = [*draft.head(None, golden.locale)]
    for one in found:
        written += statements(one, one.path, "catalogs", fills, ("What fills it.",))
        if made := table(one, "catalogs"):
            path = folder / made.path
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(made.data)
    for intent in golden.intents:
        written.append(draft.intent(intent.name, [way(one) for one in intent.templates]))
    file = draft.gram("made.gram", written)
    (folder / "made.gram").write_bytes(file.data)
    return gramc.load(str(folder / "made.gram"))
