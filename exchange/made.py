"""What importers and exporters take and give: all in memory, nothing is written here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..dsl.made import Made as Made
from ..dsl.made import MadeFile as MadeFile
from ..dsl.span import Span

if TYPE_CHECKING:
    from ..compiler.compiled import Compiled


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
