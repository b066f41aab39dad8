"""Two-column corpora: a token and its tag a line, sentences with empty lines between them.

Above a sentence stand its intent (`# intent: PlayMusic`) and its text (`# text: …`), which says
where tokens touch. The tags are those of the outermost slots; canonical values, nested slots and
constants have no place in this format.
"""

from __future__ import annotations

import re

from .problem import LineProblem, Problem
from .spaces import lines, squeeze
from .tokens import join, spans, tags, tokens
from .utterance import Utterance

_COMMENT = re.compile(r"#[ \t]*(intent|text)[ \t]*[:=](.*)")


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
    """The sentences of a file, and the lines that could not be read.

    The columns stand between tabs or spaces; the first is the token, the last its tag. Comments
    other than those of `write` are passed over; where the text is missing or does not fit the
    tokens, these are joined by spaces.
    """
    found: list[Utterance] = []
    problems: list[LineProblem] = []
    words: list[str] = []
    labels: list[str] = []
    said: dict[str, str] = {}

    def sentence() -> None:
        if words or said.get("text") == "":
            place = _align(said.get("text", ""), words)
            written, places = (said["text"], place) if place is not None else join(words)
            found.append(Utterance(written, spans(places, labels), (), said.get("intent", "")))
        words.clear()
        labels.clear()
        said.clear()

    for number, line in enumerate(lines(text), 1):
        columns = squeeze(line).split(" ")
        if columns == [""]:
            sentence()
        elif line.startswith("#") and "\t" not in line:
            if comment := _COMMENT.fullmatch(line):
                said[comment[1]] = squeeze(comment[2])
        elif len(columns) < 2:
            problem = Problem("This line has a token but no tag.", len(line), "Write token<TAB>O.")
            problems.append(LineProblem(number, problem))
        elif columns[-1] != "O" and columns[-1][:2] not in ("B-", "I-"):
            offset = line.rfind(columns[-1])
            problem = Problem(f"“{columns[-1]}” is no tag.", offset, "Tags are O, B-name, I-name.")
            problems.append(LineProblem(number, problem))
        else:
            words.append(columns[0])
            labels.append(columns[-1])
    sentence()
    return found, problems


def _align(text: str, words: list[str]) -> list[tuple[int, int]] | None:
    """The places of the words in the text, where it consists of them and spaces."""
    places: list[tuple[int, int]] = []
    at = 0
    for word in words:
        at += text[at : at + 1] == " "
        if not text.startswith(word, at):
            return None
        places.append((at, at + len(word)))
        at += len(word)
    return places if at == len(text) else None
