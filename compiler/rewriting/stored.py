"""Stored: rewrites in an artifact, which are not trusted."""

from __future__ import annotations

import itertools
import json
from array import array
from collections.abc import Mapping
from typing import Any

from ...catalogues.packing import Bytes, open_numbers, pack_numbers
from .. import shape
from .marks import BORDER, OTHER
from .transducer import Rewriter, Transducer

_ARRAYS = ("offset", "klass", "out", "target", "final")
_TEXTS = (str, [str])


def pack(rewriter: Rewriter) -> dict[str, bytes]:
    """The sections of *rewriter*, by name."""
    found: dict[str, bytes] = {}
    for name, machine in (("quick", rewriter.quick), ("full", rewriter.full)):
        if machine is None:
            continue
        for part in _ARRAYS:
            found[f"rewrites.{name}/{part}"] = pack_numbers(array("I", getattr(machine, part)))
        texts = json.dumps([machine.alphabet, machine.outputs], ensure_ascii=False)
        found[f"rewrites.{name}/texts"] = texts.encode()
    if rewriter.partial:
        found["rewrites.partial"] = b""
    return found


def open_rewriter(parts: Mapping[str, Bytes]) -> Rewriter | str:
    """The rewriter that `pack` stored, or what is wrong with it, to be put behind a colon."""
    quick: Transducer | str | None = None
    if "rewrites.quick/texts" in parts:
        quick = _open(parts, "quick")
    full = _open(parts, "full")
    if isinstance(quick, str):
        return quick
    if isinstance(full, str):
        return full
    wrong = None if quick is None else _not_deterministic(quick)
    return wrong or Rewriter(quick, full, "rewrites.partial" in parts)


def _open(parts: Mapping[str, Bytes], name: str) -> Transducer | str:
    wrong = shape.uneven(parts, [(f"rewrites.{name}/{part}", "I") for part in _ARRAYS])
    if wrong is not None:
        return wrong
    held = shape.read(parts.get(f"rewrites.{name}/texts", b""), _TEXTS)
    if held is None:
        return "the texts of its rewrites can't be read"
    alphabet, outputs = held
    numbers: Any = {part: open_numbers(parts[f"rewrites.{name}/{part}"], "I") for part in _ARRAYS}
    machine = Transducer(alphabet, tuple(outputs), **numbers)
    return _astray(machine) or machine


def _astray(machine: Transducer) -> str | None:
    """Whether some arc leads out of the tables."""
    offset, arcs, states = machine.offset, len(machine.klass), len(machine.final)
    good = (
        states > 0
        and len(offset) == states + 1
        and offset[0] == 0
        and offset[-1] == arcs
        and all(a <= b for a, b in itertools.pairwise(offset))
        and len(machine.out) == len(machine.target) == arcs
        and max(machine.klass, default=0) < 2 + len(machine.alphabet)
        and max(machine.out, default=0) < len(machine.outputs)
        and max(machine.target, default=0) < states
        and max(machine.final) <= len(machine.outputs)
        and len(set(machine.alphabet)) == len(machine.alphabet)
        and not {OTHER, BORDER} & set(machine.alphabet)
    )
    return None if good else "its rewrites lead astray"


def _not_deterministic(machine: Transducer) -> str | None:
    """Whether a state has two arcs for one class, or writes a character again that is not read."""
    for state in range(len(machine.final)):
        seen = set()
        for at in range(machine.offset[state], machine.offset[state + 1]):
            copies = machine.outputs[machine.out[at]].count(OTHER)
            if machine.klass[at] in seen or copies != (machine.klass[at] == 0):
                return "its rewrites lead astray"
            seen.add(machine.klass[at])
        number = machine.final[state]
        if number and OTHER in machine.outputs[number - 1]:
            return "its rewrites lead astray"
    return None
