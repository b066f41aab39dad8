"""Writing the intents and entities of a skill for OVOS."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from ...compiler import ir
from ...dsl.findings import Finding
from ...dsl.naming import Names, legal_name
from .. import say
from ..made import Job, Made, MadeFile
from ..plain import lost
from ..plain.permuted import without_permutations
from ..plain.plain import Plain, of
from ..plain.repeats import without_repeats
from .template import LONGEST

INLINE = 20
"""A list of more values than these is a vocabulary where no slot is filled from it."""
MOST_LINES = 2_000
"""A file has no more lines than this where they had to be taken apart."""
MOST_WAYS = 100_000
"""It is told of an intent that says more than this, as OVOS writes out all that templates say."""
TIMES = 3
"""What is repeated without bound is written so many times at most."""

_RESERVED = re.compile(r"[()\[\]{}<>|#*\n]|(?<!\S):0(?!\S)")
# Any words, where they touch a word: only a token of its own means that.
_TOUCHING = re.compile(r"(?<![\s(\[|]):0|:0(?![\s)\]|])")


def export_grammar(job: Job) -> Made:
    """A `.intent` file for each intent, a line for each of its alternatives, rules written out
    within it; a `.entity` file for each slot that is filled from something, a `.voc` for each
    long list that is used without a slot. All stand in `locale/TAG/`, where the grammar has a
    locale.

    Lost (W621) are weights, canonical values, constants, and slots within slots; and what holds
    signs that templates have. A slot's fillers are those of all places where it is used (W623).
    """
    plain, findings = of(job.compiled, job.place)
    if plain is None:
        return Made((), tuple(findings))
    writer = _Writer(without_repeats(without_permutations(plain)), job)
    files = writer.files()
    return Made(
        tuple(files),
        (*findings, *lost.without_weights(plain, "Padatious", job.place), *writer.findings()),
    )


class _Unsaid(Exception):
    """A template can't say this."""


class _TooLong(Exception):
    """It takes more than a line."""


