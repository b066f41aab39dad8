"""Fitting: weights that come back, ambiguity, agreement, what is written and what is told."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from gramc.corpora.utterance import Utterance
from gramc.dsl import tree
from gramc.dsl.parse import parse
from gramc.dsl.printer import print_file
from gramc.induction.fitting.em import EM
from gramc.induction.fitting.fit import Fitted, Settings, fit
from gramc.induction.fitting.marks import Marked, mark
from gramc.induction.fitting.readings import Labels, Reader
from gramc.induction.update.mark import mark as mark_of
from gramc.induction.update.mark import marked
from gramc.induction.update.mark import read as read_mark
from gramc.runtime.grammar import Grammar

from .fitting import brute_bits, corpus_of, drawn, fitted, opened, read

ROOT = Path(__file__).parents[2]
MUSIC = ROOT / "grammars" / "music" / "full.gram"
SPANISH = ROOT / "grammars" / "spanish_music" / "musica.gram"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "test.gram"
    path.write_text(text, encoding="utf-8")
    return path


def weights(text: str | None, name: str) -> list[str | None]:
    """The weights of the alternatives of a rule or intent."""
    assert text is not None
    file, _ = parse(text, "found.gram")
    for statement in file.statements:
        if isinstance(statement, tree.Rule | tree.Intent) and statement.name == name:
            return [alternative.weight for alternative in statement.body.alternatives]
    raise AssertionError(name)


def estimated(path: Path, utterances: list[Utterance], start: int) -> tuple[Marked, list[float]]:
    """Shares by mark that EM finds from equal weights, and the marked grammar as written. *start*
    is the most rounds."""
    state, compiled = opened(path)
    marked = mark(state, compiled)
    even = dict.fromkeys(range(marked.options), 1)
    sites = tuple(replace(site, weights=(1,) * len(site.weights)) for site in marked.sites)
    intents = next((s for s in sites if marked.intents and s.first == marked.intents.first), None)
    flat = replace(marked, compiled=marked.with_weights(even), sites=sites, intents=intents)
    reader = Reader.of(flat)
    assert reader is not None
    data = reader.gather(corpus_of(utterances)(), Labels(True, True))
    assert data.read == len(utterances)
    found = EM(flat, data)(0.0, start)
    shares = [0.0] * marked.options
    for site in sites:
        whole = sum(found.weights[number] for number in site.marks)
        for number in site.marks:
            shares[number] = found.weights[number] / whole
    return marked, shares


# ---------------------------------------------------------------- weights that come back


def test_frequencies_are_exact_where_nothing_is_ambiguous(tmp_path: Path) -> None:
    path = written(tmp_path, "intent I = a [x] | b (c | d) | e\n")
    lines = ["7 × a", "2 × a x", "3 × b c", "1 × b d", "2 × e"]
    marked, shares = estimated(path, read(*lines, intent="I"), 10)
    top, optional, group = marked.sites
    assert [shares[number] for number in top.marks] == pytest.approx([9 / 15, 4 / 15, 2 / 15])
    assert [shares[number] for number in optional.marks] == pytest.approx([2 / 9, 7 / 9])
    assert [shares[number] for number in group.marks] == pytest.approx([3 / 4, 1 / 4])


def test_known_weights_come_back(tmp_path: Path) -> None:
    """5,000 sentences of each: a share is off by four standard deviations of sampling at most."""
    path = written(
        tmp_path,
        "catalog Genre = pop | rock | jazz\n"
        "play = /5/ play | /3/ put on | start\n"
        "some = some | /4/ a bit of\n"
        "intent Play /3/ =\n"
        "    <play> [/0.5/ <some>] {Genre} [music]\n"
        "  | /2/ {Genre} (/4/ now | please)?\n"
        "intent Stop = stop | /6/ be [/3/ very] quiet\n",
    )
    utterances = drawn(path, 5000, seed=11)
    marked, shares = estimated(path, utterances, 50)
    used = _times(path, utterances)
    for site in marked.sites:
        whole = sum(site.weights)
        times = sum(used[number] for number in site.marks)
        for number, weight in zip(site.marks, site.weights, strict=True):
            wanted = weight / whole
            assert abs(shares[number] - wanted) <= 4 * (wanted * (1 - wanted) / times) ** 0.5


def _times(path: Path, utterances: list[Utterance]) -> list[float]:
    state, compiled = opened(path)
    marked = mark(state, compiled)
    reader = Reader.of(marked)
    assert reader is not None
    em = EM(marked, reader.gather(corpus_of(utterances)(), Labels(True, True)))
    return list(em(0.0, 1).used)


# ---------------------------------------------------------------- ambiguity


def test_ambiguous_texts_are_shared_out(tmp_path: Path) -> None:
    """Both rules can say `go`, and only the rest tells how often each does; any split of `go` that
    goes with the rest is as likely, and EM keeps to the weights that it begins with."""
    path = written(tmp_path, "x = go | run\ny = go | walk\nintent I = <x> | /3/ <y> now\n")
    plain = read("4 × go", "2 × run", "6 × go now", "6 × walk now", intent="I")
    found = fitted(path, plain, 0.0001)
    assert weights(found.text, "x") == ["2", None]
    assert weights(found.text, "y") == [None, None]
    path = written(tmp_path, "x = go | run\ny = go | walk\nintent I = <x> | <y>\n")
    found = fitted(path, read("8 × go", "4 × run", "4 × walk", intent="I"), 0.0001)
    assert found.text is not None
    assert found.training is not None
    assert found.training.after == pytest.approx(1.5, abs=0.01)  # the entropy of the data


def test_plain_text_counts_for_each_intent(tmp_path: Path) -> None:
    path = written(tmp_path, "intent A = go | stop\nintent B = go | wait\n")
    found = fitted(path, read("6 × stop", "2 × wait", "4 × go"), 0.0001)
    assert found.training is not None
    assert found.training.used == 12
    assert found.training.after == pytest.approx(1.459, abs=0.01)


def test_labels_decide(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "catalog Artist = Africa | Queen\ncatalog Song = Africa | Toto\n"
        "intent I = play {Artist} | play {Song}\n",
    )
    labelled = read("6 × play Africa|Artist", "2 × play Africa|Song", intent="I")
    assert weights(fitted(path, labelled, 0.001).text, "I") == ["3", None]
    plain = read("6 × play Africa", "2 × play Toto", intent="I")
    found = fitted(path, plain, 0.001)
    # Africa is either: that it is the song explains what Toto shows, and so on till all is said
    assert found.training is not None
    assert found.training.after < found.training.before


def test_constants_count_where_the_corpus_has_any(tmp_path: Path) -> None:
    path = written(tmp_path, "intent I = go {S:(a)} {k = 1} | /2/ go {S:(a)} {k = 2} | stop\n")
    without = fitted(path, read("go a|S", "2 × go a|S", "3 × stop", intent="I"), 0.001)
    assert weights(without.text, "I") == [None, "2", "3"]
    lines = ["2 × go a|S {}|k=1", "2 × go a|S {}|k=2", "4 × stop"]
    given = fitted(path, read(*lines, intent="I"), 0.001)
    assert weights(given.text, "I") == [None, None, "2"]


def test_canonical_values_are_compared_where_they_are_given(tmp_path: Path) -> None:
    path = written(tmp_path, "intent I = {S:(a => X)} | /2/ {S:(a => Y)} | {T:(a)}\n")
    found = fitted(path, read("5 × a|S=X", "3 × a|S", intent="I"), 0.001, 300)
    assert found.training is not None
    assert found.training.used == 8
    x, y, t = (float(w or 1) for w in weights(found.text, "I"))
    assert x > 1000 * t  # what is labelled S is no T, and of the S without a value all may be X
    assert y < x
    bad = fitted(path, read("a|S=Z", intent="I"))
    assert bad.text is None
    assert [f.code for f in bad.findings] == ["E731", "W731"]


def test_optional_parts_that_hold_the_same(tmp_path: Path) -> None:
    """Ten optional words alike: a text of five comes in 252 ways, all of which count."""
    path = written(tmp_path, f"intent I = go {' '.join(['[on]'] * 10)}\n")
    found = fitted(path, read(*["go" + " on" * 5], intent="I"), 1.0, 200)
    assert found.training is not None
    assert found.training.before == pytest.approx(2.02, abs=0.01)  # 252 of 1,024
    assert not [f for f in found.findings if f.code == "W735"]
    path = written(tmp_path, f"intent I = go {' '.join(['[on]'] * 13)}\n")
    found = fitted(path, read(*["go" + " on" * 6], intent="I"), 1.0, 5)
    assert [f.code for f in found.findings] == ["W735"]


# ---------------------------------------------------------------- agreement


AGREEING = """\
feature number = one | many
det = the | /3/ this @one | these @many
noun = lamp @one | /2/ lamps @many | /2/ fan @one | /7/ fans @many
adjective = big | small
intent I = <det> [<adjective>] <noun> @agree(number) | /2/ (<det> <noun> @agree(number)) off
"""


def test_agreement_is_fitted_to_what_came_out(tmp_path: Path) -> None:
    """Relative frequencies are not the best weights where parts must agree; EM finds those whose
    sentences come in the proportions of the data."""
    path = written(tmp_path, AGREEING)
    lines = [
        "9 × this lamp",
        "3 × these lamps",
        "1 × these fans",
        "2 × the fan",
        "5 × this big fan",
    ]
    utterances = read(*lines, "4 × the lamps off", "4 × this lamp off", intent="I")
    found = fitted(path, utterances, 0.001, 500)
    assert found.text is not None
    assert found.training is not None
    assert found.training.before == pytest.approx(brute_bits(path, AGREEING, utterances))
    assert found.training.after == pytest.approx(brute_bits(path, found.text, utterances))
    # no change of one weight by a fifth makes it better: it is the best, as far as it is written
    file, _ = parse(found.text, str(path))
    for name in ("det", "noun", "I"):
        given = weights(found.text, name)
        for number in range(len(given)):
            for factor in (Fraction(4, 5), Fraction(6, 5)):
                other = [Fraction(w or 1) * 100 for w in given]
                other[number] *= factor
                changed = _with(file, name, [str(int(w)) for w in other])
                assert brute_bits(path, changed, utterances) > found.training.after - 0.002


def _with(file: tree.File, name: str, given: list[str]) -> str:
    statements = []
    for statement in file.statements:
        if isinstance(statement, tree.Rule | tree.Intent) and statement.name == name:
            pairs = zip(statement.body.alternatives, given, strict=True)
            body = tree.Body(tuple(replace(a, weight=w) for a, w in pairs))
            statement = replace(statement, body=body)
        statements.append(statement)
    return print_file(tree.File(tuple(statements), file.path))


@pytest.mark.parametrize("path", [MUSIC, SPANISH], ids=lambda p: p.stem)
def test_worked_grammars_with_agreement(path: Path) -> None:
    """From equal weights back to bits as few as those of the weights that the corpus is drawn by,
    on other sentences than EM has seen."""
    training, other = drawn(path, 1500, seed=1), drawn(path, 400, seed=2)
    state, compiled = opened(path)
    marked = mark(state, compiled)
    assert not marked.inexact
    even = dict.fromkeys(range(marked.options), 1)
    sites = tuple(replace(site, weights=(1,) * len(site.weights)) for site in marked.sites)
    intents = next((s for s in sites if marked.intents and s.first == marked.intents.first), None)
    flat = replace(marked, compiled=marked.with_weights(even), sites=sites, intents=intents)
    reader = Reader.of(flat)
    assert reader is not None
    data = reader.gather(corpus_of(training)(), Labels(True, True))
    found = EM(flat, data)(1.0, 12)
    assert all(b >= a - 1e-6 for a, b in zip(found.history, found.history[1:], strict=False))
    from gramc.induction.fitting.em import bits

    before, after, known = (
        Reader.of(flat, chosen)
        for chosen in (
            flat.compiled,
            flat.with_weights(dict(enumerate(found.weights))),
            marked.compiled,
        )
    )
    assert before is not None
    assert after is not None
    assert known is not None
    told = [bits(r.gather(corpus_of(other)(), Labels(True, True))) for r in (before, after, known)]
    assert told[0] > told[1] + 1
    assert told[1] < told[2] + 0.35  # what 1,500 sentences leave open


# ---------------------------------------------------------------- what is written

LAYOUT = """\
# Head.
grammar layout

