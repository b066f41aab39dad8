"""Every engine rewrites as the definition does, to the byte."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory

import gramc
import pytest
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.corpora.formats import FORMATS
from gramc.runtime.engine import PlainEngine
from gramc.runtime.engines import engine
from gramc.runtime.kernel import serving
from gramc.runtime.quick import QuickEngine
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk
from hypothesis import given, settings

from ..runtime.test_kernel import plain
from .grammars import LANGUAGES
from .rules import Rule, rules, written

FORMS = ("text", "annotated", "jsonl", "bio", "massive")

SPEECH = """
catalog Name = a | ab => AB | "b a" | "x" | "ä" | "äx b" => X | xx | "б"
slot = {Name} | {Pair:({Name}{Name})} | ab | äx | x
intent Say = <slot> <slot>? b {Name}<slot> | (<slot> | ä | "a b"){1,4} | [x] {Name}
"""


def compiled(source: str) -> Compiled:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "own.gram"
        path.write_text(source, "utf-8")
        made, findings = compile_grammar(str(path))
    assert made is not None, findings
    return made


def check(made: Compiled, count: int) -> str:
    sampler = Sampler(walk(made), 11)
    quick, definition = engine(sampler), PlainEngine(sampler)
    engines = (quick, QuickEngine(sampler), definition)
    for form in FORMS:
        assert form in FORMATS
        lines = {b"".join(map(bytes, each.lines(form, 3, count))) for each in engines}
        assert len(lines) == 1
    (one,), *others = (each.columns(3, count) for each in engines)
    for (other,) in others:
        for field in fields(one):
            assert plain(getattr(one, field.name)) == plain(getattr(other, field.name))
    return quick.name


@pytest.mark.parametrize("locale", LANGUAGES)
def test_languages(locale: str) -> None:
    name = check(compiled(LANGUAGES[locale]), 500)
    assert name == serving() or locale == "hi"


def test_long_and_short_texts() -> None:
    source = """
rewrite a => an / (^ | " ") _ " " (a | e)
rewrite zz => ""
intent Say = <word>{0,40} | {s:"zz"} | {s:<word>{1,30}} zz {t:"zz"}
word = a | {w:"a"} | egg | {x:{w:"e"}} | zz | bb
"""
    assert check(compiled(source), 400) in ("C", "Python")


def test_many_borders_in_a_long_context() -> None:
    source = """
rewrite "in dem" => "im" / (^ | " ") _ " " <place>
place = museum für zeitgenössische kunst | alten botanischen garten | hof
some = {a:"museum"} {b:"für"} {c:"zeitgenössische"} {d:"kunst"}
part = <some> | {a:({b:"alten"} {c:"botanischen"})} garten
intent Be = [ich bin] in dem (<part> | {p:<place>} | museum für kunst | alten garten)
"""
    made = compiled(source)
    assert made.rewriter is not None
    assert made.rewriter.partial
    assert check(made, 300) == serving()


@settings(max_examples=40)
@given(rules("abxä ", 3))
def test_any_rules(some: list[Rule]) -> None:
    check(compiled("\n".join([*map(written, some), SPEECH])), 60)


def test_a_rule_that_looks_ahead_without_end_is_left_to_the_definition() -> None:
    source = 'rewrite a => "an" / _ (" very")* " old"\nintent Say = a very{0,3} (old | new)\n'
    made = compiled(source)
    assert made.rewriter is not None
    assert made.rewriter.quick is None
    assert {u.text for u in gramc.runtime.grammar.Grammar(made).sample(200)} == {
        *("an" + " very" * n + " old" for n in range(4)),
        *("a" + " very" * n + " new" for n in range(4)),
    }
    check(made, 50)
