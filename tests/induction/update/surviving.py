"""What must hold when a grammar that was edited is induced again."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gramc.corpora.utterance import Utterance
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.dsl.tree import AnyStatement, File, Intent, Rule
from gramc.induction.update.again import Updated, first
from gramc.induction.update.cases import Case, called
from gramc.induction.update.edits import alternatives, bare, edits
from gramc.induction.update.language import Language, Languages
from gramc.induction.update.mark import is_mark
from gramc.induction.update.names import named
from gramc.induction.update.record import Record, Written

from .editing import Edit, edit

PATH = "music.gram"
Update = Callable[[str, Record | None, Sequence[Case]], Updated]


@lru_cache(64)
def of(text: str) -> Language | None:
    return Languages(PATH).of(text)


def sensible(file: File, rng: random.Random, rejects: Sequence[tuple[str, str]]) -> Edit:
    """An edit after which the grammar compiles."""
    while True:
        made = edit(file, rng, rejects)
        if of(print_file(made.file)) is not None:
            return made


@dataclass
class State:
    """A grammar with its record, and what was taken out of it so far, in the names of the data."""

    text: str
    record: Record
    out: list[Utterance]
    drawn: int = 100

    @classmethod
    def of(cls, text: str, drawn: int = 100) -> State:
        return cls(text, first(text, PATH), [], drawn)


def survives(state: State, edited: Edit, given: Sequence[Case], update: Update) -> State:
    """Updates the edited grammar, and looks at all that must hold."""
    text = print_file(edited.file)
    tree, _ = parse(text, PATH)
    result = update(text, state.record, given)
    shown = f"{edited.what}\n{text}\n=====\n{result.text}\n{result.findings}"
    assert result.text is not None, shown
    assert result.record is not None, shown
    after, findings = parse(result.text, PATH)
    assert not findings, shown
    new, now, old = of(result.text), of(text), of(state.text)
    assert new is not None, shown
    assert now is not None
    assert old is not None
    _statements_stay(
        tree, after, edits(parse(state.record.last.text, PATH)[0], tree).unedited, shown
    )
    assert new.failing <= now.failing, shown

    # Everything has one name in the data, one before the edit, and one after it.
    before, here = state.record.last, result.record.last
    home = Written(
        "",
        {new_: old_ for old_, new_ in before.intents.items()},
        {new_: old_ for old_, new_ in before.slots.items()},
    )
    out = [*state.out, *(called(one, home) for one in old.texts(state.drawn))]
    out = [one for one in out if not now.reads(called(one, here))]
    for one in out:
        assert not new.reads(called(one, here)), (shown, one)
    stay = [f.message for f in result.findings if f.code in ("W721", "W724", "W725")]
    unread = [case for case in given if not new.reads(called(case.utterance, here))]
    assert bool(unread) == bool(stay), shown
    assert not any(f.code == "W725" for f in result.findings), shown

    again = update(result.text, result.record, given)
    assert again.text == result.text, f"{shown}\n=====\n{again.text}{again.findings}"
    assert again.record == result.record, shown
    return State(result.text, result.record, out, state.drawn)


def _statements_stay(tree: File, after: File, unedited: frozenset[str], shown: str) -> None:
    """Nothing that the person wrote is gone, elsewhere, or other than it was."""
    there = named(after)
    mine = named(tree)
    others = [s for s in tree.statements if getattr(s, "name", None) not in mine]
    assert others == [s for s in after.statements if getattr(s, "name", None) not in there], shown
    names = [getattr(s, "name", None) for s in tree.statements]
    order = [getattr(s, "name", None) for s in after.statements]
    assert [n for n in names if n in mine] == [n for n in order if n in mine], shown
    for name, statement in mine.items():
        left = there.get(name)
        assert left is not None, shown
        assert type(left) is type(statement), shown
        assert [c for c in comments(statement) if c not in comments(left)] == [], shown
        was, is_ = alternatives(statement), alternatives(left)
        assert [bare(a) for a in was] == [bare(a) for a in is_[: len(was)]], shown
        assert [a.weight for a in was] == [a.weight for a in is_[: len(was)]], shown
        if isinstance(statement, Rule) and name not in unedited:
            assert statement == left, shown
        if isinstance(statement, Intent) and name not in unedited:
            assert len(is_) <= len(was) + 1, shown


def comments(statement: AnyStatement) -> list[str]:
    """All comments of a statement, marks apart."""
    notes = statement.notes
    body = getattr(statement, "body", None)
    inner = [c for a in getattr(body, "alternatives", ()) for c in (*a.comments, a.trailing)]
    found = [*notes.above, *notes.doc, *inner, notes.trailing, *notes.ending]
    texts = [c.split("; induced:")[0] for c in found if c is not None]
    return [c for c in texts if not is_mark(c)]
