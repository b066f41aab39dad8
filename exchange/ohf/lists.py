"""Lists of OHF-Voice/intents: values, ranges, wildcards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...dsl.findings import Finding
from ..yaml import Value
from .comments import Comments
from .model import ListOf, ListValue, Range, Template
from .template import is_template, plain, trimmed
from .values import Checked

_PARTS = {"halves": 2, "tenths": 10}


class ListReader(Checked):
    """Reads maps of lists (`hassil.intents._parse_list`)."""

    def __init__(
        self,
        findings: list[Finding],
        template: Callable[[Value, Comments, str], Template | None],
        bare: Callable[[str], str],
    ) -> None:
        super().__init__(findings)
        self._template = template
        self._bare = bare
        self._told: set[str] = set()

    def lists(self, value: Value, comments: Comments) -> list[ListOf]:
        """The lists of a map; one that is none of the three kinds is E603."""
        found: list[ListOf] = []
        for name, key, body in self.pairs(value, "A map of lists"):
            above = comments.above(key.span.line)
            parts = {k: v for k, _, v in self.pairs(body, "A list")}
            if "values" in parts:
                values = self._values(parts["values"], comments)
                found.append(ListOf(name, key.span, tuple(values), comments=above))
            elif "range" in parts:
                numbers = self._range(parts["range"])
                if numbers is not None:
                    found.append(ListOf(name, key.span, range=numbers, comments=above))
            elif self.truth(parts.get("wildcard")):
                found.append(ListOf(name, key.span, comments=above))
            elif body.kind == "map":
                self.findings.append(
                    Finding(
                        "E603",
                        f"The list “{name}” has no “values”, no “range”, and is no wildcard.",
                        key.span,
                    )
                )
        return found

    def _values(self, value: Value, comments: Comments) -> list[ListValue]:
        found: list[ListValue] = []
        for each in self.values(value, "A list of values"):
            meant: str | None = None
            said: Value | None = each
            if each.kind == "map":
                said = each.get("in")
                if said is None:
                    self.findings.append(Finding("E603", "This value has no “in”.", each.span))
                    continue
                out = each.get("out")
                if out is not None and out.kind != "none":
                    listed = self.meant(out, "The value “out”")
                    meant = listed[0] if listed else None
                    if len(listed) > 1:
                        self.findings.append(
                            Finding(
                                "W602",
                                f"A value means one thing: “{meant}” is taken of {len(listed)}.",
                                out.span,
                            )
                        )
                for key, name, _ in each.items():
                    if key not in ("in", "out") and key not in self._told:
                        self._told.add(key)
                        code = "W603" if key == "metadata" else "W601"
                        message = f"“{key}” of a list's values is left out, here and elsewhere."
                        self.findings.append(Finding(code, message, name.span))
            elif each.kind == "text" and not is_template(each.text):
                meant = each.text
            if said is None:
                continue
            template = self._said(said, comments)
            if template is not None and template.items:
                found.append(ListValue(template, meant))
        return found

    def _said(self, value: Value, comments: Comments) -> Template | None:
        if value.kind == "text" and not is_template(value.text):
            above = comments.above(value.span.line)
            items = plain(self._bare(value.text.strip()))
            return Template(items, value.text, value.span, above, comments.behind(value))
        found = self._template(value, comments, "What is said")
        return None if found is None else replace(found, items=trimmed(found.items))

    def _range(self, value: Value) -> Range | None:
        parts = {k: v for k, _, v in self.pairs(value, "A range")}
        if value.kind != "map":
            return None
        low = self.whole(parts.get("from"), "“from”", 0)
        high = self.whole(parts.get("to"), "“to”", low)
        step = self.whole(parts.get("step"), "“step”", 1)
        fractions = self.text(parts["fractions"], "“fractions”") if "fractions" in parts else None
        if fractions is not None and fractions not in _PARTS:
            self.findings.append(
                Finding(
                    "E603",
                    f"Fractions are halves or tenths, not “{fractions}”.",
                    parts["fractions"].span,
                )
            )
        if low > high or step < 1:
            self.findings.append(
                Finding("E603", f"No number lies from {low} to {high} by {step}.", value.span)
            )
            return None
        times = self.text(parts["multiplier"], "“multiplier”") if "multiplier" in parts else None
        if "words_language" in parts:
            self.findings.append(
                Finding(
                    "W602",
                    "The words of these numbers are those of the grammar's language.",
                    parts["words_language"].span,
                )
            )
        return Range(
            low,
            high,
            step,
            _PARTS.get(fractions or "", 1),
            times,
            self.truth(parts.get("digits"), True),
            self.truth(parts.get("words"), True),
        )
