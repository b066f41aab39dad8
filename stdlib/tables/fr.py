"""Tables of the French modules."""

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
MONTHS: tuple[str, ...] = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août")
MONTHS += ("septembre", "octobre", "novembre", "décembre")


def masculine(number: int) -> str:
    """Un, deux, vingt et un, quatre-vingts; as most people write it, not with all the hyphens of
    the reform of 1990. Parsing takes a hyphen and a space for the same in a catalogue."""
    return spelled("fr", number, "spellout-cardinal-masculine").replace("-et-", " et ")


def feminine(number: int) -> str:
    """Une, deux, vingt et une."""
    return spelled("fr", number, "spellout-cardinal-feminine").replace("-et-", " et ")


def nth(number: int, gender: str) -> str:
    """Premier, première, deuxième, vingt et unième."""
    kind = {"m": "masculine", "f": "feminine"}[gender]
    return spelled("fr", number, f"spellout-ordinal-{kind}").replace("-et-", " et ")


# ---------------------------------------------------------------------- time


def parts(of: int) -> Iterator[tuple[str, float]]:
    """What the hour of a time may be told apart by: du matin, with weights."""
    if 1 <= of < 12:
        yield "du matin", 1.0
    if 13 <= of < 18:
        yield "de l'après-midi", 1.0
    if of >= 18:
        yield "du soir", 1.0


def hour(of: int) -> str:
    """Une heure, sept heures, midi, minuit."""
    if of % 12 == 0:
        return "midi" if of % 24 else "minuit"
    return f"{feminine(of % 12)} {'heure' if of % 12 == 1 else 'heures'}"


def spoken(of: int, minute: int) -> Iterator[tuple[str, float]]:
    """A time on the clock of twelve hours as it is said: et demie, moins le quart; with weights."""
    this, after = hour(of), hour(of + 1)
    left = 60 - minute
    if minute == 0:
        yield this, 1.0
        yield f"{this} pile", 0.1
    elif minute == 15:
        yield f"{this} et quart", 1.0
    elif minute == 30:
        yield f"{this} et demi{'' if of % 12 == 0 else 'e'}", 1.0
    elif minute == 45:
        yield f"{after} moins le quart", 1.0
    elif minute % 5 == 0 and minute > 30:
        yield f"{after} moins {masculine(left)}", 1.0
    if minute % 15:
        yield f"{this} {feminine(minute)}", 0.4 if minute % 5 == 0 and minute > 30 else 1.0


def clock() -> Iterator[Row]:
    """Sept heures et demie, huit heures moins le quart du soir, midi, dix-neuf heures trente."""
    for of, minute, value, weight in times():
        later = likely((of + 12) % 24, minute)
        for text, how in spoken(of, minute):
            if text.startswith(("midi", "minuit")):
                yield text, value, weight * how * 2
                continue
            # Without a part of the day it stands as it is said.
            if 1 <= of <= 12:
                yield text, value, (weight + later) * how
            if minute % 5 == 0 and not text.endswith("pile"):
                for part, fits in parts(of + 1 if " moins " in text else of):
                    yield f"{text} {part}", value, weight * how * fits * 0.7
        noun = "heure" if of <= 1 else "heures"
        name = f"{'zéro' if of == 0 else feminine(of)} {noun}"
        rest = f" {feminine(minute)}" if minute else ""
        if minute % 15 == 0 or of == 0 or of >= 12:
            yield f"{name}{rest}", value, weight * (0.7 if of > 12 else 0.15)
        if of > 12 and minute == 30:
            yield f"{name} et demie", value, weight * 0.05


def digital() -> Iterator[Row]:
    """7 h 15, 7h15, 19h15, 7:15, 19 heures, 7 h du soir."""
    for of, minute, value, weight in times():
        rest = f"{minute:02}" if minute else ""
        yield f"{of} h {rest}".rstrip(), value, weight
        yield f"{of}h{rest}", value, weight
        yield f"{of}:{minute:02}", value, weight * 0.5
        if of < 10:
            yield value, value, weight * 0.2
            if minute:
                yield f"{value[:2]}h{rest}", value, weight * 0.1
        noun = "heure" if of <= 1 else "heures"
        yield f"{of} {noun} {minute or ''}".rstrip(), value, weight * 0.6
        late = of % 12
        if minute % 5 == 0 and late:
            for part, fits in parts(of):
                yield f"{late} h {rest}".rstrip() + f" {part}", value, weight * fits * 0.3
                yield f"{late}h{rest} {part}", value, weight * fits * 0.3
                if minute == 0:
                    noun = "heure" if late == 1 else "heures"
                    yield f"{late} {noun} {part}", value, weight * fits * 0.5


