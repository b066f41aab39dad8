"""Artifacts of grammars whose columns share rows: what is damaged is told, or does no harm."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from gramc.compiler import artifact
from gramc.compiler.network import Op

from .artifacts import File, made
from .test_damage import changed, tried

SONGS = """title\tartist\tgender\tid\tweight
Vogue\tMadonna\tf\tQ1\t2
Hello\tAdele\tf\tQ2\t1
Hello\tAdele\tf\t\t5
Hello\tLionel Richie\tm\t\t4
Imagine\tJohn Lennon\t\tQ4\t1
"""
GRAMMAR = """feature gender = m | f
catalog Song from "songs.tsv"
pron = he @m | she @f
intent Play = {A:Song.artist} [with {S:Song.title}] (and {A:Song.artist} | {I:Song.id}){1,2}
  | {S:Song.title} by {A:Song.artist} <pron> @agree(gender)
  | {A:Song#2.artist} or {S:Song.title} {A:Song.artist}
"""


def whole(folder: Path) -> bytes:
    (folder / "songs.tsv").write_text(SONGS, encoding="utf-8")
    (folder / "rows.gram").write_text(GRAMMAR, encoding="utf-8")
    return made(folder / "rows.gram")


def test_any_change_is_told_or_harmless(tmp_path: Path) -> None:
    data = whole(tmp_path)
    assert tried(File(data).data(), tmp_path / "whole.gramc")
    chance = random.Random(3)
    loaded = 0
    for _ in range(700):
        file = File(data)
        for _ in range(chance.choice([1, 1, 1, 2, 5])):
            changed(file, chance)
        loaded += tried(file.data(), tmp_path / "x.gramc")
    assert 0 < loaded < 700


def of(kind: str, part: str, change: Callable[[list[int]], None]) -> Callable[[File], None]:
    """Changes the numbers of the longest section of this kind."""

    def changing(file: File) -> None:
        names = [n for n in file.sections if n.startswith(f"{kind}/") and n.endswith(f"/{part}")]
        name = max(names, key=lambda n: len(file.sections[n]))
        held = file.numbers(name)
        change(held)
        file.put(name, held)

    return changing


def use(number: int, at: int, value: object) -> Callable[[File], None]:
    """Changes one use of the tables."""

    def changing(file: File) -> None:
        texts = json.loads(file.sections["tables/texts"])
        texts[3][number][at] = value
        file.sections["tables/texts"] = json.dumps(texts).encode()

    return changing


def ops(before: Op, after: Op) -> Callable[[File], None]:
    """Every operation of one kind is of another."""

    def changing(file: File) -> None:
        code = file.numbers("tables/code")
        code[::2] = [int(after) if op == before else op for op in code[::2]]
        file.put("tables/code", code)

    return changing


def reverse(held: list[int]) -> None:
    held.reverse()


def beyond(held: list[int]) -> None:
    held[-1] = 99


DAMAGES: dict[str, tuple[Callable[[File], None], str]] = {
    "selection": (use(0, 0, 77), "a row is of no selection"),
    "register": (use(0, 2, -1), "a row is of no selection"),
    "column": (use(0, 1, "colour"), "a column is missing"),
    "first": (
        ops(Op.ROW_VALUE, Op.COLUMN_VALUE),
        "a column is written of a row that was not drawn",
    ),
    "order": (of("joint", "rows", reverse), "the sorted rows don't fit those to draw from"),
    "rows": (of("joint", "rows", beyond), "the sorted rows don't fit those to draw from"),
    "sums": (of("joint", "sums", beyond), "the sorted rows don't fit those to draw from"),
    "codes": (of("column", "codes", beyond), "don't fit their catalogue"),
    "firsts": (of("column", "firsts", reverse), "don't fit their catalogue"),
    "keys": (of("column", "keys.row", beyond), "don't fit their catalogue"),
    "no rows": (lambda f: f.sections.pop("joint/0/rows"), "the sorted rows don't fit"),  # type: ignore[dict-item]
    "no keys": (lambda f: f.sections.pop("column/0/keys"), "don't fit their catalogue"),  # type: ignore[dict-item]
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_is_told(kind: str, tmp_path: Path) -> None:
    change, told = DAMAGES[kind]
    file = File(whole(tmp_path))
    change(file)
    target = tmp_path / "x.gramc"
    target.write_bytes(file.data())
    compiled, findings = artifact.load(str(target))
    assert compiled is None
    (finding,) = findings
    assert finding.code == "E010"
    assert told in finding.message
