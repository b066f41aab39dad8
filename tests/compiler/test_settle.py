"""Rows that are shared, and the features of their values."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import gramc
import pytest
from gramc.compiler import artifact
from gramc.compiler.compile import compile_grammar
from gramc.runtime.enumerate import language
from gramc.runtime.odds import Odds, odds

ROWS = [
    ("Tisch", "Holz", "m", 3),
    ("Lampe", "Glas", "f", 2),
    ("Vase", "Glas", "f", 1),
    ("Heft", "Papier", "n", 4),
    ("Leute", "Fleisch", "", 2),
]
HEAD = """feature gender = m | f | n
catalog Ding from "dinge.tsv"
art = der @m | /3/ die @f | das @n
pron = er @m | sie @f
"""
ART = {"der": ("m", Fraction(1, 5)), "die": ("f", Fraction(3, 5)), "das": ("n", Fraction(1, 5))}
PRON = {"er": ("m", Fraction(1, 2)), "sie": ("f", Fraction(1, 2))}


def write(folder: Path, body: str) -> Path:
    lines = ["ding\tstoff\tgender\tweight"]
    lines += ["\t".join(map(str, row)) for row in ROWS]
    (folder / "dinge.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    path = folder / "g.gram"
    path.write_text(HEAD + body, encoding="utf-8")
    return path


def law(folder: Path, body: str) -> dict[str, Fraction]:
    compiled, findings = compile_grammar(str(write(folder, body)))
    assert compiled is not None, findings
    found = {u.text: p for u, p in language(compiled, compiled.networks.roots[0][2]).items()}
    assert sum(found.values()) == 1
    for net in compiled.networks.table:
        for state, arcs in enumerate(net.arcs):
            assert sum((a.probability for a in arcs), Fraction(0)) == (state != 1), net.name
    return found


def agree(*values: str) -> bool:
    return len({v for v in values if v}) < 2


def drawn(
    make: Callable[[str, str, str, str], str],
    uses_article: bool = True,
    uses_pronoun: bool = False,
    weight: Callable[[str], int] = lambda gender: 1,
) -> dict[str, Fraction]:
    """The law of one alternative: row, article and pronoun, given that they agree."""
    found: dict[str, Fraction] = {}
    articles = ART if uses_article else {"": ("", Fraction(1))}
    pronouns = PRON if uses_pronoun else {"": ("", Fraction(1))}
    for ding, stoff, gender, row in ROWS:
        for art, (one, p) in articles.items():
            for pron, (other, q) in pronouns.items():
                if agree(gender, one, other):
                    text = make(ding, stoff, art, pron)
                    mass = row * p * q * weight(gender)
                    found[text] = found.get(text, Fraction(0)) + mass
    whole = sum(found.values())
    return {text: mass / whole for text, mass in found.items()}


def test_the_row_is_drawn_given_that_all_agree(tmp_path: Path) -> None:
    body = "intent I = <art> <Ding.ding> aus <Ding.stoff> @agree(gender)\n"
    assert law(tmp_path, body) == drawn(lambda d, s, a, _: f"{a} {d} aus {s}")


def test_what_stands_before_the_value_is_of_a_row_that_agrees(tmp_path: Path) -> None:
    body = "intent I = <Ding.stoff> : <art> <Ding.value> <pron> @agree(gender)\n"
    meant = drawn(lambda d, s, a, p: f"{s} : {a} {d} {p}", uses_pronoun=True)
    assert law(tmp_path, body) == meant
    assert "Papier : das Heft er" not in meant


def test_two_uses_of_the_value_are_one_row(tmp_path: Path) -> None:
    body = "intent I = <art> <Ding.ding> , <Ding.ding> aus <Ding.stoff> @agree(gender)\n"
    assert law(tmp_path, body) == drawn(lambda d, s, a, _: f"{a} {d} , {d} aus {s}")


def test_two_rows(tmp_path: Path) -> None:
    body = """intent I =
  <art> <Ding.ding> <Ding.stoff> mit <Ding#2.ding> <Ding#2.stoff> @agree(gender)
