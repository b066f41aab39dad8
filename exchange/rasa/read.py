"""Reading `nlu.yml` of Rasa 2 and 3, older files, and folders with such files.

The format is that of https://rasa.com/docs/rasa/training-data-format, as `rasa/shared/nlu/
training_data/formats/rasa_yaml.py` reads it: examples of a block begin with `-`, each on a line.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...corpora.corpus import Corpus
from ...dsl.findings import Finding
from .. import say, yaml
from ..made import Options
from ..source import Source, files_below, read_source, whole
from . import from_json
from .found import Found, Line
from .from_json import read_json
from .markdown import is_training_data, read_markdown

_KINDS = ("intent", "synonym", "regex", "lookup")
MOST_VALUES = 200_000
"""So many values may stand in the YAML of a file; the examples of an intent are one."""
_STRIPPED = "\n\r "


def read_corpus(path: str, options: Options) -> tuple[Corpus | None, list[Finding]]:
    """The sentences, look-up tables and synonyms of a file, or of all files of a folder in the
    order of their paths. Stories, rules, responses, domain and settings are told and not read."""
    paths = files_below(path, (".yml", ".yaml", ".md", ".json"))
    if isinstance(paths, Finding):
        return None, [paths]
    found = Found()
    for each in paths:
        source = read_source(each)
        if isinstance(source, Finding):
            found.findings.append(source)
        elif len(paths) > 1 and not _may_hold(each, source.text):
            continue
        elif each.endswith(".json"):
            read_json(source, found)
        elif each.endswith(".md"):
            read_markdown(source, found)
        else:
            _read(source, found, alone=len(paths) == 1)
    corpus = found.corpus(options.locale or "")
    if not corpus.utterances and not any(f.is_error for f in found.findings):
        found.findings.append(say.nothing("example of an intent", whole(path)))
    return corpus, found.findings


def _may_hold(path: str, text: str) -> bool:
    """Whether a file in a folder may be training data: a README is Markdown, too."""
    if path.endswith(".md"):
        return is_training_data(text)
    return not path.endswith(".json") or from_json.is_training_data(text)


def _read(source: Source, found: Found, alone: bool) -> None:
    root, findings = yaml.load(source, MOST_VALUES)
    found.findings += findings
    if root is None or root.kind == "none":
        return
    if root.kind != "map":
        if not alone:
            found.findings.append(say.ignored("files without keys", root.span))
            return
        said = "A file of Rasa has keys such as `nlu` at its top."
        found.findings.append(Finding("E603", said, root.span))
        return
    lines = source.text.split("\n")
    for key, place, value in root.items():
        if key == "nlu":
            if value.kind == "list":
                for entry in value.values:
                    if say.enough(found.findings, entry.span):
                        break
                    _read_entry(entry, found, lines)
            elif value.kind != "none":
                found.findings.append(
                    Finding("E603", "A list of intents stands under `nlu`.", value.span)
                )
        elif key != "version":
            found.ignore(key, place.span)


def _read_entry(entry: yaml.Value, found: Found, lines: list[str]) -> None:
    kind = next((name for name in _KINDS if entry.get(name) is not None), None)
    if kind is None:
        said = "An entry of `nlu` is an `intent`, a `synonym`, a `lookup` or a `regex`."
        found.findings.append(Finding("E603", said, entry.span))
        return
    name, given = entry.get(kind), entry.get("examples")
    assert name is not None
    if name.kind != "text" or not name.text.strip():
        found.findings.append(Finding("E603", f"A name stands behind `{kind}`.", name.span))
        return
    for key, place, _ in entry.items():
        if key not in (kind, "examples"):
            found.ignore(key, place.span)
    wanted = name.text.strip()
    if given is None or given.kind == "none" or (given.kind == "text" and not given.text.strip()):
        span = entry.span.start() if given is None else given.span
        said = f"The {kind} “{wanted}” has no examples."
        found.findings.append(say.left_out(said, span))
    elif given.kind == "text":
        for line in _block(given, found, lines):
            if say.enough(found.findings, line.span):
                break
            _take(kind, wanted, line, found)
    elif given.kind == "list" and kind == "intent":
        for item in given.values:
            if say.enough(found.findings, item.span):
                break
            text = item.get("text")
            if text is None or text.kind != "text":
                said = "An example in a list is a map with a `text`."
                hint = "Write `examples: |`, and below it a line with `- ` for each."
                found.findings.append(Finding("E603", said, item.span, hint))
                continue
            for key, place, _ in item.items():
                if key != "text":
                    found.ignore(key, place.span)
            found.example(wanted, _line_of(text, lines))
    else:
        said = "A block stands under `examples`: `examples: |`, and `- ` before each."
        found.findings.append(Finding("E603", said, given.span))


def _take(kind: str, name: str, line: Line, found: Found) -> None:
    if kind == "intent":
        found.example(name, line)
    elif kind == "synonym":
        found.synonym(name, line)
    elif kind == "lookup":
        found.lookup(name, line)
    else:
        found.regex(name, line)


def _block(given: yaml.Value, found: Found, lines: list[str]) -> Iterator[Line]:
    """The lines of a block that begin with `-`, which is taken off."""
    for number, text in enumerate(given.text.splitlines()):
        if not text.strip():
            continue
        line = _placed(given, number, text, lines)
        if say.enough(found.findings, line.span):
            return
        if text.startswith("-"):
            inner = text[1:].strip(_STRIPPED)
            yield _placed(given, number, inner, lines, "-")
        else:
            said = "An example begins with `- `; Rasa passes over this line."
            found.findings.append(say.left_out(said, line.span))


def _line_of(text: yaml.Value, lines: list[str]) -> Line:
    stripped = text.text.strip(_STRIPPED)
    return _placed(text, 0, stripped, lines) if text.style == "|" else Line(stripped, text.span)


def _placed(given: yaml.Value, number: int, text: str, lines: list[str], mark: str = "") -> Line:
    """The line *number* of a block, whose *text* stands behind a *mark*."""
    from ...dsl.span import Span

    span = given.span
    at = span.line + number  # the block begins below its `|`
    if given.style == "|" and at < len(lines) and text in lines[at]:
        column = lines[at].find(text, lines[at].find(mark) + len(mark)) + 1
        return Line(text, Span(span.file, at + 1, column, at + 1, column + len(text)))
    return Line(text, span)
