"""Words of scripts without spaces, found in the data."""

from __future__ import annotations

from gramc.induction.segments import Segments
from gramc.induction.symbols import Intent, Symbol, Symbols, Template
from hypothesis import given
from hypothesis import strategies as st

from .golden_texts import golden


def words(*lines: str, locale: str = "") -> list[str]:
    """The symbols of each template, with spaces between."""
    found = golden(*lines, locale=locale)
    return [
        " ".join(f"{{{one.text}}}" if one.slot else one.text for one in template.symbols)
        for intent in Segments(found.intents).golden(found).intents
        for template in intent.templates
    ]


def test_letters_that_keep_together_are_words() -> None:
    assert words(
        "播放{晴天}|song",
        "播放{周杰伦}|artist|的歌",
        "我想听{七里香}|song",
        "我想听{邓丽君}|artist|的歌",
        "请播放{十年}|song",
        "请播放{王菲}|artist|的歌",
    ) == [
        "播放 {song}",
        "播放 {artist} 的歌",
        "我想听 {song}",
        "我想听 {artist} 的歌",
        "请 播放 {song}",
        "请 播放 {artist} 的歌",
    ]


def test_marks_stay_on_their_letters() -> None:
    assert words(
        "เปิดเพลง{ขอบใจ}|song",
        "เปิดเพลงของ{บอดี้}|artist",
        "ช่วยเปิดเพลง{คิดถึง}|song|หน่อย",
        "ช่วยเปิดเพลงของ{บอดี้}|artist",
        "เปิดเพลง{คิดถึง}|song|หน่อย",
    ) == [
        "เปิดเพลง {song}",
        "เปิดเพลง ของ {artist}",
        "ช่วย เปิดเพลง {song} หน่อย",
        "ช่วย เปิดเพลง ของ {artist}",
        "เปิดเพลง {song} หน่อย",
    ]


def test_words_with_spaces_between_are_left_alone() -> None:
    found = golden("play it's {x}|a|s and 5-10 {y}|b", "play l'{x}|a d'{y}|b", "播 放 {x}|a")
    assert Segments(found.intents).golden(found) == found


LETTERS = st.lists(
    st.tuples(st.sampled_from("播放歌听我的"), st.booleans(), st.booleans()), max_size=9
)


@given(st.lists(LETTERS, max_size=12))
def test_the_text_stays(texts: list[list[tuple[str, bool, bool]]]) -> None:
    templates = tuple(
        Template(tuple(Symbol(text, slot and touches, touches) for text, slot, touches in one))
        for one in texts
    )
    segments = Segments([Intent("A", templates)])
    for template in templates:
        found = segments.symbols(template.symbols)
        assert spelled(found) == spelled(template.symbols)
        assert [one for one in found if one.slot] == [one for one in template.symbols if one.slot]
        assert segments.symbols(template.symbols) == found


def spelled(symbols: Symbols) -> str:
    return "".join(f"{'' if one.touches else ' '}{one.text}" for one in symbols)


def test_texts_that_were_not_seen_are_cut_by_the_same_words() -> None:
    found = golden("播放{a}|x", "播放{b}|x|吧", "请播放{c}|x")
    segments = Segments(found.intents)
    new = golden("请播放{a}|x|呢")
    [template] = new.intents[0].templates
    assert [one.text for one in segments.symbols(template.symbols)] == ["请", "播放", "x", "呢"]
