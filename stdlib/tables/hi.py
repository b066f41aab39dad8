"""Tables of the Hindi modules."""

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
MONTHS: tuple[str, ...] = ("जनवरी", "फ़रवरी", "मार्च", "अप्रैल", "मई", "जून", "जुलाई")
MONTHS += ("अगस्त", "सितंबर", "अक्टूबर", "नवंबर", "दिसंबर")

# The same, as they are spelled without a dot or in the older way.
OTHER_MONTHS = {2: ("फरवरी",), 9: ("सितम्बर",), 10: ("अक्तूबर",), 11: ("नवम्बर",), 12: ("दिसम्बर",)}

# Words that people spell in other ways than CLDR does, for which see `spelled`.
OTHERWISE = {
    5: ("पांच",),
    6: ("छः", "छे"),
    15: ("पंद्रह",),
    28: ("अठाईस",),
    44: ("चवालीस",),
    53: ("तिरपन",),
    55: ("पचपन",),
    58: ("अठावन",),
    63: ("तिरसठ",),
    79: ("उन्यासी",),
    88: ("अठासी",),
    **{n: (spelled("hi", n).replace("नबे", "नवे"),) for n in range(91, 100)},
    100: ("सौ",),
}


def ways(number: int) -> Iterator[tuple[str, float]]:
    """A number in words, as CLDR spells it, and as others do, with weights."""
    for text in OTHERWISE.get(number, ()):
        yield text, 0.2 if number not in (15, 100) else 2.0
    yield spelled("hi", number), 1.0


def word(number: int) -> str:
    """The one way of writing a number that is used within longer texts."""
    return {15: "पंद्रह", 100: "सौ"}.get(number) or spelled("hi", number)


def parts(of: int, minute: int) -> Iterator[tuple[str, float]]:
    """What a time of the day may be preceded by: सुबह, शाम, with weights."""
    at = of * 60 + minute
    if 3 * 60 <= at < 12 * 60:
        yield "सुबह", 1.0 if at >= 4 * 60 else 0.3
    if 3 * 60 <= at < 6 * 60:
        yield "तड़के", 0.3
    if 11 * 60 + 40 <= at < 16 * 60:
        yield "दोपहर", 1.0 if at >= 12 * 60 else 0.2
    if 16 * 60 <= at <= 20 * 60 + 30:
        yield "शाम", 1.0 if at < 20 * 60 else 0.2
    if at >= 19 * 60 or at < 4 * 60:
        yield "रात", 1.0 if at >= 20 * 60 or at < 3 * 60 else 0.2


# सुबह is an adverb as it is; these may take को: शाम को सात बजे.
WITH_KO = ("दोपहर", "शाम", "रात")


def quarters(this: str, after: str, hour: int, minute: int) -> Iterator[tuple[str, float]]:
    """The quarters, which have words of their own: सवा, साढ़े, पौने; and डेढ़, ढाई."""
    if minute == 0:
        yield f"{this} बजे", 1.0
    elif minute == 15:
        yield f"सवा {this} बजे", 1.0
        if hour == 1:
            yield "सवा बजे", 0.3
    elif minute == 30 and hour in (1, 2):
        yield {1: "डेढ़ बजे", 2: "ढाई बजे"}[hour], 1.0
    elif minute == 30:
        yield f"साढ़े {this} बजे", 1.0
    elif minute == 45:
        yield f"पौने {after} बजे", 1.0
        if hour == 12:
            yield "पौन बजे", 0.2


