"""Catalogues bound at use: no compilation, for sampling and parsing alike."""

from __future__ import annotations

from pathlib import Path

import gramc
import pytest
from gramc.compiler import artifact
from gramc.corpora.annotated import write

LIGHTS = """catalog area
catalog colour = red | blue
intent On = light on in {area} [in <colour>]
"""

AGREE = """feature gender = m | f
catalog Noun
intent Say = (der @m | die @f) {Noun} @agree(gender)
"""


def both(tmp_path: Path, source: str) -> list[gramc.Grammar]:
    """The grammar from its source and from its artifact."""
    path = tmp_path / "g.gram"
    path.write_text(source, encoding="utf-8")
    loaded = gramc.load(path)
    target = tmp_path / "g.gramc"
    target.write_bytes(b"".join(artifact.save(loaded.compiled)))
    return [loaded, gramc.load(target)]


def test_open_catalogues_must_be_bound(tmp_path: Path) -> None:
    for g in both(tmp_path, LIGHTS):
        with pytest.raises(ValueError, match="area"):
            g.sample(1)
        with pytest.raises(ValueError, match="area"):
            g.parse("light on in kitchen")


def test_binding_shares_what_is_compiled(tmp_path: Path) -> None:
    for g in both(tmp_path, LIGHTS):
        one = g.bind("area", ["kitchen", gramc.Entry("living room", id="LIVING")])
        two = one.bind("area", ["attic"]).bind("colour", ["green"])
        assert two.compiled.tables is g.compiled.tables
        assert two.compiled.acceptor is g.compiled.acceptor
        found = one.parse("light on in living room in red")[0].utterance
        assert write(found) == "light on in {living room}|area=LIVING in red"
        assert not one.parse("light on in attic")
        assert two.parse("light on in attic in green")
        assert not two.parse("light on in attic in red")
        assert {u.text for u in two.sample(20)} == {
            "light on in attic",
            "light on in attic in green",
        }


def test_agreement_is_worked_out_again(tmp_path: Path) -> None:
    for g in both(tmp_path, AGREE):
        nouns = [
            gramc.Entry("Hund", weight=3, cells={"gender": "m"}),
            gramc.Entry("Katze", weight=1, cells={"gender": "f"}),
            gramc.Entry("Radio", weight=4),
        ]
        bound = g.bind("Noun", nouns)
        texts = {u.text for u in bound.sample(200)}
        assert texts == {"der Hund", "die Katze", "der Radio", "die Radio"}
        assert bound.parse("die Katze")
        assert not bound.parse("der Katze")
        other = bound.bind("Noun", [gramc.Entry("Maus", cells={"gender": "f"})])
        assert {u.text for u in other.sample(50)} == {"die Maus"}
        assert not other.parse("der Maus")


def test_binding_says_what_is_wrong(tmp_path: Path) -> None:
    (g, _) = both(tmp_path, LIGHTS)
    with pytest.raises(KeyError):
        g.bind("room", ["x"])
    with pytest.raises(ValueError, match="no values"):
        g.bind("area", [])
