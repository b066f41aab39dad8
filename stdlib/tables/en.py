"""Tables of the English modules."""

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
MONTHS: tuple[str, ...] = ("January", "February", "March", "April", "May", "June", "July", "August")
MONTHS += ("September", "October", "November", "December")


def words(number: int) -> str:
    """Nought to hundred: seven, twenty-one; a hundred is one hundred."""
    return spelled("en", number)


def nth(number: int) -> str:
    """First, second, twenty-first."""
    return spelled("en", number, "spellout-ordinal")


def figure_th(number: int) -> str:
    """1st, 2nd, 11th, 23rd."""
    last = 0 if number in (11, 12, 13) else number % 10
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


# ---------------------------------------------------------------------- time


def parts(of: int) -> Iterator[tuple[str, float]]:
    """What the hour of a time may be told apart by: in the morning, with weights."""
    if of < 12:
        yield "in the morning", 1.0 if of else 0.2
    elif of < 18:
        yield "in the afternoon", 1.0
    if 17 <= of <= 22:
        yield "in the evening", 1.0 if of < 22 else 0.5
    if of >= 20 or of < 4:
        yield "at night", 0.6 if of >= 21 or of == 0 else 0.2


def halves(of: int) -> Iterator[tuple[str, float]]:
    """Am or pm, as it is written and said."""
    letters = "am" if of < 12 else "pm"
    yield letters, 1.0
    yield f"{letters[0]}.m.", 0.4


def spoken(of: int, minute: int) -> Iterator[tuple[str, float]]:
    """A time on the clock of twelve hours that any part of the day may follow, with weights."""
    this, after = words((of - 1) % 12 + 1), words(of % 12 + 1)
    left = 60 - minute
    if minute == 0:
        yield this, 1.0
    elif minute < 10:
        yield f"{this} oh {words(minute)}", 0.7
    else:
        yield f"{this} {words(minute)}", 0.3 if minute in (15, 45) else 0.7
    if minute == 15:
        yield f"quarter past {this}", 1.0
        yield f"a quarter past {this}", 0.4
        yield f"quarter after {this}", 0.2
    elif minute == 30:
        yield f"half past {this}", 1.0
    elif minute == 45:
        yield f"quarter to {after}", 1.0
        yield f"a quarter to {after}", 0.4
        yield f"quarter till {after}", 0.1
    elif minute % 5 == 0 and 0 < minute < 30:
        yield f"{words(minute)} past {this}", 1.0
        yield f"{words(minute)} after {this}", 0.2
    elif minute % 5 == 0 and minute:
        yield f"{words(left)} to {after}", 1.0
        yield f"{words(left)} till {after}", 0.1
    elif 0 < minute < 30:
        noun = "minute" if minute == 1 else "minutes"
        yield f"{words(minute)} {noun} past {this}", 0.3
    elif minute:
        yield f"{words(left)} {'minute' if left == 1 else 'minutes'} to {after}", 0.3


def clock() -> Iterator[Row]:
    """Half past seven, seven thirty pm, quarter to eight in the evening, nineteen thirty."""
    for of, minute, value, weight in times():
        later = likely((of + 12) % 24, minute)
        this = words((of - 1) % 12 + 1)
        for text, how in spoken(of, minute):
            # Without a part of the day it stands as it is said: twelve is 12:00.
            if 1 <= of <= 12:
                yield text, value, (weight + later) * how
            if minute % 5 == 0:
                for part, fits in (*halves(of), *((p, f / 2) for p, f in parts(of))):
                    yield f"{text} {part}", value, weight * how * fits
            elif text.startswith(this):  # seven twenty-three pm, from a timetable
                yield f"{text} {'am' if of < 12 else 'pm'}", value, weight * how
        if minute == 0:
            if 1 <= of <= 12:
                yield f"{this} o'clock", value, (weight + later) * 0.8
                yield f"{this} sharp", value, (weight + later) * 0.1
            for part, fits in parts(of):
                yield f"{this} o'clock {part}", value, weight * fits * 0.4
        if minute == 30 and 1 <= of <= 12:
            yield f"half {this}", value, (weight + later) * 0.1
        if of > 12 and minute % 5 == 0:
            rest = f"oh {words(minute)}" if minute == 5 else words(minute)
            text = f"{words(of)} {'hundred' if minute == 0 else rest}"
            yield text, value, weight * 0.05
    yield "noon", "12:00", 200
    yield "midday", "12:00", 60
    yield "twelve noon", "12:00", 10
    yield "midnight", "00:00", 120
    yield "twelve midnight", "00:00", 4


def digital() -> Iterator[Row]:
    """7:15, 07:15, 19:15, 7:15 pm, 7pm."""
    for of, minute, value, weight in times():
        late = (of - 1) % 12 + 1
        yield f"{of}:{minute:02}", value, weight
        if minute == 0 and 1 <= of <= 12:
            yield str(of), value, weight + likely((of + 12) % 24, 0)
        if of < 10:
            yield value, value, weight * 0.2
        for part, fits in (*halves(of), *((p, f / 5) for p, f in parts(of))):
            yield f"{late}:{minute:02} {part}", value, weight * fits
            if minute == 0:
                yield f"{late} {part}", value, weight * fits * 1.5
            if " " not in part:
                yield f"{late}:{minute:02}{part}", value, weight * fits * 0.5
                if minute == 0:
                    yield f"{late}{part}", value, weight * fits


