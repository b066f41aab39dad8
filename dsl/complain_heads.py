"""What to say of statements that begin in a way no statement does."""

from __future__ import annotations

import difflib
import re

from .complaint import FIRST_WORD, Complaint, no_name, seen_at, shape_hint, show
from .names import STATEMENT_WORDS, is_name

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
    "context": "context key = value` indented below a `test",
}
"""Words by which other languages, or a slip, begin a statement, and what is meant here."""

_TWO_NAMES = re.compile(
    r"([^ \n=|()\[\]{}<>\"]+) +<?([^ \n=|()\[\]{}<>\"/]+)>? *(?:/[^/ ]*/ *)?=(?!>)"
)
_BEFORE_EQUALS = re.compile(r"(?:(intent|catalog|feature) +)?[^ \n=]+[ \n]*(?:/[^/ \n]*/[ \n]*)?")
_COMMENT_MARKS = ("//", "/*", "--", "%")
_STATEMENT_HINT = (
    "Indent this line if it goes on with the statement above; "
    "a statement begins with its word (`intent`, `catalog` …) or with `NAME =`."
)


def complain_of_head(text: str, place: int, at_end: bool, expected: set[str]) -> Complaint | None:
    """Mistakes in how the statement begins; `None` where the mistake is another."""
    if place == 0 and not at_end:
        return _beginning(text)
    first = FIRST_WORD.match(text)
    seen = "" if at_end else seen_at(text, place)
    if first and first[0] in STATEMENT_WORDS and text[first.end() : place].strip(" ") + seen == "=":
        word = first[0]
        message = f"{show(word)} begins a statement, and so it is no name of a rule."
        return Complaint(
            "E115", message, 0, len(word), f"Take another name for a rule. {shape_hint(word)}"
        )
    if "EQUAL" not in expected:
        return None
    before = _BEFORE_EQUALS.fullmatch(text[:place])
    if before is None or first is None:
        return None
    word = first[0]
    if word in STATEMENT_WORDS:
        return _no_equals(text, place, at_end, shape_hint(word))
    return _unknown_word(text, word) or _no_equals(text, place, at_end, f"Write `{word} = …`.")


def _unknown_word(text: str, word: str) -> Complaint | None:
    """E112 where the first word looks like that of a statement, but is none."""
    two = _TWO_NAMES.match(text)
    close = difflib.get_close_matches(word.lower(), STATEMENT_WORDS, 1, 0.75)
    if word in _OTHERS_WORDS and (two or word in ("accept", "reject", "include", "language")):
        hint = f"Write `{_OTHERS_WORDS[word]}`."
    elif close and text[len(word) : len(word) + 1] == " ":
        hint = f"Did you mean `{close[0]}`?"
    elif two:
        hint = f"A rule is `{two[2]} = …`, an intent `intent {two[2]} = …`."
    else:
        return None
    return Complaint("E112", f"No statement begins with {show(word)}.", 0, len(word), hint)


def _beginning(text: str) -> Complaint:
    """A first character that begins no statement."""
    seen = seen_at(text, 0)
    message = f"A statement cannot begin with {show(seen)}."
    if text.startswith(_COMMENT_MARKS):
        return Complaint("E112", message, 0, len(seen), "A comment begins with `#`.")
    named = re.match(r"<([^ \n<>=]+)> *=", text)
    if named:
        hint = f"A rule is defined by its bare name: `{named[1]} = …`."
        return Complaint("E112", message, 0, len(seen), hint)
    if text[0] in "|)]}>;@" or seen == "=>":
        hint = "Indent this line if it goes on with the statement above."
        return Complaint("E112", message, 0, len(seen), hint)
    word = FIRST_WORD.match(text)
    if word and text[0] not in '([{<"/' and text[word.end() :].lstrip(" ").startswith("="):
        return no_name(text, 0, word.end())
    return Complaint("E112", message, 0, len(seen), _STATEMENT_HINT)


def _no_equals(text: str, place: int, at_end: bool, hint: str) -> Complaint:
    """E111: a name without its `=`."""
    if at_end:
        message = "There should be a `=` behind the name, but the statement ends here."
        return Complaint("E111", message, 0, place, hint)
    seen = seen_at(text, place)
    word = FIRST_WORD.match(text)
    if word and word.end() > place and not is_name(word[0]):
        return no_name(text, 0, word.end())
    if seen[0] == seen[-1] == "/" and seen != "/":
        message = f"The weight {show(seen)} stands behind the name of something that is no intent."
        hint = "Weights of alternatives stand behind the `=`: `NAME = /3/ a | b`."
        return Complaint("E106", message, place, place + len(seen), hint)
    message = f"There should be a `=` behind the name, but {show(seen)} stands here."
    return Complaint("E111", message, place, place + len(seen), hint)
