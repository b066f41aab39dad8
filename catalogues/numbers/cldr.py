"""CLDR's number words, as the library `unicode-rbnf` has them, made into flat tables.

Only here is the library used, and only when a grammar is compiled: what a range needs of the rules
goes into its catalogue.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from .rules import FORMS, IF, PLURAL, QUOTIENT, REMAINDER, SAME, TEXT, Root, Rules, plural

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine
    from unicode_rbnf.engine import RbnfRule

_AMERICAN = ("", "US", "AS", "GU", "MH", "MP", "PH", "PR", "UM", "VI")
"""English says “one hundred five” here and “one hundred and five” elsewhere."""

_POINT = ("419", "MX", "US", "PR", "GT", "HN", "NI", "PA", "PE", "SV", "DO", "CU")
"""Spanish writes a decimal point here and says “punto”, elsewhere a comma and “coma”."""

_SCRIPTS = {"zh_TW": "zh_Hant", "zh_HK": "zh_Hant", "zh_MO": "zh_Hant"}
"""The script of a region, where it is not that of the language by itself."""

_ALIASES = {"nb": "no", "iw": "he", "in": "id", "tl": "fil"}

_GENDERS = {
    "m": ("masculine", "reale", "common"),
    "f": ("feminine", "reale", "common"),
    "n": ("neuter",),
    "c": ("common", "reale"),
    "u": ("common", "reale"),
}
"""By the first letter of a value of `gender`: the forms that are looked for, in this order."""

_E = "→%%optional-e→=%spellout-cardinal-{0}=;"
_PATCHES: dict[str, tuple[tuple[str, str, str, int], ...]] = {
    # “doscientas mil personas”: the hundreds of thousands agree, too (RAE, Diccionario panhispánico
    # de dudas, “cardinales”, 2).
    "es": (("spellout-cardinal-feminine", "2000", "←%spellout-cardinal-feminine← mil[ →→];", 10),),
    # “deux cents millions”, “quatre-vingts milliards”: before these nouns both have their s
    # (Académie française, “quatre-vingts”, “cent”).
    "fr": tuple(
        (f"spellout-cardinal-{gender}", str(2 * 1000**n), f"{leading} {noun}s[ →→];", 10)
        for gender in ("masculine", "feminine")
        for leading in ("←%spellout-cardinal-masculine←",)
        for n, noun in enumerate(("million", "milliard", "billion", "billiard"), 2)
    ),
    # “um milhão duzentos e trinta e quatro mil”, but “um milhão e duzentos mil”: “e” stands before
    # the last group of three digits if it is below 100 or ends in two zeros (Cunha and Cintra,
    # Nova gramática do português contemporâneo, “Emprego da conjunção e com os numerais”).
    "pt": tuple(
        (f"spellout-cardinal-{gender}-with-e", str(base * 1000**n), _E.format(gender), radix)
        for gender in ("masculine", "feminine")
        for n in range(1, 5)
        for base, radix in ((1, 1000), (100, 10))
    ),
    # “mil milhões”, as “mil”: no “um” before it.
    "pt_PT": tuple(
        (f"spellout-cardinal-{gender}", f"{times}{zeros}", text.format(gender), 10)
        for gender in ("masculine", "feminine")
        for zeros, noun in (("0" * 9, "milhões"), ("0" * 15, "biliões"))
        for times, text in (
            (1, f"mil {noun}[→%%spellout-cardinal-{{0}}-with-e→];"),
            (2, f"←%spellout-cardinal-masculine← mil {noun}[→%%spellout-cardinal-{{0}}-with-e→];"),
        )
    ),
    # CLDR's ऋण is a mathematician's; the weather is said with माइनस.
    "hi": (("spellout-cardinal", "-x", "माइनस →→;", 10),),
}
"""Where CLDR says what is not said: (set, base, rule, radix) in its place."""


def rules(locale: str, genders: tuple[str, ...], most: int) -> tuple[Rules, tuple[str, ...]] | None:
    """The rules that say whole numbers up to *most* in *locale*, and those of *genders* for which
    there are forms of their own: all of them, or none. The roots are the form of numbers by
    themselves, then one for each of these.

    None where CLDR has no words for that locale, or not for numbers so large.
    """
    language, engine = _engine(locale) or ("", None)
    if engine is None:
        return None
    region = next((p.upper() for p in locale.split("-")[1:] if len(p) in (2, 3)), "")
    plain = "spellout-numbering"
    if language == "en" and region not in _AMERICAN:
        plain = "spellout-numbering-verbose"
    names = [plain]
    held = [_form(engine, gender) for gender in genders]
    if any(held):
        names += [name or plain for name in held]
    writer = _Writer(engine, language, region, most)
    made = writer.run(names)
    return None if made is None else (made, genders if len(names) > 1 else ())


def ways(number: float, locale: str) -> tuple[str, ...]:
    """All that CLDR has for a number in *locale*: every gender and case, each text once,
    in the order of its sets. Nothing where it has no words for the locale."""
    _, engine = _engine(locale) or ("", None)
    if engine is None or not any(name.startswith("spellout-cardinal") for name in engine.rulesets):
        return ()
    return tuple(dict.fromkeys(engine.format_number(number).text_by_ruleset.values()))


def _form(engine: RbnfEngine, gender: str) -> str | None:
    for form in _GENDERS.get(gender[:1].lower(), ()):
        name = f"spellout-cardinal-{form}"
        if name in engine.rulesets:
            return name
    return None


@lru_cache(maxsize=16)
def _engine(locale: str) -> tuple[str, RbnfEngine] | None:
    """The language of a locale and the library's rules for it, mended."""
    from unicode_rbnf import RbnfEngine

    known = RbnfEngine.get_supported_languages()
    parts = locale.split("-")
    language = _ALIASES.get(parts[0].lower(), parts[0].lower())
    tails = [p.title() if len(p) == 4 else p.upper() for p in parts[1:]]
    for name in (*(f"{language}_{tail}" for tail in tails), language):
        name = _SCRIPTS.get(name, name)
        if name in known:
            engine = RbnfEngine.for_language(name)
            patches = [_PATCHES.get(each, ()) for each in dict.fromkeys((language, name))]
            for set_, base, text, radix in chain.from_iterable(patches):
                if set_ in engine.rulesets:
                    engine.add_rule(base, text, set_, radix)
            return language, engine
    return None


