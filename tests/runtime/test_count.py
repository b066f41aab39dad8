"""What `count` says is what is found by writing the language out."""

from __future__ import annotations

import json
import math
from pathlib import Path
from random import Random
from time import process_time

import pytest
from gramc.catalogues.catalogue import Catalogue
from gramc.catalogues.rows import Rows
from gramc.compiler.compile import compile_grammar
from gramc.compiler.compiled import Compiled
from gramc.dsl import tree
from gramc.dsl.span import Span
from gramc.runtime.count import Count, Counting, count
from gramc.runtime.counting.patterns import patterns
from gramc.runtime.counting.unambiguous import unambiguous
from gramc.runtime.names import every
from hypothesis import HealthCheck, assume, given, settings

from ..compiler.small_grammars import compiled_random, grammars
from .brute_counts import check, close, written

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "conformance" / "accept").glob("*.gram"))
WORKED = sorted((ROOT / "grammars").glob("*/*.gram"))


def made(source: str) -> Compiled:
    compiled, findings = compile_grammar("made.gram", source.encode())
    assert compiled is not None, findings
    return compiled


def part_of(source: str, name: str = "I") -> Count:
    return next(p for p in count(made(source)).parts if p.name == name)


@pytest.mark.parametrize("case", CASES, ids=lambda p: p.stem)
def test_conformance_cases(case: Path) -> None:
    compiled, _ = compile_grammar(str(case))
    assert compiled is not None
    counts = count(compiled, [one.name for one in every(compiled)])
    for part, one in zip(counts.parts, every(compiled), strict=True):
        assert check(part, compiled, one.net)
        assert part.texts.exact
    expected = json.loads(case.with_suffix(".json").read_text("utf-8"))
    for part in counts.parts:
        if part.kind == "intent":
            assert part.texts.value == len(expected[part.name])


