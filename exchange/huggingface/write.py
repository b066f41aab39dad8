"""Writing a dataset: Parquet for each part, and its card."""

from __future__ import annotations

import io
from collections.abc import Sequence

from ...corpora.corpus import Corpus
from ...corpora.utterance import Utterance
from ...dsl.findings import Finding
from ..lines.fit import Fit
from ..lines.form import ALL, Held
from ..made import Made, MadeFile, Options
from ..parts import parts
from ..source import whole
from .card import card
from .features import Labels

HELD = Held("A dataset", ALL)
ROWS = 1 << 14
"""The rows of a row group."""


def write_corpus(corpus: Corpus, options: Options) -> Made:
    """`data/PART-00000-of-00001.parquet` for each part of the setting `split` (one part, `train`,
    without it), and `README.md`."""
    divided = parts(corpus.utterances, options)
    if isinstance(divided, str):
        return Made((), (Finding("E603", divided, whole("")),))
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        message = "This needs the library pyarrow: pip install 'gramc[parquet]'."
        return Made((), (Finding("E621", message, whole("")),))
    fit = Fit(HELD)
    fit.lists(len(corpus.lists))
    fitting = [(name, [u for each in given if (u := fit(each))]) for name, given in divided]
    labels = Labels.of(utterance for _, given in fitting for utterance in given)
    files = [
        MadeFile(f"data/{name}-00000-of-00001.parquet", _parquet(labels, given))
        for name, given in fitting
    ]
    locale = corpus.locale or options.locale or ""
    sizes = [len(file.data) for file in files]
    text = card(options.name or "corpus", locale, labels, fitting, sizes)
    files.append(MadeFile("README.md", text.encode()))
    return Made(tuple(files), tuple(fit.findings(whole(""))))


def _parquet(labels: Labels, utterances: Sequence[Utterance]) -> bytes:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    schema = labels.schema()
    out = io.BytesIO()
    with ParquetWriter(out, schema, compression="snappy") as writer:
        for start in range(0, len(utterances), ROWS):
            columns = labels.columns(utterances[start : start + ROWS])
            writer.write_table(pa.table(columns, schema=schema))
    return out.getvalue()
