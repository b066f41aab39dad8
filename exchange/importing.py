"""Importing: what a format's own module makes, or a grammar of its corpus."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..dsl.findings import has_errors
from ..dsl.naming import called_after
from .made import Made, Options

if TYPE_CHECKING:
    from .formats import Format


def import_(form: Format, path: str, options: Options) -> Made:
    """The `.gram` files (and tables beside them) of what lies at *path* in the format *form*.
    Where a finding is an error there are none."""
    if form.import_grammar:
        made = form.importer()(path, options)
        return Made((), made.findings) if made.failed else made
    from .templates import grammar_of

    corpus, findings = form.reader()(path, options)
    if corpus is None or has_errors(findings):
        return Made((), tuple(findings))
    made = grammar_of(corpus, replace(options, name=options.name or called_after(path)))
    return Made(() if made.failed else made.files, (*findings, *made.findings))
