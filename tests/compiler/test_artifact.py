"""The artifact: the same bytes, the same sentences, and every damage is told."""

from __future__ import annotations

import random
from hashlib import sha256
from pathlib import Path

import gramc
import pynini
import pytest
from gramc.compiler import artifact
from gramc.compiler.compile import compile_grammar

ROOT = Path(__file__).resolve().parents[2]
GRAMMARS = sorted((ROOT / "tests" / "conformance" / "accept").glob("*.gram"))


def saved(path: Path) -> bytes:
    compiled, findings = compile_grammar(str(path))
    assert compiled is not None, findings
    return b"".join(artifact.save(compiled))


@pytest.mark.parametrize("path", GRAMMARS, ids=lambda p: p.stem)
def test_an_artifact_is_the_grammar(path: Path, tmp_path: Path) -> None:
    data = saved(path)
    assert data == saved(path)
    target = tmp_path / "x.gramc"
    target.write_bytes(data)
    source, loaded = gramc.load(path), gramc.load(target)
    assert list(source.sample(50, seed=5)) == list(loaded.sample(50, seed=5))
    for utterance in loaded.sample(20):
        assert loaded.parse(utterance.text, 5) == source.parse(utterance.text, 5)
    assert b"".join(artifact.save(loaded.compiled)) == data


def test_every_changed_byte_is_found(tmp_path: Path) -> None:
    data = saved(ROOT / "tests" / "conformance" / "accept" / "13-agreement-weighted.gram")
    target = tmp_path / "x.gramc"
    places = range(len(data)) if len(data) < 300 else random.Random(1).sample(range(len(data)), 300)
    for place in [*range(40), *places]:
        changed = bytearray(data)
        changed[place] ^= 0x40
        target.write_bytes(changed)
        compiled, (finding,) = artifact.load(str(target))
        assert compiled is None
        assert finding.code in ("E008", "E009", "E010")


def test_every_shortened_file_is_found(tmp_path: Path) -> None:
    data = saved(ROOT / "tests" / "conformance" / "accept" / "01-toy.gram")
    target = tmp_path / "x.gramc"
    for length in [*range(64), *range(64, len(data), 97)]:
        target.write_bytes(data[:length])
        compiled, (finding,) = artifact.load(str(target))
        assert compiled is None
        assert finding.code in ("E008", "E003")


def test_another_version_is_named(tmp_path: Path) -> None:
    data = bytearray(saved(ROOT / "tests" / "conformance" / "accept" / "01-toy.gram"))
    data[8] += 1
    target = tmp_path / "x.gramc"
    target.write_bytes(data)
    _, (finding,) = artifact.load(str(target))
    assert finding.code == "E009"
    assert f"format {artifact.FORMAT}" in finding.message


def test_the_archive_is_read_by_pynini(tmp_path: Path) -> None:
    compiled, _ = compile_grammar(str(GRAMMARS[1]))
    assert compiled is not None
    assert compiled.far is not None
    target = tmp_path / "x.far"
    target.write_bytes(compiled.far)
    with pynini.Far(str(target)) as far:
        machines = dict(iter(far))
    assert sorted(machines) == ["Lights", "Music"]
    symbols = machines["Music"].input_symbols()
    paths = machines["Music"].paths(input_token_type=symbols, output_token_type=symbols)
    found = {text: float(weight) for text, _, weight in paths.items()}
    assert set(found) == {"p l a y", "s t o p"}
    assert found["s t o p"] == pytest.approx(0.28768, abs=1e-4)


def test_the_hashes_of_all_that_was_read(tmp_path: Path) -> None:
    (tmp_path / "cities").mkdir()
    (tmp_path / "cities" / "c.txt").write_bytes(b"Oslo\n")
    (tmp_path / "a.gram").write_bytes(
        b'catalog City from "cities/c.txt"\nintent Go = go to {City}\n'
    )
    compiled, _ = compile_grammar(str(tmp_path / "a.gram"))
    assert compiled is not None
    assert compiled.sources == {
        name: sha256((tmp_path / name).read_bytes()).hexdigest()
        for name in ("a.gram", "cities/c.txt")
    }
