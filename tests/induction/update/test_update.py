"""Induction again, case by case."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from gramc.dsl.findings import Finding
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.induction.update.again import Updated, first, update
from gramc.induction.update.mark import marked
from gramc.induction.update.names import renamed
from gramc.induction.update.record import Record, Written, beside, dumps, loads
from gramc.induction.update.trying import Learned
from hypothesis import given as examples
from hypothesis import strategies as st

from .learning import cases, induced, memorised

OLD = """
PlayMusic: play jazz|genre
PlayMusic: play {hip hop}|genre
PlayMusic: play Vogue|song by Madonna|artist
PlayMusic: put on Help|song
RateBook: give Dune|book five stars
"""
TEXT = induced(cases(OLD))


def again(text: str, new: str = "", old: str = OLD, record: Record | None = None) -> Updated:
    """The grammar after an update, and that another one changes nothing."""
    record = record or first(TEXT, "music.gram")
    given = cases(old + new)
    made = update(text, "music.gram", record, given, memorised)
    if made.text is not None:
        twice = update(made.text, "music.gram", made.record, given, memorised)
        assert twice.text == made.text
        assert twice.record == made.record
    return made


def line(text: str | None, begins: str) -> str:
    """The statement that begins so, on one line."""
    assert text is not None
    after = text[text.index(f"\n{begins}") + 1 :]
    found = [after.split("\n")[0]]
    for more in after.split("\n")[1:]:
        if not more.startswith(" "):
            break
        found.append(more.strip())
    return " ".join(" ".join(found).split())


def codes(made: Updated) -> list[str]:
    return [f.code for f in made.findings]


def one(made: Updated, code: str) -> Finding:
    (found,) = [f for f in made.findings if f.code == code]
    return found


def test_new_values_go_to_their_catalogues() -> None:
    made = again(TEXT, "PlayMusic: play rock|genre")
    assert line(made.text, "catalog genre") == "catalog genre = jazz | hip hop | rock"
    assert line(made.text, "intent PlayMusic") == line(TEXT, "intent PlayMusic")


def test_an_unedited_intent_takes_alternatives_with_weights_that_fit() -> None:
    made = again(TEXT, "PlayMusic: start Help|song\nPlayMusic: start Vogue|song")
    assert (
        line(made.text, "intent PlayMusic") == "intent PlayMusic = /2/ play {genre} | "
        "play {song} by {artist} | put on {song} | /2/ start {song}"
    )


def test_an_edited_intent_gets_one_alternative_more() -> None:
    text = TEXT.replace("put on {song}", "put [the song] on {song}")
    made = again(text, "PlayMusic: start Help|song\nPlayMusic: begin Vogue|song")
    found = line(made.text, "intent PlayMusic")
    assert found.endswith("| put [the song] on {song} | /2/ <PlayMusic_more>")
    assert line(made.text, "PlayMusic_more") == "PlayMusic_more = start {song} | begin {song}"
    # Later ones go where those are.
    assert made.text is not None
    later = again(
        made.text,
        "PlayMusic: start Help|song\nPlayMusic: begin Vogue|song\nPlayMusic: open Help|song",
        record=made.record,
    )
    assert line(later.text, "intent PlayMusic") == found
    assert line(later.text, "PlayMusic_more").endswith("| begin {song} | open {song}")


def test_weights_that_were_set_stay() -> None:
    text = TEXT.replace("| put on {song}", "| /7/ put on {song}")
    made = again(text, "PlayMusic: start Help|song")
    assert line(made.text, "intent PlayMusic").endswith("| /7/ put on {song} | /2/ start {song}")
    assert made.record is not None
    assert made.text is not None
    later = again(
        made.text.replace("/7/", "/5/"),
        "PlayMusic: start Help|song\nPlayMusic: begin Help|song",
        record=made.record,
    )
    assert "/5/ put on {song} | /2/ start {song}" in line(later.text, "intent PlayMusic")
    assert "PlayMusic_more" not in (later.text or "")


def test_names_that_a_person_gave_are_used() -> None:
    text = TEXT.replace("genre", "style").replace("intent PlayMusic", "intent Music")
    made = again(text, "PlayMusic: start {bebop}|genre", record=None)
    assert line(made.text, "catalog style") == "catalog style = jazz | hip hop | bebop"
    assert line(made.text, "intent Music").endswith("| start {style}")
    assert "genre" not in (made.text or "")
    assert not made.findings
    # And after that was written.
    assert made.record is not None
    assert made.record.last.intents == {"PlayMusic": "Music"}
    assert made.record.last.slots == {"genre": "style"}
    new = "PlayMusic: start {bebop}|genre\nPlayMusic: begin {soul}|genre"
    later = again(made.text or "", new, record=made.record)
    assert line(later.text, "intent Music").endswith("| begin {style}")
    assert "soul" in line(later.text, "catalog style")


def test_a_catalogue_with_a_new_name_keeps_the_label() -> None:
    text = TEXT.replace("catalog genre", "catalog Genres").replace("{genre}", "{genre:Genres}")
    made = again(text, "PlayMusic: start {bebop}|genre")
    assert line(made.text, "catalog Genres") == "catalog Genres = jazz | hip hop | bebop"
    assert line(made.text, "intent PlayMusic").endswith("| start {genre:Genres}")


def test_a_rejected_text_is_not_learned() -> None:
    text = f"{TEXT}\ntest PlayMusic\n  reject start Help\n"
    made = again(
        text, "PlayMusic: start Help|song\nPlayMusic: start it\nPlayMusic: start Vogue|song"
    )
    assert one(made, "W724").message == (
        "The utterance “start Help” is rejected by a test, and left out."
    )
    # Its like would accept it.
    assert "“start Vogue” was not added" in one(made, "W725").message
    assert line(made.text, "intent PlayMusic").endswith("| start it")


def test_what_was_taken_out_stays_out_with_other_values() -> None:
    text = TEXT.replace(" | put on {song}", "")
    made = again(text, "PlayMusic: put on {Like a Prayer}|song\nPlayMusic: turn on Help|song")
    assert one(made, "W721").message == (
        "The utterances “put on Help” and “put on Like a Prayer” were taken out and stay out."
    )
    assert line(made.text, "intent PlayMusic").endswith("{artist} | <PlayMusic_more>")
    assert line(made.text, "PlayMusic_more") == "PlayMusic_more = turn on {song}"
    assert "Like a Prayer" not in (made.text or "")
    # Long afterwards, too.
    assert made.record is not None
    assert made.text is not None
    other = made.text.replace("five stars", "six stars")
    later = again(
        other,
        "PlayMusic: put on {Like a Prayer}|song\nPlayMusic: turn on Help|song\nRateBook: hm",
        record=made.record,
    )
    assert "put on" not in line(later.text, "intent PlayMusic")
    assert "3 utterances were taken out and stay out" in one(later, "W721").message


def test_an_accept_line_brings_it_back() -> None:
    text = TEXT.replace(" | put on {song}", "") + "\ntest PlayMusic\n  accept put on Help\n"
    made = again(text)
    assert line(made.text, "PlayMusic_more") == "PlayMusic_more = put on {song}"
    assert not made.findings


def test_deleted_values_and_intents_stay_deleted() -> None:
    text = TEXT.replace(" | hip hop", "")
    made = again(text, "PlayMusic: start {hip hop}|genre\nPlayMusic: play rock|genre")
    assert line(made.text, "catalog genre") == "catalog genre = jazz | rock"
    assert "“play hip hop” and “start hip hop”" in one(made, "W721").message
    at = TEXT.rindex("# induced")
    made = again(TEXT[:at], "RateBook: rate Dune|book well")
    assert "RateBook" not in (made.text or "")
    assert "“give Dune five stars” and “rate Dune well”" in one(made, "W721").message


def test_a_rule_that_says_the_new_text_is_called() -> None:
    text = TEXT.replace("intent PlayMusic =", "intent PlayMusic = [<polite>] sing |")
    text += "\n# mine\npolite = would you be so kind as to | please\n"
    made = again(text, "PlayMusic: would you be so kind as to start Help|song")
    assert line(made.text, "PlayMusic_more") == "PlayMusic_more = <polite> start {song}"
    assert "\n# mine\npolite = would you be so kind as to | please\n" in (made.text or "")


def test_a_call_that_would_bring_back_what_was_taken_out_is_no_call() -> None:
    base = TEXT.replace("put on {song}", "<polite> start {song}")
    base += "\n# induced:00000000\npolite = would you be so kind as to | please\n"
    text = base.replace("<polite> start {song}", "<polite> sing {song}")
    made = again(
        text,
        "PlayMusic: would you be so kind as to start up Help|song",
        old="",
        record=first(base, "music.gram"),
    )
    assert line(made.text, "PlayMusic_more") == "PlayMusic_more = <polite> start up {song}"
    # Where “please start Help” was taken out, the rule would bring it back.
    base = base.replace("<polite> start", "please start")
    text = base.replace(" | please start {song}", " | sing <polite>")
    made = again(
        text,
        "PlayMusic: would you be so kind as to start Help|song",
        old="",
        record=first(base, "music.gram"),
    )
    assert line(made.text, "PlayMusic_more").endswith("= would you be so kind as to start {song}")


VERBS = """grammar music
catalog song = Vogue | Help
# induced:00000000
intent Play = <verb> {song} | <verb> the song {song}
# 3 of 3; induced:00000000
verb = play | put on
"""


@pytest.mark.parametrize(
    ("fresh", "edited", "verb", "alternative"),
    [
        # The same rule is used, whatever it is called.
        ("verb = play | put on", "", "play | put on", "<verb> up {song}"),
        ("play = put on | play", "", "play | put on", "<verb> up {song}"),
        # An unedited one takes more,
        ("verb = play | turn on", "", "play | put on | turn on", "<verb> up {song}"),
        # but not one of another name.
        ("play = play | turn on", "", "play | put on", "<play> up {song}"),
        # An edited one stays as it is: what it has is used, what it lacks stands beside it.
        ("verb = play", "play | put on | sing", "play | put on | sing", "<verb> up {song}"),
        ("verb = play | hum", "play | sing", "play | sing", "<verb_induced> up {song}"),
    ],
)
def test_a_rule_of_that_name(fresh: str, edited: str, verb: str, alternative: str) -> None:
    tree, _ = parse(VERBS, "music.gram")
    base = print_file(replace(tree, statements=tuple(marked(s) for s in tree.statements)))
    text = base.replace("play | put on", edited) if edited else base
    learned = parse(f"catalog song = Vogue\nintent Play = <v> up {{song}}\n{fresh}", "x")[0]
    name = fresh.split(" ")[0]
    statements = tuple(renamed(s, {"v": name}) for s in learned.statements)

    def learn(given: object, rejected: object, memorise: bool) -> Learned:
        return Learned(replace(learned, statements=statements))

    given = cases("Play: play up Vogue|song\nPlay: put on the song Help|song")[:1]
    made = update(text, "music.gram", first(base, "music.gram"), given, learn)
    assert line(made.text, "verb =") == f"verb = {verb}"
    assert line(made.text, "intent Play").endswith(f"| {alternative}")
    conflict = "induced" in alternative
    assert codes(made) == (["W722"] if conflict else [])
    if conflict:
        assert line(made.text, "verb_induced") == "verb_induced = play | hum"
        found = one(made, "W722")
        assert (found.span.line, found.span.column) == (6, 1)
    again = update(made.text or "", "music.gram", made.record, given, learn)
    assert (again.text, again.record, again.findings) == (made.text, made.record, ())


def test_a_name_that_a_person_took_is_left_to_them() -> None:
    text = TEXT.replace("put on {song}", "put on {song} <PlayMusic_more>")
    text += "\nPlayMusic_more = right now | at once\n"
    made = again(text, "PlayMusic: start Help|song", old="")
    assert line(made.text, "PlayMusic_more =") == "PlayMusic_more = right now | at once"
    assert line(made.text, "PlayMusic_more_2") == "PlayMusic_more_2 = start {song}"
    assert "| <PlayMusic_more_2>" in line(made.text, "intent PlayMusic")


def test_what_a_person_writes_otherwise_stays_to_the_letter() -> None:
    text = TEXT.replace("intent PlayMusic = ", "intent   PlayMusic=\n     ", 1)
    text = (
        text.replace("catalog book = Dune", "catalog book   =   Dune   # the best") + "\n\n# end\n"
    )
    made = again(text, "RateBook: rate Dune|book well")
    assert made.text is not None
    assert text.split("intent RateBook")[0].rsplit("#", 1)[0] in made.text
    assert made.text.endswith("\n\n# end\n")


def test_slots_that_a_rule_or_a_file_fills_take_new_values_beside() -> None:
    text = TEXT.replace("catalog genre = jazz | hip hop", "genre = jazz | hip hop | [slow] blues")
    made = again(text, "PlayMusic: start {slow blues}|genre\nPlayMusic: start rock|genre")
    assert line(made.text, "genre") == "genre = jazz | hip hop | [slow] blues"
    assert line(made.text, "catalog genre_more") == "catalog genre_more = rock"
    assert line(made.text, "intent PlayMusic").endswith("start {genre:(<genre> | <genre_more>)}")


def test_findings_of_a_broken_grammar_are_all_there_is() -> None:
    made = again(TEXT.replace("{song} by", "{song by"))
    assert made.text is None
    assert [code[0] for code in codes(made)] == ["E"]
    made = again(TEXT.replace("{song} by", "{songs} by"))
    assert made.text is None
    assert "E201" in codes(made)


def test_a_record_is_read_as_it_was_written() -> None:
    record = Record(
        Written("a = b\n", {"A": "B"}, {"x": "y"}), (Written("c = é\n"),), ("catalogs/a.tsv",)
    )
    text = dumps(record)
    assert loads(text, "x") == (record, [])
    assert text == dumps(record)
    assert beside("a/music.gram") == "a/music.induced.json"
    assert '"é"' not in text
    assert "é" in text


@pytest.mark.parametrize(
    "text",
    [None, "", "{", "[]", "3", '{"version": 2}', '{"version": 1}', '{"version": 1, "last": 3}'],
)
def test_a_record_that_is_none_is_told(text: str | None) -> None:
    record, (finding,) = loads(text, "music.induced.json")
    assert record is None
    assert finding.code == "W723"


_JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["version", "last", "earlier", "tables", "grammar", "intents", "slots"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@examples(_JSON)
def test_any_record_is_read_or_told(told: object) -> None:
    if isinstance(told, dict):
        told = {**told, "version": 1}
    record, findings = loads(json.dumps(told), "x")
    assert (record is None) == bool(findings)
    if record is not None:
        assert again(TEXT, record=record).text is not None
