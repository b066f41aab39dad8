"""Tables of the German modules."""

from __future__ import annotations

from collections.abc import Iterator

from .table import (
    FEW,
    LARGE,
    SMALL,
    SPANS,
    Table,
    days,
    likely,
    rank,
    scaled,
    spelled,
    table,
    times,
    usual,
    warm,
)

Row = tuple[str | float, ...]
MONTHS: tuple[str, ...] = ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August")
MONTHS += ("September", "Oktober", "November", "Dezember")


def words(number: int) -> str:
    """As one counts: eins, einundzwanzig, hundert, zweihundertfünfzig."""
    text = spelled("de", number).replace("\u00ad", "")
    return text.removeprefix("ein") if text.startswith("einhundert") else text


def before(number: int, one: str = "ein") -> str:
    """Before a noun: ein, eine or einen for 1, else as one counts."""
    return one if number == 1 else words(number)


def nth(number: int) -> str:
    """Erste, dritte, einundzwanzigste."""
    return spelled("de", number, "spellout-ordinal").replace("\u00ad", "")


# ---------------------------------------------------------------------- time


def parts(of: int) -> Iterator[tuple[str, float]]:
    """What the hour of a time may be told apart by: abends, am Abend, with weights."""
    if 4 <= of < 12:
        yield "morgens", 1.0 if of < 10 else 0.2
        yield "am Morgen", 0.3 if of < 10 else 0.1
        yield "früh", 0.4 if of < 8 else 0.1
        yield "in der Früh", 0.2 if of < 8 else 0.05
    if 9 <= of < 12:
        yield "vormittags", 0.7
        yield "am Vormittag", 0.4
    if 11 <= of < 14:
        yield "mittags", 0.6 if of >= 12 else 0.1
    if 12 <= of < 18:
        yield "nachmittags", 1.0 if of > 12 else 0.1
        yield "am Nachmittag", 0.4 if of > 12 else 0.1
    if of >= 17:
        yield "abends", 1.0 if of < 23 else 0.5
        yield "am Abend", 0.5 if of < 23 else 0.2
    if of >= 22 or of < 5:
        yield "nachts", 0.6 if of < 22 else 0.3
        yield "in der Nacht", 0.2


def spoken(of: int, minute: int) -> Iterator[tuple[str, float]]:
    """A time on the clock of twelve hours, but for the way with Uhr; with weights."""
    this, after = words((of - 1) % 12 + 1), words(of % 12 + 1)
    if minute == 0:
        yield this, 0.8
        yield f"Punkt {this}", 0.15
    elif minute == 15:
        yield f"Viertel nach {this}", 1.0
        yield f"viertel {after}", 0.15  # in the east and south
    elif minute == 30:
        yield f"halb {after}", 1.0
    elif minute == 45:
        yield f"Viertel vor {after}", 1.0
        yield f"drei viertel {after}", 0.1
        yield f"dreiviertel {after}", 0.1
    elif minute in (5, 10, 20):
        yield f"{words(minute)} nach {this}", 1.0
    elif minute in (40, 50, 55):
        yield f"{words(60 - minute)} vor {after}", 1.0
    elif minute < 15:
        noun = "Minute" if minute == 1 else "Minuten"
        yield f"{before(minute, 'eine')} {noun} nach {this}", 0.5
    elif minute > 45:
        noun = "Minute" if minute == 59 else "Minuten"
        yield f"{before(60 - minute, 'eine')} {noun} vor {after}", 0.5
    if minute in (20, 25):
        yield f"{words(30 - minute)} vor halb {after}", 1.0 if minute == 25 else 0.2
    elif minute in (35, 40):
        yield f"{words(minute - 30)} nach halb {after}", 1.0 if minute == 35 else 0.2


def clock() -> Iterator[Row]:
    """Halb acht, Viertel nach sieben, drei viertel acht abends, neunzehn Uhr dreißig."""
    for of, minute, value, weight in times():
        later = likely((of + 12) % 24, minute)
        for text, how in spoken(of, minute):
            # Without a part of the day it stands as it is said: zwölf is 12:00.
            if 1 <= of <= 12:
                yield text, value, (weight + later) * how
            if minute % 5 == 0:
                for part, fits in parts(of):
                    yield f"{text} {part}", value, weight * how * fits / 2
        rest = f" {before(minute, 'eins')}" if minute else ""
        how = 1.0 if minute % 15 == 0 else 0.7
        early = weight + later / 2 if 1 <= of <= 12 else weight
        yield f"{before(of) if of else 'null'} Uhr{rest}", value, early * how
        late = (of - 1) % 12 + 1
        if minute % 5 == 0:
            for part, fits in parts(of):
                yield f"{before(late)} Uhr{rest} {part}", value, weight * how * fits / 2
    yield "Mitternacht", "00:00", 100
    yield "vierundzwanzig Uhr", "00:00", 10


