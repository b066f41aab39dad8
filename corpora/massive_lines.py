"""JSON lines as the MASSIVE dataset has them (FitzGerald et al. 2022, arXiv:2204.08582).

    {"id": "0", "locale": "en-US", "partition": "test", "scenario": "alarm", "intent": "alarm_set",
     "utt": "wake me up at nine am", "annot_utt": "wake me up at [time : nine am]", …}

The slots are those of `annot_utt`, in the brackets of `massive.py`. The scenario is what stands
before the first `_` of the intent; canonical values, nested slots and constants have no place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from . import flat, massive
from .gathering import Found
from .problem import Notes, Problem
from .spaces import squeeze
from .utterance import Utterance

OTHER_LOCALE = "This line is of another locale than the first, and was read all the same."
OTHER_TEXT = "“utt” differs from “annot_utt”, which was taken."

# As the dataset is written: a space behind colons and commas.
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def write(utterance: Utterance, number: int, locale: str, partition: str = "train") -> str:
    """The line of one utterance, without its end; its id is *number*."""
    intent = utterance.intent
    return _encode(
        {
            "id": str(number),
            "locale": locale,
            "partition": partition,
            "scenario": intent.partition("_")[0],
            "intent": intent,
            "utt": utterance.text,
            "annot_utt": massive.brackets(utterance),
            "worker_id": "0",
        }
    )


def stream(
    given: Iterable[str], notes: Notes | None = None, locale: str | None = None
) -> Iterator[Found]:
    """The utterances of lines, with their numbers; empty lines are passed over, and, with a
    *locale*, those of others. Of a line without `annot_utt` (the hidden test set) the text is
    read. Where that is not the text of `utt`, or where locales are mixed, this is counted in
    *notes*."""
    first: object = None
    for number, line in enumerate(given, 1):
        if not squeeze(line):
            continue
        found = flat.loaded(line)
        if isinstance(found, Problem):
            yield number, replace(found, hint=_SHAPE if found.hint else "")
            continue
        if locale is not None and "locale" in found and not _same(found["locale"], locale):
            continue
        if locale is None and "locale" in found:
            first = first or found["locale"]
            if found["locale"] != first and notes is not None:
                notes.add(OTHER_LOCALE, number)
        try:
            yield number, _utterance(found, notes, number)
        except flat.Wrong as wrong:
            yield number, wrong.problem(line, _SHAPE)


_SHAPE = 'Each line is {"intent": …, "utt": …, "annot_utt": "wake me at [time : nine]", …}.'


def _same(given: object, wanted: str) -> bool:
    """Whether a line's locale is the one wanted: `de-DE`, or all of German for `de`."""
    if not isinstance(given, str):
        return False
    plain = given.replace("_", "-").lower()
    return plain == wanted.lower() or plain.partition("-")[0] == wanted.lower()


def _utterance(given: dict[str, Any], notes: Notes | None, number: int) -> Utterance:
    intent, said = flat.text(given, "intent", ""), flat.text(given, "utt", "")
    if "annot_utt" not in given:
        if "utt" not in given:
            raise flat.Wrong("There is neither “annot_utt” nor “utt”.")
        return Utterance(squeeze(said), (), (), intent)
    line = flat.text(given, "annot_utt")
    found = massive.sentence(line, 0, intent)
    if "\\" in line and squeeze(said) != getattr(found, "text", None):
        # The dataset itself has no escapes.
        plain = massive.sentence(line.replace("\\", "\\\\"), 0, intent)
        found = plain if isinstance(plain, Utterance) else found
    if isinstance(found, Problem):
        raise flat.Wrong(f"“annot_utt”: {found.message}", "annot_utt")
    if "utt" in given and squeeze(said) != found.text and notes is not None:
        notes.add(OTHER_TEXT, number)
    return found
