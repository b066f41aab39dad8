"""Manifests: what a corpus was made of, so that it can be made again.

No time and no machine is in one: the same run writes the same manifest.
"""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ... import __version__
from ...compiler.magic import is_artifact
from .order import Order
from .sink import Sink

if TYPE_CHECKING:
    from ...compiler.compiled import Compiled


@dataclass(frozen=True, slots=True)
class Output:
    """A file that was written."""

    name: str
    size: int
    sha256: str

    @classmethod
    def of(cls, sink: Sink, name: str) -> Output:
        """What went into *sink*, under another name."""
        return cls(name, sink.size, sink.sha256)


def grammar(compiled: Compiled, path: str, bind: Sequence[str] = ()) -> dict[str, Any]:
    """The grammar at *path*: the SHA-256 of the files that it was made from, that of the artifact
    where it is one, and those of the files of *bind* (`NAME=FILE`)."""
    told: dict[str, Any] = {"file": path}
    if path != "-" and is_artifact(path):
        told["sha256"] = sha256(path)
    told["sources"] = dict(sorted(compiled.sources.items()))
    if bind:
        told["bound"] = {
            name: {"file": file, "sha256": sha256(file)}
            for name, _, file in (pair.partition("=") for pair in bind)
        }
    return told


def hashes(told: Mapping[str, Any]) -> str:
    """Of what `grammar` tells, what does not depend on how files are called, as JSON."""
    bound = {name: each["sha256"] for name, each in told.get("bound", {}).items()}
    return json.dumps([told.get("sha256"), told["sources"], bound])


def pinned(grammar: Mapping[str, Any], order: Order, asked: int, written: int) -> dict[str, Any]:
    """What decides the bytes of a corpus."""
    return {
        "gramc": __version__,
        "grammar": grammar,
        "options": order.options(),
        "asked": asked,
        "written": written,
    }


def text(pin: Mapping[str, Any], engine: str, outputs: Sequence[Output]) -> bytes:
    """The manifest of a run: what was pinned, what made it, and the files."""
    return as_json(
        {
            **pin,
            "engine": engine,
            "python": platform.python_version(),
            "outputs": [
                {"file": each.name, "size": each.size, "sha256": each.sha256} for each in outputs
            ],
        }
    )


def as_json(value: object) -> bytes:
    """JSON for people to read; names of files that are no UTF-8 get replacement characters."""
    written = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return written.encode("utf-8", "surrogateescape").decode("utf-8", "replace").encode()


def sha256(path: str) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with Path(path).open("rb") as file:
        while data := file.read(1 << 20):
            digest.update(data)
    return digest.hexdigest()
