"""What lists and rules of a language are called in the `.gram` files."""

from __future__ import annotations

from ...dsl.findings import Finding
from ...dsl.naming import Names
from .model import Language, ListOf
from .template import ListRef, ranged, walk

OPEN = ("name", "area", "floor")
"""Lists that Home Assistant fills with what is in the house."""


class Naming:
    """Names for everything that files share, given before anything is written."""

    def __init__(self, language: Language, findings: list[Finding]) -> None:
        self.names = Names()
        self.open: list[str] = []
        self._rules: dict[str, str] = {}
        self._language = language
        for name in sorted(language.lists):
            self._told(name, self.names.name(name, "list"), language.lists[name], findings)
        used = _used_lists(language)
        for name in (*OPEN, *sorted(used)):
            if name not in language.lists and name not in self.open and ranged(name) is None:
                self.open.append(name)
                self.names.name(name, "list")
        for name, rule in language.rules.items():
            if self.names.known(name, "list") is not None:
                made = self.names.name(f"{name}_phrase", "rule")
                findings.append(
                    Finding(
                        "W602",
                        f"A rule and a list are called “{name}”; the rule is “{made}” now.",
                        rule.template.span,
                    )
                )
            else:
                made = self.names.name(name, "rule")
                if made != name:
                    findings.append(
                        Finding(
                            "W602", f"The rule “{name}” is called “{made}”.", rule.template.span
                        )
                    )
            self._rules[name] = made

    def _told(self, name: str, made: str, one: ListOf, findings: list[Finding]) -> None:
        if made != name:
            findings.append(Finding("W602", f"The list “{name}” is called “{made}”.", one.span))

    def open_names(self) -> tuple[str, ...]:
        """The names of the open catalogues."""
        return tuple(self.names.name(name, "list") for name in self.open)

    def list(self, name: str) -> str:
        """The name of a list."""
        return self.names.name(name, "list")

    def rule(self, name: str) -> str | None:
        """The name of a rule; None where there is no such rule."""
        return self._rules.get(name)


def _used_lists(language: Language) -> set[str]:
    found: set[str] = set()
    templates = [r.template for r in language.rules.values()]
    for one in language.lists.values():
        templates.extend(v.said for v in one.values or ())
    for block in language.blocks:
        own = {one.name for one in block.lists}
        inner = [*block.sentences, *(r.template for r in block.rules)]
        inner.extend(v.said for one in block.lists for v in one.values or ())
        for template in inner:
            found.update(
                i.list for i in walk(template.items) if isinstance(i, ListRef) and i.list not in own
            )
    for template in templates:
        found.update(i.list for i in walk(template.items) if isinstance(i, ListRef))
    return found
