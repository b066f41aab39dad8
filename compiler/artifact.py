"""The artifact: a compiled grammar as one file, mapped and not read.

    8 bytes  GRAMC\\0\\r\\n
    u32      format version
    u32      CRC-32 of everything behind it
    u64      length of the file
    u64      length of the manifest, which follows: JSON, with the place of every section
    ...      sections, each beginning at a multiple of 8

Numbers are little-endian. There is no code in it, and the same grammar gives the same bytes.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from .. import __version__
from ..catalogues.catalogue import Catalogue
from ..catalogues.numbers.notation import is_range
from ..catalogues.packing import open_numbers, pack_numbers
from ..catalogues.selection import Selection
from ..dsl.findings import Finding
from ..dsl.span import Span
from . import joints, shape
from .compiled import Compiled
from .damaged import Damaged
from .damaged import finding as damage
from .keys import SelectionKey
from .magic import MAGIC
from .network import Use
from .ranges import opened
from .stock import Stock
from .tables import Tables
from .validate import damaged

if TYPE_CHECKING:
    from .acceptor import Acceptor
    from .program import Program

FORMAT = 5
_HEADER = struct.Struct("<8sII")
_LENGTHS = struct.Struct("<QQ")
_START = _HEADER.size + _LENGTHS.size

_TABLES = (("code", "I"), ("branch", "I"), ("threshold", "Q"), ("target", "I"), ("entry", "I"))
_ACCEPTOR = (("offset", "I"), ("label", "I"), ("cost", "d"), ("target", "I"))

Bytes = bytes | memoryview


def sections(compiled: Compiled) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The manifest of a compiled grammar (without places) and its sections, in order."""
    from .program import encode

    tables, acceptor, stock = compiled.tables, compiled.acceptor, compiled.stock
    found: dict[str, bytes] = {"program": encode(compiled.program)}
    for name, code in _TABLES:
        found[f"tables/{name}"] = _pack(array(code, getattr(tables, name)))
    found["tables/texts"] = _json([tables.texts, tables.pairs, tables.selections, tables.uses])
    if acceptor is not None:
        for name, code in _ACCEPTOR:
            found[f"acceptor/{name}"] = _pack(array(code, getattr(acceptor, name)))
        found["acceptor/marks"] = _json([acceptor.final, acceptor.marks])
        found["far"] = compiled.far or b""
    if compiled.rewriter is not None:
        from .rewriting.stored import pack

        found.update(pack(compiled.rewriter))
    for number, name in enumerate(stock.names):
        catalogue = stock.catalogue(name)
        if catalogue is not None:
            for part, data in catalogue.sections.items():
                found[f"catalogue/{number}/{part}"] = bytes(data)
    for number, key in enumerate(tables.selections):
        selection = stock.selection(key)
        if selection is not None and not is_range(key.catalogue):
            for part, data in selection.pack().items():
                found[f"selection/{number}/{part}"] = data
    found.update(joints.sections(stock, tables))
    manifest = {
        "gramc": __version__,
        "grammar": compiled.program.name,
        "locale": compiled.program.locale,
        "sources": dict(sorted(compiled.sources.items())),
        "roots": tables.roots,
        "catalogues": stock.names,
        "agreeing": compiled.agreeing,
        "excluding": compiled.excluding,
        "wildcards": stock.wildcards,
    }
    return manifest, found


