"""The parser of the language, with tables that were made before.

Lark takes five times as long to make the tables as to read a usual grammar with them, so they are
kept in `gram.json`: `python -m gramc.dsl.lalr > dsl/gram.json` writes them anew. They hold for one
version of Lark and of `gram.lark`; for any other they are made when they are needed.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Callable
from importlib.resources import files
from typing import Any

import lark
from lark import Lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

TABLES = "gram.json"
_OPTIONS: dict[str, Any] = {
    "parser": "lalr",
    "lexer": "contextual",
    "start": ["statement", "bind"],
    "keep_all_tokens": True,
    "maybe_placeholders": False,
    "propagate_positions": False,
}


def open_parser(transformer: object) -> Lark:
    """The parser of `gram.lark`, which hands what it reads to *transformer*."""
    grammar = _grammar()
    page = files(__package__).joinpath(TABLES)
    if page.is_file():
        known = json.loads(page.read_text("utf-8"), object_hook=_with_numbers)
        if known["made"] == _made(grammar):
            options = {**known["data"]["options"], "transformer": None}
            data = {**known["data"], "options": options}
            load: Callable[..., Lark] = Lark._load_from_dict
            return load(data, known["memo"], transformer=transformer)
    return make_parser(transformer)


def make_parser(transformer: object) -> Lark:
    """The same, its tables made from `gram.lark`."""
    return Lark(_grammar(), transformer=transformer, **_OPTIONS)


def tables() -> str:
    """What `gram.json` is to hold."""
    data, memo = make_parser(None).memo_serialize([TerminalDef, Rule])
    known = {"made": _made(_grammar()), "data": data, "memo": memo}
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n"


def _grammar() -> str:
    return files(__package__).joinpath("gram.lark").read_text("utf-8")


def _made(grammar: str) -> list[str | int]:
    return [lark.__version__, zlib.crc32(grammar.encode())]


def _with_numbers(members: dict[str, Any]) -> dict[str | int, Any]:
    """Keys that were numbers before they were JSON are numbers again."""
    return {int(k) if k.isdigit() else k: value for k, value in members.items()}


if __name__ == "__main__":
    sys.stdout.write(tables())
