"""Pictures for a page, as SVG that takes its colours from the page's style, and their parts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

WIDTH = 640
LEFT, RIGHT, TOP, BOTTOM = 52, 14, 10, 34


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
    return svg(22 * len(shown) + 2, "".join(out), "Bars")


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
    ticks = round_ticks(largest)
    room, tall = WIDTH - LEFT - RIGHT, height - TOP - BOTTOM
    wide = room / len(columns)
    out = [grid(tick / ticks[-1], f"{tick:,}", tall) for tick in ticks]
    for number, count in enumerate(columns):
        tallness = tall * count / ticks[-1]
        last = over and number == len(columns) - 1
        said = f"more than {end}" if last else _span(number * step, step)
        out.append(
            f'<rect x="{LEFT + number * wide + 0.5:.2f}" y="{TOP + tall - tallness:.2f}" '
            f'width="{max(wide - 1, 0.5):.2f}" height="{tallness:.2f}" class="bar">'
            f"<title>{said} {escape(label)}: {count:,}</title></rect>"
        )
    for mark in marks:
        if mark <= end:
            x = LEFT + (mark + 0.5) / step * wide
            out.append(
                f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{TOP + tall}" class="mark"/>'
            )
    every = max(1, math.ceil(len(bins) / 12))
    for number in range(0, len(bins), every):
        x = LEFT + (number + 0.5) * wide
        out.append(f'<text x="{x:.1f}" y="{height - 18}" class="mid soft">{number * step}</text>')
    out.append(f'<text x="{WIDTH / 2}" y="{height - 3}" class="mid soft">{escape(label)}</text>')
    return svg(height, "".join(out), f"How many sentences have so many {label}")


def grid(share: float, label: str, tall: float) -> str:
    """A line across the picture at *share* of its inner height *tall*, with its label."""
    y = TOP + tall * (1 - share)
    return (
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" class="grid"/>'
        f'<text x="{LEFT - 7}" y="{y + 4:.1f}" class="end soft">{label}</text>'
    )


def round_ticks(largest: int) -> list[int]:
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


def svg(height: float, inner: str, title: str) -> str:
    """A picture as wide as all are; *title* is what it is said to show."""
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img"><title>{escape(title)}</title>'
        f"{inner}</svg>"
    )
