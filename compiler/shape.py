"""Shape: whether the parts of an artifact are there, of the right kind, and of the right length.

A checksum tells an accident, not whether the parts belong together. All that is said here costs
next to nothing and does not grow with the rows of catalogues; those of up to 4096 rows are looked
at in full. Every function gives None, or what is wrong, to be put behind a colon.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import accumulate
from operator import eq, ge, gt
from typing import Any

from ..catalogues.catalogue import Catalogue
from ..catalogues.packing import Bytes, open_numbers

Sections = Mapping[str, Bytes]

FULL = 4096
"""Of catalogues of up to so many rows, every number is looked at."""

_MOST = 1 << 63

MANIFEST = {
    "gramc": str,
    "grammar": str,
    "locale": str,
    "sources": {"": str},
    "roots": [(str, int, int)],
    "catalogues": [str],
    "agreeing": {"": [str]},
    "excluding": [str],
    "wildcards": [str],
    "sections": {"": (int, int)},
}
TEXTS = (
    [str],
    [(str, str)],
    [(str, [(str, [str])], [str], [str])],
    [(int, str, int, [str], bool)],
)
MARKS = (int, [(int, object)])
_CATALOGUE = {
    "rows": int,
    "total": int,
    "columns": [(str, int)],
    "features": [str],
    "empty": [int],
    "longest": int,
    "header": str,
    "locale": str,
}
_SELECTION = {"rows": int, "whole": bool}


def read(data: Bytes, shape: object = None) -> Any:
    """The JSON in *data*; None where it is none, or not of *shape*.

    A shape is a type (`object` is any), a list with the shape of all items, a tuple with those of
    each, or a dict: of names (further ones may be there) or, with the key "", of all values.
    """
    try:
        text = str(data, "utf-8")
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if "\\ud" in text.lower():  # half a character, which no text can be written with
        return None
    return found if shape is None or fits(found, shape) else None


def fits(value: object, shape: object) -> bool:
    """Whether *value* has this shape."""
    if isinstance(shape, type):
        return type(value) is shape or shape is object
    if isinstance(shape, list):
        return isinstance(value, list) and all(fits(one, shape[0]) for one in value)
    if isinstance(shape, tuple):
        if not isinstance(value, list) or len(value) != len(shape):
            return False
        return all(map(fits, value, shape))
    assert isinstance(shape, dict)
    if not isinstance(value, dict):
        return False
    if "" in shape:
        return all(fits(one, shape[""]) for one in value.values())
    return all(name in value and fits(value[name], kind) for name, kind in shape.items())


def misplaced(manifest: dict[str, Any], size: int) -> str | None:
    """What is wrong with the places of sections in *size* bytes, and with the intents."""
    for name, (at, length) in manifest["sections"].items():
        if at < 0 or length < 0 or at % 8 or at + length > size:
            return f"the section {name} is not within the file"
    if not manifest["roots"] or not all(0 < w < _MOST for _, w, _ in manifest["roots"]):
        return "the intents have no weights"
    if sum(weight for _, weight, _ in manifest["roots"]) >= _MOST:
        return "the intents weigh too much"
    if len(set(manifest["catalogues"])) < len(manifest["catalogues"]):
        return "two catalogues have one name"
    return None


def uneven(sections: Sections, numbers: Sequence[tuple[str, str]]) -> str | None:
    """Which of the sections of *numbers* (name and type code) isn't there or doesn't hold whole
    numbers."""
    for name, code in numbers:
        if name not in sections:
            return f"the section {name} is missing"
        if len(sections[name]) % (4 if code == "I" else 8):
            return f"the section {name} ends within a number"
    return None


def catalogue(sections: Sections, name: str) -> str | None:
    """What is wrong with the sections of the catalogue *name*."""
    meta = read(sections.get("meta", b""), _CATALOGUE)
    if meta is None or not 0 <= meta["rows"] < 1 << 32 or not 0 <= meta["total"] < _MOST:
        return f"nothing tells how many rows the catalogue “{name}” has"
    rows = meta["rows"]
    texts = [("values", rows), ("keys", rows)]
    if "ids" in sections:
        texts.append(("ids", rows))
    lengths = [("keys.row", rows, 4), ("keys.parent", rows, 4)]
    for number, (_, distinct) in enumerate(meta["columns"]):
        texts.append((f"column.{number}", distinct))
        lengths.append((f"column.{number}.codes", rows, 4))
    if "weights" in sections:
        lengths.append(("weights", rows, len(sections["weights"]) // max(rows, 1)))
    wrong = f"the catalogue “{name}” has not {rows} rows in each section"
    for part, count, width in lengths:
        held = sections.get(part)
        if held is None or width not in (4, 8, 0) or len(held) != count * width:
            return wrong
    if rows and "weights" in sections and not sections["weights"]:
        return wrong
    for part, count in texts:
        blob, at = sections.get(part), sections.get(f"{part}.at")
        if blob is None or at is None or count < 0:
            return wrong
        if not _offsets(blob, at, count):
            return f"texts of the catalogue “{name}” are not where they are said to be"
    if rows <= FULL and _stray(sections, meta):
        return f"numbers in the catalogue “{name}” are too large"
    return None


def _offsets(blob: Bytes, at: Bytes, count: int) -> bool:
    """Whether *at* holds where each of *count* texts begins and the last one ends."""
    if len(at) not in (4 * (count + 1), 8 * (count + 1)):
        return False
    places = open_numbers(at, "I" if len(at) == 4 * (count + 1) else "Q")
    if places[0] or places[count] + max(count - 1, 0) != len(blob):
        return False
    if count > FULL:
        return True
    try:
        text = str(blob, "utf-8")
    except ValueError:
        return False
    lines = text.split("\n") if count else []
    lengths = map(len, lines if len(text) == len(blob) else map(str.encode, lines))
    return len(lines) == count and all(map(eq, accumulate(lengths), places[1:]))


def _stray(sections: Sections, meta: dict[str, Any]) -> bool:
    """Whether a number of a catalogue's sections points beyond what it counts."""
    rows = meta["rows"]
    limits = {f"column.{n}.codes": count for n, (_, count) in enumerate(meta["columns"])}
    if any(
        max(open_numbers(sections[part], "I"), default=-1) >= limit
        for part, limit in ({"keys.row": rows} | limits).items()
    ):
        return True
    # a parent stands before its children: following them ends
    parents = open_numbers(sections["keys.parent"], "I")
    if any(map(gt, map((0x7FFFFFFF).__and__, parents), range(rows))) or (rows and parents[0]):
        return True
    if "weights" not in sections:
        return bool(meta["total"] != rows)
    width = "I" if len(sections["weights"]) == 4 * rows else "Q"
    return bool(sum(open_numbers(sections["weights"], width)) != meta["total"])


