"""An order: all that decides the bytes of a corpus, besides the grammar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ...compiler.damaged import Damaged
from ...corpora.formats import FORMATS
from ...dsl.findings import Finding
from ...dsl.span import NOWHERE, Span
from ..engine import Engine
from ..engines import engine
from ..split import Split
from .probable import ProbableEngine

if TYPE_CHECKING:
    from ...compiler.compiled import Compiled
    from ..distributions.source import Distribution
    from ..source import Source

PARQUET = "parquet"
FORMS = (*FORMATS, PARQUET)
"""The names of the formats that a corpus can be written in."""

_ENDINGS = {PARQUET: ".parquet", **{name: form.ending for name, form in FORMATS.items()}}


@dataclass(frozen=True, slots=True)
class Order:
    """Which sentences (`intents` None for all, `noise` as `Noise` writes it), and how they are
    written: the format `form`, compressed by `packing`, each with its probability where `probable`,
    in the parts of `split` (name and share)."""

    intents: tuple[str, ...] | None = None
    seed: int = 0
    distribution: Distribution = "weights"
    distinct: bool = False
    noise: str = ""
    form: str = "annotated"
    packing: str = ""
    probable: bool = False
    split: tuple[tuple[str, Fraction], ...] = ()

    @property
    def ending(self) -> str:
        """What the name of a file ends in."""
        return _ENDINGS[self.form] + (f".{self.packing}" if self.packing else "")

    @property
    def parts(self) -> Split | None:
        """The split, if there is one."""
        return Split.of(self.split) if self.split else None

    def options(self) -> dict[str, object]:
        """What a manifest says of the order."""
        return {
            "intents": None if self.intents is None else list(self.intents),
            "seed": self.seed,
            "distribution": self.distribution,
            "distinct": self.distinct,
            "noise": self.noise or None,
            "format": self.form,
            "compression": self.packing or None,
            "with_probability": self.probable,
            "split": {name: str(share) for name, share in self.split} or None,
        }

    def engine(self, compiled: Compiled, where: Span = NOWHERE) -> Engine | Finding:
        """The engine that makes these sentences of *compiled*, whose catalogues are bound; the
        Finding at *where* says why the grammar has no such sentences. What the kernel won't run is
        `Damaged`."""
        found = self._source(compiled, where)
        if isinstance(found, Finding):
            return found
        if self._before:
            return ProbableEngine(found)
        try:
            return engine(found)
        except ValueError as error:
            what = str(error).rstrip(".")
            raise Damaged(where.file, f"{what[:1].lower()}{what[1:]}") from error

    @property
    def _before(self) -> bool:
        """Whether probabilities stand before sentences; the other formats have them in any case."""
        return self.probable and self.form not in ("jsonl", PARQUET)

    def _source(self, compiled: Compiled, where: Span) -> Source | Finding:
        from ..distributions.source import source

        odds = self._before or self.form in ("jsonl", PARQUET)
        found = source(
            compiled, self.intents, self.seed, self.distribution, self.distinct, odds, where
        )
        if isinstance(found, Finding) or not self.noise:
            return found
        from ..noise.noise import Noise
        from ..noise.source import NoisySource

        noise = Noise.parse(self.noise)
        assert isinstance(noise, Noise)
        return NoisySource(found, noise, self.seed, compiled.locale)


def share(count: int, part: int, parts: int) -> tuple[int, int]:
    """The numbers of the sentences in part *part* (from 1) of *parts*: the first, and the one
    behind the last. The parts follow each other and differ by one in size at most."""
    return count * (part - 1) // parts, count * part // parts


def counted(engine: Engine, asked: int) -> int:
    """How many of the sentences that are asked for there are, as far as that is known yet."""
    size = engine.source.size
    return asked if size is None else min(asked, size)


def names(parts: Sequence[tuple[str, Fraction]]) -> list[str]:
    """The names of the parts of a split, or the empty text where there is none."""
    return [name for name, _ in parts] or [""]