def day_month() -> Iterator[Row]:
    """Trois mai, 3 mai, premier mai, 1er mai."""
    for month, day, value in days():
        name = MONTHS[month - 1]
        if day == 1:
            yield f"premier {name}", value, 1
            yield f"1er {name}", value, 1
        else:
            yield f"{masculine(day)} {name}", value, 1
        yield f"{day} {name}", value, 1 if day > 1 else 0.1


# ---------------------------------------------------------------------- numbers


def cardinal() -> Iterator[Row]:
    """Zéro to cent, in words and in figures."""
    for number in range(101):
        yield masculine(number), number, 3 * usual(number)
        yield number, number, usual(number)


def how_many() -> Iterator[Row]:
    """Un, une, deux, vingt et une, 3: before the noun that is counted."""
    for number in range(1, 101):
        many = "sg" if number == 1 else "pl"
        often = usual(number, 10)
        for gender, count in (("m", masculine), ("f", feminine)):
            same = masculine(number) == feminine(number)
            yield count(number), number, "" if same else gender, many, often
        yield number, number, "", many, often / 3


def ordinal() -> Iterator[Row]:
    """Premier, première, deuxième, seconde, 1re, 3e; with gender."""
    for number in range(1, 32):
        often = rank(number)
        if number == 1:
            yield "premier", 1, "m", often
            yield "première", 1, "f", often
            yield "1er", 1, "m", often / 5
            yield "1re", 1, "f", often / 5
            yield "1ère", 1, "f", often / 10
            continue
        yield nth(number, "m"), number, "", often
        yield f"{number}e", number, "", often / 5
        yield f"{number}ème", number, "", often / 10
    yield "second", 2, "m", 3
    yield "seconde", 2, "f", 3


# ---------------------------------------------------------------------- measures

# singular, plural, abbreviation, gender
UNITS = (
    ("seconde", "secondes", "s", "f"),
    ("minute", "minutes", "min", "f"),
    ("heure", "heures", "h", "f"),
    ("jour", "jours", "", "m"),
    ("semaine", "semaines", "", "f"),
    ("mois", "mois", "", "m"),
    ("an", "ans", "", "m"),
)


def duration() -> Iterator[Row]:
    """Cinq minutes, une demi-heure, une heure et demie, deux heures vingt."""
    for (one, many, short, gender), (form, numbers, weight, most) in zip(UNITS, SPANS, strict=True):
        count = masculine if gender == "m" else feminine
        for number in numbers:
            noun, value = one if number == 1 else many, form.format(number)
            often = weight * usual(number, most)
            yield f"{count(number)} {noun}", value, often
            yield f"{number} {noun}", value, often / 2
            if short:
                yield f"{number} {short}", value, often / 10
    yield "une demi-heure", "PT30M", 30
    yield "un quart d'heure", "PT15M", 15
    yield "trois quarts d'heure", "PT45M", 10
    yield "une demi-minute", "PT30S", 1
    yield "une minute et demie", "PT1M30S", 3
    yield "une journée", "P1D", 2
    yield "une demi-journée", "PT12H", 2
    yield "un jour et demi", "P1DT12H", 0.5
    yield "une année", "P1Y", 1
    yield "un an et demi", "P1Y6M", 1
    for hours in range(1, 13):
        noun = "heure" if hours == 1 else "heures"
        often = usual(hours) / hours
        this = f"{feminine(hours)} {noun}"
        yield f"{this} et demie", f"PT{hours}H30M", often * 2
        yield f"{this} et quart", f"PT{hours}H15M", often / 2
        yield f"{this} trois quarts", f"PT{hours}H45M", often / 10
        for minutes in range(5, 60, 5):
            value = f"PT{hours}H{minutes}M"
            yield f"{this} {feminine(minutes)}", value, often / 3
            yield f"{this} et {feminine(minutes)} minutes", value, often / 3
            yield f"{hours} {noun} et {minutes} minutes", value, often / 6
            yield f"{hours} h {minutes:02}", value, often / 10
            yield f"{hours}h{minutes:02}", value, often / 10


def temperature() -> Iterator[Row]:
    """Vingt degrés, moins cinq degrés, 20 °C, soixante-dix degrés Fahrenheit. Zéro is singular."""
    for number in range(101):
        often = warm(number)
        degrees = "degré" if number < 2 else "degrés"
        for text in (masculine(number), str(number)):
            yield f"{text} {degrees}", f"{number}C", often
            yield f"{text} {degrees} Celsius", f"{number}C", often / 5
        for sign in (f"{number} °C", f"{number}°C", f"{number}°"):
            yield sign, f"{number}C", often / 8
        if 1 <= number <= 40:
            cold = 1.0 if number <= 10 else 0.1
            for text in (masculine(number), str(number)):
                yield f"moins {text} {degrees}", f"-{number}C", cold
                yield f"moins {text} {degrees} Celsius", f"-{number}C", cold / 5
                yield f"{text} {degrees} en dessous de zéro", f"-{number}C", cold / 5
            yield f"−{number} °C", f"-{number}C", cold / 8
        if number >= 30:
            hot = 0.3 if 60 <= number <= 90 else 0.05
            for text in (masculine(number), str(number)):
                yield f"{text} degrés Fahrenheit", f"{number}F", hot
            yield f"{number} °F", f"{number}F", hot / 2


