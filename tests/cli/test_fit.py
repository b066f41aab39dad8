"""`gramc fit`: where the result goes, what is told, and bad input."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running import gramc

GRAMMAR = "intent I = a | b [x]  # why\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "g.gram").write_text(GRAMMAR)
    (tmp_path / "c.txt").write_text("# intent: I\na\na\na\nb\n")
    return tmp_path


def test_in_place(here: Path) -> None:
    result = gramc("fit", "g.gram", "--corpus", "c.txt")
    assert (result.code, result.out) == (0, "")
    assert (here / "g.gram").read_text() == "intent I = /2/ a | b [/0.5/ x]  # why\n"
    assert "training: 4 utterances, 1.25 → 0.98 bits each\n" in result.err
    assert "2 rounds of EM, 2 choices weighed.\n" in result.err


def test_elsewhere_and_not_at_all(here: Path) -> None:
    wanted = "intent I = /2/ a | b [/0.5/ x]  # why\n"
    assert gramc("fit", "g.gram", "--corpus", "c.txt", "-o", "-").out == wanted
    assert gramc("fit", "g.gram", "--corpus", "c.txt", "-o", "new.gram").out == ""
    assert (here / "new.gram").read_text() == wanted
    told = gramc("fit", "g.gram", "--corpus", "c.txt", "--diff")
    assert told.out == (f"--- g.gram\n+++ g.gram\n@@ -1 +1 @@\n-{GRAMMAR}+{wanted}")
    assert (here / "g.gram").read_text() == GRAMMAR


def test_standard_input(here: Path) -> None:
    result = gramc("fit", "-", "--corpus", "c.txt", stdin=GRAMMAR.encode())
    assert result.out == "intent I = /2/ a | b [/0.5/ x]  # why\n"
    assert gramc("fit", "-", "--corpus", "c.txt", "--diff", stdin=GRAMMAR.encode()).out.startswith(
        "--- <stdin>"
    )


def test_several_corpora_and_held_out_ones(here: Path) -> None:
    (here / "d.txt").write_text("# intent: I\nb x\nb x\n")
    result = gramc("fit", "g.gram", "--corpus", "c.txt", "--corpus", "d.txt", "--held-out", "d.txt")
    assert "training: 6 utterances, " in result.err
    assert "held out: 2 utterances, 2.00 → " in result.err


def test_a_share_is_held_out_by_text(here: Path) -> None:
    lines = "".join(f"b{' x' * (n % 2)}\n" for n in range(400))
    (here / "g.gram").write_text("intent I = b | c | b x | d [e]\n")
    (here / "c.txt").write_text(f"# intent: I\n{lines}" + "c\n" * 100 + "d e\nd\n" * 50)
    first = gramc("fit", "g.gram", "--corpus", "c.txt", "--held-out", "0.5", "--diff")
    assert gramc("fit", "g.gram", "--corpus", "c.txt", "--held-out", "0.5", "--diff") == first
    told = dict(line.split(": ", 1) for line in first.err.splitlines() if ": " in line[:10])
    counts = [int(told[part].split()[0]) for part in ("training", "held out")]
    assert sum(counts) == 600
    assert all(count % 50 == 0 for count in counts)  # a text is on one side, with all its copies


@pytest.mark.parametrize("share", ["0", "1", "1.5", "-0.1", "nan"])
def test_shares_that_are_none(here: Path, share: str) -> None:
    result = gramc("fit", "g.gram", "--corpus", "c.txt", f"--held-out={share}")
    assert result.code == 2
    assert "--held-out wants a share between 0 and 1" in result.err


def test_what_can_not_be_fitted(here: Path) -> None:
    assert gramc("compile", "g.gram", "-o", "g.gramc").code == 0
    before = (here / "g.gramc").read_bytes()
    result = gramc("fit", "g.gramc", "--corpus", "c.txt")
    assert result.code == 1
    assert "E733" in result.err
    assert (here / "g.gramc").read_bytes() == before
    (here / "bad.gram").write_text("intent I = (a\n")
    result = gramc("fit", "bad.gram", "--corpus", "c.txt")
    assert result.code == 1
    assert "error[E1" in result.err
    assert gramc("fit", "none.gram", "--corpus", "c.txt").code == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "E732"),
        (b"# intent: I\n\n", "E732"),
        (b"# intent: I\nz\nzz\n", "E731"),
        (b"# intent: J\na\n", "E731"),
        (b"# intent: I\n\xff\xfe\n", "E0"),
    ],
)
def test_corpora_that_teach_nothing(here: Path, content: bytes, code: str) -> None:
    (here / "c.txt").write_bytes(content)
    result = gramc("fit", "g.gram", "--corpus", "c.txt")
    assert result.code in (1, 2)
    assert f"error[{code}" in result.err
    assert (here / "g.gram").read_text() == GRAMMAR


def test_a_corpus_that_is_not_there(here: Path) -> None:
    result = gramc("fit", "g.gram", "--corpus", "none.txt")
    assert result.code == 2
    assert "E003" in result.err


def test_the_same_utterance_very_often(here: Path) -> None:
    (here / "c.txt").write_text("# intent: I\n" + "a\n" * 50_000 + "b x\n" * 50_000)
    result = gramc("fit", "g.gram", "--corpus", "c.txt", "-o", "-")
    assert result.out == "intent I = a | b [/50000/ x]  # why\n"
    assert "training: 100,000 utterances, " in result.err


def test_open_catalogues_are_bound(here: Path) -> None:
    (here / "g.gram").write_text("catalog Room\nintent I = go to the {Room} | leave\n")
    (here / "rooms.txt").write_text("hall\nkitchen\n")
    (here / "c.txt").write_text("# intent: I\n" + "go to the hall|Room\n" * 5 + "leave\n")
    missing = gramc("fit", "g.gram", "--corpus", "c.txt")
    assert missing.code == 1
    assert "E410" in missing.err
    result = gramc("fit", "g.gram", "--corpus", "c.txt", "--bind", "Room=rooms.txt", "-o", "-")
    assert result.out == "catalog Room\nintent I = /3/ go to the {Room} | leave\n"
