"""Drawing: the sentences of a run into files, a pipe or a folder."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from ..dsl.findings import Finding
from ..runtime.writing.order import Order, counted, names, share
from ..runtime.writing.sink import Sink
from ..runtime.writing.target import Target
from ..runtime.writing.write import write
from .output import all_written
from .progress import progress
from .report import refuse, report, whole

if TYPE_CHECKING:
    from ..compiler.compiled import Compiled
    from ..runtime.engine import Engine
    from ..runtime.writing.shards import Folder


@dataclass(frozen=True, slots=True)
class Run:
    """What is to be drawn: `asked` sentences, of which this run makes the stretch `shard` (number,
    of how many), with `jobs` workers."""

    order: Order
    compiled: Compiled
    file: str
    bind: tuple[str, ...]
    catalog_path: tuple[str, ...]
    asked: int
    shard: tuple[int, int]
    jobs: int
    strict: bool

    def engine(self) -> Engine:
        """The engine; a grammar that has no such sentences ends the command."""
        self._say_what_is_idle()
        found = self.order.engine(self.compiled, whole(self.file))
        if isinstance(found, Finding):
            refuse(found)
        return found

    def _say_what_is_idle(self) -> None:
        if not self.order.noise:
            return
        from ..runtime.noise.noise import Noise
        from ..runtime.noise.source import idle

        noise = Noise.parse(self.order.noise)
        assert isinstance(noise, Noise)
        if message := idle(noise, self.compiled.locale):
            click.echo(f"Warning: {message}", err=True)

    def pin(self, written: int) -> dict[str, Any]:
        """What a manifest says before anything is written."""
        from ..runtime.writing import manifest

        grammar = manifest.grammar(self.compiled, self.file, self.bind)
        return manifest.pinned(grammar, self.order, self.asked, written)

    def shortfall(self, there: int) -> int:
        """The exit code; tells where there were fewer sentences than asked for."""
        if there >= self.asked:
            return 0
        report(
            [
                Finding(
                    "W520",
                    f"{self.asked:,} different sentences were asked for, and there are {there:,}.",
                    whole(self.file),
                    "Ask for fewer, widen the grammar, or leave --distinct out.",
                )
            ]
        )
        return 1 if self.strict else 0


def into_files(run: Run, target: Target | None, manifest: str | None) -> int:
    """Writes to *target*, or each part to its own file, or to standard output; gives the exit
    code. All files are renamed together, the manifest with them."""
    engine = run.engine()
    first, stop = share(counted(engine, run.asked), *run.shard)
    paths = [target.path(part) for part in names(run.order.split)] if target else []
    with ExitStack() as stack:
        files = stack.enter_context(all_written([*paths, *([manifest] if manifest else [])]))
        hashed = manifest is not None
        if target is None:
            sys.stdout.flush()
            sinks = [Sink(sys.stdout.buffer, "-", hashed=hashed)]
        else:
            sinks = [Sink(f, p, hashed=hashed) for f, p in zip(files, paths, strict=False)]
        shown = target is not None or not sys.stdout.isatty()
        told = stack.enter_context(progress(stop - first, shown))
        write(run.order, engine, first, stop, sinks, run.jobs, told)
        there = counted(engine, run.asked)  # some sources know only now
        if manifest is not None:
            files[-1].write(_manifest(run, engine, max(0, min(stop, there) - first), sinks))
    return run.shortfall(there)


def _manifest(run: Run, engine: Engine, written: int, sinks: Sequence[Sink]) -> bytes:
    from ..runtime.writing import manifest

    pin = run.pin(written)
    if run.shard != (1, 1):
        pin["options"]["shard"] = "{}/{}".format(*run.shard)
    outputs = [manifest.Output.of(sink, sink.name) for sink in sinks]
    return manifest.text(pin, engine.name, outputs)


def into_folder(run: Run, path: str, size: int, *, ray: bool) -> int:
    """Writes the shards that are missing in the folder *path*; gives the exit code."""
    from ..runtime.writing import shards

    engine = run.engine()
    if ray and engine.source.in_order:
        raise click.UsageError(
            "Each of these sentences needs all those before it, so that Ray could share no work: "
            "leave --engine ray or --distinct out."
        )
    known = counted(engine, run.asked)
    folder = shards.Folder(path, run.order, known, size)
    pin = {**run.pin(known), "shard_size": size}
    try:
        wrong = shards.begin(folder, pin)
        if wrong is not None:
            raise click.UsageError(f"{wrong} Name another folder, or take that one away.")
        missing = folder.missing()
        _write_shards(run, folder, engine, missing, pin, ray=ray)
    except OSError as error:
        if isinstance(error, BrokenPipeError) or not str(error.filename or "").startswith(path):
            raise
        raise click.ClickException(f"Can't write {error.filename}: {error.strerror}.") from error
    return run.shortfall(counted(engine, run.asked))


def _write_shards(
    run: Run,
    folder: Folder,
    engine: Engine,
    missing: Sequence[int],
    pin: dict[str, Any],
    *,
    ray: bool,
) -> None:
    from ..runtime.writing import shards
    from ..runtime.writing.manifest import Output

    outputs: list[Output] = []
    files = len(names(run.order.split))
    with progress(len(missing) * folder.size) as told:

        def done(finished: Sequence[Output]) -> None:
            outputs.extend(finished)
            told(len(outputs) // files * folder.size)

        if ray and missing:
            from ..runtime.writing import tasks

            grammar = pin["grammar"]
            task = tasks.task(run.file, run.catalog_path, run.bind, grammar, folder)
            tasks.scattered(task, missing, run.jobs, done)
        else:
            shards.local(folder, engine, missing, run.jobs, done)
    shards.finish(folder, pin, engine.name, outputs)
