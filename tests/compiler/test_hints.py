"""Hints name what was most likely meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from gramc.compiler.compile import analyse


def hints(folder: Path, text: str) -> list[str]:
    (folder / "root.gram").write_text(text, "utf-8")
    _, findings = analyse(str(folder / "root.gram"))
    return [finding.hint for finding in findings]


@pytest.mark.parametrize(
    ("tag", "hint"),
    [
        ("fem", "Did you mean @f?"),
        ("mask", "Did you mean @m?"),
        ("plu", "Did you mean @plural?"),
        ("xyz", "Declare it: feature name = xyz | …"),
    ],
)
def test_a_tag_is_meant_by_what_it_writes_out_or_abbreviates(
    tmp_path: Path, tag: str, hint: str
) -> None:
    text = f"feature gender = m | f\nfeature number = one | plural\nintent See = Katze @{tag}\n"
    assert hints(tmp_path, text) == [hint]


def test_names_that_an_import_does_not_bring(tmp_path: Path) -> None:
    (tmp_path / "polite.gram").write_text("please = please\nthanks = thanks\n")
    wrong = 'import "polite.gram" (merci)\nintent See = see\n'
    assert hints(tmp_path, wrong) == ["It defines “please”, “thanks”."]
    many = "".join(f"a{k} = a\n" for k in range(6))
    (tmp_path / "polite.gram").write_text(many)
    assert hints(tmp_path, wrong) == ["It defines “a0”, “a1”, “a2”, “a3”, “a4”, …"]
    (tmp_path / "polite.gram").write_text("intent Stop = stop\n")
    assert hints(tmp_path, wrong) == ["It defines no rule, catalogue or wildcard."]


def test_a_file_that_is_called_otherwise(tmp_path: Path) -> None:
    (tmp_path / "polite.gram").write_text("please = please\n")
    assert hints(tmp_path, 'import "polit.gram"\nintent See = see\n')[0] == (
        "Is “polite.gram” meant?"
    )
    assert hints(tmp_path, 'import "weather.gram"\nintent See = see\n')[0] == (
        "The path is relative to the file that imports it."
    )


def test_a_statement_that_is_indented(tmp_path: Path) -> None:
    column = "Is `intent Stop = …` a statement? Then it begins in the first column."
    assert hints(tmp_path, "intent See = see\n  intent Stop = stop\n") == [column]
    assert hints(tmp_path, "intent See = see\n  more = stop\n") == [
        "Is `more = …` a statement? Then it begins in the first column."
    ]
    [text] = hints(tmp_path, "intent See = see\n  the sum = more\n")
    assert text.startswith("Write `\\=`")


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("import polite.gram", 'The name of a file stands in quotes: import "polite.gram".'),
        ("import en.polite", "Did you mean std.en.polite?"),
        ("rewrite a -> b", "The arrow is written `=>`; `\\>` is the character."),
        (
            "rule = {genre - jazz}",
            "What is left out stands in angle brackets: `{slot:<Genre - (jazz | blues)>}`.",
        ),
        ("rule: a | b", "A rule is written `rule = …`."),
        (
            "ru%le: a | b",
            "A name is a letter, then letters, digits, `_`, `-`, and single dots inside.",
        ),
        ("rule = {level:0..100}", "A range stands in angle brackets: `<0..100>`."),
    ],
)
def test_habits_of_other_languages(tmp_path: Path, line: str, hint: str) -> None:
    assert hints(tmp_path, f"{line}\nintent See = see\n") == [hint]


def test_a_comment_that_was_meant_as_text(tmp_path: Path) -> None:
    more = "What stands behind `#` is a comment; the character is written `\\#`."
    for line in ("intent Play = #1 hits", "intent Play = play (the #1 hit | more)"):
        [hint] = hints(tmp_path, f"{line}\n")[:1]
        assert hint.endswith(more)
    for line in ("intent Play = # nothing yet", "intent Play = play (the  # best", "intent P = ("):
        [hint] = hints(tmp_path, f"{line}\n")[:1]
        assert more not in hint
