"""Does every sampled sentence of every worked grammar parse back to its labels?

    python benchmarks/roundtrip.py [--sentences 1000] [--nbest 10]

Open catalogues are bound to what the grammars' own tests bind.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import gramc
from gramc.compiler import ir
from gramc.compiler.compile import analyse
from gramc.corpora.annotated import write
from gramc.dsl import tree

FOLDER = Path(__file__).resolve().parent.parent / "grammars"


def bound(path: Path) -> gramc.Grammar | None:
    """The grammar at *path* with its open catalogues bound; None for a file without intents."""
    state, _ = analyse(str(path))
    assert state is not None
    if not state.known.intents:
        return None
    grammar = gramc.load(path)
    state.builder.scope = state.scopes[state.project.root.key]
    for test in state.project.root.tree.statements:
        if isinstance(test, tree.Test):
            for line in test.lines:
                if isinstance(line, tree.TestBind):
                    grammar = grammar.bind(line.name, state.builder.entries(line.body))
    return grammar


def contexts(grammar: gramc.Grammar) -> dict[str, str]:
    """What sampling writes for the values that the caller is to give."""
    program = grammar.compiled.program
    bodies = [*program.rules.values(), *(intent.body for intent in program.intents)]
    found = [n.key for body in bodies for n in ir.walk(body) if isinstance(n, ir.Context)]
    return {key: f"@{key}" for key in found}


def main() -> int:
    """Prints a line for every grammar; 1 where a sentence does not come back."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=1000)
    parser.add_argument("--nbest", type=int, default=10)
    given = parser.parse_args()
    lost = 0
    for path in sorted(FOLDER.rglob("*.gram")):
        grammar = bound(path)
        if grammar is None:
            continue
        best = among = 0
        keys = contexts(grammar)
        for utterance in grammar.sample(given.sentences):
            parses = [p.utterance for p in grammar.parse(utterance.text, given.nbest, context=keys)]
            best += parses[:1] == [utterance]
            among += utterance in parses
            if utterance not in parses:
                print(f"  lost: {write(utterance)}")
        lost += given.sentences - among
        print(
            f"{path.relative_to(FOLDER)!s:28} {among / given.sentences:7.2%} among the best "
            f"{given.nbest}, {best / given.sentences:7.2%} as the best"
        )
    return int(lost > 0)


if __name__ == "__main__":
    raise SystemExit(main())
