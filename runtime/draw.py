"""Draw: intents and rules as pictures, by Graphviz.

A way through the picture from the open circle to the ring spells a sentence: texts in white boxes,
slots in green ones with what fills them, catalogues with their number of rows, other rules in blue.
Where the way forks, the lines bear probabilities, as they come out with agreement.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from ..compiler import ir
from ..compiler.compiled import Compiled
from ..dsl.findings import Finding
from ..dsl.span import NOWHERE, Span
from .contexts import PLAIN, Walk
from .names import locate
from .pictures.boxes import (
    FONT,
    INK,
    LINE,
    SLOT_FRAME,
    SLOT_INK,
    SLOT_LINE,
    SOFT,
    boxes_of,
    font,
    percent,
    quoted,
    touches_after,
)
from .pictures.picture import END, NO_CLUSTER, START, Edge, Painter, Picture

KINDS = ("svg", "png", "pdf")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a picture could not be made, in a sentence, and what to do."""

    message: str
    hint: str


def dot(compiled: Compiled, name: str | None = None, where: Span = NOWHERE) -> str | Finding:
    """The picture of the intent or rule *name*, or of all intents, in Graphviz's language.

    The same grammar gives the same text. The picture runs from left to right, alternatives in the
    order of the file where Graphviz can place them so. A name that is not known gives a finding at
    *where*.
    """
    walk = Walk(compiled)
    if name is not None:
        bodies = {i.name: i.body for i in compiled.program.intents}
        body = bodies.get(name) or compiled.program.rules.get(name)
        if body is None:
            found = locate(compiled, name, where)
            assert isinstance(found, Finding)
            return found
        writer = _Writer(name)
        writer.picture(_painted(compiled, walk, body), None)
        return writer.text()
    writer = _Writer(compiled.program.name)
    start = writer.start()
    intents = compiled.program.intents
    total = sum(intent.weight for intent in intents)
    for intent in intents:
        share = Fraction(intent.weight, total)
        writer.picture(_painted(compiled, walk, intent.body), (intent.name, start, share))
    return writer.text()


def _painted(compiled: Compiled, walk: Walk, body: ir.Choice) -> Picture:
    shares: dict[int, Fraction] = {}
    for met in walk.visit(body, {PLAIN: Fraction(1)}).met:
        if met.whole and met.kind in ("alternative", "optional"):
            shares[id(met.node)] = Fraction(met.mass) / Fraction(met.whole)

    def size(node: ir.Draw) -> int | None:
        selection = compiled.stock.selection(ir.selection_key(node))
        return None if selection is None else len(selection)

    return Painter(shares, size).picture(body)


def render(source: str, kind: str) -> bytes | Problem:
    """The picture as `svg`, `png` or `pdf`, made by the program `dot` of Graphviz."""
    if kind not in KINDS:
        kinds = ", ".join(KINDS[:-1]) + f" and {KINDS[-1]}"
        return Problem(f"Pictures are made as {kinds}, not as {kind}.", "Choose one of these.")
    program = shutil.which("dot")
    if program is None:
        return Problem(
            "Pictures are drawn by Graphviz, and its program `dot` is not on this computer's path.",
            "Install Graphviz (graphviz.org), or write the source of the picture: `-o NAME.dot`.",
        )
    command = [program, f"-T{kind}", *(["-Gdpi=144"] if kind == "png" else [])]
    done = subprocess.run(command, input=source.encode(), capture_output=True, check=False)
    if done.returncode or not done.stdout:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        return Problem(
            f"Graphviz could not draw this: {said[0] if said else 'it said nothing'}.",
            "Write the source of the picture with `-o NAME.dot`, and draw a single rule of it.",
        )
    return done.stdout


# --------------------------------------------------------------------------- the graph


