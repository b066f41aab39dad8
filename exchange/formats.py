"""The formats of other systems, by name: what can be read and written, and by which module."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..corpora.corpus import Corpus
    from ..dsl.findings import Finding
    from .made import Job, Made, Options


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that only one format asks: `--set name=value`, one of `values` (the first where
    nothing is said; none where any text will do), for what goes `out` or comes `in`."""

    name: str
    values: tuple[str, ...]
    help: str
    way: str = "out"


@dataclass(frozen=True, slots=True)
class Format:
    """One format. Each of the four says which module below `gramc.exchange` has the function of
    that name, empty where the format has no such thing (`module:form` where one module has it for
    several, which takes the form first): `import_grammar(path, options)`,
    `export_grammar(job)`, `read_corpus(path, options)`, `write_corpus(corpus, options)`. A format
    with `read_corpus` only is imported by making a grammar of the corpus, one with `write_corpus`
    only is exported as a sample; `counts` says that a grammar in it says how many examples to
    make. `endings` are those of its files, where they tell it."""

    name: str
    title: str
    import_grammar: str = ""
    export_grammar: str = ""
    read_corpus: str = ""
    write_corpus: str = ""
    endings: tuple[str, ...] = ()
    settings: tuple[Setting, ...] = ()
    counts: bool = False

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
    path, _, form = module.partition(":")
    found: Callable[..., Any] = getattr(import_module(f".{path}", __package__), name)
    return partial(found, form) if form else found


_ALL: tuple[Format, ...] = (
    Format(
        "chatette",
        "Chatette, .chatette files",
        import_grammar="chatette.read",
        export_grammar="chatette.write",
        counts=True,
        endings=(".chatette",),
    ),
    Format(
        "chatito",
        "Chatito, .chatito files",
        import_grammar="chatito.read",
        export_grammar="chatito.write",
        counts=True,
        endings=(".chatito",),
    ),
    Format(
        "rasa",
        "Rasa 3 nlu.yml",
        read_corpus="rasa.read",
        write_corpus="rasa.write",
        endings=(".yml", ".yaml", ".md", ".json"),
        settings=(Setting("domain", ("yes", "no"), "write a domain.yml beside it"),),
    ),
    Format(
        "jsgf",
        "JSpeech Grammar Format",
        import_grammar="jsgf.project",
        export_grammar="jsgf.write",
        endings=(".jsgf",),
        settings=(
            Setting(
                "tags",
                ("auto", "slots", "values"),
                "what a tag of one name is: the name of a slot, or a canonical value",
                "in",
            ),
        ),
    ),
    Format(
        "srgs",
        "Speech Recognition Grammar Specification 1.0 (W3C), XML and ABNF",
        import_grammar="srgs.project",
        export_grammar="srgs.write",
        endings=(".grxml", ".abnf"),
        settings=(Setting("form", ("xml", "abnf"), "which of its two forms is written"),),
    ),
    Format(
        "ohf",
        "OHF-Voice/intents and custom sentences of Home Assistant (hassil)",
        import_grammar="ohf.read",
        export_grammar="ohf.export",
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
    Format(
        "padatious",
        "Padatious, Padacioso and Adapt (OVOS, Mycroft): .intent, .entity, .voc",
        import_grammar="padatious.read",
        export_grammar="padatious.write",
        endings=(".intent",),
    ),
    Format(
        "lex",
        "Amazon Lex V2 bot (zip)",
        import_grammar="lex.read",
        export_grammar="lex.write",
        endings=(".zip",),
    ),
    Format(
        "dialogflow-es",
        "Dialogflow ES agent (zip)",
        read_corpus="dialogflow.read",
        write_corpus="dialogflow.write_es",
        endings=(".zip",),
        settings=(Setting("form", ("zip", "folder"), "write a zip file or a folder"),),
    ),
    Format(
        "dialogflow-cx",
        "Dialogflow CX agent (JSON package, zip)",
        read_corpus="dialogflow.read",
        write_corpus="dialogflow.write_cx",
        endings=(".zip",),
        settings=(Setting("form", ("zip", "folder"), "write a zip file or a folder"),),
    ),
    Format(
        "template",
        "Your own template (jinja2)",
        write_corpus="template.write",
    ),
    Format(
        "alexa",
        "Alexa interaction model (JSON)",
        import_grammar="alexa.read",
        export_grammar="alexa.write",
        endings=(".json",),
    ),
)

_FORM = Setting(
    "form",
    ("text", "annotated", "golden"),
    "generate the text, the text with its labels, or the intent, a tab and that",
)

_GRAMMARS = (
    Format("far", "OpenFst archive (FAR), a transducer an intent", export_grammar="openfst.far"),
    Format(
        "att",
        "OpenFst in the text of AT&T, with its symbols",
        export_grammar="openfst.att",
    ),
    Format(
        "plain",
        "A .gram without agreement, shared rows and exclusions",
        export_grammar="plain.write",
    ),
    Format(
        "gbnf",
        "GBNF, for constrained decoding with llama.cpp",
        export_grammar="gbnf.write",
        settings=(_FORM,),
    ),
    Format(
        "llguidance",
        "Lark as llguidance has it, for constrained decoding",
        export_grammar="llguidance.write",
        settings=(_FORM,),
    ),
)

_SPLIT = Setting("split", (), "parts by the text alone, train=.8,test=.2; else all is train")

_CORPORA = (
    Format(
        "jsonl",
        "JSON lines: ours, and those with tokens and tags",
        read_corpus="lines.reading:jsonl",
        write_corpus="lines.writing:jsonl",
        endings=(".jsonl",),
    ),
    Format(
        "tagged",
        "JSON lines with tokens and tags",
        read_corpus="lines.reading:tagged",
        write_corpus="lines.writing:tagged",
    ),
    Format(
        "annotated",
        "Annotated text, a sentence a line",
        read_corpus="lines.reading:annotated",
        write_corpus="lines.writing:annotated",
        endings=(".txt",),
    ),
    Format(
        "text",
        "Plain text, a sentence a line",
        read_corpus="lines.reading:text",
        write_corpus="lines.writing:text",
    ),
    Format(
        "bio",
        "Two columns: token and tag",
        read_corpus="lines.reading:bio",
        write_corpus="lines.writing:bio",
        endings=(".bio",),
    ),
    Format(
        "conll",
        "CoNLL, in the four columns of xSID; others are read",
        read_corpus="lines.reading:conll",
        write_corpus="lines.writing:conll",
        endings=(".conll",),
    ),
    Format(
        "slotgated",
        "Folders of seq.in, seq.out and label (SNIPS, ATIS)",
        read_corpus="triples.read",
        write_corpus="triples.write",
        settings=(_SPLIT,),
    ),
    Format(
        "massive",
        "MASSIVE: JSON lines with annot_utt",
        read_corpus="lines.reading:massive",
        write_corpus="lines.writing:massive",
    ),
    Format(
        "brackets",
        "The bracketed texts of MASSIVE alone",
        read_corpus="lines.reading:brackets",
        write_corpus="lines.writing:brackets",
        endings=(".massive",),
    ),
    Format(
        "braces",
        "Text with values and names in braces, {hip hop|genre}",
        read_corpus="lines.reading:braces",
        write_corpus="lines.writing:braces",
    ),
    Format(
        "huggingface",
        "Hugging Face: Parquet with features, and a card",
        read_corpus="huggingface.read",
        write_corpus="huggingface.write",
        endings=(".parquet",),
        settings=(_SPLIT,),
    ),
)

FORMATS = {
    form.name: form for form in sorted((*_ALL, *_GRAMMARS, *_CORPORA), key=lambda form: form.name)
}
