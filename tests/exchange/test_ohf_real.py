"""OHF-Voice/intents in: what its own authors test, in every language that there is data of."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from gramc.exchange.made import Options
from gramc.exchange.ohf.read import import_grammar

from ..cli.running import gramc

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "ohf_intents"


@pytest.fixture(params=["en", "de", "es"])
def tag(request: pytest.FixtureRequest) -> str:
    if not DATA.is_dir():
        assert not os.environ.get("CI"), f"{DATA} is missing"
        pytest.skip("the shared data are not beside this checkout")
    return str(request.param)


def test_every_sentence_has_its_intent_and_slots(tag: str) -> None:
    """By the benchmark, which gives hassil every hundredth."""
    command = [sys.executable, "benchmarks/ohf.py", str(DATA), tag, "--every", "100"]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    scores = re.findall(r"(gramc|hassil) +([\d,]+) of +([\d,]+) ", told)
    assert [name for name, _, _ in scores] == ["gramc", "hassil"]
    assert all(right == all_ and right != "0" for _, right, all_ in scores), told


def test_the_tests_that_are_imported_pass(tag: str, tmp_path: Path) -> None:
    made = import_grammar(str(DATA), Options(tag))
    assert not made.failed
    for file in made.files:
        (tmp_path / file.path).write_bytes(file.data)
    told = gramc("test", str(tmp_path / made.files[0].path))
    assert told.code == 0, told.out[-2000:]
    assert made.files[0].data.count(b"\n  accept ") > 1000
