"""A design as an SVG picture, laid out by Graphviz (the extra `archlint[report]`) and drawn here."""

from __future__ import annotations

from html import escape as html_escape
from typing import TYPE_CHECKING

from archlint.reports.drawing import MARKS
from archlint.reports.escape import xml_text
from archlint.reports.layout import ICON, LINE, NAME, PAD, SMALL, Layout, layout, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archlint.reports.drawing import Box, Drawing, Edge, Node
    from archlint.reports.layout import Point, Shape, Way

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_EDGE = 8.0  # around the whole
_INK, _SOFT, _PAPER, _LINE = "#1b1f24", "#57606a", "#ffffff", "#8c959f"
_COLOURS = {"error": "#b42318", "warning": "#7d5600", "advice": "#0757ba", "": "#8c959f"}
_TILES = {
    "function": "#c2571a", "compute": "#c2571a", "person": "#57606a", "outside": "#57606a", "door": "#7a3fb8",
    "queue": "#b8286a", "hub": "#b8286a", "store": "#2b6b33", "guard": "#b3302a", "clock": "#7a5b00", "part": "#2f5fd0",
}  # fmt: skip
_DASHES = {"sync": "", "async": ' stroke-dasharray="6 4"', "polled": "", "failure": ' stroke-dasharray="2 3"'}
# Each of 18 by 18, drawn in white lines on a tile.
_ICONS = {
    "function": "M5 3h3l6 13h2M8.3 8 4 16", "compute": "M5 5h8v8H5zM7 2v3M11 2v3M7 13v3M11 13v3M2 7h3M2 11h3M13 7h3M13 11h3",
    "person": "M9 9a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 9zM3 16c0-3.6 2.6-5 6-5s6 1.4 6 5",
    "outside": "M9 2.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM2.5 9h13M9 2.5c-4 4-4 9 0 13M9 2.5c4 4 4 9 0 13",
    "door": "M7 2.5h8v13H7M2 9h9M8 6l3 3-3 3", "queue": "M2.5 5v8M6 5v8M9.5 5v8M12 9h4M14 6.5l2.5 2.5-2.5 2.5",
    "hub": "M9 6.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM9 6.5v-4M9 11.5v4M6.5 9h-4M11.5 9h4",
    "store": "M3 5c0-1.6 2.7-2.5 6-2.5s6 .9 6 2.5-2.7 2.5-6 2.5S3 6.6 3 5zM3 5v8c0 1.6 2.7 2.5 6 2.5s6-.9 6-2.5V5",
    "guard": "M9 2l6 2v5c0 3.5-2.5 5.7-6 7-3.5-1.3-6-3.5-6-7V4zM6.5 9l2 2 3.5-4",
    "clock": "M9 2.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM9 5v4l3 2", "part": "M2.5 6h9v9h-9zM6 6V2.5h9.5V12h-4",
}  # fmt: skip
DARK = """.paper { fill: #14181d; } .card { fill: #1d232a; } .name { fill: #e6eaee; } .soft { fill: #a3adb8; }
.flow, .frame { stroke: #8b96a3; } .tip, .tail { fill: #8b96a3; } .frame { fill: #ffffff; fill-opacity: .03; }
.halo { stroke: #14181d; } .plain { stroke: #4d5762; } .failure .flow { stroke: #ff9a90; } .failure .tip, .failure .soft { fill: #ff9a90; }
"""
"""What is different on a dark screen; everything else is said by attributes, which any program that shows SVG knows."""


def render(drawing: Drawing) -> str:
    """The picture as a file of its own. Raises NoPictureError where Graphviz is not installed."""
    return picture(drawing, "", alone=True)


def picture(drawing: Drawing, prefix: str, *, alone: bool = False) -> str:
    """The <svg> element, with a title and a description for those who do not see it; `prefix` stands before its ids.

    Raises NoPictureError where Graphviz is not installed.
    """
    placed = layout(drawing)
    width, height = placed.width + 2 * _EDGE, placed.height + 2 * _EDGE
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="{-_EDGE:g} {-_EDGE:g} {width:.0f} {height:.0f}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="{prefix}title {prefix}desc" font-family="{_FONT}">'
    ground = f'<rect class="paper" x="{-_EDGE:g}" y="{-_EDGE:g}" width="{width:.0f}" height="{height:.0f}" fill="{_PAPER}"/>'
    said = f'<title id="{prefix}title">Architecture: {_text(drawing.title)}</title>\n<desc id="{prefix}desc">{_desc(drawing)}</desc>'
    return "\n".join([head, said, *([f"<style>@media screen and (prefers-color-scheme: dark) {{\n{DARK}}}</style>", ground] if alone else []), *_parts(drawing, placed, prefix), "</svg>"]) + "\n"


def _desc(drawing: Drawing) -> str:
    counts = f"{len(drawing.nodes)} components and {len(drawing.edges)} connections, from left to right."
    names = {node.id: node.name for node in drawing.nodes}
    pairs = dict.fromkeys(f"{names[edge.source]} to {names[edge.target]}" for edge in drawing.edges)
    return _text(f"{counts} {'; '.join(pairs)}.") if pairs else _text(counts)


def _parts(drawing: Drawing, placed: Layout, prefix: str) -> Iterator[str]:
    for box, shape in zip(drawing.boxes, placed.boxes, strict=True):
        yield _frame(box, shape)
    for edge, way in zip(drawing.edges, placed.ways, strict=True):
        yield _arrow(edge, way)
    for node, shape in zip(drawing.nodes, placed.nodes, strict=True):
        yield _card(node, shape, prefix)
    for edge, way in zip(drawing.edges, placed.ways, strict=True):
        if way.label is not None:
            yield _label(edge, way.label)


