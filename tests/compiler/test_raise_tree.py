"""What is raised from the IR says what the IR says."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import msgspec
import pytest
from gramc.compiler import ir
from gramc.compiler.compile import analyse, compile_grammar
from gramc.compiler.program import Program
from gramc.compiler.raise_tree import body, decimal
from gramc.dsl import tree
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_body, print_file
from hypothesis import HealthCheck, given, settings

from .small_grammars import compiled_random, grammars

ROOT = Path(__file__).parents[2]
SOURCES = [
    *sorted((ROOT / "tests" / "conformance" / "accept").glob("*.gram")),
    *sorted((ROOT / "grammars").glob("*/*.gram")),
]


def bare(node: object) -> object:
    """IR as plain values, without places."""
    if isinstance(node, msgspec.Struct):
        names = [name for name in node.__struct_fields__ if name != "place"]
        return [type(node).__name__, *(bare(getattr(node, name)) for name in names)]
    if isinstance(node, tuple):
        return [bare(one) for one in node]
    return node


def raised(file: tree.File, program: Program) -> tree.File:
    """The file with all that has alternatives raised from the IR."""
    intents = {intent.name: intent.body for intent in program.intents}
    statements: list[tree.AnyStatement] = []
    for statement in file.statements:
        if isinstance(statement, tree.Rule):
            statement = replace(statement, body=body(program.rules[statement.name]))
        elif isinstance(statement, tree.Intent) and statement.name in intents:
            statement = replace(statement, body=body(intents[statement.name]))
        statements.append(statement)
    return replace(file, statements=tuple(statements))


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: p.stem)
def test_there_and_back(path: Path) -> None:
    state, _ = analyse(str(path))
    assert state is not None
    model = state.known
    program = Program("", "", {}, model.rules, (), (), ())
    again = raised(state.project.root.tree, program)
    state_again, findings = analyse(str(path), print_file(again).encode())
    assert state_again is not None
    assert not [f for f in findings if f.is_error]
    assert bare_rules(state_again.known.rules) == bare_rules(model.rules)


def bare_rules(rules: dict[str, ir.Choice]) -> dict[str, object]:
    return {name: bare(choice) for name, choice in rules.items()}


@settings(
    deadline=None,
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(grammars("minus"))
def test_random_grammars(file: tree.File) -> None:
    compiled = compiled_random(file)
    again = raised(file, compiled.program)
    assert parse(print_file(again), "random.gram")[0] == again
    back, findings = compile_grammar("random.gram", print_file(again).encode())
    assert back is not None, findings
    assert bare_rules(back.program.rules) == bare_rules(compiled.program.rules)
    assert bare(back.program.intents[0].body) == bare(compiled.program.intents[0].body)


WRITTEN = [
    "a b | c d",
    "/2/ a | /3/ b",
    "[/0.5/ a] [b | c] (d | e)? [/3/ f g]",
    'x? "two words"? <r>? {S:<r>}?',
    'a" "b | " "c | d" " | "" | e" " f',
    "{r} {x:<r>} {C} {x:C} {C[value=p|q]} {x:C[value=p]} <C[value=p]>",
    '{s:"a"} {s:"a b"} {s:(a | b)} {s:[a]} {s:{t:C}} {k = "two words"} {k = @key}',
    '<C - p - "two words">a {x:<r - (a | "b c") - [d]>} <C[value=p|q] - <r - a>>',
    "a{2,3} b* c+ (d e)+ (a ; b | c ; d)",
    'a"b"? c"d"{2} {s:"a"?}',
    '\\? "[live]" a\\/b \\"',
    '{s:(a => X | b => "X Y" | c => "")}',
]


@pytest.mark.parametrize("text", WRITTEN)
def test_what_is_written_comes_back(text: str) -> None:
    source = f"catalog C = p | q\nr = u | v\nintent I = {text}\n"
    compiled, findings = compile_grammar("a.gram", source.encode())
    assert compiled is not None, findings
    (root,) = compiled.program.intents
    again, _ = compile_grammar(
        "a.gram", f"catalog C = p | q\nr = u | v\nintent I = {print_body(body(root.body))}".encode()
    )
    assert again is not None
    assert bare(again.program.intents[0].body) == bare(root.body)


def test_a_weight_that_no_decimal_can_say() -> None:
    option = ir.Option(1, (ir.Text("a"),))
    choice = ir.Choice((ir.Option(1, (ir.Choice((option, ir.Option(3, ()))),)),))
    assert print_body(body(choice)) == '(a | /3/ "")'


@pytest.mark.parametrize(
    ("value", "written"),
    [("3", "3"), ("1/2", "0.5"), ("1/3", None), ("7/40", "0.175"), ("10", "10"), ("100/8", "12.5")],
)
def test_decimals(value: str, written: str | None) -> None:
    assert decimal(Fraction(value)) == written
