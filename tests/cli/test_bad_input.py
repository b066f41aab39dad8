"""Whatever is given, there is a finding or a word on the usage: no traceback, nothing written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from .running import Result, gramc, process

FINE = b"catalog room\nintent Say = hello {room} | hello\n"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refused(result: Result, code: int, *words: str) -> None:
    """The command ended with *code*, told each of *words*, printed no data and no traceback."""
    assert result.code == code, result.err
    assert result.out == ""
    assert "Traceback" not in result.err
    for word in words:
        assert word in result.err


UNREADABLE: dict[str, tuple[bytes | None, str]] = {
    "missing.gram": (None, "E003"),
    "latin1.gram": ("intent Gruß = hallo\n".encode("latin-1"), "E001"),
    "utf16.gram": ("intent Say = hello\n".encode("utf-16"), "E001"),
    "nul.gram": (b"intent Say = hel\0lo\n", "E002"),
    "picture.gram": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), "E001"),
    "srgs.gram": (b"#ABNF 1.0 UTF-8;\nroot $main;\n$main = hello;\n", "E006"),
    "cut.gramc": (b"GRAMC\0\r\n\1\0\0\0", "E008"),
}


@pytest.mark.parametrize("command", ["check", "fmt", "compile", "sample", "parse", "test"])
@pytest.mark.parametrize("name", UNREADABLE)
def test_files_that_cannot_be_read(command: str, name: str) -> None:
    data, code = UNREADABLE[name]
    if data is not None:
        Path(name).write_bytes(data)
    if command in ("fmt", "test") and name == "cut.gramc":
        code = "E002"  # these know sources only
    before = sorted(os.listdir())
    more = {"compile": ["-o", "out.gramc", "--far", "out.far"], "parse": ["hello"]}
    refused(gramc(command, name, *more.get(command, [])), 2, code)
    assert sorted(os.listdir()) == before
    if data is not None:
        assert Path(name).read_bytes() == data


@pytest.mark.parametrize("command", ["check", "fmt", "sample"])
def test_a_folder(command: str) -> None:
    Path("folder.gram").mkdir()
    refused(gramc(command, "folder.gram"), 2, "E003")


def test_a_file_that_cannot_be_read() -> None:
    # Is there, is no folder, and gives an error (or, outside Linux, is missing).
    refused(gramc("check", "/proc/self/mem"), 2, "E003")


CATALOGUES: dict[str, tuple[bytes, str]] = {
    "binary.tsv": (b"value\n" + bytes(range(256)), "E402"),
    "nul.tsv": (b"value\nBer\0lin\n", "E402"),
    "latin1.csv": ("value\nKöln\n".encode("latin-1"), "E402"),
    "huge.tsv": (b"value\tweight\nBerlin\t1e400\n", "E407"),
    "negative.tsv": (b"value\tweight\nBerlin\t-1\n", "E407"),
    "nan.tsv": (b"value\tweight\nBerlin\tnan\n", "E407"),
    "endless.tsv": (b"value\tweight\nBerlin\t" + b"9" * 5000 + b"\n", "E4"),
    "wide.tsv": (b"value\tid\nBerlin\tBER\textra\n", "E401"),
    "broken.jsonl": (b'{"value": "Berlin"\n', "E401"),
    "surrogate.jsonl": (b'{"value": "Ber\\ud800lin"}\n', "E4"),
    "nested.jsonl": (b'{"value": ["Berlin"]}\n', "E401"),
    "empty.txt": (b"\n\n", "E304"),
    "what.docx": (b"PK\x03\x04", "E406"),
}


@pytest.mark.parametrize("name", CATALOGUES)
def test_bad_catalogues(name: str) -> None:
    data, code = CATALOGUES[name]
    Path(name).write_bytes(data)
    Path("city.gram").write_text(f'catalog City from "{name}"\nintent Go = go to {{City}}\n')
    refused(gramc("check", "city.gram"), 1, code)
    refused(gramc("compile", "city.gram", "-o", "out.gramc"), 1, code)
    refused(gramc("sample", "city.gram", "-o", "out.txt"), 1, code)
    assert sorted(os.listdir()) == sorted([name, "city.gram"])


@pytest.mark.parametrize("name", CATALOGUES)
def test_bad_catalogues_bound_at_use(name: str) -> None:
    data, code = CATALOGUES[name]
    Path(name).write_bytes(data)
    Path("city.gram").write_text("catalog City\nintent Go = go to {City}\n")
    result = gramc("sample", "city.gram", "--bind", f"City={name}", "-o", "out.txt")
    refused(result, 2 if code == "E402" else 1, code)
    assert not Path("out.txt").exists()


WEIGHTS = ["1e400", "-1", ".5", "1."]


@pytest.mark.parametrize("weight", WEIGHTS)
def test_bad_weights(weight: str) -> None:
    Path("a.gram").write_text(f"intent Say = /{weight}/ hello | bye\n")
    refused(gramc("sample", "a.gram", "-o", "out.txt"), 1, "E1")
    assert not Path("out.txt").exists()


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _grown(data: bytes) -> bytes:
    return data + b"more"


def _changed(data: bytes) -> bytes:
    middle = len(data) * 2 // 3
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def _newer(data: bytes) -> bytes:
    return data[:8] + b"\xff" + data[9:]


HARMS: list[tuple[Callable[[bytes], bytes], str]] = [
    (_cut, "E008"),
    (_grown, "E008"),
    (_changed, "E010"),
    (_newer, "E009"),
]


@pytest.mark.parametrize(("harm", "code"), HARMS)
@pytest.mark.parametrize("command", ["check", "sample", "parse", "compile"])
def test_artifacts_that_came_to_harm(
    command: str, harm: Callable[[bytes], bytes], code: str
) -> None:
    Path("a.gram").write_bytes(b"intent Say = hello | good {time:(morning | evening)}\n")
    assert gramc("compile", "a.gram", "-o", "a.gramc").code == 0
    Path("a.gramc").write_bytes(harm(Path("a.gramc").read_bytes()))
    more = {"compile": ["-o", "b.gramc"], "parse": ["hello"], "sample": ["-o", "b.txt"]}
    refused(gramc(command, "a.gramc", *more.get(command, [])), 2, code)
    assert sorted(os.listdir()) == ["a.gram", "a.gramc"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chek", "a.gram"], ["Did you mean “check”?"]),
        (["check"], ["Missing argument"]),
        (["check", "--output-format", "xml", "a.gram"], ["json"]),
        (["sample", "a.gram", "-n", "-1"], ["-1"]),
        (["sample", "a.gram", "-n", "3", "--all"], ["exclude"]),
        (["sample", "a.gram", "--intent", "Sya"], ["Did you mean “Say”?"]),
        (["sample", "a.gram", "--bind", "rom=rooms.txt"], ["Did you mean “room”?"]),
        (["sample", "a.gram", "--bind", "room"], ["NAME=FILE"]),
        (["sample", "a.gram", "--bind", "room=gone.txt"], ["E004", "gone.txt"]),
        (["sample", "a.gram", "--format", "xml"], ["jsonl"]),
        (["parse", "a.gram", "--context", "area", "hello"], ["KEY=VALUE"]),
        (["parse", "-"], ["both"]),
        (["compile", "a.gram"], ["-o OUT.gramc"]),
        (["compile", "a.gram", "-o", "none/out.gramc"], ["none/out.gramc"]),
        (["compile", "a.gram", "-o", "."], ["folder"]),
        (["explain", "W5200"], ["Did you mean “W520”?"]),
        (["completion", "tcsh"], ["bash"]),
        (["check", "--catalog-path", "gone", "a.gram"], ["gone"]),
    ],
)
def test_wrong_usage(arguments: list[str], words: list[str]) -> None:
    Path("a.gram").write_bytes(FINE)
    refused(gramc(*arguments), 2, *words)
    assert os.listdir() == ["a.gram"]


def test_an_open_catalogue_that_nothing_is_bound_to() -> None:
    Path("a.gram").write_bytes(FINE)
    refused(gramc("sample", "a.gram"), 1, "E410", "“room”", "--bind room=FILE")
    refused(gramc("parse", "a.gram", "hello"), 1, "E410")
    assert gramc("check", "a.gram").code == 0
    Path("rooms.txt").write_text("kitchen\n")
    result = gramc("sample", "a.gram", "--all", "--bind", "room=rooms.txt")
    assert result.out == "hello\nhello kitchen|room\n"


def test_bound_catalogues_that_do_not_fit() -> None:
    Path("a.gram").write_text(
        "feature gender = m | f\n"
        "catalog Noun\n"
        "intent Say = (der @m) {Noun} @agree(gender) | {Noun[kind=pet]}\n"
    )
    Path("cats.tsv").write_text("value\tgender\tkind\nKatze\tf\tpet\n")
    Path("wild.tsv").write_text("value\tgender\tkind\nTiger\tm\twild\n")
    Path("dogs.tsv").write_text("value\tgender\tkind\nHund\tm\tpet\n")
    Path("bare.txt").write_text("Hund\n")
    for commands in (["sample", "a.gram"], ["compile", "a.gram", "-o", "out.gramc"]):
        refused(gramc(*commands, "--bind", "Noun=cats.tsv"), 1, "E302", "gender")
        refused(gramc(*commands, "--bind", "Noun=wild.tsv"), 1, "E311", "[kind=pet]")
        refused(gramc(*commands, "--bind", "Noun=bare.txt"), 1, "E4")
    result = gramc("sample", "a.gram", "--all", "--bind", "Noun=dogs.tsv")
    assert result.out == "Hund|Noun\nder Hund|Noun\n"
    assert gramc("compile", "a.gram", "-o", "a.gramc").code == 0
    refused(gramc("sample", "a.gramc", "--bind", "Noun=cats.tsv"), 1, "E302")


def test_sentences_that_are_not_utf8() -> None:
    Path("a.gram").write_bytes(b"intent Say = hello\n")
    result = gramc("parse", "a.gram", stdin=b"hello\ngr\xfc\xdf\n")
    assert result.code == 2
    assert result.out.startswith("hello\n")
    assert "Line 2 of standard input is not UTF-8." in result.err


def test_control_characters_do_not_reach_the_terminal() -> None:
    result = gramc("check", "-", stdin=b"intent A = <b\x1b[31m> | \xe2\x80\xae<c>\n")
    assert result.code == 1
    assert "\x1b" not in result.err
    assert "\u202e" not in result.err


def test_file_names_that_are_not_utf8() -> None:
    name = os.fsdecode(b"gr\xfc\xdf.gram")
    Path(name).write_bytes(b"intent Say = <gone>\n")
    for form in ("text", "json", "sarif", "github"):
        result = process("check", "--output-format", form, "a\udcff.gram", name)
        assert result.code == 2
        assert "Traceback" not in result.err


def test_deep_nesting() -> None:
    Path("a.gram").write_text("intent Say = " + "(" * 100_000 + "a" + ")" * 100_000 + "\n")
    refused(gramc("check", "a.gram"), 1, "E1")


def test_a_device_as_the_grammar() -> None:
    assert gramc("sample", os.devnull).code in (1, 2)
