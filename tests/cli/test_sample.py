"""gramc sample as a writer of corpora: formats, parts, shards, folders, manifests."""

from __future__ import annotations

import gzip
import hashlib
import importlib.util
import json
import os
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet
import pytest
import zstandard
from gramc.corpora.formats import FORMATS
from gramc.runtime.writing import write as writing

from .running import gramc, process
from .test_process import imported

GOLDEN = Path(__file__).parent / "golden"
MUSIC = str(Path(__file__).parents[2] / "grammars" / "music" / "music.gram")
PLAIN = ("sample", MUSIC, "--seed", "4")


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for form in writing.CHUNK:
        monkeypatch.setitem(writing.CHUNK, form, 64)


def fine(*arguments: str) -> str:
    result = gramc(*arguments)
    assert (result.code, result.err) == (0, "")
    return result.out


def files() -> list[str]:
    return sorted(os.listdir())


# ------------------------------------------------------------------------------- amounts


@pytest.mark.parametrize("count", ["1e3", "1_000", "1000", "10e2", "1.0E+3", "0.1e4"])
def test_how_many(count: str) -> None:
    assert len(fine(*PLAIN, "-n", count, "--format", "text").splitlines()) == 1000


@pytest.mark.parametrize("count", ["1.5", "1e-3", "1.23e1", "_1", "1__0", "ten", "1e99", "-1e3"])
def test_what_is_no_amount(count: str) -> None:
    result = gramc(*PLAIN, "-n", count)
    assert result.code == 2
    assert count in result.err


# ------------------------------------------------------------------------------- formats


@pytest.mark.parametrize("form", list(FORMATS))
def test_the_ending_says_the_format(form: str) -> None:
    endings = {"text": "a.txt", "annotated": "b.txt", "bio": "c.conll"}
    name = endings.get(form, f"x{FORMATS[form].ending}")
    given = ["--format", form] if form == "text" else []
    fine(*PLAIN, "-n", "20", "-o", name, *given)
    assert Path(name).read_text("utf-8") == fine(*PLAIN, "-n", "20", "--format", form)
    packed = f"{name}.gz"
    fine(*PLAIN, "-n", "20", "-o", packed, *given)
    assert gzip.decompress(Path(packed).read_bytes()) == Path(name).read_bytes()
    packed = f"{name}.zst"
    fine(*PLAIN, "-n", "200", "-o", packed, *given)
    with zstandard.open(packed, "rb") as file:
        assert file.read().decode() == fine(*PLAIN, "-n", "200", "--format", form)


def test_brackets(golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "sample" / "massive.txt", fine(*PLAIN, "-n", "8", "--format", "massive"))


def test_standard_output_compressed() -> None:
    import subprocess

    from .running import COMMAND

    done = subprocess.run(
        [*COMMAND, *PLAIN, "-n", "300", "--compress", "gz"], capture_output=True, check=True
    )
    assert gzip.decompress(done.stdout).decode() == fine(*PLAIN, "-n", "300")


def test_parquet() -> None:
    fine(*PLAIN, "-n", "50", "-o", "a.parquet")
    rows = pyarrow.parquet.read_table("a.parquet").to_pylist()
    lines = fine(*PLAIN, "-n", "50", "--format", "jsonl").splitlines()
    for row, line in zip(rows, map(json.loads, lines), strict=True):
        assert (row["text"], row["intent"]) == (line["text"], line["intent"])
        assert row["logprob"] == line["logprob"]
        assert [s["start"] for s in row["slots"]] == [s["start"] for s in line["slots"]]


@pytest.mark.parametrize("form", ["text", "annotated", "massive", "bio"])
def test_probabilities_are_the_same_whoever_works(form: str) -> None:
    options = (*PLAIN, "-n", "300", "--format", form, "--with-probability")
    one = fine(*options)
    assert fine(*options, "--jobs", "2") == one
    assert one.startswith("# probability: 0." if form == "bio" else "0.")


