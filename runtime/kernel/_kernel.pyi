from typing import Any

def prepare(
    tables: tuple[Any, ...],
    catalogues: tuple[Any, ...],
    selections: tuple[Any, ...],
    ranks: tuple[Any, ...] | None,
    /,
) -> object: ...
def lines(
    program: object,
    form: int,
    wanted: tuple[int, int, int, int],
    buffers: tuple[bytearray, ...],
    used: tuple[int, ...],
    limits: Any,
    /,
) -> tuple[int, ...]: ...
def columns(
    program: object, wanted: tuple[int, int, int, int], limits: Any, /
) -> tuple[tuple[Any, ...], ...]: ...
