"""The names of days and months are those of CLDR, and others only where they are listed here."""

from __future__ import annotations

import pytest
from babel import Locale
from gramc.compiler.compile import compile_grammar
from gramc.compiler.library import modules
from gramc.runtime.enumerate import language

LOCALES = sorted({name.split(".")[1] for name in modules()})

OTHERS = {
    ("de", "weekday"): "Sonnabend",
    ("de", "month"): "Jänner",
    ("es", "month"): "setiembre",
    ("hi", "weekday"): "इतवार बृहस्पतिवार वीरवार",
    ("hi", "month"): "अक्तूबर दिसम्बर नवम्बर फरवरी सितम्बर",
    ("pt", "weekday"): "segunda terça quarta quinta sexta",
}
"""What people say and write besides."""


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("rule", ["weekday", "month"])
def test_names_of_days_and_months(locale: str, rule: str) -> None:
    cldr = Locale.parse({"pt": "pt_BR"}.get(locale, locale))
    if rule == "weekday":
        wide = {name: str(day + 1) for day, name in cldr.days["format"]["wide"].items()}
    else:
        wide = {name: f"{month:02}" for month, name in cldr.months["format"]["wide"].items()}
    compiled, findings = compile_grammar(
        "-", f"import std.{locale}.date\nintent A = {{name:<date.{rule}>}}\n".encode()
    )
    assert not findings
    assert compiled is not None
    drawn = language(compiled, compiled.tables.roots[0][2])
    found = {u.text: u.slots[0].value for u in drawn}
    assert wide.items() <= found.items()
    assert sorted(set(found) - set(wide)) == sorted(OTHERS.get((locale, rule), "").split())
    assert set(found.values()) == set(wide.values())