class _Writer:
    def __init__(self, plain: Plain, job: Job) -> None:
        self._plain = plain
        self._place = job.place
        self._constants = lost.constants(plain)
        self._values = lost.values(plain)
        self._folder = f"locale/{plain.locale.lower()}/" if plain.locale else ""
        self._labels = Names()
        self._words = Names()
        self._vocabularies: dict[str, str] = {}
        self._fillers: dict[str, dict[ir.Node, None]] = {}
        self._renamed: dict[str, str] = {}
        self._rules: list[str] = []
        self._counts: dict[str, int] = {}
        self._within = False
        self._nested = 0
        self._endless = 0
        self._left: list[str] = []
        self._large: list[str] = []
        self._rows: list[str] = []

    def files(self) -> list[MadeFile]:
        """All files, those of intents first."""
        made: list[MadeFile] = []
        names = Names()
        for intent in self._plain.intents:
            lines = self._lines(intent.body, intent.name)
            if not lines:
                continue
            name = names.name(intent.name.casefold(), intent.name)
            if name == intent.name.casefold():
                name = intent.name
            else:
                self._renamed[f"intent {intent.name}"] = name
            made.append(self._file(name, "intent", lines))
            ways = self._ways(intent.body)
            if ways > MOST_WAYS:
                self._large.append(f"{ways:.1e} sentences stand in the lines of {name}.intent")
        self._within = True
        for label, fillers in self._fillers.items():
            said: dict[str, None] = {}
            for filler in fillers:
                said |= dict.fromkeys(self._values_of(filler, label))
            if said:
                made.append(self._file(label, "entity", list(said)))
        for catalogue, name in self._vocabularies.items():
            made.append(self._file(name, "voc", list(dict.fromkeys(self._texts(catalogue)))))
        return made

    def _file(self, name: str, ending: str, lines: list[str]) -> MadeFile:
        text = "".join(f"{line}\n" for line in lines)
        return MadeFile(f"{self._folder}{name}.{ending}", text.encode())

    def _lines(self, body: ir.Choice, owner: str) -> list[str]:
        """A line for each alternative, several where one would be too long; those that can't be
        said are counted."""
        found: dict[str, None] = {}
        waiting = [option.parts for option in reversed(body.options)]
        while waiting:
            parts = waiting.pop()
            try:
                line = " ".join(self._parts(parts).split())
            except _Unsaid as error:
                self._left.append(str(error))
                continue
            except _TooLong:
                line = "x" * (LONGEST + 1)
            if _TOUCHING.search(f" {line} "):
                self._left.append(f"any words within a word of {owner}")
            elif not line:
                self._left.append(f"the empty text of {owner}")
            elif len(line) <= LONGEST:
                found[line] = None
            elif (ways := self._taken_apart(parts)) and len(found) + len(waiting) < MOST_LINES:
                waiting.extend(reversed(ways))
            else:
                self._left.append(f"one of {owner} that is too long")
        return list(found)

    def _taken_apart(self, parts: tuple[ir.Node, ...]) -> list[tuple[ir.Node, ...]]:
        """The same as several, one for each alternative of the part that has most to say."""
        most = max(range(len(parts)), key=lambda n: self._ways(parts[n]))
        node = parts[most]
        while isinstance(node, ir.Call):
            node = self._plain.rules[node.rule]
        if not isinstance(node, ir.Choice) or self._ways(node) == 1:
            return []
        return [(*parts[:most], *option.parts, *parts[most + 1 :]) for option in node.options]

    def _ways(self, node: ir.Node) -> int:
        """How many sentences stand in what is written of *node*, as OVOS counts them."""
        if isinstance(node, ir.Choice):
            return sum(math.prod(map(self._ways, option.parts)) for option in node.options)
        if isinstance(node, ir.Call):
            if node.rule not in self._counts:
                self._counts[node.rule] = 1  # of one that uses itself, which isn't written
                self._counts[node.rule] = self._ways(self._plain.rules[node.rule])
            return self._counts[node.rule]
        if isinstance(node, ir.Draw):
            made = self._plain.catalogues[node.catalogue]
            return 1 if made.wild else max(len(made), 1)
        if isinstance(node, ir.Repeat):
            once = self._ways(node.body)
            return sum(once**count for count in range(node.low, max(node.low, TIMES) + 1))
        return 1

    def _values_of(self, filler: ir.Node, label: str) -> list[str]:
        """The lines of what fills a slot."""
        while isinstance(filler, ir.Call):
            filler = self._plain.rules[filler.rule]
        if isinstance(filler, ir.Draw):
            return list(self._texts(filler.catalogue))
        if isinstance(filler, ir.Choice) and len(filler.options) == 1:
            parts = filler.options[0].parts
            if len(parts) == 1 and isinstance(parts[0], ir.Draw | ir.Call | ir.Choice):
                return self._values_of(parts[0], label)
        body = filler if isinstance(filler, ir.Choice) else ir.Choice((ir.Option(1, (filler,)),))
        found: list[str] = []
        for option in body.options:
            if len(option.parts) == 1 and isinstance(option.parts[0], ir.Draw | ir.Call):
                found += self._values_of(option.parts[0], label)
            else:
                found += self._lines(ir.Choice((option,)), label)
        return found

    def _texts(self, catalogue: str) -> Iterator[str]:
        """The values of a list, without those that a line can't hold."""
        made = self._plain.catalogues[catalogue]
        if made.wild:
            return
        for row in made.rows():
            if _RESERVED.search(row.text):
                self._rows.append(row.text)
            else:
                yield row.text

    def _parts(self, parts: tuple[ir.Node, ...]) -> str:
        out = "".join(map(self._node, parts))
        if len(out) > 2 * LONGEST:
            raise _TooLong
        return out

    def _node(self, node: ir.Node) -> str:
        if isinstance(node, ir.Space):
            return " "
        if isinstance(node, ir.Text):
            if _RESERVED.search(node.text):
                raise _Unsaid(node.text)
            return node.text
        if isinstance(node, ir.Slot):
            return self._slot(node)
        if isinstance(node, ir.Call):
            return self._call(node.rule)
        if isinstance(node, ir.Choice):
            return self._choice(node)
        if isinstance(node, ir.Draw):
            return self._draw(node.catalogue)
        if isinstance(node, ir.Repeat):
            return self._repeat(node)
        return ""  # constants, which are counted

    def _call(self, rule: str) -> str:
        if rule in self._rules:
            raise _Unsaid(f"{rule}, which uses itself")
        self._rules.append(rule)
        try:
            return self._choice(self._plain.rules[rule])
        finally:
            self._rules.pop()

    def _choice(self, body: ir.Choice) -> str:
        ways = list(dict.fromkeys(self._parts(option.parts) for option in body.options))
        empty = "" in ways
        said = [way for way in ways if way]
        if not said:
            return ""
        if empty:
            return f"[{'|'.join(said)}]"
        return said[0] if len(said) == 1 else f"({'|'.join(said)})"

    def _slot(self, slot: ir.Slot) -> str:
        if self._within:
            self._nested += 1
            return self._node(slot.body)
        label = self._labels.name(legal_name(slot.name).casefold(), slot.name)
        if label != slot.name:
            self._renamed[f"slot {slot.name}"] = label
        self._fillers.setdefault(label, {})[slot.body] = None
        return f"{{{label}}}"

    def _draw(self, catalogue: str) -> str:
        made = self._plain.catalogues[catalogue]
        if made.wild:
            return ":0"
        if len(made) > INLINE:
            name = self._words.name(legal_name(catalogue).casefold(), catalogue)
            self._vocabularies[catalogue] = name
            return f"<{name}>"
        texts = list(dict.fromkeys(self._texts(catalogue)))
        if not texts:
            raise _Unsaid(f"a value of {catalogue}")
        return texts[0] if len(texts) == 1 else f"({'|'.join(texts)})"

    def _repeat(self, node: ir.Repeat) -> str:
        self._endless += 1
        once = self._node(node.body)
        high = max(node.low, TIMES)
        ways = [" ".join([once] * count) for count in range(node.low, high + 1)]
        said = "|".join(way for way in ways if way)
        return f"[{said}]" if node.low == 0 else f"({said})"

    def findings(self) -> list[Finding]:
        """What was lost and changed, each once with its count."""
        found = [
            say.lost(f"Left out: {count:,} {what}.", self._place)
            for count, what in (
                (self._constants, "constants, which have no place in a sentence"),
                (self._nested, "slots within slots, whose texts stay"),
                (len(self._left), f"alternatives that no template says{_first(self._left)}"),
                (len(self._rows), f"values that no line holds{_first(self._rows)}"),
            )
            if count
        ]
        if self._values:
            said = f"{self._values:,} lists and alternatives lose their canonical values."
            found.append(say.lost(said, self._place))
        for what, name in self._renamed.items():
            kind, _, wanted = what.partition(" ")
            found.append(say.limited(f"The {kind} “{wanted}” is “{name}” there.", self._place))
        several = [label for label, fillers in self._fillers.items() if len(fillers) > 1]
        if several:
            names = ", ".join(several)
            said = f"A slot has one list of values there: those of all its places ({names})."
            found.append(say.approximated(said, self._place))
        for said in self._large:
            hint = "OVOS writes all of them out: sample some, and make templates of these."
            found.append(say.limited(f"{said}.", self._place, hint))
        if self._endless:
            said = f"What is repeated without bound is written up to {TIMES} times."
            found.append(say.approximated(said, self._place))
        return found


def _first(texts: list[str]) -> str:
    return f" (first “{texts[0]}”)" if texts else ""