def save(compiled: Compiled) -> Iterable[bytes]:
    """The bytes of the artifact, in pieces; the same for the same grammar and gramc version."""
    manifest, found = sections(compiled)
    places: dict[str, tuple[int, int]] = {}
    at = 0
    for name, data in found.items():
        places[name] = (at, len(data))
        at += -(-len(data) // 8) * 8
    head = _json({**manifest, "sections": places})
    head += b" " * (-len(head) % 8)
    pieces = [head]
    for data in found.values():
        pieces.append(data)
        if len(data) % 8:
            pieces.append(bytes(-len(data) % 8))
    length = _START + len(head) + at
    check = zlib.crc32(_LENGTHS.pack(length, len(head)))
    for piece in pieces:
        check = zlib.crc32(piece, check)
    yield _HEADER.pack(MAGIC, FORMAT, check) + _LENGTHS.pack(length, len(head))
    yield from pieces


def load(path: str) -> tuple[Compiled | None, list[Finding]]:
    """The compiled grammar in the artifact at *path*, or what is wrong with it: E008 it is cut
    short or no artifact, E009 another version's, E010 changed since it was written. The IR and the
    acceptor are looked at when they are first asked for, and are `Damaged` then."""
    where = Span(path, 0, 0, 0, 0)
    again = "Compile the grammar again"
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            start = file.read(_START)
            if len(start) < _START or not start.startswith(MAGIC):
                short = start.startswith(MAGIC[: len(start)]) and len(start) < _START
                what = "is cut short" if short else "is no artifact of gramc"
                return None, [Finding("E008", f"The file {path} {what}.", where, f"{again}.")]
            found = _checksum(file)
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError):
        return None, [Finding("E003", f"The file {path} can't be read.", where)]
    _, version, check = _HEADER.unpack_from(start)
    length, head = _LENGTHS.unpack_from(start, _HEADER.size)
    if version != FORMAT:
        return None, [
            Finding(
                "E009",
                f"This artifact has format {version}; this gramc reads format {FORMAT}.",
                where,
                f"{again} with this version of gramc.",
            )
        ]
    if size != length:
        what = f"it has {size} bytes of {length}"
        return None, [
            Finding("E008", f"The artifact {path} is cut short: {what}.", where, f"{again}.")
        ]
    if found != check:
        return None, [damage(path, "its checksum is wrong")]
    base = _START + head
    manifest = shape.read(data[_START:base], shape.MANIFEST) if base <= size else None
    if manifest is None:
        return None, [damage(path, "its contents can't be read")]
    wrong = shape.misplaced(manifest, size - base)
    if wrong is not None:
        return None, [damage(path, wrong)]
    places = manifest["sections"].items()
    parts = {name: data[base + at : base + at + length] for name, (at, length) in places}
    compiled = _open(path, manifest, parts)
    if isinstance(compiled, str):
        return None, [damage(path, compiled)]
    return compiled, []


def _checksum(file: BinaryIO) -> int:
    """The CRC-32 of all behind the header: by reading, because what is looked at in a mapped file
    counts as memory of the process, and of a large catalogue half is never needed."""
    file.seek(_HEADER.size)
    check, block = 0, bytearray(1 << 20)
    while size := file.readinto(block):  # type: ignore[attr-defined]
        check = zlib.crc32(memoryview(block)[:size], check)
    return check


def _open(path: str, manifest: dict[str, Any], parts: Mapping[str, memoryview]) -> Compiled | str:
    """The grammar in these sections, or what is wrong with them."""
    tables = _tables(manifest, parts)
    if isinstance(tables, str):
        return tables
    stock = _stock(manifest, parts, tables.selections)
    if isinstance(stock, str):
        return stock
    wrong = joints.opened(stock, tables, parts)
    if wrong is not None:
        return wrong
    drawn = map(stock.selection, tables.selections)
    wrong = damaged(tables, [None if s is None else s.mass for s in drawn])
    rewriter = None
    if wrong is None and any(name.startswith("rewrites.") for name in parts):
        from .rewriting.stored import open_rewriter

        rewriter = open_rewriter(parts)
        wrong = rewriter if isinstance(rewriter, str) else None
    if wrong is None and "program" not in parts:
        wrong = "the section program is missing"
    if wrong is not None:
        return wrong
    assert not isinstance(rewriter, str)
    compiled = Compiled(
        lambda: _decode(path, parts["program"], stock),
        stock,
        manifest["sources"],
        manifest["locale"],
        rewriter,
    )
    forms = compiled.forms
    forms.tables = tables
    forms.agreeing = {name: tuple(f) for name, f in manifest["agreeing"].items()}
    forms.excluding = tuple(manifest["excluding"])
    forms.too_large = "acceptor/marks" not in parts
    if not forms.too_large:
        forms.kept = lambda: _acceptor(path, parts, tables)
    if "far" in parts:
        forms.far = bytes(parts["far"])
    return compiled


