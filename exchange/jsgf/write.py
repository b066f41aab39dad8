"""Writing JSGF."""

from __future__ import annotations

import re

from ...dsl.findings import Finding
from ..made import Job, Made, MadeFile
from ..speech.ready import Ready, legal, optional, ready, words
from ..speech.tree import (
    Choice,
    Constant,
    Expansion,
    Labelled,
    Null,
    Ref,
    Repeat,
    Sequence,
    Token,
    Value,
    Void,
    sequence,
    walk,
)

MOST_NESTED = 30
"""So many optional parts stand one within the other for a repeat."""
WIDTH = 100
"""A rule on one line is no longer than this."""

_PLAIN = re.compile(r"[^\s;=|*+<>()\[\]{}/\"\\#]+")
_BARE_VALUE = re.compile(r"[^\s\"'(){}\[\];$=<>\\:]+(?: [^\s\"'(){}\[\];$=<>\\:]+)*")


def export_grammar(job: Job) -> Made:
    """The grammar as one JSGF file: intents are public rules. Slots are tags behind what they
    cover, `{name}`; canonical values `{=> VALUE}`; constants `<NULL> {name=VALUE}`. W621: the
    weights of intents."""
    made, findings = ready(job, garbage=False, legal=_legal, reserved=("NULL", "VOID"))
    if made is None:
        return Made((), tuple(findings))
    findings.extend(_too_often(made, job))
    if any(finding.is_error for finding in findings):
        return Made((), tuple(findings))
    if len(set(made.weights.values())) > 1:
        message = "The weights of the intents are lost: public rules have none."
        findings.append(Finding("W621", message, job.place))
    name = legal(job.name, "-.").strip(".") or "grammar"
    data = _file(made, name, job.locale).encode()
    return Made((MadeFile(f"{name.rsplit('.', 1)[-1]}.jsgf", data),), tuple(findings))


def _too_often(made: Ready, job: Job) -> list[Finding]:
    counts = [
        node.high - node.low
        for body in made.rules.values()
        for node in walk(body)
        if isinstance(node, Repeat) and node.high is not None
    ]
    if max(counts, default=0) <= MOST_NESTED:
        return []
    message = f"A repeat of {max(counts) + 1} counts can't be written: JSGF has no such operator."
    hint = f"Up to {MOST_NESTED + 1} are; or use * or +."
    return [Finding("E621", message, job.place, hint)]


def _legal(name: str) -> str:
    return legal(name, "-")


def _file(made: Ready, name: str, locale: str) -> str:
    head = f"#JSGF V1.0 UTF-8{f' {locale}' if locale else ''};\ngrammar {name};\n"
    lines = [head]
    for rule, body in made.rules.items():
        public = "public " if rule in made.weights else ""
        start = f"{public}<{rule}> ="
        text = f"{start} {_alternatives(body)};"
        if len(text) > WIDTH and isinstance(body, Choice):
            ways = "\n  | ".join(_ways(body))
            text = f"{start}\n    {ways};"
        lines.append(text + "\n")
    return "\n".join(lines)


def _alternatives(node: Expansion) -> str:
    if isinstance(node, Choice) and optional(node) is None:
        return " | ".join(_ways(node))
    return _sequence(node)


def _ways(node: Choice) -> list[str]:
    # A weighted sequence stands in brackets: some readers give the weight to its first part alone.
    return [
        _sequence(way.body) if way.weight is None else f"/{way.weight}/ {_weighted(way.body)}"
        for way in node.ways
    ]


def _weighted(node: Expansion) -> str:
    text = _sequence(node)
    return text if isinstance(node, Token | Ref | Null) else f"({text})"


def _sequence(node: Expansion) -> str:
    if isinstance(node, Token):
        return " ".join(map(_token, words(node))) or "<NULL>"
    if isinstance(node, Sequence):
        values = [item for item in node.items if isinstance(item, Value)]
        if not values:
            return " ".join(_with_constants(node.items))
        inner = tuple(item for item in node.items if not isinstance(item, Value))
        body = _group(sequence(inner)) if inner else "<NULL>"
        return f"{body} {_tag(f'=> {_quoted(values[-1].text)}')}"
    if isinstance(node, Repeat) and node.high is None and node.low > 1:
        return " ".join([*[_group(node.body)] * node.low, f"{_group(node.body)}*"])
    if isinstance(node, Repeat) and node.high is not None and (node.low, node.high) != (0, 1):
        return _counted(node)
    return _atom(node)


def _with_constants(items: tuple[Expansion, ...]) -> list[str]:
    """*items*, constants being tags of what stands before them (of <NULL> where nothing does)."""
    found: list[str] = []
    before: Expansion | None = None
    for item in items:
        if isinstance(item, Constant) and before is not None:
            if not isinstance(before, Constant | Labelled):
                found[-1] = _group(before)
            found[-1] += f" {_constant(item)}"
        else:
            found.append(_sequence(item))
        before = item
    return found


def _constant(node: Constant) -> str:
    return _tag(f"{node.name}={_quoted(node.value)}")


def _counted(node: Repeat) -> str:
    """So many times, every count alike: JSGF has no such operator."""
    assert node.high is not None
    once = _group(node.body)
    more = ""
    for left in range(1, node.high - node.low + 1):
        inner = f"({once} {more})" if more else once
        more = f"(/{left}/ {inner} | /1/ <NULL>)" if left > 1 else f"[{_inside(once)}]"
    return " ".join([*[once] * node.low, *([more] if more else [])])


def _inside(text: str) -> str:
    return (
        text[1:-1] if text.startswith("(") and text.endswith(")") and text.count("(") == 1 else text
    )


def _atom(node: Expansion) -> str:
    match node:
        case Ref(rule=rule):
            return f"<{rule}>"
        case Null():
            return "<NULL>"
        case Void():
            return "<VOID>"
        case Constant():
            return f"<NULL> {_constant(node)}"
        case Value(text=text):
            return f"<NULL> {_tag(f'=> {_quoted(text)}')}"
        case Labelled(name=name, body=body):
            return f"{_group(body)} {_tag(name)}"
        case Repeat(body=body, low=0, high=1):
            return f"[{_alternatives(body)}]"
        case Repeat(body=body, low=low):
            return f"{_group(body)}{'+' if low else '*'}"
    inner = optional(node)
    return f"({_alternatives(node)})" if inner is None else f"[{_alternatives(inner)}]"


def _group(node: Expansion) -> str:
    """*node* as one thing that something can be attached to."""
    if isinstance(node, Ref) or (isinstance(node, Token) and len(words(node)) == 1):
        return _sequence(node)
    if optional(node) is not None or isinstance(node, Choice):
        return f"({_alternatives(node)})"
    return f"({_sequence(node)})"


def _token(word: str) -> str:
    if _PLAIN.fullmatch(word):
        return word
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _quoted(value: str) -> str:
    if _BARE_VALUE.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _tag(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
    return f"{{{escaped}}}"
