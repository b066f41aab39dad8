"""Writing expressions: escapes, quotes, and where a line may be broken."""

from __future__ import annotations

import re
import unicodedata

from .names import is_name
from .text import WHITE_SPACE
from .tree import (
    Alternative,
    Anchor,
    Body,
    Constant,
    Context,
    Filter,
    Group,
    Maybe,
    Minus,
    Part,
    Permutation,
    Postfix,
    Quote,
    Range,
    Ref,
    Slot,
    Target,
    Unit,
    Word,
)

BREAK = "\n"
"""What stands in written expressions for a space at which the line may be broken."""

INNER_BREAK = "\v"
"""The same within brackets: such lines are broken where a bracket does not fit on one."""

_RESERVED = re.compile(r'[|()\[\]{}<>"=;?*+#\\@]')
_WEIGHT = re.compile(r"/[-+.,]*\d[-+.,\deE_]*%?/")
_PLAIN_VALUE = re.compile(rf'[^{WHITE_SPACE}|()\[\]{{}}<>"=;?*+#\\@]+')
_SPACE = re.compile(f"[{WHITE_SPACE}]")


def quoted(text: str) -> str:
    """*text* in quotes."""
    text = _SPACE.sub(" ", text)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def value(text: str) -> str:
    """A constant, canonical value, header or filter value: bare where one word says it."""
    if _PLAIN_VALUE.fullmatch(text) and not _begins_with_mark(text):
        return text
    return quoted(text)


def word(text: str, in_rewrite: bool = False) -> str:
    """A bare word, escaped where it would be read as something else; in quotes where no bare word
    can say it."""
    if not text or _SPACE.search(text):
        return quoted(text)
    written = _RESERVED.sub(r"\\\g<0>", text) if not text.isalnum() else text
    if _WEIGHT.match(text) or _begins_with_mark(text):
        return "\\" + written
    if in_rewrite:
        if text == "_":
            return r"\_"
        if text.endswith("$"):
            written = written[:-1] + r"\$"
        if text[0] == "^":
            written = "\\" + written
    return written


def body(node: Body, in_rewrite: bool = False) -> str:
    """Alternatives beside one another."""
    written: list[str] = []
    for each in node.alternatives:  # a loop, no generator: brackets nest a hundred deep
        written.append(alternative(each, in_rewrite))
    return f"{BREAK}| ".join(written)


def alternative(node: Alternative, in_rewrite: bool = False) -> str:
    """An alternative without its comments: weight, text, value, tags, agreement."""
    pieces: list[str] = []
    for each in node.units:
        pieces.append(unit(each, in_rewrite))
    if node.value is not None:
        pieces.append(f"=> {value(node.value)}")
    pieces.extend(f"@{tag.value}" for tag in node.tags)
    if node.agree is not None:
        pieces.append(f"@agree({', '.join(node.agree.features)})")
    text = BREAK.join(pieces)
    return text if node.weight is None else f"/{node.weight}/ {text}"


def units(node: tuple[Unit, ...], in_rewrite: bool = False) -> str:
    """Units with spaces between them."""
    return BREAK.join(unit(u, in_rewrite) for u in node)


def unit(node: Unit, in_rewrite: bool = False) -> str:
    """Parts that touch. Of two words side by side, which no source can hold, the second is
    written as a quote."""
    if len(node) == 1:
        return part(node[0], in_rewrite)
    pieces: list[str] = []
    after_word = False
    for each in node:
        inner = each
        while isinstance(inner, Postfix):
            inner = inner.part
        if after_word and isinstance(inner, Word):
            pieces.append(_with_quote(each, inner))
        else:
            pieces.append(part(each, in_rewrite))
        after_word = isinstance(each, Word)
    return "".join(pieces)


def part(node: Part, in_rewrite: bool = False) -> str:
    """One part."""
    match node:
        case Word(text):
            return word(text, in_rewrite)
        case Quote(text):
            return quoted(text)
        case Ref():
            return f"<{target(node.target)}>"
        case Slot():
            return slot(node)
        case Group():
            return f"({_within(body(node.body, in_rewrite))})"
        case Maybe():
            return f"[{_within(body(node.body, in_rewrite))}]"
        case Postfix():
            return part(node.part, in_rewrite) + postfix(node)
        case Permutation():
            inner = f"{BREAK}; ".join(body(b, in_rewrite) for b in node.bodies)
            return f"({_within(inner)})"
        case Constant(name, text):
            return f"{{{name} = {value(text)}}}"
        case Context(name, key):
            return f"{{{name} = @{key}}}"
        case Minus():
            less = "".join(f"{INNER_BREAK}- {part(p, in_rewrite)}" for p in node.without)
            return f"<{target(node.target)}{less}>"
        case Range():
            return range_(node)
        case Target():
            return target(node)
        case Anchor(mark):
            return mark


def postfix(node: Postfix) -> str:
    """The mark behind a part."""
    if node.mark != "{}":
        return node.mark
    return f"{{{node.low}}}" if node.low == node.high else f"{{{node.low},{node.high}}}"


def slot(node: Slot) -> str:
    """`{Slot}` or `{slot:filler}`."""
    if node.filler is None:
        return f"{{{node.name if node.own is None else target(node.own)}}}"
    filler = node.filler
    inner = filler
    while isinstance(inner, Postfix):
        inner = inner.part
    # A bare word behind the colon would be a name.
    text = _with_quote(filler, inner) if isinstance(inner, Word) else part(filler)
    return f"{{{node.name}:{text}}}"


def target(node: Target) -> str:
    """A name with its row and filters."""
    row = "" if node.row is None else f"#{node.row}"
    column = "" if node.column is None else f".{node.column}"
    return node.name + row + column + "".join(filter_(f) for f in node.filters)


def filter_(node: Filter) -> str:
    """`[column=a|b]`."""
    column = node.column if is_name(node.column) else quoted(node.column)
    return f"[{column}={'|'.join(value(v) for v in node.values)}]"


def range_(node: Range) -> str:
    """`<0..100 step 0.5 words times -1>`."""
    step = "" if node.step is None else f" step {node.step}"
    words = " words" if node.words else ""
    times = "" if node.times is None else f" times {node.times}"
    return f"<{node.low}..{node.high}{step}{words}{times}>"


def _within(text: str) -> str:
    return text.replace(BREAK, INNER_BREAK)


def _with_quote(node: Part, inner: Word) -> str:
    marks = ""
    while isinstance(node, Postfix):
        marks = postfix(node) + marks
        node = node.part
    return quoted(inner.text) + marks


def _begins_with_mark(text: str) -> bool:
    """Whether the first character would be drawn over, or join, what is written before it."""
    char = text[0]
    return not char.isascii() and unicodedata.category(char)[0] == "M"
