"""Writing a corpus line by line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...corpora.corpus import Corpus
from ...corpora.utterance import Utterance
from ..made import Made, MadeFile, Options
from ..source import whole
from .fit import Fit
from .forms import FORMS


def written(name: str, utterances: Iterable[Utterance], locale: str, fit: Fit) -> Iterator[str]:
    """The lines of each sentence that the format *name* has a place for."""
    write = FORMS[name].write
    number = 0
    for utterance in utterances:
        fitting = fit(utterance)
        if fitting is not None:
            yield write(fitting, number, locale)
            number += 1


def write_corpus(name: str, corpus: Corpus, options: Options) -> Made:
    """The corpus as a file of lines."""
    form = FORMS[name]
    fit = Fit(form.held)
    fit.lists(len(corpus.lists))
    locale = corpus.locale or options.locale or ""
    text = "".join(written(name, corpus.utterances, locale, fit))
    path = f"{options.name or 'corpus'}{form.ending}"
    data = text.encode("utf-8", "surrogatepass")
    return Made((MadeFile(path, data),), tuple(fit.findings(whole(""))))