def spoken(of: int, minute: int) -> Iterator[tuple[str, str, float]]:
    """A time on the clock of twelve hours; the same as an adverb, with पर where it needs one."""
    hour = of % 12 or 12
    after = hour % 12 + 1
    for this, how in ways(hour):
        for then, also in ways(after):
            if how * also < 1.0 and (how < 1.0) == (also < 1.0):
                continue
            for text, fits in quarters(this, then, hour, minute):
                yield text, text, how * also * fits
    if minute == 0:
        return
    this, then, left = word(hour), word(after), 60 - minute
    rare = 0.1 if minute % 15 == 0 else 1.0
    texts = [(f"{this} बजकर {word(minute)} मिनट", rare)]
    if minute % 5 == 0 and minute >= 10:
        texts.append((f"{this} {word(minute)}", rare / 2))
    if left <= 20 and (left % 5 == 0 or left < 5):
        texts.append((f"{then} बजने में {word(left)} मिनट", rare / 2))
        before = f"{then} बजने से {word(left)} मिनट पहले"
        yield before, before, rare / 3
    for text, fits in texts:
        yield text, f"{text} पर", fits


def clock() -> Iterator[Row]:
    """साढ़े सात बजे, शाम के साढ़े सात बजे, सात बजकर दस मिनट."""
    for of, minute, value, weight in times():
        for text, at, how in spoken(of, minute):
            if 1 <= of <= 12:
                both = weight + likely((of + 12) % 24, minute)
                yield text, value, at, both * how
            for part, fits in parts(of, minute):
                often = weight * how * fits
                yield f"{part} {text}", value, f"{part} {at}", often
                if part in WITH_KO:
                    yield f"{part} को {text}", value, f"{part} को {at}", often / 2
                if part != "तड़के":
                    yield f"{part} के {text}", value, f"{part} के {at}", often / 2
    yield "आधी रात", "00:00", "आधी रात को", 30


def digital() -> Iterator[Row]:
    """7:30 बजे, शाम 7:30 बजे, 19:30 बजे, साढ़े 7 बजे; the same as an adverb."""
    for of, minute, value, weight in times():
        hour = of % 12 or 12
        full, short = f"{of}:{minute:02}", f"{hour}:{minute:02}"
        yield f"{full} बजे", value, f"{full} बजे", weight
        yield full, value, f"{full} पर", weight / 5
        if of < 10:
            yield f"0{full} बजे", value, f"0{full} बजे", weight / 20
            yield f"0{full}", value, f"0{full} पर", weight / 20
        for part, fits in parts(of, minute):
            often = weight * fits / 10
            yield f"{part} {short}", value, f"{part} {short} पर", often
        texts = [(f"{short} बजे", 0.5)]
        if minute % 15 == 0:
            mixed = quarters(str(hour), str(hour % 12 + 1), hour, minute)
            texts += [way for way in mixed if any(c.isdigit() for c in way[0])]  # not डेढ़ बजे
        for text, how in texts:
            if 1 <= of <= 12:
                yield text, value, text, weight * how
            for part, fits in parts(of, minute):
                often = weight * how * fits
                yield f"{part} {text}", value, f"{part} {text}", often
                if part in WITH_KO:
                    yield f"{part} को {text}", value, f"{part} को {text}", often / 2
                if part != "तड़के":
                    yield f"{part} के {text}", value, f"{part} के {text}", often / 2


def day_month() -> Iterator[Row]:
    """तीन मई, 3 मई, मई की तीन तारीख़, पहली मई."""
    for month, day, value in days():
        name = MONTHS[month - 1]
        for called, fits in ((name, 1.0), *((n, 0.1) for n in OTHER_MONTHS.get(month, ()))):
            for text, how in ways(day):
                yield f"{text} {called}", value, how * fits
            yield f"{day} {called}", value, fits
        yield f"{name} की {word(day)} तारीख़", value, 0.2
        if day == 1:
            yield f"पहली {name}", value, 0.5


UNITS = (
    # singular, singular oblique, plural
    ("सेकंड", "सेकंड", "सेकंड"),
    ("मिनट", "मिनट", "मिनट"),
    ("घंटा", "घंटे", "घंटे"),
    ("दिन", "दिन", "दिन"),
    ("हफ़्ता", "हफ़्ते", "हफ़्ते"),
    ("महीना", "महीने", "महीने"),
    ("साल", "साल", "साल"),
)

