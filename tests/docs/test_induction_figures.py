"""The figures on induced grammars in docs/evaluation.md are those of the benchmark's table."""

from __future__ import annotations

import re

from .pages import ROOT

MODELS = {
    "memorised sentences": "memorised",
    "all trigrams seen": "trigram",
    "all bigrams seen": "bigram",
    "k-tails, k = 1": "k-tails-1",
    "ALERGIA, α = .7": "alergia-.7",
    "merging of hidden Markov models": "merging",
    "`gramc induce --style exact`": "exact",
    "`gramc induce --style readable`": "readable",
}


def test_the_table() -> None:
    told = (ROOT / "benchmarks" / "induction" / "results.txt").read_text("utf-8")
    page = (ROOT / "docs" / "evaluation.md").read_text("utf-8")
    whole, beyond = told.split("cov above the line")
    for shown, model in MODELS.items():
        row = next(line for line in page.splitlines() if line.startswith(f"| {shown} |"))
        cells = [cell.strip().replace("−", "-") for cell in row.strip("|").split("|")]
        found = re.search(rf"^{re.escape(model)} +(.*)$", whole, re.MULTILINE)
        assert found is not None
        cov, _, near, hits, *_ = found[1].split()
        assert cells[1:4] == [cov.lstrip("0"), near.lstrip("0"), hits]
        if cells[4]:
            line = re.search(rf"^{re.escape(model)} +(\S+) +(\S+) … (\S+)", beyond, re.MULTILINE)
            assert line is not None
            shown_figures = re.findall(r"[+-]?\.\d+", cells[4])
            for one, exact in zip(shown_figures, line.groups(), strict=True):
                assert abs(float(one) - float(exact)) < 0.00051
