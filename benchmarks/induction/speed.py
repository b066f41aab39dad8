"""How long induction takes, and how much memory.

    python benchmarks/induction/speed.py [--sizes 50,500,5000] [--style exact,readable]

Each size in a process of its own, which has imported everything before the clock starts: sentences
of the seven intents of SNIPS together, and of one intent of the Facebook set, whose sentences are
mostly different ones. Prints CPU seconds of learning alone and of the whole way from sentences to
the text of a grammar, and the peak of the process's memory with what was imported.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

from data import sentences, split
from gramc.corpora.utterance import Utterance

SETS = {"snips, 7 intents": ("snips", ""), "fb, weather/find": ("fb", "weather/find")}


def sample(data: str, intent: str, count: int) -> list[Utterance]:
    """So many sentences: of one intent, or about as many of each."""
    whole = sentences(data)
    names = [intent] if intent else sorted(whole)
    found: list[Utterance] = []
    for number, name in enumerate(names):
        share = count * (number + 1) // len(names) - count * number // len(names)
        found += split(whole[name], name, "speed", share)[0]
    return found


def one(data: str, intent: str, count: int, style: str) -> dict[str, float]:
    """The figures of one size, in this process."""
    import resource

    from gramc.induction.golden import read
    from gramc.induction.induce import STYLES, induce
    from gramc.induction.lexicon import Lexicon
    from gramc.induction.render.render import Options
    from gramc.induction.settings import Settings, silent

    given = sample(data, intent, count)
    settings = Settings(style=style)
    learn = import_module(f"gramc.induction.{STYLES[style]}").learn
    induce(given[:2], None, settings, options=Options(tables=False), locale="en")
    golden, _ = read(given, Lexicon(), "en")
    began = time.process_time()
    learn(golden.intents, settings, silent)
    learned = time.process_time()
    induce(given, None, settings, options=Options(tables=False), locale="en")
    done = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak //= 1024 if sys.platform == "darwin" else 1
    return {"learning": learned - began, "whole": done - learned, "mebibytes": peak / 1024}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--sizes", default="50,500,5000")
    parser.add_argument("--style", default="exact,readable")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        data, intent, count, style = options.one
        print(json.dumps(one(data, intent, int(count), style)))
        return
    print(f"{'sentences of':<18}{'style':<10}{'':>6}{'learning':>10}{'whole':>10}{'memory':>10}")
    for name, (data, intent) in SETS.items():
        for style in options.style.split(","):
            for count in map(int, options.sizes.split(",")):
                command = [sys.executable, str(Path(__file__)), "--one", data, intent]
                command += [str(count), style]
                told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
                found = json.loads(told)
                print(
                    f"{name:<18}{style:<10}{count:>6}{found['learning']:>8.2f} s"
                    f"{found['whole']:>8.2f} s{found['mebibytes']:>6.0f} MiB",
                    flush=True,
                )


if __name__ == "__main__":
    main()
