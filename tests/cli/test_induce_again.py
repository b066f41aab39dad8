"""`gramc induce --update` and `--diff`."""

from __future__ import annotations

from pathlib import Path

import pytest

from .running import Result, gramc

GOLDEN = """# intent: PlayMusic
play {hip hop}|genre
play some jazz|genre
please play {hip hop}|genre on spotify|service
play Vogue|song by Madonna|artist
play Help|song by {The Beatles}|artist on deezer|service
# intent: SetLight
turn on the kitchen|room lights
turn off the bedroom|room lights
"""
MORE = """# intent: PlayMusic
play soul|genre
start soul|genre at once
"""


class Folder:
    """Golden utterances and the grammar of them, in a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.golden, self.grammar = path / "music.txt", path / "music.gram"
        self.record = path / "music.induced.json"
        self.golden.write_text(GOLDEN, "utf-8")
        assert self.induce().code == 0

    def induce(self, *options: str) -> Result:
        return gramc(
            "induce", str(self.golden), "--style", "templates", "-o", str(self.grammar), *options
        )

    def more(self) -> None:
        self.golden.write_text(GOLDEN + MORE, "utf-8")

    def edit(self, old: str, new: str) -> None:
        text = self.grammar.read_text("utf-8")
        assert old in text
        self.grammar.write_text(text.replace(old, new), "utf-8")

    def all(self) -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in sorted(self.path.rglob("*")) if p.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_the_same_data_change_nothing(folder: Folder) -> None:
    before = folder.all()
    result = folder.induce("--update")
    assert result.code == 0
    assert result.out == ""
    assert folder.all() == before
    assert folder.induce("--diff").code == 0


def test_what_is_new_is_added_and_edits_stay(folder: Folder) -> None:
    folder.edit("play some {genre}", "play [some more] {genre}  # mine")
    folder.more()
    before = folder.all()
    shown = folder.induce("--diff")
    assert shown.code == 1
    assert folder.all() == before
    assert "+  | <PlayMusic_more>" in shown.out
    assert folder.induce("--update").code == 0
    text = folder.grammar.read_text("utf-8")
    assert "  | play [some more] {genre}  # mine\n" in text
    assert "\nPlayMusic_more = start {genre} at once\n" in text
    assert "catalog genre = hip hop | jazz | soul" in text
    after = folder.all()
    assert folder.induce("--update").code == 0
    assert folder.all() == after
    parsed = gramc("parse", str(folder.grammar), "start soul at once")
    assert "start soul|genre at once" in parsed.out


def test_what_was_taken_out_stays_out(folder: Folder) -> None:
    folder.edit("  | please play {genre} on {service}\n", "")
    folder.more()
    result = folder.induce("--update")
    assert "W721" in result.err
    assert "please play hip hop on spotify" in result.err
    assert "please" not in folder.grammar.read_text("utf-8").split("intent PlayMusic")[1]


def test_without_its_record_what_was_taken_out_is_new(folder: Folder) -> None:
    folder.edit("  | please play {genre} on {service}\n", "")
    folder.record.unlink()
    result = folder.induce("--update")
    assert "W723" in result.err
    assert "please play {genre} on {service}" in folder.grammar.read_text("utf-8")
    assert folder.record.exists()
    folder.record.write_text('{"version": 99}', "utf-8")
    assert "another version" in folder.induce("--update").err


def test_a_broken_grammar_is_told_and_left_alone(folder: Folder) -> None:
    folder.edit("play {song} by", "play {song by")
    folder.more()
    before = folder.all()
    result = folder.induce("--update")
    assert result.code == 1
    assert "error[E1" in result.err
    assert folder.all() == before


def test_tables_take_new_values_and_keep_what_was_edited(tmp_path: Path) -> None:
    many = "".join(f"play song{n}|song\n" for n in range(20))
    (tmp_path / "music.txt").write_text(f"# intent: PlayMusic\n{many}", "utf-8")
    arguments = ["induce", str(tmp_path / "music.txt"), "-o", str(tmp_path / "music.gram")]
    assert gramc(*arguments).code == 0
    table = tmp_path / "catalogs" / "song.tsv"
    text = table.read_text("utf-8").replace("song3\n", "").replace("song4\n", "song four\n")
    table.write_text(text, "utf-8")
    grammar = (tmp_path / "music.gram").read_bytes()
    (tmp_path / "music.txt").write_text(f"# intent: PlayMusic\n{many}play Vogue|song\n", "utf-8")
    shown = gramc(*arguments, "--diff")
    assert shown.code == 1
    assert "+Vogue" in shown.out
    result = gramc(*arguments, "--update")
    assert "“play song3” and “play song4” were taken out" in result.err
    assert table.read_text("utf-8") == text + "Vogue\n"
    assert (tmp_path / "music.gram").read_bytes() == grammar
    assert gramc(*arguments, "--diff").code == 0


def test_catalogues_that_come_later_lie_beside_the_grammar(
    folder: Folder, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    lists = tmp_path_factory.mktemp("lists")
    (lists / "city.txt").write_text("Paris\nRome\nOslo\n", "utf-8")
    folder.golden.write_text(
        f"{GOLDEN}# intent: Travel\ngo to Paris|city\ngo to Rome|city now\ngo to Rome|city\n",
        "utf-8",
    )
    assert folder.induce("--update", "--catalogs", str(lists)).code == 0
    assert (tmp_path / "catalogs" / "city.txt").read_text("utf-8") == "Paris\nRome\nOslo\n"
    assert "Oslo|city" in gramc("parse", str(folder.grammar), "go to Oslo").out
    after = folder.all()
    assert folder.induce("--update", "--catalogs", str(lists)).code == 0
    assert folder.all() == after


def test_update_wants_a_grammar(folder: Folder, tmp_path: Path) -> None:
    assert folder.induce("--update", "--report", str(tmp_path / "page.html")).code == 2
    assert gramc("induce", str(folder.golden), "--update").code == 2
    new = tmp_path / "new.gram"
    shown = gramc("induce", str(folder.golden), "-o", str(new), "--diff")
    assert shown.code == 1
    assert "+intent PlayMusic" in shown.out
    assert not new.exists()
    assert gramc("induce", str(folder.golden), "-o", str(new), "--update").code == 0
    assert new.exists()
