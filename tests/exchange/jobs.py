"""Jobs: grammars of tests, ready to be exported."""

from pathlib import Path

from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.dsl.findings import Finding
from gramc.dsl.span import Span
from gramc.exchange.made import Job


def job(text: str, folder: Path, name: str = "music_box", **files: str) -> Job:
    """The job of a grammar with that text; *files* lie beside it (`a_tsv` is `a.tsv`)."""
    for called, content in files.items():
        (folder / called.replace("_", ".")).write_text(content, "utf-8")
    path = folder / "g.gram"
    path.write_text(text, "utf-8")
    compiled, findings = compile_grammar(str(path))
    assert compiled is not None, findings
    return of(compiled, name, str(path))


def of(compiled: Compiled, name: str = "music_box", path: str = "g.gram") -> Job:
    """The job of a compiled grammar."""
    return Job(compiled, name, compiled.program.locale, Span(path, 0, 0, 0, 0))


def codes(findings: tuple[Finding, ...] | list[Finding]) -> list[str]:
    """The codes of findings, in order."""
    return sorted(f.code for f in findings)


def said(findings: tuple[Finding, ...] | list[Finding], code: str) -> str:
    """What is said under one code, a line each."""
    return "\n".join(f.message for f in findings if f.code == code)
