"""The sandbox of a template: nothing of Python is in reach, and there is an end to everything.

jinja2's own sandbox keeps templates from attributes that lead to the machine. Beyond that, loops
and calls are counted, texts and lists that are made may have only so many items, and what could
make more at one stroke (padding, formats) is not there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jinja2 import StrictUndefined, Template, nodes
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .filters import csv, tojson, xml

MOST_TEXT = 4_000_000
"""So many characters a text that a template makes may have, and so many items a list."""
MOST_POWER = 1_000_000

_FILTERS = frozenset(
    (
        "abs", "capitalize", "count", "d", "default", "dictsort", "first", "float", "groupby",
        "int", "items", "join", "last", "length", "list", "lower", "map", "max", "min", "reject",
        "rejectattr", "replace", "round", "select", "selectattr", "sort", "string", "sum", "title",
        "trim", "truncate", "unique", "upper", "urlencode", "wordcount",
    )
)  # fmt: skip
_METHODS = frozenset(
    (
        "capitalize", "casefold", "count", "endswith", "find", "index", "isalnum", "isalpha",
        "isdigit", "islower", "isnumeric", "isspace", "isupper", "items", "get", "keys", "lower",
        "lstrip", "partition", "removeprefix", "removesuffix", "rfind", "rpartition", "rsplit",
        "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "upper",
        "values",
    )
)  # fmt: skip
"""What texts, lists and maps can be asked to do: nothing that makes more of them."""


class TooMuch(SecurityError):
    """A template has no end, or makes too much."""


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment for one template, which may take *steps* turns of loops and calls."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, steps: int) -> None:
        super().__init__(
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            autoescape=False,
        )
        self.steps = steps
        for name in [name for name in self.filters if name not in _FILTERS]:
            del self.filters[name]
        given: dict[str, Callable[..., Any]] = {
            "tojson": tojson,
            "csv": csv,
            "xml": xml,
            "join": self._join,
            "replace": self._replace,
            "_counted": self._counted,
            "_joined": lambda parts: self._join(parts),
        }
        self.filters.update(given)
        self.globals.pop("lipsum", None)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "_counted", [], [], None, None, lineno=loop.lineno)
        return _without_concat(tree)

    def step(self) -> None:
        """Counts one turn."""
        self.steps -= 1
        if self.steps < 0:
            raise TooMuch("it does not come to an end")

    def _counted(self, items: Iterable[object]) -> Iterator[object]:
        for item in items:
            self.step()
            yield item

    def _join(self, items: Iterable[object], between: object = "", attribute: str = "") -> str:
        found: list[str] = []
        size = 0
        for item in items:
            self.step()
            found.append(str(self.getattr(item, attribute) if attribute else item))
            size += len(found[-1]) + len(str(between))
            if size > MOST_TEXT:
                raise TooMuch(f"a text has more than {MOST_TEXT:,} characters")
        return str(between).join(found)

    def _replace(self, text: object, old: str, new: str) -> str:
        given = str(text)
        if len(given) + given.count(old) * len(new) > MOST_TEXT:
            raise TooMuch(f"a text has more than {MOST_TEXT:,} characters")
        return given.replace(old, new)

    def wrap_str_format(self, value: Any) -> None:
        """Nothing stands in for `format`, which is no method here."""

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Whether a template may use an attribute: data, and the methods of `_METHODS`."""
        if isinstance(obj, str | bytes | list | tuple | dict) and attr not in _METHODS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """A call, counted."""
        self.step()
        return super().call(context, obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """An operation that could make much of little."""
        sized = [one for one in (left, right) if hasattr(one, "__len__")]
        if operator == "%" and isinstance(left, str):
            raise TooMuch("a text is put together with `~`, not with `%`")
        if operator == "**" and (abs(left) > MOST_POWER or abs(right) > 64):
            raise TooMuch("a power is too large")
        if operator == "*" and sized:
            times = right if sized[0] is left else left
            if isinstance(times, int) and len(sized[0]) * times > MOST_TEXT:
                raise TooMuch(f"a text or list has more than {MOST_TEXT:,} items")
        elif operator == "*" and any(isinstance(n, int) and abs(n) >> 256 for n in (left, right)):
            raise TooMuch("a number is too large")
        if operator == "+" and sum(len(one) for one in sized) > MOST_TEXT:
            raise TooMuch(f"a text or list has more than {MOST_TEXT:,} items")
        return super().call_binop(context, operator, left, right)

    def template(self, source: str) -> Template:
        """A template of that text."""
        return self.from_string(source)


def _without_concat(tree: nodes.Template) -> nodes.Template:
    """*tree* with `a ~ b` as a filter, which counts."""
    found: list[nodes.Node] = [tree]
    for node in found:
        for name in node.fields:
            value = getattr(node, name)
            if isinstance(value, nodes.Concat):
                setattr(node, name, _joined(value))
            elif isinstance(value, list):
                value[:] = [_joined(v) if isinstance(v, nodes.Concat) else v for v in value]
        found.extend(node.iter_child_nodes())
    return tree


def _joined(node: nodes.Concat) -> nodes.Filter:
    parts = nodes.List(node.nodes, lineno=node.lineno)
    return nodes.Filter(parts, "_joined", [], [], None, None, lineno=node.lineno)
