"""Random drafts, their languages as texts, and the languages of grammars."""

from __future__ import annotations

from collections.abc import Iterator

from gramc.compiler.compile import compile_grammar
from gramc.corpora.annotated import write
from gramc.induction.catalogues import SlotCatalogue
from gramc.induction.draft import (
    Call,
    Choice,
    Draft,
    Expression,
    Option,
    Optional,
    Repeat,
    Rule,
    Sequence,
)
from gramc.induction.render.render import Options, Rendered, render
from gramc.induction.seen import Golden, Seen, Value
from gramc.induction.symbols import Symbol, Symbols
from gramc.runtime.enumerate import derivations
from hypothesis import strategies as st

WORDS = tuple(Symbol(word) for word in ("play", "some", "the", "it's", "a/b", "=", "[x]", "24/7"))
TOUCHING = (Symbol("'s", False, True), Symbol("的", False, True), Symbol("-", False, True))
SLOTS = (Symbol("artist", True), Symbol("year", True), Symbol("artist", True, True))
VALUES = {"artist": "Björk", "year": "the 80s"}

SYMBOLS = st.sampled_from((*WORDS[:4], *WORDS[:4], *WORDS, *TOUCHING, *SLOTS))
COUNTS = st.integers(1, 9).map(float)


def expressions(names: tuple[str, ...]) -> st.SearchStrategy[Expression]:
    """Expressions that call rules of these names."""
    leaves: st.SearchStrategy[Expression] = SYMBOLS
    if names:
        leaves = SYMBOLS | SYMBOLS | st.sampled_from(names).map(Call)

    def around(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
        options = st.lists(st.builds(Option, inner, COUNTS), min_size=1, max_size=3)
        return (
            st.lists(inner, max_size=3).map(lambda parts: Sequence(tuple(parts)))
            | options.map(lambda given: Choice(tuple(given)))
            | st.builds(Optional, inner, COUNTS, COUNTS)
            | st.builds(Repeat, inner, st.integers(0, 1), st.integers(1, 2))
        )

    return st.recursive(leaves, around, max_leaves=5)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """An intent that calls up to three rules, each of which calls those behind it."""
    names = ("one", "two", "three")[: draw(st.integers(0, 3))]
    rules = [Rule("Play", _choice(draw(expressions(names))), True)]
    for number, name in enumerate(names):
        rules.append(Rule(name, _choice(draw(expressions(names[number + 1 :])))))
    return Draft(tuple(rules))


def _choice(one: Expression) -> Choice:
    return one if isinstance(one, Choice) else Choice((Option(one, 3.0),))


def said(symbols: Symbols) -> str:
    """A template as annotated text, with the one value of each slot."""
    from gramc.corpora.utterance import Span, Utterance

    text, slots = "", []
    for symbol in symbols:
        if text and not symbol.touches:
            text += " "
        value = VALUES[symbol.text] if symbol.slot else symbol.text
        if symbol.slot:
            slots.append(Span(symbol.text, len(text), len(text) + len(value)))
        text += value
    return write(Utterance(text, tuple(slots)))


def templates(draft: Draft, name: str = "Play", most: int = 3_000) -> set[Symbols] | None:
    """All templates of a draft without recursion; None where there are more than *most*."""
    rules = {rule.name: rule.choice for rule in draft.rules}

    def of(one: Expression) -> set[Symbols]:
        match one:
            case Symbol():
                return {(one,)}
            case Call(called):
                return of(rules[called])
            case Sequence(parts):
                found: set[Symbols] = {()}
                for part in parts:
                    inner = of(part)
                    _few(len(found) * len(inner), most)
                    found = {before + behind for before in found for behind in inner}
                return found
            case Choice(options):
                return set().union(*(of(option.expression) for option in options))
            case Optional(expression):
                return {(), *of(expression)}
            case Repeat(expression, low, high):
                assert high is not None
                inner, found, whole = of(expression), {()}, set()
                for times in range(high + 1):
                    if times >= low:
                        whole |= found
                    _few(len(found) * len(inner), most)
                    found = {before + behind for before in found for behind in inner}
                return whole

    try:
        return of(rules[name])
    except _Many:
        return None


class _Many(Exception):
    pass


def _few(count: int, most: int) -> None:
    if count > most:
        raise _Many


GOLDEN = Golden(
    (), tuple(Seen(slot, (Value(value),)) for slot, value in VALUES.items()), locale="en"
)
CATALOGUES = tuple(SlotCatalogue(slot, slot, (Value(value),)) for slot, value in VALUES.items())


def rendered(draft: Draft, options: Options | None = None) -> Rendered:
    """The grammar of *draft*, with one value for each slot."""
    return render(draft, GOLDEN, CATALOGUES, options or Options())


def texts(text: str, name: str = "Play") -> Iterator[str]:
    """Every annotated text of a grammar's intent."""
    compiled, findings = compile_grammar("a.gram", text.encode())
    assert compiled is not None, (text, findings)
    root = next(net for each, _, net in compiled.networks.roots if each == name)
    for utterance, _ in derivations(compiled.networks, compiled.stock, root):
        yield write(utterance)
