"""Induced grammars as they are written, compiled again and held against the other sentences.

    python benchmarks/induction/written.py [--seeds dev-0..1] [--utterances 50] [--together]

For each style, the way of `gramc induce` and then of `gramc evaluate grammar`, on SNIPS: so the
figures are those of the files that people get, and not of a draft in memory. `--together` makes one
grammar of all seven intents, and prints its rules and lines.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

from data import INTENTS, seeds, sentences, split
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.corpora.utterance import Utterance
from gramc.evaluation.grammar.evaluate import evaluate
from gramc.induction.induce import induce
from gramc.induction.render.render import Options
from gramc.induction.settings import Settings
from intervals import interval

STYLES = ("exact", "readable")
COLUMNS = {
    "coverage": ".3f",
    "novel": ".3f",
    "near": ".4f",
    "hits": ".1f",
    "perplexity": ".2f",
    "bits": ".2f",
    "parsed": ".3f",
    "rules": ".1f",
    "symbols": ".0f",
    "alternatives": ".1f",
    "nesting": ".1f",
    "language": ".0e",
    "given": ".3f",
    "lines": ".1f",
    "seconds": ".2f",
}


HEADS = {"perplexity": "ppl", "alternatives": "alts", "nesting": "nest", "language": "templates"}


def grammar(train: Sequence[Utterance], style: str) -> tuple[str, Compiled]:
    """The text of a grammar of those sentences, and the grammar."""
    options = Options(tables=False)
    made = induce(train, None, Settings(style=style), options=options, locale="en")
    assert made.rendered is not None
    compiled, findings = compile_grammar("-", made.rendered.text.encode())
    assert compiled is not None, findings
    return made.rendered.text, compiled


def figures(style: str, intent: str, seed: str, count: int) -> dict[str, float | None]:
    train, held_out = split(sentences("snips")[intent], intent, seed, count)
    began = time.process_time()
    text, compiled = grammar(train, style)
    seconds = time.process_time() - began
    report, _ = evaluate(compiled, held_out, train)
    given, _ = evaluate(compiled, train)
    assert report is not None
    assert given is not None
    return {
        **report.intents[0].row(),
        "given": given.intents[0].coverage,
        "lines": text.count("\n"),
        "seconds": seconds,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seeds", default="dev-0..1")
    parser.add_argument("--utterances", type=int, default=50)
    parser.add_argument("--together", action="store_true")
    options = parser.parse_args()
    if options.together:
        return together(seeds(options.seeds), options.utterances)
    print(
        f"{', '.join(INTENTS['snips'])}; seeds {options.seeds}; {options.utterances} utterances\n"
    )
    print(" " * 10 + "".join(f"{HEADS.get(name, name):>10}" for name in COLUMNS))
    for style in STYLES:
        rows = [
            figures(style, intent, seed, options.utterances)
            for intent in INTENTS["snips"]
            for seed in seeds(options.seeds)
        ]
        means, errors = "", ""
        for name, form in COLUMNS.items():
            known = [value for row in rows if (value := row[name]) is not None]
            found = interval(known) if known else None
            means += f"{found.mean:{form}}".rjust(10) if found else "-".rjust(10)
            errors += f"±{found.error:{form}}".rjust(10) if found else " " * 10
        print(f"{style:10}{means}\n{'':10}{errors}")
    return None


def together(names: Sequence[str], count: int) -> None:
    """One file of all intents."""
    whole = sentences("snips")
    for style in STYLES:
        for seed in names:
            train = [
                one
                for intent in sorted(whole)
                for one in split(whole[intent], intent, seed, count)[0]
            ]
            text, compiled = grammar(train, style)
            program = compiled.program
            rules = len(program.rules) + len(program.intents)
            print(f"{style:10}{seed:8}{rules:5} rules{text.count(chr(10)):6} lines")


if __name__ == "__main__":
    sys.exit(main())
