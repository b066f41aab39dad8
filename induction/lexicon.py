"""The catalogues of a folder: `artist.tsv` has the values of the slot *artist*."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from ..catalogues.files import read_catalogue
from ..dsl.findings import Finding
from ..dsl.names import is_name
from ..dsl.span import Span
from ..dsl.text import nfc, squeeze

if TYPE_CHECKING:
    from ..catalogues.catalogue import Catalogue

ENDINGS = (".txt", ".tsv", ".csv", ".jsonl", ".parquet")
"""The files that are catalogues; others in the folder are passed over."""
_ODD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Listed:
    """A catalogue file: the name of the slot that it is for, and where it lies. It is read when
    it is first asked for."""

    name: str
    path: str
    locale: str = ""
    findings: list[Finding] = field(default_factory=list, compare=False, repr=False)
    """What is wrong with the file, once it has been read."""

    @cached_property
    def catalogue(self) -> Catalogue | None:
        """Its values, None where it can't be read or has none."""
        from ..catalogues.catalogue import Catalogue

        try:
            with open(self.path, "rb") as file:
                data = file.read()
        except OSError as error:
            said = f"The file {self.path} can't be read: {error.strerror}."
            self.findings.append(Finding("E003", said, _whole(self.path)))
            return None
        rows, found = read_catalogue(self.name, data, self.path)
        self.findings.extend(found)
        if rows is not None and not rows:
            said = f"The catalogue {self.path} has no values."
            self.findings.append(Finding("W706", said, _whole(self.path), "Fill it, or remove it."))
        return Catalogue.of(rows, self.locale) if rows else None

    def __len__(self) -> int:
        return len(self.catalogue) if self.catalogue else 0

    def holds(self, text: str) -> bool:
        """Whether *text* is one of its values, as parsing compares them."""
        return self.catalogue is not None and bool(self.rows(text))

    def rows(self, text: str) -> list[int]:
        """The rows whose value is *text*."""
        from ..catalogues.index import searchable

        if self.catalogue is None:
            return []
        key = searchable(squeeze(nfc(text)), self.locale)
        return [row for end, row in self.catalogue.index.matches(key, 0) if end == len(key)]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The catalogues of a folder, in the order of their names."""

    listed: tuple[Listed, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.listed)

    def __iter__(self) -> Iterator[Listed]:
        return iter(self.listed)

    @classmethod
    def load(cls, folder: str, locale: str = "") -> tuple[Lexicon, list[Finding]]:
        """The catalogues in *folder*, whose texts are compared as *locale* folds case.

        A catalogue is called after its file: `artist.tsv`, `music.artist.tsv` and `Artist.csv` are
        for the slot *artist*. Of two files of one name the one without dots before it counts, else
        the first by name (W706). E702 where there is no such folder, or no catalogue in it. Files
        are read when they are needed.
        """
        try:
            names = sorted(os.listdir(folder))
        except (OSError, ValueError):
            path = _clean(folder)
            what = "can't be read" if os.path.isdir(path) else "is no folder"
            said = f"{path} {what}, so there are no catalogues."
            hint = "Give the folder with a file for each slot: artist.tsv, genre.txt."
            return cls(), [Finding("E702", said, _whole(path), hint)]
        findings: list[Finding] = []
        found: dict[str, Listed] = {}
        for _, file, name in sorted(_named(names)):
            path = os.path.join(folder, file)
            if not os.path.isfile(path):
                continue
            if not is_name(name):
                said = f"The file {path} is passed over: “{name}” is no name of a slot."
                findings.append(Finding("W706", said, _whole(path)))
            elif (other := found.get(_key(name))) is not None:
                said = f"The file {path} is passed over: {other.path} is for the same slot."
                findings.append(Finding("W706", said, _whole(path), "Make one file of both."))
            else:
                found[_key(name)] = Listed(name, path, locale)
        if not found and not findings:
            said = f"There is no catalogue in {folder}."
            hint = f"Catalogues are files that end in {', '.join(ENDINGS)}."
            findings.append(Finding("E702", said, _whole(folder), hint))
        return cls(
            tuple(sorted(found.values(), key=lambda one: (_key(one.name), one.path)))
        ), findings

    def get(self, slot: str) -> Listed | None:
        """The catalogue for *slot*: that of its name, whatever the case, and with or without `_`,
        `-` and dots."""
        key = _key(slot)
        return next((one for one in self.listed if _key(one.name) == key), None)

    @property
    def findings(self) -> list[Finding]:
        """What is wrong with the files that have been read."""
        return [finding for one in self.listed for finding in one.findings]


def _named(files: Iterable[str]) -> Iterator[tuple[bool, str, str]]:
    """(whether dots stand before it, file, slot) for each catalogue file."""
    for file in files:
        stem, ending = os.path.splitext(file)
        if ending.lower() in ENDINGS and not file.startswith("."):
            before, dot, name = nfc(stem).rpartition(".")
            yield bool(before and dot), file, name


def _key(name: str) -> str:
    return _ODD.sub("", name.casefold()) or name


def _clean(path: str) -> str:
    return path.replace("\0", " ")


def _whole(path: str) -> Span:
    return Span(path, 0, 0, 0, 0)
