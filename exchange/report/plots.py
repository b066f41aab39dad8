"""Pictures of a corpus: how its patterns cover it, how its values are spread."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...pages.plots import BOTTOM, LEFT, RIGHT, TOP, WIDTH, grid, svg


def coverage(curve: Sequence[tuple[int, float]], marks: Sequence[tuple[float, int]]) -> str:
    """The share of sentences that the first patterns cover, their number logarithmic; dots at
    (share, number) of *marks*."""
    if not curve:
        return ""
    height = 240
    tall, room = height - TOP - BOTTOM, WIDTH - LEFT - RIGHT
    most = math.log(max(curve[-1][0], 2))

    def place(rank: float, share: float) -> tuple[float, float]:
        return LEFT + room * math.log(rank) / most, TOP + tall * (1 - share)

    out = [grid(share, f"{share:.0%}", tall) for share in (0, 0.25, 0.5, 0.75, 1)]
    points = " ".join("{:.1f},{:.1f}".format(*place(*point)) for point in curve)
    base = TOP + tall
    out.append(f'<polygon points="{LEFT},{base} {points} {LEFT + room},{base}" class="area"/>')
    out.append(f'<polyline points="{points}" class="line"/>')
    for number, (share, rank) in enumerate(marks):
        x, y = place(rank, share)
        out.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" class="dot"/>'
            f'<text x="{LEFT + 14}" y="{TOP + 22 + 17 * number}">{share:.0%} of the sentences: '
            f"{rank:,} pattern{'s' if rank != 1 else ''}</text>"
        )
    out += _powers(curve[-1][0], lambda rank: place(rank, 0)[0], height)
    return svg(height, "".join(out), "Share of the sentences that the first patterns cover")


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
