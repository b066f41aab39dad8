"""The ABNF form."""

from __future__ import annotations

from ..speech.ready import Ready, legal, optional, words
from ..speech.tree import (
    Choice,
    Constant,
    Expansion,
    Garbage,
    Labelled,
    Null,
    Ref,
    Repeat,
    Sequence,
    Token,
    Value,
)
from .slots import after, script

WIDTH = 100
"""A rule on one line is no longer than this."""


def abnf(rules: dict[str, Expansion], root: str, made: Ready, locale: str) -> str:
    """The file."""
    head = ["#ABNF 1.0 UTF-8;", *([f"language {locale};"] if locale else [])]
    head += ["mode voice;", f"root ${root};", "tag-format <semantics/1.0>;", ""]
    lines = head
    if root not in rules:
        weights = made.weights if len(set(made.weights.values())) > 1 else {}
        ways = []
        for intent in made.weights:
            weight = f"/{weights[intent]}/ " if intent in weights else ""
            tag = f"{script('', rule=intent)} {script('intent', intent)}"
            ways.append(f"{weight}${intent} {_tag(tag)}")
        lines.append(f"${root} =\n    " + "\n  | ".join(ways) + ";\n")
    writer = _Writer(made)
    for rule, body in rules.items():
        start = f"{'public ' if rule in made.weights else ''}${rule} ="
        line = f"{start} {writer.alternatives(body)};"
        if len(line) > WIDTH and isinstance(body, Choice):
            line = f"{start}\n    " + "\n  | ".join(writer.ways(body)) + ";"
        lines.append(f"{line}\n")
    return "\n".join(lines)


class _Writer:
    def __init__(self, made: Ready) -> None:
        self._made = made

    def alternatives(self, node: Expansion) -> str:
        """*node* where nothing stands beside it."""
        if isinstance(node, Choice) and optional(node) is None:
            return " | ".join(self.ways(node))
        return self._sequence(node)

    def ways(self, node: Choice) -> list[str]:
        """The alternatives of *node*."""
        return [
            self._sequence(way.body)
            if way.weight is None
            else f"/{way.weight}/ {self._sequence(way.body)}"
            for way in node.ways
        ]

    def _sequence(self, node: Expansion) -> str:
        match node:
            case Token():
                return " ".join(map(_token, words(node))) or "$NULL"
            case Sequence(items=items):
                valued = any(isinstance(item, Value) for item in items)
                written = [
                    self._group(i) if valued or isinstance(i, Sequence) else self._sequence(i)
                    for i in items
                ]
                return " ".join(written)
        return self._atom(node)

    def _atom(self, node: Expansion) -> str:
        match node:
            case Null():
                return "$NULL"
            case Garbage():
                return "$GARBAGE"
            case Ref(rule=rule):
                return " ".join([f"${rule}", *map(_tag, after(node, self._made))])
            case Labelled(name=name, body=Ref(rule=rule)):
                return f"${rule} {_tag(script(name, rule=rule))}"
            case Constant(name=name, value=value):
                return _tag(script(name, value))
            case Value(text=value):
                return _tag(script("", value))
            case Repeat(body=body, low=0, high=1):
                return f"[{self.alternatives(body)}]"
            case Repeat(body=body, low=low, high=None):
                return f"{self._group(body)}<{low}- /0.5/>"
            case Repeat(body=body, low=low, high=high):
                times = str(low) if low == high else f"{low}-{high}"
                return f"{self._group(body)}<{times}>"
        there = optional(node)
        if there is not None:
            return f"[{self.alternatives(there)}]"
        return f"({self.alternatives(node)})"

    def _group(self, node: Expansion) -> str:
        """*node* as one thing."""
        if isinstance(node, Token) and len(words(node)) == 1:
            return self._sequence(node)
        if isinstance(node, Ref) and not any(after(node, self._made)):
            return self._atom(node)
        if isinstance(node, Value | Constant):
            return self._atom(node)
        return f"({self.alternatives(node)})"


def _token(word: str) -> str:
    # Without quotes the specification has name tokens of XML.
    return word if legal(word, ".:-") == word else f'"{word}"'


def _tag(text: str) -> str:
    return f"{{!{{{text}}}!}}"
