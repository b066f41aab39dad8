"""From Chatette: a file of it, with what it includes, as a grammar.

Aliases become rules, slots catalogues (where their rules are texts) or rules. A unit that is used
with an argument, or in upper and lower case (`&`), becomes a rule for each. What shares a name
behind `?` is there together or not at all: that is a feature in which the alternative agrees.
"""

from __future__ import annotations

import os
from fractions import Fraction

from ...dsl import draft
from ...dsl.findings import Finding, has_errors, in_order
from ...dsl.naming import Names, legal_name
from ...dsl.tree import AnyStatement, Feature, Notes, Tag
from ..chatito.odds import written
from ..made import Made, MadeFile, Options
from ..say import changed, ignored, nothing
from ..source import whole
from .counts import examples
from .project import Defined, Key, Project, load
from .sentences import Instance, Sentences, replaced, touched
from .syntax import Word

INLINE = 100
"""So many values of a slot stand in the grammar itself; more in a table beside it."""
MOST_RULES = 2_000
"""So many rules more than units arguments and cases may make."""


def import_grammar(path: str, options: Options) -> Made:
    """The grammar of a `.chatette` file and of those that it includes, as one `.gram` (with a
    `.tsv` for each slot of more than `INLINE` values). Deterministic: names are given in the order
    of the files."""
    project, findings = load(path)
    if has_errors(findings):
        return Made(findings=tuple(in_order(findings)))
    if not any(kind == "%" for kind, _ in project.units):
        return Made(findings=(*findings, nothing("intent", whole(path))))
    stem = os.path.basename(os.path.abspath(path)).removesuffix(".chatette")
    name = legal_name(options.name or stem)
    making = _Making(project, findings)
    statements = [*draft.head(name, options.locale), *making.statements()]
    if has_errors(findings):
        return Made(findings=tuple(in_order(findings)))
    files = [draft.gram(f"{name}.gram", statements, tuple(project.comments)), *making.tables]
    return Made(tuple(files), tuple(in_order(findings)))


class _Making:
    def __init__(self, project: Project, findings: list[Finding]) -> None:
        self.project = project
        self.findings = findings
        self.tables: list[MadeFile] = []
        self._names = Names()
        self._labels = Names()
        self._waiting: list[Instance] = []
        self._known: dict[Instance, str] = {}
        self._first: dict[Key, Instance] = {}
        self._features: list[Feature] = []
        self._values = Names()
        self._sentences = Sentences(project, self.name, self.label, self.feature, touched(project))

    def name(self, instance: Instance) -> str:
        """The name of the rule of a unit; the rule is made later."""
        if instance not in self._known:
            unit = self.project.units[instance.kind, instance.name].unit
            wanted = "_".join(
                word
                for word in (
                    unit.name,
                    instance.variation,
                    *(value for _, value in instance.arguments[:1]),
                    {"U": "upper", "L": "lower"}.get(instance.case),
                )
                if word
            )
            number = len(self._known)
            self._known[instance] = self._names.name(wanted, f"{unit.kind}{number}")
            self._waiting.append(instance)
            self._first.setdefault((instance.kind, instance.name), instance)
            if number == MOST_RULES + len(self.project.units):
                said = f"Arguments and cases make more than {MOST_RULES:,} rules."
                self.findings.append(Finding("E604", said, unit.span))
        return self._known[instance]

    def label(self, name: str) -> str:
        """The label of a slot."""
        known = self._labels.known(name)
        if known is None:
            known = self._labels.name(name)
            if known != name:
                span = self.project.units["@", name].unit.span
                self.findings.append(changed(f"The slot {name} is called {known} here.", span))
        return known

    def feature(self, name: str) -> tuple[str, str, str]:
        """A feature for what shares *name*: its name, its value where that is there, and where
        it is not."""
        number = len(self._features)
        feature = self._values.name(name, f"feature{number}")
        there = self._values.name(f"{name}_in", f"in{number}")
        gone = self._values.name(f"{name}_out", f"out{number}")
        self._features.append(Feature(feature, (Tag(there), Tag(gone))))
        return feature, there, gone

    def statements(self) -> list[AnyStatement]:
        """Intents, then slots and aliases as they are used first."""
        found: list[AnyStatement] = []
        intents = [d for (kind, _), d in self.project.units.items() if kind == "%"]
        for defined in intents:
            name = self._names.name(defined.unit.name, "%")
            if name != defined.unit.name:
                said = f"The intent {defined.unit.name} is called {name} here."
                self.findings.append(changed(said, defined.unit.span))
        shares = self._shares(intents)
        for defined, share in zip(intents, shares, strict=True):
            unit = defined.unit
            instance = Instance("%", unit.name, None, (), "")
            alternatives = self._sentences.alternatives(instance)
            name = self._names.name(unit.name, "%")
            found.append(draft.intent(name, alternatives, share, _notes(unit.comments)))
        for number, instance in enumerate(self._waiting):
            if number > MOST_RULES + len(self.project.units):
                break
            found.append(self._rule(instance))
        for (kind, name), defined in self.project.units.items():
            if kind != "%" and (kind, name) not in self._first:
                said = f"{defined.unit.shown} is used nowhere, and left out."
                self.findings.append(Finding("W603", said, defined.unit.span))
        return [*self._features, *found]

    def _shares(self, intents: list[Defined]) -> list[str | None]:
        counts = [examples(self.project, d.unit) for d in intents]
        for defined in intents:
            for key in defined.unit.counts:
                if key.lower() not in ("training", "train", "testing", "test"):
                    self.findings.append(ignored(f"annotations “{key}”", defined.unit.span))
        if not any(told for _, told in counts) or len({c for c, _ in counts}) == 1:
            return [None] * len(intents)
        return [str(count) for count, _ in counts]

    def _rule(self, instance: Instance) -> AnyStatement:
        defined = self.project.units[instance.kind, instance.name]
        name = self._known[instance]
        first = self._first[instance.kind, instance.name] == instance
        notes = _notes(defined.unit.comments if first else ())
        rules = defined.of(instance.variation)
        plain = all(isinstance(c, Word) for rule in rules for c in rule.contents)
        if instance.kind != "@" or not plain or instance.case or defined.unit.case:
            return draft.rule(name, self._sentences.alternatives(instance), notes)
        values: dict[tuple[str, str | None], Fraction] = {}
        for rule in rules:
            texts = [" " * c.space + c.text for c in rule.contents if isinstance(c, Word)]
            key = (replaced("".join(texts), instance.arguments).strip(), rule.value)
            values[key] = values.get(key, Fraction(0)) + 1
        weights = written(list(values.values()))
        if len(values) <= INLINE:
            rows = [(t, v, w) for (t, v), w in zip(values, weights, strict=True)]
            return draft.catalog(name, rows, notes)
        header = ["value", "id", "weight"]
        table = [(t, v or "", w or "1") for (t, v), w in zip(values, weights, strict=True)]
        self.tables.append(draft.table(f"{name}.tsv", header, table))
        return draft.catalog_from(name, f"{name}.tsv", notes=notes)


def _notes(comments: tuple[str, ...]) -> Notes:
    return Notes(above=(None, *comments) if comments else ())
