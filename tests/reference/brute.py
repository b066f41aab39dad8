"""An enumerator of grammars that shares nothing with the compiler: straight from the tree, every
combination written out, by the words of the language's reference. It is made to be read.

A language without end is cut off: with a *limit*, only texts of at most so many letters are kept
(before rewrites), and what is longer only as mass, so that the probabilities stay exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import permutations, product
from pathlib import Path

from gramc.corpora.utterance import Utterance
from gramc.dsl import tree
from gramc.dsl.parse import parse

from .numerals import numerals
from .rewriting import Change, rewritten
from .rows import Row, Table, from_body, from_file
from .texts import BEGIN, END, Events, finish, raw, settled, words

Way = tuple[Fraction, Events | None, dict[str, str]]
"""Its probability, what it does (not known where it is too long), the features it carries."""
Ways = list[Way]
Record = tuple[str, str, int]
"""One row in use: the file and name of its catalogue, and the number behind `#`."""

ONE = Fraction(1)
HALF = Fraction(1, 2)
DEEPEST = 60
"""Rules within rules. Recursion is cut off there, at odds that no float can tell from none."""
SEEN = 16
"""Letters that the contexts of a rewrite look at, at most."""

Named = tree.Rule | tree.Catalog | tree.Wildcard


@dataclass
class Source:
    """A file: the names it can use, each with the file of its definition, and its imports."""

    path: Path
    tree: tree.File
    names: dict[str, tuple[Source, Named]] = field(default_factory=dict)
    imports: list[Source] = field(default_factory=list)
    prefix: str = ""


@dataclass(frozen=True)
class At:
    """Where an expression stands: its file, the rows drawn for the outermost alternative around
    it, and how many rules it is within."""

    source: Source
    rows: Mapping[Record, Row] = field(default_factory=dict)
    depth: int = 0


class Brute:
    """The language of a grammar. *bound* gives files for catalogues of the root."""

    def __init__(
        self, file: tree.File, limit: int | None = None, bound: Mapping[str, Path] | None = None
    ) -> None:
        self.limit = limit
        self.bound = bound or {}
        self.features: dict[str, str] = {}
        self.sources: dict[Path, Source] = {}
        self.root = self.load(Path(file.path), file)
        self.rules: dict[tuple[Path, str, int], Ways] = {}

    @classmethod
    def of(
        cls, path: Path, limit: int | None = None, bound: Mapping[str, Path] | None = None
    ) -> Brute:
        file, findings = parse(path.read_text("utf-8-sig"), str(path))
        assert not [f for f in findings if f.is_error], findings
        return cls(file, limit, bound)

    # ------------------------------------------------------------------ files and names

    def load(self, path: Path, file: tree.File) -> Source:
        source = self.sources[path] = Source(path, file, prefix=path.stem)
        for s in file.statements:
            if isinstance(s, tree.GrammarName):
                source.prefix = s.name.rpartition(".")[2]
            elif isinstance(s, tree.Feature):
                self.features.update((tag.value, s.name) for tag in s.values)
            elif isinstance(s, tree.Import):
                self.bring(source, s)
            elif isinstance(s, Named):
                source.names[s.name] = (source, s)
        return source

    def bring(self, source: Source, statement: tree.Import) -> None:
        if statement.path is not None:
            path = (source.path.parent / statement.path).resolve()
        else:
            assert statement.module is not None
            inside = statement.module.removeprefix("std.").replace(".", "/")
            path = STDLIB / f"{inside}.gram"
        known = self.sources.get(path)
        other = known or self.load(path, parse(path.read_text("utf-8-sig"), str(path))[0])
        source.imports.append(other)
        prefix = statement.alias or other.prefix
        for name, (home, definition) in other.names.items():
            if home is other:  # imports are not passed on
                source.names[f"{prefix}.{name}"] = (home, definition)
                if name in statement.names:
                    source.names[name] = (home, definition)

    def find(self, target: tree.Target, source: Source) -> tuple[Source, Named, str | None]:
        """What *target* names, and the column of it that is meant: "" for one row's own value."""
        parts = target.name.split(".")
        for count in range(len(parts), 0, -1):
            known = source.names.get(".".join(parts[:count]))
            if known is not None:
                column = target.column or ".".join(parts[count:])
                dotted = column or target.row is not None
                return *known, column if dotted else None
        raise KeyError(target.name)

    # ------------------------------------------------------------------ languages

    def language(self, intent: str) -> dict[Utterance, Fraction]:
        """The labelled texts of *intent* with their probabilities, after all rewrites."""
        (body,) = [
            s.body
            for s in self.root.tree.statements
            if isinstance(s, tree.Intent) and s.name == intent
        ]
        changes = list(self.changes(self.root, set()))
        found: dict[Utterance, Fraction] = {}
        for p, events, _ in self.outermost(body, At(self.root)):
            if events is not None:
                utterance = settled(events, intent)
                if changes:
                    utterance = rewritten(utterance, changes)
                found[utterance] = found.get(utterance, Fraction(0)) + p
        return {u: p for u, p in found.items() if p}

    def changes(self, source: Source, seen: set[Path]) -> Iterator[Change]:
        """All rewrites: those of imports first, otherwise in the order of the file."""
        seen.add(source.path)
        for other in source.imports:
            if other.path not in seen:
                yield from self.changes(other, seen)

        def texts(units: tuple[tree.Unit, ...]) -> set[str]:
            ways = short.alternative(tree.Alternative(units), at) if units else [(ONE, (), {})]
            return {raw(events) for _, events, _ in ways if events is not None}

        short = Brute(self.root.tree, SEEN, self.bound)
        at = At(short.sources[source.path])
        for s in source.tree.statements:
            if isinstance(s, tree.Rewrite):
                yield Change(texts(s.old), s.new, texts(s.left), texts(s.right))

    # ------------------------------------------------------------------ alternatives

    def choice(self, body: tree.Body, ways: Callable[[tree.Alternative], Ways]) -> Ways:
        """One of the alternatives; those that cannot agree with the rows drawn are left out."""
        found = [(weight(a), ways(a)) for a in body.alternatives if weight(a)]
        total = sum(share for share, some in found if some)
        return self.gathered(
            w for share, some in found if some for w in scaled(some, share / total)
        )

    def outermost(self, body: tree.Body, at: At) -> Ways:
        """The body of a rule or intent: each alternative draws its rows."""
        return self.choice(body, lambda alternative: self.with_rows(alternative, at))

    def body(self, body: tree.Body, at: At) -> Ways:
        return self.choice(body, lambda a: conditioned(self.alternative(a, at)))

    def with_rows(self, alternative: tree.Alternative, at: At) -> Ways:
        """An alternative with all rows that its columns can be drawn from; what agrees is taken
        from all of them together."""
        used: dict[Record, tuple[Table, list[str], list[tree.Filter]]] = {}
        for target in targets(alternative):
            home, named, column = self.find(target, at.source)
            if column is not None:
                record = (str(home.path), named.name, target.row or 1)
                _, columns, filters = used.setdefault(record, (self.table(home, named), [], []))
                columns.append(column or "value")
                filters.extend(target.filters)
        # a row that is used once is drawn where it is used
        used = {record: use for record, use in used.items() if len(use[1]) > 1}
        choices = []
        for table, columns, filters in used.values():
            choices.append(table.draw(filters, columns))
        ways: Ways = []
        for drawn in product(*choices):
            share = ONE
            for p, _ in drawn:
                share *= p
            rows_drawn = dict(zip(used, (row for _, row in drawn), strict=True))
            ways += scaled(self.alternative(alternative, replace(at, rows=rows_drawn)), share)
        return conditioned(self.gathered(ways))

    def alternative(self, alternative: tree.Alternative, at: At) -> Ways:
        """The ways whose parts agree, without renormalising."""
        tags = {self.features[t.value]: t.value for t in alternative.tags}
        wanted = set(alternative.agree.features) if alternative.agree else set()
        ways: Ways = []
        for p, events, carried in self.sequence(alternative, at, wanted, tags):
            finished = None if events is None else finish(events, alternative.value)
            ways.append((p, finished, {**tags, **carried}))
        return self.gathered(ways)

    def sequence(
        self, alternative: tree.Alternative, at: At, wanted: set[str], tags: dict[str, str]
    ) -> Ways:
        """Parts one after another, with what they have in common of the features *wanted*. A
        single part (text and constants are none) passes on all that it carries."""
        parts = [part for unit in alternative.units for part in unit]
        single = sum(counts(part) for part in parts) == 1
        ways: Ways = [(ONE, (), {f: v for f, v in tags.items() if f in wanted or single})]
        for number, unit in enumerate(alternative.units):
            if number:
                ways = [(p, joined(e, (("space",),)), c) for p, e, c in ways]
            for part in unit:
                following: Ways = []
                for (p, e, c), (q, f, d) in product(ways, self.part(part, at)):
                    up = {k: v for k, v in d.items() if single or k in wanted}
                    if all(c.get(k, v) == v for k, v in up.items()):
                        following.append((p * q, joined(e, f), {**c, **up}))
                ways = self.gathered(following)
        return ways

    # ------------------------------------------------------------------ parts

    def part(self, part: tree.Part, at: At) -> Ways:
        if isinstance(part, tree.Word | tree.Quote):
            return [(ONE, words(part.text), {})]
        if isinstance(part, tree.Anchor):
            return [(ONE, (("text", BEGIN if part.mark == "^" else END),), {})]
        if isinstance(part, tree.Target | tree.Ref):
            return self.named(part.target if isinstance(part, tree.Ref) else part, at)
        if isinstance(part, tree.Range):
            numbers = numerals(part, locale(at.source) if part.words else "")
            share = Fraction(1, len(numbers))
            return [(share, (("text", text), ("value", value)), {}) for text, value in numbers]
        if isinstance(part, tree.Minus):
            without = {
                settled(events).text
                for less in part.without
                for _, events, _ in self.part(less, at)
                if events is not None
            }
            ways = self.named(part.target, at)
            return conditioned([w for w in ways if settled(w[1] or ()).text not in without])
        if isinstance(part, tree.Slot):
            filler = part.filler or part.own or tree.Target(part.name)
            label = ((part.own and part.own.column) or part.name).rpartition(".")[2]
            return [
                (p, None if e is None else (("open", label), *e, ("close",)), c)
                for p, e, c in self.part(filler, at)
            ]
        if isinstance(part, tree.Constant):
            return [(ONE, (("constant", part.name, part.value),), {})]
        if isinstance(part, tree.Context):
            return [(ONE, (("constant", part.name, f"@{part.key}"),), {})]
        if isinstance(part, tree.Group):
            return self.body(part.body, at)
        if isinstance(part, tree.Maybe):
            return self.optional(part.body, at)
        if isinstance(part, tree.Permutation):
            orders = list(permutations([self.body(b, at) for b in part.bodies]))
            ways = [w for order in orders for w in self.side_by_side(order)]
            return scaled(self.gathered(ways), Fraction(1, len(orders)))
        assert isinstance(part, tree.Postfix)
        if part.mark == "?":
            if isinstance(part.part, tree.Group):
                return self.optional(part.part.body, at)
            return halved(self.part(part.part, at))
        return self.repeated(part, self.part(part.part, at))

    def optional(self, body: tree.Body, at: At) -> Ways:
        if len(body.alternatives) > 1:
            return halved(self.body(body, at))
        (only,) = body.alternatives
        share = weight(only) / (weight(only) + 1)
        present = conditioned(self.alternative(only, at))
        return conditioned([*scaled(present, share), (1 - share, (), {})])

    def repeated(self, part: tree.Postfix, ways: Ways) -> Ways:
        if part.high is not None:
            times = range(part.low, part.high + 1)
            shares = [(n, Fraction(1, len(times))) for n in times]
            rest = Fraction(0)
        else:  # once more with probability 1/2; so often, it is too long
            assert self.limit is not None, "a language without end"
            times = range(part.low, part.low + self.limit + 1)
            shares = [(n, HALF ** (n - part.low + 1)) for n in times]
            rest = HALF ** len(times)
        found = [w for n, share in shares for w in scaled(self.side_by_side([ways] * n), share)]
        return self.gathered([*found, (rest, None, {})])

    def side_by_side(self, parts: Iterable[Ways]) -> Ways:
        """Parts with spaces between them, none of which passes features up."""
        found: Ways = [(ONE, (), {})]
        for number, ways in enumerate(parts):
            between: Events = (("space",),) if number else ()
            found = self.gathered(
                (p * q, joined(joined(e, between), f), {})
                for (p, e, _), (q, f, _) in product(found, ways)
            )
        return found

    # ------------------------------------------------------------------ names

    def named(self, target: tree.Target, at: At) -> Ways:
        home, named, column = self.find(target, at.source)
        if isinstance(named, tree.Rule):
            return self.rule(home, named, at.depth + 1)
        table = self.table(home, named)
        record = (str(home.path), named.name, target.row or 1)
        if column is not None and record in at.rows:
            rows = [(ONE, at.rows[record])]
        else:
            rows = table.draw(target.filters, [column or "value"])
        if column and column not in table.named:
            return self.gathered((p, words(row.cells[column]), {}) for p, row in rows)
        return self.gathered((p, written(row), row.features) for p, row in rows)

    def rule(self, home: Source, rule: tree.Rule, depth: int) -> Ways:
        if depth > DEEPEST:
            assert self.limit is not None, "a language without end"
            return []
        key = (home.path, rule.name, depth if self.limit is not None else 0)
        if key not in self.rules:
            self.rules[key] = self.outermost(rule.body, At(home, depth=depth))
        return self.rules[key]

    def table(self, home: Source, named: Named) -> Table:
        names = set(self.features.values())
        if home is self.root and named.name in self.bound:
            return from_file(self.bound[named.name], {}, names)
        assert isinstance(named, tree.Catalog | tree.Wildcard)
        if isinstance(named, tree.Catalog) and named.body is not None:
            return from_body(named.body, self.features)
        assert named.path is not None, f"nothing is bound to {named.name}"
        columns = named.columns if isinstance(named, tree.Catalog) else ()
        return from_file(
            home.path.parent / named.path, {c.column: c.header for c in columns}, names
        )

    # ------------------------------------------------------------------ bounds

    def gathered(self, ways: Iterable[Way]) -> Ways:
        """The same ways, equal ones added up, what is longer than the limit kept as mass."""
        found: dict[tuple[Events | None, tuple[tuple[str, str], ...]], Fraction] = {}
        for p, events, carried in ways:
            if events is not None and self.limit is not None:
                letters = sum(len(e[1]) for e in events if e[0] == "text")
                events = events if letters <= self.limit else None
            key = (events, tuple(sorted(carried.items())))
            found[key] = found.get(key, Fraction(0)) + p
        return [(p, events, dict(carried)) for (events, carried), p in found.items() if p]


