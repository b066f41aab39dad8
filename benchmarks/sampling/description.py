"""A workload, before it is written for anybody: rules, alternatives with weights, slots, values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Word:
    text: str


@dataclass(frozen=True, slots=True)
class Ref:
    rule: str


@dataclass(frozen=True, slots=True)
class Slot:
    name: str


@dataclass(frozen=True, slots=True)
class Option:
    """What may be there, `weight` to 1."""

    weight: str
    items: tuple[Item, ...]


Item = Word | Ref | Slot | Option
Value = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Alternative:
    weight: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Workload:
    """`intent` is one of `rules`, the last; every rule stands before those that refer to it. The
    values of a slot are in `values`: (text, weight). `inline` says where they are written."""

    name: str
    intent: str
    rules: Mapping[str, tuple[Alternative, ...]]
    values: Mapping[str, tuple[Value, ...]]
    inline: bool


TOKEN = re.compile(r"\s*(?:/([0-9.]+)/|<(\w+)>|\{(\w+)\}|([\[\]|])|([^\s<>{}\[\]|/]+))")


def alternatives(source: str) -> tuple[Alternative, ...]:
    """The alternatives of a rule as words.py writes them."""
    tokens = [match.groups() for match in TOKEN.finditer(source)]
    assert TOKEN.sub("", source).strip() == "", source
    found, position = _choice(tokens, 0)
    assert position == len(tokens), source
    return found


def _choice(tokens: Sequence[tuple[str, ...]], at: int) -> tuple[tuple[Alternative, ...], int]:
    found: list[Alternative] = []
    weight, items = "1", list[Item]()
    while at < len(tokens):
        number, rule, slot, mark, word = tokens[at]
        if mark == "]":
            break
        at += 1
        if mark == "[":
            (inner,), at = _choice(tokens, at)
            items.append(Option(inner.weight, inner.items))
            at += 1
        elif mark == "|":
            found.append(Alternative(weight, tuple(items)))
            weight, items = "1", []
        elif number:
            weight = number
        elif rule:
            items.append(Ref(rule))
        elif slot:
            items.append(Slot(slot))
        else:
            items.append(Word(word))
    return (*found, Alternative(weight, tuple(items))), at


def joined(items: Sequence[Item]) -> tuple[Item, ...]:
    """*items* with words that stand side by side made one."""
    out: list[Item] = []
    for item in items:
        if isinstance(item, Word) and out and isinstance(out[-1], Word):
            out[-1] = Word(f"{out[-1].text} {item.text}")
        else:
            out.append(item)
    return tuple(out)


def spaced(items: Sequence[Item]) -> list[tuple[str, Item, str]]:
    """(space before, item, space behind): the spaces belong to what may be left out, so that none
    is doubled or stands at an end. One item at least must not be optional."""
    items = joined(items)
    first = next(i for i, item in enumerate(items) if not isinstance(item, Option))
    return [
        ("", item, " ") if i < first else (" " if i > first else "", item, "")
        for i, item in enumerate(items)
    ]


def ordered(rules: Mapping[str, tuple[Alternative, ...]], last: str) -> list[str]:
    """The names of the rules, each behind those it refers to."""
    order: list[str] = []

    def references(items: Sequence[Item]) -> Iterator[str]:
        for item in items:
            if isinstance(item, Ref):
                yield item.rule
            elif isinstance(item, Option):
                yield from references(item.items)

    def visit(name: str) -> None:
        if name not in order:
            for alternative in rules[name]:
                for rule in references(alternative.items):
                    visit(rule)
            order.append(name)

    visit(last)
    return order


# ---------------------------------------------------------------------- gramc's own form


def _items(items: Sequence[Item]) -> str:
    parts = []
    for item in joined(items):
        if isinstance(item, Word):
            parts.append(item.text)
        elif isinstance(item, Ref):
            parts.append(f"<{item.rule}>")
        elif isinstance(item, Slot):
            parts.append(f"{{{item.name}}}")
        else:
            parts.append(f"[{_weight(item.weight)}{_items(item.items)}]")
    return " ".join(parts)


def _weight(weight: str | int) -> str:
    return "" if str(weight) == "1" else f"/{weight}/ "


def _text(text: str) -> str:
    return f'"{text}"' if re.search(r"""[^\w\s']""", text) else text


def write_gram(workload: Workload, folder: Path) -> Path:
    """The grammar and, where it has any, its catalogue files; the grammar's path."""
    lines = [f"grammar {workload.name.replace('-', '_')}", "locale en-US", ""]
    for slot, values in workload.values.items():
        if workload.inline:
            texts = [_weight(weight) + _text(text) for text, weight in values]
            lines += [f"catalog {slot} =", *_wrapped(texts)]
        else:
            weighted = any(weight != 1 for _, weight in values)
            lines.append(f'catalog {slot} from "{slot}.tsv"')
            with (folder / f"{slot}.tsv").open("w", encoding="utf-8") as file:
                file.write("value\tweight\n" if weighted else "value\n")
                for text, weight in values:
                    file.write(f"{text}\t{weight}\n" if weighted else f"{text}\n")
    for rule in ordered(workload.rules, workload.intent):
        kind = "intent " if rule == workload.intent else ""
        texts = [_weight(a.weight) + _items(a.items) for a in workload.rules[rule]]
        lines += ["", f"{kind}{rule} =", *_wrapped(texts)]
    path = folder / "grammar.gram"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _wrapped(texts: Sequence[str]) -> Iterator[str]:
    for i, text in enumerate(texts):
        yield f"  {'|' if i else ' '} {text}"
