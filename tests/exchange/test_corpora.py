"""Corpora of other people, read, written and converted: what is held comes back, what is lost is
told, and what is broken has a place."""

from __future__ import annotations

import gzip
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from gramc.corpora.corpus import Corpus
from gramc.corpora.tokens import tags, tokens
from gramc.corpora.utterance import Span, Utterance
from gramc.exchange.formats import FORMATS
from gramc.exchange.lines.fit import Fit
from gramc.exchange.lines.forms import FORMS, is_bracketed, is_label, is_word
from gramc.exchange.made import Made, Options
from gramc.exchange.opening import Opened, open_corpus
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..cli.running import gramc
from ..corpora.making import utterances

GRAMMARS = Path(__file__).parents[2] / "grammars"
DATA = Path(__file__).parents[3] / "shared" / "data"
TREES = ["slotgated", "huggingface"]
ALL = [*FORMS, *TREES]

PLAY = Utterance(
    "play Vogue's hip hop mix",
    (Span("Song", 5, 10), Span("Mix", 13, 24, "HH", (Span("Genre", 13, 20, "HIPHOP"),))),
    (("domain", "music"),),
    "PlayMusic",
)


def laid_out(made: Made, folder: Path) -> Path:
    """The files of *made*; the one that is to be opened."""
    assert not made.failed
    for file in made.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
    return folder if len(made.files) > 1 else folder / made.files[0].path


def opened(path: Path, form: str | None = None) -> Opened:
    found = open_corpus(str(path), form, Options())
    assert isinstance(found, Opened), found
    return found


def held(form: str) -> Any:
    if form in FORMS:
        return FORMS[form].held
    from gramc.exchange.huggingface.write import HELD as DATASET
    from gramc.exchange.triples.write import HELD as TRIPLE

    return {"slotgated": TRIPLE, "huggingface": DATASET}[form]


def tagged(utterance: Utterance) -> tuple[str, list[str], list[str]]:
    """The intent, the tokens, and their tags."""
    places = tokens(utterance)
    words = [utterance.text[start:end] for start, end in places]
    return utterance.intent, words, tags(utterance, places)


def nfc(utterance: Utterance) -> bool:
    import unicodedata

    return unicodedata.is_normalized("NFC", repr(utterance))


# -------------------------------------------------------------------------------- round trips


@pytest.mark.parametrize("form", ALL)
@given(corpus=st.lists(utterances(), max_size=4))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_what_a_format_holds_comes_back(
    form: str, corpus: list[Utterance], tmp_path_factory: pytest.TempPathFactory
) -> None:
    if form in ("annotated", "braces"):
        corpus = [each for each in corpus if nfc(each)]
    folder = tmp_path_factory.mktemp("corpus")
    path = laid_out(FORMATS[form].writer()(Corpus(tuple(corpus)), Options()), folder)
    reading = opened(path, form)
    found = list(reading.utterances())
    assert reading.findings == []
    fit = Fit(held(form))
    wanted = [each for each in map(fit, corpus) if each is not None]
    if form == "slotgated":  # where tokens touch is not said, nor is a line without anything
        assert list(map(tagged, found)) == [tagged(u) for u in wanted if u.text or u.intent]
    else:
        assert found == wanted


def test_what_is_lost_is_told_once_with_the_count() -> None:
    fit = Fit(FORMS["bio"].held)
    assert fit(PLAY) == Utterance(
        PLAY.text, (Span("Song", 5, 10), Span("Mix", 13, 24)), (), "PlayMusic"
    )
    fit(PLAY)
    fit(replace(PLAY, text=PLAY.text.replace(" ", "\t")))
    from gramc.exchange.source import whole

    assert [(f.code, f.message) for f in fit.findings(whole("x"))] == [
        ("W621", "Two columns has no place for 3 constants, 3 canonical values, 3 slots in slots."),
        ("W622", "In 1 sentence white space was brought to single spaces."),
    ]


