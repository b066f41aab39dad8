"""A plain grammar as hassil's templates and lists."""

from __future__ import annotations

import re
from itertools import permutations
from typing import Any

from ...catalogues.numbers.progression import ONE
from ...compiler import ir
from ...dsl.findings import Finding
from ...dsl.span import Span
from ..plain.lists import PlainList
from ..plain.plain import Plain
from ..say import approximated
from .template import is_template

MOST_TEXTS = 1_000
"""Values that hassil can't put together are written out, so many at most."""

_PUNCTUATION = re.compile(r"(?:(?<=\s)|^)[,;:!?¿¡…؟，；：！？。]+|[,;:!?…؟，；：！？。]+(?=\s|$)")
_SPECIAL = re.compile(r"[()\[\]{}<>|;\\]")
Said = list[tuple[str, str | None]]
"""Texts and their canonical values."""


class Spelling:
    """Writes templates; `lists` are those that they use, as hassil's YAML has them."""

    def __init__(self, plain: Plain, place: Span) -> None:
        self._plain = plain
        self._place = place
        self.lists: dict[str, Any] = {}
        self.open: list[str] = []
        self.findings: list[Finding] = []
        ends = {n: c.of.rpartition(".")[2] for n, c in plain.catalogues.items() if c.open}
        self._short_names = {
            n: end
            for n, end in ends.items()
            if list(ends.values()).count(end) == 1 and (end == n or end not in plain.catalogues)
        }
        """What open catalogues are called: whoever fills them knows their own names."""
        self._taken = {*plain.catalogues, *self._short_names.values()}

    # ------------------------------------------------------------------ templates

    def sentence(self, parts: tuple[ir.Node, ...]) -> str:
        """The template of an alternative."""
        return " ".join(self._sequence(parts).split(" ")).strip(" ")

    def body(self, body: ir.Choice) -> str:
        """The template of a rule."""
        return self._node(body)

    def _sequence(self, parts: tuple[ir.Node, ...]) -> str:
        return "".join(
            self._permuted(part, parts, at) if isinstance(part, ir.Permute) else self._node(part)
            for at, part in enumerate(parts)
        )

    def _permuted(self, node: ir.Permute, parts: tuple[ir.Node, ...], at: int) -> str:
        around = (*parts[max(at - 1, 0) : at], *parts[at + 1 : at + 2])
        if all(isinstance(part, ir.Space) for part in around):
            return f"({';'.join(self._node(body) for body in node.bodies)})"
        # hassil would put spaces around it.
        orders = (" ".join(map(self._node, order)) for order in permutations(node.bodies))
        return f"({'|'.join(orders)})"

    def _node(self, node: ir.Node) -> str:
        if isinstance(node, ir.Text):
            return self._text(node.text)
        if isinstance(node, ir.Space):
            return " "
        if isinstance(node, ir.Call):
            return f"<{node.rule}>"
        if isinstance(node, ir.Draw):
            name = self._drawn(node)
            return f"{{{name}:@{name}}}"  # captured for responses, and no slot
        if isinstance(node, ir.Slot):
            return self._slot(node)
        if isinstance(node, ir.Choice):
            texts = [self._sequence(option.parts) for option in node.options]
            return _choice(texts)
        if isinstance(node, ir.Permute):
            return self._permuted(node, (node,), 0)
        return ""

    def _text(self, text: str) -> str:
        """A text, escaped; without the punctuation at the ends of words, which hassil takes out of
        what it reads."""
        bare = _PUNCTUATION.sub("", text)
        if bare != text:
            self.findings.append(
                approximated(
                    "Punctuation at the ends of words is left out, as hassil passes over it there.",
                    self._place,
                )
            )
        return _SPECIAL.sub(r"\\\g<0>", bare)

    # ------------------------------------------------------------------ slots

    def _slot(self, slot: ir.Slot) -> str:
        lists: dict[str, None] = {}
        values: list[dict[str, str]] = []
        empty = self._ways(slot.body, lists, values)
        if values:
            content = {"values": [_short(value) for value in values]}
            lists[self._made(f"{slot.name}_values", content)] = None
        self._join(lists)
        texts = [f"{{{n}}}" if n == slot.name else f"{{{n}:{slot.name}}}" for n in lists]
        return _choice([*texts, *([""] if empty else [])])

    def _ways(self, node: ir.Node, lists: dict[str, None], values: list[dict[str, str]]) -> bool:
        """Adds what a slot may be filled with; whether with nothing, too."""
        if isinstance(node, ir.Draw):
            lists[self._drawn(node)] = None
            return False
        if isinstance(node, ir.Call):
            return self._ways(self._plain.rules[node.rule], lists, values)
        options = node.options if isinstance(node, ir.Choice) else (ir.Option(1, (node,)),)
        empty = False
        for option in options:
            parts = option.parts
            alone = option.value is None and len(parts) == 1
            if alone and isinstance(parts[0], ir.Draw | ir.Call | ir.Choice):
                empty = self._ways(parts[0], lists, values) or empty
            elif not parts:
                empty = True
            else:
                values.extend(self._values(option))
        return empty

    def _values(self, option: ir.Option) -> list[dict[str, str]]:
        value = option.value
        if value is None and self._carry(option.parts):
            said = self._said(option.parts)
            if said is not None:
                return [_entry(text, v, text) for text, v in said if text]
            self.findings.append(
                approximated(
                    "Canonical values that parts of a slot give together can't be written out: "
                    "hassil gives the text.",
                    self._place,
                )
            )
        template = self._sequence(option.parts).strip(" ")
        return [_entry(template, value, template)] if template else []

    def _carry(self, parts: tuple[ir.Node, ...]) -> bool:
        """Whether a canonical value comes from within; that of a slot does not leave it."""
        nodes = list(parts)
        while nodes:
            node = nodes.pop()
            if isinstance(node, ir.Draw):
                return True
            if isinstance(node, ir.Choice) and any(o.value is not None for o in node.options):
                return True
            if isinstance(node, ir.Call):
                nodes.append(self._plain.rules[node.rule])
            elif not isinstance(node, ir.Slot):
                nodes.extend(ir.children(node))
        return False

    def _said(self, parts: tuple[ir.Node, ...]) -> Said | None:
        """The templates that hold no more choices than slots within do, with the values of the
        parts joined; None where there are too many."""
        found: Said = [("", None)]
        for part in parts:
            further: Said = []
            if isinstance(part, ir.Text | ir.Space):
                further = [(self._node(part), None)]
            elif isinstance(part, ir.Slot):
                further = [(self._slot(part), None)]  # its value stays within
            elif isinstance(part, ir.Call | ir.Choice):
                body = self._plain.rules[part.rule] if isinstance(part, ir.Call) else part
                for option in body.options:
                    inner = self._said(option.parts)
                    if inner is None:
                        return None
                    own = option.value
                    further.extend((text, v if own is None else own) for text, v in inner)
            elif isinstance(part, ir.Draw):
                listed = self._plain.catalogues[part.catalogue]
                if listed.open or listed.wild or len(listed) > MOST_TEXTS:
                    return None
                further = [(self._text(row.text), row.value) for row in listed.merged()]
            else:
                return None
            if len(found) * len(further) > MOST_TEXTS:
                return None
            found = [
                (a + b, " ".join(v for v in (one, two) if v is not None) if one or two else None)
                for a, one in found
                for b, two in further
            ]
        return [(" ".join(text.split()), value) for text, value in found]

    def _join(self, lists: dict[str, None]) -> None:
        """Numbers in digits and the same in words are one list."""
        for digits in list(lists):
            for words in list(lists):
                one, other = self.lists.get(digits, {}), self.lists.get(words, {})
                both = {k: v for k, v in one.get("range", {}).items() if k != "words"}
                if "words" in one.get("range", {}) and other == {
                    "range": {**both, "digits": False}
                }:
                    del lists[digits], lists[words]
                    lists[self._made(f"{digits}_said", {"range": both})] = None
                    break

    def _made(self, wanted: str, content: dict[str, Any]) -> str:
        """The list that holds this: one that there is already, or a new one."""
        for name, known in self.lists.items():
            if known == content:
                return name
        name, number = wanted, 1
        while name in self._taken or name in self.lists:
            number += 1
            name = f"{wanted}_{number}"
        self.lists[name] = content
        return name

    # ------------------------------------------------------------------ lists

    def _drawn(self, draw: ir.Draw) -> str:
        """The name of a list, which is written when it is first used."""
        name = self._short_names.get(draw.catalogue, draw.catalogue)
        if name not in self.lists and name not in self.open:
            made = self._list(self._plain.catalogues[draw.catalogue])
            if made is None:
                self.open.append(name)
            else:
                self.lists[name] = made
        return name

    def _list(self, listed: PlainList) -> dict[str, Any] | None:
        if listed.wild:
            return {"wildcard": True}
        if listed.open:
            return None
        if listed.range is not None and (numbers := _range(listed)) is not None:
            return {"range": numbers}
        rows = []
        for row in listed.merged():
            written = self._text(row.text)
            if not written:
                continue
            rows.append(_short(_entry(written, row.value, row.text)))
        return {"values": rows}

    def named(self, texts: list[str]) -> dict[str, Any]:
        """The lists that these templates name, and those that such lists name."""
        found: dict[str, Any] = {}
        while True:
            whole = "\n".join([*texts, *inner(found)])
            used = set(re.findall(r"(?<!\\)\{([^{}:]+)[:}]", whole))
            if used.intersection(self.lists) == found.keys():
                return found
            found = {name: one for name, one in self.lists.items() if name in used}

    def skipped(self) -> list[str]:
        """The words to skip."""
        found: dict[str, None] = {}
        for body in self._plain.skips:
            said = self._said((body,))
            plain = (re.sub(r"\\(.)", r"\1", text) for text, _ in said or ())
            found.update(dict.fromkeys(text for text in plain if text))
        return list(found)


