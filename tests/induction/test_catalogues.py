"""Catalogues of a folder, and what fills slots."""

from __future__ import annotations

from pathlib import Path

import pytest
from gramc.induction.catalogues import INLINE, Generalisation, SlotCatalogue, catalogues_of
from gramc.induction.golden import read
from gramc.induction.lexicon import Lexicon
from gramc.induction.seen import Value

from .golden_texts import compiled, golden, utterances


def _lexicon(folder: Path, **files: str) -> Lexicon:
    for name, text in files.items():
        (folder / f"{name}.tsv").write_text(text, "utf-8")
    lexicon, findings = Lexicon.load(str(folder), "en")
    assert not findings
    return lexicon


def _only(folder: Path, *lines: str, **files: str) -> tuple[SlotCatalogue, Generalisation]:
    found, reasons, findings = catalogues_of(golden(*lines), _lexicon(folder, **files))
    assert not findings
    [one], [reason] = found, reasons
    return one, reason


def test_two_values_in_one_place_allow_all(tmp_path: Path) -> None:
    one, reason = _only(
        tmp_path,
        "play {hip hop}|genre",
        "play Rock|genre",
        "this pop song",
        genre="value\nHip-Hop\nrock\npop\nthis\n",
    )
    assert one == SlotCatalogue("genre", "genre", path=str(tmp_path / "genre.tsv"))
    assert reason.contexts == ("play _", "_ $")
    assert reason.words == (("this", 1), ("pop", 1))
    assert reason.decided
    assert reason.why == (
        "2 values seen, all in the catalogue, interchangeable in “play _”, “_ $”; "
        "also as plain words: “this” (1), “pop” (1)"
    )


def test_values_that_the_catalogue_lacks_stand_beside_it(tmp_path: Path) -> None:
    lines = (
        "play jazz|genre",
        "play rock|genre",
        "play {space disco}|genre",
        "play {hip hop}|genre=HH",
    )
    table = "value\thits\nrock\t3\njazz\t2\nhip hop\t1\nska\t1\n"
    one, reason = _only(tmp_path, *lines, genre=table)
    assert one.rows == (Value("space disco"), Value("hip hop", "HH"))
    assert one.names == ("genre", "genre_list", "genre_seen")
    assert one.odds == (2, 2)
    assert (reason.seen, reason.in_catalogue) == (4, 2)
    grammar = compiled(tmp_path, golden(*lines), Lexicon.load(str(tmp_path), "en")[0])
    text = (tmp_path / "made.gram").read_text("utf-8")
    assert text == (
        "locale en\n"
        "# What fills it.\n"
        "genre = <genre_list> | <genre_seen>\n"
        "\n"
        f'catalog genre_list from "{tmp_path}/genre.tsv"\n'
        "catalog genre_seen = space disco | hip hop => HH\n"
        "\n"
        "intent Play = play {genre}\n"
    )
    for utterance in [*utterances(*lines), *utterances("play ska|genre")]:
        assert grammar.parse(utterance.text)[0].utterance.slots == utterance.slots


def test_one_value_seen_often_is_no_catalogue(tmp_path: Path) -> None:
    files = {"time": "value\n" + "".join(f"in {n} minutes\n" for n in range(500)) + "now\n"}
    one, reason = _only(tmp_path, *[f"song {n} now|time" for n in range(30)], **files)
    assert not reason.decided
    assert one == SlotCatalogue("time", "time", (Value("now", None, 30),))
    assert reason.why == (
        "1 value seen, and in the catalogue, never two in one place: only these, for 20 bits "
        "instead of 269"
    )
    one, reason = _only(tmp_path, "play it now|time", **files)
    assert reason.decided
    assert reason.why == (
        "1 value seen, and in the catalogue, never two in one place: any value, for 9 bits "
        "instead of 20"
    )


def test_a_catalogue_of_something_else_is_not_used(tmp_path: Path) -> None:
    lexicon = _lexicon(tmp_path, genre="value\nParis\nRome\n")
    found, [reason], findings = catalogues_of(golden("play jazz|genre", "hear rock|genre"), lexicon)
    assert found[0].rows == (Value("jazz"), Value("rock"))
    assert not reason.decided
    assert [one.code for one in findings] == ["W707"]


def test_without_a_catalogue_the_values_seen_are_one() -> None:
    lines = [f"play x{n}|song" for n in range(INLINE)]
    [one], _, _ = catalogues_of(golden(*lines), Lexicon())
    assert not one.table
    [one], _, _ = catalogues_of(golden(*lines, "play y|song"), Lexicon())
    assert one.table


def test_long_lists_are_tables(tmp_path: Path) -> None:
    lines = [f"play {{song {n}}}|song" for n in range(20)] + ["play {song 7}|song please"]
    given = golden(*lines)
    grammar = compiled(tmp_path, given, Lexicon())
    table = (tmp_path / "catalogs/song.tsv").read_text("utf-8")
    assert table.startswith("value\tweight\nsong 7\t2\nsong 0\t1\n")
    assert grammar.parse("play song 19")[0].utterance.slots[0].name == "song"


def test_names_keep_out_of_each_others_way(tmp_path: Path) -> None:
    given, _ = read(utterances("x {y}|Play {z}|test {w}|a"), Lexicon())
    found, _, _ = catalogues_of(given, Lexicon(), ("a",))
    assert [one.name for one in found] == ["Play_2", "test_", "a_2"]
    assert compiled(tmp_path, given, Lexicon()).parse("x y z w")[0].utterance.slots == (
        utterances("x {y}|Play {z}|test {w}|a")[0].slots
    )


def test_files_are_found_by_the_names_of_slots(tmp_path: Path) -> None:
    for name in (
        "Artist.txt",
        "music.genre.tsv",
        "genre.csv",
        "a.song_name.jsonl",
        "b.SongName.txt",
        "readme.md",
        "1.2.txt",
    ):
        (tmp_path / name).write_text("value\nx\n" if name[-1] == "v" else '{"value": "x"}\n')
    (tmp_path / "folder.txt").mkdir()
    lexicon, findings = Lexicon.load(str(tmp_path))
    assert [(one.name, Path(one.path).name) for one in lexicon] == [
        ("Artist", "Artist.txt"),
        ("genre", "genre.csv"),
        ("song_name", "a.song_name.jsonl"),
    ]
    assert [Path(one.span.file).name for one in findings] == [
        "1.2.txt",
        "b.SongName.txt",
        "music.genre.tsv",
    ]
    assert {one.code for one in findings} == {"W706"}
    song = lexicon.get("SongName")
    assert song is not None
    assert song.holds("X")
    assert len(song) == 1


@pytest.mark.parametrize("name", ["nowhere", "file.txt", "empty", "a\0b"])
def test_no_catalogues(name: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty/notes.md").write_text("x")
    (tmp_path / "file.txt").write_text("x")
    lexicon, findings = Lexicon.load(str(tmp_path / name))
    assert not lexicon
    assert [one.code for one in findings] == ["E702"]


def test_what_is_wrong_with_a_file_is_told_when_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "song.txt").write_bytes(b"x\n\xff\n")
    (tmp_path / "empty.txt").write_bytes(b"")
    lexicon, findings = Lexicon.load(str(tmp_path))
    assert not findings
    assert not lexicon.findings
    found, _, findings = catalogues_of(golden("play x|song", "x|empty"), lexicon)
    assert [one.code for one in findings] == ["W706", "E402"]
    assert [one.rows for one in found] == [(Value("x"),)] * 2