# Fractions that stand before a unit in the singular: half, three quarters, one and a quarter…
BEFORE_HOURS = (
    ("आधा", "आधे", "PT30M", 30),
    ("पौन", "पौने", "PT45M", 4),
    ("पौना", "पौने", "PT45M", 1),
    ("सवा", "सवा", "PT1H15M", 5),
    ("डेढ़", "डेढ़", "PT1H30M", 15),
)


def inflected(direct: str, oblique: str, value: str, weight: float) -> Iterator[Row]:
    """A text in both cases, or one for both. The oblique, which postpositions want, is likelier."""
    if direct == oblique:
        yield direct, value, "", weight
    else:
        yield direct, value, "dir", weight
        yield oblique, value, "obl", weight


def duration() -> Iterator[Row]:
    """पाँच मिनट, एक घंटा, डेढ़ घंटे, ढाई घंटे, साढ़े तीन घंटे, दो घंटे बीस मिनट."""
    for (one, oblique, many), (form, numbers, weight, most) in zip(UNITS, SPANS, strict=True):
        for number in numbers:
            often, value = weight * usual(number, most), form.format(number)
            direct, bent = (one, oblique) if number == 1 else (many, many)
            for text, how in (*ways(number), (str(number), 0.5)):
                yield from inflected(f"{text} {direct}", f"{text} {bent}", value, often * how)
                if "फ़" in direct:  # the dot is often left out
                    plain = f"{text} {direct}".replace("फ़", "फ")
                    other = f"{text} {bent}".replace("फ़", "फ")
                    yield from inflected(plain, other, value, often * how / 5)
    for number in range(1, 13):
        text, value, often = word(number), form_of("W", number), usual(number, 4)
        yield f"{text} सप्ताह", value, "", often / 4
    for direct, bent, value, often in BEFORE_HOURS:
        yield from inflected(f"{direct} घंटा", f"{bent} घंटे", value, often)
    yield "ढाई घंटे", "PT2H30M", "", 8
    yield "डेढ़ मिनट", "PT1M30S", "", 3
    yield "ढाई मिनट", "PT2M30S", "", 1
    yield from inflected("आधा मिनट", "आधे मिनट", "PT30S", 3)
    yield from inflected("आधा दिन", "आधे दिन", "PT12H", 1)
    yield "डेढ़ दिन", "P1DT12H", "", 1
    yield "ढाई दिन", "P2DT12H", "", 0.5
    yield "डेढ़ साल", "P1Y6M", "", 0.5
    yield "ढाई साल", "P2Y6M", "", 0.3
    for hours in range(2, 11):
        yield f"सवा {word(hours)} घंटे", f"PT{hours}H15M", "", 1 / hours
        yield f"पौने {word(hours)} घंटे", f"PT{hours - 1}H45M", "", 2 / hours
        if hours > 2:
            yield f"साढ़े {word(hours)} घंटे", f"PT{hours}H30M", "", 6 / hours
    for hours in range(1, 13):
        often = usual(hours) / hours
        for minutes in range(5, 60, 5):
            value = f"PT{hours}H{minutes}M"
            for hour, minute, how in ((word(hours), word(minutes), 3), (hours, minutes, 6)):
                one, bent = ("घंटा", "घंटे") if hours == 1 else ("घंटे", "घंटे")
                rare = often / how * (0.1 if minutes == 30 else 1)
                for und, fits in ((" ", 1.0), (" और ", 0.3)):
                    direct = f"{hour} {one}{und}{minute} मिनट"
                    other = f"{hour} {bent}{und}{minute} मिनट"
                    yield from inflected(direct, other, value, rare * fits)


def form_of(unit: str, number: int) -> str:
    """P2W, P3D."""
    return f"P{number}{unit}"