STDLIB = Path(__file__).parents[2] / "stdlib"


def weight(alternative: tree.Alternative) -> Fraction:
    return ONE if alternative.weight is None else Fraction(alternative.weight)


def conditioned(ways: Ways) -> Ways:
    total = sum((p for p, _, _ in ways), Fraction(0))
    return scaled(ways, 1 / total) if total else []


def scaled(ways: Ways, share: Fraction) -> Ways:
    return [(p * share, e, c) for p, e, c in ways]


def halved(ways: Ways) -> Ways:
    return conditioned([*scaled(ways, HALF), (HALF, (), {})])


def joined(one: Events | None, two: Events | None) -> Events | None:
    return None if one is None or two is None else one + two


def counts(part: tree.Part) -> bool:
    """Whether it is a part where "a single part" is meant."""
    return not isinstance(part, tree.Word | tree.Quote | tree.Constant | tree.Context)


def written(row: Row) -> Events:
    value: Events = (("value", row.identity),) if row.identity is not None else ()
    return (*words(row.value), *value)


def locale(source: Source) -> str:
    (tag,) = [s.tag for s in source.tree.statements if isinstance(s, tree.Locale)]
    return tag


def targets(alternative: tree.Alternative) -> Iterator[tree.Target]:
    """All names used in an alternative and the brackets in it."""
    for part in (p for unit in alternative.units for p in unit):
        yield from targets_of(part)


def targets_of(part: tree.Part) -> Iterator[tree.Target]:
    if isinstance(part, tree.Target):
        yield part
    elif isinstance(part, tree.Ref | tree.Minus):
        yield part.target
    elif isinstance(part, tree.Slot):
        yield from targets_of(part.filler or part.own or tree.Target(part.name))
    elif isinstance(part, tree.Postfix):
        for _ in range(1 if part.high == 1 else 2):  # what is repeated is used again
            yield from targets_of(part.part)
    elif isinstance(part, tree.Group | tree.Maybe | tree.Permutation):
        bodies = part.bodies if isinstance(part, tree.Permutation) else (part.body,)
        for alternative in (a for body in bodies for a in body.alternatives):
            yield from targets(alternative)