def test_names_that_a_format_cannot_hold_are_renamed_alike() -> None:
    fit = Fit(FORMS["annotated"].held)
    one = Utterance("now", (Span("date/time", 0, 3),), (), "a/b")
    two = Utterance("now", (Span("date_time", 0, 3),), (), "a_b")
    assert [fit(each) for each in (one, two, one)] == [
        Utterance("now", (Span("date_time", 0, 3),), (), "a_b"),
        Utterance("now", (Span("date_time_2", 0, 3),), (), "a_b_2"),
        Utterance("now", (Span("date_time", 0, 3),), (), "a_b"),
    ]
    assert (is_label("a/b"), is_word("a/b"), is_bracketed("a:b")) == (False, True, False)


@pytest.mark.parametrize("form", ALL)
@pytest.mark.parametrize("name", ["hindi_music/sangeet", "weather/weather", "pizza/pizza"])
def test_samples_of_the_worked_grammars_come_back(name: str, form: str, tmp_path: Path) -> None:
    grammar = GRAMMARS / f"{name}.gram"
    drawn = tmp_path / "drawn.jsonl"
    assert gramc("sample", str(grammar), "-n", "300", "-o", str(drawn)).code == 0
    target = str(tmp_path / form)
    done = gramc("corpus", "convert", str(drawn), "--to", form, "-o", target)
    assert done.code == 0, done.err
    fit = Fit(held(form))
    wanted = [fitting for each in opened(drawn).utterances() if (fitting := fit(each))]
    again = opened(Path(target), form)
    found = list(again.utterances())
    assert again.findings == []
    assert len(found) == 300
    if form == "slotgated":
        assert list(map(tagged, found)) == list(map(tagged, wanted))
    else:
        assert found == wanted


# -------------------------------------------------------------------------------- telling formats


def test_formats_are_told_by_ending_and_beginning(tmp_path: Path) -> None:
    corpus = Corpus((PLAY, replace(PLAY, text="stop", slots=(), constants=())))
    for form in ALL:
        folder = tmp_path / form
        folder.mkdir()
        path = laid_out(FORMATS[form].writer()(corpus, Options()), folder)
        expected = {"tagged": "jsonl", "text": "annotated"}.get(form, form)
        assert opened(path).form == expected, form
    cases = {
        "a.iob": ("play O\npop B-x\n", "bio"),
        "a.tsv": ("play\tO\npop\tB-x\n\nstop\tO\n", "bio"),
        "b.txt": ("# a comment\nplay {hip hop}|Genre\n", "annotated"),
        "c.txt": ("wake me at [time : nine]\n", "brackets"),
        "d.txt": ("# intent: Play\nplay {hip hop|genre}|x\nplay {hip hop|genre}\n", "braces"),
        "e.txt": ("play {hip hop}|genre\nno {{ham}|topping}|not\n", "annotated"),
        "d": ('{"utt": "a", "annot_utt": "a"}\n', "massive"),
    }
    for name, (text, form) in cases.items():
        (tmp_path / name).write_text(text)
        assert opened(tmp_path / name).form == form, name
    (tmp_path / "archive").write_bytes(b"PK\x03\x04\0\0 x O\ny O\n")
    assert not isinstance(open_corpus(str(tmp_path / "archive"), None, Options()), Opened)
    (tmp_path / "x.pdf").write_text("what")
    unknown = open_corpus(str(tmp_path / "x.pdf"), None, Options())
    assert not isinstance(unknown, Opened)
    assert unknown.code == "E607"
    assert "--from: " in unknown.hint


def test_packed_files_and_utf_16_are_read(tmp_path: Path) -> None:
    text = "PlayMusic\tplay pöp|Genre\r\nStop\tstop\n"
    for name, data in {
        "a.txt.gz": gzip.compress(text.encode()[:9]) + gzip.compress(text.encode()[9:]),
        "b.txt": text.encode("utf-16"),
        "c.txt": b"\xef\xbb\xbf" + text.encode(),
    }.items():
        (tmp_path / name).write_bytes(data)
        reading = opened(tmp_path / name, "annotated")
        assert [u.text for u in reading.utterances()] == ["play pöp", "stop"], name
        assert reading.findings == []


