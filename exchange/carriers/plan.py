"""A plan: the phrases and slot types of a grammar within the rules of one system."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from ...dsl.findings import Finding
from ...dsl.span import Span
from ...dsl.text import squeeze
from .. import say
from ..made import Job
from .carriers import Carriers, Hole, IntentPhrases, Phrase, carriers_of
from .fillers import Filler, Value


@dataclass(frozen=True, slots=True)
class Rules:
    """What a system allows. `legal` makes a name of a name (and its kind); `clean` a text that a
    sample may hold of one that it may not; `apart`: a slot may not touch a letter;
    `kinds` are the system's own types by kind of slot; `alone` is that which stands in no sample
    with another slot, or without words; `ids`: values may have a canonical value beside their
    text. The others are largest numbers, 0 for no limit."""

    system: str
    legal: Callable[[str, str], str]
    kinds: Mapping[str, str]
    clean: Callable[[str], str] = str
    alone: str = ""
    apart: bool = False
    ids: bool = False
    samples: int = 1000
    values: int = 10_000
    sample: int = 0
    value: int = 0
    intents: int = 0


@dataclass(frozen=True, slots=True)
class PlannedIntent:
    """An intent: its samples with `{slot}` in them, and its slots with their types."""

    name: str
    samples: tuple[str, ...]
    slots: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlannedType:
    """A type of the user's own; `open` where its values are examples only."""

    name: str
    values: tuple[Value, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """All intents and types, under names that the system allows."""

    intents: tuple[PlannedIntent, ...]
    types: tuple[PlannedType, ...]


def plan_of(job: Job, rules: Rules) -> tuple[Plan | None, list[Finding]]:
    """The plan for a grammar; whatever is renamed, cut or approximated is told at its place. None
    where nothing can be made of it."""
    carriers, findings = carriers_of(job, rules.system, rules.samples, rules.values)
    if carriers is None:
        return None, findings
    planner = _Planner(carriers, rules, job.place)
    plan = planner.run()
    return plan, [*findings, *planner.findings]


class _Planner:
    def __init__(self, carriers: Carriers, rules: Rules, place: Span) -> None:
        self.carriers = carriers
        self.rules = rules
        self.place = place
        self.findings: list[Finding] = []
        self.renamed: dict[str, str] = {}
        self.given: dict[tuple[str, str], str] = {}
        self.taken: dict[str, set[str]] = {}
        self.types: dict[str, PlannedType] = {}
        self.altered: dict[str, str] = {}
        self.long: list[str] = []
        self.dropped: list[str] = []
        self.spoken: list[str] = []

    def run(self) -> Plan | None:
        system = self.rules.system
        intents = self.carriers.intents
        if self.rules.intents and len(intents) > self.rules.intents:
            lost = len(intents) - self.rules.intents
            intents = intents[: self.rules.intents]
            what = f"{system} takes {self.rules.intents:,} intents: the last {lost:,} are cut."
            self.findings.append(say.limited(what, self.place))
        of_slot = {slot: self._type(slot, f) for slot, f in self.carriers.fillers.items()}
        planned = []
        for intent in intents:
            samples = self._samples(intent, of_slot)
            if not samples:
                what = f"The intent {intent.name} has no sample in {system}."
                self.findings.append(say.refused(what, self.place))
                return None
            slots = tuple((self._name(s, "slot"), of_slot[s]) for s in intent.slots)
            used = tuple(s for s in slots if any(f"{{{s[0]}}}" in text for text in samples))
            planned.append(PlannedIntent(self._name(intent.name, "intent"), samples, used))
        held = {kind for intent in planned for _, kind in intent.slots}
        self._tell()
        if any(f.is_error for f in self.findings):
            return None
        types = tuple(each for name, each in self.types.items() if name in held)
        return Plan(tuple(planned), types)

    def _tell(self) -> None:
        system = self.rules.system
        if self.renamed:
            shown = _shown([f"{old} → {new}" for old, new in self.renamed.items()])
            self.findings.append(
                say.limited(f"Names that {system} does not take: {shown}.", self.place)
            )
        if self.altered:
            shown = _shown([f"“{old}” → “{new}”" for old, new in self.altered.items()])
            self.findings.append(
                say.limited(f"Texts that {system} does not take: {shown}.", self.place)
            )
        if self.long:
            shown = _shown([f"“{text[:30]}…”" for text in self.long])
            self.findings.append(
                say.limited(f"Texts too long for {system} are left out: {shown}.", self.place)
            )
        if self.spoken:
            shown = _shown(self.spoken)
            what = f"{system} has no ids: canonical values are values that can be said, as {shown}."
            self.findings.append(say.approximated(what, self.place))
        if self.dropped:
            shown = _shown([f"“{text}”" for text in self.dropped])
            what = f"{self.rules.alone} stands alone among words; left out: {shown}."
            self.findings.append(say.limited(what, self.place))

    def _name(self, wanted: str, kind: str) -> str:
        """The name for a name: legal, and unlike the others of its kind in any case."""
        if (kind, wanted) in self.given:
            return self.given[kind, wanted]
        legal = name = self.rules.legal(wanted, kind)
        taken = self.taken.setdefault(kind, set())
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{legal}_{_letters(number)}"
        taken.add(name.casefold())
        self.given[kind, wanted] = name
        if name != wanted:
            self.renamed[wanted] = name
        return name

    # ------------------------------------------------------------------ types

    def _type(self, slot: str, filler: Filler) -> str:
        """The name of the type of a slot."""
        own = self.rules.kinds.get(filler.kind, "")
        if own and filler.kind == "wildcard" and self._crowded(slot) and filler.values:
            own = ""
        if own:
            if filler.kind == "number":
                ranges = " and ".join(filler.ranges) or "some numbers"
                self._near(f"{{{slot}}} takes {ranges}; {own} takes any number.")
            elif filler.kind != "wildcard":
                self._near(f"{{{slot}}} is an {own}, which takes what {self.rules.system} knows.")
            return own
        if filler.kind == "wildcard":
            self._near(f"{{{slot}}} takes any words; its type has the examples alone.")
        elif filler.kind != "values":
            filler = self.carriers.listed(slot)
        if filler.cut:
            what = f"{{{slot}}} has more than {self.rules.values:,} values: the rest is cut."
            self.findings.append(say.limited(what, self.place))
        given = _once([one for each in filler.values for one in self._apart(slot, each)])
        values = tuple(v for each in given if (v := self._value(each)) is not None)
        if not values:
            what = f"{{{slot}}} has no values, and {self.rules.system} takes no slot without any."
            self.findings.append(say.refused(what, self.place, "Give the wildcard examples."))
        wanted = filler.name or slot
        name = self._name(wanted, "type")
        made = PlannedType(name, values, filler.kind == "wildcard")
        if self.types.get(name, made) != made:
            name = self._name(f"{wanted}_{slot}", "type")
            made = replace(made, name=name)
        self.types[name] = made
        return name

    def _near(self, what: str) -> None:
        self.findings.append(say.approximated(what, self.place))

    def _apart(self, slot: str, value: Value) -> list[Value]:
        """The value itself, or its texts one by one where its canonical value is empty."""
        known = None if value.id is None else squeeze(value.id)
        if known != "":
            return [replace(value, id=known)]
        what = f"{{{slot}}} has an empty canonical value, which {self.rules.system} has not."
        self.findings.append(say.lost(what, self.place))
        return [Value(None, (text,)) for text in value.texts]

    def _value(self, value: Value) -> Value | None:
        texts = tuple(text for text in value.texts if self._fits(text, self.rules.value))
        if not texts or (value.id and not self._fits(value.id, self.rules.value)):
            return None
        if value.id is None or self.rules.ids:
            return replace(value, texts=texts)
        if value.id not in texts:
            self.spoken.append(value.id)
        return Value(None, tuple(dict.fromkeys((value.id, *texts))))

    def _fits(self, text: str, most: int) -> bool:
        # A system counts UTF-16 code units.
        fits = not most or len(text.encode("utf-16-le")) // 2 <= most
        if not fits:
            self.long.append(text)
        return fits

    # ------------------------------------------------------------------ samples

    def _crowded(self, slot: str) -> bool:
        """Whether a sample with this slot has another, or no words."""
        return any(
            Hole(slot) in phrase and not _alone(phrase)
            for intent in self.carriers.intents
            for phrase in intent.phrases
        )

    def _samples(self, intent: IntentPhrases, types: Mapping[str, str]) -> tuple[str, ...]:
        found: dict[str, str] = {}
        for phrase in intent.phrases:
            text = self._sample(phrase)
            crowded = not _alone(phrase) and any(
                isinstance(p, Hole) and types[p.slot] == self.rules.alone for p in phrase
            )
            if not text:
                what = (
                    f"{self.rules.system} has no empty samples: that of {intent.name} is left out."
                )
                told = say.limited(what, self.place)
                self.findings.extend([] if told in self.findings else [told])
            elif self.rules.alone and crowded:
                self.dropped.append(text)
            elif self._fits(text, self.rules.sample):
                found.setdefault(text.casefold(), text)
        if intent.cut:
            what = f"{intent.name} has more than {len(found):,} phrases: the likeliest are there."
            self.findings.append(say.limited(what, self.place))
        return tuple(found.values())

    def _sample(self, phrase: Phrase) -> str:
        text = ""
        written = ""
        for piece in phrase:
            if isinstance(piece, Hole):
                name = f"{{{self._name(piece.slot, 'slot')}}}"
                between = " " if self.rules.apart and text and text[-1] not in " '’" else ""
                text += between + name
                written += between + name
                continue
            clean = self.rules.clean(piece)
            if self.rules.apart and text.endswith("}") and clean[:1].isalnum():
                clean = f" {clean}"
            text += clean
            written += piece
        text = squeeze(text)
        if text != squeeze(written):
            self.altered[written] = text
        return text


def _once(values: list[Value]) -> list[Value]:
    """*values* without texts that stand by themselves and under a canonical value too: systems
    take a value once in a type."""
    held = {t.casefold() for v in values if v.id is not None for t in (v.id, *v.texts)}
    return [v for v in values if v.id is not None or v.texts[0].casefold() not in held]


def _alone(phrase: Phrase) -> bool:
    """Whether a phrase has one slot, and words."""
    holes = sum(isinstance(p, Hole) for p in phrase)
    return holes == 1 and any(isinstance(p, str) and p.strip() for p in phrase)


def _shown(names: list[str]) -> str:
    """The first of many."""
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5:,} more" if len(names) > 5 else shown


def _letters(number: int) -> str:
    """1, 2, … as a, b, …, z, ba, …: for names that take no digits."""
    number -= 1
    found = ""
    while True:
        number, digit = divmod(number, 26)
        found = chr(97 + digit) + found
        if not number:
            return found