def _frame(box: Box, at: Shape) -> str:
    dashes = "" if box.kind in ("account", "network") else ' stroke-dasharray="5 4"'
    return (
        f'<g class="box"><rect class="frame" x="{at.x:.1f}" y="{at.y:.1f}" width="{at.width:.1f}" height="{at.height:.1f}" rx="10" '
        f'fill="#57606a" fill-opacity=".05" stroke="{_LINE}"{dashes}/>'
        f'<text class="soft" x="{at.x + 10:.1f}" y="{at.y + 15:.1f}" font-size="{SMALL}" font-weight="600" fill="{_SOFT}">{_text(at.lines[0])}</text></g>'
    )


def _card(node: Node, at: Shape, prefix: str) -> str:
    """A node: a card with a tile for its kind, its name and its type in words, and a badge where it has findings."""
    colour = _COLOURS[node.worst]
    border = f'stroke="{colour}" stroke-width="{2 if node.worst else 1}"'
    parts = [
        f'<g class="node" id="{prefix}{node.id}"><title>{_text(node.name)}</title>',
        f'<rect class="card{"" if node.worst else " plain"}" x="{at.x:.1f}" y="{at.y:.1f}" width="{at.width:.1f}" height="{at.height:.1f}" rx="8" fill="{_PAPER}" {border}/>',
        f'<rect x="{at.x + PAD:.1f}" y="{at.y + at.height / 2 - ICON / 2:.1f}" width="{ICON}" height="{ICON}" rx="6" fill="{_TILES[node.kind]}"/>',
        f'<path transform="translate({at.x + PAD + 4:.1f} {at.y + at.height / 2 - 9:.1f})" d="{_ICONS[node.kind]}" fill="none" stroke="#ffffff" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/>',
    ]
    left, base = at.x + 2 * PAD + ICON, at.y + PAD
    for number, line in enumerate(at.lines, 1):
        y = base + number * NAME * LINE - 4
        parts.append(f'<text class="name" x="{left:.1f}" y="{y:.1f}" font-size="{NAME}" font-weight="600" fill="{_INK}">{_text(line)}</text>')
    y = base + len(at.lines) * NAME * LINE + SMALL
    parts.append(f'<text class="soft" x="{left:.1f}" y="{y:.1f}" font-size="{SMALL}" fill="{_SOFT}">{_text(node.words)}</text>')
    if node.worst:
        parts.append(_badge(at.x + at.width - 4, at.y, node.worst, node.findings))
    return "".join([*parts, "</g>"])


def _badge(x: float, y: float, severity: str, findings: int) -> str:
    """How many findings of what severity, centred at that point."""
    text = f"{MARKS[severity]} {findings}"
    wide = width_of(str(findings), SMALL) + 20
    return (
        f'<g class="count {severity}"><rect x="{x - wide / 2:.1f}" y="{y - 8:.1f}" width="{wide:.1f}" height="16" rx="8" fill="{_COLOURS[severity]}"/>'
        f'<text x="{x:.1f}" y="{y + 3.6:.1f}" font-size="{SMALL}" font-weight="700" fill="#ffffff" text-anchor="middle">{text}</text></g>'
    )


def _arrow(edge: Edge, way: Way) -> str:
    start, *rest = way.points
    curves = " ".join(f"{x:g},{y:g}" for x, y in rest)
    colour = _COLOURS["error"] if edge.style == "failure" else _SOFT
    tail = ""
    if edge.style == "polled":
        tail = f'<circle class="tail" cx="{start[0]:g}" cy="{start[1]:g}" r="3.5" fill="{_SOFT}"/>'
    return (
        f'<g class="edge {edge.style}"><path class="flow" d="M{start[0]:g},{start[1]:g} C{curves}" fill="none" stroke="{colour}" stroke-width="1.4"{_DASHES[edge.style]}/>'
        f'<path class="tip" d="{_head(rest[-1], rest[-2], way.tip)}" fill="{colour}"/>{tail}</g>'
    )


def _head(end: Point, before: Point, tip: Point) -> str:
    """A triangle from the end of the line to the tip."""
    across, down = tip[0] - end[0], tip[1] - end[1]
    if not across and not down:
        across, down = end[0] - before[0], end[1] - before[1]
    length = (across**2 + down**2) ** 0.5 or 1.0
    sideways, along = -down / length * 3.6, across / length * 3.6
    one, other = (end[0] + sideways, end[1] + along), (end[0] - sideways, end[1] - along)
    return f"M{tip[0]:.1f},{tip[1]:.1f} L{one[0]:.1f},{one[1]:.1f} L{other[0]:.1f},{other[1]:.1f} Z"


def _label(edge: Edge, at: Shape) -> str:
    middle = at.x + at.width / 2
    lines = at.lines[:-1] if edge.worst else at.lines
    parts = list(_lines(lines, middle, at.y + 2))
    if edge.worst:
        parts.append(_badge(middle, at.y + at.height - 8, edge.worst, edge.findings))
    return f'<g class="label {edge.style}">{"".join(parts)}</g>'


def _lines(lines: Sequence[str], middle: float, top: float) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        y = top + number * SMALL * LINE - 3.5
        look = f'fill="{_SOFT}" stroke="{_PAPER}" stroke-width="3" paint-order="stroke" stroke-linejoin="round"'
        yield f'<text class="soft halo" x="{middle:.1f}" y="{y:.1f}" font-size="{SMALL}" text-anchor="middle" {look}>{_text(line)}</text>'


def _text(text: str) -> str:
    return html_escape(xml_text(text))
