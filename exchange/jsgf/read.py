"""Reading one JSGF file.

After the JSpeech Grammar Format, W3C Note of 5 June 2000, sections 2 to 5. Beyond it: tokens
may hold `\\` before any character, which then stands for itself, and weights may be missing beside
others.
"""

from __future__ import annotations

import re

from ...dsl.findings import Finding
from ..source import Source
from ..speech.expansion import Piece, Pieces, Wrong, cut, ending, headed
from ..speech.notes import lines_of, notes
from ..speech.tree import EMPTY, Choice, Grammar, Import, Rule, walk
from ..speech.weights import decimal

_PIECE = re.compile(
    r"(?P<space>[^\S\n]+|\n)"
    r"|(?P<doc>/\*\*(?!/).*?\*/)|(?P<comment>//[^\n]*|/\*.*?\*/)"
    r"|(?P<weight>/[ \t]*[0-9.][0-9.eE+-]*[fFdD]?[ \t]*/)"
    r"|<[ \t]*(?P<ref>[^<>\s\"{}]+)[ \t]*>"
    r"|\"(?P<quote>(?:[^\"\\]|\\.)*)\""
    r"|\{(?P<tag>(?:[^{}\\]|\\.|\{[^{}]*\})*)\}"
    r"|(?P<mark>[=|()\[\];])|(?P<repeat>[*+])"
    r"|(?P<token>(?:[^\s;=|*+<>()\[\]{}/\"\\]|\\.|/(?![/*]))+)",
    re.DOTALL,
)
_HEADER = re.compile(
    r"\s*#JSGF[ \t]+[Vv]?(?P<version>[^ \t\n;]+)(?:[ \t]+(?P<encoding>[^ \t\n;]+))?"
    r"(?:[ \t]+(?P<locale>[^ \t\n;]+))?[ \t]*(?P<end>;?)"
)
_NAME = ("<", "A rule's name is not closed here: it is written <name>.")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_LOCALE = re.compile(r"[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*")


def read(source: Source) -> tuple[Grammar, list[Finding]]:
    """The grammar of *source*, of which rules with errors are missing; every error is E602 (not
    well-formed) or E604 (nested too deep), with its place."""
    header, findings = headed(source, _HEADER, "A JSGF file begins with `#JSGF V1.0;`")
    if header is None:
        return Grammar(source.path), findings
    locale = (header["locale"] or "").replace("_", "-")
    if locale and not _LOCALE.fullmatch(locale):
        message = f"`{locale}` is no language tag, and is left out."
        span = source.span(header.start("locale"), header.end("locale"))
        findings.append(Finding("W602", message, span, "Write it as in `en-GB`."))
        locale = ""
    pieces = Pieces(_pieces(source, header.end(), findings), attached=True)
    rules: list[Rule] = []
    imports: list[Import] = []
    name = ""
    top: list[str | None] = []
    while pieces.next.kind != "end":
        comments, pieces.comments = pieces.comments, []
        try:
            first = pieces.next
            if first.kind == "token" and first.text == "grammar" and not name and not rules:
                pieces.take()
                name = pieces.expect("token", "The name of the grammar").text
                pieces.expect(";", "The `;` behind the name of the grammar")
                top.extend(line for c in comments for line in lines_of(c.text))
            elif first.kind == "token" and first.text == "import":
                pieces.take()
                imports.append(_import(pieces.expect("ref", "What is imported, as in <a.b>,")))
                pieces.expect(";", "The `;` behind the import")
                top.extend(line for c in comments for line in lines_of(c.text))
            else:
                rules.append(_rule(pieces, comments, findings))
        except Wrong as wrong:
            findings.append(wrong.finding)
            pieces.skip_statement()
    return (
        Grammar(
            source.path,
            name,
            locale,
            tuple(rules),
            tuple(imports),
            comments=tuple(top),
            ending=tuple(line for c in pieces.comments for line in lines_of(c.text)),
            span=source.line(1),
        ),
        findings,
    )


def _import(piece: Piece) -> Import:
    grammar, _, rule = piece.text.rpartition(".")
    if not grammar:
        hint = "Write <grammar.rule>, or <grammar.*> for all its public rules."
        message = f"`{piece.text}` does not say of which grammar."
        raise Wrong(Finding("E602", message, piece.span, hint))
    return Import(grammar, "" if rule == "*" else rule, piece.span)


def _rule(pieces: Pieces, comments: list[Piece], findings: list[Finding]) -> Rule:
    public = pieces.next.kind == "token" and pieces.next.text == "public"
    if public:
        pieces.take()
    name = pieces.expect("ref", "A rule, as in `<name> = …;`,")
    pieces.expect("=", f"The `=` behind <{name.text}>")
    body = EMPTY if pieces.next.kind == ";" else pieces.alternatives()
    if body is EMPTY:
        raise Wrong(Finding("E602", f"The rule <{name.text}> has no text.", name.span))
    inner, pieces.comments = pieces.comments, []
    pieces.expect(";", f"The `;` behind the rule <{name.text}>")
    remarks, doc, examples = notes([*comments, *inner, *pieces.trailing()])
    for node in walk(body):
        if isinstance(node, Choice) and len({way.weight is None for way in node.ways}) == 2:
            message = "Some of these alternatives have no weight; it is read as 1."
            hint = "JSGF wants a weight before all of them or none."
            findings.append(Finding("W602", message, node.span, hint))
    return Rule(name.text, body, public, remarks, doc, examples, name.span)


def _pieces(source: Source, first: int, findings: list[Finding]) -> list[Piece]:
    found: list[Piece] = []
    for kind, content, start, end in cut(source, first, _PIECE, _NAME, findings):
        if kind == "mark":
            found.append(Piece(content, content, source, start, end))
        elif kind == "repeat":
            found.append(Piece("repeat", content, source, start, end, low=int(content == "+")))
        elif kind in ("quote", "token"):
            found.append(Piece("token", _ESCAPE.sub(r"\1", content), source, start, end))
        elif kind == "tag":
            found.append(Piece("tag", _ESCAPE.sub(r"\1", content).strip(), source, start, end))
        elif kind == "weight":
            number = decimal(content.strip("/").strip().rstrip("fFdD"))
            if number is None:
                findings.append(
                    Finding("E602", f"`{content}` is no weight.", source.span(start, end))
                )
            else:
                found.append(Piece("weight", number, source, start, end))
        else:
            found.append(Piece(kind, content, source, start, end))
    found.append(ending(source))
    return found
