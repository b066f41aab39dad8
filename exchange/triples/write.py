"""Writing `seq.in`, `seq.out` and `label` (SlotGated, Goo et al. 2018)."""

from __future__ import annotations

from ...corpora.corpus import Corpus
from ...corpora.triples import FILES, write
from ...dsl.findings import Finding
from ..lines.fit import Fit
from ..lines.form import Held
from ..lines.forms import TAGGED, is_word, is_words
from ..made import Made, MadeFile, Options
from ..parts import parts
from ..source import whole

HELD = Held("A SlotGated folder", TAGGED, is_word, is_words)


def write_corpus(corpus: Corpus, options: Options) -> Made:
    """The three files, in a folder for each part where the setting `split` names some. Where tokens
    touch each other, this is lost."""
    divided = parts(corpus.utterances, options)
    if isinstance(divided, str):
        return Made((), (Finding("E603", divided, whole("")),))
    fit = Fit(HELD)
    fit.lists(len(corpus.lists))
    files: list[MadeFile] = []
    for name, utterances in divided:
        folder = f"{name}/" if options.extra.get("split") else ""
        rows: list[tuple[str, str, str]] = []
        for fitting in filter(None, map(fit, utterances)):
            rows.append(write(fitting))
            if rows[-1][0] != fitting.text:
                fit.lost("sentences whose tokens touch")
        for column, file in enumerate(FILES):
            text = "".join(f"{row[column]}\n" for row in rows)
            files.append(MadeFile(f"{folder}{file}", text.encode("utf-8", "replace")))
    return Made(tuple(files), tuple(fit.findings(whole(""))))
