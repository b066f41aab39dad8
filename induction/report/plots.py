"""Pictures of learning: the description length falling, and the lattice behind the grammar."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from html import escape

from ...pages.plots import BOTTOM, LEFT, RIGHT, TOP, WIDTH, grid, svg
from .layout import LINE, laid_out, lines_of
from .network import Network

_HEIGHT = 220


def descent(lengths: Sequence[float]) -> str:
    """The description length in bits after each step, the first before any."""
    if len(lengths) < 2:
        return ""
    ticks = _ticks(min(lengths), max(lengths))
    low, span = ticks[0], (ticks[-1] - ticks[0]) or 1.0
    tall, room = _HEIGHT - TOP - BOTTOM, WIDTH - LEFT - RIGHT
    last = len(lengths) - 1

    def place(step: int) -> tuple[float, float]:
        return LEFT + room * step / last, TOP + tall * (1 - (lengths[step] - low) / span)

    out = [grid((tick - low) / span, f"{tick:,.0f}", tall) for tick in ticks]
    shown = _thinned(len(lengths))
    points = " ".join("{:.1f},{:.1f}".format(*place(step)) for step in shown)
    out.append(f'<polyline points="{points}" class="line"/>')
    for step, anchor in ((0, "start"), (last, "end")):
        x, y = place(step)
        out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" class="dot"/>')
        out.append(
            f'<text x="{x + (anchor == "start") * 8:.1f}" y="{y - 8:.1f}" text-anchor="{anchor}">'
            f"{lengths[step]:,.0f} bits</text>"
        )
    for step in sorted({0, *(round(last * part / 4) for part in (1, 2, 3)), last}):
        x, _ = place(step)
        out.append(f'<text x="{x:.1f}" y="{_HEIGHT - 18}" class="mid soft">{step:,}</text>')
    out.append(f'<text x="{WIDTH / 2}" y="{_HEIGHT - 3}" class="mid soft">steps</text>')
    return svg(_HEIGHT, "".join(out), "Description length in bits after each step")


def lattice(network: Network) -> str:
    """States as boxes with what they write, arcs as lines: the wider, the more utterances go that
    way; dashed where none does."""
    layout = laid_out(network)
    most = max((arc.count for arc in network.arcs), default=1) or 1
    out: list[str] = []
    order = sorted(
        range(len(network.arcs)), key=lambda number: (network.arcs[number].count, number)
    )
    for number in order:
        arc = network.arcs[number]
        wide = 0.8 + 3.4 * math.sqrt(arc.count / most)
        said = f"{arc.count:,} utterance{'' if arc.count == 1 else 's'}"
        kind = "arc" if arc.count else "arc new"
        out.append(
            f'<path d="{_curve(layout.lines[number])}" class="{kind}" '
            f'stroke-width="{wide:.1f}"><title>{said}</title></path>'
        )
    for state, box in zip(network.states, layout.boxes, strict=True):
        lines = lines_of(state)
        if not lines:
            out.append(f'<circle cx="{box.x:.1f}" cy="{box.y:.1f}" r="6" class="end-dot"/>')
            continue
        left, top = box.x - box.width / 2, box.y - box.height / 2
        kind = "slot-box" if all(one.slot for one in state.symbols) else "word-box"
        out.append(
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" '
            f'height="{box.height:.1f}" rx="4" class="{kind}"/>'
        )
        for number, text in enumerate(lines):
            y = top + 4 + LINE * number + 12
            kind = "slot" if text.startswith("{") else "soft" if text.startswith("… ") else "word"
            out.append(
                f'<text x="{box.x:.1f}" y="{y:.1f}" class="mid {kind}">{escape(text)}</text>'
            )
    wide, tall = layout.width, layout.height
    return (
        f'<svg viewBox="0 0 {wide:.0f} {tall:.0f}" width="{wide:.0f}" height="{tall:.0f}" '
        f'role="img" class="lattice"><title>States and ways</title>{"".join(out)}</svg>'
    )


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """A line through a state's column straight, and bent between columns."""
    said = [f"M{points[0][0]:.1f},{points[0][1]:.1f}"]
    for one, (x, y) in itertools.pairwise(points):
        if abs(one[1] - y) < 0.05:
            said.append(f"L{x:.1f},{y:.1f}")
        else:
            half = (one[0] + x) / 2
            said.append(f"C{half:.1f},{one[1]:.1f} {half:.1f},{y:.1f} {x:.1f},{y:.1f}")
    return "".join(said)


def _thinned(count: int) -> list[int]:
    """So many steps at most that each has a place of its own in the picture."""
    every = max(1, math.ceil(count / WIDTH))
    return sorted({*range(0, count, every), count - 1})


def _ticks(low: float, high: float) -> list[float]:
    """Three to eight round numbers, the first not above *low*, the last so far above *high* that
    a label has room below it."""
    raw = max(high - low, 1.0) / 5
    power = 10 ** math.floor(math.log10(raw))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= raw)
    first = math.floor(low / step)
    return [step * n for n in range(first, math.ceil(high / step + 0.4) + 1)]
