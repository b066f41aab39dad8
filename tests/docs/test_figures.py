"""The figures in README.md are those that the benchmark prints."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from .pages import ROOT

DATA = ROOT.parent / "shared" / "data" / "snips_cased"
RUNS = {
    "training split": ["snips_cased.train.en.jsonl"],
    "validation split, its names bound (`--names`)": ["snips_cased.valid.en.jsonl", "--names"],
    "validation split, as it stands": ["snips_cased.valid.en.jsonl"],
}


@pytest.mark.parametrize("row", RUNS)
def test_coverage(row: str) -> None:
    if not DATA.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{DATA} is missing, and must be there where CI is set")
        pytest.skip("the data of SNIPS is not beside this checkout")
    data, *options = RUNS[row]
    script = ROOT / "benchmarks" / "coverage" / "snips_playmusic.py"
    command = [sys.executable, str(script), str(DATA / data), *options]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout
    head, parsed, same = told.splitlines()
    shares = [line.split()[-1].replace("%", " %") for line in (parsed, same)]
    count = int(head.split("rules, ")[1].split()[0])
    shown = f"| {row} | {count:,} | {shares[0]} | {shares[1]} |"
    assert shown in (ROOT / "README.md").read_text("utf-8")
