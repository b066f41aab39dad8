"""What is induced in other languages: whether it holds, how far it reaches, how long it takes.

    python benchmarks/induction/languages.py [--only NAME,…] [--styles readable,exact]
        [--utterances 50] [-o FOLDER]

For each set of labelled sentences, half of each intent, but no more than --utterances, is given,
all intents at once, and a grammar is induced of it as `gramc induce` does, from texts, with their
case and punctuation; the others are held out. What was given is read back by the compiled grammar:
`in` is the share that has a reading with the intent, `same` the share that has one with the labels
given. `cov` is the share of the held-out sentences, and `near` that of near misses of them, whose
template is accepted, whatever its case: over all intents with ten sentences or more. `memo` is what
memorised templates cover. With -o the grammars are written.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from gramc.corpora.utterance import Utterance
from gramc.evaluation.grammar.corruptions import corruptions
from gramc.induction.accept import Language
from gramc.induction.draft import (
    Call,
    Choice,
    Draft,
    Expression,
    Option,
    Optional,
    Repeat,
    Rule,
)
from gramc.induction.draft import Sequence as Parts
from gramc.induction.golden import read
from gramc.induction.induce import Induced, induce
from gramc.induction.lexicon import Lexicon
from gramc.induction.settings import Settings
from gramc.induction.symbols import Symbol
from gramc.runtime.grammar import load
from speech import FILES, OVOS, labelled, ovos

LEAST = 10

Template = tuple[str, ...]


def parted(
    utterances: Sequence[Utterance], most: int
) -> tuple[list[Utterance], dict[str, list[Utterance]]]:
    """What is given, in the order of the data, and for each intent what is held out."""
    intents: dict[str, list[int]] = {}
    for number, each in enumerate(utterances):
        intents.setdefault(each.intent, []).append(number)
    given: set[int] = set()
    for intent, numbers in intents.items():
        count = min(most, (len(numbers) + 1) // 2)
        given.update(Random(f"train-{intent}").sample(numbers, count))
    held = {
        intent: [utterances[number] for number in numbers if number not in given]
        for intent, numbers in intents.items()
    }
    return [utterances[number] for number in sorted(given)], held


def folded(one: Expression) -> Expression:
    """The expression without capital letters."""
    if isinstance(one, Symbol):
        return one if one.slot else Symbol(one.text.lower(), False, one.touches)
    if isinstance(one, Call):
        return one
    if isinstance(one, Parts):
        return Parts(tuple(map(folded, one.parts)))
    if isinstance(one, Choice):
        return Choice(tuple(Option(folded(o.expression), o.count) for o in one.options))
    if isinstance(one, Optional):
        return Optional(folded(one.expression), one.present, one.absent)
    assert isinstance(one, Repeat)
    return Repeat(folded(one.expression), one.low, one.high)


def in_lower_case(draft: Draft) -> Draft:
    rules = []
    for rule in draft.rules:
        choice = folded(rule.choice)
        assert isinstance(choice, Choice)
        rules.append(Rule(rule.name, choice, rule.intent))
    return Draft(tuple(rules))


def as_text(symbol: Symbol) -> str:
    """A symbol as a word of a template; one that touches is another."""
    shown = f"{{{symbol.text}}}" if symbol.slot else symbol.text.lower()
    return f"\u2060{shown}" if symbol.touches else shown


def as_symbol(text: str) -> Symbol:
    touches = text.startswith("\u2060")
    text = text.removeprefix("\u2060")
    if text.startswith("{"):
        return Symbol(text[1:-1], True, touches)
    return Symbol(text, False, touches)


def templates(utterances: Sequence[Utterance], locale: str) -> list[Template]:
    """The template of each utterance, as often as it occurs."""
    golden, _ = read(utterances, Lexicon(), locale)
    return [
        tuple(map(as_text, template.symbols))
        for intent in golden.intents
        for template in intent.templates
        for _ in range(template.count)
    ]


def reach(
    found: Induced, given: Sequence[Utterance], held: dict[str, list[Utterance]], locale: str
) -> tuple[float, float, float]:
    """Coverage, near misses, and what the templates given cover: over all intents together."""
    assert found.draft is not None
    draft = in_lower_case(found.draft)
    covered = known = missed = wrong = total = 0
    for rule in draft.intents:
        others = held.get(rule.name, [])
        if len(others) < LEAST:
            continue
        language = Language(draft, rule.name)
        own = templates([each for each in given if each.intent == rule.name], locale)
        rest = templates(others, locale)
        near = corruptions(rest, [*own, *rest], rule.name, 200)
        memory = set(own)
        total += len(rest)
        covered += sum(language.accepts(map(as_symbol, each)) for each in rest)
        known += sum(each in memory for each in rest)
        missed += len(near)
        wrong += sum(language.accepts(map(as_symbol, each)) for each in near)
    return covered / max(total, 1), wrong / max(missed, 1), known / max(total, 1)


def read_back(found: Induced, given: Sequence[Utterance], folder: Path) -> tuple[float, float]:
    """The shares of what was given that have a reading with their intent, and with their labels."""
    assert found.rendered is not None
    path = write(found, folder)
    parse = load(path).parser()
    some = same = 0
    for each in given:
        readings = parse(each.text, 8)
        some += any(one.utterance.intent == each.intent for one in readings)
        labels = sorted((slot.name, slot.start, slot.end) for slot in each.slots)
        same += any(
            labels == sorted((slot.name, slot.start, slot.end) for slot in one.utterance.slots)
            for one in readings
        )
    return some / len(given), same / len(given)


def write(found: Induced, folder: Path) -> Path:
    assert found.rendered is not None
    path = folder / "grammar.gram"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(found.rendered.text, encoding="utf-8")
    for file in found.rendered.files:
        (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / file.path).write_bytes(file.data)
    return path


def rows(name: str, options: argparse.Namespace) -> Iterator[str]:
    ovos_locale = name.removeprefix("ovos ") if name.startswith("ovos ") else ""
    locale = ovos_locale or FILES[name][0]
    whole = list(ovos(ovos_locale) if ovos_locale else labelled(name))
    given, held = parted(whole, options.utterances)
    for style in options.styles.split(","):
        began = time.process_time()
        found = induce(given, Lexicon(), Settings(style), locale=locale)
        seconds = time.process_time() - began
        if found.rendered is None or found.draft is None:
            yield f"{name}  {style}  nothing: {[str(each.message) for each in found.findings]}"
            continue
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(options.output) / name / style if options.output else Path(scratch)
            some, same = read_back(found, given, folder)
        covered, near, memory = reach(found, given, held, locale)
        shares = "  ".join(f"{share:5.3f}" for share in (some, same, covered, near, memory))
        yield (
            f"{name:12}  {style:8}  {len(given):5,}  {len(found.golden.intents):7}  {shares}  "
            f"{len(found.rendered.draft.rules):5}  {found.symbols:5}  {seconds:5.2f}"
        )
        for each in found.findings[:5] if options.findings else ():
            yield f"    {each.code} {each.message}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    everything = [*FILES, *(f"ovos {locale}" for locale in OVOS)]
    parser.add_argument("--only", help="names, with commas between: " + ", ".join(everything))
    parser.add_argument("--styles", default="readable,exact")
    parser.add_argument("--utterances", type=int, default=50)
    parser.add_argument("--findings", action="store_true", help="what was found, as well")
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    head = f"{'data':12}  {'style':8}  given  intents     in   same    cov   near   memo"
    print(f"{head}  rules    sym  seconds")
    for name in options.only.split(",") if options.only else everything:
        for row in rows(name, options):
            print(row, flush=True)


if __name__ == "__main__":
    sys.exit(main())
