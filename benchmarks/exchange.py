"""There and back: grammars exported to another system's language and imported again.

    python benchmarks/exchange.py [-n N] [FORMAT …]

Of each grammar N sentences are drawn and parsed by what came back, and the other way round. A
sentence counts where one of its first twenty parses has the intent and the slots, with their
places; in brackets how many of those keep all canonical values too. What a format says to be lost
is in the last column.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import gramc
from gramc.corpora.utterance import Span, Utterance
from gramc.dsl.span import NOWHERE
from gramc.exchange.exporting import export
from gramc.exchange.formats import FORMATS
from gramc.exchange.importing import import_
from gramc.exchange.made import Options
from gramc.runtime.writing.order import Order

ROOT = Path(__file__).resolve().parent.parent
GRAMMARS = {
    "music": "music/music.gram",
    "weather": "weather/weather.gram",
    "pizza": "pizza/pizza.gram",
    "musica": "spanish_music/musica.gram",
    "sangeet": "hindi_music/sangeet.gram",
}
FORMS = {
    "plain": {},
    "ohf": {},
    "jsgf": {},
    "srgs (xml)": {"form": "xml"},
    "srgs (abnf)": {"form": "abnf"},
    "chatito": {},
    "chatette": {},
    "padatious": {},
    "alexa": {},
    "lex": {},
}


def there_and_back(form: str, grammar: gramc.Grammar, folder: Path) -> tuple[Path | None, str]:
    """Where the grammar that came back lies, and the codes of what was told."""
    name = form.partition(" ")[0]
    options = Options(extra=FORMS[form])
    made = export(FORMATS[name], grammar.compiled, NOWHERE, Order(), 1000, options)
    told = [finding.code for finding in made.findings]
    out = folder / "out"
    for file in made.files:
        (out / file.path).parent.mkdir(parents=True, exist_ok=True)
        (out / file.path).write_bytes(file.data)
    if made.failed or not FORMATS[name].imports:
        return (out / made.files[0].path if made.files else None), _said(told)
    source = out if len(made.files) > 1 else out / made.files[0].path
    back = import_(FORMATS[name], str(source), Options(grammar.compiled.locale, grammar.name))
    told += [finding.code for finding in back.findings]
    for file in back.files:
        (folder / file.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / file.path).write_bytes(file.data)
    return (None if back.failed else folder / back.files[0].path), _said(told)


def _said(codes: list[str]) -> str:
    return " ".join(sorted(set(codes)))


def labels(utterance: Utterance, values: bool) -> object:
    """What is compared; names without what a system does not allow in them."""

    def plain(name: str) -> str:
        return re.sub(r"[\W_]", "", name).casefold()

    def of(spans: Iterable[Span]) -> object:
        return [(plain(s.name), s.start, s.end, s.value if values else "") for s in spans]

    return plain(utterance.intent), of(utterance.slots)


def found(one: gramc.Grammar, other: gramc.Grammar, count: int) -> tuple[int, int]:
    """How many sentences of *one* have their labels in *other*, and their values too."""
    parser = other.parser()
    right = exact = 0
    for utterance in one.sample(count, seed=5):
        read = [parse.utterance for parse in parser(utterance.text, 20)]
        right += any(labels(u, False) == labels(utterance, False) for u in read)
        exact += any(labels(u, True) == labels(utterance, True) for u in read)
    return right, exact


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("formats", nargs="*", metavar="FORMAT")
    parser.add_argument("-n", type=int, default=10_000)
    given = parser.parse_args()
    print(f"{'format':12} {'grammar':8} {'there':>16} {'and back':>16} {'s':>6}  told")
    for form in FORMS:
        if given.formats and form.partition(" ")[0] not in given.formats:
            continue
        for name, path in GRAMMARS.items():
            grammar = gramc.load(ROOT / "grammars" / path)
            begun = time.process_time()
            with tempfile.TemporaryDirectory() as folder:
                back, told = there_and_back(form, grammar, Path(folder))
                if back is None:
                    print(f"{form:12} {name:8} {'refused':>16} {'':16} {'':6}  {told}")
                    continue
                other = gramc.load(back)
                there = "{:,} ({:,})".format(*found(grammar, other, given.n))
                again = "{:,} ({:,})".format(*found(other, grammar, given.n))
            taken = time.process_time() - begun
            print(f"{form:12} {name:8} {there:>16} {again:>16} {taken:6.1f}  {told}", flush=True)


if __name__ == "__main__":
    main()
