"""Datasets: what the `datasets` library makes of what is written, and what is read of others'."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from gramc.exchange.made import Options
from gramc.exchange.opening import Opened, open_corpus

from ..cli.running import gramc

MUSIC = str(Path(__file__).parents[2] / "grammars" / "music" / "music.gram")


@pytest.fixture(name="datasets")
def _datasets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE", "HF_DATASETS_DISABLE_PROGRESS_BARS"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path / "cache"))
    import datasets

    monkeypatch.setattr(datasets.config, "HF_DATASETS_CACHE", tmp_path / "cache")
    return datasets


def test_a_grammar_as_a_dataset(tmp_path: Path, datasets: Any) -> None:
    folder = tmp_path / "music"
    done = gramc(
        "export", "huggingface", MUSIC, "-n", "200", "-o", f"{folder}/",
        "--set", "split=train=.8,validation=.1,test=.1",
    )  # fmt: skip
    assert done.code == 0, done.err
    assert sorted(p.name for p in (folder / "data").iterdir()) == [
        "test-00000-of-00001.parquet",
        "train-00000-of-00001.parquet",
        "validation-00000-of-00001.parquet",
    ]
    found = datasets.load_dataset(str(folder))
    assert {name: len(part) for name, part in found.items()} == {
        "train": len(found["train"]),
        "validation": len(found["validation"]),
        "test": len(found["test"]),
    }
    assert sum(map(len, found.values())) == 200
    features = found["train"].features
    assert isinstance(features["intent"], datasets.ClassLabel)
    assert features["intent"].names == ["PlayMusic"]
    tags = features["tags"].feature
    assert isinstance(tags, datasets.ClassLabel)
    assert tags.names[0] == "O"
    assert "B-Artist" in tags.names
    assert set(features["slots"].feature) == {"name", "text", "start", "end", "depth", "value"}
    for row in found["test"]:
        assert len(row["tokens"]) == len(row["tags"])
        for slot in row["slots"]:
            assert row["text"][slot["start"] : slot["end"]] == slot["text"]
    texts = [set(part["text"]) for part in found.values()]
    assert sum(map(len, texts)) == len(set.union(*texts))
    alone = datasets.Dataset.from_parquet(str(folder / "data" / "test-00000-of-00001.parquet"))
    assert alone.features == features


def test_the_card_says_what_the_files_say(tmp_path: Path, datasets: Any) -> None:
    import yaml

    gramc("export", "huggingface", MUSIC, "-n", "50", "-o", f"{tmp_path}/m/", "--name", "my music")
    card = (tmp_path / "m" / "README.md").read_text("utf-8")
    head = yaml.safe_load(card.split("---\n")[1])
    assert head["language"] == ["en"]
    assert head["configs"][0]["data_files"] == [{"split": "train", "path": "data/train-*"}]
    told = datasets.Features._from_yaml_list(head["dataset_info"]["features"])
    file = tmp_path / "m" / "data" / "train-00000-of-00001.parquet"
    assert told == datasets.Dataset.from_parquet(str(file)).features
    assert "# my music" in card


def read(path: Path) -> Opened:
    corpus = open_corpus(str(path), None, Options())
    assert isinstance(corpus, Opened)
    return corpus


def test_what_others_push_is_read(tmp_path: Path, datasets: Any) -> None:
    features = datasets.Features(
        {
            "tokens": datasets.Sequence(datasets.Value("string")),
            "ner_tags": datasets.Sequence(datasets.ClassLabel(names=["O", "B-x", "I-x"])),
            "label": datasets.ClassLabel(names=["Go", "Stop"]),
        }
    )
    rows = {"tokens": [["go", "New", "York"]], "ner_tags": [[0, 1, 2]], "label": [0]}
    made = datasets.Dataset.from_dict(rows, features=features)
    made.to_parquet(str(tmp_path / "a.parquet"))
    [found] = read(tmp_path / "a.parquet").utterances()
    assert (found.text, found.intent) == ("go New York", "Go")
    assert [(s.name, s.start, s.end) for s in found.slots] == [("x", 3, 11)]


def test_the_names_of_numbers_may_stand_in_the_card_alone(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    (tmp_path / "data").mkdir()
    table = pa.table({"text": ["stop"], "intent": [1]})
    parquet.write_table(table, tmp_path / "data" / "train.parquet")
    corpus = read(tmp_path)
    assert [u.intent for u in corpus.utterances()] == ["1"]
    assert [f.code for f in corpus.findings] == ["W602"]
    (tmp_path / "README.md").write_text(
        "---\ndataset_info:\n  features:\n  - name: intent\n    dtype:\n      class_label:\n"
        "        names:\n          '0': Go\n          '1': Stop\n---\n"
    )
    assert [u.intent for u in corpus.utterances()] == ["Stop"]


def test_parquet_of_sample_is_read(tmp_path: Path) -> None:
    for name in ("a.parquet", "a.jsonl"):
        assert gramc("sample", MUSIC, "-n", "300", "-o", str(tmp_path / name)).code == 0
    parquet, lines = (list(read(tmp_path / n).utterances()) for n in ("a.parquet", "a.jsonl"))
    assert parquet == lines


def test_what_needs_pyarrow_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    corpus = read(tmp_path / "a.parquet")
    assert list(corpus) == []
    assert "gramc[parquet]" in corpus.findings[0].message
    done = gramc("export", "huggingface", MUSIC, "-n", "5", "-o", f"{tmp_path}/m/")
    assert done.code == 1
    assert "gramc[parquet]" in done.err
    assert not os.path.exists(tmp_path / "m")
