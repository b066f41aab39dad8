"""What was learned anew, put into the grammar that is there: nothing is taken out or moved.

    intent PlayMusic = play {genre}            intent PlayMusic = play {genre} | put on {song}
                                         ->
    catalog genre = jazz                       catalog genre = jazz | hip hop

A statement that gramc wrote and nobody edited takes new alternatives itself, with a new mark. An
edited intent gets one more alternative that calls a rule of the new ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ...dsl.findings import Finding
from ...dsl.tree import (
    Alternative,
    AnyStatement,
    Body,
    Catalog,
    File,
    GrammarName,
    Import,
    Intent,
    Locale,
    Ref,
    Rule,
    Target,
    Test,
)
from .chunks import Chunks
from .edits import alternatives, bare, longer
from .mark import mark, marked, read, written
from .names import free, named, renamed, used
from .values import Fills

MOST = 20
"""A rule that gramc writes has no more alternatives than these, if it can be helped."""


@dataclass(frozen=True, slots=True)
class Added:
    """The grammar with what was added; `names` of the fresh grammar's rules in it."""

    file: File
    names: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def add(
    file: File,
    unedited: Iterable[str],
    fills: Fills,
    shares: Mapping[str, tuple[int, int]],
    calling: bool = True,
) -> Added:
    """*file* with what a fresh grammar says besides.

    *unedited* are the statements that may be changed; *fills* are the fresh grammar and the places
    of its values. *shares* are how many utterances of an intent *file* accepts and how many are
    new, for the weights. New alternatives call rules that are there where that pays, unless they
    are not to be *calling*. Of rules with the same alternatives there is one; one whose name is
    taken has another: `NAME_induced`, with W722, where *file* has an edited version of it, that is
    one with half of its alternatives.
    """
    chunks = Chunks(file) if calling else None
    adding = _Adding(file, frozenset(unedited), fills.fresh, shares, chunks)
    adding.catalogues(fills)
    adding.rules()
    adding.intents()
    return Added(
        replace(file, statements=tuple(adding.statements)), adding.names, tuple(adding.findings)
    )


