"""A grammar in llguidance's dialect of Lark, for constrained decoding.

https://github.com/guidance-ai/llguidance/blob/main/docs/syntax.md. Nothing in the grammar calls
itself, so all of it is one terminal made of others, which llguidance matches as a regular
expression: its fast way, and one in which no text is cut into lexemes in the wrong place.
"""

from __future__ import annotations

import json

from ..made import Job, Made, MadeFile
from ..plain.names import Names
from ..spelled.exported import spelled
from ..spelled.expressions import Alt, Chars, Expr, Lit, Many, Ref, Seq, Spelled, runs

WIDE = 96
"""Alternatives stand on lines of their own where a line would be longer."""


def export_grammar(job: Job) -> Made:
    """`NAME.lark`. The setting `form` says what is generated: `text`, `annotated` or `golden`."""
    grammar, findings = spelled(job, "Lark")
    if grammar is None:
        return Made((), tuple(findings))
    text = written(grammar, job.name)
    return Made((MadeFile(f"{job.name}.lark", text.encode()),), tuple(findings))


def written(grammar: Spelled, name: str = "") -> str:
    """The text of a Lark file."""
    names = Names("A-Z", "A-Z0-9_", reserved=("ROOT",), letter="X")
    given = {rule: names.name(rule.upper()) for rule in grammar.rules if rule != grammar.start}
    given[grammar.start] = "ROOT"
    lines = ["%llguidance {}", *([f"// {name}"] if name else []), "start: ROOT"]
    for rule, expr in grammar.rules.items():
        options = expr.options if isinstance(expr, Alt) else (expr,)
        shown = [_inside(option, given) for option in options]
        if not rule.isascii():
            lines.append(f"// {rule}")
        line = f"{given[rule]}: {' | '.join(shown)}"
        lines.append(line if len(line) <= WIDE else f"{given[rule]}: " + "\n    | ".join(shown))
    return "".join(f"{line}\n" for line in lines)


def _inside(expr: Expr, names: dict[str, str]) -> str:
    """*expr* as an alternative."""
    if isinstance(expr, Seq):
        return " ".join(_part(part, names) for part in expr.parts)
    return _part(expr, names)


def _part(expr: Expr, names: dict[str, str]) -> str:
    """*expr* as one of a sequence."""
    if isinstance(expr, Lit):
        return json.dumps(expr.text, ensure_ascii=False)
    if isinstance(expr, Chars):
        return f"/[{'^' if expr.but else ''}{_class(expr.of)}]/"
    if isinstance(expr, Ref):
        return names[expr.name]
    if isinstance(expr, Many):
        one = isinstance(expr.body, Ref | Chars)
        shown = _part(expr.body, names) if one else f"({_options(expr.body, names)})"
        return shown + _often(expr.low, expr.high)
    return f"({_options(expr, names)})"


def _options(expr: Expr, names: dict[str, str]) -> str:
    options = expr.options if isinstance(expr, Alt) else (expr,)
    return " | ".join(_inside(option, names) for option in options)


def _often(low: int, high: int | None) -> str:
    mark = {(0, 1): "?", (0, None): "*", (1, None): "+"}.get((low, high))
    return mark or f"{{{low},{'' if high is None else high}}}"


def _class(characters: str) -> str:
    return "".join(
        _of_class(first) + (f"-{_of_class(last)}" if last != first else "")
        for first, last in runs(characters)
    )


def _of_class(character: str) -> str:
    if character.isalnum():
        return character
    return f"\\x{{{ord(character):X}}}"
