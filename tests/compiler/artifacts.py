"""Artifacts taken apart, to be changed and written again with a right checksum."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path

from gramc.compiler import artifact
from gramc.compiler.compile import compile_grammar

_START = 32


class File:
    """An artifact taken apart, to be changed and written again."""

    def __init__(self, data: bytes) -> None:
        (head,) = struct.unpack_from("<Q", data, 24)
        self.start = data[:12]
        self.manifest = json.loads(data[_START : _START + head])
        base = _START + head
        self.sections = {
            name: data[base + at : base + at + size]
            for name, (at, size) in self.manifest["sections"].items()
        }

    def data(self) -> bytes:
        """The file, its checksum right."""
        places, body = {}, b""
        for name, section in self.sections.items():
            places[name] = (len(body), len(section))
            body += section + bytes(-len(section) % 8)
        manifest = self.manifest
        if isinstance(manifest, dict) and "sections" in manifest:
            manifest = {**manifest, "sections": places}
        return signed(json.dumps(manifest).encode(), body, self.start)

    def numbers(self, name: str, code: str = "I") -> list[int]:
        section = self.sections[name]
        return list(memoryview(section).cast(code))

    def put(self, name: str, numbers: list[int], code: str = "I") -> None:
        self.sections[name] = struct.pack(f"<{len(numbers)}{code}", *numbers)


def signed(manifest: bytes, body: bytes, start: bytes) -> bytes:
    manifest += b" " * (-len(manifest) % 8)
    length = _START + len(manifest) + len(body)
    rest = struct.pack("<QQ", length, len(manifest)) + manifest + body
    return start + struct.pack("<I", zlib.crc32(rest)) + rest


def made(path: Path, data: bytes | None = None) -> bytes:
    compiled, findings = compile_grammar(str(path), data)
    assert compiled is not None, findings
    return b"".join(artifact.save(compiled))
