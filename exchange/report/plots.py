"""Pictures for the page, as SVG that takes its colours from the page's style."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

WIDTH = 640
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 14, 10, 34


def bars(rows: Sequence[tuple[str, int]], most: int = 40) -> str:
    """A bar for each of the first *most* rows (name, count), the count behind it."""
    shown = rows[:most]
    largest = max((count for _, count in shown), default=0) or 1
    wide = min(220, 12 + max((_width(name) for name, _ in shown), default=0))
    room = WIDTH - wide - 64
    out: list[str] = []
    for number, (name, count) in enumerate(shown):
        y = 22 * number
        length = max(1.0, room * count / largest)
        out.append(
            f'<text x="{wide - 8}" y="{y + 14}" class="end">{_text(name, 30)}</text>'
            f'<rect x="{wide}" y="{y + 3}" width="{length:.1f}" height="15" rx="2" class="bar"/>'
            f'<text x="{wide + length + 6:.1f}" y="{y + 14}" class="soft">{count:,}</text>'
        )
    return _svg(22 * len(shown) + 2, "".join(out), "Bars")


def histogram(counts: Sequence[tuple[int, int]], label: str, marks: Sequence[int]) -> str:
    """How often each length comes; lengths past the highest but one in a thousand are one last
    column. *marks* are lengths to draw a line at."""
    total = sum(count for _, count in counts)
    if not total:
        return ""
    end, below = counts[-1][0], 0
    for length, count in counts:
        below += count
        if below >= 0.999 * total:
            end = length
            break
    step = max(1, math.ceil((end + 1) / 60))
    bins = [0] * (end // step + 1)
    over = 0
    for length, count in counts:
        if length > end:
            over += count
        else:
            bins[length // step] += count
    columns = [*bins, over] if over else bins
    height, largest = 200, max(columns)
    ticks = _round_ticks(largest)
    room, tall = WIDTH - _LEFT - _RIGHT, height - _TOP - _BOTTOM
    wide = room / len(columns)
    out = [_grid(tick / ticks[-1], f"{tick:,}", tall) for tick in ticks]
    for number, count in enumerate(columns):
        tallness = tall * count / ticks[-1]
        last = over and number == len(columns) - 1
        said = f"more than {end}" if last else _span(number * step, step)
        out.append(
            f'<rect x="{_LEFT + number * wide + 0.5:.2f}" y="{_TOP + tall - tallness:.2f}" '
            f'width="{max(wide - 1, 0.5):.2f}" height="{tallness:.2f}" class="bar">'
            f"<title>{said} {escape(label)}: {count:,}</title></rect>"
        )
    for mark in marks:
        if mark <= end:
            x = _LEFT + (mark + 0.5) / step * wide
            out.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_TOP + tall}" class="mark"/>'
            )
    every = max(1, math.ceil(len(bins) / 12))
    for number in range(0, len(bins), every):
        x = _LEFT + (number + 0.5) * wide
        out.append(f'<text x="{x:.1f}" y="{height - 18}" class="mid soft">{number * step}</text>')
    out.append(f'<text x="{WIDTH / 2}" y="{height - 3}" class="mid soft">{escape(label)}</text>')
    return _svg(height, "".join(out), f"How many sentences have so many {label}")


def coverage(curve: Sequence[tuple[int, float]], marks: Sequence[tuple[float, int]]) -> str:
    """The share of sentences that the first patterns cover, their number logarithmic; dots at
    (share, number) of *marks*."""
    if not curve:
        return ""
    height = 240
    tall, room = height - _TOP - _BOTTOM, WIDTH - _LEFT - _RIGHT
    most = math.log(max(curve[-1][0], 2))

    def place(rank: float, share: float) -> tuple[float, float]:
        return _LEFT + room * math.log(rank) / most, _TOP + tall * (1 - share)

    out = [_grid(share, f"{share:.0%}", tall) for share in (0, 0.25, 0.5, 0.75, 1)]
    points = " ".join("{:.1f},{:.1f}".format(*place(*point)) for point in curve)
    base = _TOP + tall
    out.append(f'<polygon points="{_LEFT},{base} {points} {_LEFT + room},{base}" class="area"/>')
    out.append(f'<polyline points="{points}" class="line"/>')
    for number, (share, rank) in enumerate(marks):
        x, y = place(rank, share)
        out.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" class="dot"/>'
            f'<text x="{_LEFT + 14}" y="{_TOP + 22 + 17 * number}">{share:.0%} of the sentences: '
            f"{rank:,} pattern{'s' if rank != 1 else ''}</text>"
        )
    out += _powers(curve[-1][0], lambda rank: place(rank, 0)[0], height)
    return _svg(height, "".join(out), "Share of the sentences that the first patterns cover")


def ranks(curve: Sequence[tuple[int, int]], largest: int, longest: int) -> str:
    """Counts of a slot's values by rank, both logarithmic, in a small picture; *largest* count and
    *longest* rank are those of all pictures, so that they can be compared."""
    width, height, edge = 200, 110, 4
    across, up = math.log(max(longest, 2)), math.log(max(largest, 2))

    def place(rank: int, count: int) -> str:
        x = edge + (width - 2 * edge) * math.log(rank) / across
        y = height - edge - (height - 2 * edge) * math.log(count) / up
        return f"{x:.1f},{y:.1f}"

    points = " ".join(place(*point) for point in curve)
    out = [
        f'<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="3" class="frame"/>'
    ]
    for power in range(1, 9):
        for limit, horizontal in ((longest, False), (largest, True)):
            if 10**power <= limit:
                x, y = place(1 if horizontal else 10**power, 10**power if horizontal else 1).split(
                    ","
                )
                line = f'x1="{edge}" x2="{width - edge}" y1="{y}" y2="{y}"'
                if not horizontal:
                    line = f'x1="{x}" x2="{x}" y1="{edge}" y2="{height - edge}"'
                out.append(f'<line {line} class="grid"/>')
    out.append(f'<polyline points="{points}" class="line"/>')
    if len(curve) == 1:
        x, y = points.split(",")
        out.append(f'<circle cx="{x}" cy="{y}" r="3" class="dot"/>')
    return (
        f'<svg viewBox="0 0 {width} {height}" role="img" class="small">'
        f"<title>Values by rank</title>{''.join(out)}</svg>"
    )


def _powers(most: int, place: object, height: int) -> list[str]:
    assert callable(place)
    out: list[str] = []
    for power in range(9):
        if 10**power <= most:
            x = place(10**power)
            out.append(f'<text x="{x:.1f}" y="{height - 18}" class="mid soft">{10**power:,}</text>')
    out.append(f'<text x="{WIDTH / 2}" y="{height - 3}" class="mid soft">patterns</text>')
    return out


def _grid(share: float, label: str, tall: float) -> str:
    y = _TOP + tall * (1 - share)
    return (
        f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>'
        f'<text x="{_LEFT - 7}" y="{y + 4:.1f}" class="end soft">{label}</text>'
    )


def _round_ticks(largest: int) -> list[int]:
    """Three to six round numbers from 0 on, the last not below *largest*."""
    step = 10 ** max(0, math.floor(math.log10(max(largest, 1))) - 1)
    for factor in (1, 2, 5, 10, 20, 50, 100):
        if largest <= 5 * step * factor:
            step *= factor
            break
    return [step * n for n in range(math.ceil(largest / step) + 1)]


def _span(start: int, step: int) -> str:
    return str(start) if step == 1 else f"{start} to {start + step - 1}"


def _text(text: str, most: int) -> str:
    return escape(text if len(text) <= most else f"{text[: most - 1]}…")


def _width(text: str) -> float:
    """About how wide a text is."""
    return 7.2 * min(len(text), 30)


def _svg(height: float, inner: str, title: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img"><title>{escape(title)}</title>'
        f"{inner}</svg>"
    )
