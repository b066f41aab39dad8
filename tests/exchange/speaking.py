"""What the tests of speech grammars share: whole languages, with their odds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction
from itertools import islice
from pathlib import Path

from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.corpora.annotated import write
from gramc.dsl.findings import has_errors
from gramc.exchange.formats import FORMATS
from gramc.exchange.importing import import_
from gramc.exchange.made import Made, Options
from gramc.runtime.enumerate import derivations

MOST = 20_000


def imported(form: str, folder: Path, files: Mapping[str, str], **extra: str) -> Made:
    """What is made of *files*, of which the first is imported, in the format *form*."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    first = next(iter(files))
    return import_(FORMATS[form], str(folder / first), Options(extra=extra))


def grammar_of(made: Made, folder: Path) -> Compiled:
    """The first file of *made*, compiled with the others beside it."""
    assert not has_errors(list(made.findings)), made.findings
    folder.mkdir(parents=True, exist_ok=True)
    for file in made.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    compiled, findings = compile_grammar(str(folder / made.files[0].path))
    assert compiled is not None, (findings, made.files[0].data.decode())
    return compiled


def language(compiled: Compiled, most: int = MOST) -> dict[str, Fraction]:
    """Every labelled text of a finite grammar, `intent: text`, with its probability."""
    found: Counter[str] = Counter()
    total = sum(weight for _, weight, _ in compiled.networks.roots)
    for intent, weight, root in compiled.networks.roots:
        every = list(islice(derivations(compiled.networks, compiled.stock, root), most))
        assert len(every) < most
        for utterance, odds in every:
            found[f"{intent}: {write(utterance)}"] += odds * Fraction(weight, total)
    return dict(found)


def codes(made: Made) -> list[tuple[str, int]]:
    """The findings, each with its line."""
    return sorted((f.code, f.span.line) for f in made.findings)
