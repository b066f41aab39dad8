"""The standard library, rule by rule, against the enumerator."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from gramc.compiler.compile import compile_grammar
from gramc.dsl import tree
from gramc.dsl.parse import parse
from gramc.runtime.enumerate import derivations, language

from .brute import STDLIB, Brute

LOCALES = sorted({path.parent.name for path in STDLIB.glob("*/*.gram")})
MOST = 300
"""Rules of so many derivations are written out."""


def test_there_are_locales() -> None:
    assert len(LOCALES) >= 6


@pytest.mark.parametrize("locale", LOCALES)
def test_what_the_rules_of_the_library_say(locale: str) -> None:
    assert sum(compared(path) for path in sorted((STDLIB / locale).glob("*.gram"))) >= 30


def compared(path: Path) -> int:
    """How many rules of a module say what the enumerator says; those of large languages are not
    looked at."""
    file, _ = parse(path.read_text("utf-8"), str(path))
    names = [s.name for s in file.statements if isinstance(s, tree.Rule | tree.Catalog)]
    lines = [f"intent I{number} = <m.{name}>\n" for number, name in enumerate(names)]
    source = "".join([f"import std.{path.parent.name}.{path.stem} as m\n", *lines])
    compiled, findings = compile_grammar("importing.gram", source.encode())
    assert compiled is not None, findings
    brute = Brute(parse(source, "importing.gram")[0])
    found = 0
    for name, _, root in compiled.networks.roots:
        ways = derivations(compiled.networks, compiled.stock, root)
        if sum(1 for _ in islice(ways, MOST + 1)) <= MOST:
            assert language(compiled, root) == brute.language(name), (path.stem, name)
            found += 1
    return found
