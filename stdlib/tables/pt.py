"""Tables of the modules of Brazilian Portuguese."""

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
MONTHS: tuple[str, ...] = ("janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho")
MONTHS += ("agosto", "setembro", "outubro", "novembro", "dezembro")


def masculine(number: int) -> str:
    """Um, dois, vinte e um; the counting form, too."""
    return spelled("pt", number, "spellout-cardinal-masculine")


def feminine(number: int) -> str:
    """Uma, duas, vinte e uma: before a feminine noun, and for hours."""
    return spelled("pt", number, "spellout-cardinal-feminine")


def both_ways(text: str) -> tuple[str, ...]:
    """The number as it is written, and 14 both ways: catorze, quatorze."""
    return (text, text.replace("catorze", "quatorze")) if "catorze" in text else (text,)


def parts(of: int, minute: int) -> Iterator[tuple[str, float]]:
    """What a time of the day may be followed by: da manhã, with weights."""
    at = of * 60 + minute
    if 60 <= at < 12 * 60:
        yield "da manhã", 1.0 if at >= 5 * 60 else 0.6
    if 60 <= at < 6 * 60:
        yield "da madrugada", 1.0 if at < 5 * 60 else 0.3
    if 12 * 60 < at < 18 * 60 + 45:
        yield "da tarde", 1.0 if at >= 13 * 60 else 0.2
    if at > 18 * 60:
        yield "da noite", 1.0 if at >= 18 * 60 + 45 else 0.2


# Gender and number, for the article that a time is said with: às sete, à uma, ao meio-dia.
PLURAL, ONE, NOON = ("f", "pl"), ("f", "sg"), ("m", "sg")
Form = tuple[str, str]


def named(of: int) -> tuple[str, Form, str]:
    """What an hour is called, its gender and number, and para with its article."""
    if of % 12 == 0:
        return ("meio-dia", NOON, "para o") if of == 12 else ("meia-noite", ONE, "para a")
    late = of % 12
    return feminine(late), ONE if late == 1 else PLURAL, "para a" if late == 1 else "para as"


def spoken(of: int, minute: int) -> Iterator[tuple[str, Form, float]]:
    """A time on the clock of twelve hours as it is said, with gender, number and weight."""
    left = 60 - minute
    name, form, _ = named(of)
    if minute == 0:
        yield name, form, 1.0
        yield f"{name} em ponto", form, 0.1
        if of % 12:
            yield f"{name} {'hora' if form == ONE else 'horas'}", form, 0.3
        return
    if minute == 30:
        yield f"{name} e meia", form, 1.0
    rare = minute == 30 or (minute > 40 and minute % 5 == 0)
    yield f"{name} e {masculine(minute)}", form, 0.4 if rare else 1.0
    if (left <= 20 and left % 5 == 0) or left < 5:
        after, _, to = named((of + 1) % 24)
        yield f"{masculine(left)} {to} {after}", PLURAL, 1.0
        if left % 5 == 0:
            yield f"{masculine(left)} {to.replace('para ', 'pr')} {after}", PLURAL, 0.12


def clock() -> Iterator[Row]:
    """Sete e meia, quinze para as oito da noite, meio-dia e meia, dezenove e trinta."""
    for of, minute, value, weight in times():
        for text, form, how in spoken(of, minute):
            if "meio-dia" in text or "meia-noite" in text:  # which say which half of the day it is
                yield text, value, *form, weight * how * 2
                continue
            if 1 <= of <= 12:
                often = weight + likely((of + 12) % 24, minute)
                yield text, value, *form, often * how
            for part, fits in parts(of, minute):
                both = f"{text} {part}"
                if text.endswith(" em ponto"):
                    both = f"{text.removesuffix(' em ponto')} {part} em ponto"
                yield both, value, *form, weight * how * fits
        if of >= 13 or of == 0:
            yield from official(of, minute, value, weight * 0.3)
    for minute in range(0, 60, 5):
        # Doze e meia: on a clock without names, 12 is noon.
        yield from official(12, minute, f"12:{minute:02}", 0.1)


def official(of: int, minute: int, value: str, weight: float) -> Iterator[Row]:
    """On the clock of 24 hours, which Brazilians use in speech, too."""
    name, form = feminine(of), ONE if of == 0 else PLURAL
    if minute == 0:
        yield f"{name} {'hora' if of == 0 else 'horas'}", value, *form, weight
    elif minute % 5 == 0 and of:
        yield f"{name} e {masculine(minute)}", value, *form, weight
        if minute == 30:
            yield f"{name} e meia", value, *form, weight / 2


