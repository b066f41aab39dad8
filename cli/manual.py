"""The manual of findings, `docs/errors.md`, made from the table of codes.

`python -m gramc.cli.manual docs/errors.md` writes it anew.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ..dsl.codes import Code, codes
from ..dsl.findings import Finding
from ..dsl.span import Span
from .excerpt import visible
from .lines import Lines
from .render import render

EXAMPLE = "example.gram"
"""What the manual's examples are called."""

GROUPS = {
    "E0": "Reading",
    "E1": "Syntax",
    "E2": "Names",
    "E3": "Meaning",
    "E4": "Catalogues",
    "W5": "Warnings",
    "E6": "Other systems' files",
    "W6": "Lost or changed between systems",
    "E7": "Learning a grammar",
    "W7": "Doubts in learning a grammar",
}

_HEAD = """\
# Findings

All that gramc says about a grammar has a code, which never changes its meaning. `E…` is an error:
the grammar can't be used. `W…` is a warning: it can, but something in it is doubtful. `gramc
explain CODE` prints these pages in a terminal. `python -m gramc.cli.manual docs/errors.md` makes
this page from `dsl/manual/`, and shows what gramc says of each wrong example.
"""


def manual() -> str:
    """The whole page, in Markdown."""
    pages = codes()
    out = [_HEAD]
    for group, title in GROUPS.items():
        found = [page for code, page in pages.items() if code.startswith(group)]
        if not found:
            continue
        out.append(f"\n## {group}xx: {title}\n")
        for page in found:
            out.extend(_section(page))
    return "".join(out)


def said(page: Code) -> list[Finding]:
    """What checking and compiling the wrong example of *page* finds, and in which places."""
    with tempfile.TemporaryDirectory() as folder:
        write_example(page, page.wrong, Path(folder))
        findings = _found(page, os.path.join(folder, page.name))
        return [_moved(f, folder) for f in findings if f.code == page.code]


def _found(page: Code, path: str) -> Sequence[Finding]:
    if not page.run:
        from ..compiler.compile import compile_grammar

        return compile_grammar(path)[1]
    from ..exchange.exporting import export
    from ..exchange.formats import FORMATS
    from ..exchange.importing import import_
    from ..exchange.made import Options

    command, system, *_ = page.run
    if command == "import":
        return import_(FORMATS[system], path, Options("en")).findings
    from ..runtime.writing.order import Order
    from .grammar import opened

    grammar = opened(path)
    made = export(FORMATS[system], grammar.compiled, grammar.place, Order(), 20, Options())
    return made.findings


def write_example(page: Code, source: str, folder: Path) -> None:
    """Writes one of the examples of *page*, with its companions, into *folder*."""
    for name, content in page.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8", newline="")
    (folder / page.name).write_text(source, "utf-8", newline="")


def _section(page: Code) -> Iterator[str]:
    yield f"\n### {page.code}: {page.title}\n\n{page.text.strip()}\n"
    for title, source in (("Wrong", page.wrong), ("Right", page.right)):
        if not source:
            continue
        language = page.name.rpartition(".")[2]
        named = "" if page.name == EXAMPLE else f" (`{page.name}`, by `gramc {' '.join(page.run)}`)"
        yield f"\n{title}{named}:\n\n{_fenced(source, language)}"
        findings = said(page) if source is page.wrong else []
        if findings:
            yield f"\n{_fenced(_shown(page, findings))}"
    for name, content in page.files.items():
        yield f"\n`{name}`:\n\n{_fenced(content)}"


def _shown(page: Code, findings: Sequence[Finding]) -> str:
    """The findings as `gramc check` shows them, without the summary."""
    given = {name: content.encode() for name, content in page.files.items()}
    rows = list(render(findings, Lines({**given, page.name: page.wrong.encode()})))
    return "\n".join("".join(text for text, _ in row).rstrip() for row in rows[:-3])


def _fenced(text: str, language: str = "") -> str:
    fence = "````" if "```" in text else "```"
    lines = text.rstrip("\n").split("\n")
    shown = "\n".join("\t".join(map(visible, line.split("\t"))) for line in lines)
    return f"{fence}{language}\n{shown}\n{fence}\n"


def _moved(finding: Finding, folder: str) -> Finding:
    """The finding as if *folder* were where the command runs."""

    def short(text: str) -> str:
        return text.replace(folder + os.sep, "")

    def here(span: Span) -> Span:
        return replace(span, file=short(span.file))

    labels = tuple(replace(label, span=here(label.span)) for label in finding.labels)
    message, hint = short(finding.message), short(finding.hint)
    return replace(finding, message=message, hint=hint, span=here(finding.span), labels=labels)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("python -m gramc.cli.manual docs/errors.md")
    Path(sys.argv[1]).write_text(manual(), "utf-8", newline="\n")
