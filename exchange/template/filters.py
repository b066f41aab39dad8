"""What a template can do with a value besides what jinja2 has: write it as JSON, CSV or XML."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from xml.sax.saxutils import escape

_QUOTES = {'"': "&quot;", "'": "&apos;"}


def tojson(value: object, indent: int | None = None) -> str:
    """JSON, letters of all scripts as they are; slots, sentences and catalogues are objects."""
    return json.dumps(
        _bare(value), ensure_ascii=False, indent=None if indent is None else indent % 9
    )


def csv(value: object) -> str:
    """A cell of a CSV file (RFC 4180): in quotes where it holds a comma, a quote or a line end."""
    text = "" if value is None else str(value)
    quoted = any(mark in text for mark in ',"\r\n')
    return '"' + text.replace('"', '""') + '"' if quoted else text


def xml(value: object) -> str:
    """Text for XML, in elements and in attributes."""
    return escape("" if value is None else str(value), _QUOTES)


def _bare(value: object) -> object:
    if is_dataclass(value):
        return {field.name: _bare(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): _bare(inner) for key, inner in value.items()}
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if hasattr(value, "__iter__"):
        return [_bare(inner) for inner in value]
    raise TypeError(f"a {type(value).__name__} is nothing that JSON can hold")
