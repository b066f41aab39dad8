"""From bytes to text: decoding, and telling other languages' files."""

from __future__ import annotations

from .findings import Finding
from .span import Span

_BOM = b"\xef\xbb\xbf"


def read_source(data: bytes, path: str) -> tuple[str | None, list[Finding]]:
    """The text of a `.gram` file, or `None` with the finding that says why there is none.

    A byte-order mark is skipped; line ends stay as they are. E001: not UTF-8; E002: a NUL
    character; E006: a file of another grammar language.
    """
    if data.startswith(_BOM):
        data = data[len(_BOM) :]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(data, error.start, path)]
    place = text.find("\0")
    if place >= 0:
        return None, [
            Finding(
                "E002",
                "There is a NUL character here, which no text holds: is this a binary file?",
                _span(text, place, path),
                "Give the `.gram` source, not the compiled grammar; or save the file as UTF-8.",
            )
        ]
    language = _other_language(text)
    if language:
        name, importer = language
        named = "FILE" if path.startswith("<") else path
        return None, [
            Finding(
                "E006",
                f"This file is written in {name}, not in the .gram language.",
                Span(path, 1, 1, 1, 1 + len(text.split("\n", 1)[0].rstrip("\r"))),
                f"`gramc import {importer} {named} -o DIR` makes a .gram of it.",
            )
        ]
    return text, []


def _span(text: str, place: int, path: str) -> Span:
    line = text.count("\n", 0, place) + 1
    column = place - text.rfind("\n", 0, place)
    return Span(path, line, column, line, column + 1)


def _not_utf8(data: bytes, place: int, path: str) -> Finding:
    before = data[:place].decode("utf-8")
    span = _span(before + "?", len(before), path)
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        guess = "It looks like UTF-16."
    else:
        guess = "It may be Latin-1 or another older encoding."
    return Finding(
        "E001",
        f"The byte {data[place]:#04x} here is not UTF-8, and .gram files are read as UTF-8.",
        span,
        f"{guess} Save the file as UTF-8.",
    )


def _other_language(text: str) -> tuple[str, str] | None:
    """The name of the grammar language that *text* is written in and that of its importer."""
    head = text[:4096].lstrip()
    first = head.split("\n", 1)[0]
    if first.startswith("#ABNF"):
        return "the ABNF form of SRGS", "srgs"
    if first.startswith("#JSGF"):
        return "JSGF", "jsgf"
    if first.startswith(("<?xml", "<!DOCTYPE grammar", "<grammar")):
        return "the XML form of SRGS", "srgs"
    return None
