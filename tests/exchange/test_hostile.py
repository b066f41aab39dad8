"""Every importer on broken, huge and hostile files: a finding with a place, and soon."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import yaml
from gramc.exchange.formats import FORMATS
from gramc.exchange.importing import import_
from gramc.exchange.made import Made, Options

from .samples import HOSTILE, SAMPLES

SECONDS = 4.0
"""Twice what `benchmarks/hostile.py` is to show: tests run beside other things."""
MEGABYTES = 500


def write(files: dict[str, str | bytes], folder: Path) -> None:
    for name, given in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content(given))


def content(given: str | bytes) -> bytes:
    return given if isinstance(given, bytes) else given.encode()


def imported(name: str, path: Path) -> Made:
    """What importing gives; every finding says where it is, and an error leaves no files."""
    begun = time.process_time()
    made = import_(FORMATS[name], str(path), Options("en", "sample"))
    taken = time.process_time() - begun
    for finding in made.findings:
        assert finding.span.file, finding
        assert finding.message.endswith((".", "?", "!")), finding
    assert not (made.failed and made.files)
    assert made.files or made.failed
    # What is large and good may take its time; what is refused is refused soon.
    assert taken < (SECONDS if made.failed else 5 * SECONDS)
    return made


def test_every_format_that_is_imported_has_a_sample() -> None:
    assert sorted(n for n, form in FORMATS.items() if form.imports) == sorted(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sample_is_imported_and_compiles(name: str, tmp_path: Path) -> None:
    from gramc.compiler.compile import compile_grammar
    from gramc.dsl.findings import has_errors

    files, path = SAMPLES[name]
    write({**files}, tmp_path / "in")
    made = imported(name, tmp_path / "in" / path)
    assert not made.failed, made.findings
    write({f.path: f.data for f in made.files}, tmp_path / "out")
    for file in made.files:
        if file.path.endswith(".gram"):
            _, findings = compile_grammar(str(tmp_path / "out" / file.path))
            # A file of rules alone is imported by another, and has no intent of its own.
            assert not has_errors([f for f in findings if f.code != "E312"]), findings


CASES = [(name, file) for name, (files, _) in SAMPLES.items() for file in files]


@pytest.mark.parametrize(("name", "file"), CASES, ids=lambda v: v.replace("/", "-"))
def test_truncated_anywhere(name: str, file: str, tmp_path: Path) -> None:
    files, path = SAMPLES[name]
    write({**files}, tmp_path)
    data = content(files[file])
    start = tmp_path / file if (tmp_path / path).is_file() else tmp_path / path
    step = max(1, len(data) // 30)
    for cut in range(0, len(data), step):
        (tmp_path / file).write_bytes(data[:cut])
        imported(name, start)


@pytest.mark.parametrize(("name", "file"), CASES, ids=lambda v: v.replace("/", "-"))
def test_odd_bytes_anywhere(name: str, file: str, tmp_path: Path) -> None:
    files, path = SAMPLES[name]
    write({**files}, tmp_path)
    data = content(files[file])
    start = tmp_path / file if (tmp_path / path).is_file() else tmp_path / path
    chance = random.Random(f"{name} {file}")
    for _ in range(30):
        at = chance.randrange(len(data) + 1)
        piece = chance.choice(
            [b"\xff", b"\0", b"{", b"}", b"[", b"]", b"(", b")", b'"', b"<", b">", b"&", b"\\",
             b"|", b";", b":", b"\n", b"\t", b"*", b"=", b"~[", b"@[", b"%[", b"#", b"/", b"\r",
             "\u202e".encode(), "\ud83d\ude00".encode("utf-16", "surrogatepass")]
        )  # fmt: skip
        gone = chance.choice([0, 0, 1, 5])
        (tmp_path / file).write_bytes(data[:at] + piece + data[at + gone :])
        imported(name, start)


OTHERS: list[Any] = [None, 7, -1.5, True, "text", [], {}, ["a", 1], {"a": ["b"]}, [[[]]], ""]


def spoiled(value: Any) -> list[Any]:
    """*value* with each value within it, one at a time, of another kind."""
    found: list[Any] = list(OTHERS)
    if isinstance(value, dict):
        for key, inner in value.items():
            found += [{**value, key: other} for other in spoiled(inner)]
            found.append({k: v for k, v in value.items() if k != key})
    if isinstance(value, list):
        for at, inner in enumerate(value):
            found += [[*value[:at], other, *value[at + 1 :]] for other in spoiled(inner)]
    return found


TYPED = [
    (n, f)
    for n, f in CASES
    if re.search(r"\.(ya?ml|json|jsonl)$", f) or (n, f) == ("massive", "corpus.massive")
]


@pytest.mark.parametrize(("name", "file"), TYPED, ids=lambda v: v.replace("/", "-"))
def test_values_of_the_wrong_type(name: str, file: str, tmp_path: Path) -> None:
    files, path = SAMPLES[name]
    write({**files}, tmp_path)
    start = tmp_path / file if (tmp_path / path).is_file() else tmp_path / path
    text = content(files[file]).decode()
    if file.endswith(("json", "jsonl", "massive")):
        text = text if file.endswith(".json") else text.splitlines()[0]
        written = [json.dumps(v) for v in spoiled(json.loads(text))]
    else:
        written = [
            yaml.safe_dump_all([*documents[:at], other, *documents[at + 1 :]])
            for documents in [list(yaml.load_all(text, Loader=yaml.BaseLoader))]
            for at, document in enumerate(documents)
            for other in spoiled(document)
        ]
    for each in written:
        (tmp_path / file).write_text(each, "utf-8")
        imported(name, start)


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize(("name", "file"), CASES, ids=lambda v: v.replace("/", "-"))
def test_hostile_files(name: str, file: str, kind: str, tmp_path: Path) -> None:
    files, path = SAMPLES[name]
    write({**files, file: HOSTILE[kind]}, tmp_path)
    start = tmp_path / file if (tmp_path / path).is_file() else tmp_path / path
    imported(name, start)


@pytest.mark.parametrize("name", SAMPLES)
def test_what_is_no_such_place(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for path in (tmp_path / "nothing", tmp_path / "empty", Path("/dev/null")):
        made = imported(name, path)
        assert made.failed


MEASURE = """
import sys
from gramc.exchange.formats import FORMATS
from gramc.exchange.importing import import_
from gramc.exchange.made import Options
made = import_(FORMATS[sys.argv[1]], sys.argv[2], Options("en", "sample"))
assert made.files or made.failed
# Not of getrusage, which begins with what the process had that started this one.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM:"))
print(int(peak.split()[1]) // 1024)
"""


@pytest.mark.parametrize(
    ("name", "file"), dict(CASES[::-1]).items(), ids=lambda v: v.replace("/", "-")
)
def test_large_files_take_little_memory(name: str, file: str, tmp_path: Path) -> None:
    """A file as large as may be, of the kind that it is, and broken at its end."""
    files, path = SAMPLES[name]
    data = content(files[file])
    write({**files}, tmp_path)
    start = tmp_path / file if (tmp_path / path).is_file() else tmp_path / path
    (tmp_path / file).write_bytes(data * (15_900_000 // len(data)))
    command = [sys.executable, "-c", MEASURE, name, str(start)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert int(told.stdout) <= MEGABYTES
