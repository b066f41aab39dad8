"""The engine in C: fills buffers with lines or columns, without the interpreter's lock."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..columns import Columns, Texts
from ..distributions.even import DistinctUniform, Uniform
from ..sample import Sampler
from ..source import Source
from ..split import Split
from ..walk import Walk
from . import _kernel
from .image import MOST, Image, ranked, weighted

if TYPE_CHECKING:
    from ..quick import QuickEngine

FORMS = {"text": 0, "annotated": 1, "jsonl": 2, "bio": 3, "massive": 4}
"""The formats that there are."""

_FIRST_ROOM = 1 << 20
_WHOLE = array("Q", [(1 << 64) - 1])


def _rewrites(walk: Walk) -> bool:
    """Whether the kernel can rewrite what is walked."""
    if walk.rewriter is None:
        return True
    from .rewriting import fits

    return fits(walk.rewriter)


class KernelEngine:
    """Draws by walks through tables, by weights or by rank.

    *mode* is 0 for a walk by weights, 1 for ranks drawn evenly, 2 for all ranks in the order of a
    permutation. Tables that are damaged are a `ValueError` that says how.
    """

    name = "C"
    parallel = True

    def __init__(self, source: Source, image: Image, seed: int, mode: int) -> None:
        self.source = source
        self._program = _kernel.prepare(*image)
        self._seed = seed % (1 << 64)
        self._mode = mode
        self._buffers = threading.local()

    @classmethod
    def of(cls, source: Source) -> KernelEngine | None:
        """The engine for a source, or None where only the plain one can serve."""
        if isinstance(source, Sampler) and _rewrites(source.walk):
            return cls(source, weighted(source.walk), source.seed, 0)
        if isinstance(source, (Uniform, DistinctUniform)) and source.ranked.size < MOST:
            mode = 1 if isinstance(source, Uniform) else 2
            return cls(source, ranked(source.ranked, source.logprobs), source.seed, mode)
        return None

    def _there(self, first: int, count: int) -> int:
        """So many of *count* sentences from *first* on there are."""
        size = self.source.size
        return count if size is None else max(0, min(count, size - first))

    def lines(
        self, form: str, first: int, count: int, split: Split | None = None
    ) -> Sequence[bytes | memoryview]:
        """See `Engine`."""
        try:
            return self._lines(form, first, count, split)
        except LookupError:
            return self._others.lines(form, first, count, split)

    @cached_property
    def _others(self) -> QuickEngine:
        """The engine for what the kernel leaves to others, which are few sentences."""
        from ..quick import QuickEngine

        assert isinstance(self.source, Sampler)
        return QuickEngine(self.source)

    def _lines(
        self, form: str, first: int, count: int, split: Split | None
    ) -> Sequence[bytes | memoryview]:
        count = self._there(first, count)
        limits = _WHOLE if split is None else array("Q", split.limits)
        buffers = self._room(len(limits))
        used: tuple[int, ...] = (0,) * len(limits)
        while True:
            wanted = (self._mode, self._seed, first, count)
            done, *now = _kernel.lines(
                self._program, FORMS[form], wanted, tuple(buffers), used, limits
            )
            used = tuple(now)
            first, count = first + done, count - done
            if not count:
                return [memoryview(b)[:n] for b, n in zip(buffers, used, strict=True)]
            for at, buffer in enumerate(buffers):
                if done == 0 or used[at] > len(buffer) // 2:
                    # Never in place: somebody may hold what was returned before.
                    buffers[at] = buffer + bytes(len(buffer))

    def _room(self, parts: int) -> list[bytearray]:
        """The buffers of this thread."""
        buffers: list[bytearray] = getattr(self._buffers, "parts", [])
        while len(buffers) < parts:
            buffers.append(bytearray(_FIRST_ROOM))
        self._buffers.parts = buffers
        return buffers if len(buffers) == parts else buffers[:parts]

    def columns(self, first: int, count: int, split: Split | None = None) -> Sequence[Columns]:
        """See `Engine`."""
        limits = _WHOLE if split is None else array("Q", split.limits)
        wanted = (self._mode, self._seed, first, self._there(first, count))
        try:
            parts = _kernel.columns(self._program, wanted, limits)
        except LookupError:
            return self._others.columns(first, count, split)
        return [self._columns(part) for part in parts]

    def _columns(self, part: tuple[Any, ...]) -> Columns:
        (intent, text_at, text, slots_at, name, start, end, depth, value_at, value, valid) = part[
            :11
        ]
        constants_at, constant, constant_value_at, constant_value, logprob, rows = part[11:]
        return Columns(
            rows,
            tuple(self.source.intents),
            tuple(self.source.names),
            intent,
            Texts(text_at, text),
            slots_at,
            name,
            start,
            end,
            depth,
            Texts(value_at, value, valid),
            constants_at,
            constant,
            Texts(constant_value_at, constant_value),
            logprob,
        )