@pytest.mark.parametrize(
    ("options", "library"),
    [
        (["-o", "a.parquet"], "pyarrow"),
        (["-o", "a.txt.zst"], "zstandard"),
        (["-o", "dir/", "--engine", "ray"], "ray"),
    ],
)
def test_a_library_that_is_missing(
    options: list[str], library: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    result = gramc(*PLAIN, *options)
    assert result.code == 2
    assert library in result.err
    assert "pip install 'gramc[" in result.err
    assert files() == []


# ----------------------------------------------------------------------- parts and shards


@pytest.mark.parametrize("form", [*FORMATS])
@pytest.mark.parametrize("options", [[], ["--noise", "typos=.2,case=.3"], ["--distinct"]])
def test_shards_one_behind_another_are_the_run(form: str, options: list[str]) -> None:
    options = [*options, "-n", "331", "--format", form]
    parts = [fine(*PLAIN, *options, "--shard", f"{k}/4") for k in (1, 2, 3, 4)]
    assert "".join(parts) == fine(*PLAIN, *options)
    assert len(fine(*PLAIN, "-n", "3", "--shard", "2/5", "--format", "text").splitlines()) in (0, 1)


def test_a_split_is_by_the_text_alone() -> None:
    split = ("--split", "train=.8,dev=.1,test=.1")
    fine(*PLAIN, "-n", "2000", "-o", "a.jsonl", *split)
    assert files() == ["a.dev.jsonl", "a.test.jsonl", "a.train.jsonl"]
    fine("sample", MUSIC, "--seed", "9", "-n", "3e3", "-o", "b.jsonl.gz", *split, "--jobs", "2")
    found: dict[str, set[str]] = {}
    for part in ("train", "dev", "test"):
        lines = Path(f"a.{part}.jsonl").read_bytes().splitlines()
        lines += gzip.decompress(Path(f"b.{part}.jsonl.gz").read_bytes()).splitlines()
        found[part] = {json.loads(line)["text"] for line in lines}
    assert not found["train"] & found["dev"]
    assert not found["test"] & (found["train"] | found["dev"])
    every = sum(map(len, found.values()))
    assert len(found["train"]) > 0.6 * every
    whole = fine(*PLAIN, "-n", "2000", "--format", "jsonl").splitlines()
    both = [line for p in found for line in Path(f"a.{p}.jsonl").read_text("utf-8").splitlines()]
    assert sorted(both) == sorted(whole)


def test_whole_numbers_are_shares_too() -> None:
    for name, shares in (("a", "x=8,y=1,z=1"), ("b", "x=.8,y=1/10,z=.10")):
        fine(*PLAIN, "-n", "500", "-o", f"{name}.txt", "--split", shares)
    for part in "xyz":
        assert Path(f"a.{part}.txt").read_bytes() == Path(f"b.{part}.txt").read_bytes() != b""


@pytest.mark.parametrize("form", ["jsonl", "parquet", "bio.gz"])
def test_any_number_of_workers_gives_the_same_bytes(form: str) -> None:
    split = ("--split", "train=.8,dev=.2")
    for jobs in "013":
        fine(*PLAIN, "-n", "1000", "-o", f"{jobs}.{form}", *split, "--jobs", jobs)
    for part in ("train", "dev"):
        one = Path(f"1.{part}.{form}").read_bytes()
        assert Path(f"0.{part}.{form}").read_bytes() == one
        assert Path(f"3.{part}.{form}").read_bytes() == one


# ---------------------------------------------------------------- each once, and manifests


def test_fewer_than_asked_for() -> None:
    Path("a.gram").write_text("intent Say = hello | good (morning | evening)\n")
    result = gramc("sample", "a.gram", "--distinct", "-n", "1000", "--format", "text")
    assert result.code == 0
    assert sorted(result.out.splitlines()) == ["good evening", "good morning", "hello"]
    assert "warning[W520]: 1,000 different sentences were asked for, and there are 3." in result.err
    strict = gramc("sample", "a.gram", "--distinct", "--strict", "-n", "1000", "-o", "a.txt")
    assert strict.code == 1
    assert len(Path("a.txt").read_text().splitlines()) == 3
    assert gramc("sample", "a.gram", "--distinct", "--strict", "-n", "3").code == 0


def test_a_manifest_says_what_it_was_made_of() -> None:
    catalog, source = b"Oslo\nRome\nLima\n", b'catalog City from "c.txt"\nintent Go = to {City}\n'
    Path("c.txt").write_bytes(catalog)
    Path("a.gram").write_bytes(source)
    options = ["-n", "40", "-o", "a.txt", "--split", "x=1,y=1", "--manifest", "m.json"]
    fine("sample", "a.gram", *options)
    told = json.loads(Path("m.json").read_bytes())
    assert told["grammar"] == {
        "file": "a.gram",
        "sources": {
            "a.gram": hashlib.sha256(source).hexdigest(),
            "c.txt": hashlib.sha256(catalog).hexdigest(),
        },
    }
    assert (told["asked"], told["written"], told["options"]["seed"]) == (40, 40, 0)
    assert told["options"]["split"] == {"x": "1/2", "y": "1/2"}
    for output, name in zip(told["outputs"], ["a.x.txt", "a.y.txt"], strict=True):
        data = Path(name).read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        assert output == {"file": name, "size": len(data), "sha256": digest}
    before = Path("m.json").read_bytes()
    assert process("sample", "a.gram", *options, PYTHONHASHSEED="3").code == 0
    assert Path("m.json").read_bytes() == before
    fine("sample", "a.gram", "-n", "9", "--shard", "2/2", "--manifest", "n.json")
    told = json.loads(Path("n.json").read_bytes())
    assert (told["asked"], told["written"], told["options"]["shard"]) == (9, 5, "2/2")
    assert told["outputs"][0]["file"] == "-"


def test_a_manifest_of_an_artifact_and_of_what_is_bound() -> None:
    Path("a.gram").write_text("catalog City\nintent Go = to {City}\n")
    Path("c.txt").write_text("Oslo\n")
    fine("compile", "a.gram", "-o", "a.gramc")
    fine("sample", "a.gramc", "--bind", "City=c.txt", "-o", "a.txt", "--manifest", "m.json")
    told = json.loads(Path("m.json").read_bytes())["grammar"]
    assert told["sha256"] == hashlib.sha256(Path("a.gramc").read_bytes()).hexdigest()
    digest = hashlib.sha256(b"Oslo\n").hexdigest()
    assert told["bound"] == {"City": {"file": "c.txt", "sha256": digest}}


# ------------------------------------------------------------------------------- folders


def shards(folder: str) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(Path(folder).iterdir())}


