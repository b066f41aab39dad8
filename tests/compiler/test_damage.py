"""Artifacts whose checksum is right and whose contents are not: told, or harmless."""

from __future__ import annotations

import json
import random
import struct
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest
from gramc.compiler import artifact
from gramc.compiler.compiled import Compiled
from gramc.compiler.damaged import Damaged
from gramc.compiler.network import Op
from gramc.compiler.tables import BRANCH
from gramc.dsl.findings import Finding
from gramc.runtime.parse import Parser
from gramc.runtime.sample import Sampler
from gramc.runtime.walk import walk

from ..cli.running import gramc
from .artifacts import File, made, signed

ROOT = Path(__file__).resolve().parents[2]
T = TypeVar("T")
SOURCES = [
    ROOT / "grammars" / "music" / "music.gram",
    ROOT / "grammars" / "pizza" / "pizza.gram",
    *(
        ROOT / "tests" / "conformance" / "accept" / f"{name}.gram"
        for name in ("08-nested-slots", "12-agreement", "13-agreement-weighted", "21-constant-slot")
    ),
]
RECURSIVE = b"""catalog Digit = one | two => 2
number = {Digit} | {Digit} <number>
left = a | /2/ <left> b | c
intent Dial = dial {to:(<number>)} [<left>]
intent Hang = hang up {how = now} [<left>]
"""


class Limited(Sampler):
    """A sampler that gives up where a sentence takes more numbers than any of these grammars'."""

    def numbers(self, index: int) -> Iterator[int]:
        numbers = super().numbers(index)
        for _ in range(2000):
            yield next(numbers)
        raise TooLong


class TooLong(Exception):
    pass


def used(compiled: Compiled) -> None:
    """Draws and parses; what is found late is told."""
    if not compiled.missing():
        sampler = Limited(walk(compiled), 1)
        texts = []
        for index in range(20):
            try:
                texts.append(sampler(index)[0].text)
            except TooLong:  # a recursion that was made likelier
                continue
        acceptor = late(lambda: compiled.acceptor)
        parser = late(lambda: Parser(compiled, acceptor)) if acceptor is not None else None
        if parser is not None:
            for text in texts[:5]:
                parser(text[:200], 2)
    program = late(lambda: compiled.program)
    assert program is None or program.intents


def late(part: Callable[[], T]) -> T | None:
    """A part of an artifact that is read late; None where it is damaged."""
    try:
        return part()
    except Damaged:
        return None


def tried(data: bytes, target: Path) -> bool:
    """Whether the file is loaded; then it works."""
    target.unlink(missing_ok=True)  # it may be mapped still
    target.write_bytes(data)
    compiled, findings = artifact.load(str(target))
    if compiled is None:
        (finding,) = findings
        assert finding.code == "E010"
        return False
    used(compiled)
    return True