def inner(lists: dict[str, Any]) -> list[str]:
    """The templates in lists."""
    return [v["in"] for one in lists.values() for v in one.get("values", ()) if isinstance(v, dict)]


def _choice(texts: list[str]) -> str:
    filled = list(dict.fromkeys(text for text in texts if text))
    inner = "|".join(filled)
    if not filled:
        return ""
    if len(filled) < len(texts) and "" in texts:
        return f"[{inner}]"
    return f"({inner})" if len(filled) > 1 else inner


def _entry(template: str, value: str | None, text: str) -> dict[str, str]:
    return {"in": template, "out": text if value is None and not is_template(text) else value or ""}


def _short(entry: dict[str, str]) -> Any:
    """A value as short as it can be said."""
    if entry["in"] == entry["out"] and not is_template(entry["in"]):
        return entry["in"]
    return {"in": entry["in"]} if not entry["out"] else entry


def _range(listed: PlainList) -> dict[str, Any] | None:
    """A range as hassil has it; None where it has no such."""
    found = listed.range
    assert found is not None
    low, high, step, times = (str(x) for x in (found.low, found.high, found.step, found.times))
    made: dict[str, Any] = {}
    fractions = {"0.5": ("halves", ".5"), "0.1": ("tenths", ".9")}.get(step)
    if fractions is not None:
        if "." in low or not high.endswith(fractions[1]) or low.startswith("-"):
            return None
        made = {"from": int(low), "to": int(high.partition(".")[0]), "fractions": fractions[0]}
    elif "." in low + high + step:
        return None
    else:
        made = {"from": int(low), "to": int(high)}
        if found.step != ONE:
            made["step"] = int(step)
    if found.times != ONE:
        made["multiplier"] = float(times) if "." in times else int(times)
    made["digits" if found.words else "words"] = False
    return made
