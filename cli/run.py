"""One run of the command line: signals and exit codes."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

import click

from ..compiler.damaged import Damaged
from .group import gramc
from .report import report
from .streams import prepare, silence

FINE, FINDINGS, USAGE, INTERRUPTED = 0, 1, 2, 130
"""The exit codes."""


def run(arguments: Sequence[str]) -> int:
    """Runs the command that *arguments* name and returns its exit code; prints no traceback for
    anything that the world outside does (signals, pipes, full disks)."""
    prepare()
    before = signal.signal(signal.SIGTERM, _terminated)
    try:
        code = gramc.main(list(arguments), prog_name="gramc", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Damaged as error:
        report([error.finding])
        return USAGE
    except OSError as error:
        silence(sys.stdout)
        name = f"{error.filename}: " if error.filename else ""
        click.echo(f"Error: {name}{error.strerror or error}", err=True)
        return USAGE
    finally:
        signal.signal(signal.SIGTERM, before)
    return code if isinstance(code, int) else FINE


def _terminated(number: int, frame: object) -> None:
    # An exception, so that half-written files are taken away on the way out.
    raise SystemExit(128 + number)
