"""What catalogues give: whole sentences, values and all, that an induced grammar parses.

    python benchmarks/induction/catalogues.py [--seeds dev-0..1] [--style exact] [--utterances 50]

For three intents of SNIPS, 50 sentences with their labels are learned of, and the others of the
intent are parsed: with the values of the 50 sentences alone; with lists that are not made of
this data; and with the values of the whole training split. The last are an **oracle**: they hold
the values of the very sentences that are held out, as *known* shows, which is the share of held-out
values that the grammar's catalogue for that slot has. Their figures tell what the grammar's
rules would be worth with catalogues that lack nothing, and nothing else.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from data import SHARED, seeds, sentences, split
from gramc.compiler.compile import compile_grammar
from gramc.corpora.utterance import Utterance
from gramc.evaluation.grammar.texts import read
from gramc.induction.induce import induce
from gramc.induction.lexicon import Lexicon
from gramc.induction.render.render import Options
from gramc.induction.settings import Settings
from gramc.runtime.grammar import Grammar
from intervals import interval

INTENTS = ("PlayMusic", "BookRestaurant", "GetWeather")

LISTS = {
    "artist": (("corpora.artists_rock_hall", "value"),),
    "track": (("corpora.songs_mtv_day_one", "value"),),
    "genre": (("corpora.genres", "value"),),
    "city": (("world_cities", "value"),),
    "state": (("corpora.us_cities", "state"),),
    "country": (("countries_i18n", "value"), ("countries_i18n", "iso2")),
    "served_dish": (
        ("corpora.menu_items", "value"),
        ("corpora.vegetables", "value"),
        ("corpora.pizza_toppings", "value"),
    ),
}
"""Lists that nobody made of this data: files and their columns, by slot."""


def independent(folder: Path) -> None:
    """Writes the lists of others as `SLOT.txt`."""
    for slot, sources in LISTS.items():
        values: dict[str, None] = {}
        for name, column in sources:
            path = SHARED / "catalogues" / f"{name}.tsv"
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                    values[" ".join(row[column].split())] = None
        lines = "".join(f"{value}\n" for value in values if value)
        (folder / f"{slot}.txt").write_text(lines, encoding="utf-8")


def oracle(folder: Path) -> None:
    """Writes the values of the training split, without their counts."""
    for path in sorted((SHARED / "catalogues").glob("snips_train.*.tsv")):
        lines = [line.partition("\t")[0] for line in path.read_text("utf-8").splitlines()[1:]]
        slot = path.name.split(".")[1]
        (folder / f"{slot}.txt").write_text("".join(f"{each}\n" for each in lines), "utf-8")


SETS = {"seen values": None, "independent lists": independent, "oracle": oracle}


def induced(train: Sequence[Utterance], folder: Path | None, style: str, work: Path) -> Grammar:
    """The grammar of these sentences with the catalogues of *folder*."""
    lexicon = Lexicon()
    files: Mapping[str, str] = {}
    if folder is not None:
        lexicon, findings = Lexicon.load(str(folder), "en")
        assert not findings, findings
        files = {each.path: Path(each.path).name for each in lexicon}
    options = Options(tables=False, files=files)
    made = induce(train, lexicon, Settings(style=style), options=options, locale="en")
    assert made.rendered is not None
    path = (folder or work) / "induced.gram"
    path.write_text(made.rendered.text, encoding="utf-8")
    compiled, findings = compile_grammar(str(path))
    assert compiled is not None, findings
    return Grammar(compiled)


def known(train: Sequence[Utterance], held_out: Sequence[Utterance], folder: Path | None) -> float:
    """The share of held-out values that stand in the data or in the list for their slot."""
    values: dict[str, set[str]] = {}
    for path in sorted(folder.glob("*.txt")) if folder else ():
        lines = path.read_text("utf-8").splitlines()
        values[path.stem] = {line.lower() for line in lines}
    for one in train:
        for slot in one.slots:
            values.setdefault(slot.name, set()).add(one.text[slot.start : slot.end])
    found = [
        one.text[slot.start : slot.end] in values.get(slot.name, ())
        for one in held_out
        for slot in one.slots
    ]
    return sum(found) / len(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seeds", default="dev-0..1")
    parser.add_argument("--style", default="exact,readable")
    parser.add_argument("--utterances", type=int, default=50)
    options = parser.parse_args()
    print(
        f"SNIPS, {options.utterances} utterances, seeds {options.seeds}: means ± standard errors\n"
    )
    print(
        f"{'intent':<16}{'style':<10}{'catalogues':<20}{'parsed':>15}{'labelled':>15}{'known':>8}"
    )
    with tempfile.TemporaryDirectory() as scratch:
        folders: dict[str, Path | None] = {}
        for name, make in SETS.items():
            folders[name] = None
            if make is not None:
                folder = folders[name] = Path(scratch) / name.replace(" ", "-")
                folder.mkdir()
                make(folder)
        for intent in INTENTS:
            for style in options.style.split(","):
                for name, folder in folders.items():
                    row = []
                    for seed in seeds(options.seeds):
                        whole = sentences("snips")[intent]
                        train, held_out = split(whole, intent, seed, options.utterances)
                        grammar = induced(train, folder, style, Path(scratch))
                        found = read(grammar, intent, held_out)
                        row.append((found.parsed, found.labelled, known(train, held_out, folder)))
                    parsed, labelled, share = (
                        interval([each[at] for each in row]) for at in range(3)
                    )
                    print(
                        f"{intent:<16}{style:<10}{name:<20}"
                        f"{parsed.mean:>8.3f} ±{parsed.error:.3f}"
                        f"{labelled.mean:>8.3f} ±{labelled.error:.3f}{share.mean:>8.2f}",
                        flush=True,
                    )


if __name__ == "__main__":
    sys.exit(main())
