"""Files of OHF-Voice/intents: YAML to the model."""

from __future__ import annotations

import re

from ...dsl.findings import Finding
from ...dsl.span import Span
from ..source import Source
from ..yaml import Value
from .comments import Comments
from .lists import ListReader
from .model import Block, Language, Needed, RuleOf, Template
from .template import TemplateError, parse, plain, without_spaces
from .testfiles import Combinations, TestReader
from .values import Checked

_IGNORED = {
    "responses": "Responses",
    "language": "",
    "example": "",
    "response": "",
    "required_keywords": "Keywords that only speed hassil up",
    "version": "",
}
_LABEL = re.compile(r"[\w-]+")


class Reader(Checked):
    """Adds file after file to a language."""

    def __init__(self, language: Language, findings: list[Finding]) -> None:
        super().__init__(findings)
        self.language = language
        self._lists = ListReader(findings, self.template, self._bare)
        self._tests = TestReader(findings, language)
        self._told: set[tuple[str, str]] = set()
        self._known = Combinations()

    # ------------------------------------------------------------------ files

    def schemas(self, value: Value) -> None:
        """`intents.yaml`: the order of the intents, and which combinations need the area of the
        voice satellite."""
        for intent, _, schema in self.pairs(value, "A map of intents"):
            self.language.order.append(intent)
            known = schema.get("slot_combinations") if schema.kind == "map" else None
            for name, _, combination in self.pairs(known, "A map of combinations"):
                parts = {k: v for k, _, v in self.pairs(combination, "A combination")}
                if self.truth(parts.get("context_area")):
                    self._known.areas.add((intent, name))
                groups = self._known.groups.setdefault((intent, name), {})
                for group, _, each in self.pairs(parts.get("name_domain_groups"), "Groups"):
                    groups[group] = self.texts(each, "A list of domains")
                for _, _, each in self.pairs(parts.get("inferred_domains"), "A map of domains"):
                    before = self._known.domains.get((intent, name), ())
                    listed = self.texts(each, "A list of domains")
                    self._known.domains[intent, name] = (*before, *listed)

    def sentences(self, source: Source, value: Value, folder: str, stem: str) -> None:
        """A file of sentences, rules, lists, or all of these."""
        comments = Comments(source, value)
        top = comments.above(value.span.line) if value.pairs else ()
        for key, name, inner in value.items():
            if key == "data":
                self._data(source, folder, stem, inner, comments, top)
                top = ()
            elif key == "intents":
                for intent, _, body in self.pairs(inner, "A map of intents"):
                    data = body.get("data") if body.kind == "map" else None
                    if data is None:
                        self.findings.append(
                            Finding("E603", f"The intent {intent} has no “data”.", body.span)
                        )
                        continue
                    self._ignored(body, ("data",))
                    self._data(source, intent, stem, data, comments, top)
                    top = ()
            elif key == "expansion_rules":
                for rule in self._rules(inner, comments, stem):
                    self._add_rule(rule)
            elif key == "lists":
                for one in self._lists.lists(inner, comments):
                    self.language.lists[one.name] = one
            elif key == "skip_words":
                for each in self.values(inner, "A list of words"):
                    text = self.text(each, "A word to skip")
                    if text:
                        self.language.skips.append(
                            Template(plain(self._bare(text.strip())), text, each.span)
                        )
            elif key == "settings":
                settings = {k: v for k, _, v in self.pairs(inner, "Settings")}
                self.language.ignore_whitespace |= self.truth(settings.get("ignore_whitespace"))
                others = [k for k in settings if k != "ignore_whitespace"]
                if others:
                    self._tell("settings", "Settings", name.span)
            elif key == "language":
                self.language.tag = self.language.tag or inner.text
            else:
                self._unknown(key, name.span)

    def tests(self, source: Source, value: Value, folder: str, stem: str) -> None:
        """A file of tests."""
        self._tests.read(source, value, folder, stem, self._known)

    def finish(self) -> None:
        """To be called when all files have been read."""
        self._tests.finish()

    # ------------------------------------------------------------------ parts

    def template(self, value: Value, comments: Comments, what: str) -> Template | None:
        """A template with its comments, or None where it is none (E602)."""
        text = self.text(value, what)
        if text is None:
            return None
        above = comments.above(value.span.line)
        text = self._bare(text)
        try:
            items = parse(text)
        except TemplateError as error:
            self.findings.append(
                Finding("E602", f"This is no template: {error.message}", _within(value, error.at))
            )
            return None
        return Template(items, text, value.span, above, comments.behind(value))

    def _bare(self, text: str) -> str:
        """*text* without spaces that count for nothing in this language."""
        return without_spaces(text) if self.language.ignore_whitespace else text

    def _rules(self, value: Value, comments: Comments, stem: str) -> list[RuleOf]:
        found: list[RuleOf] = []
        for name, key, body in self.pairs(value, "A map of expansion rules"):
            above = comments.above(key.span.line)
            template = self.template(body, comments, "A template")
            if template is not None:
                kept = Template(
                    template.items, template.text, template.span, above, template.trailing
                )
                found.append(RuleOf(name, kept, stem))
        return found

    def _add_rule(self, rule: RuleOf) -> None:
        known = self.language.rules.get(rule.name)
        if known is not None and known.template.items != rule.template.items:
            self.findings.append(
                Finding(
                    "W602",
                    f"The rule “{rule.name}” is defined in {known.file} and again here; this is "
                    "the one that counts.",
                    rule.template.span,
                )
            )
        self.language.rules[rule.name] = rule

    def _data(
        self,
        source: Source,
        intent: str,
        stem: str,
        value: Value,
        comments: Comments,
        top: tuple[str, ...],
    ) -> None:
        blocks = self.values(value, "A list of blocks")
        tagged = [b for b in blocks if b.kind == "map" and self.truth(b.get("speech_to_phrase"))]
        dropped = tagged if len(tagged) < len(blocks) else []
        if dropped:
            self._tell(
                "speech_to_phrase",
                "Blocks for Speech-to-Phrase, which say again what the others say,",
                dropped[0].span,
            )
        for block in blocks:
            above = comments.above(block.span.line)
            if block in dropped:
                for each in self.values(block.get("sentences"), "A list of sentences"):
                    comments.above(each.span.line)
                continue
            top = (*top, *self._block(intent, stem, block, comments, above, top))
            top = ()

    def _block(
        self,
        intent: str,
        stem: str,
        value: Value,
        comments: Comments,
        above: tuple[str, ...],
        top: tuple[str, ...],
    ) -> tuple[str, ...]:
        pairs = {k: (n, v) for k, n, v in self.pairs(value, "A block with sentences")}
        parts: dict[str, Value] = {k: v for k, (_, v) in pairs.items()}
        sentences = [
            t
            for each in self.values(parts.get("sentences"), "A list of sentences")
            if (t := self.template(each, comments, "A sentence")) is not None
        ]
        slots = [
            (k, self._constant(v)) for k, _, v in self.pairs(parts.get("slots"), "A map of slots")
        ]
        requires = self._needed(parts.get("requires_context"))
        inferred = parts.get("inferred_domain")
        label = ""
        if inferred is not None and (domain := self.text(inferred, "A domain")):
            slots.append(("domain", domain))
            label = domain
        domains = parts.get("name_domains")
        if domains is not None:
            groups = self._known.groups.get((intent, stem), {})
            named = self.texts(domains, "A list of domains")
            listed = tuple(d for each in named for d in groups.get(each, (each,)))
            requires = (*requires, Needed("domain", listed, None, domains.span))
            label = label or (named[0] if len(named) == 1 else "")
        if (intent, stem) in self._known.areas and not any(n.key == "area" for n in requires):
            requires = (*requires, Needed("area", (), "area", value.span))
        for key, (name, _) in pairs.items():
            if key == "metadata":
                self._tell("metadata", "Metadata", name.span)
            elif key == "settings":
                self._tell("settings", "Settings", name.span)
            elif key not in _KNOWN:
                self._unknown(key, name.span)
        if sentences:
            self.language.blocks.append(
                Block(
                    intent,
                    stem,
                    value.span,
                    tuple(sentences),
                    tuple(slots),
                    requires,
                    self._needed(parts.get("excludes_context")),
                    tuple(self._rules(parts["expansion_rules"], comments, stem))
                    if "expansion_rules" in parts
                    else (),
                    tuple(self._lists.lists(parts["lists"], comments)) if "lists" in parts else (),
                    above,
                    top,
                    label,
                )
            )
        return ()

    def _needed(self, value: Value | None) -> tuple[Needed, ...]:
        found: list[Needed] = []
        for key, name, inner in self.pairs(value, "A map of what is needed"):
            slot: str | None = None
            wants: Value | None = inner
            if inner.kind == "map":
                wants, copied = inner.get("value"), inner.get("slot")
                if copied is not None and copied.kind == "text":
                    is_name = not self.truth(copied) and copied.text.lower() != "false"
                    slot = copied.text if is_name else key if self.truth(copied) else None
            found.append(Needed(key, self.texts(wants, "A value"), slot, name.span))
        return tuple(found)

    def _constant(self, value: Value) -> str:
        found = self.meant(value, "The value of a slot")
        if len(found) > 1:
            self.findings.append(
                Finding(
                    "W602",
                    f"A slot has one value: “{found[0]}” is taken of {len(found)}.",
                    value.span,
                )
            )
        return found[0] if found else ""

    # ------------------------------------------------------------------ what is left out

    def _ignored(self, value: Value, known: tuple[str, ...]) -> None:
        for key, name, _ in value.items():
            if key not in known:
                self._unknown(key, name.span)

    def _unknown(self, key: str, span: Span) -> None:
        if key in _IGNORED:
            if _IGNORED[key]:
                self._tell(key, _IGNORED[key], span)
        else:
            self.findings.append(
                Finding("W601", f"“{key}” is nothing that a .gram could say.", span)
            )

    def _tell(self, key: str, what: str, span: Span) -> None:
        if ("", key) not in self._told:
            self._told.add(("", key))
            self.findings.append(
                Finding("W603", f"{what} are left out, here and in other files.", span)
            )


_KNOWN = (
    "sentences", "slots", "requires_context", "excludes_context", "inferred_domain",
    "name_domains", "expansion_rules", "lists", "metadata", "settings", "example", "response",
    "speech_to_phrase", "required_keywords",
)  # fmt: skip


def _within(value: Value, at: int) -> Span:
    """The place of a character of a text that stands on one line as it is, else the whole text."""
    span = value.span
    if span.line != span.end_line or value.style in ("|", ">"):
        return span
    column = span.column + at + (1 if value.style else 0)
    return Span(span.file, span.line, column, span.line, column + 1)
