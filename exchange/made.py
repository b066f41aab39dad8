"""What importers and exporters take and give: all in memory, nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..dsl.findings import Finding, has_errors
from ..dsl.span import Span

if TYPE_CHECKING:
    from ..compiler.compiled import Compiled


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


@dataclass(frozen=True, slots=True)
class Options:
    """What a user says besides the path. `locale` picks a language where the source holds
    several, and is that of the grammar where the source names none; `name` names the grammar or
    corpus where nothing else does; `extra` holds what only one format knows."""

    locale: str | None = None
    name: str | None = None
    extra: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """A grammar to be exported: `place` is the span of its file as a whole, for findings; `count`
    how many examples its target is to make of it, where it makes them itself."""

    compiled: Compiled
    name: str
    locale: str
    place: Span
    options: Options = Options()
    count: int | None = None
