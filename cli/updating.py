"""`gramc induce --update`: into a grammar that is there, edited or not."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from ..dsl.findings import Finding
    from ..dsl.made import MadeFile
    from ..induction.lexicon import Lexicon
    from ..induction.render.render import Options
    from ..induction.settings import Settings
    from ..induction.update.record import Record
    from .inducing import Given, Job


def renew(
    given: Given,
    job: Job,
    settings: Settings,
    lexicon: Lexicon,
    options: Options,
    found: Sequence[Finding],
) -> int:
    """Brings the grammar up to date, or shows what would change: 1 where something would, or where
    the grammar can't be used."""
    from ..dsl.findings import has_errors, in_order
    from ..dsl.read import read_source
    from ..induction.update.learning import reinduce
    from ..induction.update.record import beside, dumps
    from .difference import difference
    from .exchange import write_all
    from .progress import falling
    from .report import report

    path = job.file
    assert path is not None
    home = os.path.dirname(path)
    data = _bytes(path)
    text, broken = read_source(data or b"", path)
    if text is None:
        report(in_order([*found, *broken]))
        return 2
    record, more = _record(path)
    tables = _tables(record, home)
    elsewhere = {
        name: os.path.abspath(real)
        for real, name in options.files.items()
        if not os.path.exists(_inside(home, name))
    }
    with falling() as tell:
        updated = reinduce(
            text,
            path,
            record,
            given.utterances,
            lexicon,
            settings,
            tell,
            options,
            job.locale or given.locale,
            given.places,
            tables=tables,
            elsewhere=elsewhere,
        )
    findings = in_order([*found, *more, *updated.findings])
    report(findings)
    if updated.text is None or updated.record is None or has_errors(findings):
        return 1
    after = data if updated.text == text else updated.text.encode()
    changes = [(path, data or b"", after or b"")]
    changes += [
        (_inside(home, one.path), tables[one.path].encode(), one.data) for one in updated.tables
    ]
    changed = [one for one in changes if one[1] != one[2]]
    if job.diff:
        for name, old, new in changed:
            sys.stdout.writelines(difference(old, new, name))
        return 1 if changed else 0
    files = [(name, new) for name, _, new in changed]
    files += _copies(updated.text, path, elsewhere, home)
    told = dumps(updated.record).encode()
    if _bytes(beside(path)) != told:
        files.append((beside(path), told))
    write_all(files, True)
    click.echo(_said(path, [*changed]), err=True)
    return 0


def recorded(text: str, path: str, tables: Sequence[MadeFile]) -> tuple[str, bytes]:
    """The record of a grammar that was just induced: its path, and what it holds."""
    from ..induction.update.again import first
    from ..induction.update.record import beside, dumps

    by_path = {one.path: one.data.decode() for one in tables}
    return beside(path), dumps(first(text, path, by_path)).encode()


def _said(path: str, changed: Sequence[tuple[str, bytes, bytes]]) -> str:
    if not changed:
        return f"{path} says all of it already."
    some = len(changed) - (changed[0][0] == path)
    more = "" if not some else f", and {some} table{'s' if some > 1 else ''} beside it"
    return f"{path} is up to date{more}."


def _record(path: str) -> tuple[Record | None, list[Finding]]:
    from ..induction.update.record import beside, loads

    data = _bytes(beside(path))
    text = None if data is None else data.decode("utf-8", "replace")
    return loads(text, beside(path))


def _tables(record: Record | None, home: str) -> dict[str, str]:
    """The tables of a record as they are now, by their paths; only those beside the grammar."""
    found: dict[str, str] = {}
    for name in record.tables if record else ():
        parts = name.split("/")
        if os.path.isabs(name) or os.pardir in parts:
            continue
        data = _bytes(_inside(home, name))
        if data is not None:
            found[name] = data.decode("utf-8", "replace")
    return found


def _copies(
    text: str, path: str, elsewhere: Mapping[str, str], home: str
) -> list[tuple[str, bytes]]:
    """The catalogues that the grammar names now and that don't lie beside it yet."""
    from ..dsl.parse import parse
    from ..induction.update.tables import paths

    used = [name for name in paths(parse(text, path)[0]) if name in elsewhere]
    return [(_inside(home, name), _bytes(elsewhere[name]) or b"") for name in used]


def _inside(home: str, name: str) -> str:
    return os.path.join(home, *name.split("/"))


def _bytes(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise click.ClickException(f"Can't read {path}: {error.strerror}.") from error
