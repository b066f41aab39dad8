"""What a person does to a grammar: random edits of its tree."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gramc.dsl import draft
from gramc.dsl.tree import (
    Alternative,
    AnyStatement,
    Catalog,
    File,
    Intent,
    Node,
    Quote,
    Ref,
    Rule,
    Target,
    Test,
    TestLine,
    Word,
)
from gramc.induction.update.names import changed, free, labels, named, renamed, used

WORDS = ("kindly", "now", "quickly", "again", "some", "loud")
Bodied = Rule | Intent | Catalog


@dataclass(frozen=True)
class Edit:
    """What was done, and the grammar afterwards."""

    what: str
    file: File


def edit(file: File, rng: random.Random, rejects: Sequence[tuple[str, str]]) -> Edit:
    """One edit of *file*; *rejects* are texts (with their intents) that a test may reject."""
    while True:
        kind = rng.choice(KINDS)
        made = kind(file, rng, rejects)
        if made is not None and made != file:
            return Edit(kind.__name__, made)


def _bodied(file: File, *kinds: type) -> list[Bodied]:
    return [
        s for s in file.statements if isinstance(s, kinds) and getattr(s, "body", None) is not None
    ]


def _put(file: File, old: AnyStatement, new: AnyStatement | None) -> File:
    statements: list[AnyStatement] = []
    for one in file.statements:
        if one is not old:
            statements.append(one)
        elif new is not None:
            statements.append(new)
    return replace(file, statements=tuple(statements))


def _body(statement: Bodied, alternatives: Sequence[Alternative]) -> AnyStatement:
    assert statement.body is not None
    return replace(statement, body=replace(statement.body, alternatives=tuple(alternatives)))


def _alternatives(statement: Bodied) -> list[Alternative]:
    assert statement.body is not None
    return list(statement.body.alternatives)


def rename(file: File, rng: random.Random, _: object) -> File | None:
    """A new name for a rule, an intent or a catalogue, in all places; slots keep their labels."""
    old = rng.choice(sorted(named(file)))
    names = {old: free(f"{old}_mine", named(file))}
    return replace(file, statements=tuple(renamed(s, names) for s in file.statements))


def relabel(file: File, rng: random.Random, _: object) -> File | None:
    """A new name for a catalogue and the slots that it fills."""
    found = [s.name for s in _bodied(file, Catalog) if s.name in labels(file)]
    if not found:
        return None
    old = rng.choice(found)
    names = {old: free(f"{old}_mine", named(file))}
    tests = [s for s in file.statements if isinstance(s, Test)]
    if tests:  # whose texts would have to change with it
        return None
    return replace(file, statements=tuple(renamed(s, names, names) for s in file.statements))


def reweigh(file: File, rng: random.Random, _: object) -> File | None:
    """Another weight for an alternative."""
    statement = rng.choice(_bodied(file, Rule, Intent))
    found = _alternatives(statement)
    at = rng.randrange(len(found))
    found[at] = replace(found[at], weight=str(rng.randint(2, 9)))
    return _put(file, statement, _body(statement, found))


def delete_alternative(file: File, rng: random.Random, _: object) -> File | None:
    """An alternative or a value less."""
    statement = rng.choice(_bodied(file, Rule, Intent, Catalog))
    found = _alternatives(statement)
    if len(found) < 2:
        return None
    del found[rng.randrange(len(found))]
    return _put(file, statement, _body(statement, found))


def delete_statement(file: File, rng: random.Random, _: object) -> File | None:
    """A rule less, with the alternatives that use it; or an intent."""
    rules = _bodied(file, Rule)
    if not rules or rng.random() < 0.3:
        intents = _bodied(file, Intent)
        if len(intents) < 2 or any(isinstance(s, Test) for s in file.statements):
            return None
        return _put(file, rng.choice(intents), None)
    rule = rng.choice(rules)
    made = _put(file, rule, None)
    for statement in _bodied(made, Rule, Intent):
        left = [a for a in _alternatives(statement) if rule.name not in used(a)]
        if not left:
            return None
        if len(left) < len(_alternatives(statement)):
            made = _put(made, statement, _body(statement, left))
    return made


def add_alternative(file: File, rng: random.Random, _: object) -> File | None:
    """An alternative of a person's own, at any place."""
    statement = rng.choice(_bodied(file, Rule, Intent, Catalog))
    found = _alternatives(statement)
    words = " ".join(rng.sample(WORDS, 2))
    found.insert(rng.randint(0, len(found)), draft.alternative(words))
    return _put(file, statement, _body(statement, found))


