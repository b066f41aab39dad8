"""Reading Snips datasets: YAML, JSON, and the JSON of the nlu-benchmark.

The formats are those of https://snips-nlu.readthedocs.io/en/latest/dataset.html, as
`snips_nlu/dataset/` reads them.
"""

from __future__ import annotations

from ...corpora.corpus import Corpus
from ...dsl.findings import Finding
from ...dsl.span import Span
from .. import say, yaml
from ..made import Options
from ..source import Source, files_below, read_source, whole
from .found import Chunk, Found
from .from_json import read_json
from .sentences import Wrong, read

MOST_VALUES = 200_000
"""So many values may stand in the YAML of a file; each sentence is one."""
_INTENT = ("type", "name", "slots", "utterances")
_ENTITY = ("type", "name", "values", "automatically_extensible", "use_synonyms")
_TRUE = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def read_corpus(path: str, options: Options) -> tuple[Corpus | None, list[Finding]]:
    """The sentences and entities of a file, or of all files of a folder in the order of their
    paths, which make one dataset."""
    paths = files_below(path, (".yaml", ".yml", ".json"))
    if isinstance(paths, Finding):
        return None, [paths]
    found = Found()
    for each in paths:
        source = read_source(each)
        if isinstance(source, Finding):
            found.findings.append(source)
        elif each.endswith(".json") or source.text.lstrip()[:1] == "{":
            read_json(source, found)
        else:
            _read_yaml(source, found)
    corpus = found.corpus(options.locale or "")
    if not corpus.utterances and not any(f.is_error for f in found.findings):
        found.findings.append(say.nothing("utterance of an intent", whole(path)))
    return corpus, found.findings


def _read_yaml(source: Source, found: Found) -> None:
    documents, findings = yaml.load_all(source, MOST_VALUES)
    found.findings += findings
    for document in documents or ():
        if say.enough(found.findings, document.span):
            break
        if document.kind == "none":
            continue
        kind = document.get("type")
        if kind is None or kind.text not in ("intent", "entity"):
            span = document.span.start() if kind is None else kind.span
            said = "A document of Snips begins with `type: intent` or `type: entity`."
            found.findings.append(Finding("E603", said, span))
            continue
        name = document.get("name")
        if name is None or name.kind != "text" or not name.text.strip():
            span = document.span.start() if name is None else name.span
            found.findings.append(Finding("E603", f"This {kind.text} has no `name`.", span))
            continue
        for key, place, _ in document.items():
            if key not in (_INTENT if kind.text == "intent" else _ENTITY):
                found.ignore(key, place.span)
        if kind.text == "intent":
            _read_intent(document, name.text.strip(), found, source)
        else:
            _read_entity(document, name.text.strip(), found)


def _texts(value: yaml.Value | None, what: str, found: Found) -> list[yaml.Value]:
    """The items of a list; what is none is told."""
    if value is None or value.kind == "none":
        return []
    if value.kind != "list":
        found.findings.append(Finding("E603", f"A list stands under `{what}`.", value.span))
        return []
    return list(value.values)


def _read_intent(document: yaml.Value, intent: str, found: Found, source: Source) -> None:
    entities: dict[str, str] = {}
    for slot in _texts(document.get("slots"), "slots", found):
        name, entity = slot.get("name"), slot.get("entity")
        if name is None or entity is None or name.kind != "text" or entity.kind != "text":
            said = "A slot has a `name` and an `entity`."
            found.findings.append(Finding("E603", said, slot.span))
        else:
            entities[name.text] = entity.text
    said_here = [
        each
        for each in _texts(document.get("utterances"), "utterances", found)
        if each.kind != "none"
    ]
    if not said_here and document.get("utterances") is None:
        said = f"The intent “{intent}” has no `utterances`."
        found.findings.append(Finding("E603", said, document.span.start()))
    sentences = []
    for each in said_here:
        if say.enough(found.findings, each.span):
            break
        if each.kind != "text":
            hint = "Write it in quotes: [ and { begin something else in YAML."
            found.findings.append(Finding("E603", "An utterance is a text.", each.span, hint))
            continue
        line = each.text.strip()
        chunks = read(line)
        if isinstance(chunks, Wrong):
            span = _within(each, line, chunks, source)
            found.findings.append(Finding("E602", chunks.message, span))
        elif chunks:
            sentences.append((chunks, each.span))
            for chunk in chunks:
                if chunk.slot is not None and chunk.entity is not None:
                    entities.setdefault(chunk.slot, chunk.entity)
    for chunks, span in sentences:
        for n, chunk in enumerate(chunks):
            if chunk.slot is not None:
                named = chunk.entity or entities.get(chunk.slot, chunk.slot)
                chunks[n] = Chunk(chunk.text, chunk.slot, named)
        found.sentences.append((intent, chunks, span))


def _within(value: yaml.Value, line: str, wrong: Wrong, source: Source) -> Span:
    """The place of what is wrong in a text that stands on one line as it is."""
    span = value.span
    if span.line == span.end_line:
        text = source.text.split("\n")[span.line - 1]
        at = text.find(line, span.column - 1)
        if at >= 0:
            return Span(span.file, span.line, at + wrong.start + 1, span.line, at + wrong.end + 1)
    return span


def _read_entity(document: yaml.Value, name: str, found: Found) -> None:
    entity = found.entity(name)
    entity.open = _truth(document.get("automatically_extensible"), found)
    entity.synonyms = _truth(document.get("use_synonyms"), found)
    for value in _texts(document.get("values"), "values", found):
        if say.enough(found.findings, value.span):
            break
        texts = [each.text.strip() for each in (value.values or (value,)) if each.kind == "text"]
        if value.kind not in ("text", "list") or len(texts) < max(len(value.values), 1):
            said = "A value is a text, or a list of a text and its synonyms."
            found.findings.append(Finding("E603", said, value.span))
        elif texts[0]:
            entity.values.append((texts[0], tuple(dict.fromkeys(t for t in texts[1:] if t))))
            if len(texts) > 1 and not entity.synonyms:
                found.ignore("synonyms", value.span)


def _truth(value: yaml.Value | None, found: Found) -> bool:
    if value is None:
        return True
    truth = _TRUE.get(value.text.lower())
    if truth is None:
        found.findings.append(Finding("E603", "This is `true` or `false`.", value.span))
    return truth is not False
