"""How many examples Chatette makes of an intent."""

from __future__ import annotations

from .project import Project
from .syntax import Choice, Content, Unit, Use, Word

MOST = 10**9


def examples(project: Project, unit: Unit) -> tuple[int, bool]:
    """The examples of an intent for training and tests, at most all there are, and whether the
    file says how many."""
    counts = {key.lower(): value for key, value in unit.counts.items()}
    training = _whole(counts.get("training", counts.get("train", "")))
    testing = _whole(counts.get("testing", counts.get("test", ""))) or 0
    most = _Counting(project).unit("%", unit.name, None)
    if training is None:
        return most, False
    return max(1, min(training + testing, most)), True


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class _Counting:
    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[tuple[str, str, str | None], int] = {}

    def unit(self, kind: str, name: str, variation: str | None) -> int:
        """As Chatette counts: `&` doubles, `?` adds one."""
        stack = [(kind, name, variation)]
        while stack:
            key = stack[-1]
            defined = self._project.units[key[0], key[1]]
            rules = defined.of(key[2])
            missing = [u for rule in rules for u in _used(rule.contents) if u not in self._known]
            if missing:
                stack.extend(missing)
                continue
            stack.pop()
            total = sum(self._product(rule.contents) for rule in rules)
            self._known[key] = min(MOST, total * (2 if defined.unit.case else 1))
        return self._known[kind, name, variation]

    def _product(self, contents: tuple[Content, ...]) -> int:
        found = 1
        for content in contents:
            found = min(MOST, found * self._content(content))
        return found

    def _content(self, content: Content) -> int:
        if isinstance(content, Word):
            return 1
        if isinstance(content, Use):
            count = self._known[content.kind, content.name, content.variation]
        else:
            count = sum(self._product(rule) for rule in content.rules)
        return min(MOST, count * (2 if content.case else 1) + (content.rand is not None))


def _used(contents: tuple[Content, ...]) -> list[tuple[str, str, str | None]]:
    found: list[tuple[str, str, str | None]] = []
    for content in contents:
        if isinstance(content, Use):
            found.append((content.kind, content.name, content.variation))
        elif isinstance(content, Choice):
            for rule in content.rules:
                found.extend(_used(rule))
    return found
