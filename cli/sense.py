"""Options of `gramc sample` that make no sense together."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any

import click

_DRAWING = (
    "distribution",
    "distinct",
    "noise",
    "split",
    "shard",
    "shard_size",
    "manifest",
    "jobs",
    "engine",
)


def refuse_what_makes_none(given: Mapping[str, Any]) -> None:
    """Raises a `UsageError` for the first that is found."""
    target = given["target"]
    folder = target is not None and (target.endswith(("/", os.sep)) or os.path.isdir(target))
    stdout = target is None or target == "-"
    ending = "" if stdout or folder else os.path.splitext(target)[1].lower()
    packed = ending in (".gz", ".zst")
    inner = os.path.splitext(os.path.splitext(target)[0])[1].lower() if packed else ending
    parquet = given["form"] == "parquet" or (given["form"] is None and inner == ".parquet")

    def no(sense: object, message: str) -> None:
        if sense:
            raise click.UsageError(message)

    if given["everything"]:
        no(given["count"] is not None, "-n and --all exclude each other.")
        for name in _DRAWING:
            no(given[name], f"--{name.replace('_', '-')} is for drawing, and --all draws nothing.")
        no(parquet, "--all writes no Parquet; draw with --distinct instead.")
        no(folder, f"{target} is a folder; --all needs the name of a file.")
    no(given["strict"] and not given["distinct"], "--strict is about --distinct; give both.")
    no(given["with_probability"] and given["noise"], _NOISY)
    no(given["compress"] and stdout and sys.stdout.isatty(), _NO_BYTES)
    no(given["split"] and stdout, "--split makes several files: say where with -o.")
    no(parquet and stdout, "Parquet is not for a pipe: say where to write with -o.")
    no(parquet and (packed or given["compress"]), "Parquet is compressed inside; leave that out.")
    if folder:
        no(given["shard"], "A folder holds all shards; leave --shard out, or name a file.")
        no(given["manifest"], "A folder has a manifest.json of its own; leave --manifest out.")
        no(given["engine"] == "ray" and given["file"] == "-", _NO_STDIN)
    else:
        no(given["shard_size"], "--shard-size is for a folder: -o DIR/.")
        no(given["engine"], "--engine is for a folder: -o DIR/.")
        no(given["compress"] and not stdout, "The ending of the file says how it is compressed.")
        same = given["manifest"] is not None and not stdout and given["manifest"] == target
        no(same, "The manifest and the data can't be one file.")


_NOISY = "Sentences with --noise have no probability; leave --with-probability out."
_NO_BYTES = "Bytes are not for a terminal: name a file, or redirect the output."
_NO_STDIN = "The workers of Ray can't read your standard input: name a file."
