"""What is exported for OpenFst is what its tools read; where they are missing, its library."""

from __future__ import annotations

import math
import shutil
import subprocess
from pathlib import Path

import pynini
import pytest
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.exchange.formats import FORMATS
from gramc.runtime.enumerate import language

from .decoding import job

ROOT = Path(__file__).parents[2]
WORKED = sorted((ROOT / "grammars").glob("*/*.gram"))


def run(*command: str | Path) -> str:
    done = subprocess.run(
        [str(c) for c in command], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout


def exported(system: str, compiled: Compiled, folder: Path) -> list[Path]:
    made = FORMATS[system].exporter()(job(compiled))
    assert not made.failed, made.findings
    for file in made.files:
        (folder / file.path).write_bytes(file.data)
    return [folder / file.path for file in made.files]


def machines(path: Path, folder: Path) -> dict[str, pynini.Fst]:
    """The transducers of an archive: unpacked by the tools, where they are."""
    with pynini.Far(str(path)) as far:
        read = {name: machine.copy() for name, machine in far}
    if not shutil.which("farextract"):
        return read
    assert "# of FSTs" in run("farinfo", path)
    assert f"{len(read)}" in run("farinfo", path).split("# of FSTs", 1)[1].split("\n", 1)[0]
    run("farextract", f"--filename_prefix={folder}/x-", path)
    found = {name: pynini.Fst.read(f"{folder}/x-{name}") for name in read}
    for name, machine in found.items():
        assert pynini.isomorphic(machine, read[name])
    return found


def compiled_text(table: Path, text: Path) -> pynini.Fst:
    """The transducer of a file in text: by `fstcompile`, where it is."""
    if shutil.which("fstcompile"):
        target = text.with_suffix(".fst")
        tables = [f"--{side}symbols={table}" for side in "io"]
        run("fstcompile", *tables, "--keep_isymbols", "--keep_osymbols", text, target)
        return pynini.Fst.read(str(target))
    symbols = pynini.SymbolTable.read_text(str(table))
    compiler = pynini.Compiler(
        isymbols=symbols, osymbols=symbols, keep_isymbols=True, keep_osymbols=True
    )
    compiler.write(text.read_text("utf-8"))
    return pynini.Fst.from_pywrapfst(compiler.compile())


@pytest.mark.parametrize("path", WORKED, ids=lambda p: p.stem)
def test_both_forms_are_the_same(path: Path, tmp_path: Path) -> None:
    compiled, findings = compile_grammar(str(path))
    if compiled is None:
        assert [f.code for f in findings if f.is_error] == ["E312"]  # a file to be imported
        return
    (archive,) = exported("far", compiled, tmp_path)
    read = machines(archive, tmp_path)
    table, *texts = exported("att", compiled, tmp_path)
    assert sorted(read) == sorted(intent.name for intent in compiled.program.intents)
    assert sorted(text.stem for text in texts) == sorted(read)
    for text in texts:
        machine = compiled_text(table, text)
        assert machine.num_states() == read[text.stem].num_states()
        assert pynini.isomorphic(machine, read[text.stem], delta=1e-6)


SOURCE = """
catalog Genre = pop | rock
intent Play /2/ = /2/ play [some] {Genre} {where = here} | /3/ {n:(one => 1 | two => 2)} x
intent Stop = stop
"""


def test_paths_are_the_labelled_texts(tmp_path: Path) -> None:
    compiled, _ = compile_grammar("a.gram", SOURCE.encode())
    assert compiled is not None
    made = FORMATS["att"].exporter()(job(compiled))
    assert [f.code for f in made.findings] == ["W621"]
    table, *texts = exported("att", compiled, tmp_path)
    machine = compiled_text(table, next(t for t in texts if t.stem == "Play"))
    symbols = machine.output_symbols()
    found = {
        (i, o): math.exp(-float(w))
        for i, o, w in machine.paths(input_token_type=symbols, output_token_type=symbols).items()
    }
    some = "s o m e <space>"
    here = "{Genre [Genre] } {}where=here"
    expected = {
        ("p l a y <space> [Genre]", f"p l a y <space> {here}"): 1 / 5,
        (f"p l a y <space> {some} [Genre]", f"p l a y <space> {some} {here}"): 1 / 5,
        ("o n e <space> x", "{n o n e =1 } <space> x"): 3 / 10,
        ("t w o <space> x", "{n t w o =2 } <space> x"): 3 / 10,
    }
    assert found == pytest.approx(expected, abs=1e-6)
    whole = language(compiled, compiled.networks.roots[0][2])
    assert sum(found.values()) == pytest.approx(float(sum(whole.values())))


def test_what_is_told(tmp_path: Path) -> None:
    (tmp_path / "s.tsv").write_text("title\tartist\nx\ty\n")
    source = """
catalog S from "s.tsv"
rewrite "x" => "z"
intent I = {T:S.title} by {A:S.artist}
"""
    path = tmp_path / "a.gram"
    path.write_text(source)
    compiled, _ = compile_grammar(str(path))
    assert compiled is not None
    made = FORMATS["far"].exporter()(job(compiled))
    assert [f.code for f in made.findings] == ["W623", "W623"]
    assert [f.path for f in made.files] == ["g.far"]
