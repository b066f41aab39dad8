"""The standard library in the place of other systems' own entities."""

from __future__ import annotations

from collections.abc import Iterable

from ..dsl import draft
from ..dsl.tree import AnyStatement, Import


def imports(rules: Iterable[str]) -> list[AnyStatement]:
    """The imports that *rules* (`std.en.number.cardinal`) need, each once."""
    modules = dict.fromkeys(rule.rpartition(".")[0] for rule in rules)
    return [Import(module=module) for module in modules]


def local(rule: str) -> str:
    """A rule's name where its module is imported: `number.cardinal`."""
    return ".".join(rule.split(".")[-2:])


def unknown(rules: tuple[str, ...], texts: Iterable[str]) -> list[str]:
    """Those of *texts* that none of *rules* says."""
    from ..compiler.compile import compile_grammar
    from ..runtime.grammar import Grammar

    alternatives = [draft.alternative([draft.ref(local(rule))]) for rule in rules]
    file = draft.gram("library.gram", [*imports(rules), draft.intent("said", alternatives)])
    compiled, findings = compile_grammar(file.path, file.data)
    assert compiled is not None, findings
    grammar = Grammar(compiled)
    return [text for text in texts if not grammar.parse(text)]