def changed(file: File, chance: random.Random) -> None:
    """Changes one thing in one section."""
    name = chance.choice(sorted(file.sections))
    section = bytearray(file.sections[name])
    kind = chance.randrange(6)
    if not section or kind == 0:
        section += bytes(chance.randrange(9))
    elif kind == 1:
        section[chance.randrange(len(section))] ^= 1 << chance.randrange(8)
    elif kind == 2:
        section[chance.randrange(len(section))] = chance.choice(b'\0\xff"[]{},0-\\d')
    elif kind == 3 and len(section) >= 4:
        at = 4 * chance.randrange(len(section) // 4)
        (before,) = struct.unpack_from("<I", section, at)
        after = chance.choice([0, 1, before + 1, before - 1, 2**32 - 1, chance.randrange(200)])
        struct.pack_into("<I", section, at, after % 2**32)
    elif kind == 4 and len(section) >= 8:
        one, two = (4 * chance.randrange(len(section) // 4) for _ in range(2))
        section[one : one + 4], section[two : two + 4] = (
            section[two : two + 4],
            section[one : one + 4],
        )
    else:
        del section[chance.randrange(len(section)) :]
    file.sections[name] = bytes(section)


@pytest.mark.parametrize("number", range(len(SOURCES) + 1))
def test_any_change_is_told_or_harmless(number: int, tmp_path: Path) -> None:
    if number < len(SOURCES):
        data = made(SOURCES[number])
    else:
        data = made(tmp_path / "dial.gram", RECURSIVE)
    assert File(data).data() != b""
    assert tried(File(data).data(), tmp_path / "whole.gramc")
    chance = random.Random(number)
    loaded = 0
    for _ in range(400):
        file = File(data)
        for _ in range(chance.choice([1, 1, 1, 2, 5])):
            changed(file, chance)
        loaded += tried(file.data(), tmp_path / "x.gramc")
    assert 0 < loaded < 400


def test_commands_tell_of_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No traceback, whatever the file holds: `gramc` here passes on what is raised."""
    monkeypatch.chdir(tmp_path)
    data = made(SOURCES[0])
    chance = random.Random(5)
    codes = set()
    for number in range(120):
        file = File(data)
        changed(file, chance)
        name = f"{number}.gramc"
        Path(name).write_bytes(file.data())
        command = (
            ("sample", name),
            ("parse", name, "play jazz"),
            ("count", name),
            ("odds", name, "PlayMusic"),
            ("check", name),
            ("test", name),
        )[number % 6]
        told = gramc(*command)
        codes.add(told.code)
        assert told.code in (0, 1, 2), told
        if told.code:
            assert "E010" in told.err + told.out or command[0] in ("parse", "test"), told
    assert {0, 2} <= codes


# ----------------------------------------------------------------- one kind of damage each


def code(file: File, op: int, after: int) -> None:
    """Gives the first operation *op* another argument."""
    numbers = file.numbers("tables/code")
    numbers[2 * numbers[::2].index(op) + 1] = after
    file.put("tables/code", numbers)


def operation(file: File, before: int, after: int) -> None:
    numbers = file.numbers("tables/code")
    numbers[2 * numbers[::2].index(before)] = after
    file.put("tables/code", numbers)


def number(name: str, at: int, after: int, kind: str = "I") -> Callable[[File], None]:
    def change(file: File) -> None:
        numbers = file.numbers(name, kind)
        numbers[at] = after
        file.put(name, numbers, kind)

    return change


def manifest(name: str, after: Any) -> Callable[[File], None]:
    return lambda file: file.manifest.__setitem__(name, after)


def without(name: str) -> Callable[[File], None]:
    return lambda file: file.sections.__delitem__(name)


def rewritten(name: str, data: bytes) -> Callable[[File], None]:
    return lambda file: file.sections.__setitem__(name, data)


def first_threshold_high(file: File) -> None:
    numbers = file.numbers("tables/threshold", "Q")
    ends = file.numbers("tables/branch")
    at = next(low for low, high in pairwise(ends) if high - low > 2)
    numbers[at] = 2**64 - 1
    file.put("tables/threshold", numbers, "Q")


def emptied(file: File) -> None:
    file.sections["selection/0/meta"] = b'{"rows": 0, "whole": false}'
    file.sections["selection/0/rows"] = b""


LARGE = 10_000
DAMAGES: dict[str, tuple[Callable[[File], None], str]] = {
    "texts": (lambda f: code(f, Op.TEXT, LARGE), f"operation 1 points to {LARGE} of"),
    "slots": (lambda f: code(f, Op.OPEN, LARGE), f"operation 3 points to {LARGE} of"),
    "selections": (lambda f: code(f, Op.DRAW_VALUE, LARGE), f"operation 9 points to {LARGE} of 1"),
    "calls": (lambda f: code(f, Op.CALL, LARGE), f"operation 10 points to {LARGE} of"),
    "branches": (lambda f: code(f, BRANCH, LARGE), f"operation 17 points to {LARGE} of"),
    "constants": (lambda f: code(f, Op.CONSTANT, LARGE), f"operation 6 points to {LARGE} of 1"),
    "operations": (lambda f: operation(f, Op.TEXT, 15), "there is no operation 15"),
    "no operation": (lambda f: operation(f, Op.TEXT, 0), "there is no operation 0"),
    "end": (number("tables/code", -2, Op.SPACE), "the code runs on behind its end"),
    "odd": (lambda f: f.put("tables/code", f.numbers("tables/code")[1:]), "ends within an oper"),
    "targets": (number("tables/target", 0, LARGE), "a target is not within the code"),
    "entries": (number("tables/entry", 0, LARGE), "a target is not within the code"),
    "no targets": (number("tables/branch", 1, 0), "a branch has no targets"),
    "first branch": (number("tables/branch", 0, 1), "the branches don't fit their targets"),
    "more targets": (number("tables/branch", -1, LARGE), "the branches don't fit their targets"),
    "thresholds": (first_threshold_high, "thresholds don't ascend"),
    "last threshold": (number("tables/threshold", -1, 7, "Q"), "a branch leaves something over"),
    "closed": (lambda f: operation(f, Op.OPEN, Op.SPACE), "a slot is closed that is not open"),
    "open": (lambda f: operation(f, Op.CLOSE, Op.SPACE), "slot"),
    "no slot": (lambda f: operation(f, Op.CONSTANT, Op.DRAW_VALUE), "a value is added where no"),
    "round": (lambda f: code(f, Op.CALL, 0), "there is a place from which no way leads to the end"),
    "intents": (manifest("roots", [["Dial", 1, 99]]), "an intent has no network"),
    "weights": (manifest("roots", [["Dial", 0, 0]]), "the intents have no weights"),
    "heavy": (manifest("roots", [["Dial", 2**63, 0]]), "the intents have no weights"),
    "heavier": (manifest("roots", [["D", 2**62, 0], ["E", 2**62, 0]]), "weigh too much"),
    "no intents": (manifest("roots", []), "the intents have no weights"),
    "kinds": (manifest("roots", [["Dial", "1", 0]]), "its contents can't be read"),
    "truth": (manifest("roots", [["Dial", True, 0]]), "its contents can't be read"),
    "locale": (manifest("locale", None), "its contents can't be read"),
    "half a character": (manifest("locale", "\ud800"), "its contents can't be read"),
    "names": (manifest("catalogues", ["Other"]), "there are draws from an unknown catalogue"),
    "twice": (manifest("catalogues", ["Digit", "Digit"]), "two catalogues have one name"),
    "no section": (without("tables/code"), "the section tables/code is missing"),
    "no texts": (without("tables/texts"), "the texts can't be read"),
    "no program": (without("program"), "the section program is missing"),
    "no rows": (without("catalogue/0/values"), "the catalogue “Digit” has not 2 rows"),
    "no ids": (without("catalogue/0/ids.at"), "the catalogue “Digit” has not 2 rows"),
    "no selection": (without("selection/0/meta"), "the rows to draw from are missing"),
    "cut": (rewritten("tables/target", bytes(7)), "tables/target ends within a number"),
    "many rows": (rewritten("selection/0/meta", b'{"rows": 3, "whole": true}'), "don't fit"),
    "few rows": (rewritten("selection/0/meta", b'{"rows": 1, "whole": true}'), "don't fit"),
    "nothing": (rewritten("selection/0/meta", b'{"rows": 0, "whole": false}'), "don't fit"),
    "no rows to draw": (emptied, "there is a draw from nothing"),
    "texts as numbers": (rewritten("tables/texts", b"[[1], [], []]"), "the texts can't be read"),
    "nesting": (rewritten("tables/texts", b"[" * 100_000), "the texts can't be read"),
    "letters": (rewritten("catalogue/0/values", b"one\n\xff\xff\xff"), "texts of the catalogue"),
    "lines": (rewritten("catalogue/0/values", b"on\netwo"), "texts of the catalogue “Digit”"),
    "keys": (number("catalogue/0/keys.row", 0, 2), "numbers in the catalogue “Digit” are too"),
    "parents": (number("catalogue/0/keys.parent", 0, 1), "numbers in the catalogue “Digit”"),
}


def loaded(
    folder: Path, source: bytes, change: Callable[[File], object]
) -> tuple[Compiled | None, list[Finding]]:
    """What is read of the artifact of *source* when it was changed."""
    file = File(made(folder / "dial.gram", source))
    change(file)
    target = folder / "dial.gramc"
    target.write_bytes(file.data())
    return artifact.load(str(target))


@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_is_told(kind: str, tmp_path: Path) -> None:
    change, told = DAMAGES[kind]
    compiled, findings = loaded(tmp_path, RECURSIVE, change)
    assert compiled is None
    (finding,) = findings
    assert finding.code == "E010"
    assert told in finding.message


def test_a_manifest_that_is_none(tmp_path: Path) -> None:
    file = File(made(tmp_path / "dial.gram", RECURSIVE))
    target = tmp_path / "x.gramc"
    for manifest in (b"", b"{", b"[]", b"null", b"\xff", b'{"sections": {}}', b"[" * 100_000):
        target.write_bytes(signed(manifest, b"", file.start))
        compiled, (finding,) = artifact.load(str(target))
        assert compiled is None
        assert "its contents can't be read" in finding.message
    for place in ([0, 10**6], [-8, 8], [4, 4], [10**30, 0]):
        whole = {**file.manifest, "sections": {"program": place}}
        target.write_bytes(signed(json.dumps(whole).encode(), bytes(64), file.start))
        _, (finding,) = artifact.load(str(target))
        assert "the section program is not within the file" in finding.message


def arc(name: str, mark: int, after: int) -> Callable[[File], None]:
    """Changes what stands in an array of the acceptor at the first arc with an operation."""

    def change(file: File) -> None:
        _, marks = json.loads(file.sections["acceptor/marks"])
        label = next(0x110000 + n for n, (op, _) in enumerate(marks) if op == mark)
        numbers = file.numbers(f"acceptor/{name}")
        numbers[file.numbers("acceptor/label").index(label)] = after
        file.put(f"acceptor/{name}", numbers)

    return change


def marks(change: Callable[[list[Any]], None]) -> Callable[[File], None]:
    def changed(file: File) -> None:
        final, marks = json.loads(file.sections["acceptor/marks"])
        change(marks)
        file.sections["acceptor/marks"] = json.dumps([final, marks]).encode()

    return changed


def looped(file: File) -> None:
    """The first arc of a constant leads back to where it begins."""
    _, known = json.loads(file.sections["acceptor/marks"])
    label = next(0x110000 + n for n, (op, _) in enumerate(known) if op == Op.CONSTANT)
    at = file.numbers("acceptor/label").index(label)
    state = sum(offset <= at for offset in file.numbers("acceptor/offset")) - 1
    number("acceptor/target", at, state)(file)


ASTRAY: dict[str, tuple[Callable[[File], None], str]] = {
    "states": (number("acceptor/offset", 1, 10**6), "the states don't fit their arcs"),
    "targets": (number("acceptor/target", 0, 10**6), "an arc leads to no state"),
    "labels": (number("acceptor/label", 0, 2**32 - 1), "an arc has no label"),
    "costs": (number("acceptor/cost", 0, 0x7FF8 << 48, "Q"), "costs and targets"),
    "fewer costs": (rewritten("acceptor/cost", bytes(8)), "costs and targets"),
    "cut": (rewritten("acceptor/cost", bytes(7)), "acceptor/cost ends within a number"),
    "marks": (rewritten("acceptor/marks", b"[0, [[3]]]"), "the marks can't be read"),
    "kind": (marks(lambda m: m.__setitem__(0, [3, 3])), "a mark is of the wrong kind"),
    "operation": (marks(lambda m: m.__setitem__(0, [99, "x"])), "a mark is of the wrong kind"),
    "open": (arc("label", Op.CLOSE, 97), "slot"),
    "end": (arc("label", Op.OPEN, 97), "slot"),
    "trap": (arc("target", 32, 0), "a sentence ends within a slot"),
    "round": (looped, "there is a state from which no way leads to the end"),
}


@pytest.mark.parametrize("kind", ASTRAY)
def test_damage_of_the_acceptor_is_told(kind: str, tmp_path: Path) -> None:
    change, told = ASTRAY[kind]
    compiled, findings = loaded(tmp_path, RECURSIVE, change)
    assert compiled is not None, findings
    with pytest.raises(Damaged, match=told) as raised:
        _ = compiled.acceptor
    assert raised.value.finding.code == "E010"


AGREEING = b"""feature size = big | small
intent Look = look at the (big @big) (elephant @big) @agree(size)
"""
ELEPHANT = b'[["Text","elephant"]],null,[["size",'
IR_DAMAGES = {
    "cut": (b"]]]", b"]]", "its rules can't be read"),
    "a rule": (b'["Call","left"]', b'["Call","right"]', "its rules don't belong together"),
    "a catalogue": (b'["Draw","Digit"', b'["Draw","Letter"', "its rules don't belong together"),
    "a tag": (b'[["size","big"]]', b'[["size","red"]]', "its rules don't belong together"),
    "a feature": (b',["size"],', b',["form"],', "its rules don't belong together"),
    "agreement": (ELEPHANT + b'"big"', ELEPHANT + b'"small"', "never agree"),
    "a weight": (b"[2,[", b"[0,[", "its rules don't belong together"),
    "a recursion": (b'["Text","a"]', b'["Call","left"]', "its rules never end"),
    "an intent": (b'"weight":1', b'"weight":0', "its intents can't be drawn"),
}


@pytest.mark.parametrize("kind", IR_DAMAGES)
def test_damage_of_the_rules_is_told(kind: str, tmp_path: Path) -> None:
    before, after, told = IR_DAMAGES[kind]

    def change(file: File) -> None:
        assert before in file.sections["program"]
        file.sections["program"] = file.sections["program"].replace(before, after)

    compiled, _ = loaded(tmp_path, RECURSIVE + AGREEING, change)
    assert compiled is not None
    with pytest.raises(Damaged, match=told):
        _ = compiled.program


def test_what_the_parser_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of large catalogues Python looks at the lengths of the index only."""

    def refused(parser: object, text: str, nbest: int) -> None:
        raise ValueError("An index is damaged.")

    monkeypatch.setattr("gramc.runtime.parse.Parser.__call__", refused)
    target = tmp_path / "dial.gramc"
    target.write_bytes(made(tmp_path / "dial.gram", RECURSIVE))
    told = gramc("parse", str(target), "dial")
    assert told.code == 2
    assert "E010" in told.err
    assert "an index is damaged" in " ".join(told.err.split())


def test_what_the_kernel_refuses_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of large catalogues Python looks at the lengths only."""

    def refused(source: object) -> None:
        raise ValueError("The offsets of a catalogue's texts do not ascend.")

    monkeypatch.setattr("gramc.runtime.writing.order.engine", refused)
    target = tmp_path / "dial.gramc"
    target.write_bytes(made(tmp_path / "dial.gram", RECURSIVE))
    told = gramc("sample", str(target))
    assert told.code == 2
    assert "E010" in told.err
    assert "texts do not ascend" in " ".join(told.err.split())