def digital() -> Iterator[Row]:
    """7h30, 19h30, 7:30, 7 da noite, 7h da noite."""
    for of, minute, value, weight in times():
        late = of % 12 or 12
        exact = "" if minute == 0 else f"{minute:02}"
        full = [(f"{of}h{exact}", 1.0), (f"{of}:{minute:02}", 0.7)]
        short = [(f"{late}h{exact}", 1.0), (f"{late}:{minute:02}", 0.5)]
        if of < 10:
            full.append((f"0{of}:{minute:02}", 0.2))
            full.append((f"0{of}h{exact}", 0.1))
        if minute == 0:
            full += [(f"{of} {'hora' if of <= 1 else 'horas'}", 0.5)]
            short += [(str(late), 1.0)]
            if 1 <= of <= 12:
                full.append((str(of), 0.4))
        if minute == 30 and of:
            full += [(f"{of} e meia", 0.7)] if of <= 12 else [(f"{of} e 30", 0.1)]
            short += [(f"{late} e meia", 1.0)]
        if minute == 45 and of % 12 != 11:
            after = of % 12 + 1
            to = f"quinze para {'a' if after == 1 else 'as'} {after}"
            ends = [("", 0.4)] if 1 <= of <= 12 else []
            for end, how in (*ends, *((f" {part}", fits / 2) for part, fits in parts(of, minute))):
                yield f"{to}{end}", value, *PLURAL, weight * how
        for text, how in full:
            yield text, value, *(ONE if of <= 1 else PLURAL), weight * how
        form = ONE if late == 1 else PLURAL
        for text, how in short:
            for part, fits in parts(of, minute):
                yield f"{text} {part}", value, *form, weight * how * fits / 2


def day_month() -> Iterator[Row]:
    """Três de maio, 3 de maio, primeiro de maio."""
    for month, day, value in days():
        name = MONTHS[month - 1]
        if day == 1:
            yield f"primeiro de {name}", value, 2
            yield f"1º de {name}", value, 1
            yield f"um de {name}", value, 0.2
        else:
            yield f"{masculine(day)} de {name}", value, 1
        yield f"{day} de {name}", value, 1 if day > 1 else 0.2


UNITS = (
    # singular, plural, abbreviation, gender
    ("segundo", "segundos", "s", "m"),
    ("minuto", "minutos", "min", "m"),
    ("hora", "horas", "h", "f"),
    ("dia", "dias", "", "m"),
    ("semana", "semanas", "", "f"),
    ("mês", "meses", "", "m"),
    ("ano", "anos", "", "m"),
)


def duration() -> Iterator[Row]:
    """Cinco minutos, meia hora, uma hora e meia, duas horas e vinte minutos."""
    for unit, (form, numbers, weight, most) in zip(UNITS, SPANS, strict=True):
        one, many, short, gender = unit
        count = masculine if gender == "m" else feminine
        for number in numbers:
            noun, value = one if number == 1 else many, form.format(number)
            often = weight * usual(number, most)
            yield f"{count(number)} {noun}", value, often
            yield f"{number} {noun}", value, often / 2
            if short:
                yield f"{number} {short}", value, often / 10
        yield f"um par de {many}", form.format(2), weight / 5
    yield "meia hora", "PT30M", 30
    yield "meia horinha", "PT30M", 1
    yield "uma horinha", "PT1H", 1
    yield "um quarto de hora", "PT15M", 2
    yield "três quartos de hora", "PT45M", 1
    yield "hora e meia", "PT1H30M", 3
    yield "meio minuto", "PT30S", 3
    yield "um minuto e meio", "PT1M30S", 3
    yield "meio dia", "PT12H", 1
    yield "um dia e meio", "P1DT12H", 1
    yield "meio ano", "P6M", 0.5
    yield "um ano e meio", "P1Y6M", 1
    for hours in range(1, 13):
        noun = "hora" if hours == 1 else "horas"
        often = usual(hours) / hours
        yield f"{feminine(hours)} {noun} e meia", f"PT{hours}H30M", often
        for minutes in range(5, 60, 5):
            value = f"PT{hours}H{minutes}M"
            yield f"{feminine(hours)} {noun} e {masculine(minutes)} minutos", value, often / 3
            yield f"{feminine(hours)} {noun} e {masculine(minutes)}", value, often / 6
            yield f"{hours} {noun} e {minutes} minutos", value, often / 6
            yield f"{hours}h{minutes:02}", value, often / 20
            yield f"{hours} h {minutes} min", value, often / 20


def measured(
    names: tuple[tuple[str, str, str, str, tuple[int, ...], float], ...],
) -> Iterator[Row]:
    """Numbers of units: singular, plural, symbol and abbreviation, gender, numbers, weight."""
    for one, many, short, gender, numbers, weight in names:
        symbol, _, written = short.partition("=")
        count = masculine if gender == "m" else feminine
        half = "meio" if gender == "m" else "meia"
        for number in numbers:
            noun, value = one if number == 1 else many, f"{number}{symbol}"
            often = weight * usual(number, MOST[symbol])
            yield f"{count(number)} {noun}", value, often
            yield f"{number} {noun}", value, often
            if written:
                yield f"{number} {written}", value, often / 2
                yield f"{number}{written}", value, often / 10
        yield f"{half} {one}", f"0.5{symbol}", weight * 4
        for number in range(1, 11):
            noun = one if number == 1 else many
            # Of spoons, the half follows the noun's head: uma colher e meia de sopa.
            head, of, rest = noun.partition(" de ")
            often = weight * 2 / number
            yield f"{count(number)} {head} e {half}{of}{rest}", f"{number}.5{symbol}", often
        if written:
            for number in range(20):
                yield f"{number},5 {written}", f"{number}.5{symbol}", weight / 3


