"""Writing a corpus by a user's own template of jinja2."""

from __future__ import annotations

import os
import re
import traceback

from ...corpora.corpus import Corpus
from ...dsl.findings import Finding
from ...dsl.span import NOWHERE, Span
from ..made import Made, MadeFile, Options
from ..source import Source, read_source

MOST_OUTPUT = 256_000_000
"""So many bytes a template may write."""
_LINE = "<template>"
_CALLED = {
    "GrammarView": "the grammar",
    "NameView": "a slot",
    "SlotView": "a slot",
    "ConstantView": "a constant",
    "UtteranceView": "a sentence",
    "Utterances": "a corpus",
    "CatalogueView": "a catalogue",
    "ValueView": "a value",
}


def write_corpus(corpus: Corpus, options: Options) -> Made:
    """What the template in the file `options.extra["template"]` makes of the corpus: one file,
    named as the template without its `.j2`. It is rendered in a sandbox, piece by piece; what is
    wrong with it is E671 at its line, and one that has no end, or makes too much, is E672. The same
    template and corpus give the same bytes."""
    path = options.extra.get("template", "")
    if not path:
        what = "There is no template to write this by."
        return Made((), (Finding("E671", what, NOWHERE, "Name one: --template FILE.j2."),))
    source = read_source(path)
    if isinstance(source, Finding):
        return Made((), (source,))
    made = render(source, corpus, options.name or "corpus")
    if isinstance(made, Finding):
        return Made((), (made,))
    name = os.path.basename(path).removesuffix(".j2") or "out.txt"
    return Made((MadeFile(name, made),))


def render(source: Source, corpus: Corpus, name: str) -> bytes | Finding:
    """What a template makes of a corpus."""
    from jinja2 import TemplateError, TemplateSyntaxError

    from .sandbox import Sandbox, TooMuch
    from .views import views

    values = sum(len(each.values) for each in corpus.lists)
    sandbox = Sandbox(300_000 + 1_000 * (len(corpus.utterances) + values))
    written = bytearray()
    try:
        for piece in sandbox.template(source.text).generate(views(corpus, name)):
            written += piece.encode("utf-8", "replace")
            if len(written) > MOST_OUTPUT:
                raise TooMuch(f"it writes more than {MOST_OUTPUT / 1e6:g} MB")
    except TemplateSyntaxError as error:
        what = f"The template can't be read: {error.message}."
        return Finding("E671", what.replace("..", "."), source.line(error.lineno))
    except (TooMuch, MemoryError, RecursionError) as error:
        said = str(error) if isinstance(error, TooMuch) else "it goes too deep, or is too large"
        return Finding("E672", f"The template is stopped: {said}.", _place(source, error))
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        said = _plain(str(error).rstrip(".")) or type(error).__name__
        return Finding("E671", f"The template fails: {said}.", _place(source, error), _hint(said))
    except (AttributeError, AssertionError) as error:
        said = _plain(str(error).rstrip(".")) or type(error).__name__
        return Finding("E671", f"The template fails: {said}.", _place(source, error))
    return bytes(written)


def _place(source: Source, error: BaseException) -> Span:
    """The line of the template that an error arose in."""
    lines = [
        f.lineno or 1 for f in traceback.extract_tb(error.__traceback__) if f.filename == _LINE
    ]
    return source.line(lines[-1] if lines else 1)


def _plain(said: str) -> str:
    """What jinja2 says, with things called as the documentation calls them."""
    return re.sub(
        r"'gramc\.[\w.]+\.(\w+) object' has no attribute '(\w+)'",
        lambda match: f"{_CALLED.get(match[1], 'this')} has no `{match[2]}`",
        said,
    )


def _hint(said: str) -> str:
    if "undefined" in said:
        return "There are grammar, intents, slots, catalogues and utterances."
    return ""
