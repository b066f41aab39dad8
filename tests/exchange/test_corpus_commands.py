"""`gramc corpus stats` and `diff`: what they print, in JSON too, and the page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ..cli.running import gramc

GOLDEN = Path(__file__).parent / "golden"

PLAY = """\
# intent: Play
play {hip hop}|Genre=HIPHOP
play pop|Genre {}|domain=music
play some pop|Genre by {Édith Piaf}|Artist
play something by {the {who}|Word}|Artist
play 爵士|Genre
Stop\tstop
Stop\tstop
Stop\tstop the music
Stop\tplay pop
"""
LATER = """\
# intent: Play
play {hip hop}|Genre=HIPHOP
play pop|Genre
play rock|Genre
play some pop|Genre by {Édith Piaf}|Artist
Stop\tstop
Halt\tstop the music
"""


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("play.txt").write_text(PLAY, "utf-8")
    Path("later.txt").write_text(LATER, "utf-8")


Golden = Callable[[Path, str], None]


def test_stats_as_a_table(golden: Golden) -> None:
    done = gramc("corpus", "stats", "play.txt")
    assert (done.code, done.err) == (0, "")
    golden(GOLDEN / "stats.txt", done.out)


def test_stats_as_json(golden: Golden) -> None:
    done = gramc("corpus", "stats", "play.txt", "later.txt", "--output-format", "json")
    assert done.code == 0
    told = json.loads(done.out)
    assert [file["sentences"] for file in told["files"]] == [9, 6]
    shown = json.dumps(_rounded(told), ensure_ascii=False, indent=1)
    golden(GOLDEN / "stats.json", f"{shown}\n")


def _rounded(told: object) -> object:
    if isinstance(told, float):
        return round(told, 6)
    if isinstance(told, dict):
        return {key: _rounded(value) for key, value in told.items()}
    return [_rounded(each) for each in told] if isinstance(told, list) else told


def test_diff_as_a_table(golden: Golden) -> None:
    done = gramc("corpus", "diff", "play.txt", "later.txt")
    assert (done.code, done.err) == (1, "")
    golden(GOLDEN / "diff.txt", done.out)


def test_diff_as_json(golden: Golden) -> None:
    done = gramc("corpus", "diff", "play.txt", "later.txt", "--output-format", "json")
    assert done.code == 1
    shown = json.dumps(_rounded(json.loads(done.out)), ensure_ascii=False, indent=1)
    golden(GOLDEN / "diff.json", f"{shown}\n")


def test_the_same_in_another_order_and_format_is_no_difference() -> None:
    assert gramc("corpus", "convert", "play.txt", "-o", "play.jsonl").code == 0
    lines = Path("play.jsonl").read_text("utf-8").splitlines(keepends=True)
    Path("play.jsonl").write_text("".join(reversed(lines)), "utf-8")
    done = gramc("corpus", "diff", "play.txt", "play.jsonl")
    assert done.code == 0
    assert "The same sentences with the same labels." in done.out


def test_limits() -> None:
    short = gramc("corpus", "diff", "play.txt", "later.txt", "--limit", "1").out
    assert "more (--limit 0)" in short
    assert (
        "more (--limit 0)"
        not in gramc("corpus", "diff", "play.txt", "later.txt", "--limit", "0").out
    )


def test_broken_lines_are_told_and_the_others_counted() -> None:
    Path("broken.txt").write_text("play {pop\nstop\n")
    done = gramc("corpus", "stats", "broken.txt")
    assert done.code == 1
    assert "broken.txt:1:6" in done.err
    assert re.search(r"sentences +1 ", done.out)
    assert gramc("corpus", "diff", "broken.txt", "broken.txt").code == 1


def test_what_cannot_be_read() -> None:
    assert gramc("corpus", "stats", "none.txt").code == 2
    Path("empty.txt").write_text("")
    done = gramc("corpus", "stats", "empty.txt")
    assert (done.code, done.out) == (1, "")
    assert "E607" in done.err
    assert gramc("corpus", "stats", "play.txt", "--from", "jsom").code == 2
    assert gramc("corpus", "stat", "play.txt").code == 2


class _Page(HTMLParser):
    """What stands in a page: its tags, the texts, whatever would be fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [v or "" for k, v in attrs if k in ("src", "href", "srcset", "data")]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_needs_nothing_else_and_is_escaped() -> None:
    line = "Play\tplay {<script>alert(1)</script> & co}|Song\n"
    Path("odd.txt").write_text(line + "<b>\t<i>go\n" + line.replace("Play", "Other"), "utf-8")
    done = gramc("corpus", "stats", "play.txt", "odd.txt", "--report", "out.html")
    assert done.code == 0
    text = Path("out.html").read_text("utf-8")
    page = _Page()
    page.feed(text)
    assert page.fetched == []
    assert not {"script", "link", "img", "iframe", "b>", "i"} & set(page.tags)
    assert "url(" not in text
    assert "@import" not in text
    assert page.tags.count("svg") == 3 + 4  # intents, lengths, patterns; four slots
    said = "".join(page.texts)
    assert "<script>alert(1)</script> & co" in said
    assert "Édith Piaf" in said
    assert "odd.txt:1" in said
    assert "prefers-color-scheme: dark" in text


def test_the_page_of_plain_sentences() -> None:
    Path("plain.txt").write_text("go\nstop\n")
    assert gramc("corpus", "stats", "plain.txt", "--report", "out.html").code == 0
    page = _Page()
    page.feed(Path("out.html").read_text("utf-8"))
    assert page.tags.count("svg") == 3
    assert "(none)" in page.texts
