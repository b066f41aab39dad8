"""Carrier phrases: all of them and no others, the likeliest first, and what their slots take."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from gramc.corpora.utterance import Span, Utterance
from gramc.dsl.tree import File
from gramc.exchange.carriers.carriers import Hole, Phrase, carriers_of
from gramc.exchange.carriers.fillers import Value
from gramc.runtime.enumerate import derivations
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ..compiler.small_grammars import compiled_random, grammars
from .jobs import job, of, said

MOST = 500


def leaves(slot: Span) -> list[Span]:
    return [leaf for inner in slot.slots for leaf in leaves(inner)] or [slot]


def said_by(utterance: Utterance, slot: Span) -> list[tuple[str, str, str | None]]:
    """(slot, text, value) of the innermost slots."""
    found = leaves(slot)
    return [(leaf.name, utterance.text[leaf.start : leaf.end], leaf.value) for leaf in found]


def phrase(utterance: Utterance) -> Phrase:
    pieces: list[str | Hole] = []
    at = 0
    for leaf in (leaf for slot in utterance.slots for leaf in leaves(slot)):
        pieces += [utterance.text[at : leaf.start], Hole(leaf.name)]
        at = leaf.end
    return tuple(p for p in (*pieces, utterance.text[at:]) if p)


@settings(max_examples=40)
@given(st.data())
def test_all_phrases_and_no_others(data: st.DataObject) -> None:
    file: File = data.draw(grammars())
    compiled = compiled_random(file)
    assume(not compiled.missing(parsing=True) and not compiled.missing())
    carriers, findings = carriers_of(of(compiled), "It", 500, 500)
    assert carriers is not None, findings
    for (name, _, net), intent in zip(compiled.networks.roots, carriers.intents, strict=True):
        every = derivations(compiled.networks, compiled.stock, net)
        drawn = [u for u, _ in islice(every, MOST)]
        expected = {phrase(u) for u in drawn}
        assert intent.name == name
        if not intent.cut:
            assert expected <= set(intent.phrases)
            if len(drawn) < MOST:
                assert expected == set(intent.phrases)
        found = dict.fromkeys(leaf for u in drawn for slot in u.slots for leaf in said_by(u, slot))
        for slot in {slot for slot, _, _ in found} if not intent.cut else ():
            filler = carriers.listed(slot)
            values = {(v.id, text) for v in filler.values for text in v.texts}
            assert filler.cut or {(v, t) for s, t, v in found if s == slot} <= values


GRAMMAR = """\
locale en
import std.en.date
catalog Genre = hip hop => HIPHOP | rap => HIPHOP | jazz
catalog Song from "s.tsv"
wildcard Query
intent Play =
    /5/ play {Genre} [music]
  | find {q:Query} [now]
  | /1/ play {s:Song.title} by {a:Song.artist} on {when:<date.date>}
intent Order = order {item:({n:<1..3>} pizza [with {top:(ham | cheese => CH)}])} {kind = food}
  | order {item:(the | a) pizza}
skip please
"""


def test_what_slots_take_and_what_is_told(tmp_path: Path) -> None:
    rows = "title\tartist\tweight\nVogue\tMadonna\t2\nHello\tAdele\t1\n"
    given_ = job(
        GRAMMAR.replace("{item:(the | a) pizza}", "{item:(pasta | soup)}"), tmp_path, s_tsv=rows
    )
    carriers, findings = carriers_of(given_, "It", 100, 100)
    assert carriers is not None
    assert carriers.intents[0].phrases[:2] == (
        ("play ", Hole("Genre"), " music"),
        ("play ", Hole("Genre")),
    )
    fillers = carriers.fillers
    assert {(s, f.kind, f.name) for s, f in fillers.items()} == {
        ("Genre", "values", "Genre"),
        ("q", "wildcard", "Query"),
        ("s", "values", ""),
        ("a", "values", ""),
        ("when", "date", ""),
        ("n", "number", ""),
        ("top", "values", ""),
        ("item", "values", ""),
    }
    assert fillers["Genre"].values == (
        Value("HIPHOP", ("hip hop", "rap")),
        Value(None, ("jazz",)),
    )
    assert fillers["top"].values == (Value(None, ("ham",)), Value("CH", ("cheese",)))
    assert fillers["a"].values == (Value(None, ("Madonna",)), Value(None, ("Adele",)))
    assert fillers["item"].values == (Value(None, ("pasta",)), Value(None, ("soup",)))
    assert fillers["n"].ranges == ("<1..3>",)
    assert ("order ", Hole("item")) in carriers.intents[1].phrases
    assert said(findings, "W621").splitlines() == [
        "1 choice has weights: It has none.",
        "The values of “Song” have weights: It has none.",
        "It has no slots without text: {kind = food} is lost.",
        "Slots that share a row of “Song” have values of their own in It.",
        "What `skip` lets pass is not said in It.",
        "It has no slots in slots: of {item} the slots within stay, without it.",
    ]


def test_agreement_is_in_the_phrases_and_told_of_the_values(tmp_path: Path) -> None:
    text = """\
feature gender = f | m
catalog Gerät = Lampe @f | Ofen @m
intent An = (die @f | den @m) {Gerät} an @agree(gender)
intent Aus = /3/ mach {x:Gerät} aus | {y:(eins | zwei)} aus
"""
    carriers, findings = carriers_of(job(text, tmp_path), "It", 100, 100)
    assert carriers is not None
    assert {str(p) for p in carriers.intents[0].phrases} == {
        str(("die ", Hole("Gerät"), " an")),
        str(("den ", Hole("Gerät"), " an")),
    }
    assert "Not all places of {Gerät} take the same values" in said(findings, "W623")
    assert [v.texts for v in carriers.fillers["Gerät"].values] == [("Lampe",), ("Ofen",)]


def test_rewrites_are_in_the_phrases(tmp_path: Path) -> None:
    text = """\
catalog Fruit = apple | pear
intent Eat = eat a {Fruit}
rewrite "a" => "an" / " " _ " " ("a" | "e")
"""
    carriers, findings = carriers_of(job(text, tmp_path), "It", 100, 100)
    assert carriers is not None
    assert set(carriers.intents[0].phrases) == {
        ("eat a ", Hole("Fruit")),
        ("eat an ", Hole("Fruit")),
    }
    assert "Rewrites run over whole sentences" in said(findings, "W623")


def test_of_an_endless_language_the_likeliest(tmp_path: Path) -> None:
    text = "intent A = very* good [thing]{1,3}\n"
    carriers, _ = carriers_of(job(text, tmp_path), "It", 7, 100)
    assert carriers is not None
    (intent,) = carriers.intents
    assert intent.cut
    assert len(intent.phrases) == 7
    assert set(intent.phrases[:2]) == {("good",), ("good thing",)}


def test_an_open_catalogue_must_be_bound(tmp_path: Path) -> None:
    carriers, findings = carriers_of(job("catalog C\nintent A = go {C}\n", tmp_path), "It", 9, 9)
    assert carriers is None
    assert [f.code for f in findings] == ["E621"]


def test_a_wildcard_outside_slots(tmp_path: Path) -> None:
    text = "wildcard W\nintent A = go | go <W> now | {w:W} it\n"
    carriers, findings = carriers_of(job(text, tmp_path), "It", 9, 9)
    assert carriers is not None
    assert set(carriers.intents[0].phrases) == {("go",), (Hole("w"), " it")}
    assert "The wildcard “W” has no examples" in said(findings, "W621")
