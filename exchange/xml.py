"""XML with places, read by expat. Nothing outside the file is looked at, and no entity is declared:
a document that declares some is refused before any of them could unfold."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..dsl.findings import Finding
from ..dsl.span import NOWHERE, Span
from .source import Source

DEEPEST = 100
MOST = 16_000_000
"""So many characters of XML are read from one file."""


@dataclass(frozen=True, slots=True)
class Comment:
    """`<!-- … -->`."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Text:
    """Character data."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Element:
    """An element. `name` has no prefix, `space` is its namespace (empty where there is none);
    attributes keep `xml:lang` as such and lose other prefixes. The span is that of the start
    tag's first character."""

    name: str
    space: str
    attributes: dict[str, str]
    children: list[Element | Text | Comment] = field(default_factory=list)
    span: Span = NOWHERE

    def elements(self, *names: str) -> list[Element]:
        """The child elements, or those of these *names*."""
        return [
            c for c in self.children if isinstance(c, Element) and (not names or c.name in names)
        ]

    @property
    def text(self) -> str:
        """The character data directly within."""
        return "".join(c.text for c in self.children if isinstance(c, Text))


_XML = "http://www.w3.org/XML/1998/namespace"


class _Refused(Exception):
    """A finding that ends the parse."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding


def parse(source: Source) -> tuple[Element | None, list[Finding]]:
    """The root of *source*; None where it is not well-formed (E602), too large (E601), declares
    entities or is nested deeper than `DEEPEST` (E604)."""
    from xml.parsers import expat

    if len(source.text) > MOST:
        finding = f"This file has more than {MOST / 1e6:g} million characters of XML."
        return None, [Finding("E601", finding, source.line(1), "Take it apart into several files.")]
    parser = expat.ParserCreate(namespace_separator=" ")
    # What the prolog says of the encoding is done: the text is decoded.
    parser.buffer_text = True
    open_elements: list[Element] = []
    roots: list[Element] = []

    def here() -> Span:
        line, column = parser.CurrentLineNumber, parser.CurrentColumnNumber
        return source.line(line, column, column + 1)

    def start(tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        given: dict[str, str] = {}
        for key, value in attributes.items():
            prefix, _, local = key.rpartition(" ")
            given[f"xml:{local}" if prefix == _XML else local] = value
        element = Element(name, space, given, [], here())
        if open_elements:
            open_elements[-1].children.append(element)
        else:
            roots.append(element)
        open_elements.append(element)
        if len(open_elements) > DEEPEST:
            raise _Refused(
                Finding("E604", f"Elements are nested more than {DEEPEST} deep here.", here())
            )

    def end(tag: str) -> None:
        open_elements.pop()

    def data(text: str) -> None:
        if open_elements:
            open_elements[-1].children.append(Text(text, here()))

    def comment(text: str) -> None:
        if open_elements:
            open_elements[-1].children.append(Comment(text, here()))

    def entity(*said: object) -> None:
        raise _Refused(
            Finding(
                "E604",
                "This document declares an entity, and entities are not read here.",
                here(),
                "Write out what the entity stands for.",
            )
        )

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.CommentHandler = comment
    parser.EntityDeclHandler = entity
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    try:
        parser.Parse(_undeclared(source.text).encode("utf-8", "surrogatepass"), True)
    except _Refused as refused:
        return None, [refused.finding]
    except expat.ExpatError as error:
        message = expat.ErrorString(error.code) or "it can't be read"
        span = source.line(error.lineno, error.offset, error.offset + 1)
        return None, [Finding("E602", f"This is not XML: {message}.", span)]
    return roots[0], []


def _undeclared(text: str) -> str:
    """*text* with the encoding in its prolog blanked: it is decoded already."""
    import re

    match = re.match(r"\s*<\?xml[^>]*?(\sencoding\s*=\s*(\"[^\"]*\"|'[^']*'))", text)
    if match is None:
        return text
    return text[: match.start(1)] + " " * len(match[1]) + text[match.end(1) :]
