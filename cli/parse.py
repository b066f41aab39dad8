"""`gramc parse`: sentences labelled by a grammar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import starmap
from typing import TYPE_CHECKING, Any, cast

import click

from .options import BIND, CATALOG_PATH, OUTPUT_FORMAT

if TYPE_CHECKING:
    from io import BufferedReader

    from ..corpora.utterance import Span
    from ..runtime.parse import Parse
    from .render import Row


@click.command("parse")
@click.argument("file", metavar="FILE")
@click.argument("texts", nargs=-1, metavar="[TEXT...]")
@click.option(
    "--nbest",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    metavar="K",
    help="The K best parses of each text.",
)
@OUTPUT_FORMAT
@click.option("--case-sensitive", is_flag=True, help="Tell capital letters from small ones.")
@click.option(
    "--context",
    multiple=True,
    metavar="KEY=VALUE",
    help="The value of a slot {… = @KEY}; may be repeated.",
)
@BIND
@CATALOG_PATH
def command(
    file: str,
    texts: Sequence[str],
    nbest: int,
    output_format: str,
    case_sensitive: bool,
    context: Sequence[str],
    bind: Sequence[str],
    catalog_path: Sequence[str],
) -> int:
    """Label sentences with a grammar.

    Each TEXT is one sentence (set it in quotes); without any, each line of standard input is.
    Shows labels with canonical values and offsets (in code points) and ln of the probability
    within the intent. Exits with 1 where a sentence has no parse.
    """
    from ..compiler.damaged import Damaged
    from ..runtime.parse import Parser
    from .grammar import all_bound, open_grammar
    from .report import refuse, whole

    if file == "-" and not texts:
        raise click.UsageError("Standard input can't be both the grammar and the sentences.")
    known = dict(_pair(pair) for pair in context)
    compiled = open_grammar(file, catalog_path, bind, parsing=True)
    all_bound(compiled, file, parsing=True)
    acceptor = compiled.acceptor
    if acceptor is None:
        from ..runtime.grammar import too_large

        refuse(replace(too_large(compiled), span=whole(file)))
    parser = Parser(compiled, acceptor, case_sensitive=case_sensitive, context=known)
    unparsed = 0

    def answers() -> Iterator[tuple[str, list[Parse]]]:
        nonlocal unparsed
        for text in texts or _lines():
            try:
                parses = parser(text, nbest)
            except ValueError as error:  # the kernel looks closer than loading does
                what = str(error)
                raise Damaged(file, f"{what[:1].lower()}{what[1:]}".rstrip(".")) from error
            unparsed += not parses
            yield text, parses

    if output_format == "json":
        sys.stdout.writelines(starmap(_json, answers()))
    else:
        from .render import show

        show((row for answer in answers() for row in _shown(*answer)), sys.stdout)
    return 1 if unparsed else 0


def _pair(pair: str) -> tuple[str, str]:
    key, equals, value = pair.partition("=")
    if not equals or not key:
        raise click.UsageError(f"--context wants KEY=VALUE, not “{pair}”.")
    return key, value


def _lines() -> Iterator[str]:
    """The lines of standard input, as they come: whoever feeds them in one by one gets answers one
    by one, and a file is read, and answered, in large pieces."""
    for number, line in enumerate(_pieces(), 1):
        try:
            yield line.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            raise click.ClickException(f"Line {number} of standard input is not UTF-8.") from None


def _pieces() -> Iterator[bytes]:
    stream = cast("BufferedReader", sys.stdin.buffer)
    begun: list[bytes] = []
    while piece := stream.read1(1 << 16):
        *lines, rest = piece.split(b"\n")
        for line in lines:
            yield b"".join((*begun, line))
            begun.clear()
        begun.append(rest)
        sys.stdout.flush()
    if last := b"".join(begun):
        yield last


def _json(text: str, parses: Sequence[Parse]) -> str:
    from ..corpora.jsonl import members

    found: list[dict[str, Any]] = []
    for parse in parses:
        row = members(parse.utterance)
        logprob = float(f"{parse.logprob:.12f}")  # as many digits as a corpus has
        found.append({**row, "logprob": logprob, "skipped": parse.skipped})
    return _encoder()({"text": text, "parses": found}) + "\n"


@cache
def _encoder() -> Callable[[object], str]:
    import json

    return json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


def _shown(text: str, parses: Sequence[Parse]) -> Iterator[Row]:
    from ..corpora import annotated
    from ..corpora.utterance import Utterance
    from .excerpt import visible

    if not parses:
        yield [(visible(text), "title"), ("  no parse", "error")]
        yield []
        return
    for parse in parses:
        u = parse.utterance
        line = annotated.write(Utterance(u.text, u.slots, u.constants))
        yield [(visible(line), "title")]
        skipped = f"  {parse.skipped} skipped" if parse.skipped else ""
        yield [("  ", ""), (u.intent, "hint"), (f"  ln p = {parse.logprob:.4f}{skipped}", "dim")]
        yield from _slots(u.text, u.slots, 4)
        for name, value in u.constants:
            yield [("    ", ""), (name, "label"), (f" = {visible(value)}", "")]
    yield []


def _slots(text: str, slots: Sequence[Span], indent: int) -> Iterator[Row]:
    from .excerpt import visible

    for slot in slots:
        row: Row = [(" " * indent, ""), (slot.name, "label")]
        if slot.value is not None:
            row.append((f" = {visible(slot.value)}", ""))
        row.append((f"  “{visible(text[slot.start : slot.end])}”", ""))
        row.append((f"  {slot.start}–{slot.end}", "dim"))
        yield row
        yield from _slots(text, slot.slots, indent + 2)
