"""Lex V2 bots, both ways; what is written fits the shapes of the model building API."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator
from gramc.dsl.tree import File
from gramc.exchange.archive import members
from gramc.exchange.lex.read import import_grammar
from gramc.exchange.lex.write import export_grammar
from gramc.exchange.made import Made, Options
from gramc.runtime.grammar import Grammar
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ..compiler.small_grammars import compiled_random, grammars
from .jobs import codes, job, of, said
from .languages import grammar

SERVICE = botocore.session.get_session().get_service_model("lexv2-models")
STRATEGIES = {"TOP_RESOLUTION": "TopResolution", "ORIGINAL_VALUE": "OriginalValue"}
ALWAYS = {"botId": "B" * 10, "botVersion": "DRAFT", "localeId": "en_US"}


def files(made: Made) -> dict[str, Any]:
    assert not made.failed, made.findings
    with zipfile.ZipFile(io.BytesIO(made.files[0].data)) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist()}


def valid(operation: str, data: dict[str, Any]) -> None:
    shape = SERVICE.operation_model(operation).input_shape
    found = {k: v for k, v in {**ALWAYS, **data}.items() if v is not None}
    if "localeId" not in shape.members:
        found = {k: v for k, v in found.items() if k not in ALWAYS}
    assert set(found) <= set(shape.members), set(found) - set(shape.members)
    report = ParamValidator().validate(found, shape)
    assert not report.has_errors(), report.generate_report()
    _patterns(found, shape)


def _patterns(value: Any, shape: Any) -> None:
    """The validator looks at types and lengths; patterns and largest lengths are looked at here."""
    import re

    if shape.type_name == "structure":
        assert set(value) <= set(shape.members)
        for name, each in value.items():
            _patterns(each, shape.members[name])
    elif shape.type_name == "list":
        assert len(value) <= shape.metadata.get("max", len(value))
        for each in value:
            _patterns(each, shape.member)
    elif shape.type_name == "string":
        assert len(value) <= shape.metadata.get("max", len(value))
        assert re.search(shape.metadata.get("pattern", ""), value), value
        assert not getattr(shape, "enum", None) or value in shape.enum


def check(made: Made) -> None:
    """Whether all files are what the model building API takes."""
    every = files(made)
    assert every["Manifest.json"]["metaData"]["resourceType"] == "BOT"
    for path, data in every.items():
        data = dict(data)
        name = data.pop("name", None)
        data.pop("identifier", None)
        if path.endswith("/Bot.json"):
            data.pop("version")
            role = "arn:aws:iam::123456789012:role/lex"
            valid("CreateBot", {"botName": name, "roleArn": role, **data})
        elif path.endswith("/BotLocale.json"):
            data.pop("version")
            data["nluIntentConfidenceThreshold"] = data.pop("nluConfidenceThreshold")
            valid("CreateBotLocale", data)
        elif path.endswith("/Intent.json"):
            slots = {p.split("/")[-2] for p in every if p.startswith(f"{path[:-11]}Slots/")}
            asked = data.pop("slotPriorities") or []
            assert {p["slotName"] for p in asked} == slots
            assert [p["priority"] for p in asked] == list(range(1, len(asked) + 1))
            valid("CreateIntent", {"intentName": name, **data})
        elif path.endswith("/Slot.json"):
            kind = data.pop("slotTypeName")
            assert kind.startswith("AMAZON.") or any(
                p.endswith(f"/SlotTypes/{kind}/SlotType.json") for p in every
            )
            data["slotTypeId"] = kind if kind.startswith("AMAZON.") else "T" * 10
            setting = data["valueElicitationSetting"]
            data["valueElicitationSetting"] = {k: v for k, v in setting.items() if v is not None}
            valid("CreateSlot", {"slotName": name, "intentId": "I" * 10, **data})
        elif path.endswith("/SlotType.json"):
            strategy = data["valueSelectionSetting"]["resolutionStrategy"]
            data["valueSelectionSetting"] = {"resolutionStrategy": STRATEGIES[strategy]}
            values = data["slotTypeValues"]
            data["slotTypeValues"] = [
                {k: v for k, v in each.items() if v is not None} for each in values
            ]
            valid("CreateSlotType", {"slotTypeName": name, **data})


GRAMMAR = """\
locale en-GB
import std.en.time
catalog Genre = hip hop => HIPHOP | rap => HIPHOP | jazz | swing => swing | big band => swing
catalog Room from "rooms.tsv"
wildcard Words from "words.txt"
intent Play = [please] play (some | any) {Genre} [music] | {x:(quiet|loud)} {Genre}
intent Wake = wake me at {t:<time.time>} in {r:Room} for {n:<1..5>} | note {Words}
"""
ROOMS = "value\tid\n" + "".join(f"room {n}\troom {n}\n" for n in range(300))


def read(made: Made, folder: Path, locale: str | None = None) -> Made:
    folder.mkdir(exist_ok=True)
    path = folder / "bot.zip"
    path.write_bytes(made.files[0].data)
    return import_grammar(str(path), Options(locale))


def test_there_and_back_again(tmp_path: Path) -> None:
    given_ = job(GRAMMAR, tmp_path, rooms_tsv=ROOMS, words_txt="buy milk\ncall home\n")
    made = export_grammar(given_)
    assert export_grammar(given_).files == made.files
    check(made)
    assert "HIPHOP" in said(made.findings, "W623")
    assert codes(made.findings) == ["W623"] * 4
    assert [p for p in files(made) if "Play" in p] == [
        "music_box/BotLocales/en_GB/Intents/Play/Intent.json",
        "music_box/BotLocales/en_GB/Intents/Play/Slots/Genre/Slot.json",
        "music_box/BotLocales/en_GB/Intents/Play/Slots/x/Slot.json",
    ]
    back = read(made, tmp_path / "back")
    assert codes(back.findings) == ["W602", "W602", "W603"]
    again = grammar(back, tmp_path / "back")
    for utterance in Grammar(given_.compiled).sample(200, 1):
        found = again.parse(utterance.text, 20)
        assert any(
            p.utterance.intent == utterance.intent
            and [(s.name, s.start, s.end) for s in p.utterance.slots]
            == [(s.name, s.start, s.end) for s in utterance.slots]
            for p in found
        ), utterance
    assert again.parse("play some big band")[0].utterance.slots[0].value == "swing"


@settings(max_examples=20)
@given(data=st.data())
def test_random_grammars_fit_the_shapes(data: st.DataObject) -> None:
    file: File = data.draw(grammars())
    compiled = compiled_random(file)
    assume(not compiled.missing())
    made = export_grammar(of(compiled))
    if not made.failed:
        check(made)


def test_names_that_lex_does_not_take(tmp_path: Path) -> None:
    text = "catalog Größe--2 = groß\nintent Ein.Kauf__x = kauf {Größe--2} | 买{尺寸:(大|小)}\n"
    made = export_grammar(job(text, tmp_path))
    check(made)
    assert "Größe--2 → Gro_e-2" in said(made.findings, "W622")
    assert "Lex wants a language with its region" in said(made.findings, "W622")


def test_a_value_stands_once_in_a_type(tmp_path: Path) -> None:
    text = "catalog T = Swing | swing => swing | big band => swing | jazz\nintent A = play {T}\n"
    every = files(export_grammar(job(f"locale en-US\n{text}", tmp_path)))
    (kind,) = [data for path, data in every.items() if path.endswith("SlotType.json")]
    assert [v["sampleValue"]["value"] for v in kind["slotTypeValues"]] == ["swing", "jazz"]


def test_limits(tmp_path: Path) -> None:
    rows = "value\n" + "".join(f"{'x' * (135 + n % 9)} {n}\n" for n in range(12_000))
    slots = "".join(f'catalog C{n} from "c.tsv"\n' for n in range(9))
    text = f"locale de-DE\n{slots}intent A = " + " ".join(f"{{C{n}}}" for n in range(9))
    text += " " + " ".join("[a b c d e f g h|b|c]" for _ in range(9)) + "\n"
    made = export_grammar(job(text, tmp_path, c_tsv=rows))
    check(made)
    told = said(made.findings, "W622")
    assert "A has more than 1,500 phrases" in told
    assert "{C0} has more than 10,000 values" in told
    assert "Texts too long for Lex are left out" in told


def test_locales_of_a_bot(tmp_path: Path) -> None:
    made = export_grammar(job("locale de-AT\nintent A = hallo\n", tmp_path))
    every = files(made)
    other = {p.replace("de_AT", "en_US"): d for p, d in every.items() if "BotLocales" in p}
    path = tmp_path / "two.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in {**every, **other}.items():
            archive.writestr(name, json.dumps(data))
    back = import_grammar(str(path), Options())
    assert b"locale de-AT" in back.files[0].data
    assert "not en_US" in said(back.findings, "W601")
    back = import_grammar(str(path), Options("en-US"))
    assert b"locale en-US" in back.files[0].data
    assert not said(back.findings, "W601")


def test_every_beginning_of_a_bot_is_told(tmp_path: Path) -> None:
    data = export_grammar(job("intent A = hi {x:(a|b)}\n", tmp_path)).files[0].data
    path = tmp_path / "cut.zip"
    for length in range(0, len(data), 23):
        path.write_bytes(data[:length])
        made = import_grammar(str(path), Options())
        assert made.failed
        assert [f.code for f in made.findings] in (["E602"], ["E607"]), made.findings


@pytest.mark.parametrize("name", ["../evil.json", "/etc/evil.json", "a/../../b.json", "C:/x.json"])
def test_paths_that_lead_out(name: str, tmp_path: Path) -> None:
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "{}")
    made = import_grammar(str(path), Options())
    assert [f.code for f in made.findings] == ["E604"]


def test_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"b/BotLocales/en_US/{number}.json", b" " * 30_000_000)
    found = members(str(path), (".json",))
    assert not isinstance(found, list)
    assert found.code == "E601"


@pytest.mark.parametrize("wrong", [7, [[]], {"a": {}}])
def test_wrong_types_have_a_place(wrong: object, tmp_path: Path) -> None:
    every = files(export_grammar(job("intent A = hi {x:(a => 1|b)}\n", tmp_path)))
    for path, data in every.items():
        if "Intents" not in path and "SlotTypes" not in path:
            continue
        for key in data:
            folder = tmp_path / "bot"
            for name, content in every.items():
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                changed = {**content, key: wrong} if name == path else content
                target.write_text(json.dumps(changed), "utf-8")
            made = import_grammar(str(folder), Options())
            for finding in made.findings:
                assert finding.span.file.startswith(str(tmp_path))
            assert made.failed == any(f.is_error for f in made.findings)
