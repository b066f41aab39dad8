"""Tables of the Spanish modules."""

from __future__ import annotations

from collections.abc import Iterator

from .table import (
    FEW,
    LARGE,
    MOST,
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
MONTHS: tuple[str, ...] = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto")
MONTHS += ("septiembre", "octubre", "noviembre", "diciembre")


def words(number: int) -> str:
    """Uno, dos, veintiuno, treinta y uno."""
    return spelled("es", number)


def masculine(number: int) -> str:
    """Un, dos, veintiún, treinta y un: before a masculine noun."""
    return spelled("es", number, "spellout-cardinal-masculine")


def feminine(number: int) -> str:
    """Una, dos, veintiuna, treinta y una: before a feminine noun, and for hours."""
    return spelled("es", number, "spellout-cardinal-feminine")


def hour(number: int) -> str:
    """La una, las dos; 0 and 12 are las doce."""
    return "la una" if number % 12 == 1 else f"las {feminine(number % 12 or 12)}"


def parts(of: int, minute: int) -> Iterator[tuple[str, float]]:
    """What a time of the day may be followed by: de la mañana, with weights."""
    at = of * 60 + minute
    if 60 <= at < 12 * 60:
        yield "de la mañana", 1.0 if at >= 5 * 60 else 0.6
    if 30 <= at < 6 * 60:
        yield "de la madrugada", 1.0 if at < 5 * 60 else 0.3
    if 12 * 60 <= at < 14 * 60:
        yield "del mediodía", 0.4
    if 12 * 60 < at <= 20 * 60 + 30:
        yield "de la tarde", 1.0 if at <= 20 * 60 else 0.3
    if at > 19 * 60 + 30 or at < 60:
        yield "de la noche", 1.0 if at >= 20 * 60 + 30 or at < 60 else 0.6


def spoken(of: int, minute: int) -> Iterator[tuple[str, float]]:
    """A time on the clock of twelve hours, as it is said, with weights."""
    this, after = hour(of), hour(of + 1)
    left = 60 - minute
    if minute == 0:
        yield this, 1.0
        yield f"{this} en punto", 0.15
        return
    if minute == 15:
        yield f"{this} y cuarto", 1.0
    if minute == 30:
        yield f"{this} y media", 1.0
    if minute == 45:
        yield f"{after} menos cuarto", 1.0
        yield f"cuarto para {after}", 0.15
        yield f"un cuarto para {after}", 0.1
    rare = minute % 15 == 0 or minute > 30
    yield f"{this} y {words(minute)}", 0.15 if rare else 1.0
    if (left <= 25 and left % 5 == 0 and minute != 45) or left < 5:
        yield f"{after} menos {words(left)}", 0.85
        if left % 5 == 0:
            yield f"{words(left)} para {after}", 0.15


def clock() -> Iterator[Row]:
    """Las siete y media, las siete y media de la tarde, las diecinueve treinta."""
    for of, minute, value, weight in times():
        for text, how in spoken(of, minute):
            # Without a part of the day it stands as it is said: las doce are 12:00.
            if 1 <= of <= 12:
                yield text, value, (weight + likely((of + 12) % 24, minute)) * how
            for part, fits in parts(of, minute):
                yield f"{text} {part}", value, weight * how * fits
            yield f"{text} {'am' if of < 12 else 'pm'}", value, weight * how / 10
        if of >= 13:
            yield from official(of, minute, value, weight * 0.1)
    yield "mediodía", "12:00", 100
    yield "medianoche", "00:00", 60
    yield "medio día", "12:00", 5
    yield "media noche", "00:00", 3


def official(of: int, minute: int, value: str, weight: float) -> Iterator[Row]:
    """On the clock of 24 hours, as stations and offices say it."""
    if minute == 0:
        yield f"las {feminine(of)} horas", value, weight
    elif minute % 5 == 0:
        yield f"las {feminine(of)} {words(minute)}", value, weight
        yield f"las {feminine(of)} y {words(minute)}", value, weight


def digital() -> Iterator[Row]:
    """Las 7:15, las 19:15, las 7:15 de la tarde; and the same without the article."""
    for of, minute, value, weight in times():
        article = "la" if of % 12 == 1 and of != 13 else "las"
        article_12 = "la" if of % 12 == 1 else "las"
        late = of % 12 or 12
        full, short = f"{of}:{minute:02}", f"{late}:{minute:02}"
        figures = [(full, article, 1.0)]
        figures.append((f"{full} h" if minute else f"{of} h", article, 0.1))
        if of < 10:
            figures.append((f"0{full}", article, 0.2))
        noon = ("a. m.", "a.m.", "am") if of < 12 else ("p. m.", "p.m.", "pm")
        ends = [*parts(of, minute), *((end, 0.2) for end in noon)]
        figures += [(f"{short} {end}", article_12, fits / 2) for end, fits in ends]
        figures.append((f"{short}{noon[2]}", article_12, 0.1))
        if late < 10:
            figures.append((f"0{short} {noon[2]}", "la" if late == 1 else "las", 0.05))
        if minute == 0:
            figures.append((str(of), article, 1.0))
            if 1 <= of <= 12:
                figures.append((f"{of} en punto", article, 0.1))
            figures += [(f"{late} {end}", article_12, fits) for end, fits in ends]
            figures.append((f"{late}{noon[2]}", article_12, 0.2))
        ways = [("", 1.0 if 1 <= of <= 12 else 0.0)] if minute in (15, 30, 45) else []
        ways += [(f" {part}", fits / 2) for part, fits in parts(of, minute) if ways]
        for end, how in ways:
            after = of % 12 + 1
            if minute == 45:
                figures.append((f"{after} menos cuarto{end}", "la" if after == 1 else "las", how))
            else:
                named = "cuarto" if minute == 15 else "media"
                figures.append((f"{late} y {named}{end}", article_12, how))
        for text, the, how in figures:
            if not how:
                continue
            yield f"{the} {text}", value, text, weight * how


def day_month() -> Iterator[Row]:
    """Tres de mayo, 3 de mayo, primero de mayo."""
    for month, day, value in days():
        name = MONTHS[month - 1]
        yield f"{words(day)} de {name}", value, 1
        yield f"{day} de {name}", value, 1
        if day == 1:
            yield f"primero de {name}", value, 1


UNITS = (
    # singular, plural, abbreviation, gender
    ("segundo", "segundos", "s", "m"),
    ("minuto", "minutos", "min", "m"),
    ("hora", "horas", "h", "f"),
    ("día", "días", "", "m"),
    ("semana", "semanas", "", "f"),
    ("mes", "meses", "", "m"),
    ("año", "años", "", "m"),
)


def duration() -> Iterator[Row]:
    """Cinco minutos, una hora y media, media hora, dos horas y veinte minutos."""
    for (one, many, short, gender), (form, numbers, weight, most) in zip(UNITS, SPANS, strict=True):
        count = masculine if gender == "m" else feminine
        for number in numbers:
            noun, value = one if number == 1 else many, form.format(number)
            often = weight * usual(number, most)
            yield f"{count(number)} {noun}", value, often
            yield f"{number} {noun}", value, often / 2
            if short:
                yield f"{number} {short}", value, often / 10
        yield f"un par de {many}", form.format(2), weight
    yield "media hora", "PT30M", 30
    yield "un cuarto de hora", "PT15M", 10
    yield "tres cuartos de hora", "PT45M", 6
    yield "hora y media", "PT1H30M", 6
    yield "medio minuto", "PT30S", 3
    yield "minuto y medio", "PT1M30S", 2
    yield "un minuto y medio", "PT1M30S", 3
    yield "medio día", "PT12H", 1
    yield "día y medio", "P1DT12H", 1
    yield "un día y medio", "P1DT12H", 1
    yield "medio año", "P6M", 1
    yield "año y medio", "P1Y6M", 1
    yield "un año y medio", "P1Y6M", 1
    for hours in range(1, 13):
        noun = "hora" if hours == 1 else "horas"
        often = usual(hours) / hours
        yield f"{feminine(hours)} {noun} y media", f"PT{hours}H30M", often
        yield f"{feminine(hours)} {noun} y cuarto", f"PT{hours}H15M", often / 3
        for minutes in range(5, 60, 5):
            value = f"PT{hours}H{minutes}M"
            yield f"{feminine(hours)} {noun} y {words(minutes)} minutos", value, often / 3
            yield f"{hours} {noun} y {minutes} minutos", value, often / 6
            yield f"{hours} h {minutes} min", value, often / 20


def measured(
    names: tuple[tuple[str, str, str, str, tuple[int, ...], float], ...],
) -> Iterator[Row]:
    """Numbers of units: singular, plural, symbol and abbreviation, gender, numbers, weight."""
    for one, many, short, gender, numbers, weight in names:
        symbol, _, written = short.partition("=")
        count = masculine if gender == "m" else feminine
        for number in numbers:
            noun, value = one if number == 1 else many, f"{number}{symbol}"
            often = weight * usual(number, MOST[symbol])
            yield f"{count(number)} {noun}", value, often
            yield f"{number} {noun}", value, often
            if written:
                yield f"{number} {written}", value, often / 2
                yield f"{number}{written}", value, often / 10
        half = "medio" if gender == "m" else "media"
        a = "un" if gender == "m" else "una"
        yield f"{half} {one}", f"0.5{symbol}", weight * 4
        yield f"{one} y {half}", f"1.5{symbol}", weight
        yield f"{a} {one} y {half}", f"1.5{symbol}", weight * 2
        for number in range(2, 11):
            yield f"{count(number)} {many} y {half}", f"{number}.5{symbol}", weight / 2
        for number in range(20):
            if written:
                yield f"{number},5 {written}", f"{number}.5{symbol}", weight / 3


def temperature() -> Iterator[Row]:
    """Veinte grados, cinco grados bajo cero, 20 °C, setenta grados Fahrenheit."""
    for number in range(101):
        often = warm(number)
        degrees = "grado" if number == 1 else "grados"
        for text in (masculine(number), str(number)):
            yield f"{text} {degrees}", f"{number}C", often
            yield f"{text} {degrees} Celsius", f"{number}C", often / 8
            yield (
                f"{text} {degrees} centígrados" if number != 1 else (f"{text} grado centígrado"),
                f"{number}C",
                often / 8,
            )
        for sign in (f"{number} °C", f"{number}°C", f"{number} ºC", f"{number}°", f"{number}º"):
            yield sign, f"{number}C", often / 8
        if number >= 30:
            hot = 0.3 if 60 <= number <= 90 else 0.05
            for text in (masculine(number), str(number)):
                yield f"{text} grados Fahrenheit", f"{number}F", hot
            yield f"{number} °F", f"{number}F", hot / 2
        if 1 <= number <= 40:
            cold = 1.0 if number <= 10 else 0.1
            for text in (masculine(number), str(number)):
                yield f"{text} {degrees} bajo cero", f"-{number}C", cold
                yield f"menos {text} {degrees}", f"-{number}C", cold / 2
            yield f"−{number} °C", f"-{number}C", cold / 8


def distance() -> Iterator[Row]:
    """Cinco kilómetros, kilómetro y medio, 500 metros, 5 km."""
    return measured(
        (
            ("kilómetro", "kilómetros", "km=km", "m", (*SMALL, *range(150, 1001, 50)), 4),
            ("metro", "metros", "m=m", "m", LARGE, 3),
            ("centímetro", "centímetros", "cm=cm", "m", SMALL, 1),
            ("milímetro", "milímetros", "mm=mm", "m", SMALL, 0.3),
            ("milla", "millas", "mi=mi", "f", SMALL, 0.3),
        )
    )


def weight() -> Iterator[Row]:
    """Dos kilos, medio kilo, cuarto y mitad, doscientos gramos."""
    yield from measured(
        (
            ("kilo", "kilos", "kg=kg", "m", SMALL, 4),
            ("kilogramo", "kilogramos", "kg", "m", SMALL, 0.5),
            ("gramo", "gramos", "g=g", "m", LARGE, 4),
            ("miligramo", "miligramos", "mg=mg", "m", LARGE, 0.3),
            ("tonelada", "toneladas", "t=t", "f", SMALL, 0.2),
            ("libra", "libras", "lb=lb", "f", SMALL, 0.5),
            ("onza", "onzas", "oz=oz", "f", SMALL, 0.2),
        )
    )
    yield "cuarto de kilo", "0.25kg", 4
    yield "un cuarto de kilo", "0.25kg", 4
    yield "tres cuartos de kilo", "0.75kg", 3
    yield "cuarto y mitad", "375g", 1


def volume() -> Iterator[Row]:
    """Medio litro, dos tazas, una cucharada, 250 ml."""
    return measured(
        (
            ("litro", "litros", "l=l", "m", SMALL, 4),
            ("mililitro", "mililitros", "ml=ml", "m", LARGE, 1),
            ("centilitro", "centilitros", "cl=cl", "m", SMALL, 0.3),
            ("taza", "tazas", "cup", "f", FEW, 2),
            ("cucharada", "cucharadas", "tbsp", "f", FEW, 2),
            ("cucharadita", "cucharaditas", "tsp", "f", FEW, 2),
        )
    )


def cardinal() -> Iterator[Row]:
    """Cero to cien, in words and in figures."""
    for number in range(101):
        yield words(number), number, 3 * usual(number)
        yield number, number, usual(number)


def ordinal() -> Iterator[Row]:
    """Primero, primera; before its noun primer, primera."""
    again = {11: ("undécim", "decimoprimer"), 12: ("duodécim", "decimosegund")}
    for number in range(1, 32):
        often = rank(number)
        for gender, kind, vowel in (("m", "masculine", "o"), ("f", "feminine", "a")):
            texts = [spelled("es", number, f"spellout-ordinal-{kind}")]
            if number in again:
                texts = [stem + vowel for stem in again[number]]
            for text in texts:
                short = text[:-1] if text.endswith(("primero", "tercero")) else text
                yield text, number, short, gender, often / len(texts)
            sign = "º" if gender == "m" else "ª"
            bare = f"{number}.er" if gender == "m" and number % 10 in (1, 3) else f"{number}.{sign}"
            yield f"{number}.{sign}", number, bare, gender, often / 20


def how_many() -> Iterator[Row]:
    """Un, una, dos, veintiún, veintiuna: before the noun that is counted."""
    for number in range(1, 101):
        many = "sg" if number == 1 else "pl"
        often = usual(number, 10)
        for gender, count in (("m", masculine), ("f", feminine)):
            same = masculine(number) == feminine(number)
            yield count(number), number, "" if same else gender, many, often
        yield number, number, "", many, often / 3


def tables() -> tuple[Table, ...]:
    """All tables of the locale."""
    return (
        table("clock", "value id", clock()),
        table("digital", "value id figures", digital()),
        table("day_month", "value id", day_month()),
        table("duration", "value id scale", scaled(duration())),
        table("temperature", "value id", temperature()),
        table("distance", "value id", distance()),
        table("weight", "value id", weight()),
        table("volume", "value id", volume()),
        table("cardinal", "value id", cardinal()),
        table("ordinal", "value id before gender", ordinal()),
        table("how_many", "value id gender number", how_many()),
    )
