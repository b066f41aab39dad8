"""The table of codes: what `gramc explain` prints and `docs/errors.md` is generated from.

One YAML file a group under `manual/`; an entry is a mapping with `title`, `text`, `wrong`,
`right` and, where the examples need companions, `files` (name to content). Where the examples are
no grammars, `name` is the file that holds them, and `run` the command and its arguments that reads
it. A test runs both examples: `wrong` gives the code, `right` gives no finding.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Code:
    """The manual's entry for one code."""

    code: str
    title: str
    text: str
    wrong: str = ""
    right: str = ""
    files: dict[str, str] = field(default_factory=dict)
    name: str = "example.gram"
    run: tuple[str, ...] | list[str] = ()


def codes() -> dict[str, Code]:
    """All codes, in order."""
    import yaml

    found: dict[str, Code] = {}
    for page in sorted(files(__package__).joinpath("manual").iterdir(), key=lambda p: p.name):
        if page.name.endswith(".yaml"):
            for code, entry in (yaml.safe_load(page.read_text("utf-8")) or {}).items():
                found[code] = Code(code=code, **entry)
    return dict(sorted(found.items()))
