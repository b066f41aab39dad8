"""A workload in the forms that the peers read. The weights are written where the form has them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from description import Item, Option, Ref, Word, Workload, joined, ordered, spaced

# ---------------------------------------------------------------------- foma, HFST


def write_xfst(workload: Workload, folder: Path) -> Path:
    """A script of regular expressions, as foma and HFST read them. It has no weights: foma has
    none, and HFST's random paths do not heed them."""

    def name(rule: str) -> str:
        return "R" + rule.replace("_", "")  # an underscore is an operator

    def sequence(items: Sequence[Item]) -> str:
        parts = []
        for before, item, behind in spaced(items):
            if isinstance(item, Word):
                inner = f"{{{item.text}}}"
            elif isinstance(item, Option):
                inner = sequence(item.items)
            else:
                inner = name(item.rule) if isinstance(item, Ref) else f"S{item.name}"
            inner = " ".join('" "' if one == " " else one for one in (before, inner, behind) if one)
            parts.append(f"[{inner} | 0]" if isinstance(item, Option) else inner)
        return " ".join(parts)

    lines = []
    for slot, values in workload.values.items():
        if workload.inline:
            lines.append(f"define S{slot} [ {' | '.join(f'{{{text}}}' for text, _ in values)} ];")
        else:
            lines.append(f'define S{slot} @txt"{slot}.txt";')
    if not workload.inline:
        lists(workload, folder)
    for rule in ordered(workload.rules, workload.intent):
        texts = (sequence(one.items) for one in workload.rules[rule])
        lines.append(f"define {name(rule)} [ {' | '.join(texts)} ];")
    lines.append(f"regex {name(workload.intent)};")
    path = folder / "grammar.xfst"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def lists(workload: Workload, folder: Path) -> None:
    """The values of each slot, one a line, without weights."""
    for slot, values in workload.values.items():
        with (folder / f"{slot}.txt").open("w", encoding="utf-8") as file:
            file.writelines(f"{text}\n" for text, _ in values)


# ---------------------------------------------------------------------- JSGF


def write_jsgf(workload: Workload, folder: Path) -> Path:
    """With weights. An optional part with a weight of its own is an alternative with `<NULL>`."""

    def text(items: Sequence[Item]) -> str:
        parts = []
        for item in joined(items):
            if isinstance(item, Word):
                parts.append(item.text)
            elif isinstance(item, Option):
                parts.append(f"(/{item.weight}/ ({text(item.items)}) | /1/ <NULL>)")
            else:
                parts.append(f"<{item.rule if isinstance(item, Ref) else item.name}>")
        return " ".join(parts)

    lines = ["#JSGF V1.0 UTF-8 en;", f"grammar {workload.name.replace('-', '_')};"]
    for rule in ordered(workload.rules, workload.intent):
        public = "public " if rule == workload.intent else ""
        found = [f"/{one.weight}/ ({text(one.items)})" for one in workload.rules[rule]]
        if len(found) == 1:
            found = [text(workload.rules[rule][0].items)]
        lines.append(f"{public}<{rule}> = {' | '.join(found)};")
    for slot, values in workload.values.items():
        found = [f"/{weight}/ ({_jsgf(value)})" for value, weight in values]
        lines.append(f"<{slot}> = {' | '.join(found)};")
    path = folder / "grammar.jsgf"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _jsgf(text: str) -> str:
    """Without the characters that pyjsgf cannot read, `&` and full stops."""
    return " ".join(re.sub(r"[^\w\s'-]", "", text).split())


# ---------------------------------------------------------------------- tracery


def write_tracery(workload: Workload, folder: Path) -> Path:
    """JSON. Its alternatives have no weights; what is optional is a rule with an empty text."""
    rules: dict[str, list[str]] = {}

    def sequence(items: Sequence[Item]) -> str:
        text = ""
        for before, item, behind in spaced(items):
            if isinstance(item, Word):
                inner = item.text
            elif isinstance(item, Option):
                inner = f"#{option(before + sequence(item.items) + behind)}#"
                before = behind = ""
            else:
                inner = f"#{item.rule if isinstance(item, Ref) else item.name}#"
            text += before + inner + behind
        return text

    def option(text: str) -> str:
        for name, found in rules.items():
            if found == [text, ""]:
                return name
        rules[f"option{len(rules)}"] = [text, ""]
        return next(reversed(rules))

    for rule in ordered(workload.rules, workload.intent):
        rules[rule] = [sequence(one.items) for one in workload.rules[rule]]
    for slot, values in workload.values.items():
        rules[slot] = [text for text, _ in values]
    rules["origin"] = [f"#{workload.intent}#"]
    path = folder / "tracery.json"
    path.write_text(json.dumps(rules, ensure_ascii=False), "utf-8")
    return path


