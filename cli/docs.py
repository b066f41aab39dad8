"""`gramc docs`: what the modules of the standard library offer."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from ..dsl.tree import File
    from .render import Row

_DRAWS = 40
"""So many sentences of a rule are drawn; those that come most often are its examples."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A rule for importers: its name, its documentation in one line, and examples, each a text
    and its canonical value or the empty text."""

    name: str
    text: str
    examples: tuple[tuple[str, str], ...]

    @property
    def head(self) -> str:
        """The first sentence of the documentation."""
        end = re.search(r"[^\W\d_]{2}[)”»>]?\.(?= [A-Z])", self.text)
        return self.text[: end.end()] if end else self.text


@dataclass(frozen=True, slots=True)
class Module:
    """A module of the library: what stands above its first statement, its features, its rules."""

    name: str
    about: tuple[str, ...]
    features: tuple[str, ...]
    offers: tuple[Offer, ...]


def _complete(context: click.Context, option: click.Parameter, begun: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from ..compiler.library import modules

    names = ["std"]
    for name in modules():
        names += [name.rpartition(".")[0], name]
    return [CompletionItem(name) for name in dict.fromkeys(names) if name.startswith(begun)]


@click.command("docs")
@click.argument("name", default="std", shell_complete=_complete)
def command(name: str) -> int:
    """Show what the standard library offers.

    NAME is std, which lists all modules of all locales with their rules, a locale such as std.en,
    or a module such as std.en.time, which is shown with all that its rules say about themselves.
    The examples are those that come most often among 40 sentences of seed 0.
    """
    from ..compiler.library import modules, unknown
    from .render import in_colour, show

    known = modules()
    chosen = [m for m in known if f"{m}.".startswith(f"{name}.")]
    if not chosen:
        raise click.UsageError(f"There is no module {name}. {unknown(name)}")
    whole = name in known
    for number, module in enumerate(_modules(chosen)):
        if in_colour(sys.stdout):
            _draw(module, whole=whole)
        else:
            show(([[]] if number else []), sys.stdout)
            show(_full(module) if whole else _brief(module), sys.stdout)
    return 0


# ---------------------------------------------------------------------- what there is


def _modules(names: Sequence[str]) -> Iterator[Module]:
    from ..compiler.library import modules
    from ..compiler.load import load
    from ..dsl import tree

    paths = modules()
    for name in names:
        project, _ = load(str(paths[name]))
        assert project is not None
        file = project.root.tree
        offered = [
            (s.name, " ".join(s.notes.doc))
            for s in file.statements
            if isinstance(s, tree.Rule | tree.Catalog) and s.notes.doc
        ]
        drawn = _examples(name, [rule for rule, _ in offered])
        yield Module(
            name,
            _about(file),
            tuple(
                f"{s.name} = {' | '.join(value.value for value in s.values)}"
                for s in file.statements
                if isinstance(s, tree.Feature)
            ),
            tuple(Offer(rule, text, drawn[rule]) for rule, text in offered),
        )


def _about(file: File) -> tuple[str, ...]:
    """The paragraphs of the comment at the top of a file, but for what is for its editors alone."""
    paragraphs: list[list[str]] = [[]]
    above = file.statements[0].notes.above if file.statements else ()
    for line in above:
        if line:
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    told = (" ".join(lines) for lines in paragraphs if lines)
    return tuple(text for text in told if "python -m" not in text)


def _examples(module: str, rules: Sequence[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The two texts that come most often among the first that an importer draws of each rule, the
    earlier of those that come equally often; with their values."""
    from ..compiler.compile import compile_grammar
    from ..runtime.grammar import Grammar

    intents = "".join(f"intent {rule} = {{value:<m.{rule}>}}\n" for rule in rules)
    compiled, findings = compile_grammar("-", f"import {module} as m\n{intents}".encode())
    assert compiled is not None, findings
    grammar = Grammar(compiled)
    found = {}
    for rule in rules:
        drawn = grammar.sample(_DRAWS, seed=0, intents=[rule])
        texts = Counter((u.text, next((s.value or "" for s in u.slots), "")) for u in drawn)
        found[rule] = tuple(text for text, _ in texts.most_common(2))
    return found


# ---------------------------------------------------------------------- how it is shown


def _brief(module: Module) -> Iterator[Row]:
    """One line a rule, where there is no terminal."""
    from .table import table

    yield [(module.name, "title")]
    rows = [[(f"  {o.name}", "hint"), (_texts(o), ""), (o.head, "")] for o in module.offers]
    body = table(("", "", ""), rows, "lll")
    next(body)  # the head
    yield from body


def _full(module: Module) -> Iterator[Row]:
    """A module at length, where there is no terminal."""
    yield [(module.name, "title")]
    for paragraph in module.about:
        yield []
        yield [(paragraph, "")]
    if module.features:
        yield []
    for feature in module.features:
        yield [(f"feature {feature}", "dim")]
    for offer in module.offers:
        yield []
        yield [(f"<{module.name.rpartition('.')[2]}.{offer.name}>", "hint")]
        yield [(f"    {offer.text}", "")]
        for text, value in offer.examples:
            yield [(f"    - {text}", ""), (f" = {value}" if value else "", "dim")]


def _texts(offer: Offer) -> str:
    return " · ".join(text for text, _ in offer.examples)


def _draw(module: Module, *, whole: bool) -> None:
    """A module as a table for a terminal, in colour and folded to its width."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from .render import STYLES

    console = Console(
        file=sys.stdout, force_terminal=True, highlight=False, markup=False, emoji=False
    )
    console.print(Text(module.name, STYLES["title"]))
    if whole:
        for paragraph in module.about:
            console.print(Text(f"\n{paragraph}"))
        for number, feature in enumerate(module.features):
            console.print(Text(f"{'' if number else chr(10)}feature {feature}", STYLES["dim"]))
        console.print()
    table = Table(box=None, show_header=False, padding=(0, 2, int(whole), 0))
    table.add_column(no_wrap=True, style=STYLES["hint"])
    table.add_column(ratio=2)
    table.add_column(ratio=3)
    for offer in module.offers:
        examples = Text()
        for number, (text, value) in enumerate(offer.examples):
            examples.append(("\n" if whole else " · ") if number else "")
            examples.append(text)
            if whole and value:
                examples.append(f" = {value}", STYLES["dim"])
        table.add_row(offer.name, examples, Text(offer.text if whole else offer.head))
    console.print(table)
    if not whole:
        console.print()