class _Adding:
    def __init__(
        self,
        file: File,
        unedited: frozenset[str],
        fresh: File,
        shares: Mapping[str, tuple[int, int]],
        chunks: Chunks | None,
    ) -> None:
        self.statements: list[AnyStatement] = list(file.statements)
        self.findings: list[Finding] = []
        self.names: dict[str, str] = {}
        self._unedited = unedited
        self._shares = shares
        self._chunks = chunks
        self._here = named(file)
        self._fresh = named(fresh)
        self._taken = {*self._here, *self._fresh}
        for statement in file.statements:
            if isinstance(statement, Import):
                self._taken.update(statement.names)
        self._rules = [s for s in fresh.statements if isinstance(s, Rule)]
        self._new: list[Rule] = []
        self._said: dict[str, set[Alternative]] = {}
        self._there = {
            name: {bare(one) for one in alternatives(statement)}
            for name, statement in self._here.items()
            if isinstance(statement, Rule)
        }
        self._uses: dict[int, tuple[AnyStatement, frozenset[str]]] = {}

    # ------------------------------------------------------------------------------ values

    def catalogues(self, fills: Fills) -> None:
        """The catalogues: values at the end of those that are there, new ones behind them."""
        for name, rows in fills.appended.items():
            statement = self._here[name]
            if rows and isinstance(statement, Catalog):
                self._extend(statement, rows)
        self.names.update(fills.names)
        at = max(
            (i for i, s in enumerate(self.statements) if isinstance(s, Catalog)),
            default=self._head() - 1,
        )
        for catalogue in fills.catalogues:
            at += 1
            self.statements.insert(at, _spaced(_with_mark(catalogue)))
            self._taken.add(catalogue.name)

    def _head(self) -> int:
        """Where what says how a file is to be read ends."""
        kinds = (GrammarName, Locale, Import)
        return (
            max((i for i, s in enumerate(self.statements) if isinstance(s, kinds)), default=-1) + 1
        )

    # ------------------------------------------------------------------------------ rules

    def rules(self) -> None:
        """The rules: those that say nothing new are those that are there."""
        for rule in _callees_first(self._rules):
            self._rule(rule)
        self._new = [self._finished(rule, self.names[rule.name]) for rule in self._new]

    def _finished(self, fresh: Rule, name: str) -> Rule:
        """A new rule under its name, with the names of the grammar in it."""
        body = self._named(fresh.body)
        return replace(fresh, name=name, body=replace(body, alternatives=self._short(body)))

    def _named(self, body: Body) -> Body:
        """The body of a fresh statement with the names of the grammar in it."""
        made = renamed(Rule("x", body), self.names)
        assert isinstance(made, Rule)
        return made.body

    def _short(self, body: Body) -> tuple[Alternative, ...]:
        chunks = self._chunks
        if chunks is None:
            return body.alternatives
        return tuple(chunks.shorten(one) for one in body.alternatives)

    def _rule(self, fresh: Rule) -> None:
        body = self._named(fresh.body)
        wanted = {bare(one) for one in body.alternatives}
        there = self._here.get(fresh.name)
        same = self._same(wanted, fresh.name)
        if same is not None:
            self.names[fresh.name] = same
            return
        like = isinstance(there, Rule) and _alike(wanted, there)
        if isinstance(there, Rule) and like and there.name in self._unedited:
            self.names[fresh.name] = there.name
            self._extend(there, self._short(body))
            return
        name = fresh.name
        if there is not None:
            conflict = like and read(there) is not None
            name = free(f"{name}_induced" if conflict else name, self._taken)
            if conflict:
                self._conflict(there, name)
        self._taken.add(name)
        self.names[fresh.name] = name
        self._said[name] = wanted
        self._new.append(fresh)

    def _same(self, wanted: set[Alternative], name: str) -> str | None:
        """The rule of the grammar that has these alternatives, and at most as many others unless
        it bears the same name; the nearest in size, then the first."""
        found: list[tuple[int, int, str]] = []
        for number, (known, there) in enumerate(self._there.items()):
            if wanted <= there and (known == name or len(there) <= 2 * len(wanted)):
                found.append((0 if known == name else len(there), number, known))
        for known, said in self._said.items():
            if said == wanted:
                found.append((len(wanted), len(self._here), known))
        return min(found)[2] if found else None

    def _conflict(self, there: AnyStatement, name: str) -> None:
        assert isinstance(there, Rule)
        self.findings.append(
            Finding(
                "W722",
                f"New utterances would add to {there.name}, which has been edited: it stays as it "
                f"is, and they use {name} beside it.",
                there.name_span,
                f"Move into {there.name} what you want of {name}, and take {name} out.",
            )
        )

    # ------------------------------------------------------------------------------ intents

    def intents(self) -> None:
        """The intents, then every new rule behind the first statement that uses it."""
        for fresh in self._fresh.values():
            if not isinstance(fresh, Intent):
                continue
            body = self._named(fresh.body)
            new = replace(fresh, body=replace(body, alternatives=self._short(body)))
            there = self._here.get(fresh.name)
            if isinstance(there, Intent):
                self._more(there, new)
                continue
            name = free(fresh.name, self._here) if there is not None else fresh.name
            at = max(
                (i for i, s in enumerate(self.statements) if not isinstance(s, Test)),
                default=-1,
            )
            self.statements.insert(at + 1, _spaced(_with_mark(replace(new, name=name))))
        for rule in reversed(self._new):
            self._place(rule)

    def _more(self, there: Intent, new: Intent) -> None:
        """New alternatives for an intent that is there: in it or in the rule of further ones that
        it has; in a new one where these are edited or full."""
        holders: list[Intent | Rule] = [there]
        while (beside := self._beside(holders[-1])) is not None and beside not in holders:
            holders.append(beside)
        known = {bare(one) for holder in holders for one in holder.body.alternatives}
        more = [one for one in new.body.alternatives if bare(one) not in known]
        if not more:
            return
        for holder in holders:
            room = MOST - len(holder.body.alternatives) - len(more)
            if holder.name in self._unedited and room >= 0:
                self._extend(holder, self._weighed(holder.body, more, there.name))
                return
        name = free(f"{there.name}_more", self._taken)
        self._taken.add(name)
        self._new.append(Rule(name, Body(tuple(more), len(more) > 3), notes=new.notes))
        holder = next((one for one in holders[::-1] if one.name in self._unedited), there)
        weighted = any(one.weight is not None for one in holder.body.alternatives)
        weight = str(len(more)) if weighted and len(more) > 1 else None
        call = Alternative(((Ref(Target(name)),),), weight)
        self._extend(holder, self._weighed(holder.body, [call], there.name))

    def _beside(self, holder: Intent | Rule) -> Rule | None:
        """The rule of further alternatives that an intent has: one of gramc's own that is an
        alternative of it, and used nowhere else."""
        for alternative in holder.body.alternatives:
            if len(alternative.units) == 1 and len(alternative.units[0]) == 1:
                part = alternative.units[0][0]
                if isinstance(part, Ref) and part.target.name in self._unedited:
                    rule = self._here.get(part.target.name)
                    users = sum(part.target.name in self._used(s) for s in self.statements)
                    if isinstance(rule, Rule) and users == 1:
                        return rule
        return None

    def _weighed(
        self, body: Body, more: Sequence[Alternative], intent: str
    ) -> Sequence[Alternative]:
        """*more* with weights that fit those of *body*: together as much of its sum as their
        utterances are of those that it has."""
        old, new = self._shares.get(intent, (0, 0))
        if not any(one.weight for one in body.alternatives):
            return [replace(one, weight=None) for one in more]
        if not old or not new:
            return more
        there = sum(float(one.weight or 1) for one in body.alternatives)
        come = sum(float(one.weight or 1) for one in more)
        scale = there * new / (old * come)
        found: list[Alternative] = []
        for one in more:
            weight = max(1, round(float(one.weight or 1) * scale))
            found.append(replace(one, weight=None if weight == 1 else str(weight)))
        return found

    # ------------------------------------------------------------------------------ places

    def _extend(self, statement: Rule | Intent | Catalog, more: Sequence[Alternative]) -> None:
        """Gives a statement more alternatives, each once; a new mark if it had its own."""
        at = next(
            i
            for i, s in enumerate(self.statements)
            if isinstance(s, Rule | Intent | Catalog) and s.name == statement.name
        )
        old = self.statements[at]
        assert isinstance(old, Rule | Intent | Catalog)
        assert old.body is not None
        known = {bare(one) for one in old.body.alternatives}
        new = [one for one in more if bare(one) not in known]
        if not new:
            return
        changed = replace(old, body=longer(old.body, list(dict.fromkeys(new))))
        self.statements[at] = marked(changed) if statement.name in self._unedited else changed

    def _used(self, statement: AnyStatement) -> frozenset[str]:
        """The names that a statement uses, looked up once for each object."""
        known = self._uses.get(id(statement))
        if known is None:
            known = self._uses[id(statement)] = statement, used(statement)
        return known[1]

    def _place(self, rule: AnyStatement) -> None:
        """Puts a new rule behind the first statement that uses it, at the end where only other new
        ones do: those come later, and are put before it."""
        assert isinstance(rule, Rule)
        users = [i for i, s in enumerate(self.statements) if rule.name in self._used(s)]
        others = [
            i for i, s in enumerate(self._new) if s is not rule and rule.name in self._used(s)
        ]
        if not users and not others:
            return
        at = users[0] if users else len(self.statements) - 1
        self.statements.insert(at + 1, _spaced(_with_mark(rule)))


