"""Which engine serves: the kernel where it was built and can, else one in Python."""

from __future__ import annotations

from .engine import Engine, PlainEngine
from .kernel import serving
from .sample import Sampler
from .source import Source


def engine(source: Source) -> Engine:
    """The quickest engine for *source*; every other gives the same bytes. Tables that can't be
    right are a `ValueError`."""
    if serving() == "C":
        from .kernel.engine import KernelEngine

        quick = KernelEngine.of(source)
        if quick is not None:
            return quick
    if isinstance(source, Sampler):
        from .quick import QuickEngine

        return QuickEngine(source)
    return PlainEngine(source)