# singular, plural, gender, symbol, abbreviations, numbers, weight
Units = tuple[tuple[str, str, str, str, tuple[str, ...], tuple[int, ...], float], ...]


def measured(units: Units) -> Iterator[Row]:
    """Numbers of units: un kilomètre, un demi-litre, deux kilos et demi, 2,5 km. What is less than
    two stands in the singular."""
    for one, many, gender, symbol, written, numbers, weight in units:
        count = masculine if gender == "m" else feminine
        a, half = ("un", "demi") if gender == "m" else ("une", "demie")
        for number in numbers:
            noun, value = one if number == 1 else many, f"{number}{symbol}"
            often = weight * usual(number, MOST[symbol])
            yield f"{count(number)} {noun}", value, often
            yield f"{number} {noun}", value, often
            for short in written:
                yield f"{number} {short}", value, often / 2
                yield f"{number}{short}", value, often / 10
        yield f"{a} demi-{one}", f"0.5{symbol}", weight * 4
        yield f"{a} {one} et {half}", f"1.5{symbol}", weight * 2
        for number in range(2, 11):
            yield f"{count(number)} {many} et {half}", f"{number}.5{symbol}", weight / 2
        for number in range(20 if len(numbers) > len(FEW) else 5):
            for short in written:
                yield f"{number},5 {short}", f"{number}.5{symbol}", weight / 3
            yield f"{number},5 {one if number < 2 else many}", f"{number}.5{symbol}", weight / 6


def distance() -> Iterator[Row]:
    """Cinq kilomètres, un kilomètre et demi, cinq cents mètres, 5 km."""
    far = (*SMALL, *range(150, 1001, 50))
    return measured(
        (
            ("kilomètre", "kilomètres", "m", "km", ("km",), far, 4),
            ("mètre", "mètres", "m", "m", ("m",), LARGE, 3),
            ("centimètre", "centimètres", "m", "cm", ("cm",), SMALL, 1),
            ("millimètre", "millimètres", "m", "mm", ("mm",), SMALL, 0.3),
        )
    )


def weight() -> Iterator[Row]:
    """Deux kilos, un demi-kilo, une livre, deux cents grammes, 250 g. A livre is 500 grams."""
    yield from measured(
        (
            ("kilo", "kilos", "m", "kg", ("kg",), SMALL, 4),
            ("kilogramme", "kilogrammes", "m", "kg", (), SMALL, 0.5),
            ("gramme", "grammes", "m", "g", ("g",), LARGE, 4),
            ("milligramme", "milligrammes", "m", "mg", ("mg",), LARGE, 0.3),
            ("tonne", "tonnes", "f", "t", ("t",), SMALL, 0.2),
        )
    )
    for number in FEW:
        noun = "livre" if number == 1 else "livres"
        yield f"{feminine(number)} {noun}", f"{500 * number}g", usual(number) / 3
    yield "une demi-livre", "250g", 2


def volume() -> Iterator[Row]:
    """Un demi-litre, deux tasses, une cuillère à soupe, 250 ml."""
    spoon = ("cuillère à soupe", "cuillères à soupe"), ("cuillère à café", "cuillères à café")
    yield from measured(
        (
            ("litre", "litres", "m", "l", ("l",), SMALL, 4),
            ("millilitre", "millilitres", "m", "ml", ("ml",), LARGE, 1),
            ("centilitre", "centilitres", "m", "cl", ("cl",), SMALL, 1.5),
            ("décilitre", "décilitres", "m", "dl", ("dl",), FEW, 0.2),
            ("tasse", "tasses", "f", "cup", (), FEW, 2),
            (*spoon[0], "f", "tbsp", (), FEW, 2),
            (*spoon[1], "f", "tsp", (), FEW, 2),
        )
    )
    yield "un quart de litre", "0.25l", 2
    yield "trois quarts de litre", "0.75l", 1


def tables() -> tuple[Table, ...]:
    """All tables of the locale."""
    return (
        table("clock", "value id", clock()),
        table("digital", "value id", digital()),
        table("day_month", "value id", day_month()),
        table("duration", "value id scale", scaled(duration())),
        table("temperature", "value id", temperature()),
        table("distance", "value id", distance()),
        table("weight", "value id", weight()),
        table("volume", "value id", volume()),
        table("cardinal", "value id", cardinal()),
        table("how_many", "value id gender number", how_many()),
        table("ordinal", "value id gender", ordinal()),
    )
