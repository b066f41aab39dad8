"""A plain grammar written as a `.gram` is another grammar with the same language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.dsl import tree
from gramc.exchange.plain.plain import of
from gramc.exchange.plain.write import export_grammar
from gramc.runtime.enumerate import language
from hypothesis import HealthCheck, given, settings

from ..compiler.small_grammars import grammars
from ..reference.test_cases import ENDLESS, FINITE, OTHERS, loaded
from .decoding import job
from .equal import same_language
from .test_plain import small

ROOT = Path(__file__).parents[2]
WORKED = sorted((ROOT / "grammars").glob("*/*.gram"))
GOLDEN = Path(__file__).parent / "golden"


def there_and_back(compiled: Compiled, folder: Path) -> Compiled:
    made = export_grammar(job(compiled))
    assert not made.failed, made.findings
    for file in made.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    back, findings = compile_grammar(str(folder / made.files[0].path))
    assert back is not None, findings
    return back


@pytest.mark.parametrize("path", [*FINITE, *ENDLESS, *OTHERS], ids=lambda p: p.stem)
def test_the_cases_of_the_reference(path: Path, tmp_path: Path) -> None:
    compiled = loaded(path).compiled
    back = there_and_back(compiled, tmp_path)
    if not of(compiled)[1]:  # what is different is told
        assert same_language(compiled, back, samples=300, weights=True)


@pytest.mark.parametrize("path", WORKED, ids=lambda p: p.stem)
def test_worked_grammars(path: Path, tmp_path: Path) -> None:
    compiled, findings = compile_grammar(str(path))
    if compiled is None:
        assert [f.code for f in findings if f.is_error] == ["E312"]  # a file to be imported
        return
    back = there_and_back(compiled, tmp_path)
    if compiled.missing():
        assert back.missing() == compiled.missing()
    elif compiled.rewriter is None:
        assert same_language(compiled, back, samples=200, weights=True)


@settings(
    deadline=None,
    max_examples=20,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.function_scoped_fixture,
    ],
)
@given(grammars("range", "wildcard", "row", "minus"))
def test_random_grammars(tmp_path: Path, file: tree.File) -> None:
    compiled = small(file)
    back = there_and_back(compiled, tmp_path)
    assert language(back, back.networks.roots[0][2]) == language(
        compiled, compiled.networks.roots[0][2]
    )


EVERYTHING = """
grammar all.of_it
locale es-ES

feature gender = m | f
feature number = sg | pl
catalog Noun = luz @f @sg | luces => luz @f @pl | /3/ faro @m @sg | "el Retiro" => retiro
catalog Song from "songs.tsv"
det = el @m @sg | la @f @sg | las @f @pl | los @m @pl
adj = roj(o @m | a @f)[s @pl] | verde @sg | verdes @pl
sets = <det> {Noun} [<adj>] @agree(gender, number)
two = (uno | dos) (tres | {x:"cuatro"} => 4)

intent Turn /2/ = enciende <sets> [{n:<1..12>}]
intent Play = pon {T:Song.title} de {A:Song.artist} | pon {Song[artist=b]}
    | <two - "uno tres"> {n:<0..30 words>} (por favor ; ya)
skip venga | <det> caso
"""


def test_what_everything_becomes(tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    (tmp_path / "songs.tsv").write_text("title\tartist\tweight\nx y\ta\t2\nz\tb\t1\nw\tb\t1\n")
    path = tmp_path / "all.gram"
    path.write_text(EVERYTHING)
    compiled, findings = compile_grammar(str(path))
    assert compiled is not None, findings
    made = export_grammar(job(compiled))
    assert not made.findings
    golden(GOLDEN / "plain.gram", made.files[0].data.decode())
    assert same_language(
        compiled, there_and_back(compiled, tmp_path / "back"), weights=True, samples=500
    )
