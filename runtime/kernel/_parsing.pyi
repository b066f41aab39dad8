from typing import Any

def index(count: int, keys: Any, offsets: Any, rows: Any, parents: Any, /) -> object: ...
def graph(
    acceptor: tuple[Any, Any, Any, Any],
    marks: tuple[tuple[int, object], ...],
    missing: bytes,
    sizes: tuple[int, int],
    selections: tuple[Any, bytes],
    letters: tuple[str, str],
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