"""
    found = law(tmp_path, body)
    meant: dict[str, Fraction] = {}
    for a, (g, p) in ART.items():
        for one in ROWS:
            for two in ROWS:
                if agree(g, one[2], two[2]):
                    text = f"{a} {one[0]} {one[1]} mit {two[0]} {two[1]}"
                    meant[text] = meant.get(text, Fraction(0)) + p * one[3] * two[3]
    whole = sum(meant.values())
    assert found == {text: mass / whole for text, mass in meant.items()}


def test_an_alternative_keeps_its_weight(tmp_path: Path) -> None:
    body = "intent I = /2/ <pron> <Ding.ding> <Ding.stoff> @agree(gender) | /3/ nichts\n"
    found = law(tmp_path, body)
    assert found["nichts"] == Fraction(3, 5)
    for text, mass in drawn(lambda d, s, _, p: f"{p} {d} {s}", False, True).items():
        assert found[text] == Fraction(2, 5) * mass


def test_an_alternative_inside_goes_by_the_row(tmp_path: Path) -> None:
    body = "intent I = <Ding.stoff> : (<art> <Ding.ding> @agree(gender) | /3/ so)\n"
    found = law(tmp_path, body)
    mass = Fraction(1, 12)
    assert found["Holz : der Tisch"] == 3 * mass * Fraction(1, 4)
    assert found["Glas : die Vase"] == mass * Fraction(1, 4)
    assert found["Fleisch : das Leute"] == 2 * mass * Fraction(1, 4) * Fraction(1, 5)
    assert found["Papier : so"] == 4 * mass * Fraction(3, 4)


def test_what_cannot_agree_with_the_row_leaves_the_others_beside_it(tmp_path: Path) -> None:
    body = "intent I = <Ding.stoff> (<pron> <Ding.ding> @agree(gender) | /3/ so)\n"
    found = law(tmp_path, body)
    assert found["Papier so"] == Fraction(4, 12)
    assert found["Holz er Tisch"] == Fraction(3, 12) * Fraction(1, 4)


def test_features_of_a_row_are_passed_up(tmp_path: Path) -> None:
    body = """np = (<Ding.ding> aus <Ding.stoff> @agree(gender))
intent I = <art> <np> @agree(gender)
"""
    assert law(tmp_path, body) == drawn(lambda d, s, a, _: f"{a} {d} aus {s}")


def test_odds_are_those_of_the_rows(tmp_path: Path) -> None:
    body = "intent I = <art> <Ding.ding> [, <Ding.ding>] aus <Ding.stoff> @agree(gender)\n"
    compiled, _ = compile_grammar(str(write(tmp_path, body)))
    assert compiled is not None
    found = odds(compiled, "art")
    assert isinstance(found, Odds)
    meant = drawn(lambda d, s, a, _: a)
    assert [b.in_use for b in found.branches] == pytest.approx(
        [float(meant[a]) for a in ("der", "die", "das")]
    )
    of_intent = odds(compiled, "I")
    assert isinstance(of_intent, Odds)
    assert [(b.text, b.probability) for b in of_intent.branches] == [
        ("<art> <Ding.ding> [, <Ding.ding>] aus <Ding.stoff> @agree(gender)", 1),
        ("[, <Ding.ding>]", Fraction(1, 2)),
    ]


def test_parts_that_agree_with_no_row(tmp_path: Path) -> None:
    body = (
        "intent I = <Ding.stoff[gender=n]> (<pron> <Ding.ding> @agree(gender) | so)\n"
        "intent J = <Ding.ding> (ja @m) <Ding.stoff[gender=n]> @agree(gender)\n"
    )
    compiled, findings = compile_grammar(str(write(tmp_path, body)))
    assert compiled is None
    assert [(f.code, f.span.line) for f in findings if f.is_error] == [("E302", 5), ("E302", 6)]


def test_binding_a_catalogue_with_features(tmp_path: Path) -> None:
    path = tmp_path / "g.gram"
    body = "intent I = <art> <Ding.value> aus <Ding.stoff> @agree(gender)\n"
    path.write_text(HEAD.replace(' from "dinge.tsv"', "") + body, encoding="utf-8")
    loaded = gramc.load(path)
    target = tmp_path / "g.gramc"
    target.write_bytes(b"".join(artifact.save(loaded.compiled)))
    rows = [
        gramc.Entry("Tisch", cells={"stoff": "Holz", "gender": "m"}),
        gramc.Entry("Lampe", cells={"stoff": "Glas", "gender": "f"}),
    ]
    for g in (loaded, gramc.load(target)):
        bound = g.bind("Ding", rows)
        assert {u.text for u in bound.sample(40)} == {"der Tisch aus Holz", "die Lampe aus Glas"}
        assert bound.parse("die lampe aus glas")
        assert not bound.parse("die lampe aus holz")
        plain = g.bind("Ding", [gramc.Entry("Ding", cells={"stoff": "Luft"})])
        assert len({u.text for u in plain.sample(60)}) == 3