feature number = one | many

## What it is.
order =
    # before
    play [music | songs]  # behind
  | stop? <word>
  | /0/ never

word = now | later @many | "right away" => SOON  # end

intent I = <order> | light[s] (up | down)? | (a ; b) | go{1,2} | {S:[x]}  # last
intent J /2/ = wait
intent K /0/ = nothing

# Tail.
test I
  accept play
"""


def test_everything_but_weights_stays(tmp_path: Path) -> None:
    path = written(tmp_path, LAYOUT)
    lines = ["9 × play music", "3 × play songs", "2 × play", "6 × stop now", "right away"]
    more = ["8 × lights up", "light down", "2 × lights", "5 × a b", "3 × go go", "4 × {x}|S"]
    utterances = [*read(*lines, *more, intent="I"), *read("3 × wait", intent="J")]
    found = fitted(path, utterances)
    assert (
        found.text
        == """\
# Head.
grammar layout

feature number = one | many

## What it is.
order =
    # before
    /2/ play [/4.3/ (/5/ music | /2/ songs)]  # behind
  | [/3.5/ stop] <word>
  | /0/ never

word = /7/ now | later @many | /2/ "right away" => SOON  # end

intent I /11/ =
    /21/ <order>
  | /11/ light[/5.5/ s] [/3.3/ (/9/ up | /2/ down)]
  | /6/ (a ; b)
  | /4/ go{1,2}
  | /5/ {S:[/5/ x]}  # last
