"""A small example of every format that can be imported: its files, and the path to give."""

from __future__ import annotations

import tempfile
from pathlib import Path

OHF: dict[str, str | bytes] = {
    "intents.yaml": """\
HassTurnOn:
  supported: true
  domain: homeassistant
  description: "Turns on a device"
  slots:
    name:
      description: "Name of a device"
""",
    "sentences/en/_common.yaml": """\
language: en
responses:
  errors:
    no_intent: "Sorry, I couldn't understand that"
skip_words:
  - "please"
""",
    "sentences/en/HassTurnOn/name_only.yaml": """\
language: "en"
data:
  - sentences:
      - "<turn> on [the ]{name}"
      - "(turn;on) {name} [to {level}]"
    slots:
      domain: light
""",
    "rules/en/common.yaml": """\
language: en
expansion_rules:
  turn: "(turn|switch)"
""",
    "lists/en/levels.yaml": """\
language: en
lists:
  name:
    values:
      - "kitchen (light|lamp)"
      - in: "hall"
        out: "light.hall"
  level:
    range:
      from: 0
      to: 100
""",
    "tests/en/HassTurnOn/name_only.yaml": """\
language: en
tests:
  - sentences:
      - "turn on the hall"
    slots:
      name: light.hall
""",
}

SAMPLES: dict[str, tuple[dict[str, str | bytes], str]] = {
    "ohf": (OHF, "."),
    "jsgf": (
        {
            "music.gram": """\
#JSGF V1.0 UTF-8 en;
grammar com.acme.music;
import <com.acme.polite.*>;
/** What to play. @see nothing */
public <play> = /3/ [<please>] play <thing> {thing} | /1/ stop (the music)*;
<thing> = jazz {genre=JAZZ} | "hip hop" | <NULL> rock+; // loud
""",
            "polite.gram": """\
#JSGF V1.0;
grammar com.acme.polite;
public <please> = please | if you would;
""",
        },
        "music.gram",
    ),
    "srgs": (
        {
            "music.grxml": """\
<?xml version="1.0" encoding="UTF-8"?>
<grammar version="1.0" xmlns="http://www.w3.org/2001/06/grammar" xml:lang="en" root="play">
  <!-- What to play. -->
  <rule id="play" scope="public">
    <item repeat="0-1">please</item> play
    <one-of><item weight="3">jazz</item><item>rock</item></one-of>
    <tag>out.genre = "x"</tag>
    <item repeat="1-2"><ruleref uri="#now"/></item>
  </rule>
  <rule id="now"><token>right now</token></rule>
</grammar>
""",
            "music.abnf": """\
#ABNF 1.0 UTF-8;
language en;
root $play;
/** What to play. */
public $play = [please] play (/3/ jazz | rock) $now <1-2>;
$now = "right now" {out.when = "now"};
""",
        },
        "music.grxml",
    ),
    "chatito": (
        {
            "music.chatito": """\
// what to play
%[play]('training': '10', 'testing': '2')
    *[60%] ~[please?] play @[genre]
    play some @[genre#loud] ~[music]

@[genre]('synonym': 'true')
    ~[jazz]
    rock

@[genre#loud]
    metal

~[please]
    please
    would you

~[jazz]
    jazz
    dixie

~[music]
    music
    songs
""",
        },
        "music.chatito",
    ),
    "chatette": (
        {
            "music.chatette": """\
; what to play
%[&play](training: 10)
    ~[please?/60] play @[genre#loud] {now/right now?}
    [stop|halt] the ~[thing$music]

@[genre#loud]
    metal = METAL
    rock

~[please]
    please

~[thing$what]
    $what
""",
        },
        "music.chatette",
    ),
    "rasa": (
        {
            "nlu.yml": """\
version: "3.1"
nlu:
  - intent: play
    examples: |
      - play [jazz](genre)
      - play some [hip hop]{"entity": "genre", "value": "HIPHOP"}
      - play [Vogue]{"entity": "artist", "role": "by"}
  - synonym: HIPHOP
    examples: |
      - hip-hop
  - lookup: genre
    examples: |
      - rock
  - regex: zip
    examples: |
      - \\d{5}
""",
        },
        "nlu.yml",
    ),
    "snips": (
        {
            "play.yaml": """\
type: intent
name: play
slots:
  - name: genre
    entity: genre
utterances:
  - play some [genre:genre](jazz)
  - play [genre](rock) now
---
type: entity
name: genre
automatically_extensible: false
values:
  - [jazz, dixie]
  - rock
""",
            "dataset.json": """\
{"language": "en",
 "intents": {"play": {"utterances": [
   {"data": [{"text": "play "}, {"text": "jazz", "entity": "genre", "slot_name": "genre"}]}]}},
 "entities": {"genre": {"data": [{"value": "jazz", "synonyms": ["dixie"]}],
   "use_synonyms": true, "automatically_extensible": true, "matching_strictness": 1.0}}}
""",
        },
        "play.yaml",
    ),
    "alexa": (
        {
            "model.json": """\
{"interactionModel": {"languageModel": {"invocationName": "music box",
  "intents": [
    {"name": "AMAZON.StopIntent", "samples": []},
    {"name": "Play", "slots": [{"name": "genre", "type": "GENRE", "samples": ["some {genre}"]}],
     "samples": ["play {genre}", "play some {genre} music"]}],
  "types": [{"name": "GENRE", "values": [
    {"id": "J", "name": {"value": "jazz", "synonyms": ["dixie"]}},
    {"name": {"value": "rock"}}]}]}}}
""",
        },
        "model.json",
    ),
    "padatious": (
        {
            "locale/en-us/play.intent": "(play|put on) {genre} [please]\nplay something\n",
            "locale/en-us/genre.entity": "jazz\n(hip|trip) hop\n",
            "locale/en-us/stop.voc": "stop\nhalt|quit\n",
        },
        "locale/en-us",
    ),
    "jsonl": (
        {
            "corpus.jsonl": '{"intent": "play", "text": "play jazz", "slots": [{"name": "genre",'
            ' "text": "jazz", "start": 5, "end": 9}]}\n{"intent": "stop", "text": "stop"}\n',
        },
        "corpus.jsonl",
    ),
    "conll": (
        {
            "corpus.conll": "# text: play jazz\n# intent: play\n1\tplay\tplay\tO\n"
            "2\tjazz\tplay\tB-genre\n\n# text: stop\n# intent: stop\n1\tstop\tstop\tO\n",
        },
        "corpus.conll",
    ),
    "massive": (
        {
            "corpus.massive": '{"id": "1", "locale": "en-US", "partition": "train", '
            '"scenario": "play", "intent": "play_music", "utt": "play jazz", '
            '"annot_utt": "play [genre : jazz]"}\n',
        },
        "corpus.massive",
    ),
    "tagged": (
        {
            "corpus.jsonl": '{"intent": "play", "tokens": ["play", "jazz"], '
            '"tags": ["O", "B-genre"]}\n',
        },
        "corpus.jsonl",
    ),
    "text": ({"corpus.txt": "play some jazz\nstop\n"}, "corpus.txt"),
    "bio": ({"corpus.bio": "# intent: play\nplay\tO\njazz\tB-genre\n\n"}, "corpus.bio"),
    "slotgated": (
        {"train/seq.in": "play jazz\n", "train/seq.out": "O B-genre\n", "train/label": "play\n"},
        ".",
    ),
    "braces": ({"corpus.txt": "# intent: play\nplay {hip hop|genre}\n"}, "corpus.txt"),
    "brackets": ({"corpus.massive": "play\tplay [genre : jazz]\n"}, "corpus.massive"),
    "annotated": ({"corpus.txt": "# intent: play\nplay {hip hop}|genre=HIPHOP\n"}, "corpus.txt"),
}


