"""`gramc induce`: what it reads, writes, refuses and tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running import gramc

DATA = Path(__file__).resolve().parent.parent / "induction" / "data"
MUSIC = str(DATA / "PlayMusic.txt")
GOLDEN = (
    "PlayMusic\tplay {hip hop}|genre by Madonna|artist\n"
    "PlayMusic\tplay jazz|genre by {Miles Davis}|artist\n"
    "PlayMusic\tplease play Madonna|artist\n"
    "Stop\tstop\nStop\tstop it\n"
)


@pytest.fixture
def golden(tmp_path: Path) -> str:
    path = tmp_path / "music.txt"
    path.write_text(GOLDEN, "utf-8")
    return str(path)


def test_a_grammar_goes_to_standard_output_whole(golden: str, tmp_path: Path) -> None:
    done = gramc("induce", golden)
    assert done.code == 0
    assert done.out.startswith("grammar music\n\ncatalog genre = ")
    assert " from " not in done.out
    (tmp_path / "again.gram").write_text(done.out, "utf-8")
    assert gramc("check", str(tmp_path / "again.gram")).err == ""
    assert gramc("fmt", "--check", str(tmp_path / "again.gram")).code == 0
    assert "5 utterances of 4 templates" in done.err
    assert gramc("induce", golden).out == done.out


def test_long_lists_of_values_are_tables_beside_the_grammar(tmp_path: Path) -> None:
    target = tmp_path / "made" / "music.gram"
    done = gramc("induce", MUSIC, "-o", str(target), "--locale", "en-US")
    assert done.code == 0, done.err
    assert done.out == ""
    text = target.read_text("utf-8")
    assert text.startswith("grammar music\nlocale en-US\n")
    assert "intent PlayMusic =" in text
    assert 'catalog artist from "catalogs/artist.tsv"' in text
    assert (target.parent / "catalogs" / "artist.tsv").is_file()
    assert gramc("check", str(target)).code == 0
    parsed = gramc("parse", str(target), "play breed the killers on itunes")
    assert parsed.out.startswith("play {breed the killers}|album on itunes|service\n  PlayMusic")


def test_what_stands_there_is_kept(golden: str, tmp_path: Path) -> None:
    target = tmp_path / "out.gram"
    assert gramc("induce", golden, "-o", str(target)).code == 0
    made = target.read_bytes()
    assert gramc("induce", golden, "-o", str(target)).code == 0  # the same once more
    target.write_bytes(made + b"\nmine = yes\n")
    done = gramc("induce", golden, "-o", str(target))
    assert done.code == 1
    assert "E751" in done.err
    assert "--update keeps what was edited" in done.err
    assert target.read_bytes() == made + b"\nmine = yes\n"
    assert gramc("induce", golden, "-o", str(target), "--force").code == 0
    assert target.read_bytes() == made


def test_intents_are_chosen_by_name(golden: str) -> None:
    done = gramc("induce", golden, "--intent", "Stop")
    assert "intent Stop" in done.out
    assert "PlayMusic" not in done.out
    wrong = gramc("induce", golden, "--intent", "Stopp")
    assert wrong.code == 2
    assert "Did you mean" in wrong.err
    named = gramc("induce", MUSIC, "--intent", "PlayMusic")
    assert named.code == 0


def test_catalogues_of_a_folder_are_used_where_the_grammar_finds_them(
    golden: str, tmp_path: Path
) -> None:
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "artist.txt").write_text("Madonna\nMiles Davis\nBjörk\n", "utf-8")
    beside = tmp_path / "beside.gram"
    assert gramc("induce", golden, "-o", str(beside), "--catalogs", str(lists)).code == 0
    assert 'catalog artist from "lists/artist.txt"' in beside.read_text("utf-8")
    away = tmp_path / "away" / "music.gram"
    assert gramc("induce", golden, "-o", str(away), "--catalogs", str(lists)).code == 0
    assert 'catalog artist from "catalogs/artist.txt"' in away.read_text("utf-8")
    parsed = gramc("parse", str(away), "play jazz by björk")
    assert parsed.out.startswith("play jazz|genre by björk|artist\n  PlayMusic")


def test_utterances_of_plain_text_without_labels(tmp_path: Path) -> None:
    (tmp_path / "Greet.txt").write_text("hello\nhello there\ngood morning\n", "utf-8")
    done = gramc("induce", str(tmp_path / "Greet.txt"))
    assert done.code == 0
    assert "intent Greet" in done.out


def test_constants_tell_what_is_said(tmp_path: Path) -> None:
    text = (
        "Turn\tlights on {}|domain=light\nTurn\tfan on {}|domain=fan\n"
        "Turn\tlights please {}|domain=light\n"
    )
    (tmp_path / "turn.txt").write_text(text, "utf-8")
    target = str(tmp_path / "turn.gram")
    assert gramc("induce", str(tmp_path / "turn.txt"), "-o", target).code == 0
    assert gramc("check", target).code == 0
    parsed = gramc("parse", target, "fan on")
    assert parsed.out.startswith("fan on {}|domain=fan\n")
    (tmp_path / "one.txt").write_text("On\ton {}|domain=light\nOn\ton please {}|domain=light\n")
    done = gramc("induce", str(tmp_path / "one.txt"))
    assert "{domain = light}" in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("nowhere.txt",), 2, "E003"),
        (("{golden}", "--generalise", "-1"), 2, "neither a number from 0 up nor"),
        (("{golden}", "--generalise", "much"), 2, "neither a number from 0 up nor"),
        (("{golden}", "--catalogs", "nowhere"), 2, "E702"),
        (("{golden}", "--from", "nothing"), 2, "is no format"),
        (("{empty}",), 1, "E701"),
        (("{broken}",), 1, "E602"),
        (("{golden}", "--locale", "no tag"), 2, "is no language tag"),
        ((), 2, "Missing argument"),
    ],
)
def test_what_is_refused(
    arguments: tuple[str, ...], code: int, said: str, golden: str, tmp_path: Path
) -> None:
    for name, text in {"empty": "", "broken": "play {hip hop by Madonna\n"}.items():
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    files = {name: str(tmp_path / f"{name}.txt") for name in ("empty", "broken")}
    target = tmp_path / "out.gram"
    given = [argument.format(golden=golden, **files) for argument in arguments]
    done = gramc("induce", *given, "-o", str(target))
    assert (done.code, said in done.err) == (code, True), done.err
    assert not target.exists()


def test_conservative_and_bold(golden: str) -> None:
    for much in ("conservative", "0", "2.5"):
        assert gramc("induce", golden, "--generalise", much).code == 0


def test_without_weights(tmp_path: Path) -> None:
    (tmp_path / "Stop.txt").write_text("stop\n" * 9 + "stop it\n", "utf-8")
    path = str(tmp_path / "Stop.txt")
    assert "/" in gramc("induce", path, "--style", "templates").out
    assert "/" not in gramc("induce", path, "--style", "templates", "--no-weights").out


def test_a_page_explains_the_grammar(golden: str, tmp_path: Path) -> None:
    target, page = tmp_path / "out.gram", tmp_path / "out.html"
    done = gramc("induce", golden, "-o", str(target), "--report", str(page))
    assert done.code == 0, done.err
    text = page.read_text("utf-8")
    assert text.startswith("<!doctype html>")
    assert "5 utterances in" in text
    assert "Miles Davis" in text
    again = tmp_path / "again.html"
    done = gramc("induce", golden, "-o", str(target), "--report", str(again))
    assert done.code == 0, done.err
    assert again.read_text("utf-8") == text