# ---------------------------------------------------------------------- randexp


def write_regex(workload: Workload, folder: Path) -> Path:
    """One regular expression, every rule written out where it is used. No weights."""
    made: dict[str, str] = {}

    def sequence(items: Sequence[Item]) -> str:
        text = ""
        for before, item, behind in spaced(items):
            if isinstance(item, Word):
                inner = _regex(item.text)
            elif isinstance(item, Option):
                inner = f"(?:{before}{sequence(item.items)}{behind})?"
                before = behind = ""
            else:
                inner = made[item.rule if isinstance(item, Ref) else item.name]
            text += before + inner + behind
        return text

    for slot, values in workload.values.items():
        made[slot] = f"(?:{'|'.join(_regex(text) for text, _ in values)})"
    for rule in ordered(workload.rules, workload.intent):
        made[rule] = f"(?:{'|'.join(sequence(one.items) for one in workload.rules[rule])})"
    path = folder / "regex.txt"
    path.write_text(made[workload.intent], "utf-8")
    return path


def _regex(text: str) -> str:
    return re.sub(r"([.*+?^${}()|\[\]\\/])", r"\\\1", text)


# ---------------------------------------------------------------------- Chatette, Chatito


def write_chatette(workload: Workload, folder: Path) -> Path:
    """Without weights, but optional parts have their odds, in per cent. The intent is written by
    `request`."""

    def sequence(items: Sequence[Item]) -> str:
        parts = []
        for item in joined(items):
            if isinstance(item, Word):
                parts.append(_chat(item.text))
            elif isinstance(item, Option):
                odds = float(item.weight)
                share = 100 * odds / (1 + odds)
                parts.append(f"[{sequence(item.items)}?/{share:.0f}]")
            else:
                mark, name = ("~", item.rule) if isinstance(item, Ref) else ("@", item.name)
                parts.append(f"{mark}[{name}]")
        return " ".join(parts)

    return _chats(
        workload,
        folder / "grammar.chatette",
        lambda rule: [sequence(one.items) for one in workload.rules[rule]],
        False,
    )


def write_chatito(workload: Workload, folder: Path) -> Path:
    """With weights. An optional part with odds is written as two alternatives: an alternative with
    three such parts as eight."""

    def sequences(items: Sequence[Item]) -> list[tuple[float, str]]:
        found = [(1.0, "")]
        for item in joined(items):
            if isinstance(item, Word):
                more = [(1.0, _chat(item.text))]
            elif isinstance(item, Option):
                odds = float(item.weight)
                more = [(odds * share, text) for share, text in sequences(item.items)]
                more = [(share / (1 + odds), text) for share, text in [*more, (1.0, "")]]
            else:
                mark, name = ("~", item.rule) if isinstance(item, Ref) else ("@", item.name)
                more = [(1.0, f"{mark}[{name}]")]
            found = [(a * b, f"{left} {right}".strip()) for a, left in found for b, right in more]
        return found

    def lines(rule: str) -> list[str]:
        return [
            f"*[{float(one.weight) * share:.6f}] {text}"
            for one in workload.rules[rule]
            for share, text in sequences(one.items)
        ]

    return _chats(workload, folder / "grammar.chatito", lines, True)


def _chats(
    workload: Workload, path: Path, lines: Callable[[str], list[str]], weighted: bool
) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for rule in ordered(workload.rules, workload.intent):
            name = "intent" if rule == workload.intent else rule
            file.write(f"~[{name}]\n" + "".join(f"    {line}\n" for line in lines(rule)) + "\n")
        for slot, values in workload.values.items():
            file.write(f"@[{slot}]\n")
            for text, weight in values:
                lead = f"*[{weight}] " if weighted else ""
                file.write(f"    {lead}{_chat(text)}\n")
            file.write("\n")
    return path


def _chat(text: str) -> str:
    return re.sub(r"([&|?\[\]/~@%$#])", r"\\\1", text)


def request(path: Path, intent: str, count: int) -> Path:
    """A file that asks for *count* sentences of the grammar at *path*."""
    chatito = path.suffix == ".chatito"
    lead = f"import ./{path.name}" if chatito else f"|{path.name}"
    asked = path.with_name(f"ask-{count}{path.suffix}")
    asked.write_text(f"{lead}\n\n%[{intent}]('training': '{count}')\n    ~[intent]\n", "utf-8")
    return asked
