"""Home Assistant's sentences (OHF-Voice/intents): how many of a language's own test sentences come
out right, and how fast, beside hassil, which they were written for.

    python benchmarks/ohf.py FOLDER [LANGUAGE …] [--every N]

FOLDER holds a checkout. Each language is imported and compiled; for each of its test files what
the file brings is bound (outside the clock), then every sentence is parsed over all intents. Right
is the intent with exactly the slots and values that the file states, as upstream's own tests
compare them. `--every N` times hassil on every Nth sentence only. One core, one process.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gramc
from gramc.exchange.formats import FORMATS
from gramc.exchange.importing import import_
from gramc.exchange.made import Options
from gramc.exchange.ohf.load import read_language
from gramc.exchange.ohf.model import Example, TestFile

AREA = "Somewhere"
"""Where the voice satellite stands."""


@dataclass
class Score:
    """What came out of one system."""

    right: int = 0
    all: int = 0
    seconds: float = 0.0

    def __str__(self) -> str:
        rate = self.all / self.seconds if self.seconds else 0.0
        return f"{self.right:6,} of {self.all:6,}   {rate:9,.0f} sentences/s"


def fits(example: Example, intent: str | None, slots: Mapping[str, str]) -> bool:
    """Whether these are the intent and the slots that are expected. The area of the satellite is
    no slot of a test; values are compared without capitals, as names are."""
    wanted = {slot: {v.casefold() for v in values} for slot, values in example.slots}
    found = {k: v.casefold() for k, v in slots.items() if v != AREA}
    return (
        intent == example.intent
        and found.keys() == wanted.keys()
        and all(value in wanted[slot] for slot, value in found.items())
    )


def by_gramc(folder: str, tag: str, files: list[TestFile]) -> tuple[Score, float, float]:
    """The score of an imported grammar, and the seconds that importing and compiling took."""
    with tempfile.TemporaryDirectory() as target:
        start = time.process_time()
        made = import_(FORMATS["ohf"], folder, Options(tag))
        for file in made.files:
            (Path(target) / file.path).write_bytes(file.data)
        imported = time.process_time() - start
        start = time.process_time()
        grammar = gramc.load(Path(target) / made.files[0].path)
        assert grammar.compiled.acceptor is not None
        compiled = time.process_time() - start
    score = Score()
    unspoken = [gramc.Entry("\ue000")]
    for name in ("name", "area", "floor"):
        if any(c.name == f"home.{name}" for c in grammar.compiled.program.catalogues):
            grammar = grammar.bind(name, unspoken)
    grammar.parser(context={"area": AREA})
    for file in files:
        bound = grammar
        for name, entities in file.brings:
            rows = [gramc.Entry(e.said, id=e.said, cells=dict(e.cells)) for e in entities]
            if rows:
                bound = bound.bind(name, rows)
        parser = bound.parser(context={"area": AREA})
        parser("…")
        for example in file.examples:
            start = time.process_time()
            parses = parser(example.text, 1)
            score.seconds += time.process_time() - start
            score.all += 1
            if parses:
                u = parses[0].utterance
                slots = {s.name: s.value or u.text[s.start : s.end] for s in u.slots}
                score.right += fits(example, u.intent, {**slots, **dict(u.constants)})
    return score, imported, compiled


def intents_of(folder: Path, tag: str) -> Any:
    """What hassil is given, put together as upstream's tests do."""
    import yaml
    from hassil import Intents

    def load(path: Path) -> Any:
        return yaml.safe_load(path.read_text("utf-8")) or {}

    common = folder / "sentences" / tag / "_common.yaml"
    whole: dict[str, Any] = {"language": tag, "intents": {}, "lists": {}, "expansion_rules": {}}
    if common.exists():
        known = load(common)
        whole.update({k: known[k] for k in ("skip_words", "settings") if k in known})
    for path in (*folder.glob("lists/*.yaml"), *folder.glob(f"lists/{tag}/*.yaml")):
        whole["lists"].update(load(path).get("lists", {}))
    for path in folder.glob(f"rules/{tag}/*.yaml"):
        whole["expansion_rules"].update(load(path).get("expansion_rules", {}))
    for intent, schema in load(folder / "intents.yaml").items():
        for name, combination in schema["slot_combinations"].items():
            path = folder / "sentences" / tag / intent / f"{name}.yaml"
            if path.exists():
                blocks = whole["intents"].setdefault(intent, {"data": []})["data"]
                blocks.extend(blocks_of(load(path)["data"], combination))
    return Intents.from_dict(whole)


def blocks_of(data: list[dict[str, Any]], combination: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The blocks of a file as hassil wants them."""
    plain = [block for block in data if not block.get("speech_to_phrase")]
    groups = combination.get("name_domain_groups", {})
    for block in plain or data:
        slots, needed = dict(block.get("slots", {})), dict(block.get("requires_context", {}))
        if "inferred_domain" in block:
            slots["domain"] = block["inferred_domain"]
        domains = block.get("name_domains")
        if domains:
            listed = [domains] if isinstance(domains, str) else domains
            needed["domain"] = [d for each in listed for d in groups.get(each, [each])]
        if combination.get("context_area"):
            needed["area"] = {"slot": True}
        yield {"sentences": block["sentences"], "slots": slots, "requires_context": needed}


def by_hassil(folder: Path, tag: str, files: list[TestFile], every: int) -> Score:
    """hassil's score."""
    from hassil import TextSlotList, recognize_best

    intents = intents_of(folder, tag)
    score = Score()
    seen = 0
    for file in files:
        lists: dict[str, Any] = {
            name: TextSlotList.from_tuples([(e.said, e.said, dict(e.cells)) for e in found])
            for name, found in file.brings
        }
        for example in file.examples:
            seen += 1
            if seen % every:
                continue
            start = time.process_time()
            result = recognize_best(
                example.text,
                intents,
                slot_lists=lists,
                intent_context={"area": AREA},
                best_slot_name="name",
            )
            score.seconds += time.process_time() - start
            score.all += 1
            if result is not None:
                slots = {name: number(e.value) for name, e in result.entities.items()}
                score.right += fits(example, result.intent.name, slots)
    return score


def number(value: object) -> str:
    """A value as text: hassil makes whole numbers of a range with a factor decimal."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder")
    parser.add_argument("languages", nargs="*")
    parser.add_argument("--every", type=int, default=1)
    given = parser.parse_args()
    folder = Path(given.folder)
    languages = given.languages or sorted(p.name for p in (folder / "sentences").iterdir())
    for tag in languages:
        language, _ = read_language(str(folder), tag)
        assert language is not None
        score, imported, compiled = by_gramc(str(folder), tag, language.tests)
        print(f"{tag}: imported in {imported:.1f} s, compiled in {compiled:.1f} s")
        print(f"  gramc   {score}")
        print(f"  hassil  {by_hassil(folder, tag, language.tests, given.every)}")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
