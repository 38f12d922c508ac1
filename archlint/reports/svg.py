"""A design as an SVG picture, laid out by Graphviz (the extra `archlint[report]`) and drawn here."""

from __future__ import annotations

from html import escape as html_escape
from typing import TYPE_CHECKING

from archlint.reports.drawing import MARKS
from archlint.reports.escape import xml_text
from archlint.reports.layout import ICON, LINE, NAME, PAD, SMALL, Layout, layout, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.reports.drawing import Box, Drawing, Edge, Node
    from archlint.reports.layout import Point, Shape, Way

_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
_EDGE = 18.0  # around the whole, so that badges on its rim have room
_INK, _SOFT, _PAPER, _LINE, _WHITE = "#1b1f24", "#57606a", "#ffffff", "#8c959f", "#ffffff"
_COLOURS = {"error": "#b42318", "warning": "#7d5600", "advice": "#0757ba", "": "#8c959f"}
_TILES = {
    "function": "#c2571a", "compute": "#c2571a", "person": "#57606a", "outside": "#57606a", "door": "#7a3fb8",
    "queue": "#b8286a", "hub": "#b8286a", "store": "#2b6b33", "guard": "#b3302a", "clock": "#7a5b00", "part": "#2f5fd0",
}  # fmt: skip
_DASHES = {"sync": "", "async": "6 4", "polled": "", "failure": "2 3"}
# Each of 18 by 18, drawn in white lines on a tile.
_ICONS = {
    "function": "M5 3h3l6 13h2M8.3 8 4 16",
    "compute": "M5 5h8v8H5zM7 2v3M11 2v3M7 13v3M11 13v3M2 7h3M2 11h3M13 7h3M13 11h3",
    "person": "M9 9a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 9zM3 16c0-3.6 2.6-5 6-5s6 1.4 6 5",
    "outside": "M9 2.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM2.5 9h13M9 2.5c-4 4-4 9 0 13M9 2.5c4 4 4 9 0 13",
    "door": "M7 2.5h8v13H7M2 9h9M8 6l3 3-3 3", "queue": "M2.5 5v8M6 5v8M9.5 5v8M12 9h4M14 6.5l2.5 2.5-2.5 2.5",
    "hub": "M9 6.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM9 6.5v-4M9 11.5v4M6.5 9h-4M11.5 9h4",
    "store": "M3 5c0-1.6 2.7-2.5 6-2.5s6 .9 6 2.5-2.7 2.5-6 2.5S3 6.6 3 5zM3 5v8c0 1.6 2.7 2.5 6 2.5s6-.9 6-2.5V5",
    "guard": "M9 2l6 2v5c0 3.5-2.5 5.7-6 7-3.5-1.3-6-3.5-6-7V4zM6.5 9l2 2 3.5-4",
    "clock": "M9 2.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM9 5v4l3 2", "part": "M2.5 6h9v9h-9zM6 6V2.5h9.5V12h-4",
}  # fmt: skip
DARK = """\
.paper { fill: #14181d; } .card { fill: #1d232a; } .name { fill: #e6eaee; } .soft { fill: #a3adb8; }
.flow, .frame { stroke: #8b96a3; } .tip, .tail { fill: #8b96a3; } .frame { fill: #ffffff; fill-opacity: .03; }
.halo { stroke: #14181d; } .card.plain { stroke: #4d5762; } .card.error { stroke: #e5645a; }
.card.warning { stroke: #c79a2f; } .card.advice { stroke: #4f93e0; }
.failure .flow { stroke: #ff9a90; } .failure .tip, .failure .soft { fill: #ff9a90; }
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
    width, height = round(placed.width + 2 * _EDGE), round(placed.height + 2 * _EDGE)
    parts = [
        _tag("title", f"Architecture: {_text(drawing.title)}", id=f"{prefix}title"),
        _tag("desc", _desc(drawing), id=f"{prefix}desc"),
    ]
    if alone:
        parts.append(f"<style>@media screen and (prefers-color-scheme: dark) {{\n{DARK}}}</style>")
        parts.append(_tag("rect", class_="paper", x=-_EDGE, y=-_EDGE, width=width, height=height, fill=_PAPER))
    inner = "\n".join([*parts, *_parts(drawing, placed, prefix)])
    named = {"role": "img", "aria-labelledby": f"{prefix}title {prefix}desc", "font-family": _FONT}
    box = f"{-_EDGE:g} {-_EDGE:g} {width} {height}"
    space = {"xmlns": "http://www.w3.org/2000/svg"}
    return _tag("svg", f"\n{inner}\n", **space, width=width, height=height, viewBox=box, **named) + "\n"


def _tag(name: str, inner: str = "", **attributes: str | float) -> str:
    """An element; `inner` is markup. An underscore in an attribute's name stands for a dash."""
    given = ((key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items() if value != "")
    said = "".join(f' {key}="{value if isinstance(value, str) else _number(value)}"' for key, value in given)
    return f"<{name}{said}>{inner}</{name}>" if inner else f"<{name}{said}/>"


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


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
    dashes = "" if box.kind in ("account", "network") else "5 4"
    frame = _tag(
        "rect", class_="frame", x=at.x, y=at.y, width=at.width, height=at.height, rx=10,
        fill=_SOFT, fill_opacity=".05", stroke=_LINE, stroke_dasharray=dashes,
    )  # fmt: skip
    return _tag("g", frame + _words(at.lines[0], at.x + 10, at.y + 15, "soft", font_weight="600"), class_="box")


def _words(text: str, x: float, y: float, look: str, **attributes: str | float) -> str:
    """One line of text in one of the two looks, which goes on from the point, or stands over it with an anchor."""
    size, ink = (NAME, _INK) if look == "name" else (SMALL, _SOFT)
    return _tag("text", _text(text), **{"class_": look, "x": x, "y": y, "font_size": size, "fill": ink, **attributes})


def _card(node: Node, at: Shape, prefix: str) -> str:
    """A node: a card with a tile for its kind, its name and its type in words, and a badge where it has findings."""
    left, middle, base = at.x + 2 * PAD + ICON, at.y + at.height / 2, at.y + PAD
    parts = [
        _tag("title", _text(node.name)),
        _tag(
            "rect", class_=f"card {node.worst or 'plain'}", x=at.x, y=at.y, width=at.width, height=at.height, rx=8,
            fill=_PAPER, stroke=_COLOURS[node.worst], stroke_width=2 if node.worst else 1,
        ),
        _tag("rect", x=at.x + PAD, y=middle - ICON / 2, width=ICON, height=ICON, rx=6, fill=_TILES[node.kind]),
        _tag(
            "path", transform=f"translate({at.x + PAD + 4:.2f} {middle - 9:.2f})", d=_ICONS[node.kind], fill="none",
            stroke=_WHITE, stroke_width=1.5, stroke_linecap="round", stroke_linejoin="round",
        ),
    ]  # fmt: skip
    for number, line in enumerate(at.lines, 1):
        parts.append(_words(line, left, base + number * NAME * LINE - 4, "name", font_weight="600"))
    parts.append(_words(node.words, left, base + len(at.lines) * NAME * LINE + SMALL, "soft"))
    if node.worst:
        parts.append(_badge(at.x + at.width - 4, at.y, node.worst, node.findings))
    return _tag("g", "".join(parts), class_="node", id=f"{prefix}{node.id}")


def _badge(x: float, y: float, severity: str, findings: int) -> str:
    """How many findings of what severity, centred at that point."""
    wide = width_of(str(findings), SMALL) + 20
    pill = _tag("rect", x=x - wide / 2, y=y - 8, width=wide, height=16, rx=8, fill=_COLOURS[severity])
    text = f"{MARKS[severity]} {findings}"
    words = _words(text, x, y + 3.6, "count", font_weight="700", fill=_WHITE, text_anchor="middle")
    return _tag("g", pill + words)


def _arrow(edge: Edge, way: Way) -> str:
    start, *rest = way.points
    curves = " ".join(f"{x:g},{y:g}" for x, y in rest)
    colour = _COLOURS["error"] if edge.style == "failure" else _SOFT
    line = _tag(
        "path", class_="flow", d=f"M{start[0]:g},{start[1]:g} C{curves}", fill="none", stroke=colour, stroke_width=1.4,
        stroke_dasharray=_DASHES[edge.style],
    )  # fmt: skip
    tip = _tag("path", class_="tip", d=_tip(rest[-1], rest[-2], way.tip), fill=colour)
    tail = ""
    if edge.style == "polled":
        tail = _tag("circle", class_="tail", cx=start[0], cy=start[1], r=3.5, fill=_SOFT)
    return _tag("g", line + tip + tail, class_=f"edge {edge.style}")


def _tip(end: Point, before: Point, tip: Point) -> str:
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
    halo: dict[str, str | float] = {
        "stroke": _PAPER,
        "stroke_width": 3,
        "paint_order": "stroke",
        "stroke_linejoin": "round",
    }
    parts = [
        _words(
            line, middle, at.y - 1.5 + number * SMALL * LINE, "soft", class_="soft halo", text_anchor="middle", **halo
        )
        for number, line in enumerate(at.lines[:-1] if edge.worst else at.lines, 1)
    ]
    if edge.worst:
        parts.append(_badge(middle, at.y + at.height - 8, edge.worst, edge.findings))
    return _tag("g", "".join(parts), class_=f"label {edge.style}")


def _text(text: str) -> str:
    return html_escape(xml_text(text))
