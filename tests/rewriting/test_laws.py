"""Rewriting by a transducer is rewriting from left to right, letter by letter."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from gramc.compiler.compile import compile_grammar
from gramc.corpora.utterance import Span, Utterance
from gramc.runtime.inverse import Inverse
from hypothesis import given, settings
from hypothesis import strategies as st

from ..reference.rewriting import BEGIN, END, Change, rewritten
from .rules import Rule, rules, written


@st.composite
def utterances(draw: st.DrawFn) -> Utterance:
    words = draw(st.lists(st.text("abxy", min_size=1, max_size=3), max_size=5))
    text = " ".join(words)
    slots = []
    at = 0
    for word in words:
        if draw(st.booleans()):
            inner = ()
            if len(word) > 1 and draw(st.booleans()):
                inner = (Span("i", at, at + 1),)
            slots.append(Span("s", at, at + len(word), None, inner))
        at += len(word) + 1
    return Utterance(text, tuple(slots))


def change(rule: Rule) -> Change:
    old, new, left, right = rule
    return Change(
        [old],
        new,
        [BEGIN if s == "^" else s for s in left] or [""],
        [END if s == "$" else s for s in right] or [""],
    )


@settings(max_examples=60)
@given(rules("abx ", 3), st.lists(utterances(), min_size=1, max_size=12))
def test_as_the_reference_says(given_rules: list[Rule], texts: list[Utterance]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "g.gram"
        lines = [*map(written, given_rules), "intent Say = a"]
        path.write_text("\n".join(lines) + "\n", "utf-8")
        compiled, findings = compile_grammar(str(path))
    assert compiled is not None, findings
    rewriter = compiled.rewriter
    assert rewriter is not None
    changes = [change(rule) for rule in given_rules]
    inverse = Inverse(rewriter.full, None)
    for utterance in texts:
        expected = rewritten(utterance, changes)
        assert rewriter.utterance(utterance) == expected
        if not any(new == "" for _, new, _, _ in given_rules) and len(utterance.text) < 12:
            assert utterance.text in inverse.originals(expected.text)
