"""Checked looks into YAML: what is not as it should be is a finding, and is left aside."""

from __future__ import annotations

import re

from ...dsl.findings import Finding
from ..yaml import Value, wanted

_DECIMAL = re.compile(r"([-+]?[0-9]+\.[0-9]*?)0*")


class Checked:
    """Collects findings while values are looked at."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings

    def pairs(self, value: Value | None, what: str) -> list[tuple[str, Value, Value]]:
        """Those of a map; none where there is nothing."""
        if value is None or value.kind == "none" or not self._is(value, "map", what):
            return []
        return list(value.items())

    def values(self, value: Value | None, what: str) -> list[Value]:
        """Those of a list; none where there is nothing."""
        if value is None or value.kind == "none" or not self._is(value, "list", what):
            return []
        return list(value.values)

    def text(self, value: Value | None, what: str) -> str | None:
        """A text; None where there is none."""
        if value is None or not self._is(value, "text", what):
            return None
        return value.text

    def texts(self, value: Value | None, what: str) -> tuple[str, ...]:
        """One text or a list of them."""
        if value is None or value.kind == "none":
            return ()
        if value.kind == "text":
            return (value.text,)
        if not self._is(value, "list", what):
            return ()
        return tuple(t for v in value.values if (t := self.text(v, what)) is not None)

    def meant(self, value: Value | None, what: str) -> tuple[str, ...]:
        """What a slot may be: one text or a list of them; numbers as short as they can be written,
        as hassil's 20.0 is 20."""
        if value is not None and value.kind == "text":
            return (_shortest(value),)
        found = self.texts(value, what)
        return tuple(map(_shortest, value.values)) if value is not None and found else found

    def whole(self, value: Value | None, what: str, without: int) -> int:
        """A whole number; *without* where there is none."""
        if value is None or value.kind == "none" or not self._is(value, "text", what):
            return without
        try:
            if len(value.text) <= 15:
                return int(value.text)
        except ValueError:
            pass
        self.findings.append(
            Finding("E603", f"{what} should be a whole number, not “{value.text}”.", value.span)
        )
        return without

    def truth(self, value: Value | None, without: bool = False) -> bool:
        """What YAML 1.1 takes for true."""
        if value is None or value.kind != "text" or value.style:
            return without
        return value.text.lower() in ("true", "yes", "on", "y")

    def _is(self, value: Value, kind: str, what: str) -> bool:
        wrong = wanted(value, kind, what)
        if wrong is not None:
            self.findings.append(wrong)
        return wrong is None


def _shortest(value: Value) -> str:
    found = None if value.style else _DECIMAL.fullmatch(value.text)
    return value.text if found is None else found[1].rstrip(".").lstrip("+")
