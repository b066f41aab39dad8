"""Golden-utterance files: annotated sentences with their intents, written by people.

One sentence a line, `Intent<TAB>sentence`, or plain lines under a line `# intent: PlayMusic`;
other lines that begin with `#` are comments.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from . import annotated
from .gathering import Found, gathered
from .labels import end_of_label
from .problem import LineProblem, Problem
from .spaces import lines, squeeze
from .utterance import Utterance

_HEADING = re.compile(r"#[ \t]*intent:(.*)")


def write(utterance: Utterance) -> str:
    """The line of one utterance, without its end; an utterance without an intent has none."""
    line = annotated.write(utterance)
    return f"{utterance.intent}\t{line}" if utterance.intent else line


def read(text: str) -> tuple[list[Utterance], list[LineProblem]]:
    """The utterances of a file, and what is wrong with its other lines, as `stream` has them."""
    return gathered(stream(lines(text)))


def stream(
    given: Iterable[str], read_sentence: Callable[[str], Utterance | Problem] = annotated.read
) -> Iterator[Found]:
    """The utterances of lines, with their numbers; *read_sentence* reads what stands in a line
    behind its intent.

    Lines are brought to NFC. Sentences above the first heading have no intent (`""`) unless
    their own line gives one; what comes before a tab is an intent only where it is a name.
    """
    heading = ""
    for number, raw in enumerate(given, 1):
        line = unicodedata.normalize("NFC", raw)
        if line.startswith("#"):
            if named := _HEADING.fullmatch(line):
                heading = squeeze(named[1])
                if end_of_label(heading, 0) != len(heading):
                    yield (
                        number,
                        Problem(
                            f"“{heading}” is no name of an intent.",
                            named.start(1),
                            "Write # intent: PlayMusic.",
                        ),
                    )
            continue
        intent, skipped = heading, 0
        first, tab, _ = line.partition("\t")
        if tab and first and end_of_label(first, 0) == len(first):
            intent, skipped = first, len(first) + 1
        sentence = line[skipped:]
        if not squeeze(sentence):
            continue
        utterance = read_sentence(sentence)
        if isinstance(utterance, Problem):
            yield number, Problem(utterance.message, utterance.offset + skipped, utterance.hint)
        else:
            yield number, Utterance(utterance.text, utterance.slots, utterance.constants, intent)
