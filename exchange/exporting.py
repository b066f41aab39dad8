"""Exporting: the grammar itself where the target has grammars, else examples drawn from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..dsl.findings import Finding
from .made import Job, Made, Options

if TYPE_CHECKING:
    from ..compiler.compiled import Compiled
    from ..dsl.span import Span
    from ..runtime.writing.order import Order
    from .formats import Format


def export(
    form: Format, compiled: Compiled, place: Span, order: Order, count: int, options: Options
) -> Made:
    """What *form* holds of *compiled*, which stands at *place*: only the intents of *order*, and
    where the target has examples, *count* of them as *order* draws them."""
    program = compiled.program
    name = options.name or program.name
    options = replace(options, name=name, locale=options.locale or program.locale or None)
    if form.export_grammar:
        if order.intents is not None:
            compiled = _only(compiled, order.intents)
        made = form.exporter()(Job(compiled, name, program.locale, place, options, count))
        return Made((), made.findings) if made.failed else made
    from .sampled import corpus_of

    corpus = corpus_of(compiled, order, count, place)
    if isinstance(corpus, Finding):
        return Made((), (corpus,))
    made = form.writer()(corpus, options)
    placed = tuple(f if f.span.file else replace(f, span=place) for f in made.findings)
    return Made(() if made.failed else made.files, placed)


def _only(compiled: Compiled, names: Sequence[str]) -> Compiled:
    """*compiled* with these intents alone."""
    import msgspec

    from ..compiler.compiled import Compiled

    program = compiled.program
    kept = tuple(intent for intent in program.intents if intent.name in names)
    return Compiled(
        msgspec.structs.replace(program, intents=kept),
        compiled.stock,
        compiled.sources,
        compiled.locale,
        compiled.rewriter,
    )
