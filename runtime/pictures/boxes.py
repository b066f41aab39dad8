"""Boxes: what stands in a picture, as Graphviz's labels."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from .picture import Choices, Edge, Filled, Fixed, Gap, Item, Mark, Other, Placed, Rows, Words

FONT = "Helvetica,Arial,sans-serif"
INK, SOFT, LINE = "#1f2933", "#7b8794", "#8a949e"
TEXT_FILL, TEXT_LINE = "#ffffff", "#b4bcc4"
SLOT_FILL, SLOT_LINE, SLOT_INK, SLOT_FRAME = "#e3f0e8", "#5f9a7c", "#24573e", "#f4f9f6"
ROWS_FILL, ROWS_LINE, ROWS_INK = "#f5eedd", "#b5975a", "#6b4e16"
RULE_FILL, RULE_LINE, RULE_INK = "#e6ecf6", "#6d86b3", "#2c4674"
WIDE = 30
"""Texts are broken into lines of about so many characters."""
MOST_LISTED = 12
"""Longer lists of texts are cut."""
TOUCHES = "‿"
"""Stands before what touches the word before it."""

# --------------------------------------------------------------------------- texts


_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def escaped(text: str) -> str:
    """*text* for a label in HTML; what XML can't hold becomes a replacement character."""
    return html.escape(_UNWRITABLE.sub("\ufffd", text)).replace("\n", " ")


def quoted(text: str) -> str:
    """*text* as an identifier or plain label."""
    text = _UNWRITABLE.sub("\ufffd", text).replace("\n", " ")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def font(text: str, colour: str, size: int = 0, bold: bool = False) -> str:
    """*text* in a colour, escaped; *size* in points where it is not the usual one."""
    point = f' POINT-SIZE="{size}"' if size else ""
    inner = escaped(text)
    if not inner:
        return ""
    return f'<FONT COLOR="{colour}"{point}>{f"<B>{inner}</B>" if bold else inner}</FONT>'


def percent(share: Fraction) -> str:
    """A probability with two digits: `50%`, `3.1%`, `0.04%`."""
    value = float(share * 100)
    if value >= 99.5:
        return "100%" if share == 1 else f"{value:.4g}%"
    if value >= 9.95:
        return f"{value:.0f}%"
    if value >= 0.001:
        return f"{float(f'{value:.2g}'):f}".rstrip("0").rstrip(".") + "%"
    return f"{value:.0e}%"


def _pieces(items: Sequence[Item]) -> list[tuple[str, str]]:
    """Texts and marks that run on, as (text, style), split where a line may be broken."""
    pieces: list[tuple[str, str]] = []
    joins = False
    for item in items:
        if isinstance(item, Gap):
            joins = False
        elif isinstance(item, Words):
            if joins:
                pieces[-1] = (pieces[-1][0] + item.text, "text")
            else:
                pieces.append((item.text, "text"))
            joins = True
        elif isinstance(item, Mark):
            pieces.append((item.text, "mark"))
            joins = False
    return pieces


def _lines(pieces: Sequence[tuple[str, str]]) -> list[str]:
    """Pieces as lines of HTML."""
    lines: list[list[tuple[str, str]]] = [[]]
    length = 0
    for text, style in pieces:
        if length and length + len(text) >= WIDE:
            lines.append([])
            length = 0
        lines[-1].append((text, style))
        length += len(text) + 1
    return [
        " ".join(
            font(" ".join(text for text, _ in group), INK if style == "text" else SOFT, size)
            for style, group in groupby(line, key=lambda piece: piece[1])
            for size in (0 if style == "text" else 9,)
        )
        for line in lines
    ]


def _running(items: Sequence[Item]) -> str:
    lines = [line for line in _lines(_pieces(items)) if line]
    return "<BR/>".join(lines) or font("(nothing)", SOFT, 9)


# --------------------------------------------------------------------------- boxes


def _table(rows: Sequence[str]) -> str:
    """Rows below one another; each holds its cells."""
    inside = "".join(f"<TR>{row}</TR>" for row in rows)
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="1">{inside}</TABLE>'


def _listed(choices: Choices) -> list[str]:
    """The rows of a list of alternatives, cut where it is long."""
    rows = []
    shown = choices.rows if len(choices.rows) <= MOST_LISTED else choices.rows[: MOST_LISTED - 1]
    for items, share in shown:
        rows.append(
            f'<TD ALIGN="LEFT">{_running(items)}</TD>'
            f'<TD ALIGN="RIGHT">  {font(percent(share), SOFT, 9)}</TD>'
        )
    left = choices.rows[len(shown) :]
    if left:
        share = sum((row[1] for row in left), Fraction(0))
        rows.append(
            f'<TD ALIGN="LEFT">{font(f"… {len(left)} more", SOFT, 9)}</TD>'
            f'<TD ALIGN="RIGHT">  {font(percent(share), SOFT, 9)}</TD>'
        )
    return rows


def _size(rows: Rows) -> str:
    if rows.size is None:
        return "open"
    return f"{rows.size:,} value{'' if rows.size == 1 else 's'}"


