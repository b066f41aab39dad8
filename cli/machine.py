"""Findings as machines read them: JSON, SARIF and the annotations of GitHub."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

from .. import __version__
from ..dsl.findings import Finding
from ..dsl.span import Span


def as_json(findings: Sequence[Finding]) -> str:
    """One object with all findings; lines and columns from 1, columns in code points, ends
    exclusive."""
    rows = [
        {
            "code": f.code,
            "severity": f.severity,
            "message": f.message,
            "hint": f.hint,
            **_place(f.span),
            "labels": [{"message": label.text, **_place(label.span)} for label in f.labels],
        }
        for f in findings
    ]
    return _dump({"findings": rows})


def as_github(findings: Sequence[Finding]) -> str:
    """One workflow command a finding, which GitHub shows beside the line."""
    return "".join(f"{command}\n" for command in _commands(findings))


def as_sarif(findings: Sequence[Finding]) -> str:
    """A SARIF 2.1.0 log with one run; its rules are the pages of the manual that are needed."""
    from ..dsl.codes import codes

    manual = codes()
    used = sorted({f.code for f in findings})
    rules = []
    for code in used:
        page = manual.get(code)
        rule: dict[str, Any] = {"id": code}
        if page is not None:
            rule["name"] = "".join(word.capitalize() for word in _words(page.title))
            rule["shortDescription"] = {"text": page.title}
            rule["fullDescription"] = {"text": page.text.strip()}
            rule["help"] = {
                "text": page.text.strip(),
                "markdown": f"{page.text.strip()}\n\n```gram\n{page.right.strip()}\n```",
            }
        rule["defaultConfiguration"] = {"level": "error" if code[0] == "E" else "warning"}
        rules.append(rule)
    return _dump(
        {
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [
                {
                    "tool": {"driver": {"name": "gramc", "version": __version__, "rules": rules}},
                    "columnKind": "unicodeCodePoints",
                    "results": [_result(f, used.index(f.code)) for f in findings],
                }
            ],
        }
    )


def _dump(value: object) -> str:
    # A file name may hold bytes that are no UTF-8; JSON can't, and gets replacement characters.
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _place(span: Span) -> dict[str, str | int]:
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _words(title: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in title).split()


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    hint = f"\n{finding.hint}" if finding.hint else ""
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": finding.message + hint},
        "locations": [_location(finding.span)] if finding.span.file else [],
    }
    if finding.labels:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": label.text}, **_location(label.span)}
            for number, label in enumerate(finding.labels)
            if label.span.file
        ]
    return result


def _location(span: Span) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(span.file)}}
    if span.line > 0:
        location["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
    return {"physicalLocation": location}


def _uri(path: str) -> str:
    """A path as a URI: relative as it is, absolute with its scheme."""
    plain = quote(os.fsencode(path.replace(os.sep, "/")), safe="/")
    if os.path.isabs(path):
        return f"file://{plain}"
    # A colon in the first part would read as a scheme; `quote` has written it as %3A.
    return plain


def _commands(findings: Sequence[Finding]) -> Iterator[str]:
    for f in findings:
        values: dict[str, str | int] = {"file": f.span.file}
        if f.span.line > 0:
            values["line"] = f.span.line
            values["endLine"] = f.span.end_line
            # GitHub takes columns only where they are of one line.
            if f.span.line == f.span.end_line:
                values["col"] = f.span.column
                values["endColumn"] = max(f.span.column, f.span.end_column - 1)
        values["title"] = f"gramc {f.code}"
        properties = ",".join(f"{k}={_property(str(v))}" for k, v in values.items())
        hint = f"\n{f.hint}" if f.hint else ""
        yield f"::{f.severity} {properties}::{_data(f.message + hint)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