def day_month() -> Iterator[Row]:
    """The third of May, May third, 3 May, May 3rd."""
    for month, day, value in days():
        name = MONTHS[month - 1]
        yield f"the {nth(day)} of {name}", value, 6
        yield f"{name} {nth(day)}", value, 4
        yield f"{name} the {nth(day)}", value, 2
        yield f"the {figure_th(day)} of {name}", value, 3
        yield f"{name} {figure_th(day)}", value, 3
        yield f"{day} {name}", value, 2
        yield f"{name} {day}", value, 2
        yield f"{figure_th(day)} {name}", value, 0.5


# ---------------------------------------------------------------------- numbers


def cardinal() -> Iterator[Row]:
    """Zero to a hundred, in words and in figures."""
    for number in range(101):
        yield words(number), number, 3 * usual(number)
        yield number, number, usual(number)
    yield "a hundred", 100, 10
    yield "nought", 0, 1


def how_many() -> Iterator[Row]:
    """One song, two songs, 3 songs."""
    for number in range(1, 101):
        many = "sg" if number == 1 else "pl"
        yield words(number), number, many, usual(number, 10)
        yield number, number, many, usual(number, 10) / 3
    yield "a hundred", 100, "pl", 4
    yield "a couple of", 2, "pl", 2
    yield "a dozen", 12, "pl", 0.5


def ordinal() -> Iterator[Row]:
    """First to thirty-first, in words and in figures."""
    for number in range(1, 32):
        often = rank(number)
        yield nth(number), number, often
        yield figure_th(number), number, often / 5


# ---------------------------------------------------------------------- measures

# singular, plural, abbreviation
UNITS = (
    ("second", "seconds", "s"),
    ("minute", "minutes", "min"),
    ("hour", "hours", "h"),
    ("day", "days", ""),
    ("week", "weeks", ""),
    ("month", "months", ""),
    ("year", "years", ""),
)


def duration() -> Iterator[Row]:
    """Five minutes, an hour and a half, half an hour, two hours and twenty minutes."""
    for (one, many, short), (form, numbers, weight, most) in zip(UNITS, SPANS, strict=True):
        for number in numbers:
            noun, value = one if number == 1 else many, form.format(number)
            often = weight * usual(number, most)
            yield f"{words(number)} {noun}", value, often
            yield f"{number} {noun}", value, often / 2
            if short:
                yield f"{number} {short}", value, often / 10
        yield f"{'an' if one == 'hour' else 'a'} {one}", form.format(1), weight * 8
        yield f"a couple of {many}", form.format(2), weight
    yield "half an hour", "PT30M", 30
    yield "a half hour", "PT30M", 4
    yield "a quarter of an hour", "PT15M", 8
    yield "three quarters of an hour", "PT45M", 6
    yield "an hour and a half", "PT1H30M", 12
    yield "an hour and a quarter", "PT1H15M", 3
    yield "half a minute", "PT30S", 3
    yield "a minute and a half", "PT1M30S", 4
    yield "half a day", "PT12H", 1
    yield "a day and a half", "P1DT12H", 1
    yield "a fortnight", "P2W", 1
    yield "half a year", "P6M", 0.5
    yield "a year and a half", "P1Y6M", 0.5
    for hours in range(1, 13):
        often = usual(hours) / hours
        noun = "hour" if hours == 1 else "hours"
        if hours == 1:
            yield "one and a half hours", "PT1H30M", 4
        else:
            yield f"{words(hours)} and a half hours", f"PT{hours}H30M", often
            yield f"{words(hours)} hours and a half", f"PT{hours}H30M", often / 6
        for minutes in range(5, 60, 5):
            value = f"PT{hours}H{minutes}M"
            yield f"{words(hours)} {noun} and {words(minutes)} minutes", value, often / 3
            yield f"{words(hours)} {noun} {words(minutes)} minutes", value, often / 12
            yield f"{hours} {noun} and {minutes} minutes", value, often / 6
            yield f"{hours} h {minutes} min", value, often / 20
            if hours == 1:
                yield f"an hour and {words(minutes)} minutes", value, often / 3