def measured(
    names: tuple[tuple[tuple[str, ...], str, tuple[int, ...], float], ...],
) -> Iterator[Row]:
    """Numbers of units. Of each: its names (the first is said), symbol, numbers, weight."""
    for (name, *short), symbol, numbers, weight in names:
        for number in numbers:
            often, value = weight * usual(number, MOST[symbol]), f"{number}{symbol}"
            hundreds, rest = divmod(number, 100)
            if hundreds and number > 100:
                texts = [(f"{word(hundreds)} सौ {word(rest) if rest else ''}".strip(), 1.0)]
                texts += [(short_, 0.8) for short_ in (HUNDREDS.get(number),) if short_]
                if number == 1000:
                    texts = [("एक हज़ार", 1.0)]
            else:
                texts = list(ways(number))
            for text, how in texts:
                yield f"{text} {name}", value, often * how
            yield f"{number} {name}", value, often
            for abbreviation in short:
                yield f"{number} {abbreviation}", value, often / 3
        if numbers[0] == 1:
            yield f"आधा {name}", f"0.5{symbol}", weight * 4
            yield f"सवा {name}", f"1.25{symbol}", weight
            yield f"डेढ़ {name}", f"1.5{symbol}", weight * 3
        if len(numbers) == 1:  # a singular, which larger numbers do not go with
            continue
        yield f"ढाई {name}", f"2.5{symbol}", weight * 2
        for number in range(2, 11):
            yield f"सवा {word(number)} {name}", f"{number}.25{symbol}", weight / number / 4
            yield f"पौने {word(number)} {name}", f"{number - 1}.75{symbol}", weight / number / 4
            if number > 2:
                yield f"साढ़े {word(number)} {name}", f"{number}.5{symbol}", weight / number
        for number in range(numbers[0] - 1, 20):
            for text in (name, *short):
                yield f"{number}.5 {text}", f"{number}.5{symbol}", weight / 4


# Hundreds are counted in fractions, too: 150 is one and a half hundred.
HUNDREDS = {
    150: "डेढ़ सौ",
    250: "ढाई सौ",
    **{n * 100 + 50: f"साढ़े {word(n)} सौ" for n in range(3, 10)},
}


def temperature() -> Iterator[Row]:
    """बीस डिग्री, माइनस पाँच डिग्री, शून्य से पाँच डिग्री नीचे, 20°C."""
    for number in range(101):
        often = warm(number)
        for text, how in (*ways(number), (str(number), 1.0)):
            yield f"{text} डिग्री", f"{number}C", often * how
            yield f"{text} डिग्री सेल्सियस", f"{number}C", often * how / 4
            if number >= 30:
                hot = 0.3 if 60 <= number <= 90 else 0.05
                yield f"{text} डिग्री फ़ारेनहाइट", f"{number}F", hot * how
                yield f"{text} डिग्री फ़ेरनहाइट", f"{number}F", hot * how / 2
            if 1 <= number <= 40:
                cold = how * (1.0 if number <= 10 else 0.1)
                yield f"माइनस {text} डिग्री", f"-{number}C", cold
                yield f"शून्य से {text} डिग्री नीचे", f"-{number}C", cold / 2
                yield f"ज़ीरो से {text} डिग्री नीचे", f"-{number}C", cold / 4
        for sign in (f"{number}°", f"{number}°C", f"{number} °C"):
            yield sign, f"{number}C", often / 8


def distance() -> Iterator[Row]:
    """पाँच किलोमीटर, डेढ़ किलोमीटर, पाँच सौ मीटर, 5 किमी."""
    far = (*SMALL, *range(150, 1001, 50))
    return measured(
        (
            (("किलोमीटर", "किमी", "km"), "km", far, 4),
            (("मीटर", "मी", "m"), "m", LARGE, 3),
            (("सेंटीमीटर", "सेमी", "cm"), "cm", SMALL, 1),
            (("मिलीमीटर", "मिमी", "mm"), "mm", SMALL, 0.2),
            (("मील",), "mi", SMALL, 0.3),
        )
    )