# -------------------------------------------------------------------------------- what is broken

DEEP = (
    b'{"text": "a", "slots": '
    + b'[{"name":"a","start":0,"end":1,"slots":' * 60
    + b"[]"
    + b"}]" * 60
    + b"}"
)


def findings(path: Path, form: str | None = None) -> list[tuple[str, str, int, int]]:
    corpus = open_corpus(str(path), form, Options())
    found = [corpus]
    if isinstance(corpus, Opened):
        list(corpus)
        found = list(corpus.findings)  # type: ignore[arg-type]
    return [(f.code, os.path.basename(f.span.file), f.span.line, f.span.column) for f in found]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("a.jsonl", b'{"text": "a", "slots": []}\n{"text": \n', [("E602", 2, 10)]),
        (
            "a.jsonl",
            b'{"text": "a", "slots": []}\n{"text": 1}\n[]\n',
            [("E603", 2, 2), ("E603", 3, 1)],
        ),
        ("a.jsonl", b'{"text": "\xe4", "slots": []}\n', [("E001", 1, 11)]),
        ("a.jsonl", b'{"text": "\xc3\xa4\xe4"}\n{"text": "b"}\n', [("E001", 1, 12)]),
        ("a.jsonl", b"[" * 100_000, [("E602", 1, 1)]),
        ("a.jsonl", b'{"text": "' + b"a" * 9_000_000, [("E601", 1, 1)]),
        ("a.txt", b"play pop|Genre\nplay {pop\n", [("E602", 2, 6)]),
        ("a.jsonl", DEEP, [("E603", 1, 15)]),
        ("a.bio", b"a\tO\n" * 10_001, [("E602", 10_001, 1)]),
        ("a.bio", b"play\tO\npop\n\nstop\tXX\n", [("E602", 2, 4), ("E602", 4, 6)]),
        ("a.conll", b"1\tplay\tP\tO\n2\tpop\tP\n", [("E602", 2, 7)]),
        ("a.massive", b"play [a : b\n", [("E602", 1, 6)]),
        (
            "a.jsonl",
            b'{"annot_utt": "a"}\n{"annot_utt": "[a"}\n{"x": {}, "utt": 3}\n',
            [("E603", 2, 2), ("E603", 3, 11)],
        ),
        ("a.parquet", b"PAR1 and then nothing", [("E602", 0, 0)]),
        ("a.jsonl.gz", b"\x1f\x8b\x08 broken", [("E003", 0, 0)]),
    ],
)
def test_what_is_broken_has_a_place(
    name: str, data: bytes, wanted: list[tuple[str, int, int]], tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    found = findings(tmp_path / name)
    assert [(code, line, column) for code, _, line, column in found] == wanted


def test_many_broken_lines_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "a"}\n' + b"{\n" * 50 + b'"\xff"\n' * 30)
    corpus = opened(tmp_path / "a.jsonl")
    assert len(list(corpus)) == 1
    said = [f.message for f in corpus.findings if f.span.line == 0]
    assert said == ["10 more lines are not UTF-8.", "30 more lines can't be read."]
    assert len(corpus.findings) == 42


