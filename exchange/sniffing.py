"""Which format a file or folder is of: by its ending, and by what stands at its beginning."""

from __future__ import annotations

import os
import re

from ..dsl.findings import Finding
from .formats import FORMATS
from .source import decode, opened, whole
from .streams import broken

START = 1 << 16
"""So many bytes are looked at."""

FILES = 20
"""So many files of a folder are looked at."""

_OTHERS = (".yml", ".yaml", ".json", ".md")
_PACKED = (".gz", ".zst")
_FOUR = re.compile(r"1\t[^\t\n]+\t[^\t\n]*\t[A-Z](?:-[^\t\n]+)?$", re.MULTILINE)
_TWO = re.compile(r"^[^\s\[{]\S*[ \t]+(?:O|[BIESLU]-\S+)$", re.MULTILINE)
_BRACKET = re.compile(r"\[\s*[^\s\[\]:]+\s*:\s[^\]]*\]")
_BRACES = re.compile(r"(?:^|[^\\])\{[^{}|\n]+\|[^\s{}|]+\}(?!\|)")
_LABEL = re.compile(r"(?:^|[^\\])(?:\}|[^\s|\\])\|\w")


def sniffed(path: str) -> str | Finding:
    """The name of the format; a finding where the file can't be read, or nothing tells (E607)."""
    if os.path.isdir(path):
        return _folder(path)
    start = _start(path)
    if isinstance(start, Finding):
        return start
    data, text = start
    if data[:4] == b"PAR1":
        return "huggingface"
    stem = path
    for packing in _PACKED:
        stem = stem.removesuffix(packing)
    ending = os.path.splitext(stem)[1].lower()
    # UTF-16 has a mark before it; without one, bytes 0 are those of an archive or a picture.
    binary = b"\0" in data and data[:2] not in (b"\xff\xfe", b"\xfe\xff")
    found = (None if binary else _of_lines(ending, text)) or _of_others(ending, text)
    if found is not None:
        return found
    return Finding(
        "E607",
        f"Nothing tells which format {path} is of.",
        whole(path),
        f"Say --from: {', '.join(n for n, form in FORMATS.items() if form.read_corpus)}.",
    )


def _start(path: str) -> tuple[bytes, str] | Finding:
    file = opened(path)
    if isinstance(file, Finding):
        return file
    with file:
        try:
            data = file.read(START)
        except broken(path) as error:
            return Finding("E003", f"The file {path} can't be read: {error}.", whole(path))
    cut = data[: data.rfind(b"\n") + 1] or data if len(data) == START else data
    source = decode(path, cut)
    return data, cut.decode("utf-8", "replace") if isinstance(source, Finding) else source.text


def _of_lines(ending: str, text: str) -> str | None:
    first = next((line for line in text.split("\n") if line.strip()), "")
    if ending in (".jsonl", ".ndjson") or (ending == ".json" and re.match(r"\s*\{.*\}\s*$", first)):
        return "massive" if '"annot_utt"' in first or '"utt"' in first else "jsonl"
    if ending in (".bio", ".conll", ".iob", ".conllu", ".tsv", ".txt", ".massive", ".ann", ""):
        if _FOUR.search(text):
            return "conll"
        if ending in (".bio", ".conll", ".iob", ".conllu") or len(_TWO.findall(text)) > 1:
            return "bio"
        if re.match(r'\s*\{\s*"', first) and first.rstrip().endswith("}"):
            return "massive" if '"annot_utt"' in first else "jsonl"
    if ending == ".massive":
        return "brackets"
    if ending in (".txt", ".ann", ""):
        if _BRACES.search(text):
            return "braces"
        if _LABEL.search(text) or re.match(r"#\s*intent:", first):
            return "annotated"
        return "brackets" if _BRACKET.search(text) else "annotated"
    return None


def _of_others(ending: str, text: str) -> str | None:
    """A format of another system, by what stands in it, else where just one has such an ending."""
    if found := _known(ending, text):
        return found
    able = [
        name
        for name, form in FORMATS.items()
        if form.read_corpus and ending and ending in form.endings
    ]
    return able[0] if len(able) == 1 else None


def _known(ending: str, text: str) -> str | None:
    named: list[tuple[str, bool]] = [
        ("alexa", ending == ".json" and '"interactionModel"' in text),
        ("rasa", ending == ".json" and '"rasa_nlu_data"' in text),
        ("snips", ending == ".json" and '"intents"' in text and '"entities"' in text),
        ("rasa", ending in (".yml", ".yaml") and re.search(r"^nlu:", text, re.M) is not None),
        ("snips", ending in (".yml", ".yaml") and re.search(r"^type:", text, re.M) is not None),
        ("rasa", ending == ".md" and re.search(r"^## intent:", text, re.M) is not None),
    ]
    for name, is_one in named:
        if is_one and name in FORMATS and FORMATS[name].read_corpus:
            return name
    return None


def _folder(path: str) -> str | Finding:
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        if "seq.in" in names:
            return "slotgated"
        if any(name.endswith(".parquet") for name in names):
            return "huggingface"
        for name in sorted(names)[:FILES]:
            ending = os.path.splitext(name)[1].lower()
            start = _start(os.path.join(folder, name)) if ending in _OTHERS else None
            if isinstance(start, tuple) and (found := _known(ending, start[1])):
                return found
        if folder.count(os.sep) - path.count(os.sep) > 3:
            break
    return Finding(
        "E607",
        f"Nothing tells which format the folder {path} is of.",
        whole(path),
        f"Say --from: {', '.join(n for n, form in FORMATS.items() if form.read_corpus)}.",
    )
