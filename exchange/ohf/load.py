"""Reading a folder of OHF-Voice/intents, or one of Home Assistant's `custom_sentences`.

Today's layout: `sentences/LANG/INTENT/COMBINATION.yaml` with `data`, `rules/LANG/`, `lists/LANG/`,
`lists/*.yaml`, `tests/LANG/INTENT/`, `intents.yaml`. The older one:
`sentences/LANG/DOMAIN_INTENT.yaml` with `intents: INTENT: data:`, and all else in `_common.yaml`. A
file is read by its keys, so that both may stand side by side, as they do while a language moves
over.
"""

from __future__ import annotations

import os

from ...dsl.findings import Finding
from ...dsl.names import is_language_tag
from ..source import Source, files_below, read_source, whole
from ..yaml import load, wanted
from .blocks import Reader
from .model import Language

ENDINGS = (".yaml", ".yml")
_FOLDERS = ("sentences", "rules", "lists", "tests", "responses")


def read_language(path: str, tag: str | None) -> tuple[Language | None, list[Finding]]:
    """The language *tag* in the folder (or file) *path*; the only one there where none is named.
    None where there is nothing to import."""
    findings: list[Finding] = []
    found = files_below(path, ENDINGS)
    if isinstance(found, Finding):
        return None, [found]
    base = path if os.path.isdir(path) else os.path.dirname(path)
    parts = {file: os.path.relpath(file, base or ".").split(os.sep) for file in found}
    if os.path.isfile(path):
        files = found
    else:
        chosen = _language(path, parts, tag)
        if isinstance(chosen, Finding):
            return None, [chosen]
        tag, files = chosen
    language = Language(tag or "")
    reader = Reader(language, findings)
    for file in files:
        source = read_source(file)
        if isinstance(source, Finding):
            findings.append(source)
            continue
        _read(source, parts[file], reader, findings)
    reader.finish()
    if not language.blocks and not any(f.is_error for f in findings):
        what = f" of the language “{tag}”" if tag else ""
        findings.append(Finding("E607", f"There are no sentences{what} here.", whole(path)))
    return language, findings


def _language(
    path: str, parts: dict[str, list[str]], tag: str | None
) -> tuple[str, list[str]] | Finding:
    """The tag, and the files that belong to it, those that others build on first."""
    base: tuple[str, ...] = ()
    there = sorted({p[1] for p in parts.values() if p[0] == "sentences" and len(p) > 2})
    if not there:
        # custom_sentences/LANG/*.yaml, or the folder of one language
        there = sorted({p[0] for p in parts.values() if len(p) > 1 and is_language_tag(p[0])})
        there = [t for t in there if t not in _FOLDERS]
        base = ("",)
    if tag is None and len(there) == 1:
        tag = there[0]
    if not there:
        name = os.path.basename(os.path.abspath(path))
        tag = tag or (name if is_language_tag(name) else "")
        return tag, _sorted(parts, list(parts))
    known = {t.replace("_", "-").lower(): t for t in there}
    folder = known.get((tag or "").replace("_", "-").lower())
    if folder is None:
        listed = ", ".join(there[:20])
        return Finding(
            "E605",
            f"There are no sentences of the language “{tag}” here."
            if tag
            else "There are several languages here.",
            whole(path),
            f"Choose one with --lang: {listed}.",
        )
    chosen: list[str] = []
    for file, pieces in parts.items():
        if base:
            mine = (len(pieces) > 1 and pieces[0] == folder) or len(pieces) == 1
        elif len(pieces) == 1:
            mine = pieces[0] in ("intents.yaml", "intents.yml")
        else:
            mine = pieces[0] in ("sentences", "rules", "lists", "tests") and (
                pieces[1] == folder or (pieces[0] == "lists" and len(pieces) == 2)
            )
        if mine:
            chosen.append(file)
    return folder, _sorted(parts, chosen)


def _sorted(parts: dict[str, list[str]], files: list[str]) -> list[str]:
    """Lists of all languages before those of one, `_common.yaml` before others."""
    rank = {"lists": 1, "rules": 2, "sentences": 3, "tests": 4}

    def key(file: str) -> tuple[int, int, list[str]]:
        pieces = parts[file]
        first = rank.get(pieces[0], 0 if len(pieces) == 1 else 3)
        if pieces[-1] == "_common.yaml":  # its settings say how templates are read
            first = 0
        return first, len(pieces) if first < 3 else 0, pieces

    return sorted(files, key=key)


def _read(source: Source, pieces: list[str], reader: Reader, findings: list[Finding]) -> None:
    value, found = load(source)
    findings.extend(found)
    if value is None or value.kind == "none":
        return
    wrong = wanted(value, "map", "A map with “data”, “intents”, “lists” or “expansion_rules”")
    if wrong is not None:
        findings.append(wrong)
        return
    stem = os.path.splitext(pieces[-1])[0]
    folder = pieces[-2] if len(pieces) > 1 else ""
    if len(pieces) == 1 and stem == "intents" and value.get("language") is None:
        reader.schemas(value)
    elif pieces[0] == "tests":
        reader.tests(source, value, folder if len(pieces) > 3 else "", stem)
    else:
        reader.sentences(source, value, folder, stem)
