"""Importing modules: how they are found, what they bring, what is wrong where there is none."""

from __future__ import annotations

import hashlib
from pathlib import Path

from gramc.cli.run import run
from gramc.compiler.compile import analyse, compile_grammar
from gramc.compiler.library import LIBRARY, found, modules, shown, unknown
from gramc.runtime.grammar import Grammar

ROOT = Path(__file__).resolve().parents[2]


def said(text: str) -> list[str]:
    """The findings on a grammar, as code and message."""
    return [f"{f.code} {f.message}" for f in analyse("-", text.encode())[1]]


def test_three_forms_of_import() -> None:
    text = """import std.en.polite
import std.de.polite as d
import std.fr.polite as f (merci, thanks)
intent Play = <polite.please> <d.please> <thanks>
"""
    assert said(text) == ["E201 The imported file defines no “merci”."]
    compiled, _ = compile_grammar("-", text.replace("merci, ", "").encode())
    assert compiled is not None
    grammar = Grammar(compiled)
    assert grammar.parse("please bitte merci beaucoup")
    assert not grammar.parse("please please merci")
    assert said(text.replace("as d", "").replace("d.please", "polite.please"))[0].startswith(
        "E202 This import brings in “polite."
    )


def test_a_module_that_is_not_there() -> None:
    text = "import std.en.polit\nimport std.xx.polite as x\nintent A = <polit.a> <x.b>\n"
    findings = analyse("-", text.encode())[1]
    assert [(f.code, f.span.line, f.span.column) for f in findings] == [
        ("E007", 1, 8),
        ("E007", 2, 8),
    ]
    assert findings[0].hint.startswith("Did you mean std.en.polite? The modules of std.en are ")
    assert "the locales are de, en, " in findings[1].hint
    assert unknown("polite") == unknown("std.xx.polite")


def test_findings_call_a_module_by_its_name(tmp_path: Path) -> None:
    text = "import std.en.polite (please)\nplease = bitte\nintent A = <please>\n"
    (finding,) = analyse("-", text.encode())[1]
    assert finding.code == "E202"
    assert finding.labels[1].span.file == "std/en/polite.gram"
    path = found("std/en/polite.gram")
    assert path is not None
    assert shown(path) == "std/en/polite.gram"
    assert (
        path.read_text("utf-8").splitlines()[finding.labels[1].span.line - 1].startswith("please")
    )
    assert found("mine/en/polite.gram") is None
    assert shown(tmp_path / "polite.gram") is None


def test_what_is_not_used_is_not_there(tmp_path: Path) -> None:
    text = "import std.en.polite\nintent A = <polite.closing> now\n"
    (tmp_path / "a.gram").write_text(text)
    compiled, findings = compile_grammar(str(tmp_path / "a.gram"))
    assert compiled is not None
    assert not findings
    assert list(compiled.program.rules) == ["polite.thanks", "polite.closing"]
    module = hashlib.sha256((LIBRARY / "en" / "polite.gram").read_bytes()).hexdigest()
    assert compiled.sources["std:en/polite.gram"] == module
    assert set(compiled.sources) == {"std:en/polite.gram", "a.gram"}


def test_a_large_module_makes_no_large_grammar(tmp_path: Path) -> None:
    """What stays behind of the tables of a module is what is drawn from."""
    sizes = {}
    for rule in ("day_part", "clock_time"):
        text = f"import std.en.time\nintent A = wake me {{time:<time.{rule}>}}\n"
        (tmp_path / "a.gram").write_text(text)
        assert run(["compile", str(tmp_path / "a.gram"), "-o", str(tmp_path / "a.gramc")]) == 0
        sizes[rule] = (tmp_path / "a.gramc").stat().st_size
    assert sizes["day_part"] < 20_000 < 200_000 < sizes["clock_time"]


def test_a_copy_on_another_machine_compiles_to_the_same_bytes(tmp_path: Path) -> None:
    """The artifact does not say where the library lay."""
    text = "import std.en.polite\nintent A = <polite.closing> now\n"
    outputs = []
    for folder in ("one", "another/deeper"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.gram").write_text(text)
        output = tmp_path / folder / "a.gramc"
        assert run(["compile", str(tmp_path / folder / "a.gram"), "-o", str(output)]) == 0
        outputs.append(output.read_bytes())
    assert outputs[0] == outputs[1]
    assert str(LIBRARY).encode() not in outputs[0]


def test_modules_are_packaged() -> None:
    """What the package list of the project holds is all that is in the folder."""
    settings = (ROOT / "pyproject.toml").read_text("utf-8")
    assert '"gramc" = ["py.typed", "stdlib/*/*.gram", "stdlib/*/*.tsv"]' in settings
    assert ROOT / "stdlib" == LIBRARY
    assert sorted(LIBRARY.rglob("*.gram")) == sorted(modules().values())
    assert sorted(LIBRARY.rglob("*.tsv")) == sorted(LIBRARY.glob("*/*.tsv"))
