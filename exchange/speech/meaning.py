"""From tags to slots: what `Tag` and `Tagged` say becomes `Labelled`, `Constant` and `Value`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ...dsl.findings import Finding
from ...dsl.span import Span
from . import tags
from .project import Project
from .tree import (
    Choice,
    Constant,
    Expansion,
    Labelled,
    Null,
    Ref,
    Repeat,
    Sequence,
    Tag,
    Tagged,
    Value,
    below,
    sequence,
    walk,
    with_below,
)

Reading = Callable[[Tag], "list[tags.Says] | None"]
"""How the tags of a rule are read."""


class Meaning:
    """Reads the tags of all rules of a project. `wanted` are the properties of a rule's result
    that others take."""

    def __init__(self, project: Project, readings: dict[str, Reading]) -> None:
        self._project = project
        self._readings = readings
        self._lost: dict[str, list[Span]] = {}
        self._nothing: dict[str, list[Span]] = {}
        self.wanted: dict[str, set[str]] = {}

    def run(self) -> None:
        """Changes the rules. Once a file: W601 for what can't be told, W603 for what has no
        bearing."""
        project = self._project
        for name, rule in project.rules.items():
            self._read = self._readings[name]
            self._file = project.file_of[name]
            project.rules[name] = replace(rule, body=self._of(rule.body))
        for spans, code, what in (
            (self._lost, "W601", "left out: a grammar can't say what it does"),
            (self._nothing, "W603", "ignored: it says nothing of the language"),
        ):
            for found in spans.values():
                more = f", and {len(found) - 1} more like it in this file," if found[1:] else ""
                project.findings.append(
                    Finding(
                        code,
                        f"This tag{more} is {what}.".replace(", is", ", are")
                        if more
                        else f"This tag is {what}.",
                        found[0],
                    )
                )

    def _of(self, node: Expansion) -> Expansion:
        if isinstance(node, Tag):
            node = Sequence((node,), node.span)
        if isinstance(node, Sequence):
            done: list[Expansion] = []
            for item in node.items:
                if isinstance(item, Tag):
                    done = self._applied(done, item)
                else:
                    done.append(self._of(item))
            return Sequence(tuple(done), node.span) if done else Null(node.span)
        if isinstance(node, Tagged):
            done = [self._of(node.body)]
            for tag in node.tags:
                done = self._applied(done, tag)
            return sequence(tuple(done), node.span)
        return with_below(node, tuple(self._of(part) for part in below(node)))

    def _applied(self, done: list[Expansion], tag: Tag) -> list[Expansion]:
        said = self._read(tag)
        if said is None:
            self._lost.setdefault(self._file, []).append(tag.span)
            return done
        for says in said:
            match says.kind:
                case "slot" | "all":
                    inner = done
                    if says.value is not None:
                        inner = [*done, Value(says.value, tag.span)]
                    done = [Labelled(says.name, sequence(tuple(inner), tag.span), tag.span)]
                case "constant":
                    done = [*done, Constant(says.name, says.value or "", tag.span)]
                case "value":
                    kept = [d for d in done if not isinstance(d, Value)]
                    done = [*kept, Value(says.value or "", tag.span)]
                case "label":
                    done = self._labelled(done, says, tag)
                case "lost":
                    self._lost.setdefault(self._file, []).append(tag.span)
                case "nothing":
                    self._nothing.setdefault(self._file, []).append(tag.span)
        return done

    def _labelled(self, done: list[Expansion], says: tags.Says, tag: Tag) -> list[Expansion]:
        for at in range(len(done) - 1, -1, -1):
            changed = self._found(done[at], says)
            if changed is not None:
                return [*done[:at], changed, *done[at + 1 :]]
        self._lost.setdefault(self._file, []).append(tag.span)
        return done

    def _found(self, node: Expansion, says: tags.Says) -> Expansion | None:
        """*node* with the last use of the rule in it labelled; None where there is none."""
        if isinstance(node, Ref):
            if says.rule and self._project.rules[node.rule].name != says.rule:
                return None
            if says.of:
                self.wanted.setdefault(node.rule, set()).add(says.of)
            return Labelled(says.name, node, node.span) if says.name else node
        if isinstance(node, Sequence):
            for at in range(len(node.items) - 1, -1, -1):
                changed = self._found(node.items[at], says)
                if changed is not None:
                    items = (*node.items[:at], changed, *node.items[at + 1 :])
                    return replace(node, items=items)
            return None
        if isinstance(node, Choice | Repeat | Labelled):
            parts = below(node)
            changed_parts = tuple(self._found(part, says) for part in parts)
            if all(part is None for part in changed_parts):
                return None
            return with_below(
                node,
                tuple(
                    new if new is not None else old
                    for new, old in zip(changed_parts, parts, strict=True)
                ),
            )
        return None


def has_text(node: Expansion) -> bool:
    """Whether anything but values and constants stands in *node*."""
    return any(
        not isinstance(n, Null | Constant | Value | Sequence | Choice | Repeat | Labelled)
        for n in walk(node)
    )
