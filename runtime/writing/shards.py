"""Corpora in a folder: shards of one size, each a file that is finished or not there.

`part-00001-of-00040.jsonl` and so on lie beside a `manifest.json`, which is written first and says
what the folder is a corpus of. A second run of the same writes what is still missing: what has its
name is whole, and was on the disk before it had it.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..engine import Engine
from .atomic import sweep, written
from .manifest import Output, as_json, sha256, text
from .order import Order, names
from .sink import Sink
from .write import run, write

MANIFEST = "manifest.json"
_PART = re.compile(r"part-\d{5,}-of-\d{5,}\..+")

Done = Callable[[Sequence[Output]], None]


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder at `path` for `written` sentences, `size` of them in each shard."""

    path: str
    order: Order
    written: int
    size: int

    @property
    def count(self) -> int:
        """How many shards there are; one where there are no sentences."""
        return max(1, -(-self.written // self.size))

    def files(self, shard: int) -> list[str]:
        """The names of the files of a shard (they count from 1), one for each part of the split."""
        stem = f"part-{shard:05}-of-{self.count:05}"
        middles = (f".{name}" if name else "" for name in names(self.order.split))
        return [f"{stem}{middle}{self.order.ending}" for middle in middles]

    def sentences(self, shard: int) -> tuple[int, int]:
        """The first sentence of a shard, and the one behind its last."""
        return (shard - 1) * self.size, min(shard * self.size, self.written)

    def missing(self) -> list[int]:
        """The shards of which a file is not there."""
        there = set(os.listdir(self.path))
        return [n for n in range(1, self.count + 1) if not there.issuperset(self.files(n))]


def begin(folder: Folder, pin: Mapping[str, Any]) -> str | None:
    """Makes the folder and its manifest, or tells in a sentence why it may not be written into:
    it holds another corpus."""
    os.makedirs(folder.path, exist_ok=True)
    before = _manifest(folder)
    if before is None:
        if any(_PART.fullmatch(name) for name in os.listdir(folder.path)):
            return f"{folder.path} holds parts of a corpus and no {MANIFEST} that says which."
    else:
        other = _difference(_decisive(before), _decisive(pin))
        if other:
            return f"{folder.path} holds another corpus: its {MANIFEST} differs in {other}."
    sweep(folder.path)
    if before is None:
        _save(folder, as_json(pin))
    return None


def local(folder: Folder, engine: Engine, missing: Sequence[int], jobs: int, done: Done) -> None:
    """Writes the *missing* shards on this machine, *jobs* at once (or fewer, each by several
    workers); *done* is called for each in order, with its files."""
    ended = threading.Event()
    each = jobs // max(1, len(missing))

    def make(number: int) -> list[Output]:
        return shard(folder, engine, missing[number], each, ended)

    run(engine, len(missing), make, lambda _, outputs: done(outputs), jobs, ended)


def shard(
    folder: Folder,
    engine: Engine,
    number: int,
    jobs: int = 1,
    ended: threading.Event | None = None,
) -> list[Output]:
    """Writes one shard with *jobs* workers, and gives its files; *ended* breaks it off."""

    def told(_: int) -> None:
        if ended is not None and ended.is_set():
            raise InterruptedError(None, "The run was ended.")

    files = folder.files(number)
    paths = [os.path.join(folder.path, name) for name in files]
    with written(paths, durable=True, swept=True) as opened:
        sinks = [Sink(f, p, hashed=True) for f, p in zip(opened, paths, strict=True)]
        write(folder.order, engine, *folder.sentences(number), sinks, jobs, told)
    return [Output.of(sink, name) for sink, name in zip(sinks, files, strict=True)]


def finish(
    folder: Folder, pin: Mapping[str, Any], engine: str, outputs: Sequence[Output]
) -> list[Output]:
    """Writes the manifest anew, with all files: *outputs* are those of this run. The hashes of the
    others are in the manifest of the run before, or are taken from the files."""
    sweep(folder.path)  # workers that were lost may have left something
    known = {each.name: each for each in outputs}
    for each in (_manifest(folder) or {}).get("outputs", ()):
        known.setdefault(each["file"], Output(each["file"], each["size"], each["sha256"]))
    every = []
    for number in range(1, folder.count + 1):
        for name in folder.files(number):
            path = os.path.join(folder.path, name)
            size = os.path.getsize(path)
            if name not in known or known[name].size != size:
                known[name] = Output(name, size, sha256(path))
            every.append(known[name])
    _save(folder, text(pin, engine, every))
    return every


def _save(folder: Folder, data: bytes) -> None:
    with written([os.path.join(folder.path, MANIFEST)], durable=True) as [file]:
        file.write(data)


def _manifest(folder: Folder) -> dict[str, Any] | None:
    """The folder's manifest; None where there is none, an empty one where it can't be read."""
    path = Path(folder.path, MANIFEST)
    if not path.exists():
        return None
    with contextlib.suppress(ValueError):
        found = json.loads(path.read_bytes())
        if isinstance(found, dict):
            return found
    return {}


def _decisive(pin: Mapping[str, Any]) -> dict[str, Any]:
    """What of a manifest decides the bytes: what the files were called does not."""
    grammar = pin.get("grammar", {})
    bound = {name: each["sha256"] for name, each in grammar.get("bound", {}).items()}
    flat = {"gramc": pin.get("gramc"), "grammar": [grammar.get("sha256"), grammar.get("sources")]}
    return {
        **flat,
        "bound catalogues": bound,
        **pin.get("options", {}),
        "number of sentences": pin.get("written"),
        "shard_size": pin.get("shard_size"),
    }


def _difference(one: Mapping[str, Any], other: Mapping[str, Any]) -> str:
    """The names of what differs."""
    every = dict.fromkeys((*one, *other))
    return ", ".join(name.replace("_", " ") for name in every if one.get(name) != other.get(name))