@pytest.mark.parametrize("jobs", ["1", "3"])
@pytest.mark.parametrize("options", [[], ["--distinct"], ["--noise", "case=1"]])
def test_a_folder_of_shards(jobs: str, options: list[str]) -> None:
    options = [*PLAIN, *options, "-n", "330", "--format", "jsonl"]
    fine(*options, "-o", "dir/", "--shard-size", "100", "--jobs", jobs)
    found = shards("dir")
    names = [f"part-0000{k}-of-00004.jsonl" for k in (1, 2, 3, 4)]
    assert list(found) == ["manifest.json", *names]
    assert b"".join(found[name] for name in names).decode() == fine(*options)
    told = json.loads(found["manifest.json"])
    assert [each["file"] for each in told["outputs"]] == names
    for each in told["outputs"]:
        assert each["sha256"] == hashlib.sha256(found[each["file"]]).hexdigest()
    Path("dir", names[1]).unlink()
    Path("dir", names[2]).write_bytes(b"kept as it is")
    Path("dir", ".part-00002-of-00004.jsonl.abcdefgh.tmp").write_bytes(b"of a killed run")
    fine(*options, "-o", "dir", "--shard-size", "100", "--jobs", jobs)
    again = shards("dir")
    assert again[names[2]] == b"kept as it is"
    digest = hashlib.sha256(b"kept as it is").hexdigest()
    assert json.loads(again["manifest.json"])["outputs"][2]["sha256"] == digest
    del found[names[2]], again[names[2]], found["manifest.json"], again["manifest.json"]
    assert again == found


def test_a_folder_with_parts_compressed() -> None:
    options = [*PLAIN, "-n", "250", "--split", "a=.7,b=.3", "--format", "text"]
    fine(*options, "-o", "dir/", "--shard-size", "1e2", "--compress", "zst")
    fine(*options, "-o", "one.txt")
    for part in "ab":
        whole = b""
        for k in (1, 2, 3):
            with zstandard.open(f"dir/part-0000{k}-of-00003.{part}.txt.zst", "rb") as file:
                whole += file.read()
        assert whole == Path(f"one.{part}.txt").read_bytes()


def test_a_folder_of_another_corpus() -> None:
    options = ["sample", MUSIC, "-n", "20", "-o", "dir/", "--shard-size", "10"]
    fine(*options)
    before = shards("dir")
    for other, named in (
        (["--seed", "1"], "seed"),
        (["--format", "text"], "format"),
        (["-n", "30"], "number of sentences"),
        (["--shard-size", "20"], "shard size"),
    ):
        result = gramc(*options, *other)
        assert result.code == 2
        assert f"differs in {named}. Name another folder" in result.err
    assert shards("dir") == before
    Path("dir/manifest.json").write_text("nonsense")
    assert gramc(*options).code == 2
    Path("dir/manifest.json").unlink()
    result = gramc(*options)
    assert result.code == 2
    assert "no manifest.json" in result.err
    moved = ["sample", os.path.relpath(MUSIC, "/"), *options[2:]]
    moved[5] = f"{Path('other').absolute()}/"
    fine("sample", MUSIC, *moved[2:])
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir("/")
        fine(*moved)  # the same grammar by another name is the same


