"""Archives: zip files and folders of files, read with bounds, and zip files made."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence

from ..dsl.findings import Finding
from .made import MadeFile
from .source import Source, decode, files_below, whole
from .source import read_bytes as content

MOST_BYTES = 64_000_000
"""So many bytes all files of an archive may have when they are unpacked."""
MOST_FILES = 20_000

_EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(path: str, files: Iterable[MadeFile]) -> MadeFile:
    """A zip file of these, in the order of their paths: the same files give the same bytes on
    every machine, since nothing is compressed and nothing dated."""
    import io
    import zipfile

    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(files, key=lambda f: f.path):
            info = zipfile.ZipInfo(file.path, _EPOCH)
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, file.data)
    return MadeFile(path, written.getvalue())


def members(path: str, endings: Sequence[str]) -> list[tuple[str, Source]] | Finding:
    """The files with one of *endings* in the zip file or folder *path*, by their paths in it with
    `/`, sorted. A single file that is no zip stands for itself. A finding where one can't be read,
    there is too much of it (E601), or a path leads out of the archive (E604)."""
    if not os.path.isdir(path):
        data = content(path)
        if isinstance(data, Finding):
            return data
        if data[:2] == b"PK":
            return _unpacked(path, data, endings)
        source = decode(path, data)
        return source if isinstance(source, Finding) else [(os.path.basename(path), source)]
    found = files_below(path, endings)
    if isinstance(found, Finding):
        return found
    read: list[tuple[str, Source]] = []
    total = 0
    for each in found:
        data = content(each)
        if isinstance(data, Finding):
            return data
        total += len(data)
        if total > MOST_BYTES:
            return _large(path)
        source = decode(each, data)
        if isinstance(source, Finding):
            return source
        read.append((os.path.relpath(each, path).replace(os.sep, "/"), source))
    return sorted(read, key=lambda member: member[0])


def _unpacked(path: str, data: bytes, endings: Sequence[str]) -> list[tuple[str, Source]] | Finding:
    import io
    import zipfile
    import zlib

    read: list[tuple[str, Source]] = []
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_FILES:
                return _large(path)
            for info in infos:
                name = info.filename
                if name.startswith("/") or ":" in name.split("/")[0] or ".." in name.split("/"):
                    what = f"A path in this archive leads out of it: {name}."
                    return Finding("E604", what, whole(path))
                if info.is_dir() or not name.endswith(tuple(endings)):
                    continue
                if info.flag_bits & 1:
                    return Finding("E602", f"{name} in this archive is encrypted.", whole(path))
                left -= info.file_size  # more than that is never unpacked
                if left < 0:
                    return _large(path)
                source = decode(f"{path}/{name}", archive.read(info))
                if isinstance(source, Finding):
                    return source
                read.append((name, source))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        UnicodeDecodeError,
        ValueError,
    ) as error:
        return Finding("E602", f"This is not a whole zip file: {error}.", whole(path))
    return sorted(read, key=lambda member: member[0])


def _large(path: str) -> Finding:
    what = f"{path} has more than {MOST_BYTES / 1e6:g} MB or {MOST_FILES:,} files when unpacked."
    return Finding("E601", what, whole(path), "Take it apart into several.")
