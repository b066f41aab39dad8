"""A grammar as GBNF, by which llama.cpp constrains what a model says.

https://github.com/ggml-org/llama.cpp/blob/master/grammars/README.md, and its parser: names are
letters, digits and `-`; a line may only break behind `|` and within brackets.
"""

from __future__ import annotations

from ..made import Job, Made, MadeFile
from ..plain.names import Names
from ..spelled.exported import spelled
from ..spelled.expressions import Alt, Chars, Expr, Lit, Many, Ref, Seq, Spelled, runs
from .groups import with_small_groups

WIDE = 96
"""A line is broken at `|` where it would be longer."""


def export_grammar(job: Job) -> Made:
    """`NAME.gbnf`. The setting `form` says what is generated: `text`, `annotated` or `golden`."""
    grammar, findings = spelled(job, "GBNF")
    if grammar is None:
        return Made((), tuple(findings))
    text = written(grammar, job.name)
    return Made((MadeFile(f"{job.name}.gbnf", text.encode()),), tuple(findings))


def written(grammar: Spelled, name: str = "") -> str:
    """The text of a GBNF file."""
    names = Names("A-Za-z", "A-Za-z0-9-", filler="-", reserved=("root",), fold=True)
    names.given[grammar.start] = "root"
    lines = [f"# {name}"] if name else []
    for rule, expr in with_small_groups(grammar).rules.items():
        options = expr.options if isinstance(expr, Alt) else (expr,)
        shown = [_inside(option, names) for option in options]
        if not rule.isascii():
            lines.append(f"# {rule}")
        head = f"{names.of(rule)} ::= "
        line = head + " | ".join(shown)
        lines.append(line if len(line) <= WIDE else head + " |\n    ".join(_filled(shown)))
    return "".join(f"{line}\n" for line in lines)


def _filled(options: list[str]) -> list[str]:
    """Alternatives gathered into lines of some width."""
    lines: list[str] = []
    for option in options:
        if lines and len(lines[-1]) + len(option) + 3 <= WIDE - 6:
            lines[-1] += f" | {option}"
        else:
            lines.append(option)
    return lines


def _inside(expr: Expr, names: Names) -> str:
    """*expr* as an alternative."""
    if isinstance(expr, Seq):
        return " ".join(_part(part, names) for part in expr.parts)
    return _part(expr, names)


def _part(expr: Expr, names: Names) -> str:
    """*expr* as one of a sequence."""
    if isinstance(expr, Lit):
        return '"' + "".join(_ESCAPED.get(c) or _character(c) for c in expr.text) + '"'
    if isinstance(expr, Chars):
        return f"[{'^' if expr.but else ''}{_class(expr.of)}]"
    if isinstance(expr, Ref):
        return names.of(expr.name)
    if isinstance(expr, Many):
        one = isinstance(expr.body, Ref | Chars)
        shown = _part(expr.body, names) if one else f"({_options(expr.body, names)})"
        return shown + _often(expr.low, expr.high)
    return f"({_options(expr, names)})"


def _options(expr: Expr, names: Names) -> str:
    options = expr.options if isinstance(expr, Alt) else (expr,)
    return " | ".join(_inside(option, names) for option in options)


def _often(low: int, high: int | None) -> str:
    mark = {(0, 1): "?", (0, None): "*", (1, None): "+"}.get((low, high))
    if mark is not None:
        return mark
    if high is None:
        return f"{{{low},}}"
    return f"{{{low}}}" if low == high else f"{{{low},{high}}}"


_ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _character(character: str) -> str:
    if character.isprintable():
        return character
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02X}"
    return f"\\u{number:04X}" if number < 0x10000 else f"\\U{number:08X}"


def _class(characters: str) -> str:
    return "".join(
        _of_class(first) + (f"-{_of_class(last)}" if last != first else "")
        for first, last in runs(characters)
    )


def _of_class(character: str) -> str:
    if character in "[]^-/":  # of which not all readers know each with a backslash
        return f"\\x{ord(character):02X}"
    return _ESCAPED.get(character) or _character(character)