def _callees_first(rules: Sequence[Rule]) -> list[Rule]:
    """Rules, each behind those that it uses; within a circle in their own order."""
    by_name = {rule.name: rule for rule in rules}
    found: dict[str, Rule] = {}
    for rule in rules:
        pending = [(rule, False)]
        open_: set[str] = set()
        while pending:
            one, done = pending.pop()
            if done:
                found.setdefault(one.name, one)
            elif one.name not in found and one.name not in open_:
                open_.add(one.name)
                pending.append((one, True))
                pending += [(by_name[n], False) for n in sorted(used(one)) if n in by_name]
    return list(found.values())


def _with_mark(statement: AnyStatement) -> AnyStatement:
    """*statement* with its mark, in a comment of its own where it has none."""
    if read(statement) is not None:
        return marked(statement)
    notes = statement.notes
    above = (*notes.above, written(mark(statement)))
    return replace(statement, notes=replace(notes, above=above))


def _alike(wanted: set[Alternative], there: Rule) -> bool:
    """Whether a rule has at least half of the alternatives that another would have: else they share
    no more than a name."""
    return 2 * len(wanted & {bare(one) for one in alternatives(there)}) >= len(wanted)


def _spaced(statement: AnyStatement) -> AnyStatement:
    """*statement* with a blank line above its own comments; those of a section are left out."""
    above: list[str | None] = []
    for line in statement.notes.above:
        above = [] if line is None else [*above, line]
    return replace(statement, notes=replace(statement.notes, above=(None, *above)))
