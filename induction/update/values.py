"""New values: into the catalogues that are there, or beside what gramc can't add to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ...corpora.utterance import Utterance
from ...dsl.text import fold
from ...dsl.tree import (
    Alternative,
    Body,
    Catalog,
    File,
    Group,
    Intent,
    Node,
    Notes,
    Part,
    Postfix,
    Quote,
    Ref,
    Rule,
    Slot,
    Target,
    Test,
    Word,
)
from .language import Languages
from .names import changed, free, named, nodes


@dataclass(frozen=True, slots=True)
class Fills:
    """What becomes of the catalogues of a fresh grammar, `fresh`, in which slots are filled as in
    the grammar that is there: `appended` are new values by the catalogue there that takes them,
    `catalogues` new ones, `names` what those of the fresh one are called there."""

    fresh: File
    appended: Mapping[str, Sequence[Alternative]]
    catalogues: tuple[Catalog, ...]
    names: Mapping[str, str]


def fill(
    file: File,
    fresh: File,
    accepted: Mapping[str, frozenset[str]],
    deleted: Mapping[str, frozenset[str]],
) -> Fills:
    """Where the values of *fresh* go. *accepted* are, by label, those that what fills the slot in
    *file* takes already, *deleted* those that a person took out, which stay out; both folded."""
    here = named(file)
    filled = fillers(file)
    taken = {*here, *named(fresh)}
    appended: dict[str, list[Alternative]] = {}
    names: dict[str, str] = {}
    beside: dict[str, Part] = {}
    new: list[Catalog] = []
    labels_of = _labels(fresh)
    for statement in fresh.statements:
        if not isinstance(statement, Catalog):
            continue
        label = next(
            (one for one in labels_of.get(statement.name, ()) if one in filled), statement.name
        )
        part = filled.get(label, Target(label))
        there = appendable(file, part)
        if label not in filled:
            name = free(statement.name, here)
            names[statement.name] = name
            new.append(replace(statement, name=name))
            continue
        out = deleted.get(label, frozenset())
        known = accepted.get(label, frozenset())
        rows = [
            one
            for one in (statement.body.alternatives if statement.body else ())
            if (value := fold(text_of(one))) not in known and value not in out
        ]
        if there is not None and there.body is not None:
            if isinstance(part, Target) and isinstance(here.get(part.name), Catalog):
                names[statement.name] = part.name
            weighted = any(one.weight for one in there.body.alternatives)
            appended.setdefault(there.name, []).extend(
                replace(one, weight=one.weight if weighted else None, comments=(), trailing=None)
                for one in rows
            )
            continue
        beside[label] = part
        if rows:
            name = free(f"{label}_more", taken)
            taken.add(name)
            new.append(Catalog(name, Body(tuple(rows), len(rows) > 3), notes=Notes()))
            beside[label] = Group(Body((_only(part), _only(Target(name)))))

    def change(node: Node) -> Node:
        if isinstance(node, Slot) and (part := beside.get(node.name)) is not None:
            plain = isinstance(part, Target) and _whole(part) and part.name == node.name
            return replace(node, filler=None if plain else part, own=None)
        return node

    moved = changed(fresh, change)
    assert isinstance(moved, File)
    for label, part in filled.items():
        if isinstance(part, Target) and label not in beside and part.name != label:
            names.setdefault(label, part.name)
    return Fills(moved, appended, tuple(new), names)


def _only(part: Part) -> Alternative:
    return Alternative(((Ref(part) if isinstance(part, Target) else part,),))


def _whole(target: Target) -> bool:
    return target.row is None and target.column is None and not target.filters


def _labels(file: File) -> dict[str, list[str]]:
    """The labels of the slots that each catalogue fills."""
    found: dict[str, list[str]] = {}
    for node in nodes(file):
        if isinstance(node, Slot):
            filler = node.name if node.filler is None else getattr(node.filler, "name", "")
            found.setdefault(filler, []).append(node.name)
    return {name: sorted(set(labels)) for name, labels in found.items()}


def fillers(file: File) -> dict[str, Part]:
    """What fills the slots of each label: what fills most of them, of those alike one that has a
    name; a catalogue that no slot uses fills those of its own name."""
    counts: dict[str, dict[Part, int]] = {}
    for node in nodes(file):
        if isinstance(node, Slot):
            part: Part = node.filler or node.own or Target(node.name)
            ways = counts.setdefault(node.name, {})
            ways[part] = ways.get(part, 0) + 1
    unused: dict[str, Part] = {
        s.name: Target(s.name)
        for s in file.statements
        if isinstance(s, Catalog) and s.name not in counts
    }
    return unused | {
        label: max(ways, key=lambda part: (ways[part], isinstance(part, Target), repr(part)))
        for label, ways in counts.items()
    }


def appendable(file: File, part: Part) -> Catalog | None:
    """The inline catalogue that takes further values of what *part* fills: the one that it names,
    or the last one among the alternatives of a rule that holds nothing but catalogues."""
    if not isinstance(part, Target) or not _whole(part):
        return None
    here = named(file)
    statement = here.get(part.name)
    if isinstance(statement, Rule):
        parts = [a.units[0][0] if _is_call(a) else None for a in statement.body.alternatives]
        found = [here.get(p.target.name) if isinstance(p, Ref) else None for p in parts]
        if all(isinstance(one, Catalog) for one in found):
            inline = [one for one in found if isinstance(one, Catalog) and one.body is not None]
            statement = inline[-1] if inline else None
    return statement if isinstance(statement, Catalog) and statement.body is not None else None


def _is_call(alternative: Alternative) -> bool:
    units = alternative.units
    return len(units) == 1 and len(units[0]) == 1 and isinstance(units[0][0], Ref)


def text_of(row: Alternative) -> str:
    """The text of a row of an inline catalogue."""
    found: list[str] = []
    for unit in row.units:
        pieces: list[str] = []
        for part in unit:
            while isinstance(part, Postfix):
                part = part.part
            if isinstance(part, Word | Quote):
                pieces.append(part.text)
        found.append("".join(pieces))
    return " ".join(found)


def values(catalogue: Catalog) -> frozenset[str]:
    """The folded texts of an inline catalogue."""
    if catalogue.body is None:
        return frozenset()
    return frozenset(fold(text_of(one)) for one in catalogue.body.alternatives)


def taken_by(
    file: File, wanted: Mapping[str, Sequence[str]], languages: Languages
) -> dict[str, frozenset[str]]:
    """Which of the *wanted* texts, by label, what fills that slot in *file* takes; folded."""
    filled = fillers(file)
    probes = {
        label: free(f"takes_{number}", named(file))
        for number, label in enumerate(wanted)
        if label in filled
    }
    intents = tuple(
        Intent(name, Body((Alternative(((Slot(label, filled[label]),),)),)))
        for label, name in probes.items()
    )
    if not intents:
        return {}
    # Nothing else is asked of it: without its own intents it is quickly compiled.
    rest = tuple(s for s in file.statements if not isinstance(s, Intent | Test))
    known = languages.of(replace(file, statements=(*rest, *intents)))
    if known is None:
        return {}
    return {
        label: frozenset(
            fold(text)
            for text in wanted[label]
            if known.reads(Utterance(text, intent=name), labelled=False)
        )
        for label, name in probes.items()
    }
