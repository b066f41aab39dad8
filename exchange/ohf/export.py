"""To hassil: sentences, lists and rules in the layout of OHF-Voice/intents."""

from __future__ import annotations

from typing import Any

from ...compiler import ir
from ...dsl.findings import Finding, has_errors, in_order
from ..chatito.unrolled import unrolled
from ..made import Job, Made, MadeFile
from ..plain import plain as plain_grammar
from ..plain.lost import without_weights
from ..plain.plain import Plain
from ..plain.repeats import without_repeats
from ..say import lost, refused
from .names import OPEN
from .parted import Given, Parting, TooMany, uses
from .spelling import Spelling, inner

TARGET = "hassil"


def export_grammar(job: Job) -> Made:
    """The grammar for hassil: `sentences/LANG/INTENT.yaml` for each intent, `_common.yaml` with the
    words to skip, `rules/LANG/` and `lists/LANG/`. All files together are what `hassil` reads, and
    each is one of Home Assistant's `custom_sentences`.

    Agreement is written out and weights are lost; recursion is written out to a depth. Constants
    become fixed slots of blocks, and values of the caller required context. An open catalogue is
    a list that hassil must be given.
    """
    plain, findings = plain_grammar.of(job.compiled, job.place)
    if plain is None:
        return Made((), tuple(findings))
    plain, more = unrolled(without_repeats(plain), TARGET, job.place)
    findings = [*findings, *more, *without_weights(plain, TARGET, job.place)]
    try:
        files = _files(plain, job, findings)
    except TooMany:
        message = "Constants stand where they can't be told for whole sentences."
        findings.append(refused(message, job.place, "Write them at the ends of alternatives."))
    except RecursionError:
        findings.append(refused("Rules use each other too deep to be written out.", job.place))
    findings = in_order(list(dict.fromkeys(findings)))
    return Made(() if has_errors(findings) else tuple(files), tuple(findings))


def _files(plain: Plain, job: Job, findings: list[Finding]) -> list[MadeFile]:
    tag = job.locale or "en"
    spelling = Spelling(plain, job.place)
    parting, used = Parting(plain), uses(plain)
    inlined: set[str] = set()
    intents: dict[str, list[dict[str, Any]]] = {}
    for intent in plain.intents:
        blocks: list[dict[str, Any]] = []
        for given, body in parting.choice(intent.body):
            options = _inlined(body, plain, used, inlined)
            sentences = dict.fromkeys(spelling.sentence(option.parts) for option in options)
            if "" in sentences:
                del sentences[""]
                what = f"An empty sentence of {intent.name} is lost: {TARGET} has none."
                findings.append(lost(what, job.place))
            if sentences:
                blocks.append({"sentences": list(sentences), **_slots(given)})
        intents[intent.name] = blocks
    reached = _reached(plain, intents, spelling, inlined)
    skips = spelling.skipped()
    made = [
        _file(f"sentences/{tag}/{name}.yaml", tag, {"intents": {name: {"data": blocks}}})
        for name, blocks in intents.items()
    ]
    if skips:
        made.append(_file(f"sentences/{tag}/_common.yaml", tag, {"skip_words": skips}))
    if reached:
        rules = {"expansion_rules": reached}
        made.append(_file(f"rules/{tag}/{plain.name}.yaml", tag, rules))
    if lists := spelling.named(_texts(intents, reached)):
        made.append(_file(f"lists/{tag}/{plain.name}.yaml", tag, {"lists": lists}))
    findings.extend(spelling.findings)
    filters = {d.where for d in job.compiled.draws[0] if d.where and _unbound(d, job)}
    if filters:
        shown = ", ".join(f"{c}={'|'.join(v)}" for where in sorted(filters) for c, v in where)
        what = f"What is asked of the rows of open catalogues is lost: {shown}."
        findings.append(lost(what, job.place, "Bind the catalogues, or ask for it in hassil."))
    left = [name for name in spelling.open if name not in OPEN]
    if left:
        findings.append(
            lost(
                f"The open catalogues {', '.join(left)} are lists that {TARGET} must be given.",
                job.place,
                "Home Assistant gives name, area and floor.",
            )
        )
    return made


def _unbound(draw: ir.Draw, job: Job) -> bool:
    return not job.compiled.stock.is_bound(draw.catalogue)


def _inlined(
    body: ir.Choice, plain: Plain, used: dict[str, int], inlined: set[str]
) -> list[ir.Option]:
    """The options, those of a rule that serves for nothing else in its place."""
    found: list[ir.Option] = []
    for option in body.options:
        parts = [part for part in option.parts if not isinstance(part, ir.Space)]
        call = parts[0] if len(parts) == 1 else None
        if isinstance(call, ir.Choice):
            found.extend(_inlined(call, plain, used, inlined))
        elif isinstance(call, ir.Call) and used.get(call.rule) == 1:
            inlined.add(call.rule)
            found.extend(_inlined(plain.rules[call.rule], plain, used, inlined))
        else:
            found.append(option)
    return found


def _reached(
    plain: Plain, intents: dict[str, list[dict[str, Any]]], spelling: Spelling, inlined: set[str]
) -> dict[str, str]:
    """The rules that sentences, other rules or lists name, spelled."""
    spelled: dict[str, str] = {}
    while True:
        lists = spelling.named(_texts(intents, spelled))
        whole = "\n".join([*_texts(intents, spelled), *inner(lists)])
        more = [name for name in plain.rules if name not in spelled and f"<{name}>" in whole]
        if not more:
            return {name: spelled[name] for name in plain.rules if name in spelled}
        for name in more:
            spelled[name] = spelling.body(plain.rules[name])


def _texts(intents: dict[str, list[dict[str, Any]]], rules: dict[str, str]) -> list[str]:
    """All templates but those of lists."""
    sentences = [s for blocks in intents.values() for b in blocks for s in b["sentences"]]
    return [*sentences, *rules.values()]


def _slots(given: tuple[Given, ...]) -> dict[str, Any]:
    slots = {g.name: g.value for g in given if isinstance(g, ir.Constant)}
    context = {g.key: {"slot": g.name} for g in given if isinstance(g, ir.Context)}
    found: dict[str, Any] = {}
    if slots:
        found["slots"] = slots
    if context:
        found["requires_context"] = context
    return found


def _file(path: str, tag: str, content: dict[str, Any]) -> MadeFile:
    import yaml

    text: str = yaml.safe_dump(
        {"language": tag, **content}, allow_unicode=True, sort_keys=False, width=1_000_000
    )
    return MadeFile(path, text.encode())