class _Missing(Exception):
    """Something cannot be said."""


class _Writer:
    """Writes what is needed of a library's rules as flat tables."""

    def __init__(self, engine: RbnfEngine, language: str, region: str, most: int) -> None:
        self.engine = engine
        self.language = language
        self.region = region
        self.most = most
        self.texts: dict[str, int] = {}
        self.plurals: dict[tuple[int, ...], int] = {}
        self.largest: dict[str, int] = {}  # what each set has to say at most

    def run(self, names: list[str]) -> Rules | None:
        try:
            return self._run(names)
        except _Missing:
            return None

    def _run(self, names: list[str]) -> Rules:
        queue: list[str] = []

        def need(name: str, most: int) -> None:
            if most > self.largest.get(name, -1):
                self.largest[name] = most
                if name not in queue:
                    queue.append(name)

        for name in names:
            need(name, max(self.most, 9))  # digits behind the point are said one by one
        while queue:
            name = queue.pop()
            for _, last, divisor, rule in self.rules(name):
                for op, set_ in self.parts(name, rule):
                    if op == QUOTIENT:
                        need(set_, last // divisor)
                    elif op == REMAINDER:
                        need(set_, min(last, divisor - 1))
                    elif op == SAME:
                        need(set_, last)
        number = {name: n for n, name in enumerate(self.largest)}
        sets, base, divisors, at = [0], [], [], [0]
        items: list[tuple[int, int]] = []
        for name in self.largest:
            for first, _, divisor, rule in self.rules(name):
                base.append(first)
                divisors.append(divisor)
                items += self.items(name, rule, number)
                at.append(len(items))
            sets.append(len(base))
        roots = tuple(self.root(name, number) for name in names)
        return Rules(
            tuple(self.texts),
            tuple(sets),
            tuple(base),
            tuple(divisors),
            tuple(at),
            tuple(items),
            tuple(self.plurals),
            roots,
        )

    def rules(self, name: str) -> list[tuple[int, int, int, RbnfRule]]:
        """The rules of a set that are needed: base, last number, divisor, the library's rule."""
        held = self.engine.rulesets.get(name)
        if held is None or not held.numeric_rules:
            raise _Missing
        most = self.largest[name]
        bases = sorted(held.numeric_rules)
        found = []
        for at, base in enumerate(bases):
            if base > most and at:
                break
            last = min(bases[at + 1] - 1, most) if at + 1 < len(bases) else most
            rule = held.numeric_rules[base]
            divisor = 1
            while rule.radix > 1 and divisor * rule.radix <= base:
                divisor *= rule.radix
            found.append((base, last, divisor, rule))
        return found

    def parts(self, name: str, rule: RbnfRule) -> list[tuple[int, str]]:
        """What a rule refers to: operation and name of the set."""
        from unicode_rbnf.engine import ReplaceRulePart, SubRulePart, SubType

        found = []
        for part in rule.parts:
            if isinstance(part, ReplaceRulePart):
                found.append((SAME, self.known(part.ruleset_name)))
            elif isinstance(part, SubRulePart):
                if part.format_pattern:
                    raise _Missing
                op = QUOTIENT if part.type == SubType.QUOTIENT else REMAINDER
                found.append((op, self.known(part.ruleset_name or name)))
        return found

    def known(self, name: str) -> str:
        if name not in self.engine.rulesets:
            raise _Missing  # a pattern for digits
        return name

    def text(self, text: str) -> int:
        # Soft hyphens say where a word may be parted, commas are not spoken.
        text = text.replace("\xad", "").replace(", ", " ")
        return self.texts.setdefault(text, len(self.texts))

    def items(self, name: str, rule: RbnfRule, number: dict[str, int]) -> list[tuple[int, int]]:
        """The items of a rule."""
        from unicode_rbnf.engine import PluralFormatPart, SubRulePart, TextRulePart

        referred = iter(self.parts(name, rule))
        found: list[tuple[int, int]] = []
        for part in rule.parts:
            if isinstance(part, TextRulePart):
                if part.text:
                    found.append((TEXT, self.text(part.text)))
                continue
            if isinstance(part, PluralFormatPart):
                found.append((PLURAL, self.plural(part)))
                continue
            op, set_ = next(referred)
            own: list[tuple[int, int]] = [(op, number[set_])]
            if isinstance(part, SubRulePart):
                if part.text_before:
                    own.insert(0, (TEXT, self.text(part.text_before)))
                if part.text_after:
                    own.append((TEXT, self.text(part.text_after)))
                if part.is_optional:
                    own.insert(0, (IF, len(own)))
            found += own
        return found

    def plural(self, part: object) -> int:
        from unicode_rbnf.engine import PluralFormatPart
        from unicode_rbnf.plural_rules import PluralType

        assert isinstance(part, PluralFormatPart)
        if part.plural_type != PluralType.CARDINAL:
            raise _Missing

        def form(of: int) -> int:
            return self.text(part.render(of, self.language))

        forms = tuple(map(form, range(FORMS)))
        for of in (1_000, 1_001, 21_002, 1_000_000, 5_000_011, 10**9, 10**12 + 1):
            if form(of) != forms[plural(of)]:
                raise _Missing
        return self.plurals.setdefault(forms, len(self.plurals))

    def root(self, name: str, number: dict[str, int]) -> Root:
        """How numbers of a form are said, with sign and decimals."""
        before, behind = self.negative(name)
        point, between = self.point(name)
        return number[name], before, behind, point, between

    def special(self, name: str, value: str) -> tuple[str, RbnfRule] | None:
        """A rule for negative numbers or decimals: the set's own, or that of the set that its rule
        for 0 stands for."""
        from unicode_rbnf.engine import RbnfSpecialRule, ReplaceRulePart

        for _ in range(10):
            held = self.engine.rulesets[name]
            found = held.special_rules.get(RbnfSpecialRule(value))
            if found is not None:
                return name, found
            zero = held.numeric_rules.get(0)
            if zero is None or len(zero.parts) != 1:
                return None
            (part,) = zero.parts
            if not isinstance(part, ReplaceRulePart) or part.ruleset_name not in (
                self.engine.rulesets
            ):
                return None
            name = part.ruleset_name
        return None

    def negative(self, name: str) -> tuple[int, int]:
        from unicode_rbnf.engine import SubRulePart, TextRulePart

        found = self.special(name, "negative_number")
        if found is None:
            return -1, -1
        before, behind, seen = "", "", False
        for part in found[1].parts:
            if isinstance(part, TextRulePart):
                before, behind = (before, behind + part.text) if seen else (before + part.text, "")
            elif isinstance(part, SubRulePart) and not seen:
                seen = True
                before += part.text_before
            else:
                return -1, -1
        return (self.text(before), self.text(behind)) if seen else (-1, -1)

    def point(self, name: str) -> tuple[int, int]:
        from unicode_rbnf.engine import SubRulePart, SubType, TextRulePart

        found = self.special(name, "improper_fraction")
        if found is None or len(found[1].parts) != 3:
            return -1, -1
        whole, point, places = found[1].parts
        if not isinstance(point, TextRulePart) or not (
            isinstance(whole, SubRulePart)
            and isinstance(places, SubRulePart)
            and whole.type == SubType.QUOTIENT
            and places.type == SubType.REMAINDER
            and whole.ruleset_name in (None, found[0])
            and places.ruleset_name in (None, found[0])
        ):
            return -1, -1
        said = point.text
        if self.language == "es":
            # CLDR has both, under one key for the library, and the last one stays.
            said = " punto" if self.region in _POINT else " coma"
        return self.text(said), self.text(places.text_before)