def keys_wrong(sections: Sections, count: int) -> bool:
    """Whether the sections of an index of *count* keys are not what they should be."""
    for part in ("keys.row", "keys.parent"):
        if len(sections.get(part, b"-")) != 4 * count:
            return True
    blob, at = sections.get("keys"), sections.get("keys.at")
    if blob is None or at is None or not _offsets(blob, at, count):
        return True
    if count > FULL:
        return False
    if max(open_numbers(sections["keys.row"], "I"), default=-1) >= count:
        return True
    parents = open_numbers(sections["keys.parent"], "I")
    return any(map(gt, map((0x7FFFFFFF).__and__, parents), range(count))) or bool(
        count and parents[0]
    )


def selection(sections: Sections, of: Catalogue) -> str | None:
    """What is wrong with the sections of a selection from the catalogue *of*."""
    meta = read(sections.get("meta", b""), _SELECTION)
    wrong = "the rows to draw from don't fit their catalogue"
    if meta is None or not 0 <= meta["rows"] <= len(of):
        return wrong
    count = meta["rows"]
    if meta["whole"]:
        rows: Sequence[int] = range(count)
        if count != len(of):
            return wrong
    else:
        if len(sections.get("rows", b"-")) != 4 * count:
            return wrong
        rows = open_numbers(sections["rows"], "I")
        if count and rows[-1] >= len(of):
            return wrong
        if count <= FULL and any(map(ge, rows, rows[1:])):
            return wrong
    if "sums" in sections:
        if not count or len(sections["sums"]) != 8 * count:
            return wrong
        sums = open_numbers(sections["sums"], "Q")
        if not 0 < sums[-1] < _MOST:
            return wrong
        weights = of.weights() or [1] * len(of)
        if count <= FULL and not all(map(eq, sums, accumulate(map(weights.__getitem__, rows)))):
            return wrong
        if count <= FULL and any(map(ge, sums, sums[1:])):
            return wrong
    elif count and of.weight(rows[0]) == 0:
        return wrong
    if "guide" in sections and len(sections["guide"]) != 4 * ((1 << 16) + 1):
        return wrong
    return None
