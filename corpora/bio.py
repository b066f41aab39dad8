"""Columns: a token and its tag a line, sentences with empty lines between them.

    # intent: PlayMusic                    # text: play hip hop
    # text: play hip hop                   # intent: PlayMusic
    play	O                               1	play	PlayMusic	O
    hip	B-Genre                          2	hip	PlayMusic	B-Genre
    hop	I-Genre                          3	hop	PlayMusic	I-Genre

Above a sentence stand its intent and its text, which says where tokens touch. What is written here
has two columns; that of xSID (van der Goot et al. 2021, `conll.py`) has four, with the number of
the token and the intent besides, and is read as well. The tags are those of the outermost slots;
canonical values, nested slots and constants have no place in this format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .gathering import Found, gathered
from .problem import LineProblem, Notes, Problem
from .spaces import lines, squeeze
from .tokens import align, join, plain_tag, spans, tags, tokens
from .utterance import Utterance

_COMMENT = re.compile(r"#[ \t]*(intent|text)[ \t]*[:=](.*)", re.DOTALL)
LONGEST = 10_000
CHARACTERS = 1_000_000
"""A sentence has no more tokens, and these no more characters."""
_EMPTY = "Sentences stand apart by empty lines."
JOINED = "The text above the sentence does not consist of its tokens, which were joined by spaces."


def write(utterance: Utterance) -> str:
    """The lines of one utterance, the empty one behind it among them, without the last end."""
    places = tokens(utterance)
    out = [f"# intent: {utterance.intent}"] if utterance.intent else []
    out.append(f"# text: {utterance.text}")
    for (start, end), tag in zip(places, tags(utterance, places), strict=True):
        out.append(f"{utterance.text[start:end]}\t{tag}")
    out.append("")
    return "\n".join(out)


def read(text: str) -> tuple[list[Utterance], list[LineProblem]]:
    """The sentences of a file, and the lines that could not be read, as `stream` has them."""
    return gathered(stream(lines(text)))


def stream(given: Iterable[str], notes: Notes | None = None) -> Iterator[Found]:
    """The sentences of lines, each with the number of its first.

    The columns stand between tabs or spaces; the first is the token, the last its tag. With four
    columns between tabs, of which the first numbers the tokens, these are the second, and the
    third is the intent where it is the same for all. Tags may be those of BIO, BIOES or BILOU.
    Comments other than those of `write` are passed over; where the text is missing or does not fit
    the tokens, these are joined by spaces, which is counted in *notes*.
    """
    here = _Sentence()
    for number, line in enumerate(given, 1):
        if not squeeze(line):
            yield from here.done(notes)
            here = _Sentence()
        elif line.startswith("#") and "\t" not in line:
            if comment := _COMMENT.fullmatch(line):
                here.first = here.first or number
                here.said[comment[1]] = squeeze(comment[2])
        else:
            here.first = here.first or number
            problem = here.add(line)
            if problem is not None:
                yield number, problem
    yield from here.done(notes)


class _Sentence:
    """The lines of one sentence so far."""

    def __init__(self) -> None:
        self.first = 0
        self.said: dict[str, str] = {}
        self._words: list[str] = []
        self._labels: list[str] = []
        self._intents: set[str] = set()
        self._size = 0

    def add(self, line: str) -> Problem | None:
        """Takes the line of a token, or says what is wrong with it."""
        word, last = self._columns(line)
        if last is None:
            return Problem("This line has a token but no tag.", len(line), "Write token<TAB>O.")
        tag = plain_tag(last)
        if tag is None:
            return Problem(f"“{last}” is no tag.", line.rfind(last), "Tags are O, B-name, I-name.")
        self._size += len(word)
        if len(self._words) == LONGEST or self._size > CHARACTERS:
            return Problem("This sentence goes on too long.", 0, _EMPTY)
        self._words.append(word)
        self._labels.append(tag)
        return None

    def _columns(self, line: str) -> tuple[str, str | None]:
        """The token and its tag."""
        columns = line.split("\t")
        if len(columns) == 4 and columns[0].strip() == str(len(self._words) + 1):
            word, intent, tag = map(squeeze, columns[1:])
            if word and " " not in word and tag:
                self._intents.add(intent)
                return word, tag
        columns = squeeze(line).split(" ")
        return columns[0], columns[-1] if len(columns) > 1 else None

    def done(self, notes: Notes | None) -> Iterator[Found]:
        """The sentence, if there is one."""
        text = self.said.get("text", "")
        if not self._words and self.said.get("text") != "":
            return
        places = align(text, self._words)
        if places is None:
            if text and notes is not None:
                notes.add(JOINED, self.first)
            text, places = join(self._words)
        slots = spans(places, self._labels)
        intent = next(iter(self._intents)) if len(self._intents) == 1 else ""
        yield self.first, Utterance(text, slots, (), self.said.get("intent", intent))
