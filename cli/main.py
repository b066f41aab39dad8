"""The entry point of the command line: a quick answer to `--version`, else the command."""

from __future__ import annotations

import sys

from .. import __version__


def main() -> None:
    """Runs `gramc` with the arguments of the process and exits.

    Exit codes: 0 fine; 1 findings; 2 wrong usage, or a file that cannot be read or written; 130
    after Ctrl-C. A reader that closes the pipe early ends the command quietly.
    """
    # Before anything is imported: scripts ask for the version often.
    if sys.argv[1:] == ["--version"]:
        from ..runtime.kernel import serving

        print(f"gramc {__version__} ({serving()} engine)")
        return
    import gc

    # What is made lives until the command ends, so looking for rubbish early finds none.
    gc.set_threshold(50_000, 20, 100)
    try:
        from .run import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # while modules were being read
        code = 130
    # The interpreter looks for rubbish once more before it ends: let it look at nothing.
    gc.freeze()
    sys.exit(code)