def digital() -> Iterator[Row]:
    """7:15 Uhr, 7:15, 19 Uhr, 7 Uhr 15, 7.15 Uhr, 7 Uhr abends."""
    for of, minute, value, weight in times():
        late = (of - 1) % 12 + 1
        yield f"{of}:{minute:02} Uhr", value, weight
        yield f"{of}:{minute:02}", value, weight
        yield f"{of}.{minute:02} Uhr", value, weight * 0.2
        if of < 10:
            yield f"{value} Uhr", value, weight * 0.3
            yield value, value, weight * 0.3
        if minute == 0:
            yield f"{of} Uhr", value, weight * 2
            yield str(of), value, weight * 0.5
        else:
            yield f"{of} Uhr {minute}", value, weight * 0.4
        if minute % 5 == 0:
            for part, fits in parts(of):
                if minute == 0:
                    yield f"{late} Uhr {part}", value, weight * fits
                yield f"{late}:{minute:02} Uhr {part}", value, weight * fits * 0.2


def day_month() -> Iterator[Row]:
    """Dritten Mai, 3. Mai, dritten fünften: as it follows am or den."""
    for month, day, value in days():
        name = MONTHS[month - 1]
        yield f"{nth(day)}n {name}", value, 6
        yield f"{day}. {name}", value, 5
        yield f"{nth(day)}n {nth(month)}n", value, 1
        yield f"{day}.{month}.", value, 1


# ---------------------------------------------------------------------- numbers


def cardinal() -> Iterator[Row]:
    """Null to hundert, in words and in figures; and as they stand before a noun."""
    for number in range(101):
        yield words(number), number, before(number), 3 * usual(number)
        yield number, number, number, usual(number)
    yield "einhundert", 100, "einhundert", 3


# The forms of ein, with gender and case.
ONES = (
    ("ein", "m", "nom"),
    ("einen", "m", "acc"),
    ("einem", "m", "dat"),
    ("eine", "f", "nom"),
    ("eine", "f", "acc"),
    ("einer", "f", "dat"),
    ("ein", "n", "nom"),
    ("ein", "n", "acc"),
    ("einem", "n", "dat"),
)


def how_many() -> Iterator[Row]:
    """Ein, eine, einen, zwei, 3: before the noun that is counted."""
    for text, gender, case in ONES:
        yield text, 1, gender, "sg", case, 3
    yield 1, 1, "", "sg", "", 3
    for number in range(2, 101):
        yield words(number), number, "", "pl", "", usual(number, 10)
        yield number, number, "", "pl", "", usual(number, 10) / 3


# The endings of an ordinal behind der, die, das.
ENDINGS = (
    ("", "", "sg", "nom"),
    ("n", "m", "sg", "acc"),
    ("", "f", "sg", "acc"),
    ("", "n", "sg", "acc"),
    ("n", "", "sg", "dat"),
    ("n", "", "pl", ""),
)


def ordinal() -> Iterator[Row]:
    """Erste, ersten, 1.: behind the article, with gender, number and case."""
    for number in range(1, 32):
        for ending, gender, many, case in ENDINGS:
            yield f"{nth(number)}{ending}", number, gender, many, case, rank(number)
        yield f"{number}.", number, "", "", "", rank(number) / 2


# ---------------------------------------------------------------------- measures

# singular, plural, plural of the dative, abbreviation, gender
UNITS = (
    ("Sekunde", "Sekunden", "Sekunden", "s", "f"),
    ("Minute", "Minuten", "Minuten", "min", "f"),
    ("Stunde", "Stunden", "Stunden", "h", "f"),
    ("Tag", "Tage", "Tagen", "", "m"),
    ("Woche", "Wochen", "Wochen", "", "f"),
    ("Monat", "Monate", "Monaten", "", "m"),
    ("Jahr", "Jahre", "Jahren", "", "n"),
)
ACCUSATIVE = {"m": "einen", "f": "eine", "n": "ein"}
DATIVE = {"m": "einem", "f": "einer", "n": "einem"}


