"""A grammar as an OpenFst archive (FAR): standard arcs, symbol tables attached."""

from __future__ import annotations

from ..made import Job, Made, MadeFile
from .common import archive


def export_grammar(job: Job) -> Made:
    """`NAME.far`, with one transducer for each intent, as `compiler/far.py` describes them."""
    data, findings = archive(job)
    files = () if data is None else (MadeFile(f"{job.name}.far", data),)
    return Made(files, tuple(findings))
