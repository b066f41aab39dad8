"""Files that were made, all in memory: nothing is written where they are made."""

from __future__ import annotations

from dataclasses import dataclass

from .findings import Finding, has_errors


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file to be written: its path below the place that the user named, with `/` between
    folders, and all of its bytes."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Made:
    """The files that came out, and what is to be said of it. Where a finding is an error there
    are no files: half a grammar would pass for a whole one."""

    files: tuple[MadeFile, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether a finding is an error."""
        return has_errors(list(self.findings))