def _drawn(name: str) -> tuple[dict[str, str | bytes], str]:
    """A sample of a format that is no text: what is exported of a small grammar."""
    from gramc.dsl.span import NOWHERE
    from gramc.exchange.exporting import export
    from gramc.exchange.formats import FORMATS
    from gramc.exchange.made import Options
    from gramc.runtime.grammar import load
    from gramc.runtime.writing.order import Order

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "sample.gram")
        path.write_text("catalog genre = jazz | rock\nintent play = play [some] {genre}\n", "utf-8")
        compiled = load(path).compiled
        made = export(FORMATS[name], compiled, NOWHERE, Order(), 20, Options())
    files: dict[str, str | bytes] = {file.path: file.data for file in made.files}
    return files, next(iter(files)) if len(files) == 1 else "."


_NO_TEXTS = ("lex", "dialogflow-es", "dialogflow-cx", "huggingface")
SAMPLES.update({name: _drawn(name) for name in _NO_TEXTS})


def deep(mark: str) -> str:
    return mark * 20_000


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n"
    for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)
LAUGHS = (
    '<?xml version="1.0"?>\n<!DOCTYPE grammar [\n<!ENTITY a "ha">\n'
    + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">\n' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + ']>\n<grammar version="1.0" root="r"><rule id="r">&i;</rule></grammar>\n'
)
OUTSIDE = (
    '<?xml version="1.0"?>\n<!DOCTYPE grammar [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n'
    '<grammar version="1.0" root="r"><rule id="r">&x;</rule></grammar>\n'
)

HOSTILE: dict[str, str | bytes] = {
    "nothing": "",
    "blank": "\n\n  \n",
    "a bomb of aliases": BOMB,
    "a bomb of entities": LAUGHS,
    "an entity from outside": OUTSIDE,
    **{f"deep {mark}": deep(mark) for mark in ("[", "(", "{", "<a>", "- ", "<", '{"a":', "[a ")},
    "one long line": "a " * 1_000_000,
    "many lines": "a\n" * 300_000,
    "many brackets": "(a|b)[c]" * 20_000,
    "binary": bytes(range(256)) * 40,
    "utf-16": "# intent: a\nb\n".encode("utf-16"),
    "too large": b" " * 70_000_000,
}