def add_rule(file: File, rng: random.Random, _: object) -> File | None:
    """A rule of a person's own, optional before an alternative, or with the name of what might
    be induced."""
    name = free(rng.choice(("mine", "play_music_more", "polite")), named(file))
    rule = draft.rule(name, [draft.alternative("kindly"), draft.alternative("could you")])
    statement = rng.choice(_bodied(file, Intent))
    found = _alternatives(statement)
    at = rng.randrange(len(found))
    call = draft.times(Ref(Target(name)), 0, 1)
    found[at] = replace(found[at], units=((call,), *found[at].units))
    made = _put(file, statement, _body(statement, found))
    return replace(made, statements=(*made.statements, rule))


def comment(file: File, rng: random.Random, _: object) -> File | None:
    """A comment above a statement, behind an alternative, or on a line of its own."""
    statement = rng.choice(_bodied(file, Rule, Intent, Catalog))
    text = f"mine {rng.randint(0, 9)}"
    if rng.random() < 0.4:
        notes = statement.notes
        lines = list(notes.above)
        lines.insert(rng.randint(0, len(lines)), text)
        return _put(file, statement, replace(statement, notes=replace(notes, above=tuple(lines))))
    found = _alternatives(statement)
    at = rng.randrange(len(found))
    if rng.random() < 0.5:
        found[at] = replace(found[at], trailing=text)
    else:
        found[at] = replace(found[at], comments=(*found[at].comments, text))
    return _put(file, statement, _body(statement, found))


def reject(file: File, rng: random.Random, rejects: Sequence[tuple[str, str]]) -> File | None:
    """A test that rejects a text."""
    if not rejects:
        return None
    intent, text = rng.choice(list(rejects))
    if not isinstance(named(file).get(intent), Intent):
        return None
    test = Test(intent, (TestLine("reject", text),))
    return replace(file, statements=(*file.statements, test))


def change_words(file: File, rng: random.Random, _: object) -> File | None:
    """Another word in the place of one."""
    statement = rng.choice(_bodied(file, Rule, Intent, Catalog))
    found = _alternatives(statement)
    at = rng.randrange(len(found))
    word = rng.choice(WORDS)
    done = False

    def change(node: Node) -> Node:
        nonlocal done
        if isinstance(node, Word | Quote) and not done:
            done = True
            return Word(word)
        return node

    made = changed(found[at], change)
    assert isinstance(made, Alternative)
    found[at] = made
    return _put(file, statement, _body(statement, found))


def bracket(file: File, rng: random.Random, _: object) -> File | None:
    """A word that may be left out."""
    statement = rng.choice(_bodied(file, Rule, Intent))
    found = _alternatives(statement)
    at = rng.randrange(len(found))
    units = list(found[at].units)
    here = [i for i, u in enumerate(units) if len(u) == 1 and isinstance(u[0], Word)]
    if not here or len(units) < 2:
        return None
    i = rng.choice(here)
    units[i] = (draft.maybe([Alternative((units[i],))]),)
    found[at] = replace(found[at], units=tuple(units))
    return _put(file, statement, _body(statement, found))


KINDS: tuple[Callable[[File, random.Random, Sequence[tuple[str, str]]], File | None], ...] = (
    rename,
    relabel,
    reweigh,
    delete_alternative,
    delete_alternative,
    delete_statement,
    add_alternative,
    add_rule,
    comment,
    reject,
    change_words,
    bracket,
)
