"""Reading the ABNF form of SRGS: Speech Recognition Grammar Specification 1.0 (W3C, 2004), sections
2 to 4 and appendix D. Beyond it: `*`, `+` and `?` behind an expansion are repeats, as in its
drafts."""

from __future__ import annotations

import re

from ...dsl.findings import Finding
from ..source import Source
from ..speech.expansion import Piece, Pieces, Wrong, cut, ending, headed
from ..speech.notes import lines_of, notes
from ..speech.tree import EMPTY, Grammar, Rule
from ..speech.weights import decimal
from .header import Told, language, times

_PIECE = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<doc>/\*\*(?!/).*?\*/)|(?P<comment>//[^\n]*|/\*.*?\*/)"
    r"|(?P<weight>/[ \t]*[0-9.]+[ \t]*/)"
    r"|<[ \t]*(?P<repeat>\d+(?:[ \t]*-[ \t]*\d*)?(?:[ \t]*/[ \t]*[0-9.]+[ \t]*/)?)[ \t]*>"
    r"|\$<(?P<uri>[^<>\s]*)>(?:~<[^<>]*>)?"
    r"|\$(?P<ref>[^\W\d](?:[\w.-]|[^\x00-\x7f])*)"
    r"|<(?P<address>[^<>\s]+)>(?:~<[^<>]*>)?"
    r"|\"(?P<quote>[^\"]*)\"|'(?P<single>[^'\n]*)'(?=\s+is\b|\s*;)"
    r"|\{!\{(?P<long>.*?)\}!\}|\{(?P<tag>[^{}]*)\}"
    r"|(?P<mark>[=|()\[\];])|(?P<operator>[*+?](?=[\s;|)\]{/]))"
    r"|!(?P<lang>[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*)"
    r"|(?P<token>(?:[^\s;=|<>()\[\]{}/\"$!*+?]|/(?![/*])|[*+?](?![\s;|)\]{/]))+(?:\?|!(?![A-Za-z]))?)",
    re.DOTALL,
)
_HEADER = re.compile(r"\s*#ABNF[ \t]+(?P<version>[^ \t\n;]+)[^\n;]*(?P<end>;?)")
_NAME = ("$", "A rule's name is missing here: it is written $name.")
_DECLARATIONS = ("language", "mode", "root", "tag-format", "base", "lexicon", "meta", "http-equiv")


def read(source: Source) -> tuple[Grammar, list[Finding]]:
    """The grammar of *source*, of which rules with errors are missing; every error is E602 (not
    well-formed) or E604 (nested too deep), with its place."""
    header, findings = headed(source, _HEADER, "An ABNF grammar begins with `#ABNF 1.0;`")
    if header is None:
        return Grammar(source.path), findings
    told = Told(findings)
    pieces = Pieces(_pieces(source, header.end(), told), attached=False)
    rules: list[Rule] = []
    top: list[str | None] = []
    while pieces.next.kind != "end":
        comments, pieces.comments = pieces.comments, []
        try:
            first = pieces.next
            if first.kind == "token" and first.text in _DECLARATIONS:
                top.extend(line for c in comments for line in lines_of(c.text))
                _declaration(pieces, told)
            elif first.kind == "tag":
                pieces.take()
                pieces.expect(";", "The `;` behind the tag")
                told.ignored("script of the grammar as a whole", first.span)
            else:
                rules.append(_rule(pieces, comments))
        except Wrong as wrong:
            findings.append(wrong.finding)
            pieces.skip_statement()
    told.tell()
    return (
        Grammar(
            source.path,
            "",
            told.locale,
            tuple(rules),
            root=told.root,
            literals=told.literals,
            comments=tuple(top),
            ending=tuple(line for c in pieces.comments for line in lines_of(c.text)),
            span=source.line(1),
        ),
        findings,
    )


def _declaration(pieces: Pieces, told: Told) -> None:
    word = pieces.take()
    value = pieces.next
    match word.text:
        case "language":
            told.locale = language(pieces.expect("token", "The language").text, value.span, told)
        case "root":
            told.root = pieces.expect("ref", "The root rule, as in `$name`,").text
        case "tag-format":
            told.format(pieces.expect("address", "The format of tags, as in <semantics/1.0>,").text)
        case "mode":
            told.mode(pieces.expect("token", "The mode").text, value.span)
        case "base":
            pieces.expect("address", "The address, as in <http://example.com/>,")
        case "lexicon":
            pieces.expect("address", "The address, as in <http://example.com/>,")
            told.ignored("lexicon", word.span)
        case _:
            pieces.expect("token", "A name in quotes")
            pieces.expect("token", "The word `is`")
            pieces.expect("token", "A text in quotes")
            told.ignored(word.text, word.span)
    pieces.expect(";", f"The `;` behind the {word.text}")


def _rule(pieces: Pieces, comments: list[Piece]) -> Rule:
    scope = ""
    if pieces.next.kind == "token" and pieces.next.text in ("public", "private"):
        scope = pieces.take().text
    name = pieces.expect("ref", "A rule, as in `$name = …;`,")
    pieces.expect("=", f"The `=` behind ${name.text}")
    body = EMPTY if pieces.next.kind == ";" else pieces.alternatives()
    if body is EMPTY:
        raise Wrong(Finding("E602", f"The rule ${name.text} has no text.", name.span))
    inner, pieces.comments = pieces.comments, []
    pieces.expect(";", f"The `;` behind the rule ${name.text}")
    remarks, doc, examples = notes([*comments, *inner, *pieces.trailing()])
    return Rule(name.text, body, scope == "public", remarks, doc, examples, name.span)


def _pieces(source: Source, first: int, told: Told) -> list[Piece]:
    found: list[Piece] = []
    for kind, content, start, end in cut(source, first, _PIECE, _NAME, told.findings):
        match kind:
            case "mark":
                found.append(Piece(content, content, source, start, end))
            case "quote" | "single":
                found.append(Piece("token", content, source, start, end))
            case "long" | "tag":
                found.append(Piece("tag", content.strip(), source, start, end))
            case "repeat":
                low, high, chance = times(content, None, source.span(start, end), told)
                found.append(Piece("repeat", content, source, start, end, "", low, high, chance))
            case "operator":
                most = 1 if content == "?" else None
                found.append(
                    Piece("repeat", content, source, start, end, "", int(content == "+"), most)
                )
            case "uri":
                file, _, rule = content.partition("#")
                found.append(Piece("ref", rule, source, start, end, file))
            case "lang":
                told.ignored("language of a part", source.span(start, end))
            case "weight":
                number = decimal(content.strip("/").strip())
                if number is None:
                    told.findings.append(
                        Finding("E602", f"`{content}` is no weight.", source.span(start, end))
                    )
                else:
                    found.append(Piece("weight", number, source, start, end))
            case _:
                found.append(Piece(kind, content, source, start, end))
    found.append(ending(source))
    return found
