"""Shards as tasks of Ray, on one machine or on many that share a folder.

Ray decides where a task runs, and runs it again where a worker is lost. Each opens the grammar
itself, writes the files of its shard, and reports their sizes and hashes.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ...dsl.findings import Finding
from ..engine import Engine
from .manifest import Output, grammar, hashes
from .shards import Done, Folder, shard

if TYPE_CHECKING:
    from ...compiler.compiled import Compiled

AHEAD = 2
"""So many tasks for each processor are handed to Ray at once."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker must know: the grammar (paths that all machines have), what it was made of
    when the run began, as JSON, and the folder."""

    path: str
    catalog_path: tuple[str, ...]
    bind: tuple[str, ...]
    hashes: str
    folder: Folder


def task(
    path: str,
    catalog_path: Sequence[str],
    bind: Sequence[str],
    told: Mapping[str, Any],
    folder: Folder,
) -> Task:
    """The task for the grammar at *path*, which a manifest tells so of."""
    pairs = (pair.partition("=") for pair in bind)
    return Task(
        os.path.abspath(path),
        tuple(map(os.path.abspath, catalog_path)),
        tuple(f"{name}={os.path.abspath(file)}" for name, _, file in pairs),
        hashes(told),
        Folder(os.path.abspath(folder.path), folder.order, folder.written, folder.size),
    )


def scattered(task: Task, missing: Sequence[int], jobs: int, done: Done) -> None:
    """Writes the *missing* shards with Ray: on the cluster that the environment names
    (`RAY_ADDRESS`), else on *jobs* processors of this machine. *done* is called for each as it is
    finished, in any order. What a worker can't do is its `OSError`."""
    import ray

    with redirect_stdout(sys.stderr):  # where Ray tells of lost workers
        _scattered(ray, task, missing, jobs, done)


def _scattered(ray: Any, task: Task, missing: Sequence[int], jobs: int, done: Done) -> None:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere
    begun = not ray.is_initialized()
    if begun:
        here = {} if os.environ.get("RAY_ADDRESS") else {"num_cpus": jobs}
        ray.init(**here, include_dashboard=False, log_to_driver=False, logging_level=logging.ERROR)
    try:
        remote = ray.remote(num_cpus=1)(_written)
        most = AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
        waiting = list(reversed(missing))
        running: list[Any] = []
        while waiting or running:
            while waiting and len(running) < most:
                running.append(remote.remote(task, waiting.pop()))
            finished, running = ray.wait(running, num_returns=1)
            for each in finished:
                done(_outputs(ray.get(each)))
    finally:
        if begun:
            ray.shutdown()


def _outputs(told: list[tuple[str, int, str]] | tuple[int | None, str, str | None]) -> list[Output]:
    if isinstance(told, tuple):
        raise OSError(*told)
    return [Output(*each) for each in told]


def _written(
    task: Task, number: int
) -> list[tuple[str, int, str]] | tuple[int | None, str, str | None]:
    """Runs in a worker: what it wrote, or the error of the world outside that kept it from it,
    which trying again won't mend."""
    try:
        outputs = shard(task.folder, _engine(task), number)
    except OSError as error:
        return error.errno, error.strerror or str(error), error.filename
    return [(each.name, each.size, each.sha256) for each in outputs]


@lru_cache(maxsize=1)
def _engine(task: Task) -> Engine:
    """The engine of a worker, made once."""
    compiled = _opened(task)
    if hashes(grammar(compiled, task.path, task.bind)) != task.hashes:
        raise OSError(None, "The grammar is another one than when the run began.", task.path)
    engine = task.folder.order.engine(compiled)
    assert not isinstance(engine, Finding)  # the run began with one
    return engine


def _opened(task: Task) -> Compiled:
    from ...compiler.sources import bound
    from ..grammar import GrammarError, load

    try:
        found = load(task.path, task.catalog_path)
        for pair in task.bind:
            name, _, file = pair.partition("=")
            [wanted] = [c for c in found.compiled.program.catalogues if c.name == name]
            rows, findings = bound(name, file, wanted.features, wanted.wanted)
            if rows is None:
                raise GrammarError(findings)
            found = found.bind(name, rows)
    except GrammarError as error:
        raise OSError(
            None, f"The grammar can't be opened by a worker: {error}", task.path
        ) from None
    return found.compiled