def test_fewer_than_asked_for_in_a_folder() -> None:
    Path("a.gram").write_text("intent Say = hello | good (morning | evening)\n")
    options = ("sample", "a.gram", "--distinct", "-n", "5", "-o", "dir/", "--shard-size", "2")
    result = gramc(*options)
    assert result.code == 0
    assert "W520" in result.err
    data = b"".join(d for name, d in shards("dir").items() if name.startswith("part"))
    assert len(data.splitlines()) == 3
    assert gramc(*options, "--strict").code == 1


# ----------------------------------------------------------------------------- wrong usage


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--all", "--seed", "1", "--distinct"], "--distinct is for drawing"),
        (["--all", "--split", "a=1"], "--split is for drawing"),
        (["--all", "--jobs", "2"], "--jobs is for drawing"),
        (["--all", "-o", "a.parquet"], "no Parquet"),
        (["--all", "-o", "dir/"], "dir/ is a folder"),
        (["--strict"], "--distinct"),
        (["--noise", "typos=.1", "--with-probability"], "no probability"),
        (["--noise", "typo=.1"], "typos"),
        (["--split", "a=.5,b=.5"], "-o"),
        (["--format", "parquet"], "-o"),
        (["-o", "a.parquet.gz"], "compressed inside"),
        (["-o", "dir/", "--format", "parquet", "--compress", "gz"], "compressed inside"),
        (["-o", "dir/", "--shard", "1/2"], "all shards"),
        (["-o", "dir/", "--manifest", "m.json"], "of its own"),
        (["-o", "dir/", "--shard-size", "0"], "0 is not from 1"),
        (["--shard-size", "10"], "-o DIR/"),
        (["--engine", "ray"], "-o DIR/"),
        (["-o", "a.txt", "--compress", "gz"], "ending"),
        (["-o", "a.txt", "--manifest", "a.txt"], "one file"),
        (["--shard", "0/3"], "2/5"),
        (["--shard", "4/3"], "2/5"),
        (["--shard", "1"], "2/5"),
        (["--split", "a=.5,b=.6", "-o", "a"], "The shares sum to 1.1"),
        (["--split", "a=.5,a=.5", "-o", "a"], "“a” is given twice"),
        (["--split", "a=1,b=0", "-o", "a"], "“b” is 0"),
        (["--split", "a=1/0", "-o", "a"], "“a=1/0” is no share"),
        (["--split", "a/b=1", "-o", "a"], "“a/b=1” is no share"),
        (["--split", "a", "-o", "a"], "“a” is no share"),
        (["--jobs", "-1"], "-1"),
        (["--distinct", "--engine", "ray", "-o", "dir/"], "--distinct"),
        (["-o", "none/a.txt"], "none/a.txt"),
        (["-o", "a.txt", "--manifest", "none/m.json"], "none/m.json"),
    ],
)
def test_wrong_usage(options: list[str], words: str) -> None:
    result = gramc(*PLAIN, *options)
    assert result.code == 2
    assert words in result.err.replace("\n", " ")
    assert "Traceback" not in result.err
    assert files() == []


def test_ray_can_not_read_standard_input() -> None:
    source = b"intent Say = hello\n"
    result = gramc("sample", "-", "-o", "dir/", "--engine", "ray", stdin=source)
    assert result.code == 2
    assert "standard input" in result.err


@pytest.mark.parametrize("ending", ["", ".gz", ".zst"])
def test_all_of_a_language_compressed(ending: str) -> None:
    Path("a.gram").write_text("intent Say = hello | good (morning | evening)\n")
    fine("sample", "a.gram", "--all", "-o", f"a.txt{ending}")
    data = Path(f"a.txt{ending}").read_bytes()
    if ending == ".zst":
        data = zstandard.ZstdDecompressor().decompress(data)
    elif ending:
        data = gzip.decompress(data)
    assert data == b"good evening\ngood morning\nhello\n"


def test_nothing_is_imported_that_a_small_run_does_not_need() -> None:
    heavy = {"pyarrow", "zstandard", "ray", "multiprocessing", "hashlib", "numpy", "rich"}
    fine("compile", MUSIC, "-o", "m.gramc")
    assert not imported("sample", "-n", "1000", "m.gramc") & heavy
