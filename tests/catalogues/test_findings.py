"""What is said of a catalogue file, and where: one line a finding."""

import pytest
from gramc.catalogues.files import SHOWN, check_kind, read_catalogue
from gramc.dsl.findings import Finding

FEATURES = {"gender": ("m", "f")}


def told(findings: list[Finding]) -> list[str]:
    lines = []
    for f in findings:
        s = f.span
        lines.append(f"{f.code} {s.line}:{s.column}-{s.end_line}:{s.end_column} {f.message}")
    return lines


CASES = [
    pytest.param(
        "cities.tsv",
        "value\tweight\nBerlin\t2\nParis\t-1\nRome\tmany\n",
        ["E407 3:7-3:9 “-1” is no weight.", "E407 4:6-4:10 “many” is no weight."],
        id="bad weights",
    ),
    pytest.param(
        "cities.tsv",
        "value\tweight\nA\tnan\nB\tinf\nC\t1e5\nD\t+1\nE\t1_0\nF\t٣\nG\t.\nH\t0x1\n",
        [
            "E407 2:3-2:6 “nan” is no weight.",
            "E407 3:3-3:6 “inf” is no weight.",
            "E407 4:3-4:6 “1e5” is no weight.",
            "E407 5:3-5:5 “+1” is no weight.",
            "E407 6:3-6:6 “1_0” is no weight.",
            "E407 7:3-7:4 “٣” is no weight.",
            "E407 8:3-8:4 “.” is no weight.",
            "E407 9:3-9:6 “0x1” is no weight.",
        ],
        id="numbers that are no decimals",
    ),
    pytest.param(
        "nouns.tsv",
        "id\tvalue\tgender\nD\tHund\tm\nX\t\tf\n\t\t\n\nK\tKatze\tn\nK\tKatze\tf\tzahm\t\n",
        [
            "E401 3:3-3:3 This row has no value.",
            "E405 6:9-6:10 “n” is no declared value of the feature gender.",
            "E401 7:11-7:15 This row has 5 cells, but the header names 3.",
        ],
        id="rows without values, undeclared values, too many cells",
    ),
    pytest.param(
        "nouns.csv",
        'value,gender\n"Hund, groß",n\n"zwei\nZeilen",x\n\n,m\na,m,,b\n',
        [
            "E405 2:14-2:15 “n” is no declared value of the feature gender.",
            "E405 4:9-4:10 “x” is no declared value of the feature gender.",
            "E401 6:1-6:1 This row has no value.",
            "E401 7:6-7:7 This row has 4 cells, but the header names 2.",
        ],
        id="places in quoted cells",
    ),
    pytest.param(
        "a.csv",
        'value\nok\n"never\nclosed\n',
        ["E401 3:1-3:7 A quoted cell that begins in this row is never closed."],
        id="an open quotation mark",
    ),
    pytest.param(
        "a.csv",
        'value\n"a"b\n',
        ["E401 2:1-2:5 Something stands between a closing quotation mark and the next comma."],
        id="text behind a quotation mark",
    ),
    pytest.param(
        "a.csv",
        '"value\nok\n',
        ["E401 1:1-1:7 A quoted cell that begins in this row is never closed."],
        id="a header that cannot be read",
    ),
    pytest.param(
        "a.jsonl",
        '{"value": "a", "gender": "m"}\n{"value": "b", }\n\n["c"]\n{"gender": "x", "value": "d"}\n'
        '{"value": {"a": 1}}\n{"value": "e", "weight": -1}\n{"weight": 2}\n'
        '{"value":"f","list":[1]}',
        [
            "E401 2:1-2:17 This line is no JSON object.",
            "E401 4:1-4:6 This line is no JSON object.",
            "E405 5:12-5:15 “x” is no declared value of the feature gender.",
            "E401 6:11-6:19 “value” is a list or an object here, not a text.",
            "E407 7:26-7:28 “-1” is no weight.",
            "E401 8:1-8:14 This row has no value.",
        ],
        id="objects",
    ),
    pytest.param(
        "a.jsonl",
        '{"value":' + "[" * 50_000 + '\n{"value":' + "1" * 5000 + "}",
        [
            "E401 1:1-1:50010 This line is no JSON object.",
            "E401 2:1-2:5011 This line is no JSON object.",
        ],
        id="objects that are too deep and numbers that are too long",
    ),
    pytest.param(
        "a.csv",
        'value\n"' + "a" * 200_000 + '"\nb\n',
        ["E401 2:1-2:200003 A cell of this row is too long; is a quotation mark left open?"],
        id="a cell that is too long",
    ),
    pytest.param(
        "a.tsv",
        "value\tgenre\tgenre\n",
        [],
        id="an empty file is for others to report",
    ),
    pytest.param(
        "a.tsv",
        "\n value \tgenre\tgenre\nx\ty\tz\n",
        ["E408 2:15-2:20 Two columns of this file are called “genre”."],
        id="columns of one name",
    ),
    pytest.param(
        "a.txt",
        "Berlin\n New\u00a0York\nSa\u0303o Paulo\nBerlin\n",
        [
            "W505 2:1-2:10 This value was read as “New York”, in NFC and with single spaces"
            " (2 values of this file were changed so).",
            "W507 4:1-4:7 This row is equal to an earlier one in every column but weight, so their"
            " weights are added together.",
        ],
        id="values changed and repeated",
    ),
]


