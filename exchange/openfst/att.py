"""A grammar in the textual form of AT&T, for `fstcompile` and all that read it.

A line is an arc, `from to input output [weight]`, or a final state, `state [weight]`, with tabs
between them; the first line begins at the start.
"""

from __future__ import annotations

from ...compiler.far import in_text
from ..made import Job, Made, MadeFile
from .common import archive


def export_grammar(job: Job) -> Made:
    """`INTENT.txt` for each intent, and `symbols.txt`, the table of both sides."""
    data, findings = archive(job)
    if data is None:
        return Made((), tuple(findings))
    table, machines = in_text(data)
    files = [MadeFile("symbols.txt", table.encode())]
    # an intent of that name must not overwrite the table
    for name, text in machines:
        path = f"{name}.txt" if name.lower() != "symbols" else f"{name}.fst.txt"
        files.append(MadeFile(path, text.encode()))
    return Made(tuple(files), tuple(findings))
