from collections.abc import Callable
from typing import Any

def index(count: int, keys: Any, offsets: Any, rows: Any, parents: Any, /) -> object: ...
def graph(
    make: Callable[[int, int], tuple[Any, ...]],
    sizes: tuple[int, int, int, int, bool],
    marks: tuple[tuple[int, object], ...],
    skips: tuple[tuple[str, int], ...],
    /,
) -> object: ...
def lookups(owner: object, catalogues: int, selections: int, /) -> object: ...
def walk(graph: object, lookups: object, rewritten: bool, /) -> object: ...
def parse(
    walk: object,
    prepared: object,
    text: tuple[str, str, dict[int, int], list[int] | None, list[int] | None],
    keep: int,
    intent: int,
    ways: bool,
    /,
) -> tuple[int, list[Any]] | None: ...
