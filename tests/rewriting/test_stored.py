"""Rewrites in an artifact: what is damaged is told, or does no harm."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from gramc.compiler import artifact
from gramc.runtime.engine import PlainEngine
from gramc.runtime.engines import engine
from gramc.runtime.grammar import Grammar
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk

from ..compiler.artifacts import File, made
from .grammars import LANGUAGES


def tried(data: bytes, path: Path) -> str | None:
    """What loading says; None where the grammar serves."""
    path.write_bytes(data)
    compiled, findings = artifact.load(str(path))
    if compiled is None:
        (finding,) = findings
        assert finding.code == "E010"
        return finding.message
    sampler = Sampler(walk(compiled), 3)
    for each in (engine(sampler), PlainEngine(sampler)):
        for form in ("text", "annotated", "jsonl"):
            assert sum(bytes(part).count(b"\n") for part in each.lines(form, 0, 40)) == 40
    grammar = Grammar(compiled)
    for utterance in grammar.sample(5):
        grammar.parse(utterance.text)
    return None


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("stored") / "own.gram"
    path.write_text(LANGUAGES["fr"], "utf-8")
    return made(path)


@pytest.mark.parametrize("seed", range(40))
def test_any_change_is_told_or_harmless(seed: int, data: bytes, tmp_path: Path) -> None:
    rng = random.Random(seed)
    file = File(data)
    names = [n for n in file.sections if n.startswith("rewrites.") and not n.endswith("texts")]
    for _ in range(rng.randint(1, 3)):
        name = rng.choice(names)
        numbers = file.numbers(name)
        kind = rng.randrange(3)
        if kind == 0:
            numbers[rng.randrange(len(numbers))] = rng.choice([0, 1, 7, 2**32 - 1])
        elif kind == 1:
            del numbers[rng.randrange(len(numbers))]
        else:
            numbers.insert(rng.randrange(len(numbers)), rng.randrange(20))
        file.put(name, numbers)
    tried(file.data(), tmp_path / "x.gramc")


@pytest.mark.parametrize("seed", range(20))
def test_changed_outputs(seed: int, data: bytes, tmp_path: Path) -> None:
    rng = random.Random(seed)
    file = File(data)
    name = rng.choice(["rewrites.quick/texts", "rewrites.full/texts"])
    text = list(file.sections[name].decode())
    for _ in range(rng.randint(1, 3)):
        text[rng.randrange(len(text))] = rng.choice([*text, "é", "x", "\U000f0001", "\U000f0000"])
    file.sections[name] = "".join(text).encode()
    tried(file.data(), tmp_path / "x.gramc")


def test_what_is_missing_is_told(data: bytes, tmp_path: Path) -> None:
    whole = File(data)
    for name in [n for n in whole.sections if n.startswith("rewrites.")]:
        file = File(data)
        del file.sections[name]
        told = tried(file.data(), tmp_path / "x.gramc")
        assert told is not None or name == "rewrites.quick/texts"  # the other one is enough
