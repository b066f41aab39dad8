"""The workloads of the sampling benchmark are what the benchmark says they are."""

from __future__ import annotations

from pathlib import Path

import gramc
import pytest
from gramc.compiler.compile import analyse
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk

FOLDER = Path(__file__).resolve().parents[2] / "benchmarks" / "sampling"


@pytest.fixture(autouse=True)
def _modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(FOLDER))


@pytest.mark.parametrize("name", ["toy", "sixty"])
def test_grammars_check(name: str, tmp_path: Path) -> None:
    import workloads

    state, findings = analyse(str(workloads.write(name, tmp_path)))
    assert state is not None
    assert list(findings) == []


def test_sixty_has_its_size(tmp_path: Path) -> None:
    import workloads

    workload = workloads.sixty()
    rules = {name: found for name, found in workload.rules.items() if name != workload.intent}
    assert len(rules) == 60
    assert sum(map(len, rules.values())) == 200
    assert len(workload.values) == 3
    assert all(20 <= len(values) <= 50 for values in workload.values.values())
    sampler = Sampler(walk(gramc.load(workloads.write("sixty", tmp_path)).compiled), odds=False)
    lengths = [len(sampler(index)[0].text.encode()) for index in range(2000)]
    assert 95 <= sum(lengths) / len(lengths) <= 117


def test_large_catalogues_repeat_nothing(tmp_path: Path) -> None:
    import workloads

    for values in workloads.sixty(100_000).values.values():
        assert len({text for text, _ in values}) == 100_000
    assert (
        workloads.write("sixty-100k", tmp_path).read_text()
        == workloads.write("sixty-100k", tmp_path / "again").read_text()
    )
