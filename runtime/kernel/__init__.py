"""The kernel: the engine in C, which gives the same bytes as the plain one."""

from __future__ import annotations

import os
from importlib import import_module


def serving(part: str = "_kernel") -> str:
    """`C` or `Python`: which engine serves here, for sampling or (`_parsing`) for parsing. The
    kernel is not there where gramc was installed without a C compiler, and the environment variable
    GRAMC_ENGINE=python puts it aside."""
    if os.environ.get("GRAMC_ENGINE", "").lower() == "python":
        return "Python"
    try:
        import_module(f".{part}", __package__)
    except ImportError:
        return "Python"
    return "C"