class _Writer:
    def __init__(self, title: str) -> None:
        self.title = title
        self.lines: list[str] = []
        self.number = 0
        self.clusters = 0

    def name(self) -> str:
        self.number += 1
        return f"n{self.number}"

    def start(self) -> str:
        """Writes the circle that a picture of all intents begins with."""
        name = self.name()
        self.lines.append(f"  {name} [{_STATES['start']}];")
        return name

    def picture(self, picture: Picture, intent: tuple[str, str, Fraction] | None) -> None:
        """Writes one picture; that of an intent among others begins with its name, which a line
        with its probability leads to (*intent*: name, where the line begins, probability)."""
        touched = _touched(picture)
        boxes = [boxes_of(edge, touched[edge.source]) for edge in picture.edges]
        leaving: dict[int, list[int]] = {}
        coming: dict[int, list[int]] = {}
        for number, edge in enumerate(picture.edges):
            leaving.setdefault(edge.source, []).append(number)
            coming.setdefault(edge.target, []).append(number)
        inside: dict[int, list[str]] = {}
        names = [[self.name() for _ in found] for found in boxes]
        for found, given in zip(boxes, names, strict=True):
            for box, name in zip(found, given, strict=True):
                inside.setdefault(box.cluster, []).append(f"{name} [{box.attributes}];")
        first: dict[int, str] = {}  # where lines to a state end
        last: dict[int, str] = {}  # where lines from a state begin
        for state, cluster in enumerate(picture.states):
            before, after = coming.get(state, []), leaving.get(state, [])
            if state not in (START, END) and not before and not after:
                continue
            if state > END and len(before) == 1 and names[before[0]]:
                last[state] = names[before[0]][-1]
                continue
            if state > END and len(after) == 1 and names[after[0]]:
                first[state] = names[after[0]][0]
                continue
            name = first[state] = last[state] = self.name()
            kind = "start" if state == START else "end" if state == END else "fork"
            if state == START and intent is not None:
                inside.setdefault(cluster, []).append(_intent(name, intent[0]))
                self.way_to(name, *intent[1:])
            else:
                inside.setdefault(cluster, []).append(f"{name} [{_STATES[kind]}];")
        self.block(picture, NO_CLUSTER, inside, "  ")
        for number, edge in enumerate(picture.edges):
            way = names[number]
            chain = [*([last[edge.source]] if edge.source in last else []), *way]
            if edge.target in first and (not way or first[edge.target] != way[-1]):
                chain.append(first[edge.target])
            self.chain(edge, chain, len(leaving[edge.source]) > 1, way)

    def way_to(self, intent: str, start: str, share: Fraction) -> None:
        label = "" if share == 1 else f"label=<{font(percent(share), SOFT, 9)}>, "
        width = f"penwidth={0.7 + 1.3 * float(share):.2f}"
        self.lines.append(f"  {start} -> {intent} [{label}{width}];")

    def chain(self, edge: Edge, chain: list[str], forks: bool, way: list[str]) -> None:
        """The lines of an edge from box to box; the first bears what decides for it."""
        for at, (source, target) in enumerate(pairwise(chain)):
            attributes = []
            if at == 0 and edge.label.strip():
                attributes.append(f"label=<{font(edge.label, SOFT, 9)}>")
            elif at == 0 and forks and not edge.label and edge.share != 1:
                attributes.append(f"label=<{font(percent(edge.share), SOFT, 9)}>")
                attributes.append(f"penwidth={0.7 + 1.3 * float(edge.share):.2f}")
            if not way and edge.skips:
                attributes.append('style="dashed"')
            if edge.back:
                attributes.append("constraint=false")
            shown = f" [{', '.join(attributes)}]" if attributes else ""
            self.lines.append(f"  {source} -> {target}{shown};")

    def block(
        self, picture: Picture, cluster: int, inside: dict[int, list[str]], indent: str
    ) -> None:
        """The boxes of a cluster, and the clusters in it."""
        self.lines.extend(indent + line for line in inside.get(cluster, []))
        for number, one in enumerate(picture.clusters):
            if one.parent != cluster:
                continue
            self.clusters += 1
            self.lines.append(f"{indent}subgraph cluster_{self.clusters} {{")
            slot = one.kind == "slot"
            label = f"{{{one.label}}}" if slot else one.label
            ink = SLOT_INK if slot else SOFT
            line, fill = (SLOT_LINE, SLOT_FRAME) if slot else (LINE, "#fafbfc")
            style = "rounded,filled" if slot else "rounded,filled,dashed"
            self.lines.append(
                f'{indent}  label=<{font(label, ink, 0, bold=slot)}>; style="{style}"; '
                f'color="{line}"; fillcolor="{fill}"; margin=9;'
            )
            self.block(picture, number, inside, indent + "  ")
            self.lines.append(f"{indent}}}")

    def text(self) -> str:
        head = [
            f"digraph {quoted(self.title)} {{",
            f"  label=<{font(self.title, INK, 14, bold=True)}>;",
            "  labelloc=t; labeljust=l; rankdir=LR; ordering=out; nodesep=0.14; ranksep=0.3;",
            f'  bgcolor=white; pad=0.25; margin=0; fontname="{FONT}"; fontsize=11;',
            f'  node [shape=box, style="rounded,filled", fontname="{FONT}", fontsize=11, '
            'margin="0.09,0.05", height=0.3, width=0.3, penwidth=1];',
            f'  edge [color="{LINE}", fontname="{FONT}", fontsize=9, arrowhead=vee, '
            "arrowsize=0.5, penwidth=1];",
        ]
        return "\n".join([*head, *self.lines, "}", ""])


def _dot(shape: str, width: str, fill: str, line: str) -> str:
    return (
        f'label="", shape={shape}, fixedsize=true, width={width}, height={width}, '
        f'fillcolor="{fill}", color="{line}"'
    )


_STATES = {
    "start": _dot("circle", "0.16", "white", INK) + ", penwidth=1.6",
    "end": _dot("doublecircle", "0.12", INK, INK),
    "fork": _dot("circle", "0.06", LINE, LINE),
}


def _intent(name: str, intent: str) -> str:
    label = font(intent, "white", 0, bold=True)
    return f'{name} [label=<{label}>, style="rounded,filled", fillcolor="{INK}", color="{INK}"];'


def _touched(picture: Picture) -> list[bool]:
    """For every state whether text may stand directly before it."""
    found = [False] * len(picture.states)
    changed = True
    while changed:
        changed = False
        for edge in picture.edges:
            touching = found[edge.source]
            for placed in edge.items:
                touching = touches_after(placed.item, touching)
            if touching and not found[edge.target]:
                found[edge.target] = changed = True
    return found