intent J = wait
intent K /0/ = nothing

# Tail.
test I
  accept play
"""
    )


def test_weights_are_no_edit(tmp_path: Path) -> None:
    """A statement that was induced and not edited bears a good mark after, too; an edited one is
    still known as such."""
    lines = ["x = a | b  # induced:00000000", "y = c | d", "intent I = <x> | <y>"]
    file, _ = parse("\n".join(lines), "marked.gram")
    induced = print_file(replace(file, statements=tuple(marked(s) for s in file.statements)))
    text = induced.replace("y = c | d", "y = c | d  # induced:00000000")
    found = fitted(written(tmp_path, text), read("9 × a", "b", "7 × c", "d", intent="I"), 0.01)
    assert found.text is not None
    x, y, _ = parse(found.text, "found.gram")[0].statements
    assert print_file(tree.File((x,))).startswith("x = /9/ a | b  # induced:")
    assert read_mark(x) == mark_of(x)
    assert read_mark(y) == "00000000" != mark_of(y)


def test_nothing_changes_where_nothing_is_learned(tmp_path: Path) -> None:
    text = "intent I = /2/ a | b [/3/ c]\n"
    path = written(tmp_path, text)
    utterances = read("20 × a", "3 × b", "9 × b c", intent="I")
    once = fitted(path, utterances)
    assert once.text == "intent I = /3/ a | /2/ b [/2.5/ c]\n"
    again = fitted(path, utterances, text=once.text)
    assert again.text == once.text


def test_only_what_is_sure(tmp_path: Path) -> None:
    """Ten of sixteen are no reason to change equal weights; a thousand of sixteen hundred are."""
    text = "x = a | b\nintent I = <x> | c [d]\n"
    path = written(tmp_path, text)
    few = read("10 × a", "6 × b", "16 × c d", intent="I")
    state, compiled = opened(path)
    found = fit(state, compiled, corpus_of(few), settings=Settings(sure=True))
    assert found.text == "x = a | b\nintent I = <x> | c [/17/ d]\n"
    many = [utterance for utterance in few for _ in range(100)]
    found = fit(state, compiled, corpus_of(many), settings=Settings(sure=True))
    assert found.text == "x = /5/ a | /3/ b\nintent I = <x> | c [/1600/ d]\n"


def test_recursion_on_either_side(tmp_path: Path) -> None:
    text = "more = a | /2/ b <more>\nless = c | <less> (d | e)\nintent I = <more> | <less>\n"
    path = written(tmp_path, text)
    utterances = read("5 × a", "b a", "b b b a", "3 × c d", "c d e d d", "c", intent="I")
    found = fitted(path, utterances, 0.001)
    assert found.text == (
        "more = /5/ a | /3/ b <more>\n"
        "less = /2/ c | /3/ <less> (/6/ d | e)\n"
        "intent I = /3/ <more> | /2/ <less>\n"
    )


# ---------------------------------------------------------------- what is told


def told(path: Path, *lines: str, intent: str = "I") -> list[tuple[str, str]]:
    found = fitted(path, read(*lines, intent=intent))
    return [(f.code, f.message) for f in found.findings]


def test_what_does_not_parse_and_what_is_not_used(tmp_path: Path) -> None:
    path = written(tmp_path, "intent I = a | b [x] | c\nintent J = j\n")
    assert told(path, "3 × a", "z", "2 × y", "z z") == [
        (
            "W731",
            "4 utterances do not parse with their labels, and were left out: “z” is the first.",
        ),
        (
            "W732",
            "3 alternatives were never used by the 3 utterances, and have a weight by the prior "
            "alone.",
        ),
    ]
    assert told(path, "a", intent="Ja") == [
        ("E731", "The grammar accepts none of the 1 utterances of this corpus."),
        ("W734", "The grammar has no intent “Ja”; 1 utterance was left out."),
    ]
    assert told(path) == [("E732", "There is no utterance in this corpus.")]


def test_imports_keep_their_weights(tmp_path: Path) -> None:
    (tmp_path / "polite.gram").write_text("please = /2/ please | kindly\n")
    text = (
        'import "polite.gram"\nimport std.en.polite as p\n'
        "intent I = go [<polite.please>] [<p.please>]\n"
    )
    path = written(tmp_path, text)
    found = fitted(path, read("4 × go", "8 × go kindly", intent="I"))
    assert [f.code for f in found.findings] == ["W732", "W733"]
    assert found.text is not None
    assert "[/1.8/ <polite.please>] [/0.08/ <p.please>]" in found.text
    assert (tmp_path / "polite.gram").read_text() == "please = /2/ please | kindly\n"


def test_exclusions_from_what_has_no_weights_are_exact(tmp_path: Path) -> None:
    path = written(tmp_path, 'catalog C = a | b\nx = {C} now\nintent I = <x - "b now"> | stop\n')
    assert not told(path, "3 × {a}|C now", "stop")


def test_many_alternatives_that_begin_alike(tmp_path: Path) -> None:
    """A hundred numbers in figures: each comes back, and those that are part of others, too."""
    numbers = [str(number) for number in range(1, 101)]
    path = written(tmp_path, f"n = {' | '.join(numbers)}\nintent I = at <n> [<n>]\n")
    counts = {number: 1 + int(number) % 7 for number in numbers}
    lines = [f"{count} × at {number}" for number, count in counts.items()]
    found = weights(fitted(path, read(*lines, intent="I"), 0.0001).text, "n")
    assert [int(weight or 1) for weight in found] == list(counts.values())


def test_exclusions_are_told_of(tmp_path: Path) -> None:
    path = written(tmp_path, "x = a | b | c\nintent I = <x - b> | stop\n")
    found = fitted(path, read("6 × a", "2 × c", "4 × stop", intent="I"), 0.01)
    assert [f.code for f in found.findings] == ["W732", "W736"]
    assert found.training is not None
    assert found.text is not None
    wanted = brute_bits(path, found.text, read("6 × a", "2 × c", "4 × stop", intent="I"))
    assert found.training.after == pytest.approx(wanted, abs=1e-6)


def test_what_parsing_passes_over_is_passed_over_here(tmp_path: Path) -> None:
    """Case, punctuation, texts of `skip`, rewrites, and spaces that may be left out."""
    text = (
        "locale fr-FR\n"
        'rewrite "de le" => "du"\n'
        'skip euh | "s\'il vous plaît"\n'
        "catalog S = heure | amie\n"
        "x = le | la\n"
        "intent I = de <x> [grand] chat | à l' [autre] {S} d' [une] amie | <x>{1,2} (a ; b [c])\n"
    )
    path = written(tmp_path, text)
    lines = ["3 × Du grand chat!", "de la chat", "le la b c a", "La, a b."]
    more = ["euh, à l'{heure}|S d'amie", "À l'autre amie|S d'une amie", "à l’ heure|S d'amie"]
    lines += [*more, "s'il vous plaît de la chat"]
    found = fitted(path, read(*lines, intent="I"))
    assert [f.code for f in found.findings] == []
    assert weights(found.text, "x") == [None, None]
    assert weights(found.text, "I") == ["6", "4", "3"]


def test_wildcards_and_context(tmp_path: Path) -> None:
    (tmp_path / "what.txt").write_text("buy milk\ncall mum\n")
    text = (
        'wildcard what from "what.txt"\n'
        "intent I = remind me to {what} | remind me [now] {area = @area}\n"
    )
    path = written(tmp_path, text)
    utterances = read(
        "6 × remind me to {feed the cat}|what", "2 × remind me now {}|area=Kitchen", intent="I"
    )
    found = fitted(path, utterances, 0.001)
    assert not [f for f in found.findings if f.is_error]
    assert weights(found.text, "I") == ["3", None]


def test_held_out_is_measured(tmp_path: Path) -> None:
    path = written(tmp_path, "intent I = a | b\n")
    state, compiled = opened(path)
    found = fit(
        state,
        compiled,
        corpus_of(read("3 × a", "1 × b", intent="I")),
        corpus_of(read("a", "b", "c", intent="I")),
        Settings(0.001, 5),
    )
    assert isinstance(found, Fitted)
    assert found.held_out is not None
    assert (found.held_out.used, found.held_out.unparsed) == (2, 1)
    assert found.held_out.before == pytest.approx(1)
    assert found.held_out.after == pytest.approx(1.2075, abs=1e-3)


def test_words_come_as_often_as_in_the_data(tmp_path: Path) -> None:
    """Where weights are best, every alternative comes as often in what is sampled as in the data,
    whatever had to agree."""
    path = written(tmp_path, AGREEING)
    lines = ["30 × this lamp", "10 × these lamps", "10 × the fan off", "5 × these big fans"]
    data = read(*lines, intent="I")
    found = fitted(path, data, 0.01, 500)
    assert found.text is not None
    grammar = Grammar(opened(path, found.text)[1])
    sampled = list(grammar.sample(4000, seed=3))
    for word in ("this", "these", "the", "lamp", "lamps", "fan", "fans", "big", "off"):
        wanted, got = (
            sum(word in u.text.split() for u in some) / len(some) for some in (data, sampled)
        )
        assert got == pytest.approx(wanted, abs=0.04), word
