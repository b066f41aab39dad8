"""Real skills of OVOS in six languages: every line of every intent is in the grammar's language."""

from __future__ import annotations

import itertools
import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from gramc.dsl.naming import legal_name
from gramc.exchange.made import Options
from gramc.exchange.padatious.read import import_grammar

from .languages import grammar

DATA = Path(__file__).parents[3] / "shared" / "data" / "ovos"
LOCALES = ("de-de", "en-us", "es-es", "fr-fr", "pt-br", "pt-pt")


def unpacked(locale: str, folder: Path) -> list[dict[str, Any]]:
    """The files of a locale, as skills have them."""
    if not DATA.is_dir():
        assert not os.environ.get("CI"), f"{DATA} is missing"
        pytest.skip("the shared data are not beside this checkout")
    files = [
        json.loads(line)
        for line in (DATA / f"ovos_locale.{locale}.jsonl").read_text("utf-8").splitlines()
    ]
    for file in files:
        path = folder / file["skill"] / "locale" / locale
        path.mkdir(parents=True, exist_ok=True)
        text = "".join(f"{line}\n" for line in file["lines"])
        (path / f"{file['name']}.{file['kind']}").write_text(text, "utf-8")
    return files


def ways(line: str) -> list[str]:
    """Some of what a line says: each alternative of each bracket at least once. Written without
    the importer's reader: brackets of these files don't nest."""
    line = re.sub(r"[?!.]+(?=[\s|)\]]|$)|(?<![^\s(\[|])[¿¡]+", "", line)
    line = re.sub(r"(?<=\})\]", "", line)
    parts = [part.strip("()").split("|") for part in re.split(r"(\([^()]*\))", line)]
    if not re.search(r"\(", line):
        return [part.strip() for part in line.split("|")]
    longest = max(map(len, parts))
    return ["".join(part[n % len(part)] for part in parts) for n in range(longest)]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_line_of_every_intent(locale: str, tmp_path: Path) -> None:
    files = unpacked(locale, tmp_path / "skills")
    made = import_grammar(str(tmp_path / "skills"), Options(locale, "ovos"))
    assert {f.code for f in made.findings} <= {"W601", "W602", "W603"}
    assert all(f.span.file for f in made.findings)
    one = grammar(made, tmp_path)
    values = {
        (f["skill"], f["name"]): f["lines"][0]
        for f in files
        if f["kind"] == "entity" and f["lines"]
    }
    # Skills may have intents of one name, told apart by numbers.
    count: Counter[str] = Counter()
    asked = 0
    for file in sorted(files, key=lambda f: (f["skill"], f["name"])):
        if file["kind"] != "intent":
            continue
        name = legal_name(file["name"])
        count[name] += 1
        name = name if count[name] == 1 else f"{name}_{count[name]}"
        for line in dict.fromkeys(itertools.chain.from_iterable(map(ways, file["lines"]))):
            labels: list[tuple[str, str]] = []

            skill = file["skill"]
            for slot in re.findall(r"\{([^{}]*)\}", line):
                labels.append((slot.strip(), values.get((skill, slot.lower()), "somewhere else")))
            rest = iter([value for _, value in labels])
            text = re.sub(r"\{[^{}]*\}", lambda _, rest=rest: next(rest), line)
            if not text.strip():
                continue
            parses = one.parse(text, 10, intent=name)
            read = [
                [(s.name, p.utterance.text[s.start : s.end]) for s in p.utterance.slots]
                for p in parses
            ]
            assert labels in read, (name, text, labels, read)
            asked += 1
    assert asked > 100