def temperature() -> Iterator[Row]:
    """Twenty degrees, minus five degrees Celsius, seventy degrees Fahrenheit, 20 °C."""
    for number in range(101):
        often = warm(number)
        degrees = "degree" if number == 1 else "degrees"
        for text in (words(number), str(number)):
            yield f"{text} {degrees}", f"{number}C", often
            yield f"{text} {degrees} Celsius", f"{number}C", often / 4
            yield f"{text} {degrees} centigrade", f"{number}C", often / 20
        for sign in (f"{number} °C", f"{number}°C", f"{number}°"):
            yield sign, f"{number}C", often / 8
        if 1 <= number <= 40:
            cold = 1.0 if number <= 10 else 0.1
            for text in (words(number), str(number)):
                yield f"minus {text} {degrees}", f"-{number}C", cold
                yield f"minus {text} {degrees} Celsius", f"-{number}C", cold / 4
                yield f"{text} {degrees} below zero", f"-{number}C", cold / 3
                yield f"{text} {degrees} below", f"-{number}C", cold / 6
            yield f"−{number} °C", f"-{number}C", cold / 8
    for number in range(121):
        often = 2.0 if 60 <= number <= 80 else 0.3 if number >= 20 else 0.05
        degrees = "degree" if number == 1 else "degrees"
        for text in (spelled("en", number), str(number)):
            yield f"{text} {degrees} Fahrenheit", f"{number}F", often
        yield f"{number} °F", f"{number}F", often / 4
        yield f"{number}°F", f"{number}F", often / 8


# singular, plural, symbol, abbreviations, numbers, weight
Units = tuple[tuple[str, str, str, tuple[str, ...], tuple[int, ...], float], ...]


def measured(units: Units) -> Iterator[Row]:
    """Numbers of units: half a mile, a mile and a half, two and a half miles, 5 km."""
    for one, many, symbol, written, numbers, weight in units:
        article = "an" if one[0] in "aeiou" else "a"
        for number in numbers:
            noun, value = one if number == 1 else many, f"{number}{symbol}"
            often = weight * usual(number, MOST[symbol])
            yield f"{words(number)} {noun}", value, often
            yield f"{number} {noun}", value, often
            for short in written:
                yield f"{number} {short}", value, often / 2
                yield f"{number}{short}", value, often / 10
        yield f"{article} {one}", f"1{symbol}", weight * 6
        yield f"half {article} {one}", f"0.5{symbol}", weight * 4
        yield f"{article} {one} and a half", f"1.5{symbol}", weight * 2
        yield f"a couple of {many}", f"2{symbol}", weight
        for number in range(1, 11):
            yield f"{words(number)} and a half {many}", f"{number}.5{symbol}", weight / 2
        for number in range(20):
            for short in written:
                yield f"{number}.5 {short}", f"{number}.5{symbol}", weight / 3


def distance() -> Iterator[Row]:
    """Five kilometres, half a mile, 500 metres, 5 km; American spellings as well."""
    far = (*SMALL, *range(150, 1001, 50))
    return measured(
        (
            ("mile", "miles", "mi", ("mi",), far, 4),
            ("kilometre", "kilometres", "km", ("km",), far, 3),
            ("kilometer", "kilometers", "km", (), far, 2),
            ("metre", "metres", "m", ("m",), LARGE, 2),
            ("meter", "meters", "m", (), LARGE, 1.5),
            ("centimetre", "centimetres", "cm", ("cm",), SMALL, 0.7),
            ("centimeter", "centimeters", "cm", (), SMALL, 0.5),
            ("millimetre", "millimetres", "mm", ("mm",), SMALL, 0.2),
            ("yard", "yards", "yd", (), LARGE, 0.5),
            ("foot", "feet", "ft", ("ft",), LARGE, 1.5),
            ("inch", "inches", "in", (), SMALL, 1),
        )
    )


def weight() -> Iterator[Row]:
    """Two kilos, half a pound, two hundred grams, 250 g."""
    return measured(
        (
            ("kilo", "kilos", "kg", ("kg",), SMALL, 3),
            ("kilogram", "kilograms", "kg", (), SMALL, 1),
            ("gram", "grams", "g", ("g",), LARGE, 4),
            ("milligram", "milligrams", "mg", ("mg",), LARGE, 0.3),
            ("pound", "pounds", "lb", ("lb", "lbs"), SMALL, 3),
            ("ounce", "ounces", "oz", ("oz",), SMALL, 2),
            ("tonne", "tonnes", "t", ("t",), SMALL, 0.2),
            ("stone", "stone", "st", (), FEW, 0.2),
        )
    )


def volume() -> Iterator[Row]:
    """Half a litre, two cups, a tablespoon, 250 ml."""
    return measured(
        (
            ("litre", "litres", "l", ("l",), SMALL, 2),
            ("liter", "liters", "l", (), SMALL, 1.5),
            ("millilitre", "millilitres", "ml", ("ml",), LARGE, 1),
            ("milliliter", "milliliters", "ml", (), LARGE, 0.7),
            ("cup", "cups", "cup", (), FEW, 3),
            ("tablespoon", "tablespoons", "tbsp", ("tbsp",), FEW, 2),
            ("teaspoon", "teaspoons", "tsp", ("tsp",), FEW, 2),
            ("pint", "pints", "pt", (), FEW, 1),
            ("gallon", "gallons", "gal", (), SMALL, 0.5),
        )
    )


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
        table("ordinal", "value id", ordinal()),
        table("how_many", "value id number", how_many()),
    )
