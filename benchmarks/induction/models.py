"""What is measured: baselines, and what gramc induces, behind one interface."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Protocol

from baselines.alergia import alergia
from baselines.ktails import k_tails
from baselines.merging import merged
from baselines.ngrams import memorised, ngrams

Template = tuple[str, ...]


class Model(Protocol):
    """A language of templates, with probabilities to sample by."""

    def accepts(self, template: Template) -> bool: ...
    def sample(self, random: Random) -> Template: ...
    @property
    def rules(self) -> int: ...
    @property
    def symbols(self) -> int: ...
    @property
    def templates(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Learner:
    """How a model is made of templates; `needs` must be there, or it is left out."""

    learn: Callable[[Sequence[Template]], Model]
    needs: str = ""

    @property
    def missing(self) -> bool:
        try:
            return bool(self.needs) and importlib.util.find_spec(self.needs) is None
        except ModuleNotFoundError:
            return True


def _induced(style: str, train: Sequence[Template]) -> Model:
    from induced import induced

    return induced(style, train)


LEARNERS = {
    "memorised": Learner(memorised),
    "trigram": Learner(partial(ngrams, length=3)),
    "bigram": Learner(partial(ngrams, length=2)),
    "k-tails-1": Learner(partial(k_tails, length=1)),
    "k-tails-2": Learner(partial(k_tails, length=2)),
    "alergia-.05": Learner(partial(alergia, alpha=0.05)),
    "alergia-.7": Learner(partial(alergia, alpha=0.7)),
    "merging": Learner(merged),
    "exact": Learner(partial(_induced, "exact"), "gramc.induction.lattice.learn"),
    "readable": Learner(partial(_induced, "readable"), "gramc.induction.readable.learn"),
}


def more(path: Path) -> dict[str, Learner]:
    """Learners of a file of one's own, whose LEARN is {name: function of templates to a model}."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return {name: Learner(learn) for name, learn in module.LEARN.items()}
