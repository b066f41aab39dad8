"""Which files make a grammar: those of one language, of one skill or of several."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass

from ...dsl.findings import Finding
from .. import say
from ..source import files_below, whole

ENDINGS = (".intent", ".entity", ".voc")
OTHERS = {
    ".rx": "regular expressions",
    ".dialog": "dialogues",
    ".value": "named values",
    ".list": "lists of answers",
    ".template": "templates of answers",
    ".word": "words of answers",
    ".blacklist": "words that keep an intent from matching",
}

_REGION = re.compile(r"[A-Za-z]{2,3}[-_][A-Za-z]{2,4}")
_BARE = re.compile(r"[a-z]{2,3}")
_FOLDERS = ("locale", "vocab")


@dataclass(frozen=True, slots=True)
class File:
    """A file: its path, the folder that its names are known in, its name without ending, and its
    ending."""

    path: str
    scope: str
    name: str
    ending: str


def tag(language: str) -> str:
    """`de_de` as `de-DE`."""
    first, _, second = language.replace("_", "-").partition("-")
    second = second.upper() if len(second) == 2 else second.title()
    return f"{first.lower()}-{second}" if second else first.lower()


def chosen(path: str, locale: str | None) -> tuple[list[File], str | None, list[Finding]]:
    """The files at *path* of one language, and the language where folders tell it. With *locale*
    those of that language; E605 where there is none of it, or where there are several and none is
    asked for. A file is taken with the entities and vocabularies beside it."""
    alone = os.path.isfile(path)
    folder = os.path.dirname(path) or "." if alone else path
    paths = files_below(folder, (*ENDINGS, *OTHERS))
    if isinstance(paths, Finding):
        return [], None, [paths]
    findings: list[Finding] = []
    by_language: dict[str, list[File]] = {}
    others: dict[str, str] = {}
    above = _above(folder)
    for each in paths:
        name, ending = os.path.splitext(os.path.basename(each))
        if alone and (
            ending in OTHERS or (ending == ".intent" and not os.path.samefile(each, path))
        ):
            continue
        if ending in OTHERS:
            others.setdefault(ending, each)
            continue
        parts = os.path.relpath(each, folder).split(os.sep)[:-1]
        language, depth = _language(parts)
        scope = os.path.join(folder, *parts[:depth])
        by_language.setdefault(tag(language) if language else above, []).append(
            File(each, scope, name, ending)
        )
    found = [language for language in by_language if language]
    for ending, first in others.items():
        what = f"{OTHERS[ending]} (`{ending}` files)"
        code = say.left_out if ending in (".rx", ".blacklist") else None
        if code is not None:
            findings.append(code(f"A grammar has no {what}.", whole(first)))
        else:
            findings.append(say.ignored(what, whole(first)))
    wanted = _nearest(found, locale) if locale else None
    if locale and found and wanted is None:
        said = f"There is nothing in “{locale}” here, but in {', '.join(found)}."
        return [], None, [*findings, Finding("E605", said, whole(path))]
    if wanted is None and len(found) > 1:
        said = f"Here are several languages: {', '.join(found)}."
        hint = f"Say which: --lang {found[0]}."
        return [], None, [*findings, Finding("E605", said, whole(path), hint)]
    language = wanted or (found[0] if found else "")
    return by_language.get(language, []), language or None, findings


def _language(parts: list[str]) -> tuple[str, int]:
    """The language that one of the folders names, and how many there are up to it."""
    for n, part in enumerate(parts):
        before = parts[n - 1] if n else ""
        below = any(before.endswith(name) for name in _FOLDERS)
        if _REGION.fullmatch(part) or (_BARE.fullmatch(part) and below):
            return part, n + 1
    return "", 0


def _above(folder: str) -> str:
    """The language that *folder* itself is named after, empty where it is not."""
    parts = os.path.abspath(folder).split(os.sep)
    for n in range(len(parts) - 1, 0, -1):
        language, _ = _language(parts[n - 1 : n + 1][-2:])
        if language == parts[n]:
            return tag(language)
        if not any(parts[n - 1].endswith(name) for name in _FOLDERS):
            break
    return ""


def _nearest(found: list[str], locale: str) -> str | None:
    """The language that was asked for: itself, else one that differs in its region alone."""
    wanted = tag(locale)
    if wanted in found:
        return wanted
    same = [one for one in found if one.partition("-")[0] == wanted.partition("-")[0]]
    return same[0] if same else None


def called(path: str) -> str:
    """What the grammar is called: after the skill's folder, or the file."""
    if os.path.isfile(path):
        return os.path.splitext(os.path.basename(path))[0]
    parts = os.path.abspath(path).split(os.sep)
    while len(parts) > 1 and (
        _REGION.fullmatch(parts[-1]) or _BARE.fullmatch(parts[-1]) or parts[-1] in _FOLDERS
    ):
        parts.pop()
    return parts[-1] or "skill"
