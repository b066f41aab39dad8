"""Marks: what makes an edit, and what does not."""

from __future__ import annotations

from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.dsl.tree import AnyStatement, File, Rule
from gramc.induction.update.mark import mark, marked, read, written
from hypothesis import given

from ...dsl.trees import files


def statement(text: str) -> AnyStatement:
    tree, findings = parse(text, "x.gram")
    assert not findings
    return tree.statements[-1]


def test_a_mark_is_of_what_a_statement_says() -> None:
    one = statement("play = play | put   on  # a comment\n")
    other = statement("# above\nstart =\n    play\n    # within\n  | put on\n")
    assert mark(one) == mark(other)
    assert mark(one) != mark(statement("play = play | put in"))
    assert mark(one) != mark(statement("play = /2/ play | put on"))
    assert mark(one) != mark(statement("intent play = play | put on"))
    assert mark(statement("intent a /2/ = x")) != mark(statement("intent a = x"))
    assert mark(statement('catalog a from "a.txt"')) == mark(statement('catalog  b  from "a.txt"'))
    assert mark(statement('catalog a from "a.txt"')) != mark(statement('catalog a from "b.txt"'))


def test_the_mark_is_read_where_a_comment_may_stand() -> None:
    said = written("0123abcd")
    for text in (
        f"# 3 of 4, {said}\na = b",
        f"## 3 of 4\n## {said}\na = b",
        f"a = b  # {said}",
        f"a =\n    b\n  | c  # {said}",
        f"a =\n    b\n    # {said}\n  | c",
        f"a = b\n    # {said}",
        f"# induced:ffffffff\n# {said}\na = b",
    ):
        one = statement(text)
        assert read(one) == "0123abcd"
        again = marked(one)
        assert read(again) == mark(again) == mark(one)
    for text in (
        "a = b",
        f"# {said}\n\na = b",
        "# induced:0123abc\na = b",
        "# induced:0123abcd0\na = b",
    ):
        assert read(statement(text)) is None
        assert marked(statement(text)) == statement(text)


@given(files())
def test_layout_makes_no_edit(file: File) -> None:
    again, _ = parse(print_file(file), "x.gram")
    assert [mark(s) for s in again.statements] == [mark(s) for s in file.statements]


def test_marking_twice_changes_nothing() -> None:
    rule = statement("# induced:00000000\na = b | c")
    assert isinstance(rule, Rule)
    assert marked(marked(rule)) == marked(rule)