def _tables(manifest: dict[str, Any], parts: Mapping[str, memoryview]) -> Tables | str:
    wrong = shape.uneven(parts, [(f"tables/{name}", code) for name, code in _TABLES])
    if wrong is not None:
        return wrong
    held = shape.read(parts.get("tables/texts", b""), shape.TEXTS)
    if held is None:
        return "the texts can't be read"
    texts, pairs, keys, uses = held
    if any(0 <= s < len(keys) and is_range(keys[s][0]) for s, *_ in uses):
        return "rows of numbers have no columns"
    selections = tuple(
        SelectionKey(
            name, tuple((c, tuple(v)) for c, v in conditions), tuple(filled), tuple(without)
        )
        for name, conditions, filled, without in keys
    )
    if not {key.catalogue for key in selections} <= set(manifest["catalogues"]):
        return "there are draws from an unknown catalogue"
    return Tables(
        **{name: _numbers(parts[f"tables/{name}"], code) for name, code in _TABLES},
        texts=tuple(texts),
        pairs=tuple((a, b) for a, b in pairs),
        roots=tuple((n, w, i) for n, w, i in manifest["roots"]),
        selections=selections,
        uses=tuple(Use(s, c, r, tuple(before), last) for s, c, r, before, last in uses),
    )


def _stock(
    manifest: dict[str, Any], parts: Mapping[str, memoryview], selections: Sequence[SelectionKey]
) -> Stock | str:
    groups: dict[str, dict[str, memoryview]] = {}
    for name, data in parts.items():
        group, _, part = name.rpartition("/")
        groups.setdefault(group, {})[part] = data
    catalogues: dict[str, Catalogue | None] = {}
    for number, name in enumerate(manifest["catalogues"]):
        own = groups.get(f"catalogue/{number}")
        if is_range(name):
            catalogues[name] = opened(name, own or {})
            if catalogues[name] is None:
                return f"the numbers of {name} can't be told"
            continue
        wrong = None if own is None else shape.catalogue(own, name)
        if wrong is not None:
            return wrong
        catalogues[name] = None if own is None else Catalogue(own)
    if not set(manifest["wildcards"]) <= set(catalogues):
        return "there is no such wildcard"
    stock = Stock(catalogues, manifest["wildcards"])
    for number, key in enumerate(selections):
        own = groups.get(f"selection/{number}")
        catalogue = catalogues[key.catalogue]
        if catalogue is None or is_range(key.catalogue):
            continue
        wrong = "the rows to draw from are missing"
        if own is None or (wrong := shape.selection(own, catalogue)) is not None:
            return wrong
        stock.keep(key, Selection.open(catalogue, own))
    return stock


def _acceptor(path: str, parts: Mapping[str, memoryview], tables: Tables) -> Acceptor:
    from . import validate_acceptor
    from .acceptor import Acceptor

    wrong = shape.uneven(parts, [(f"acceptor/{name}", code) for name, code in _ACCEPTOR])
    held = shape.read(parts["acceptor/marks"], shape.MARKS)
    if wrong is not None or held is None:
        raise Damaged(path, wrong or "the marks can't be read")
    final, marks = held
    acceptor = Acceptor(
        **{name: _numbers(parts[f"acceptor/{name}"], code) for name, code in _ACCEPTOR},
        final=final,
        marks=tuple((op, tuple(a) if isinstance(a, list) else a) for op, a in marks),
    )
    wrong = validate_acceptor.damaged(
        acceptor, len(tables.selections), len(tables.roots), len(tables.uses)
    )
    if wrong is not None:
        raise Damaged(path, wrong)
    return acceptor


def _decode(path: str, data: memoryview, stock: Stock) -> Program:
    from .program import decode, inconsistent

    program = decode(bytes(data))
    wrong = "its rules can't be read" if program is None else inconsistent(program, stock)
    if program is None or wrong is not None:
        raise Damaged(path, wrong or "")
    return program


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _pack(numbers: array[Any]) -> bytes:
    if numbers.typecode != "d":
        return pack_numbers(numbers)
    return struct.pack(f"<{len(numbers)}d", *numbers)


def _numbers(data: memoryview, code: str) -> Any:
    if code != "d":
        return open_numbers(data, code)
    if struct.pack("=d", 1.0) == struct.pack("<d", 1.0):
        return data.cast("d")
    return array("d", struct.unpack(f"<{len(data) // 8}d", data))
