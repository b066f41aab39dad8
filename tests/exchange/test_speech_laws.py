"""Whatever is imported without an error is a grammar that compiles."""

from __future__ import annotations

from pathlib import Path

import pytest
from gramc.compiler.compile import compile_grammar
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, composite

from .speaking import imported

JSGF_TAGS = ("s", "t:V", "=> W", "k=1", "2", "two words", "this.t='x';", "f(x)")
SRGS_TAGS = (
    "out.s=rules.latest()",
    "out.t=rules.r1",
    'out="W"',
    'out.k="1"',
    "out.s=rules.r2.k",
    "out.u=meta.current().text",
    "f(x)",
)


@composite
def expansions(draw: DrawFn, form: str, depth: int, rules: int) -> str:
    """An expansion in JSGF or ABNF that may refer to so many rules."""

    def ref(name: str) -> str:
        return f"<{name}>" if form == "jsgf" else f"${name}"

    def tag() -> str:
        return f" {{{draw(st.sampled_from(JSGF_TAGS if form == 'jsgf' else SRGS_TAGS))}}}"

    def part(depth: int) -> str:
        kind = draw(st.sampled_from(["word"] * 3 + ["ref", "null", *["group", "maybe"] * depth]))
        if kind == "word":
            made = draw(st.sampled_from(["a", "b c", '"d e"', "f"]))
        elif kind == "ref" and rules:
            made = ref(f"r{draw(st.integers(0, rules - 1))}")
        elif kind == "null":
            made = ref(draw(st.sampled_from(["NULL", "NULL", "VOID"])))
        elif kind == "maybe":
            made = f"[{ways(depth - 1)}]"
        else:
            made = f"({ways(depth - 1) if depth else 'g'})"
        after = draw(st.sampled_from(["", "", "", "", "tag", "tag", "repeat"]))
        if after == "repeat":
            repeats = ("*", "+") if form == "jsgf" else ("<0->", "<2>", "<1-2>", "<0-2 /0.3/>")
            return made + draw(st.sampled_from(repeats))
        return made + (tag() if after == "tag" else "")

    def ways(depth: int) -> str:
        found = []
        weighted = draw(st.booleans())
        for _ in range(draw(st.integers(1, 3))):
            parts = " ".join(part(depth) for _ in range(draw(st.integers(1, 3))))
            weight = draw(st.sampled_from(["0", "1", "2.5"]))
            found.append(f"/{weight}/ {parts}" if weighted else parts)
        return " | ".join(found)

    return ways(depth)


@composite
def grammars(draw: DrawFn, form: str) -> str:
    count = draw(st.integers(1, 3))
    lines = ["#JSGF V1.0;" if form == "jsgf" else "#ABNF 1.0;\nroot $r0;"]
    for number in range(count):
        body = draw(expansions(form, 2, count))
        public = draw(st.sampled_from(["", "public "])) if number else "public "
        name = f"<r{number}>" if form == "jsgf" else f"$r{number}"
        lines.append(f"{public}{name} = {body};")
    return "\n".join(lines)


@settings(
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(st.data())
@pytest.mark.parametrize("form", ["jsgf", "srgs"])
def test_what_is_imported_compiles(
    tmp_path_factory: pytest.TempPathFactory, form: str, data: st.DataObject
) -> None:
    text = data.draw(grammars(form))
    folder: Path = tmp_path_factory.mktemp("law")
    made = imported(form, folder, {"t.x": text})
    if made.failed:
        assert {f.code for f in made.findings if f.is_error} <= {"E606", "E607", "E603", "E605"}
        return
    for file in made.files:
        (folder / file.path).write_bytes(file.data)
    _, findings = compile_grammar(str(folder / made.files[0].path))
    # Where no public rule can be said, as is told, there is no intent.
    errors = [f for f in findings if f.is_error and f.code != "E312"]
    assert not errors, made.files[0].data.decode()
