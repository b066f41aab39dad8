"""What docs/sampling.md says of build tools and clusters: their shards are the run."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from ..cli.running import COMMAND, gramc
from .pages import ROOT, blocks, lay_out

PAGE = (ROOT / "docs" / "sampling.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """The run without shards; `gramc` is a command in this folder."""
    lay_out(PAGE, tmp_path)
    monkeypatch.chdir(tmp_path)
    Path("bin").mkdir()
    Path("bin/gramc").write_text(f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n')
    Path("bin/gramc").chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join((str(tmp_path / "bin"), os.environ["PATH"])))
    assert gramc("compile", "music.gram", "-o", "music.gramc").code == 0
    assert gramc("sample", "music.gramc", "-n", "2000", "-o", "whole.jsonl").code == 0
    for name in ("Makefile", "Snakefile", "shards.sh"):
        Path(name).write_text(Path(name).read_text().replace("-n 1e5 ", "-n 2000 "))
    return Path("whole.jsonl").read_bytes()


def shards() -> bytes:
    return b"".join(Path(f"part-{k}.jsonl").read_bytes() for k in range(1, 9))


def test_make(whole: bytes) -> None:
    Path("music.gramc").unlink()
    if shutil.which("make"):
        subprocess.run(["make", "-j2"], check=True, stdout=subprocess.DEVNULL)
    else:
        rules = re.findall(r"^\tgramc (.*)$", Path("Makefile").read_text(), re.MULTILINE)
        assert len(rules) == 2
        for k in range(9):
            rule = rules[1 if k == 0 else 0].replace("$*", str(k))
            inputs, output = ("music.gram", "music.gramc"), ("music.gramc", f"part-{k}.jsonl")
            rule = rule.replace("$<", inputs[k > 0]).replace("$@", output[k > 0])
            subprocess.run(f"gramc {rule}", shell=True, check=True)
        Path("corpus.jsonl").write_bytes(shards())
    assert Path("corpus.jsonl").read_bytes() == whole == shards()


def test_slurm(whole: bytes) -> None:
    script = Path("shards.sh").read_text()
    array = re.search(r"--array=1-(\d+)$", script, re.MULTILINE)
    assert array is not None
    for k in range(1, int(array[1]) + 1):
        subprocess.run(
            ["sh", "shards.sh"], check=True, env={**os.environ, "SLURM_ARRAY_TASK_ID": str(k)}
        )
    assert shards() == whole


def test_snakemake(whole: bytes) -> None:
    """The commands of its rules, as it would fill them in."""
    both, each = re.findall(r'shell: "(.*)"', Path("Snakefile").read_text())
    for k in range(1, 9):
        command = each.replace("{wildcards.k}", str(k))
        command = command.format(input="music.gramc", output=f"part-{k}.jsonl")
        subprocess.run(command, shell=True, check=True)
    parts = " ".join(f"part-{k}.jsonl" for k in range(1, 9))
    subprocess.run(both.format(input=parts, output="corpus.jsonl"), shell=True, check=True)
    assert Path("corpus.jsonl").read_bytes() == whole


def test_the_manifest_that_is_shown() -> None:
    [shown] = [json.loads(match["body"]) for kind, _, match in blocks(PAGE) if kind == "json"]
    [command] = re.findall(r"^\$ (gramc sample .* --manifest .*)$", PAGE, re.MULTILINE)
    assert gramc(*shlex.split(command)[1:]).code == 0
    told = json.loads(Path("small.json").read_bytes())
    assert list(told) == list(shown)
    for name in ("gramc", "engine", "python"):
        assert isinstance(told[name], str)
        told[name] = shown[name]
    assert told == shown
