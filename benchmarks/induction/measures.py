"""One model on one case: the figures of a row."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
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


class Held:
    """What all models are held against in one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.counts = Counter(case.held_out)
        self.novel = frozenset(case.held_out) - frozenset(case.train)
        seed = f"{case.intent}-{case.seed}"
        self.wrong = corruptions(case.held_out, case.full, seed)
        self.trigram = Trigram(case.full)


def measure(learn: Callable[[Sequence[Template]], Model], held: Held) -> Figures:
    """The figures of the model that *learn* makes of the case."""
    case = held.case
    began = time.process_time()
    model = learn(case.train)
    seconds = time.process_time() - began
    random = Random(f"samples-{case.intent}-{case.seed}")
    samples = [model.sample(random) for _ in range(SAMPLES)]
    accepted = {template for template in held.counts if model.accepts(template)}
    return Figures(
        cov=sum(held.counts[template] for template in accepted) / len(case.held_out),
        novel=share(template in accepted for template in held.novel),
        near=share(map(model.accepts, held.wrong)),
        hits=len(set(samples) & held.novel),
        ppl=held.trigram.perplexity(samples),
        given=share(map(model.accepts, case.train)) or 0,
        rules=model.rules,
        symbols=model.symbols,
        alternatives=getattr(model, "alternatives", None),
        nesting=getattr(model, "nesting", None),
        templates=model.templates,
        seconds=seconds,
    )


def share(answers: Iterable[bool]) -> float | None:
    """Of those that are true; none of nothing."""
    found = list(answers)
    return sum(found) / len(found) if found else None


def as_dict(figures: Figures) -> dict[str, float | None]:
    return asdict(figures)
