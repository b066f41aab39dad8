"""Telling findings to whoever runs the command."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

import click

from ..dsl.findings import Finding
from ..dsl.span import Span
from .streams import silence


def report(findings: Sequence[Finding], given: Mapping[str, bytes] | None = None) -> None:
    """Shows *findings* on standard error; *given* are files that can't be read from disk."""
    if not findings:
        return
    from .lines import Lines
    from .render import render, show, wide

    try:
        show(render(findings, Lines(given), wide(sys.stderr)), sys.stderr)
        sys.stderr.flush()
    except BrokenPipeError:  # the exit code tells it too
        silence(sys.stderr)


def refuse(finding: Finding) -> NoReturn:
    """Ends the command with one finding."""
    report([finding])
    raise click.exceptions.Exit(1)


def whole(path: str) -> Span:
    """The place of a finding on the file at *path* as a whole, not on one of its lines."""
    return Span("<stdin>" if path == "-" else path, 0, 0, 0, 0)