def test_a_file_of_something_else_is_given_up(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{\n" * 100_000)
    corpus = opened(tmp_path / "a.jsonl")
    assert list(corpus) == []
    assert corpus.findings[-1].message == (
        "980 more lines can't be read. Nothing behind line 1,000 was tried."
    )
    (tmp_path / "b.jsonl").write_text('{"text": "a"}\n{\n' * 2000)
    corpus = opened(tmp_path / "b.jsonl")
    assert len(list(corpus)) == 2000


def test_three_files_that_do_not_belong_together(tmp_path: Path) -> None:
    for name, text in {"seq.in": "a b\nc\nd\n", "seq.out": "O\nO\nO\n", "label": "A\nB\n"}.items():
        (tmp_path / name).write_text(text)
    assert findings(tmp_path) == [("E602", "seq.out", 1, 1), ("E602", "label", 3, 1)]
    (tmp_path / "label").unlink()
    assert [(code, name) for code, name, *_ in findings(tmp_path)] == [("E003", "label")]


def test_parquet_without_sentences_or_with_rows_that_are_none(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    parquet.write_table(pa.table({"x": [1]}), tmp_path / "a.parquet")
    assert [code for code, *_ in findings(tmp_path / "a.parquet")] == ["E603"]
    slots = [[{"name": "a", "start": 0, "end": 9}], [{"name": "a", "start": 0, "end": 1}], None]
    table = pa.table({"text": ["ab", "ab", None], "slots": slots, "intent": ["I", "I", "I"]})
    parquet.write_table(table, tmp_path / "b.parquet")
    corpus = opened(tmp_path / "b.parquet")
    assert list(corpus.utterances()) == [Utterance("ab", (Span("a", 0, 1),), (), "I")]
    assert [(f.code, f.span.line) for f in corpus.findings] == [("E603", 1), ("E603", 3)]


@pytest.mark.parametrize("form", [*FORMS, "slotgated", "huggingface"])
@given(data=st.binary(max_size=60) | st.text('{}[]":,|\t\n#=O B-xA', max_size=40).map(str.encode))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_any_bytes_are_read_or_refused(
    form: str, data: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    name = {"slotgated": "seq.in", "huggingface": "a.parquet"}.get(form, "a")
    (folder / name).write_bytes(data)
    corpus = opened(folder if form == "slotgated" else folder / name, form)
    assert all(isinstance(each, Utterance) for each in corpus.utterances())
    assert all(
        f.code in ("E001", "E003", "E601", "E602", "E603", "E607", "W602") for f in corpus.findings
    )


# -------------------------------------------------------------------------------- real corpora


@pytest.mark.parametrize(
    ("file", "count"),
    [
        ("snips/snips.train.en.jsonl", 13084),
        ("snips_cased/snips_cased.train.en.jsonl", 13020),
        ("xsid/xsid.valid.tr.jsonl", 300),
        ("fb_multilingual/fb.train.es.jsonl", 3617),
        ("braun2017/AskUbuntuCorpus.train.en.jsonl", 53),
        ("hinglish_top/htop.validation.hi-Latn.jsonl", 1390),
        ("pizza/pizza.dev.en.jsonl", 348),
    ],
)
def test_real_corpora_are_read_and_go_round(file: str, count: int, tmp_path: Path) -> None:
    if not DATA.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{DATA} is missing, and must be there where CI is set")
        pytest.skip("the shared corpora are not beside this checkout")
    corpus = opened(DATA / file)
    found = list(corpus.utterances())
    assert len(found) == count
    assert sum(f.is_error for f in corpus.findings) == 0
    for form in ("bio", "conll", "massive", "tagged", "huggingface"):
        folder = tmp_path / form
        path = laid_out(FORMATS[form].writer()(Corpus(tuple(found)), Options()), folder)
        fit = Fit(held(form))
        again = opened(path, form)
        assert list(again.utterances()) == [fit(u) for u in found], form
        assert again.findings == []


def test_a_corpus_as_a_grammar_has_its_sentences(tmp_path: Path) -> None:
    text = (
        "# intent = Wake\n# text = wake me at nine!\n1\twake\tWake\tO\n2\tme\tWake\tB-who\n"
        "3\tat\tWake\tO\n4\tnine\tWake\tB-time\n5\t!\tWake\tO\n\n1\tgo\tGo\tO\n"
    )
    (tmp_path / "a.conll").write_text(text)
    folder = str(tmp_path / "made")
    assert (
        gramc("import", "conll", str(tmp_path / "a.conll"), "-o", folder, "--name", "a").code == 0
    )
    for form, wanted in {
        "annotated": "Go\tgo\nWake\twake me|who at nine|time|!\n",
        "braces": "Go\tgo\nWake\twake {me|who} at {nine|time}!\n",
        "brackets": "Go\tgo\nWake\twake [who : me] at [time : nine]!\n",
    }.items():
        path = str(tmp_path / form)
        assert (
            gramc("corpus", "convert", str(tmp_path / "a.conll"), "--to", form, "-o", path).code
            == 0
        )
        written = Path(path).read_text("utf-8").splitlines(keepends=True)
        assert "".join(sorted(written)) == wanted
        done = gramc("import", form, path, "--name", "a")
        assert done.out == Path(folder, "a.gram").read_text("utf-8")
    drawn = gramc("sample", f"{folder}/a.gram", "--all")
    assert drawn.out == "# intent: Wake\nwake me|who at nine|time|!\n# intent: Go\ngo\n"


def test_converting_tells_what_is_lost_and_writes_nothing_of_a_broken_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Play\tplay {hip hop}|Genre=HIPHOP {}|domain=music\nStop\tstop\n"
    )
    source, target = str(tmp_path / "a.txt"), str(tmp_path / "b.conll")
    done = gramc("corpus", "convert", source, "-o", target)
    assert done.code == 0
    assert "CoNLL has no place for 1 constant, 1 canonical value." in done.err
    back = gramc("corpus", "convert", target, "--to", "annotated")
    assert (back.code, back.out) == (0, "Play\tplay {hip hop}|Genre\nStop\tstop\n")
    (tmp_path / "a.txt").write_text("Play\tplay {hip hop\nStop\tstop\n")
    done = gramc("corpus", "convert", source, "-o", str(tmp_path / "c.jsonl"))
    assert done.code == 1
    assert not (tmp_path / "c.jsonl").exists()
    lenient = gramc("corpus", "convert", source, "-o", str(tmp_path / "c.jsonl"), "--lenient")
    assert lenient.code == 1
    assert len((tmp_path / "c.jsonl").read_text().splitlines()) == 1
    assert gramc("corpus", "convert", str(tmp_path / "no.txt"), "--to", "bio").code == 2
    assert gramc("corpus", "convert", source, "-o", "x.pdf").code == 2
    assert "did you mean" in gramc("corpus", "convert", source, "--to", "conl").err.lower()


def test_files_that_are_packed_or_single(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Play\tplay {hip hop}|Genre=HH\nStop\tstop\n")
    source = str(tmp_path / "a.txt")
    for name in ("b.jsonl.gz", "b.txt.zst", "b.parquet"):
        target = str(tmp_path / name)
        assert gramc("corpus", "convert", source, "-o", target).code == 0
        assert gramc("corpus", "diff", source, target).code == 0
    assert (tmp_path / "b.jsonl.gz").read_bytes()[:2] == b"\x1f\x8b"
    assert (tmp_path / "b.txt.zst").read_bytes()[:4] == b"\x28\xb5\x2f\xfd"
    assert not (tmp_path / "README.md").exists()
    several = gramc("corpus", "convert", source, "--to", "slotgated")
    assert several.code == 2
    assert "This makes 3 files" in several.err


def test_other_systems_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Play\tplay {hip hop}|Genre\nPlay\tplay pop|Genre\nStop\tstop\n"
    )
    source = str(tmp_path / "a.txt")
    for form, file in (("rasa", "nlu.yml"), ("snips", "dataset.yaml")):
        folder = tmp_path / form
        assert gramc("corpus", "convert", source, "--to", form, "-o", f"{folder}/").code == 0
        for path in (folder, folder / file):
            assert opened(path).form == form
            done = gramc("corpus", "diff", source, str(path))
            assert done.code == 0, done.out
