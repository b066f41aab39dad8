"""From what stopped the parser to one sentence and a hint: typical mistakes have words of their
own, all others are told by what was seen and what would fit."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from .build import NAME_HINT, show, why_no_name

STATEMENT_WORDS = (
    "grammar",
    "locale",
    "import",
    "wildcard",
    "feature",
    "catalog",
    "intent",
    "rewrite",
    "skip",
    "test",
)
_OTHERS_WORDS = {
    "rule": "NAME = …",
    "public": "intent NAME = …",
    "root": "intent NAME = …",
    "include": 'import "file.gram"',
    "entity": "catalog NAME = …",
    "slot": "catalog NAME = …",
    "list": "catalog NAME = …",
    "catalogue": "catalog NAME = …",
    "language": "locale en-US",
    "bind": "bind NAME = …` indented below a `test",
    "accept": "accept …` indented below a `test",
    "reject": "reject …` indented below a `test",
}
_BRACKETS = re.compile(r'\\.|"(?:[^"\\\n]|\\.)*"?|=>|[()\[\]{}<>]', re.DOTALL)
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_SEEN = re.compile(
    r'=>|"(?:[^"\\\n]|\\.)*"|/[-+.,]*\d[-+.,\deE_]*%?/|@?[^ \n|()\[\]{}<>"=;?*+#\\@]+|.', re.DOTALL
)
_WEIGHT = re.compile(r"/[-+.,]*\d[-+.,\deE_]*%?/")
_QUOTE_HINT = 'Write `\\{0}` for the character, or put the text in quotes: `"…"`.'
_FIRST_WORD = re.compile(r"[^ \n=]+")
_TWO_WORDS = re.compile(r"([^ \n=|()\[\]{}<>\"]+) +([^ \n=|()\[\]{}<>\"/]+) *(?:/[^/ ]*/ *)?=(?!>)")

_NAMES = {
    "TEXT": "text",
    "VALUE": "a word",
    "QUOTE": "a quoted text",
    "NAME": "a name",
    "NUMBER": "a number",
    "WEIGHT": "a weight",
    "POSTFIX": "",
    "TAG": "a tag",
    "AGREE": "`@agree(…)`",
    "ROW": "",
    "BAR": "`|`",
    "SEMICOLON": "`;`",
    "MINUS": "`-` between spaces",
    "STEP": "`step`",
    "WORDS": "`words`",
    "TIMES": "`times`",
    "$END": "the end of the statement",
    "<END-OF-FILE>": "the end of the statement",
}
_ORDER = ("NAME", "TEXT", "VALUE", "QUOTE", "NUMBER")


@dataclass(frozen=True, slots=True)
class Complaint:
    """A finding before it has its place: `start` and `end` are indexes into the statement."""

    code: str
    message: str
    start: int
    end: int
    hint: str


def complain(text: str, error: UnexpectedInput) -> Complaint:
    """What to say of a statement that the parser could not read."""
    expected: set[str] = set()
    place = len(text.rstrip(" \n"))
    at_end = True
    if isinstance(error, UnexpectedCharacters):
        expected, place, at_end = set(error.allowed), error.pos_in_stream or 0, False
    elif isinstance(error, UnexpectedToken):
        expected = set(error.expected)
        if error.token.type != "$END":
            place, at_end = error.token.start_pos or 0, False
    while not at_end and place < len(text) and text[place] in " \n":
        place += 1
    at_end = at_end or place >= len(text)
    if not at_end and (text[place] == '"' or text[place] == "\\"):
        early = _quote_or_escape(text, place)
        if early:
            return early
    return (
        _statement(text, place, at_end, expected)
        or _brackets(text, place, at_end)
        or (_ends(text, expected) if at_end else _odd(text, place, expected))
    )


def _quote_or_escape(text: str, place: int) -> Complaint | None:
    """A quote that is never closed, a stroke at the end of a line."""
    line_end = text.find("\n", place)
    line_end = len(text) if line_end < 0 else line_end
    if text[place] == "\\" and place + 1 >= line_end:
        return Complaint(
            "E109",
            "This `\\` stands at the end of its line, so there is no character it could escape.",
            place,
            place + 1,
            "A statement goes on over indented lines by itself; write `\\\\` for the character.",
        )
    if text[place] == '"' and re.match(r'"(?:[^"\\\n]|\\[^\n])*"', text[place:line_end]) is None:
        return Complaint(
            "E104",
            "This quote is not closed on its line.",
            place,
            line_end,
            'Write `"` behind the text, or `\\"` for the character.',
        )
    return None


def _statement(text: str, place: int, at_end: bool, expected: set[str]) -> Complaint | None:
    """Mistakes in how the statement begins."""
    first = _FIRST_WORD.match(text)
    if place == 0 and not at_end:
        return _beginning(text)
    if first is None or first[0] in STATEMENT_WORDS:
        if first and first[0] in ("intent", "catalog", "feature") and "EQUAL" in expected:
            return _no_equals(text, place, at_end, first[0])
        return None
    if expected == {"EQUAL"}:
        word = first[0]
        two = _TWO_WORDS.match(text)
        close = difflib.get_close_matches(word.lower(), STATEMENT_WORDS, 1, 0.75)
        if word in _OTHERS_WORDS and (two or word in ("accept", "reject", "include", "language")):
            hint = f"Write `{_OTHERS_WORDS[word]}`."
        elif close and (two or text[first.end() : first.end() + 1] == " "):
            hint = f"Did you mean `{close[0]}`?"
        elif two:
            hint = f"A rule is `{two[2]} = …`, an intent `intent {two[2]} = …`."
        else:
            return _no_equals(text, place, at_end, "")
        return Complaint("E112", f"No statement begins with {show(word)}.", 0, first.end(), hint)
    return None


def _beginning(text: str) -> Complaint:
    """A first character that begins no statement."""
    char = text[0]
    end = (_SEEN.match(text) or re.match(".", text, re.DOTALL)).end()  # type: ignore[union-attr]
    if char in "|)]}>;" or text.startswith("=>") or char == "@":
        return Complaint(
            "E112",
            f"A statement cannot begin with {show(text[:end])}.",
            0,
            end,
            "Indent this line if it goes on with the statement above.",
        )
    word = _FIRST_WORD.match(text)
    if word and (text[word.end() :].lstrip(" ").startswith("=") and char not in '([{<"/'):
        return Complaint(
            "E115",
            f"{show(word[0])} is not a name: {why_no_name(word[0])}.",
            0,
            word.end(),
            NAME_HINT,
        )
    return Complaint(
        "E112",
        f"A statement cannot begin with {show(text[:end])}.",
        0,
        end,
        "Indent this line if it goes on with the statement above; "
        "a statement begins with its word (`intent`, `catalog` …) or with `NAME =`.",
    )


def _no_equals(text: str, place: int, at_end: bool, word: str) -> Complaint:
    seen = "the statement ends" if at_end else f"{show(_seen(text, place))} stands"
    what = f"{word} NAME = …" if word else "NAME = …"
    start, end = (0, place) if at_end else (place, place + len(_seen(text, place)))
    return Complaint(
        "E111",
        f"There should be a `=` behind the name, but {seen} here.",
        start,
        end,
        f"Write `{what}`.",
    )


def _brackets(text: str, place: int, at_end: bool) -> Complaint | None:
    """Brackets that do not match, where that is what stopped the parser."""
    if not at_end and text[place] not in ")]}>":
        return None
    opened: list[tuple[str, int]] = []
    limit = len(text) if at_end else place + 1
    for piece in _BRACKETS.finditer(text, 0, limit):
        mark = piece[0]
        if mark in _CLOSING:
            opened.append((mark, piece.start()))
        elif mark in ")]}>" and len(mark) == 1:
            if opened and _CLOSING[opened[-1][0]] == mark:
                opened.pop()
                continue
            if opened:
                bracket, start = opened[-1]
                return Complaint(
                    "E102",
                    f"This `{bracket}` is closed by `{mark}`.",
                    start,
                    start + 1,
                    f"Write `{_CLOSING[bracket]}` where the bracket ends.",
                )
            return Complaint(
                "E103",
                f"This `{mark}` closes nothing.",
                piece.start(),
                piece.end(),
                f"Take it out, or write `\\{mark}` for the character.",
            )
    if opened and at_end:
        bracket, start = opened[-1]
        return Complaint(
            "E102",
            f"This `{bracket}` is never closed.",
            start,
            start + 1,
            f"Write `{_CLOSING[bracket]}` where the bracket ends, "
            f"or `\\{bracket}` for the character.",
        )
    return None


def _odd(text: str, place: int, expected: set[str]) -> Complaint:
    """Something that does not fit where it stands."""
    char = text[place]
    seen = _seen(text, place)
    end = place + len(seen)
    in_text = "TEXT" in expected
    weight = _WEIGHT.match(text, place)
    behind = _behind_ends(text, place, expected)
    if weight:
        if in_text or behind:
            return Complaint(
                "E106",
                f"The weight {show(seen)} does not stand first in its alternative.",
                place,
                end,
                "Move it to the start of the alternative, behind the `|` or the bracket; "
                "put text like this in quotes.",
            )
    elif char in "?*+" and in_text:
        return Complaint(
            "E107",
            f"There is nothing before this `{char}` that it could apply to.",
            place,
            place + 1,
            f"It touches the word or bracket it repeats; write `\\{char}` for the character.",
        )
    elif char == "#":
        return Complaint(
            "E109",
            "This `#` touches what stands before it, so it begins no comment.",
            place,
            place + 1,
            "Write white space before a comment, `\\#` for the character.",
        )
    elif char == ";":
        return Complaint(
            "E116",
            "This `;` does not stand directly within parentheses.",
            place,
            place + 1,
            "Parts in any order are written `(a ; b)`; write `\\;` for the character.",
        )
    elif char == "=" and not seen.startswith("=>") and (in_text or behind):
        return Complaint(
            "E109",
            "A bare `=` is no text.",
            place,
            place + 1,
            _QUOTE_HINT.format("=") + " A canonical value is written `=> ID`.",
        )
    elif char == "@" and (in_text or "TAG" in expected):
        return Complaint(
            "E109",
            "This `@` begins no tag.",
            place,
            place + 1,
            "Write `@f` or `@agree(gender)`, `\\@` for the character.",
        )
    elif behind:
        return Complaint(
            "E110",
            f"{show(seen)} stands behind a canonical value or tag, which end an alternative.",
            place,
            end,
            "Put `=> ID` and tags last; a canonical value of several words stands in quotes.",
        )
    inside = _inside(text, place)
    if inside == "{":
        return _in_slot(text, place, seen, expected)
    if inside == "<":
        return _in_angle(text, place, seen, expected)
    if in_text and char in "{<":
        return Complaint(
            "E109",
            f"A bare `{char}` is no text.",
            place,
            place + 1,
            _QUOTE_HINT.format(char),
        )
    return _general(text, place, end, seen, expected)


def _in_slot(text: str, place: int, seen: str, expected: set[str]) -> Complaint:
    """What does not fit in `{…}`."""
    hint = (
        "A slot is `{Slot}`, `{slot:Catalog}`, `{slot:(a | b)}`, `{Slot[column=value]}`, "
        "a constant `{name = value}`."
    )
    if "NAME" in expected and text[:place].rstrip(" \n").endswith("{"):
        message = "This slot has no name." if seen == "}" else f"{show(seen)} is no slot's name."
    else:
        message = f"{show(seen)} does not fit in this slot."
    if seen[:1] not in "}" and text[place - 1 : place] == " " and "RBRACE" in expected:
        hint = "Several words stand in quotes or brackets. " + hint
    return Complaint("E118", message, place, place + len(seen), hint)


def _in_angle(text: str, place: int, seen: str, expected: set[str]) -> Complaint:
    """What does not fit in `<…>`."""
    if re.search(r"<[ \n]*[-+]?[\d.]+[^<>]*$", text[:place]):
        return Complaint(
            "E124",
            f"{show(seen)} does not fit in this range.",
            place,
            place + len(seen),
            "A range is `<0..100>`, `<0..100 step 0.5>`, `<0..20 words>`, `<0..100 times -1>`.",
        )
    if seen.startswith("-"):
        hint = "Write white space on both sides of `-`: `<Genre - (jazz | blues)>`."
    else:
        hint = "Write `<name>`, `<name - (a | b)>` or `<0..100>`; `\\<` for the character."
    return Complaint(
        "E118", f"{show(seen)} does not fit between `<` and `>`.", place, place + len(seen), hint
    )


def _general(text: str, place: int, end: int, seen: str, expected: set[str]) -> Complaint:
    """What was seen and what would fit."""
    first = _FIRST_WORD.search(text)
    hint = _statement_hint(first[0] if first else "")
    return Complaint(
        "E100", f"{show(seen)} does not fit here; {_fits(expected)}.", place, end, hint
    )


def _ends(text: str, expected: set[str]) -> Complaint:
    """A statement that stops too early."""
    first = _FIRST_WORD.search(text)
    start = len(text.rstrip(" \n"))
    head = first[0] if first else ""
    last = re.search(r"[^ \n]+$", text[:start])
    return Complaint(
        "E119",
        f"This statement ends too early; {_fits(expected)}.",
        last.start() if last else 0,
        start,
        _statement_hint(head),
    )


_SHAPES = {
    "grammar": "Write `grammar NAME`.",
    "locale": "Write `locale TAG`, as in `locale en-US`.",
    "import": 'Write `import std.en.polite`, `import "dates.gram" as d` or `… (name, name)`.',
    "wildcard": 'Write `wildcard NAME` or `wildcard NAME from "examples.txt"`.',
    "feature": "Write `feature NAME = value | value`.",
    "catalog": 'Write `catalog NAME = a | b`, `catalog NAME from "file"` or `catalog NAME`.',
    "intent": "Write `intent NAME = …`.",
    "rewrite": 'Write `rewrite "x" => "y" / LEFT _ RIGHT`.',
    "skip": "Write `skip a | b`.",
    "test": "Write `test INTENT`, and below it indented lines with `accept …` and `reject …`.",
    "bind": "Write `bind NAME = a | b`.",
}


def _statement_hint(word: str) -> str:
    return _SHAPES.get(word, "")


def _fits(expected: set[str]) -> str:
    """What would fit, as the end of a sentence."""
    if "TEXT" in expected:
        return "text or a bracket would fit"
    names = [_NAMES.get(t, _literal(t)) for t in sorted(expected, key=_rank)]
    names = list(dict.fromkeys(n for n in names if n))
    if len(names) > 6:
        names = names[:6]
    if not names:
        return "nothing more would fit"
    if len(names) == 1:
        return f"{names[0]} would fit"
    return f"{', '.join(names[:-1])} or {names[-1]} would fit"


def _rank(terminal: str) -> tuple[int, str]:
    if terminal in ("$END", "<END-OF-FILE>"):
        return (99, "")
    return (_ORDER.index(terminal) if terminal in _ORDER else len(_ORDER), terminal)


_PUNCTUATION = {
    "LPAR": "(",
    "RPAR": ")",
    "LSQB": "[",
    "RSQB": "]",
    "LBRACE": "{",
    "RBRACE": "}",
    "LESSTHAN": "<",
    "MORETHAN": ">",
    "EQUAL": "=",
    "COLON": ":",
    "COMMA": ",",
    "SLASH": "/",
}


def _literal(terminal: str) -> str:
    if terminal in _PUNCTUATION:
        return f"`{_PUNCTUATION[terminal]}`"
    if terminal.startswith("__ANON"):
        return "`=>`" if terminal.endswith("_0") else "`..`"
    return f"`{terminal.lower()}`"


def _seen(text: str, place: int) -> str:
    match = _SEEN.match(text, place)
    return match[0] if match else text[place : place + 1]


def _behind_ends(text: str, place: int, expected: set[str]) -> bool:
    """Whether the parser stood behind `=> ID` or a tag of an alternative."""
    return "AGREE" in expected and "TEXT" not in expected


def _inside(text: str, place: int) -> str:
    """The innermost bracket that is open at *place*."""
    opened: list[str] = []
    for piece in _BRACKETS.finditer(text, 0, place):
        if piece[0] in _CLOSING:
            opened.append(piece[0])
        elif piece[0] in ")]}>" and len(piece[0]) == 1 and opened:
            opened.pop()
    return opened[-1] if opened else ""
