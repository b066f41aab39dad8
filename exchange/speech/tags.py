"""What tags say: names, values, and the assignments of semantic scripts.

Of scripts (Semantic Interpretation for Speech Recognition 1.0, W3C 2007, and what came before it)
only assignments are understood, since a grammar has no variables: `out.slot = "value"`,
`out = "value"`, `out.slot = rules.name`, `out.slot = rules.latest()`, each also with `$` as older
engines write it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...dsl.names import is_name


@dataclass(frozen=True, slots=True)
class Says:
    """One statement of a tag. `kind`: `slot` labels what the tag is attached to, with a value where
    `value` is one; `constant` and `value` are what they say; `label` gives the slot `name` to the
    last use of `rule` (empty: of any rule), of whose result it takes the property `of`; `all` gives
    it to all that was said; `pass` and `nothing` have no bearing on a grammar, the
    second of which is told, as is what is `lost`."""

    kind: str
    name: str = ""
    value: str | None = None
    rule: str = ""
    of: str = ""


_PART = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[^\"';\n]+|[;\n]|[\"']", re.DOTALL)
_LEFT = re.compile(
    r"(?:(?:out|this|\$)(?:\.(?P<name>[^\W\d](?:[\w.-]|[^\x00-\x7f])*)|\[\s*[\"'](?P<key>[^\"'\]]+)[\"']\s*\]"
    r"|\.\$?(?:_?value))?|(?P<bare>[^\W\d](?:[\w.-]|[^\x00-\x7f])*))\s*=(?!=)\s*(?P<right>.*)",
    re.DOTALL,
)
_TEXT = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'", re.DOTALL)
_SCRIPT = re.compile(r"[\"'(){}\[\];$=<>]|^rules\.|^meta\.")
_BARE = re.compile(r"-?\d+(?:\.\d+)?|true|false")
_USE = re.compile(
    r"(?:rules\.latest\(\)|\$\$(?!\w)|meta\.latest\(\)|"
    r"(?:rules\.|meta\.|\$)(?P<rule>[^\W\d](?:\w|[^\x00-\x7f])*)(?:\(\))?)(?:\.(?P<of>(?:[$\w]|[^\x00-\x7f])+))?"
)
_NEW = re.compile(r"new\s+(?:Object|Array)\s*(?:\(\s*\))?|\{\s*\}|\[\s*\]")
_MERGED = re.compile(r"for \(var k in (rules\.[^ ()]+)\) out\[k\] = \1\[k\]")
"""The slots of a rule that is used are slots of the whole: so here, too."""
_SLOT = re.compile(r"(?P<name>[^\s:=]+)(?:\s*:\s*(?P<value>.+))?", re.DOTALL)
_TEXTS = ("text", "utterance", "_value", "$value", "$phrase", "value")


def attached(text: str, names: bool = True) -> list[Says] | None:
    """What a JSGF tag says of the expansion before it; None where that is not known. Where *names*
    is False a name alone is a value, not a slot."""
    for mark in ("=>", ":"):
        if text.startswith(mark):
            return [Says("value", value=_plain(text[len(mark) :].strip()))]
    slot = _SLOT.fullmatch(text)
    if slot is not None and is_name(slot["name"]) and (names or slot["value"] is not None):
        value = slot["value"]
        return [Says("slot", slot["name"], None if value is None else _plain(value.strip()))]
    said = script(text, bare=True)
    if said is not None:
        return said
    if text and not re.search(r"[=(){}\[\];$<>]", text):
        return [Says("value", value=_plain(text))]
    return None


def is_plain_value(text: str) -> bool:
    """Whether a JSGF tag is a value that could be no name: `{1}`, `{lord of the rings}`."""
    said = attached(text)
    marked = text.startswith(("=>", ":")) or "=" in text
    return said is not None and said[0].kind == "value" and not marked


def script(text: str, bare: bool = False) -> list[Says] | None:
    """What the statements of a semantic script say; None where none of them is known. With
    *bare* the right side may be a value without quotes."""
    statements: list[str] = [""]
    for part in _PART.findall(text):
        if part in (";", "\n"):
            statements.append("")
        else:
            statements[-1] += part
    found: list[Says] = []
    for statement in statements:
        if statement.strip():
            said = _assignment(statement.strip(), bare)
            found.append(Says("lost") if said is None else said)
    return found if any(said.kind != "lost" for said in found) else None


def _assignment(text: str, bare: bool) -> Says | None:
    if _MERGED.fullmatch(text):
        return Says("pass")
    match = _LEFT.fullmatch(text)
    if match is None:
        return None
    name, right = match["name"] or match["key"] or match["bare"] or "", match["right"].strip()
    if name in ("_value", "value", "$value") and match["bare"] is None:
        name = ""
    if match["bare"] in ("var", "let") or (name and not is_name(name)):
        return None
    if _NEW.fullmatch(right):
        return Says("nothing")
    literal = _TEXT.fullmatch(right) or _BARE.fullmatch(right)
    unquoted = bare and right and not _SCRIPT.search(right)
    if literal is not None or unquoted:
        return Says("constant" if name else "value", name, _plain(right))
    if re.fullmatch(r"meta\.current\(\)\.text", right):
        return Says("all", name) if name else Says("nothing")
    use = _USE.fullmatch(right)
    if use is None:
        return None
    of = use["of"] or ""
    if of in _TEXTS:
        of = ""
    return Says("label", name, rule=use["rule"] or "", of=of)


def _plain(text: str) -> str:
    match = _TEXT.fullmatch(text)
    if match is None:
        return text
    inner = match[1] if match[1] is not None else match[2]
    return re.sub(r"\\(.)", r"\1", inner, flags=re.DOTALL)
