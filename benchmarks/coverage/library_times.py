"""How many of people's words for times and days the standard library reads.

    python benchmarks/coverage/library_times.py [--missed N]

Prints, for each set of data, the expressions of time that are labelled in it and the share that the
library's times, days and durations read: up to three in a row, with the prepositions of the
language before them. Whether their values are right is not in the data, and not measured. Of the
Spanish expressions those of another part of the data were looked at in writing the library.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

import gramc
from gramc.compiler.compile import compile_grammar
from gramc.runtime.grammar import Grammar

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"

SETS = {
    "en": "fb_multilingual/fb.eval.en.jsonl",
    "es": "fb_multilingual/fb.eval.es.jsonl",
    "de": "xsid/xsid.test.de.jsonl",
}

EXPRESSIONS = {
    "en": """
    [for | at | from | until | by] <time.time>
  | <time.at_time>
  | [on | for] <date.date>
  | [for] <date.day_and_part>
  | <time.day_part>
  | [this] <time.day_part_name>
  | [for | every | in] <duration.duration>
  | <duration.in_duration>
  | in <date.month>
  | [for | every] <date.weekday>
  | [for | during] <date.relative_period>
  | <date.now>
""",
    "es": """
    [para | de | antes de | después de] <time.time>
  | <time.at_time>
  | <time.figures>
  | [para | de] <date.date>
  | [para | de] <date.day_and_part>
  | <time.day_part>
  | (de la | esta) <time.day_part_name>
  | (por | durante | de | cada | para) <duration.duration>
  | <duration.in_duration>
  | en <date.month>
  | [del | este] <date.weekday>
  | del <date.day_month>
  | [para | de | durante] <date.relative_period>
  | <date.now>
""",
    "de": """
    [für | ab | bis] <time.time>
  | <time.at_time>
  | [für] <date.date>
  | <date.day_and_part>
  | <time.day_part>
  | <time.day_part_name>
  | [für] <duration.duration>
  | <duration.in_duration>
  | im <date.month>
  | [für | jeden] <date.weekday>
  | [für] <date.relative_period>
  | <date.now>
""",
}


def grammar(locale: str) -> Grammar:
    """A grammar of up to three expressions of the library, one behind another."""
    text = f"locale {locale}\n"
    text += "".join(f"import std.{locale}.{name}\n" for name in ("time", "date", "duration"))
    text += f"intent When = <one> | <one> <one> | <one> <one> <one>\none ={EXPRESSIONS[locale]}"
    compiled, findings = compile_grammar("-", text.encode())
    assert compiled is not None, findings
    return gramc.Grammar(compiled)


def expressions(path: Path) -> Counter[str]:
    """The labelled expressions of time, with the colon of 6 : 30 joined again."""
    found: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans: list[list[str]] = []
        for token, tag in zip(row["tokens"], row["tags"], strict=True):
            if tag == "B-datetime":
                spans.append([token])
            elif tag == "I-datetime":
                spans[-1].append(token)
        found.update(" ".join(span).lower().replace(" : ", ":") for span in spans)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--missed", type=int, default=0, help="show the N commonest not read")
    options = parser.parse_args()
    print("locale  expressions  read")
    for locale, name in SETS.items():
        read = grammar(locale).parser()
        counts = expressions(DATA / name)
        missed = Counter({text: n for text, n in counts.items() if not read(text, 1)})
        share = 1 - missed.total() / counts.total()
        print(f"{locale:6}  {counts.total():11,}  {share:.1%}")
        for text, number in missed.most_common(options.missed):
            print(f"  {number:4}  {text}")


if __name__ == "__main__":
    main()
