"""Sentence templates of Padatious, Padacioso and OVOS, a line each.

    (what is|tell me) the [current] weather in {location}

`(a|b)` is one of several, empty ones too; `[a]` may be left out; `{name}` is a slot; `<name>` a
word of `name.vocab`; `:0` and `*` are any words; `#` is a digit. A bar outside brackets parts two
sentences. Brackets touch what they stand beside, as OVOS-INTENT-1 expands them; `?`, `!` and `.` at
the ends of words mean nothing (`padatious/util.py` drops them from its tokens).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ...dsl import draft
from ...dsl.text import squeeze
from ...dsl.tree import Alternative, Part, Quote

DEEPEST = 40
"""Brackets nest no deeper than this."""

LONGEST = 10_000
"""A line has no more characters than this."""

Pieces = list["str | Part"]

_TOKEN = re.compile(
    r"\{(?P<slot>[^{}()\[\]|<>]*)\}|<(?P<word>[^{}()\[\]|<>]*)>|(?P<any>(?<![^\s(\[|])(?::0|\*)(?![^\s)\]|]))"
    r"|(?P<digit>#)|(?P<mark>[()\[\]{}<>|])"
)
_ENDS = re.compile(r"[?!.]+(?=[\s|)\]]|$)|(?<![^\s(\[|])[¿¡]+")


@dataclass(frozen=True, slots=True)
class Said:
    """Something to be told of a line, from column `start` to `end` (from 0)."""

    message: str
    start: int
    end: int
    code: str = "W602"


@dataclass(slots=True)
class Makers:
    """What parts stand for slots, words of vocabularies, any words and digits. The place of a use
    in the line goes with its name."""

    slot: Callable[[str, int, int], Part]
    word: Callable[[str, int, int], Part | None]
    any_words: Callable[[], Part]
    digit: Callable[[], Part]


@dataclass(slots=True)
class Read:
    """What a line is: alternatives, none of which is empty, what is to be said of it, and how
    many marks at the ends of words were passed over."""

    alternatives: list[Alternative] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    passed: int = 0


def without_ends(line: str) -> tuple[str, int]:
    """The line with spaces for marks at the ends of words, and how many there were."""
    count = 0

    def space(match: re.Match[str]) -> str:
        nonlocal count
        count += len(match[0])
        return " " * len(match[0])

    return _ENDS.sub(space, line), count


def read(line: str, makers: Makers, keep_ends: bool = False) -> Read:
    """What *line* says. A bracket that nothing closes, or that closes nothing, is left out."""
    found = Read()
    text = line
    if len(line) > LONGEST:
        said = f"This line has more than {LONGEST:,} characters."
        found.said.append(Said(said, 0, len(line), "E601"))
        return found
    if not keep_ends:
        text, found.passed = without_ends(line)
    reader = _Reader(text, makers, found)
    for branch in reader.branches():
        made = draft.alternative(branch)
        if made.units != draft.EMPTY:
            found.alternatives.append(made)
    return found


@dataclass(slots=True)
class _Open:
    mark: str
    start: int
    branches: list[Pieces] = field(default_factory=lambda: [[]])


class _Reader:
    def __init__(self, text: str, makers: Makers, found: Read) -> None:
        self._text = text
        self._makers = makers
        self._found = found
        self._open = [_Open("", 0)]

    def _say(self, message: str, start: int, end: int) -> None:
        self._found.said.append(Said(message, start, end))

    def branches(self) -> list[Pieces]:
        """The sentences of the line."""
        text, at = self._text, 0
        for token in _TOKEN.finditer(text):
            self._add(text[at : token.start()])
            at = token.end()
            start, end = token.span()
            if token["slot"] is not None:
                if name := token["slot"].strip():
                    self._add(self._makers.slot(name, start, end))
                else:
                    self._say("This slot has no name; it is left out.", start, end)
            elif token["word"] is not None:
                part = self._makers.word(token["word"].strip(), start, end)
                if part is not None:
                    self._add(part)
            elif token["any"]:
                self._add(self._makers.any_words())
            elif token["digit"]:
                self._add(self._makers.digit())
            else:
                self._mark(token["mark"], start)
        self._add(text[at:])
        while len(self._open) > 1:
            opened = self._open[-1]
            self._say("This bracket is never closed.", opened.start, opened.start + 1)
            self._close(len(text))
        top = self._open[0].branches
        if len(top) > 1:
            said = "A bar outside of brackets parts two sentences."
            start = len(text) - len(text.lstrip())
            self._say(said, start, len(text.rstrip()))
        return top

    def _add(self, piece: str | Part) -> None:
        if piece != "":
            self._open[-1].branches[-1].append(piece)

    def _mark(self, mark: str, at: int) -> None:
        if mark in "([":
            if len(self._open) > DEEPEST:
                said = f"Brackets are nested more than {DEEPEST} deep here."
                self._found.said.append(Said(said, at, at + 1, "E604"))
            else:
                self._open.append(_Open(mark, at))
        elif mark == "|":
            self._open[-1].branches.append([])
        elif mark in ")]" and self._open[-1].mark == "(["[")]".index(mark)]:
            self._close(at)
        else:
            self._say(f"This `{mark}` belongs to nothing; it is left out.", at, at + 1)

    def _close(self, at: int) -> None:
        """Makes a part of the innermost bracket, which *at* closes. White space at the edge of a
        way is a space where the bracket touches what stands there: `laut[ er]`."""
        left, right = self._touches_left(), self._touches_right(at + 1)
        closed = self._open.pop()
        for branch in closed.branches:
            first, last = branch[0] if branch else "", branch[-1] if branch else ""
            if len(branch) == 1 and isinstance(first, str) and not first.strip():
                if left and right:
                    branch[0] = Quote(" ")
                continue
            if left and isinstance(first, str) and first[:1].isspace():
                branch.insert(0, Quote(" "))
                branch[1] = first.lstrip()
            if right and isinstance(last, str) and last[-1:].isspace():
                branch[-1] = str(branch[-1]).rstrip()
                branch.append(Quote(" "))
        made = [draft.alternative(branch) for branch in closed.branches]
        said = [one for one in made if one.units != draft.EMPTY]
        if not said:
            self._say("There is nothing in these brackets.", closed.start, closed.start + 1)
        elif closed.mark == "[" or len(said) < len(made):
            self._add(draft.maybe(said))
        elif len(said) > 1:
            self._add(draft.group(said))
        else:
            self._say("There is only one way in these parentheses.", closed.start, closed.start + 1)
            for piece in closed.branches[0]:
                self._add(piece)

    def _touches_left(self) -> bool:
        """Whether there is no space before the innermost bracket, but something else."""
        for opened in reversed(self._open[1:]):
            before = self._text[opened.start - 1 : opened.start] if opened.start else ""
            if before not in ("(", "[", "|"):
                return bool(before) and not before.isspace()
        return False

    def _touches_right(self, at: int) -> bool:
        """The same behind it: what stands from *at*."""
        text, depth = self._text, 0
        while at < len(text):
            sign = text[at]
            if depth or sign == "|":
                # The other ways of the bracket around: what is behind it counts.
                depth += (sign in "([") - (sign in ")]") + (sign == "|" and not depth)
            elif sign not in ")]":
                return not sign.isspace()
            at += 1
        return False


def texts(alternatives: list[Alternative], most: int) -> list[str] | None:
    """All that *alternatives* say, in order, each once; None where that is more than *most*, or
    where something else than text is in them."""
    found = _said(alternatives, most)
    return None if found is None else list(dict.fromkeys(t for t in map(squeeze, found) if t))


def _said(alternatives: Sequence[Alternative], most: int) -> list[str] | None:
    """The same with the spaces at the ends of texts, and empty ones."""
    found: list[str] = []
    for one in alternatives:
        some = _expanded(one, most)
        if some is None or len(found) + len(some) > most:
            return None
        found.extend(some)
    return found


def _expanded(one: Alternative, most: int) -> list[str] | None:
    from ...dsl.tree import Group, Maybe, Word

    sentences = [""]
    for unit in one.units:
        words = [""]
        for part in unit:
            if isinstance(part, Word | Quote):
                ways: list[str] | None = [part.text]
            elif isinstance(part, Group | Maybe):
                ways = _said(part.body.alternatives, most)
                if ways is not None and isinstance(part, Maybe):
                    ways = [*ways, ""]
            else:
                ways = None
            if ways is None or len(words) * len(ways) > most:
                return None
            words = [word + way for word in words for way in ways]
        if len(sentences) * len(words) > most:
            return None
        sentences = [f"{s} {w}" if s and w else s or w for s in sentences for w in words]
    return sentences