def duration() -> Iterator[Row]:
    """Fünf Minuten, anderthalb Stunden, eine halbe Stunde, in the accusative and the dative."""
    for (one, many, dative, short, gender), (form, numbers, weight, most) in zip(
        UNITS, SPANS, strict=True
    ):
        for number in numbers:
            value = form.format(number)
            often = weight * usual(number, most)
            if number == 1:
                yield f"{ACCUSATIVE[gender]} {one}", value, f"{DATIVE[gender]} {one}", often
            else:
                yield f"{words(number)} {many}", value, f"{words(number)} {dative}", often
            nouns = (one, one) if number == 1 else (many, dative)
            yield f"{number} {nouns[0]}", value, f"{number} {nouns[1]}", often / 2
            if short:
                yield f"{number} {short}", value, f"{number} {short}", often / 10
    for text, value, dative, how in (
        ("eine halbe Stunde", "PT30M", "einer halben Stunde", 30),
        ("eine Viertelstunde", "PT15M", "einer Viertelstunde", 12),
        ("eine Dreiviertelstunde", "PT45M", "einer Dreiviertelstunde", 8),
        ("anderthalb Stunden", "PT1H30M", "anderthalb Stunden", 12),
        ("eineinhalb Stunden", "PT1H30M", "eineinhalb Stunden", 10),
        ("eine halbe Minute", "PT30S", "einer halben Minute", 3),
        ("anderthalb Minuten", "PT1M30S", "anderthalb Minuten", 2),
        ("eineinhalb Minuten", "PT1M30S", "eineinhalb Minuten", 2),
        ("einen halben Tag", "PT12H", "einem halben Tag", 1),
        ("anderthalb Tage", "P1DT12H", "anderthalb Tagen", 0.5),
        ("eineinhalb Tage", "P1DT12H", "eineinhalb Tagen", 0.5),
        ("ein halbes Jahr", "P6M", "einem halben Jahr", 1),
        ("ein Vierteljahr", "P3M", "einem Vierteljahr", 0.3),
        ("anderthalb Jahre", "P1Y6M", "anderthalb Jahren", 0.3),
        ("eineinhalb Jahre", "P1Y6M", "eineinhalb Jahren", 0.3),
    ):
        yield text, value, dative, how
    for hours in range(1, 13):
        often = usual(hours) / hours
        if hours > 1:
            text = f"{words(hours)}einhalb Stunden"
            yield text, f"PT{hours}H30M", text, often * 2
        noun = "Stunde" if hours == 1 else "Stunden"
        for minutes in range(5, 60, 5):
            value = f"PT{hours}H{minutes}M"
            rest = f"{noun} und {words(minutes)} Minuten"
            accusative, dative = before(hours, "eine"), before(hours, "einer")
            yield f"{accusative} {rest}", value, f"{dative} {rest}", often / 2
            text = f"{hours} {noun} und {minutes} Minuten"
            yield text, value, text, often / 6
            text = f"{hours} h {minutes} min"
            yield text, value, text, often / 20


def temperature() -> Iterator[Row]:
    """Zwanzig Grad, minus fünf Grad, fünf Grad unter null, 20 °C, siebzig Grad Fahrenheit."""
    for number in range(101):
        often = warm(number)
        for text in (before(number), str(number)):
            yield f"{text} Grad", f"{number}C", often
            yield f"{text} Grad Celsius", f"{number}C", often / 5
        for sign in (f"{number} °C", f"{number}°C", f"{number}°"):
            yield sign, f"{number}C", often / 8
        if 1 <= number <= 40:
            cold = 1.0 if number <= 10 else 0.1
            for text in (before(number), str(number)):
                yield f"minus {text} Grad", f"-{number}C", cold
                yield f"minus {text} Grad Celsius", f"-{number}C", cold / 5
                yield f"{text} Grad unter null", f"-{number}C", cold / 3
                yield f"{text} Grad minus", f"-{number}C", cold / 5
            yield f"−{number} °C", f"-{number}C", cold / 8
        if number >= 30:
            hot = 0.3 if 60 <= number <= 90 else 0.05
            for text in (words(number), str(number)):
                yield f"{text} Grad Fahrenheit", f"{number}F", hot
            yield f"{number} °F", f"{number}F", hot / 2


# singular, plural, gender, symbol, abbreviations, numbers, weight
Units = tuple[tuple[str, str, str, str, tuple[str, ...], tuple[int, ...], float], ...]


def halves(one: str, gender: str) -> Iterator[str]:
    """Ein halber Liter, einen halben Liter; eine halbe Tasse; ein halbes Kilo."""
    if gender == "m":
        yield f"ein halber {one}"
        yield f"einen halben {one}"
    elif gender == "f":
        yield f"eine halbe {one}"
    else:
        yield f"ein halbes {one}"


