"""What was measured: a table in Markdown, the numbers as JSON, and a plot."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from run import Run


def write(runs: Sequence[Run], missing: Mapping[str, str], rounds: int, folder: Path) -> str:
    """Writes results.md, results.json and results.png into *folder*; gives the table."""
    text = table(runs, missing)
    (folder / "results.md").write_text(text + "\n", "utf-8")
    results = {
        "machine": {"processor": _processor(), "python": platform.python_version()},
        "rounds": rounds,
        "not installed": dict(missing),
        "runs": [
            {
                "sampler": run.sampler.name,
                "workload": run.workload.name,
                "weights": run.sampler.weights,
                "labels": run.sampler.labels,
                "sentences": run.drawn,
                "cpu seconds": run.whole,
                "cpu seconds for one sentence": run.single,
                "sentences per cpu second": run.rate,
                "trouble": run.trouble,
            }
            for run in runs
        ],
    }
    written = json.dumps(results, indent=1, ensure_ascii=False)
    (folder / "results.json").write_text(written + "\n", "utf-8")
    plot(runs, folder / "results.png")
    return text


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    names = (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor())


def _grid(runs: Sequence[Run]) -> tuple[list[str], dict[str, dict[str, Run]]]:
    """The workloads, and the runs of each sampler by workload."""
    workloads = list(dict.fromkeys(run.workload.name for run in runs))
    samplers: dict[str, dict[str, Run]] = {}
    for run in runs:
        samplers.setdefault(run.sampler.name, {})[run.workload.name] = run
    return workloads, samplers


def table(runs: Sequence[Run], missing: Mapping[str, str]) -> str:
    """Sentences per CPU second, a line for each sampler."""
    workloads, samplers = _grid(runs)
    head = ["sentences per CPU second", "weights", "labels", *workloads]
    rows = [head, ["---", "---", "---", *("---:" for _ in workloads)]]
    for name, found in samplers.items():
        sampler = next(iter(found.values())).sampler
        cells = [name, sampler.weights, "yes" if sampler.labels else "no"]
        for workload in workloads:
            run = found[workload]
            cells.append(run.trouble or (f"{run.rate:,.0f}" if run.rate else "too quick"))
        rows.append(cells)
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    lines = []
    for row in rows:
        cells = [
            cell.ljust(width) if i < 3 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", *(f"Not installed: {name} ({why})." for name, why in missing.items())]
    return "\n".join(lines).rstrip()


OURS, PEERS, LIMITS = "#1b6ca8", "#b9bec4", "#c2452d"


def plot(runs: Sequence[Run], path: Path) -> None:
    """Bars on a log scale, a panel for each workload; the limits are lines."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    workloads, samplers = _grid(runs)
    first = "sixty" if "sixty" in workloads else workloads[0]

    def height(found: dict[str, Run]) -> float:
        return found[first].rate or 0.0

    bars = [found for found in samplers.values() if not next(iter(found.values())).sampler.limit]
    limits = [found for found in samplers.values() if next(iter(found.values())).sampler.limit]
    bars.sort(key=height)
    names = [found[first].sampler.name for found in bars]
    rates = [run.rate for run in runs if run.rate]
    low, high = min(rates) / 2, max(rates) * 2
    size = (4 + 3 * len(workloads), 1.6 + 0.34 * len(bars))
    figure, panels = plt.subplots(1, len(workloads), sharey=True, figsize=size, squeeze=False)
    for panel, workload in zip(panels[0], workloads, strict=True):
        for place, found in enumerate(bars):
            run = found[workload]
            if run.rate:
                colour = OURS if run.sampler.ours else PEERS
                panel.barh(place, run.rate - low, left=low, color=colour, height=0.72)
                box = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
                panel.text(
                    run.rate * 1.15, place, _short(run.rate), va="center", fontsize=8, bbox=box
                )
            else:
                said = run.trouble or "too quick"
                panel.text(low * 1.3, place, said, va="center", fontsize=8, color="#888888")
        for found, style in zip(limits, ("-", "--"), strict=False):
            run = found[workload]
            if run.rate:
                panel.axvline(run.rate, color=LIMITS, linestyle=style, linewidth=1.2, zorder=0)
        panel.set_xscale("log")
        panel.set_xlim(low, high)
        panel.set_ylim(-0.7, len(bars) - 0.3)
        panel.set_title(workload, fontsize=11, loc="left")
        panel.spines[["top", "right", "left"]].set_visible(False)
        panel.tick_params(axis="y", length=0)
        panel.tick_params(axis="x", labelsize=8)
        panel.grid(axis="x", color="#e6e8ea", linewidth=0.8)
        panel.set_axisbelow(True)
    panels[0][0].set_yticks(range(len(bars)), names, fontsize=9)
    handles = [
        plt.Rectangle((0, 0), 1, 1, color=OURS),
        plt.Rectangle((0, 0), 1, 1, color=PEERS),
        *(plt.Line2D([], [], color=LIMITS, linestyle=style) for style in ("-", "--")),
    ]
    said = ["gramc", "other samplers"]
    said += [next(iter(found.values())).sampler.name for found in limits]
    figure.legend(handles[: len(said)], said, loc="lower center", ncol=4, frameon=False, fontsize=9)
    figure.suptitle("Sentences per CPU second (log scale)", x=0.01, ha="left", fontsize=12)
    figure.tight_layout(rect=(0, 0.3 / size[1], 1, 1))
    figure.savefig(path, dpi=130)
    plt.close(figure)


def _short(rate: float) -> str:
    for unit, mark in ((1e6, " M"), (1e3, " k")):
        if rate >= unit:
            return f"{rate / unit:.3g}{mark}"
    return f"{rate:.3g}"
