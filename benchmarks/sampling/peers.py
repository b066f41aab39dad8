"""The samplers: how each is installed, given a workload, run, and its sentences counted."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import writers
from description import Workload
from flat import write_flat
from measure import Command

HERE = Path(__file__).resolve().parent
Prepare = Callable[[Workload, Path], "Command | None"]
Draw = Callable[[Workload, Path, int], Command]


@dataclass(frozen=True, slots=True)
class Sampler:
    """`prepare` writes the workload into a folder and gives the command that compiles it, if there
    is one; `draw` is the command for so many sentences, in `drawn` of that folder; `most` is how
    many it can be asked for where sentences are few, since it never gives one twice."""

    name: str
    weights: str
    labels: bool
    prepare: Prepare
    draw: Draw
    count: Callable[[Path], int]
    most: int | None = None
    ours: bool = False
    limit: bool = False


# ---------------------------------------------------------------------- what is drawn


def lines(folder: Path) -> int:
    with (folder / "drawn").open("rb") as file:
        return sum(1 for _ in file)


def foma_lines(folder: Path) -> int:
    """foma writes each sentence once, with how often it was drawn: `[2] play some jazz`."""
    with (folder / "drawn").open("rb") as file:
        return sum(int(line[1 : line.index(b"]")]) for line in file if line.startswith(b"["))


def chatette_lines(folder: Path) -> int:
    files = sorted((folder / "drawn.chatette" / "train").iterdir())
    return sum(path.read_bytes().count(b"\n") for path in files)


def chatito_sentences(folder: Path) -> int:
    (path,) = (folder / "drawn.chatito").iterdir()
    return sum(map(len, json.loads(path.read_bytes()).values()))


# ---------------------------------------------------------------------- gramc, and the limits


def gramc(form: str, engine: str) -> Sampler:
    """*engine* is `C` or `Python`."""
    run = [sys.executable, "-c", "from gramc.cli.main import main; main()"]

    def prepare(workload: Workload, folder: Path) -> Command:
        return Command([*run, "compile", "grammar.gram", "-o", "grammar.gramc"], folder)

    def draw(workload: Workload, folder: Path, count: int) -> Command:
        given = ["-n", str(count), "--format", form, "-o", "drawn"]
        settings = {"GRAMC_ENGINE": engine.lower()}
        return Command([*run, "sample", "grammar.gramc", *given], folder, None, settings)

    def parquet_rows(folder: Path) -> int:
        from pyarrow.parquet import ParquetFile

        return int(ParquetFile(folder / "drawn").metadata.num_rows)

    counted = parquet_rows if form == "parquet" else lines
    name = f"gramc, {form} ({engine})"
    return Sampler(name, "yes", form != "text", prepare, draw, counted, ours=True)


def limit(name: str, mode: str, program: Path) -> Sampler:
    def prepare(workload: Workload, folder: Path) -> None:
        if not (folder / "flat.bin").exists():
            write_flat(workload, folder)

    def draw(workload: Workload, folder: Path, count: int) -> Command:
        return Command([str(program), mode, "flat.bin", str(count), "drawn"], folder)

    return Sampler(name, "yes", False, prepare, draw, lines, limit=True)


def build_limits(scratch: Path) -> list[Sampler]:
    """The two limits, if there is a C compiler."""
    program = scratch / "bare_walk"
    source = str(HERE / "bare_walk.c")
    subprocess.run(["cc", "-O2", "-o", str(program), source], check=True)
    return [
        limit("limit: writing ready bytes", "write", program),
        limit("limit: a bare walk in C", "walk", program),
    ]


# ---------------------------------------------------------------------- peers


def driven(
    name: str,
    weights: str,
    write: Callable[[Workload, Path], object],
    run: Sequence[str],
    settings: dict[str, str],
    compiled: bool = False,
) -> Sampler:
    """A library, run by drive.py or drive.js."""

    def prepare(workload: Workload, folder: Path) -> Command | None:
        write(workload, folder)
        return Command([*run, ".", "0", "drawn"], folder, None, settings) if compiled else None

    def draw(workload: Workload, folder: Path, count: int) -> Command:
        return Command([*run, ".", str(count), "drawn"], folder, None, settings)

    return Sampler(name, weights, False, prepare, draw, lines)


def xfst(name: str, compiler: list[str], save: str, draw: Draw, most: int | None) -> Sampler:
    def prepare(workload: Workload, folder: Path) -> Command:
        script = writers.write_xfst(workload, folder)
        own = folder / f"{name}.xfst"
        own.write_text(f"{script.read_text('utf-8')}save stack {save}\n", "utf-8")
        return Command([*compiler, own.name], folder)

    return Sampler(name, "no", False, prepare, draw, foma_lines if most is None else lines, most)


def foma() -> Sampler:
    def draw(workload: Workload, folder: Path, count: int) -> Command:
        # By the thousand: it looks each sentence up among all those that one command has drawn.
        parts = [*[1000] * (count // 1000), *([count % 1000] if count % 1000 else [])]
        asked = [word for part in parts for word in ("-e", f"print random-lower {part}")]
        run = ["foma", "-q", "-e", "load stack foma.fst", *asked, "-s"]
        return Command(run, folder, folder / "drawn")

    return xfst("foma", ["foma", "-q", "-f"], "foma.fst", draw, None)


def hfst() -> Sampler:
    def draw(workload: Workload, folder: Path, count: int) -> Command:
        asked = ["hfst-fst2strings", "-q", "-r", str(count), "model.fst"]
        return Command(asked, folder, folder / "drawn")

    return xfst("HFST", ["hfst-xfst", "-q", "-F"], "model.fst", draw, 500)


def chatette(python: Path) -> Sampler:
    def prepare(workload: Workload, folder: Path) -> None:
        writers.write_chatette(workload, folder)

    def draw(workload: Workload, folder: Path, count: int) -> Command:
        shutil.rmtree(folder / "drawn.chatette", ignore_errors=True)
        asked = writers.request(folder / "grammar.chatette", workload.intent, count)
        rest = ["-f", "-a", "jsonl", "-o", "drawn.chatette"]
        return Command([str(python), "-m", "chatette", asked.name, *rest], folder)

    return Sampler("Chatette", "of options", True, prepare, draw, chatette_lines, 500)


def chatito(modules: Path) -> Sampler:
    def prepare(workload: Workload, folder: Path) -> None:
        writers.write_chatito(workload, folder)

    def draw(workload: Workload, folder: Path, count: int) -> Command:
        shutil.rmtree(folder / "drawn.chatito", ignore_errors=True)
        asked = writers.request(folder / "grammar.chatito", workload.intent, count)
        run = ["node", str(modules / "chatito" / "dist" / "bin.js"), asked.name]
        rest = ["--format=default", "--defaultDistribution=even", "--outputPath=drawn.chatito"]
        return Command([*run, *rest], folder)

    return Sampler("Chatito", "yes", True, prepare, draw, chatito_sentences, 500)


# ---------------------------------------------------------------------- installing


def _quietly(arguments: Sequence[str], **settings: str) -> str | None:
    """Runs a command; what went wrong, or None."""
    try:
        done = subprocess.run(
            arguments,
            env={**os.environ, **settings},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    said = (done.stderr or done.stdout).strip().splitlines()
    return (said[-1] if said else "failed") if done.returncode else None


def install(scratch: Path) -> tuple[list[Sampler], dict[str, str]]:
    """The peers that could be installed into *scratch*, and why the others could not."""
    found: list[Sampler] = []
    missing: dict[str, str] = {}

    def offer(name: str, trouble: str | None, make: Callable[[], Sampler]) -> None:
        if trouble:
            missing[name] = trouble
        else:
            found.append(make())

    drive = str(HERE / "drive.py")
    offer(
        "pynini",
        _quietly([sys.executable, "-c", "import pynini"]),
        lambda: driven(
            "pynini",
            "yes",
            lambda workload, folder: None,
            [sys.executable, drive, "pynini"],
            {},
            True,
        ),
    )
    python = scratch / "venv" / "bin" / "python"
    if not python.exists():
        _quietly([sys.executable, "-m", "venv", str(scratch / "venv")])

    def pip(package: str, module: str) -> str | None:
        if _quietly([str(python), "-c", f"import {module}"]) is None:
            return None
        return _quietly([str(python), "-m", "pip", "install", "-q", package])

    for name, module, weights, write in (
        ("pyjsgf", "jsgf", "yes", writers.write_jsgf),
        ("tracery", "tracery", "no", writers.write_tracery),
    ):
        run = [str(python), drive, name]
        make = partial(driven, f"{name} (Python)", weights, write, run, {})
        offer(name, pip(name, module), make)
    offer("Chatette", pip("chatette", "chatette"), lambda: chatette(python))
    modules = scratch / "node_modules"
    for package, name, write in (
        ("tracery-grammar", "tracery", writers.write_tracery),
        ("randexp", "randexp", writers.write_regex),
        ("chatito", "Chatito", None),
    ):
        trouble = None
        if not (modules / package).exists():
            trouble = _quietly(["npm", "install", "--prefix", str(scratch), package])
        if write is None:
            offer(name, trouble, lambda: chatito(modules))
        else:
            run = ["node", str(HERE / "drive.js"), name]
            settings = {"NODE_PATH": str(modules)}
            make = partial(driven, f"{name} (JavaScript)", "no", write, run, settings)
            offer(package, trouble, make)
    for package, program, make in (("foma", "foma", foma), ("hfst", "hfst-xfst", hfst)):
        trouble = None
        if shutil.which(program) is None:
            apt = ["apt-get", "install", "-y", "-qq", package]
            trouble = _quietly(apt, DEBIAN_FRONTEND="noninteractive") or (
                None if shutil.which(program) else f"no {program}"
            )
        offer(package, trouble, make)
    return found, missing
