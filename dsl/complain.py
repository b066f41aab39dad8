"""From what stopped the parser to one sentence and a hint: typical mistakes have words of their
own, all others are told by what was seen and what would fit."""

from __future__ import annotations

import re

from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from .complain_heads import complain_of_head
from .complaint import FIRST_WORD, Complaint, no_name, seen_at, shape_hint, show

_BRACKETS = re.compile(r'\\.|"(?:[^"\\\n]|\\.)*"?|=>|[()\[\]{}<>]', re.DOTALL)
_CLOSING = {"(": ")", "[": "]", "{": "}", "<": ">"}
_WEIGHT = re.compile(r"/[-+.,]*\d[-+.,\deE_]*%?/")

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
        complain_of_head(text, place, at_end, expected)
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
            arrow = mark == ">" and text[: piece.start()].endswith("-")
            return Complaint(
                "E103",
                f"This `{mark}` closes nothing.",
                piece.start(),
                piece.end(),
                "The arrow is written `=>`; `\\>` is the character."
                if arrow
                else f"Take it out, or write `\\{mark}` for the character.",
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
    seen = seen_at(text, place)
    end = place + len(seen)
    in_text = "TEXT" in expected
    behind = "AGREE" in expected and not in_text  # `=> ID` or a tag has ended the alternative
    if not in_text:
        inside = _inside(text, place)
        if inside == "{":
            return _in_slot(text, place, seen, expected)
        if inside == "<":
            return _in_angle(text, place, seen)
        # Behind the whole body of `[…]` nothing but its end fits, behind a filter's value `|` too.
        if inside == "[" and not behind and expected != {"RSQB"}:
            return Complaint(
                "E118",
                f"{show(seen)} does not fit in this filter.",
                place,
                end,
                "A filter is `[column=value]` or `[column=a|b]`; several words stand in quotes.",
            )
    if _WEIGHT.match(text, place) and (in_text or behind):
        return Complaint(
            "E106",
            f"The weight {show(seen)} does not stand first in its alternative.",
            place,
            end,
            "Move it to the start of the alternative, behind the `|` or the bracket; "
            "put text like this in quotes.",
        )
    if char in "?*+" and in_text:
        return Complaint(
            "E107",
            f"There is nothing before this `{char}` that it could apply to.",
            place,
            place + 1,
            f"It touches the word or bracket it repeats; write `\\{char}` for the character.",
        )
    if char == "#":
        return Complaint(
            "E109",
            "This `#` touches what stands before it, so it begins no comment.",
            place,
            place + 1,
            "Write white space before a comment, `\\#` for the character.",
        )
    if char == ";":
        hint = "Parts in any order are written `(a ; b)`; write `\\;` for the character."
        if not text[place + 1 :].strip(" \n"):
            hint = "A statement ends with its last line: take the `;` out."
        return Complaint(
            "E116",
            "This `;` does not stand directly within parentheses.",
            place,
            place + 1,
            hint,
        )
    if seen == "=" and (in_text or behind):
        # A line that looks like a statement of its own, but for the white space before it.
        begun = re.search(r"\n +((?:intent|catalog|feature) +)?(\S+) *$", text[:place])
        hint = (
            'Write `\\=` for the character, or put the text in quotes: `"…"`. '
            "A canonical value is written `=> ID`."
        )
        if begun:
            what = f"{begun[1] or ''}{begun[2]}"
            hint = f"Is `{what} = …` a statement? Then it begins in the first column."
        return Complaint("E109", "A bare `=` is no text.", place, place + 1, hint)
    if char == "@" and (in_text or "TAG" in expected):
        return Complaint(
            "E109",
            "This `@` begins no tag.",
            place,
            place + 1,
            "Write `@f` or `@agree(gender)`, `\\@` for the character.",
        )
    if behind:
        return _behind(text, place, seen)
    return Complaint(
        "E100",
        f"{show(seen)} does not fit here; {_fits(expected)}.",
        place,
        end,
        _hint(text, place),
    )


def _behind(text: str, place: int, seen: str) -> Complaint:
    """Text behind what ends an alternative."""
    end = place + len(seen)
    if text[:place].rstrip(" \n").endswith("@agree"):
        return Complaint(
            "E110",
            f"{show(seen)} stands behind `@agree` without parentheses.",
            place,
            end,
            f"Write `@agree({seen})`.",
        )
    return Complaint(
        "E110",
        f"{show(seen)} stands behind a canonical value or tag, which end an alternative.",
        place,
        end,
        "Put `=> ID` and tags last; a canonical value of several words stands in quotes.",
    )


def _hint(text: str, place: int) -> str:
    """What to write where *place* was reached."""
    if text[:place].rstrip(" \n").endswith("=>"):
        return "Behind `=>` stands the canonical value: one word or a quote."
    first = FIRST_WORD.search(text)
    return shape_hint(first[0]) if first else ""


def _in_slot(text: str, place: int, seen: str, expected: set[str]) -> Complaint:
    """What does not fit in `{…}`."""
    hint = (
        "A slot is `{Slot}`, `{slot:Catalog}`, `{slot:(a | b)}`, `{Slot[column=value]}`, "
        "a constant `{name = value}`."
    )
    if "NAME" in expected and text[:place].rstrip(" \n").endswith(("{", ":")) and seen[0].isalnum():
        return no_name(text, place, place + len(seen))
    if "NAME" in expected and text[:place].rstrip(" \n").endswith("{"):
        message = "This slot has no name." if seen == "}" else f"{show(seen)} is no slot's name."
    else:
        message = f"{show(seen)} does not fit in this slot."
    if seen == "-":
        hint = "What is left out stands in angle brackets: `{slot:<Genre - (jazz | blues)>}`."
    elif seen[:1] not in "}" and text[place - 1 : place] == " " and "RBRACE" in expected:
        hint = "Several words stand in quotes or brackets. " + hint
    return Complaint("E118", message, place, place + len(seen), hint)


def _in_angle(text: str, place: int, seen: str) -> Complaint:
    """What does not fit in `<…>`."""
    end = place + len(seen)
    start = re.search(r"<[ \n]*(\d[^ \n<>.]*)$", text[:place])
    if start and seen[0].isalnum():
        return no_name(text, start.start(1), end)
    if seen.startswith("..") or re.search(r"<[ \n]*[-+]?[\d.]+[^<>]*$", text[:place]):
        return Complaint(
            "E124",
            f"{show(seen)} does not fit in this range.",
            place,
            end,
            "A range is `<0..100>`, `<0..100 step 0.5>`, `<0..20 words>`, `<0..100 times -1>`.",
        )
    hint = "Write `<name>`, `<name - (a | b)>` or `<0..100>`; `\\<` for the character."
    if seen[0] == "-" or text[place - 1] == "-":
        hint = "Write white space on both sides of `-`: `<Genre - (jazz | blues)>`."
    return Complaint("E118", f"{show(seen)} does not fit between `<` and `>`.", place, end, hint)


def _ends(text: str, expected: set[str]) -> Complaint:
    """A statement that stops too early."""
    end = len(text.rstrip(" \n"))
    last = re.search(r"[^ \n]+$", text[:end])
    return Complaint(
        "E119",
        f"This statement ends too early; {_fits(expected)}.",
        last.start() if last else 0,
        end,
        _hint(text, end),
    )


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


def _inside(text: str, place: int) -> str:
    """The innermost bracket that is open at *place*."""
    opened: list[str] = []
    for piece in _BRACKETS.finditer(text, 0, place):
        if piece[0] in _CLOSING:
            opened.append(piece[0])
        elif piece[0] in ")]}>" and len(piece[0]) == 1 and opened:
            opened.pop()
    return opened[-1] if opened else ""
