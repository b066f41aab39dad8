"""OHF-Voice/intents in: templates, spaces, lists, contexts, and what is told."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from gramc.dsl.findings import Finding
from gramc.dsl.printer import print_body
from gramc.dsl.tree import Body, Part, Ref, Slot, Target
from gramc.exchange.made import Made, Options
from gramc.exchange.ohf.gaps import tidy
from gramc.exchange.ohf.read import import_grammar
from gramc.exchange.ohf.template import Item, ListRef, RuleRef, TemplateError, parse
from gramc.exchange.ohf.texts import texts_of
from gramc.exchange.ohf.trees import alternatives

from ..cli.running import gramc
from .broken import asked, every_beginning

HOUSE = Path(__file__).parent / "ohf" / "house"


def refer(item: Item) -> Part:
    if isinstance(item, RuleRef):
        return Ref(Target(item.rule))
    assert isinstance(item, ListRef)
    slot = item.slot or "?"
    return Slot(slot) if slot == item.list else Slot(slot, Target(item.list))


def written(template: str) -> str:
    items = tidy(parse(template))
    return print_body(Body(alternatives(items, refer)))


@pytest.mark.parametrize(
    ("template", "gram"),
    [
        ("turn on [the] {area}", "turn on [the] {area}"),
        ("schalt[e|et] an", "schalt[e | et] an"),
        ("de<aktivieren>", "de<aktivieren>"),
        ("{cover_classes:device_class} {area}s", "{device_class:cover_classes} {area}s"),
        ("a (b;[c]) d", "a (b ; [c]) d"),
        ("a(b;c)d", "a (b ; c) d"),
        ("a|b c", "a | b c"),
        ("(a|b)", "a | b"),
        ("(a)b", "ab"),
        ("[(a|b)] c", "[a | b] c"),
        (r"\(a\) \<b", r"\(a\) \<b"),
        # spaces move out where one is there anyway
        ("[die ]Farbe", "[die] Farbe"),
        ("a[ b] c", "a [b] c"),
        ("a[ b]", "a [b]"),
        ("a [b ]c", "a [b] c"),
        ("a[ b][ c]", "a [b] [c]"),
        ("[a ][b ]c", "[a] [b] c"),
        ("[a ][ b]", "[a] [b]"),
        ("[(a|b) ]{area}", "[a | b] {area}"),
        ("a [in [b ]]{c}", "a [in [b]] {c}"),
        ("a( b| c)d", "a (b | c)d"),
        ("a[ ] b", "a b"),
        # and stay where none is
        ("drei[ ]viertel", 'drei[" "]viertel'),
        ("a[ b]c", 'a[" "b]c'),
        ("Zeit( |-)Schalter", 'Zeit(" " | -)Schalter'),
        ("{a}[([ ]K| Kelvin)]", '{a}[[" "]K | " "Kelvin]'),
    ],
)
def test_templates(template: str, gram: str) -> None:
    assert written(template) == gram


@pytest.mark.parametrize("template", [
    "[die ]Farbe", "a[ b][ c] d", "[a ][ b]", "x[a ][b ]c", "x( a|b )y", "a[ b]c", "[ a ]b[ c ]",
    "a[ [b ]c]d", "(a ;[b ];c)", "a[ b[ c[ d]]]", "[[[a ]b ]c ]d", "a( b|[ c]) d", "[ ][ a][b ]",
])  # fmt: skip
def test_moving_spaces_changes_no_text(template: str) -> None:
    """The texts of the template as it is, and of it tidied up."""
    items = parse(template)
    before, after = texts_of(items, 1000), texts_of(tidy(items), 1000)
    assert before is not None
    assert after is not None
    assert sorted(before) == sorted(after)


@pytest.mark.parametrize(
    ("template", "at"),
    [("a (b", 2), ("a ]", 2), ("a [] b", 2), ("{a", 0), ("<a|b>", 0), ("a}", 1), ("(" * 99, 60)],
)
def test_what_is_no_template(template: str, at: int) -> None:
    with pytest.raises(TemplateError) as caught:
        parse(template)
    assert caught.value.at == at


def written_out(made: Made, folder: Path) -> None:
    for file in made.files:
        (folder / file.path).write_bytes(file.data)


@pytest.mark.parametrize("tag", ["en", "pt-BR"])
def test_a_house(tag: str, tmp_path: Path, golden: Callable[[Path, str], None]) -> None:
    """Both layouts: what comes out, what is told, and whether its own tests pass."""
    made = import_grammar(str(HOUSE), Options(tag, None))
    told = [
        f"# {f.code} {Path(f.span.file).relative_to(HOUSE).as_posix()}:{f.span.line}: {f.message}"
        for f in made.findings
    ]
    files = [f"\n# ---- {file.path}\n\n{file.data.decode()}" for file in made.files]
    golden(HOUSE.parent / f"{tag}.txt", "\n".join(told) + "\n" + "".join(files))
    written_out(made, tmp_path)
    result = gramc("test", str(tmp_path / f"{tag}.gram"))
    assert result.code == 0, result.err
    assert "tests passed" in result.err


def test_names_without_a_domain_may_be_said_everywhere(tmp_path: Path) -> None:
    import gramc as package

    written_out(import_grammar(str(HOUSE), Options("en", None)), tmp_path)
    grammar = package.load(tmp_path / "en.gram").bind("area", ["Hall"]).bind("floor", ["First"])
    plain = grammar.bind("name", ["Lamp"])
    assert plain.parse("open the lamp")
    assert plain.parse("turn on the lamp")
    told = grammar.bind("name", [package.Entry("Lamp", cells={"domain": "light"})])
    assert told.parse("turn on the lamp")
    assert not told.parse("open the lamp")
    with pytest.raises(package.GrammarError, match="E311"):
        list(told.sample(1))
    both = [package.Entry(d, cells={"domain": d}) for d in ("light", "cover")]
    assert len(list(grammar.bind("name", both).sample(20))) == 20
    with pytest.raises(KeyError):
        grammar.bind("rooms", ["Hall"])


def test_spaces_that_count_for_nothing(tmp_path: Path) -> None:
    """Between ideographs, in templates and lists, and in the tests."""
    for path, text in {
        "sentences/zh-CN/_common.yaml": "language: zh-CN\nsettings: {ignore_whitespace: true}\n"
        "lists: {room: {values: [客 厅, 卧 室 X 一]}}\n",
        "sentences/zh-CN/a.yaml": "intents: {A: {data: [{sentences: ['开 {room}的 {name}']}]}}\n",
        "tests/zh-CN/_fixtures.yaml": "entities: [{name: 台 灯}]\n",
        "tests/zh-CN/a.yaml": "tests:\n  - intent: {name: A, slots: {room: 客厅, name: 台灯}}\n"
        "    sentences: [开 客 厅的台 灯, 开客厅的 台灯]\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    written_out(import_grammar(str(tmp_path), Options("zh-CN", None)), out)
    result = gramc("test", str(out / "zh-CN.gram"))
    assert (result.code, "2" in result.err) == (0, True), result.err
    assert "卧室 X 一" in (out / "lists.gram").read_text("utf-8")


def test_numbers_as_values(tmp_path: Path) -> None:
    """20.0 is 20, as hassil compares them, but a text that is quoted stays as it is."""
    for path, text in {
        "sentences/de/a.yaml": "intents: {A: {data: [{sentences: ['{n} {v}'], slots: {m: 3.0}}]}}\n"
        "lists:\n  n: {range: {from: 0, to: 30, fractions: halves}}\n"
        "  v: {values: [{in: zehn, out: 10.50}, {in: elf, out: '11.0'}]}\n",
        "tests/de/a.yaml": "tests:\n"
        "  - {intent: {name: A, slots: {n: 20.0, v: 10.5, m: 3}}, sentences: [20 zehn]}\n"
        "  - {intent: {name: A, slots: {n: 20.5, v: '11.0', m: 3.}}, sentences: ['20,5 elf']}\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    written_out(import_grammar(str(tmp_path), Options("de", None)), out)
    result = gramc("test", str(out / "de.gram"))
    assert (result.code, "2" in result.err) == (0, True), result.err


def test_permutations_keep_their_spaces(tmp_path: Path) -> None:
    """At the ends of a rule, too, where text touches its use."""
    import gramc as package

    path = tmp_path / "de.yaml"
    lines = BLOCK.format("q<r>") + "          - w <r>\n          - <s>x\n          - {l}y\n"
    rules = "expansion_rules: {r: (a;b) c, s: e (a;b)}\nlists: {l: {values: [(f;g)]}}\n"
    path.write_text(lines.replace("{l}y", "'{l} y'") + rules, "utf-8")
    written_out(import_grammar(str(path), Options("de")), tmp_path)
    grammar = package.load(tmp_path / "de.gram")
    for text in ["q a b c", "q b a c", "w a b c", "e b a x", "f g y", "g f y"]:
        assert grammar.parse(text), text
    for text in ["qa b c", "e b ax", "w a bc"]:
        assert not grammar.parse(text), text


def test_domains_that_no_file_names(tmp_path: Path) -> None:
    """May be said wherever they are not excluded."""
    import gramc as package

    path = tmp_path / "de.yaml"
    block = BLOCK.format("an {{name}}").replace("{{name}}", "{name}")
    path.write_text(f"{block}        excludes_context: {{domain: [cover]}}\n", "utf-8")
    written_out(import_grammar(str(path), Options("de")), tmp_path)
    said = [("Rollo", "cover"), ("Lampe", "light"), ("Tank", "water_heater")]
    names = [package.Entry(name, cells={"domain": domain}) for name, domain in said]
    grammar = package.load(tmp_path / "de.gram").bind("name", names)
    assert [bool(grammar.parse(f"an {name}")) for name, _ in said] == [False, True, True]


def test_which_language(tmp_path: Path) -> None:
    several = import_grammar(str(HOUSE), Options(None, None))
    assert [f.code for f in several.findings] == ["E605"]
    assert "--lang: en, pt-BR" in several.findings[0].hint
    unknown = import_grammar(str(HOUSE), Options("nl", None))
    assert [f.code for f in unknown.findings] == ["E605"]
    assert import_grammar(str(HOUSE), Options("PT_br", None)).files[0].path == "pt-BR.gram"
    # the files of one language, as Home Assistant's users have them
    shutil.copytree(HOUSE / "sentences" / "pt-BR", tmp_path / "custom_sentences" / "pt-BR")
    own = import_grammar(str(tmp_path / "custom_sentences"), Options(None, None))
    assert own.files[0].path == "pt-BR.gram"
    single = import_grammar(str(HOUSE / "sentences" / "pt-BR" / "light_TurnOn.yaml"), Options())
    assert {f.code for f in single.findings if f.is_error} == {"E605"}  # <name> is elsewhere


BLOCK = "intents:\n  A:\n    data:\n      - sentences:\n          - {}\n"


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        (BLOCK.format('"turn (on"'), "E602", 5, 19),
        (BLOCK.format("turn <on>"), "E605", 5, 13),
        (BLOCK.format("[x]"), "E603", 5, 13),
        (BLOCK.format("x") + "expansion_rules:\n  a: <b>\n  b: x [<a>]\n", "E606", 7, 6),
        ("intents: [A]\n", "E603", 1, 10),
        ("intents:\n  A: data\n", "E603", 2, 6),
        ("lists:\n  a:\n    range: {from: 3, to: 1}\n", "E603", 3, 12),
        ("lists:\n  a:\n    range: {from: x, to: 1}\n", "E603", 3, 19),
        ("lists:\n  a:\n    valuse: [a]\n", "E603", 2, 3),
        ("lists:\n  a:\n    values:\n      - out: 1\n", "E603", 4, 9),
        ("language: en\n", "E607", 0, 0),
        ("intents: {a: [\n", "E602", 2, 1),
        ("", "E607", 0, 0),
    ],
)
def test_what_is_wrong_and_where(
    text: str, code: str, line: int, column: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text, "utf-8")
    made = import_grammar(str(path), Options())
    found = [(f.code, f.span.line, f.span.column) for f in made.findings if f.is_error]
    assert found[0] == (code, line, column), made.findings
    assert not made.files


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &a [x]\n" + "".join(f"{c}: &{c} [{', '.join([f'*{p}'] * 9)}]\n" for p, c in zip(
            "abcdefghi", "bcdefghij", strict=True)), "E604"),
        (BLOCK.format("(" * 5000), "E602"),
        (BLOCK.format("[" * 5000), "E604"),
        (BLOCK.format("(a|b)" * 5000 + "{x}"), ""),
        ("lists:\n  a:\n    values:\n      - in: " + "(a|b)" * 400 + "\n", "E607"),
    ],
)  # fmt: skip
def test_hostile_files(text: str, code: str, tmp_path: Path) -> None:
    def read(path: str) -> list[Finding]:
        return list(import_grammar(path, Options()).findings)

    found = asked(read, tmp_path / "a.yaml", text.encode())
    assert [f.code for f in found if f.is_error][:1] == ([code] if code else [])


def test_every_beginning_of_a_file(tmp_path: Path) -> None:
    def read(path: str) -> list[Finding]:
        return list(import_grammar(path, Options()).findings)

    data = (HOUSE / "sentences" / "pt-BR" / "light_TurnOn.yaml").read_bytes()
    assert every_beginning(read, tmp_path / "a.yaml", data) > 100


def test_lists_with_rules_in_them(tmp_path: Path) -> None:
    """Rules use lists and lists rules: their files must not import each other in a circle."""
    folder = tmp_path / "in" / "sentences" / "en"
    folder.mkdir(parents=True)
    (folder / "_common.yaml").write_text(
        "language: en\n"
        "intents: {Get: {data: [{sentences: ['get {drink}', 'may I have <two>']}]}}\n"
        "lists: {drink: {values: [{in: '<hot> tea', out: tea}, milk]}}\n"
        "expansion_rules: {hot: '(hot|warm)', two: '{drink} and {drink:other}'}\n",
        "utf-8",
    )
    written_out(import_grammar(str(tmp_path / "in"), Options("en", "cafe")), tmp_path)
    told = gramc("parse", str(tmp_path / "cafe.gram"), "may I have warm tea and milk")
    assert told.out.startswith("may I have {warm tea}|drink=tea and milk|other\n"), told.err
