"""One model on one case: the figures of a row."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from random import Random

from data import Case, Template
from gramc.evaluation.grammar.corruptions import corruptions
from gramc.evaluation.grammar.trigram import Trigram
from models import Model

SAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares between 0 and 1, counts, seconds; none where there is no such figure."""

    cov: float
    """The share of held-out templates that are accepted, as often as they occur."""
    novel: float | None
    """The share of distinct held-out templates accepted that are not in the training data."""
    near: float | None
    """The share of 1,000 corruptions accepted."""
    hits: float
    """How many distinct novel held-out templates are among 2,000 samples."""
    ppl: float | None
    """The perplexity of the samples under a trigram model of all the data."""
    given: float
    """The share of the training data that is accepted: 1, for all that learn without noise."""
    rules: float
    symbols: float
    alternatives: float | None
    """Of one rule, at most."""
    nesting: float | None
    templates: float
    seconds: float


def measure(learn: Callable[[Sequence[Template]], Model], case: Case) -> Figures:
    """The figures of the model that *learn* makes of the case."""
    began = time.process_time()
    model = learn(case.train)
    seconds = time.process_time() - began
    accepted: dict[Template, bool] = {}

    def accepts(template: Template) -> bool:
        if template not in accepted:
            accepted[template] = model.accepts(template)
        return accepted[template]

    novel = sorted(set(case.held_out) - set(case.train))
    wrong = corruptions(case.held_out, case.full, f"{case.intent}-{case.seed}")
    random = Random(f"samples-{case.intent}-{case.seed}")
    samples = [model.sample(random) for _ in range(SAMPLES)]
    return Figures(
        cov=share(map(accepts, case.held_out)) or 0,
        novel=share(map(accepts, novel)),
        near=share(map(accepts, wrong)),
        hits=len(set(samples) & set(novel)),
        ppl=Trigram(case.full).perplexity(samples),
        given=share(map(accepts, case.train)) or 0,
        rules=model.rules,
        symbols=model.symbols,
        alternatives=getattr(model, "alternatives", None),
        nesting=getattr(model, "nesting", None),
        templates=model.templates,
        seconds=seconds,
    )


def share(answers: object) -> float | None:
    """Of those that are true; none of nothing."""
    found = list(answers)  # type: ignore[call-overload]
    return sum(found) / len(found) if found else None


NAMES = tuple(Figures.__dataclass_fields__)


def as_dict(figures: Figures) -> dict[str, float | None]:
    return asdict(figures)
