"""A small grammar as if it had been induced, for the page on it."""

from __future__ import annotations

from gramc.dsl.findings import Finding
from gramc.dsl.span import Span
from gramc.induction.catalogues import Generalisation
from gramc.induction.draft import (
    Call,
    Choice,
    Draft,
    Expression,
    Note,
    Option,
    Optional,
    Repeat,
    Rule,
    Sequence,
)
from gramc.induction.report.network import Network, State, in_order
from gramc.induction.report.page import Explained
from gramc.induction.seen import Golden, Seen, Value
from gramc.induction.settings import Step
from gramc.induction.symbols import Intent, Symbol, Template

TEXT = """\
locale en

intent PlayMusic = <play> <what> <modifier>{0,2}  # 6 utterances: "play some jazz"
intent StopMusic = [please] stop <what>

# 4 utterances, 12.5 bits saved: "by queen", "on spotify"
modifier = /3/ by {artist} | on {service}

play = play | put on
what = [some] {genre} | "that \\"one\\"" | the \\{ mark
catalog artist = queen | prince
"""


def symbols(text: str) -> tuple[Symbol, ...]:
    """Words and `{slots}` of a text."""
    return tuple(
        Symbol(word.strip("{}"), word.startswith("{") and word.endswith("}"))
        for word in text.split()
    )


def words(text: str) -> Expression:
    """The same as an expression."""
    found = symbols(text)
    return found[0] if len(found) == 1 else Sequence(found)


def template(text: str, count: int, *examples: str) -> Template:
    """A template of a text."""
    return Template(symbols(text), count, examples)


INTENTS = (
    Intent(
        "PlayMusic",
        (
            template("play some {genre}", 3, "play some {hip hop}|genre", "play some jazz|genre"),
            template("play {genre} by {artist}", 2, "play jazz|genre by queen|artist"),
            template("put on {genre} by {artist} on {service}", 1, "put on <b>|genre by x|artist"),
            template("play it again sam", 1, "play it again sam"),
        ),
    ),
    Intent("StopMusic", (template("please stop {genre}", 2, "please stop jazz|genre"),)),
)

DRAFT = Draft(
    (
        Rule(
            "PlayMusic",
            Choice(
                (Option(Sequence((Call("play"), Call("what"), Repeat(Call("modifier"), 0, 2))), 6),)
            ),
            True,
        ),
        Rule("play", Choice((Option(words("play"), 5), Option(words("put on"), 1)))),
        Rule(
            "what",
            Choice((Option(Sequence((Optional(words("some"), 3, 5), words("{genre}"))), 8),)),
        ),
        Rule(
            "modifier",
            Choice((Option(words("by {artist}"), 3), Option(words("on {service}"), 1))),
            note=Note(4, ("by queen|artist",), 12.5),
        ),
        Rule(
            "StopMusic",
            Choice(
                (
                    Option(
                        Sequence((Optional(words("please"), 2, 0), words("stop"), Call("what"))), 2
                    ),
                )
            ),
            True,
        ),
    )
)

STEPS = (
    Step("PlayMusic", 0, 210.0),
    Step("PlayMusic", 1, 190.5, "play and put on merged"),
    Step("PlayMusic", 2, 184.25, "some made optional"),
    Step("StopMusic", 0, 30.0),
)


def network() -> Network:
    """Two ways from the start to the end, one of them past a state."""
    states = [State(()), State(symbols("play")), State(symbols("some {genre}")), State(())]
    ways = [((0, 1, 2, 3), 4), ((0, 1, 3), 2)]
    return in_order(states, [(0, 1), (1, 2), (1, 3), (2, 3)], ways)


GOLDEN = Golden(
    INTENTS,
    (
        Seen(
            "genre",
            (Value("jazz", None, 3), Value("hip hop & soul")),
            (("some _", ("jazz", "hip hop & soul")),),
        ),
        Seen("artist", (Value("queen"),)),
    ),
)

REASONS = (
    Generalisation(
        "genre", "lists/genre.tsv", 2, 2, ("some _",), True, "both are in it", (("jazz", 2),)
    ),
)


def explained() -> Explained:
    """All that the page takes."""
    return Explained(
        GOLDEN,
        DRAFT,
        TEXT,
        "readable",
        STEPS,
        (Finding("W701", "Something <odd> is here.", Span("in.txt", 3, 1, 3, 5), "Look at it."),),
        REASONS,
    )