def weight() -> Iterator[Row]:
    """दो किलो, आधा किलो, पाव किलो, ढाई सौ ग्राम."""
    yield from measured(
        (
            (("किलो", "किग्रा", "kg"), "kg", SMALL, 4),
            (("किलोग्राम",), "kg", SMALL, 0.5),
            (("ग्राम", "g"), "g", LARGE, 4),
            (("मिलीग्राम", "mg"), "mg", LARGE, 0.3),
            (("टन",), "t", SMALL, 0.2),
        )
    )
    yield "पाव", "0.25kg", 1
    yield "पाव किलो", "0.25kg", 3
    yield "एक पाव", "0.25kg", 2
    yield "आधा पाव", "0.125kg", 1
    yield "डेढ़ पाव", "0.375kg", 1
    yield "पौन किलो", "0.75kg", 2
    yield "तीन पाव", "0.75kg", 1


def volume() -> Iterator[Row]:
    """आधा लीटर, दो कप, एक चम्मच, 250 मिली."""
    return measured(
        (
            (("लीटर", "ली", "l"), "l", SMALL, 4),
            (("मिलीलीटर", "मिली", "ml"), "ml", LARGE, 1),
            (("कप",), "cup", FEW, 3),
            (("बड़ा चम्मच",), "tbsp", (1,), 1),
            (("बड़े चम्मच",), "tbsp", FEW[1:], 1),
            (("छोटा चम्मच",), "tsp", (1,), 1),
            (("छोटे चम्मच",), "tsp", FEW[1:], 1),
            (("चम्मच",), "tsp", FEW, 2),
        )
    )


def cardinal() -> Iterator[Row]:
    """शून्य to सौ, in words as CLDR and as others spell them, and in figures."""
    for number in range(101):
        for text, how in ways(number):
            yield text, number, 3 * usual(number) * how
        yield number, number, usual(number)
    yield "ज़ीरो", 0, 3


IRREGULAR = {1: "पहल", 2: "दूसर", 3: "तीसर", 4: "चौथ", 6: "छठ"}


def ordinal() -> Iterator[Row]:
    """पहला, पहले, पहली; पाँचवाँ, पाँचवें, पाँचवीं."""
    for number in range(1, 32):
        often = rank(number)
        texts = [(IRREGULAR.get(number, f"{word(number)}व"), 1.0)]
        if number > 4 and number != 6:
            texts += [(f"{number}व", 0.05)]
        for stem, how in texts:
            nasal = stem.endswith("व")
            a, e, i = ("ाँ", "ें", "ीं") if nasal else ("ा", "े", "ी")
            yield stem + a, number, "m", "sg", "dir", often * how
            yield stem + e, number, "m", "sg", "obl", often * how
            yield stem + e, number, "m", "pl", "", often * how / 2
            yield stem + i, number, "f", "", "", often * how


def how_many() -> Iterator[Row]:
    """एक, दो, तीन: before the noun that is counted, of any gender."""
    for number in range(1, 101):
        many = "sg" if number == 1 else "pl"
        for text, how in ways(number):
            yield text, number, many, 2 * usual(number, 10) * how
        yield number, number, many, usual(number, 10) / 3


def tables() -> tuple[Table, ...]:
    """All tables of the locale."""
    return (
        table("clock", "value id at", clock()),
        table("digital", "value id at", digital()),
        table("day_month", "value id", day_month()),
        table("duration", "value id case scale", scaled(duration())),
        table("temperature", "value id", temperature()),
        table("distance", "value id", distance()),
        table("weight", "value id", weight()),
        table("volume", "value id", volume()),
        table("cardinal", "value id", cardinal()),
        table("ordinal", "value id gender number case", ordinal()),
        table("how_many", "value id number", how_many()),
    )
