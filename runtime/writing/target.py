"""What the name of a file says of what is to be in it."""

from __future__ import annotations

import os
from dataclasses import dataclass

from .compress import PACKINGS

ENDINGS = {
    ".jsonl": "jsonl",
    ".bio": "bio",
    ".conll": "bio",
    ".massive": "massive",
    ".parquet": "parquet",
}
"""The format that a file's ending stands for; any other ending stands for annotated text."""


@dataclass(frozen=True, slots=True)
class Target:
    """The name of a file: `corpus.jsonl.gz` has the stem `corpus`, the ending `.jsonl` and the
    packing `gz` (the empty text where it is not compressed)."""

    stem: str
    ending: str
    packing: str

    @classmethod
    def of(cls, path: str) -> Target:
        """The target that *path* names."""
        stem, ending = os.path.splitext(path)
        packing = ending[1:].lower() if ending[1:].lower() in PACKINGS else ""
        if packing:
            stem, ending = os.path.splitext(stem)
        return cls(stem, ending, packing)

    @property
    def form(self) -> str:
        """The name of the format."""
        return ENDINGS.get(self.ending.lower(), "annotated")

    def path(self, part: str = "") -> str:
        """The path of the whole, or of one part of it: `corpus.train.jsonl.gz`."""
        between = f".{part}" if part else ""
        packed = f".{self.packing}" if self.packing else ""
        return f"{self.stem}{between}{self.ending}{packed}"
