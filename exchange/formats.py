"""The formats of other systems, by name: what can be read and written, and by which module."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..corpora.corpus import Corpus
    from ..dsl.findings import Finding
    from .made import Job, Made, Options


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that only one format asks: `--set name=value`, one of `values` (the first where
    nothing is said; none where any text will do)."""

    name: str
    values: tuple[str, ...]
    help: str


@dataclass(frozen=True, slots=True)
class Format:
    """One format. Each of the four says which module below `gramc.exchange` has the function of
    that name, empty where the format has no such thing: `import_grammar(path, options)`,
    `export_grammar(job)`, `read_corpus(path, options)`, `write_corpus(corpus, options)`. A format
    with `read_corpus` only is imported by making a grammar of the corpus, one with `write_corpus`
    only is exported as a sample. `endings` are those of its files, where they tell it."""

    name: str
    title: str
    import_grammar: str = ""
    export_grammar: str = ""
    read_corpus: str = ""
    write_corpus: str = ""
    endings: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()

    @property
    def imports(self) -> bool:
        """Whether a grammar can be made of it."""
        return bool(self.import_grammar or self.read_corpus)

    @property
    def exports(self) -> bool:
        """Whether it can be made of a grammar."""
        return bool(self.export_grammar or self.write_corpus)

    def importer(self) -> Callable[[str, Options], Made]:
        """`import_grammar`."""
        return _function(self.import_grammar, "import_grammar")

    def exporter(self) -> Callable[[Job], Made]:
        """`export_grammar`."""
        return _function(self.export_grammar, "export_grammar")

    def reader(self) -> Callable[[str, Options], tuple[Corpus | None, list[Finding]]]:
        """`read_corpus`."""
        return _function(self.read_corpus, "read_corpus")

    def writer(self) -> Callable[[Corpus, Options], Made]:
        """`write_corpus`."""
        return _function(self.write_corpus, "write_corpus")


def _function(module: str, name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(import_module(f".{module}", __package__), name)
    return found


_ALL: tuple[Format, ...] = (
    Format(
        "rasa",
        "Rasa 3 nlu.yml",
        read_corpus="rasa.read",
        write_corpus="rasa.write",
        endings=(".yml", ".yaml", ".md"),
        settings=(Setting("domain", ("yes", "no"), "write a domain.yml beside it"),),
    ),
    Format(
        "jsgf",
        "JSpeech Grammar Format",
        import_grammar="jsgf.project",
        endings=(".jsgf",),
        settings=(
            Setting(
                "tags",
                ("slots", "values"),
                "What a tag of one name is, on import: the name of a slot, or a canonical value.",
            ),
        ),
    ),
    Format(
        "srgs",
        "Speech Recognition Grammar Specification 1.0 (W3C), XML and ABNF",
        import_grammar="srgs.project",
        endings=(".grxml", ".abnf"),
    ),
    Format(
        "snips",
        "Snips NLU dataset (YAML, JSON)",
        import_grammar="snips.grammar",
        read_corpus="snips.read",
        write_corpus="snips.write",
        endings=(".yaml", ".yml", ".json"),
        settings=(Setting("form", ("yaml", "json"), "write dataset.yaml or dataset.json"),),
    ),
)

FORMATS = {format.name: format for format in _ALL}
