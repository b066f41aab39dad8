"""What constrained decoding is given, tried: expressions by brute force, and grammars by
llguidance, byte by byte."""

from __future__ import annotations

from itertools import product

import llguidance
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.dsl.span import Span
from gramc.exchange.made import Job, Options
from gramc.exchange.spelled.expressions import Alt, Chars, Expr, Lit, Many, Ref, Seq, Spelled

TOKENS = llguidance.LLTokenizer("byte")


def texts(grammar: Spelled) -> set[str]:
    """All texts of a grammar that has an end."""
    known: dict[str, set[str]] = {}

    def of(expr: Expr) -> set[str]:
        if isinstance(expr, Lit):
            return {expr.text}
        if isinstance(expr, Chars):
            assert not expr.but
            return set(expr.of)
        if isinstance(expr, Ref):
            if expr.name not in known:
                known[expr.name] = of(grammar.rules[expr.name])
            return known[expr.name]
        if isinstance(expr, Seq):
            return {"".join(found) for found in product(*map(of, expr.parts))}
        if isinstance(expr, Alt):
            return set().union(*map(of, expr.options))
        assert isinstance(expr, Many)
        assert expr.high is not None
        one = of(expr.body)
        return {
            "".join(found)
            for count in range(expr.low, expr.high + 1)
            for found in product(one, repeat=count)
        }

    return of(Ref(grammar.start))


class Matcher:
    """A grammar as llguidance has it; *kind* is `lark` or `gbnf`."""

    def __init__(self, text: str, kind: str) -> None:
        self.grammar = llguidance.grammar_from(kind, text)
        problem = llguidance.LLMatcher.validate_grammar(self.grammar, TOKENS)
        assert not problem, problem
        self._matcher = llguidance.LLMatcher(TOKENS, self.grammar)

    def accepts(self, text: str) -> bool:
        matcher = self._matcher
        tokens = TOKENS.tokenize_str(text)
        assert matcher.reset()
        good = matcher.try_consume_tokens(tokens) == len(tokens) and matcher.is_accepting()
        assert not matcher.is_error(), matcher.get_error()
        return good


def job(source: str | Compiled, form: str = "text", path: str = "a.gram") -> Job:
    """A grammar to be exported."""
    compiled = source
    if isinstance(source, str):
        found, findings = compile_grammar(path, source.encode())
        assert found is not None, findings
        compiled = found
    assert isinstance(compiled, Compiled)
    options = Options(None, None, {"form": form})
    return Job(compiled, "g", compiled.locale, Span(path, 1, 1, 1, 1), options)