@pytest.mark.parametrize(("path", "text", "expected"), CASES)
def test_findings(path: str, text: str, expected: list[str]) -> None:
    rows, findings = read_catalogue("X", text.encode(), path, features=FEATURES)
    assert told(findings) == expected
    assert (rows is None) == any(f.is_error for f in findings)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"a\nb\xffc\n", "E402 2:2-2:3 Byte 0xff here is not UTF-8."),
        ("é\u0000".encode(), "E402 1:2-1:3 There is a NUL character here: this is no text file."),
        ("Berlin\n".encode("utf-16"), "E402 1:1-1:2 This file is UTF-16, not UTF-8."),
        (b"\x89PNG\r\n\x1a\n", "E402 1:1-1:2 Byte 0x89 here is not UTF-8."),
        (b"a\n" * 700_000 + b"\xe9", "E402 700001:1-700001:2 Byte 0xe9 here is not UTF-8."),
    ],
)
def test_what_is_not_text(data: bytes, expected: str) -> None:
    rows, findings = read_catalogue("X", data, "a.txt")
    assert rows is None
    assert told(findings) == [expected]


@pytest.mark.parametrize("path", ["a.xlsx", "a", "a.gram"])
def test_kinds_that_are_not_read(path: str) -> None:
    rows, findings = read_catalogue("X", b"a\n", path)
    assert rows is None
    assert [f.code for f in findings] == ["E406"]
    assert check_kind(path) is not None
    assert check_kind("A.TSV") is None


def test_missing_columns_are_reported_at_the_header() -> None:
    data = b"\xef\xbb\xbfname\tyear\nVogue\t1990\n"
    rows, findings = read_catalogue("X", data, "a.tsv", headers={"weight": "n"}, wanted={"genre"})
    assert rows is None
    assert told(findings) == [
        "E404 1:1-1:10 This file has no column “n”, which the grammar uses.",
        "E404 1:1-1:10 This file has no column “genre”, which the grammar uses.",
    ]
    assert findings[0].hint == "Its columns are “name”, “year”."
    _, findings = read_catalogue("X", b"a\n", "a.txt", wanted={"genre"})
    assert "use .tsv" in findings[0].hint
    _, findings = read_catalogue("X", b'{"value": "a"}', "a.jsonl", wanted={"id"})
    assert [f.code for f in findings] == ["E404"]


def test_many_bad_cells_are_counted() -> None:
    data = "value\tweight\n" + "x\t?\n" * 50_000
    rows, findings = read_catalogue("X", data.encode(), "a.tsv")
    assert rows is None
    assert [f.span.line for f in findings] == list(range(2, SHOWN + 3))
    assert findings[-1].message == f"“?” is no weight. There are {50_000 - SHOWN - 1} more like it."
    one_more = "value\tweight\n" + "x\t?\n" * (SHOWN + 1)
    _, findings = read_catalogue("X", one_more.encode(), "a.tsv")
    assert [f.message for f in findings] == ["“?” is no weight."] * (SHOWN + 1)


def test_the_earlier_row_is_shown() -> None:
    data = b"value\tweight\tyear\na\t1\t1990\nb\t1\t\na\t2\t1990\na\t3\t1991\nb\t\t\n"
    rows, findings = read_catalogue("X", data, "a.tsv")
    assert rows is not None
    assert list(rows.values) == ["a", "b", "a"]  # the year tells them apart
    assert rows.weights is not None
    assert rows.weights.tolist() == [3, 2, 3]
    assert list(rows.lines) == [2, 3, 5]
    assert [f.code for f in findings] == ["W507"]
    assert "There are 2 such rows" in findings[0].message
    assert findings[0].span.line == 4
    assert findings[0].labels[0].span.line == 2