@settings(
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(grammars("minus", "minus", "wildcard"))
def test_random_grammars(file: tree.File) -> None:
    compiled = compiled_random(file)
    names = [one.name for one in every(compiled)]
    parts = count(compiled, names).parts
    checked = [
        check(part, compiled, one.net, 2000)
        for part, one in zip(parts, every(compiled), strict=True)
    ]
    assume(any(checked))


@pytest.mark.parametrize("path", WORKED, ids=lambda p: p.parent.name)
def test_worked_grammars(path: Path) -> None:
    compiled, _ = compile_grammar(str(path))
    if compiled is None:  # only imported by another
        assert "intent " not in path.read_text("utf-8")
        return
    checked = 0
    for part, one in zip(count(compiled).parts, every(compiled), strict=True):
        if not part.open:
            assert part.texts.exact, part.name
            checked += check(part, compiled, one.net, 3000)
    assert checked


# --------------------------------------------------------------------------- no end


RECURSIVE = {
    "right": "a = x <a> | /2/ y\nintent I = <a>",
    "left": "a = <a> [x] z | /2/ y\nintent I = <a> end",
    "mutual": "a = x <b> | y\nb = [long] z <a> | stop here\nintent I = do <a>",
    "within brackets": "a = (x [c] | d) (<a> | /3/ <b>)\nb = /2/ y | z <a>\nintent I = <a> <b>",
    "star": "intent I = say (a | b c)* now",
    "plus": "intent I = [oh] {S:(a | b [c])+} d+ e",
    "both": "a = x+ <a> | y{2,3}\nintent I = (<a> ; b*)",
}


@pytest.mark.parametrize("source", RECURSIVE.values(), ids=RECURSIVE.keys())
def test_languages_without_end(source: str) -> None:
    """Against all derivations but those that come less than once in 10^12 draws."""
    compiled = made(source)
    (part,) = count(compiled, ["I"]).parts
    assert part.derivations.infinite
    assert part.texts.infinite
    assert part.derivations.value is None
    assert part.derivations.shown() == "∞"
    bits, words, characters, mass = expected(compiled)
    assert mass > 1 - 1e-11
    assert math.isclose(part.bits, bits, rel_tol=1e-9)
    assert part.words is not None
    assert math.isclose(part.words, words, rel_tol=1e-9)
    assert part.characters is not None
    assert math.isclose(part.characters, characters, rel_tol=1e-9)


def expected(compiled: Compiled) -> tuple[float, float, float, float]:
    """Entropy, words and characters by sweeping probability through the network, letter by
    letter, with a stack of returns: nothing of it is shared with what is tested."""
    from gramc.compiler.network import END, START, Op

    table = compiled.networks.table
    root = compiled.networks.roots[0][2]
    # (net, state, returns, has text, space due) to (probability, surprisal, words, characters)
    front = {(root, START, (), False, False): (1.0, 0.0, 0.0, 0.0)}
    totals = [0.0, 0.0, 0.0, 0.0]
    while front:
        following: dict[object, tuple[float, ...]] = {}
        for (net, state, returns, text, due), sums in front.items():
            if state == END:
                if not returns:
                    totals = [a + b for a, b in zip(totals, sums, strict=True)]
                    continue
                (net, state), *rest = returns
                moves = [((net, state, tuple(rest), text, due), sums)]
            else:
                moves = []
                for op, arg, share, target in table[net].arcs[state]:
                    p, surprise, words, letters = (x * float(share) for x in sums)
                    surprise -= p * math.log2(share)
                    key = (net, target, returns, text, due)
                    if op == Op.CALL:
                        back = returns if target == END else ((net, target), *returns)
                        key = (arg, START, back, text, due)
                    elif op == Op.SPACE:
                        key = (net, target, returns, text, True)
                    elif op == Op.TEXT:
                        new = not text or due
                        words += p * new
                        letters += p * (len(arg) + (text and due))
                        key = (net, target, returns, True, False)
                    moves.append((key, (p, surprise, words, letters)))
            for key, more in moves:
                if more[0] > 1e-18:
                    old = following.get(key, (0.0, 0.0, 0.0, 0.0))
                    following[key] = tuple(a + b for a, b in zip(old, more, strict=True))
        front = following  # type: ignore[assignment]
    return totals[1], totals[2], totals[3], totals[0]


def test_left_recursion_of_two_rules() -> None:
    """By hand: a has 1 + b / 2 words, and b 7 / 6 + 2 / 3 a; and so with the entropy."""
    source = "a = <b> x | y\nb = <a> z | w | <a> [u] v\nintent I = <b>"
    part = part_of(source)
    assert close(part.words, (7 / 6 + 2 / 3) / (1 - 1 / 3))
    assert close(part.bits, (math.log2(3) + 1 / 3 + 2 / 3) / (1 - 1 / 3))


def test_recursion_that_hardly_ever_stops() -> None:
    part = part_of("a = /999999/ x <a> | y\nintent I = <a>")
    p = 1e-6
    entropy = -(p * math.log2(p) + (1 - p) * math.log2(1 - p)) / p
    assert math.isclose(part.bits, entropy, rel_tol=1e-9)
    assert part.words is not None
    assert math.isclose(part.words, 1e6, rel_tol=1e-9)
    assert part.characters is not None
    assert math.isclose(part.characters, 2e6 - 1, rel_tol=1e-9)


def test_a_long_circle_of_rules() -> None:
    size = 3000
    rules = "".join(f"r{i} = a <r{(i + 1) % size}> | b\n" for i in range(size))
    part = part_of(f"{rules}intent I = <r0>")
    assert close(part.bits, 2.0)
    assert close(part.words, 2.0)


# --------------------------------------------------------------------------- size


def test_ten_to_the_thirty_at_once() -> None:
    source = "w = " + " | ".join(f"w{i}" for i in range(1000)) + "\n"
    source += "intent I = " + " ".join(["<w>"] * 10)
    compiled = made(source)
    started = process_time()
    (part,) = count(compiled, ["I"]).parts
    assert process_time() - started < 5
    assert part.derivations.value == 10**30
    assert part.texts.value == 10**30
    assert part.texts.exact
    assert part.derivations.shown() == "1.00 × 10^30"
    assert close(part.bits, 10 * math.log2(1000))
    assert close(part.words, 10.0)


def test_ten_thousand_rules_in_a_chain() -> None:
    size = 10_000
    rules = "".join(f"r{i} = (a | b) <r{i + 1}> | c <r{i + 1}>\n" for i in range(size))
    compiled = made(f"{rules}r{size} = x\nintent I = <r0>")
    whole = count(compiled).parts
    part = whole[0]
    assert part.derivations.value is None  # 15,850 bits: more digits than Python writes
    assert math.isclose(part.derivations.log2, size * math.log2(3), rel_tol=1e-9)
    assert part.texts.exact
    assert close(part.bits, 1.5 * size)
    assert close(part.words, size + 1.0)
    assert len(whole) == size + 2
    assert next(p for p in whole if p.name == "r9990").texts.value == 3**10


def test_numbers_beyond_all_numbers() -> None:
    size = 1200
    rules = "".join(f"r{i} = <r{i + 1}> <r{i + 1}>\n" for i in range(size))
    counts = count(made(f"{rules}r{size} = x | y\nintent I = <r0>"))
    (part, *_) = counts.parts
    assert not part.derivations.infinite
    assert part.derivations.value is None
    assert part.derivations.shown() == "10^(10^308) or more"
    assert not part.texts.exact
    json.dumps(counts.rows(), allow_nan=False)
    middle = next(p for p in counts.parts if p.name == f"r{size - 200}")
    assert middle.derivations.log2 == 2.0**200
    assert middle.derivations.shown() == "10^(4.84e+59)"


# --------------------------------------------------------------------------- different texts


SAME_TEXTS = {
    "twice": ("intent I = a | (a | b)", 3, 2),
    "spacing": ('intent I = a b | "a b" | a " " b', 3, 1),
    "empty slot": ('intent I = {S:[x]} y | "" y', 3, 2),
    "constants in order only": ("intent I = {k = 1} a {l = 2} | a {k = 1} {l = 2}", 2, 1),
    "constants": ("intent I = [{k = 1}] a b | a [{k = 1}] b", 4, 2),
    "value before and behind": ("intent I = {S:((a => X) b)} | {S:(a (b => X))}", 2, 1),
    "values joined": ('intent I = {S:((a => X) (b => Y))} | {S:(a b => "X Y")}', 2, 1),
    "a row and a word": ("catalog C = p | q\nintent I = {C} | {C:(q | r)}", 4, 3),
    "a row, a word, an id": ("catalog C = p => P | q\nintent I = {C} | {C:(p | q => Q)}", 4, 4),
    "rows that run on": ('catalog C = a | "a b"\nintent I = <C> [b] {S:<C>}', 8, 6),
    "rows that run on, not": ('catalog C = a | "a b"\nintent I = {S:<C>} [b] {S:<C>}', 8, 8),
    "two catalogues": ("catalog C = a | b\ncatalog D = b | c\nintent I = {S:<C>} | {S:<D>}", 4, 3),
    "ids apart": ("catalog C = a => 1 | a => 2 | b\nintent I = {C} | <C>", 6, 5),
    "overlap by agreement": (
        "feature f = m | n\ncatalog C = p @m | p @n | q @m\nw = x @m | y @n\n"
        "intent I = {C} [<w>] @agree(f)",
        6,
        5,
    ),
    "orders": ("intent I = (a ; a ; b)", 6, 3),
}


@pytest.mark.parametrize(("source", "ways", "texts"), SAME_TEXTS.values(), ids=SAME_TEXTS.keys())
def test_different_texts(source: str, ways: int, texts: int) -> None:
    part = part_of(source)
    assert (part.derivations.value, part.texts.value, part.texts.exact) == (ways, texts, True)


def test_texts_of_a_large_language_are_proved_to_differ() -> None:
    source = """
catalog City = Rome | Oslo | "New York" => NYC | York
catalog Person = Ann | Bo | "Ann Lee"
when = {day:(today => P0D | (this => P0D) (morning => AM | evening => PM))} | now
intent I = [please] (fly | go) [with {Person}] to ({City} | {City:(Lima | Nice)}) <when> {k = 1}
    [and call {Person}] [<when>] [[very] very soon]
"""
    compiled = made(source)
    (part,) = count(compiled, ["I"]).parts
    assert part.texts.exact
    assert check(part, compiled, compiled.networks.roots[0][2], 30_000)


PIECES = (
    *("<C>", "<D>", "{C}", "{D}", "{S:<C>}", "{S:<D>}", "a", "b", "ab", '{S:"a"}', "[a]", "[<C>]"),
    *("{S:(a | b => X)}", "{S:(a b)}", "({C} | {C:(a => X | b)})", "[{k = v}]", "{C:(<C> [a])}"),
    *("{T:({C} => Y)}", '{S:(<C> (a => X | "" => X))}', "{k = v}"),
)
VALUES = ("a", "b", "ab", '"a b"', '"b a"', "a => X", "a => Y", "ab => X", "b => X")


@pytest.mark.parametrize("seed", range(150))
def test_catalogues_and_texts_that_run_into_each_other(seed: int) -> None:
    """What is proved to differ does differ, in grammars where little does."""
    random = Random(seed)
    catalogues = [
        f"catalog {name} = {' | '.join(random.sample(VALUES, random.randint(1, 4)))}"
        for name in "CD"
    ]
    ways = []
    for _ in range(random.randint(1, 3)):
        pieces = random.choices(PIECES, k=random.randint(1, 4))
        ways.append("".join(p + random.choice(("", " ", " ")) for p in pieces).strip())
    source = "\n".join([*catalogues, f"intent I = {' | '.join(ways)}"])
    compiled, findings = compile_grammar("made.gram", source.encode())
    assert compiled is not None, (findings, source)
    net = compiled.networks.roots[0][2]
    texts = len({utterance for utterance, _ in written(compiled, net)})
    counting = Counting(compiled)
    found = patterns(compiled.networks, net, 10**6, counting.texts.values)
    assert found is not None
    paths = counting.texts.paths(found)
    assert paths.value is not None
    assert paths.value >= texts
    if unambiguous(found):
        assert paths.value == texts, source


def test_an_upper_bound_where_nothing_can_be_proved() -> None:
    """A row of C may be two of them in one, and the language is too large to write out."""
    values = " | ".join(f"a{i} | b{i}" for i in range(40))
    source = f'catalog C = {values} | "a1 b1"\nintent I = <C> <C> <C> <C>'
    part = part_of(source)
    assert part.derivations.value == 81**4
    assert (part.texts.value, part.texts.exact) == (81**4, False)
    assert part.texts.shown() == "≤ 43,046,721"


# --------------------------------------------------------------------------- open catalogues


OPEN = """
catalog Contact
catalog Room
catalog Day = today | tomorrow
intent Call = [please] call {Contact} [and {Contact[kind=friend]}]
intent Light = light {Room} {Day} | dark
intent Plain = {Day}
"""


def test_open_catalogues_are_unknowns() -> None:
    counts = count(made(OPEN))
    call, light, plain = counts.parts
    assert call.derivations.shown() == "2 × |Contact| + 2 × |Contact| × |Contact[kind=friend]|"
    assert call.derivations.value == 4
    assert call.open == ("Contact",)
    assert (call.words, call.characters) == (None, None)
    assert close(call.bits, 2.0)
    assert light.derivations.shown() == "1 + 2 × |Room|"
    assert light.texts.shown() == "≤ 1 + 2 × |Room|"
    assert (plain.open, plain.derivations.shown(), plain.words) == ((), "2", 1.0)
    assert counts.whole.open == ("Contact", "Room")
    json.dumps(counts.rows(), allow_nan=False)


def test_bound_catalogues_are_counted() -> None:
    compiled = made(OPEN).bind("Room", Catalogue.of(Rows.of(["den", "big hall", "loo"])))
    light = count(compiled, ["Light"]).parts[0]
    assert light.derivations.value == light.texts.value == 7
    assert light.open == ()
    assert close(light.words, (3 + 10 / 3) / 2 - 1)


def test_powers_of_an_unknown() -> None:
    part = part_of("catalog C\nd = {C} {C} | x\nintent I = <d> <d>")
    assert part.derivations.shown() == "1 + 2 × |C|² + |C|⁴"


def test_formulas_that_would_be_too_long() -> None:
    names = [f"C{i}" for i in range(5)]
    catalogues = "".join(f"catalog {n}\n" for n in names)
    part = part_of(catalogues + "intent I = " + " ".join(f"[{{{n}}}]" for n in names))
    assert part.derivations.formula == ""
    assert part.derivations.shown() == "32 with one value each"
    assert not part.texts.exact


# --------------------------------------------------------------------------- the whole


def test_the_whole_grammar() -> None:
    source = "intent A /3/ = a | b\nintent B = c d e [f]\nintent C /0/ = z"
    counts = count(made(source))
    whole = counts.whole
    assert [p.name for p in counts.parts] == ["A", "B"]
    assert (whole.kind, whole.name) == ("grammar", "")
    assert whole.derivations.value == whole.texts.value == 4
    choice = -(0.75 * math.log2(0.75) + 0.25 * math.log2(0.25))
    assert close(whole.bits, choice + 1)
    assert close(whole.words, 0.75 + 0.25 * 3.5)


def test_names() -> None:
    compiled = made("intent Alarm = <time>\ntime = now | then\ncatalog C = x\nintent B = {C}")
    where = Span("a.gram", 1, 1, 1, 1)
    counts = count(compiled, ["time", "Alarn", "C", "time"], where=where)
    assert [p.name for p in counts.parts] == ["time"]
    unknown, catalogue = counts.findings
    assert (unknown.code, unknown.hint, unknown.span) == ("E201", "Did you mean “Alarm”?", where)
    assert catalogue.code == "E203"


def test_weights_of_rows_count() -> None:
    part = part_of('catalog C = /3/ a | "b c"\nintent I = {C}')
    assert close(part.words, 1.25)
    assert close(part.characters, 1.5)
    assert close(part.bits, -(0.75 * math.log2(0.75) + 0.25 * math.log2(0.25)))


# --------------------------------------------------------------------------- explosions


def test_an_explosion_names_the_rule_that_multiplies_most() -> None:
    loud = " ".join(f"[w{i}]" for i in range(12))
    source = f"small = a | b | c\nloud = x {loud}\nintent I = <loud> <loud> <loud> <small>"
    counts = count(made(source), places={"I": Span("a.gram", 3, 8, 3, 9)})
    (finding,) = counts.findings
    assert (finding.code, finding.severity) == ("W510", "warning")
    assert finding.message == (
        "The intent “I” has 206,158,430,208 derivations; the choices of the rule “loud”, which "
        "comes 3 times in each, multiply them by 68,719,476,736, “small” by 3."
    )
    assert finding.hint.endswith("`gramc odds FILE loud` lists its choices.")
    assert finding.span.line == 3
    largest, other = counts.parts[0].factors
    assert (largest.kind, largest.name) == ("rule", "loud")
    assert close(largest.log2, 36)
    assert close(largest.times, 3)
    assert (other.name, close(other.log2, math.log2(3))) == ("small", True)


def test_an_intent_that_explodes_by_itself() -> None:
    source = "intent I = x " + " ".join(f"[w{i}]" for i in range(31))
    (finding,) = count(made(source)).findings
    assert "its own choices multiply them by 2,147,483,648" in finding.message


def test_large_catalogues_are_no_explosion() -> None:
    rows = " | ".join(f"v{i}" for i in range(2000))
    counts = count(made(f"catalog C = {rows}\nintent I = {{C}} {{C}} {{C}}"))
    assert counts.findings == ()
    assert counts.parts[0].derivations.value == 8 * 10**9
    assert counts.parts[0].patterns.value == 1
    assert [(f.kind, f.name) for f in counts.parts[0].factors] == [("catalogue", "C")]


def test_factors_of_parts_that_stand_several_times() -> None:
    compiled = made("r = (a | b | c [d]){2,3}\nintent I = <r> ((x | y) ; z)")
    (part,) = count(compiled, ["I"]).parts
    assert part.derivations.value == (4**2 + 4**3) * 4
    assert {f.name for f in part.factors} == {"r", "I"}
    assert close(sum(f.log2 for f in part.factors), math.log2(320))
    assert len(list(written(compiled, compiled.networks.roots[0][2]))) == 320