def _cells(item: Item) -> list[str]:
    """What stands in a slot's box below its name."""
    if isinstance(item, Rows):
        return [f"<TD>{font(item.name, INK)}  {font(_size(item), SOFT, 9)}</TD>"]
    if isinstance(item, Other):
        return [f"<TD>{font(f'<{item.name}>', RULE_INK)}</TD>"]
    if isinstance(item, Choices):
        return _listed(item)
    if isinstance(item, Filled):
        inner = font(f"{{{item.name}}}", SLOT_INK, 0, bold=True)
        return [f"<TD>{inner}</TD>", *_filling(item)]
    return [f"<TD>{font(_fixed(item), INK)}</TD>"]


def _fixed(item: Item) -> str:
    return f"{{{item.text}}}" if isinstance(item, Fixed) else ""


def _filling(slot: Filled) -> list[str]:
    """The rows of a slot's box: runs of text, catalogues, rules, inner slots."""
    (*_,) = slot.items
    if len(slot.items) == 1 and isinstance(slot.items[0], Rows):
        only = slot.items[0]
        if only.name.partition("[")[0].rpartition(".")[2] == slot.name:
            shown = only.name.partition("[")
            filters = f"[{shown[2]}  " if shown[1] else ""
            return [f"<TD>{font(f'{filters}{_size(only)}', SOFT, 9)}</TD>"]
    rows: list[str] = []
    run: list[Item] = []

    def close() -> None:
        if _pieces(run):
            rows.append(f"<TD>{_running(run)}</TD>")
        run.clear()

    wide = any(isinstance(item, Choices) for item in slot.items)
    for item in slot.items:
        if isinstance(item, Words | Gap | Mark):
            run.append(item)
            continue
        close()
        rows.extend(_cells(item))
    close()
    if wide:
        rows = [r if r.count("<TD") > 1 else r.replace("<TD", '<TD COLSPAN="2"', 1) for r in rows]
    return rows


def _box(item: Item, run: Sequence[Item], touches: bool) -> str:
    """The attributes of a box for an item, or for a run of text."""
    tie = font(TOUCHES, SOFT) if touches else ""
    if isinstance(item, Filled):
        span = ' COLSPAN="2"' if any(isinstance(i, Choices) for i in item.items) else ""
        name = f"<TD{span}>{tie}{font(f'{{{item.name}}}', SLOT_INK, 0, bold=True)}</TD>"
        label, colours = _table([name, *_filling(item)]), (SLOT_FILL, SLOT_LINE)
    elif isinstance(item, Rows):
        name = f"<TD>{tie}{font(f'<{item.name}>', ROWS_INK, 0, bold=True)}</TD>"
        label = _table([name, f"<TD>{font(_size(item), SOFT, 9)}</TD>"])
        colours = (ROWS_FILL, ROWS_LINE)
    elif isinstance(item, Other):
        label = tie + font(f"<{item.name}>", RULE_INK)
        colours = (RULE_FILL, RULE_LINE)
    elif isinstance(item, Fixed):
        label = font(_fixed(item), SLOT_INK)
        return f'label=<{label}>, style="rounded,dashed", color="{SLOT_LINE}"'
    elif isinstance(item, Choices):
        label, colours = tie + _table(_listed(item)), (TEXT_FILL, TEXT_LINE)
        if tie:
            label = _table([f"<TD>{tie}</TD><TD>{_table(_listed(item))}</TD>"])
    elif all(isinstance(i, Mark | Gap) for i in run):
        return f'label=<{_running(run)}>, style="", penwidth=0, margin="0.03,0.02"'
    else:
        label, colours = tie + _running(run), (TEXT_FILL, TEXT_LINE)
    return f'label=<{label}>, fillcolor="{colours[0]}", color="{colours[1]}"'


@dataclass(frozen=True, slots=True)
class Box:
    """The attributes of a node, and the cluster that it stands in."""

    attributes: str
    cluster: int


def boxes_of(edge: Edge, touches: bool) -> list[Box]:
    """The boxes of an edge; texts that run on share one."""
    found: list[Box] = []
    run: list[Placed] = []

    def close(touched: bool) -> None:
        items = [placed.item for placed in run]
        if _pieces(items):
            found.append(Box(_box(items[0], items, touched), run[0].cluster))
        run.clear()

    touching = run_touches = touches
    for placed in edge.items:
        item = placed.item
        if run and (placed.cluster != run[0].cluster or not isinstance(item, Words | Gap | Mark)):
            close(run_touches)
        if isinstance(item, Words | Gap | Mark):
            if not any(isinstance(p.item, Words) for p in run):
                run_touches = touching
            run.append(placed)
        else:
            shown = touching and not isinstance(item, Fixed)
            found.append(Box(_box(item, (), shown), placed.cluster))
        touching = touches_after(item, touching)
    close(run_touches)
    return found


def touches_after(item: Item, before: bool) -> bool:
    """Whether what comes behind *item* touches text."""
    if isinstance(item, Gap):
        return False
    return before if isinstance(item, Mark | Fixed) else True