def measured(units: Units) -> Iterator[Row]:
    """Numbers of units: ein Kilometer, einen Kilometer, anderthalb Liter, 2,5 km."""
    for one, many, gender, symbol, written, numbers, weight in units:
        ones = {"m": ("ein", "einen"), "f": ("eine",), "n": ("ein",)}[gender]
        for number in numbers:
            value = f"{number}{symbol}"
            often = weight * usual(number)
            texts = ones if number == 1 else (words(number),)
            for text in texts:
                yield f"{text} {one if number == 1 else many}", value, often / len(texts)
            yield f"{number} {one if number == 1 else many}", value, often
            for short in written:
                yield f"{number} {short}", value, often / 2
                yield f"{number}{short}", value, often / 10
        for text in halves(one, gender):
            yield text, f"0.5{symbol}", weight * 4 / len(ones)
        yield f"anderthalb {many}", f"1.5{symbol}", weight * 1.5
        yield f"eineinhalb {many}", f"1.5{symbol}", weight * 1.5
        for number in range(2, 11):
            yield f"{words(number)}einhalb {many}", f"{number}.5{symbol}", weight / 2
        for number in range(20):
            for short in written:
                yield f"{number},5 {short}", f"{number}.5{symbol}", weight / 3
            yield f"{number},5 {many}", f"{number}.5{symbol}", weight / 6


def distance() -> Iterator[Row]:
    """Fünf Kilometer, anderthalb Kilometer, fünfhundert Meter, 5 km."""
    far = (*SMALL, *range(150, 1001, 50))
    return measured(
        (
            ("Kilometer", "Kilometer", "m", "km", ("km",), far, 4),
            ("Meter", "Meter", "m", "m", ("m",), LARGE, 3),
            ("Zentimeter", "Zentimeter", "m", "cm", ("cm",), SMALL, 1),
            ("Millimeter", "Millimeter", "m", "mm", ("mm",), SMALL, 0.3),
            ("Meile", "Meilen", "f", "mi", (), SMALL, 0.3),
        )
    )


def weight() -> Iterator[Row]:
    """Zwei Kilo, ein halbes Pfund, zweihundert Gramm, 250 g. A Pfund is 500 grams."""
    yield from measured(
        (
            ("Kilo", "Kilo", "n", "kg", ("kg",), SMALL, 4),
            ("Kilogramm", "Kilogramm", "n", "kg", (), SMALL, 0.7),
            ("Gramm", "Gramm", "n", "g", ("g",), LARGE, 4),
            ("Milligramm", "Milligramm", "n", "mg", ("mg",), LARGE, 0.3),
            ("Tonne", "Tonnen", "f", "t", ("t",), SMALL, 0.2),
        )
    )
    for number in FEW:
        yield f"{before(number)} Pfund", f"{500 * number}g", usual(number)
        yield f"{number} Pfund", f"{500 * number}g", usual(number) / 2
    yield "ein halbes Pfund", "250g", 6
    yield "ein Viertelpfund", "125g", 2
    yield "anderthalb Pfund", "750g", 2


def volume() -> Iterator[Row]:
    """Ein halber Liter, zwei Tassen, ein Esslöffel, 250 ml."""
    yield from measured(
        (
            ("Liter", "Liter", "m", "l", ("l",), SMALL, 4),
            ("Milliliter", "Milliliter", "m", "ml", ("ml",), LARGE, 1),
            ("Zentiliter", "Zentiliter", "m", "cl", ("cl",), SMALL, 0.2),
            ("Deziliter", "Deziliter", "m", "dl", ("dl",), FEW, 0.2),
            ("Tasse", "Tassen", "f", "cup", (), FEW, 2),
            ("Esslöffel", "Esslöffel", "m", "tbsp", ("EL",), FEW, 2),
            ("Teelöffel", "Teelöffel", "m", "tsp", ("TL",), FEW, 2),
        )
    )
    yield "ein Viertelliter", "0.25l", 2
    yield "einen Viertelliter", "0.25l", 2
    yield "ein Dreiviertelliter", "0.75l", 0.5


def tables() -> tuple[Table, ...]:
    """All tables of the locale."""
    return (
        table("clock", "value id", clock()),
        table("digital", "value id", digital()),
        table("day_month", "value id", day_month()),
        table("duration", "value id dative scale", scaled(duration())),
        table("temperature", "value id", temperature()),
        table("distance", "value id", distance()),
        table("weight", "value id", weight()),
        table("volume", "value id", volume()),
        table("cardinal", "value id before", cardinal()),
        table("how_many", "value id gender number case", how_many()),
        table("ordinal", "value id gender number case", ordinal()),
    )