def temperature() -> Iterator[Row]:
    """Vinte graus, cinco graus negativos, 20 °C, setenta graus Fahrenheit."""
    for number in range(101):
        often = warm(number)
        degrees = "grau" if number == 1 else "graus"
        for text in (masculine(number), str(number)):
            yield f"{text} {degrees}", f"{number}C", often
            yield f"{text} {degrees} Celsius", f"{number}C", often / 8
            centigrade = "centígrado" if number == 1 else "centígrados"
            yield f"{text} {degrees} {centigrade}", f"{number}C", often / 16
        for sign in (f"{number} °C", f"{number}°C", f"{number} ºC", f"{number}°", f"{number}º"):
            yield sign, f"{number}C", often / 8
        if number >= 30:
            hot = 0.3 if 60 <= number <= 90 else 0.05
            for text in (masculine(number), str(number)):
                yield f"{text} graus Fahrenheit", f"{number}F", hot
            yield f"{number} °F", f"{number}F", hot / 2
        if 1 <= number <= 40:
            cold = 1.0 if number <= 10 else 0.1
            negative = "negativo" if number == 1 else "negativos"
            for text in (masculine(number), str(number)):
                yield f"{text} {degrees} abaixo de zero", f"-{number}C", cold
                yield f"{text} {degrees} {negative}", f"-{number}C", cold
                yield f"menos {text} {degrees}", f"-{number}C", cold / 2
            yield f"−{number} °C", f"-{number}C", cold / 8


def distance() -> Iterator[Row]:
    """Cinco quilômetros, um quilômetro e meio, 500 metros, 5 km."""
    return measured(
        (
            ("quilômetro", "quilômetros", "km=km", "m", (*SMALL, *range(150, 1001, 50)), 4),
            ("metro", "metros", "m=m", "m", LARGE, 3),
            ("centímetro", "centímetros", "cm=cm", "m", SMALL, 1),
            ("milímetro", "milímetros", "mm=mm", "m", SMALL, 0.3),
            ("milha", "milhas", "mi=mi", "f", SMALL, 0.1),
        )
    )


def weight() -> Iterator[Row]:
    """Dois quilos, meio quilo, um quilo e meio, duzentos gramas (which is masculine)."""
    return measured(
        (
            ("quilo", "quilos", "kg=kg", "m", SMALL, 4),
            ("quilograma", "quilogramas", "kg", "m", SMALL, 0.3),
            ("grama", "gramas", "g=g", "m", LARGE, 4),
            ("miligrama", "miligramas", "mg=mg", "m", LARGE, 0.3),
            ("tonelada", "toneladas", "t=t", "f", SMALL, 0.2),
            ("libra", "libras", "lb=lb", "f", SMALL, 0.1),
        )
    )


def volume() -> Iterator[Row]:
    """Meio litro, duas xícaras, uma colher de sopa, 250 ml."""
    return measured(
        (
            ("litro", "litros", "l=l", "m", SMALL, 4),
            ("mililitro", "mililitros", "ml=ml", "m", LARGE, 1),
            ("xícara", "xícaras", "cup", "f", FEW, 2),
            ("colher de sopa", "colheres de sopa", "tbsp", "f", FEW, 1.5),
            ("colher de chá", "colheres de chá", "tsp", "f", FEW, 1.5),
        )
    )


def cardinal() -> Iterator[Row]:
    """Zero to cem, in words and in figures."""
    for number in range(101):
        for text in both_ways(masculine(number)):
            yield text, number, 3 * usual(number)
        yield number, number, usual(number)


def ordinal() -> Iterator[Row]:
    """Primeiro, primeira, décimo segundo, 3ª."""
    for number in range(1, 32):
        for gender, kind, sign in (("m", "masculine", "º"), ("f", "feminine", "ª")):
            yield spelled("pt", number, f"spellout-ordinal-{kind}"), number, gender, rank(number)
            yield f"{number}{sign}", number, gender, rank(number) / 20


def how_many() -> Iterator[Row]:
    """Um, uma, dois, duas, vinte e uma: before the noun that is counted."""
    for number in range(1, 101):
        many = "sg" if number == 1 else "pl"
        often = usual(number, 10)
        for gender, count in (("m", masculine), ("f", feminine)):
            same = masculine(number) == feminine(number)
            for text in both_ways(count(number)):
                yield text, number, "" if same else gender, many, often
        yield number, number, "", many, often / 3


def tables() -> tuple[Table, ...]:
    """All tables of the locale."""
    return (
        table("clock", "value id gender number", clock()),
        table("digital", "value id gender number", digital()),
        table("day_month", "value id", day_month()),
        table("duration", "value id scale", scaled(duration())),
        table("temperature", "value id", temperature()),
        table("distance", "value id", distance()),
        table("weight", "value id", weight()),
        table("volume", "value id", volume()),
        table("cardinal", "value id", cardinal()),
        table("ordinal", "value id gender", ordinal()),
        table("how_many", "value id gender number", how_many()),
    )
