"""Where everything in a picture stands: text measured by a table of our own, so no machine's fonts move anything."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.reports.escape import legible
from archlint.reports.positions import cells

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archlint.reports.drawing import Box, Drawing, Edge, Node

NAME, SMALL = 13.0, 10.5  # sizes of the letters, in points
LINE = 1.3  # height of a line, in sizes of its letters
PAD, ICON = 9.0, 26.0
_LONGEST = 24  # characters of one line of a name or label
_MOST_LABELS = 3
_LONGEST_CHAIN = 7  # connections from left to right
_KEPT_FIRST = ("sync", "polled", "async", "failure")

Point = tuple[float, float]
GET_GRAPHVIZ = "pip install 'archlint[report]'"


class NoPictureError(Exception):
    """Graphviz is not installed: `GET_GRAPHVIZ` says how to get it."""


class Shape(NamedTuple):
    """A node or a box: its upper left corner, its size, and its lines of text; y goes down."""

    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]


class Way(NamedTuple):
    """An edge: its start, the cubic curves after it (three points each), its arrow's tip, and its label's place."""

    points: tuple[Point, ...]
    tip: Point
    label: Shape | None


class Layout(NamedTuple):
    """A picture's size, and the places of its nodes, boxes and edges in the order of the drawing."""

    width: float
    height: float
    nodes: tuple[Shape, ...]
    boxes: tuple[Shape, ...]
    ways: tuple[Way, ...]


def layout(drawing: Drawing) -> Layout:
    """Let Graphviz place everything. Raises NoPictureError where it is not installed."""
    try:
        from pygraphviz import AGraph
    except ImportError:
        raise NoPictureError from None
    text = "\n".join(_graph(drawing))
    placed: dict[str, Any] = json.loads(AGraph(string=text).draw(format="json0", prog="dot"))
    width, height = (float(number) for number in placed["bb"].split(",")[2:])
    objects = {one["name"]: one for one in placed.get("objects", ())}
    edges = {int(one["id"]): one for one in placed.get("edges", ())}
    return Layout(
        width, height,
        tuple(_placed(objects[node.id]["pos"], height, *_node(node)) for node in drawing.nodes),
        tuple(_framed(objects[f"cluster_{box.id}"]["bb"], height, _box(box)) for box in drawing.boxes),
        tuple(_way(edges[number], edge, height) for number, edge in enumerate(drawing.edges)),
    )  # fmt: skip


def _graph(drawing: Drawing) -> Iterator[str]:
    yield 'digraph { graph [rankdir="LR" nodesep="0.28" ranksep="0.42" labeljust="l"]'
    yield 'node [shape="box" fixedsize="true" label=""] edge [arrowsize="0.8"]'
    yield from _inside(drawing, "")
    free = _free(drawing)
    for number, edge in enumerate(drawing.edges):
        width, height, lines = _edge(edge)
        label = f" label={_room(width, height)}" if lines else ""
        freed = ' constraint="false"' if number in free else ""
        yield f'{edge.source} -> {edge.target} [id="{number}"{label}{freed}]'
    yield "}"


def _free(drawing: Drawing) -> set[int]:
    """The edges that do not push their target to the right, so that no chain is too long for a page.

    A chain goes on in a new row where the fewest wait for an answer: what a caller waits for is kept in its row first.
    """
    levels: dict[str, int] = {}
    after: dict[str, list[str]] = {}
    free = set()
    for number in sorted(range(len(drawing.edges)), key=lambda at: _KEPT_FIRST.index(drawing.edges[at].style)):
        edge = drawing.edges[number]
        raised: dict[str, int] = {}
        waiting = [(edge.target, levels.get(edge.source, 0) + 1)]
        while waiting and number not in free:
            name, level = waiting.pop()
            if level > _LONGEST_CHAIN or name == edge.source:
                free.add(number)
            elif level > raised.get(name, levels.get(name, 0)):
                raised[name] = level
                waiting += [(further, level + 1) for further in after.get(name, ())]
        if number not in free:
            levels |= raised
            after.setdefault(edge.source, []).append(edge.target)
    return free


def _inside(drawing: Drawing, box: str) -> Iterator[str]:
    for node in drawing.nodes:
        if node.box == box:
            width, height, _ = _node(node)
            yield f'{node.id} [width="{width / 72:.4f}" height="{height / 72:.4f}"]'
    for inner in drawing.boxes:
        if inner.inside == box:
            line = _box(inner)
            room = _room(width_of(line, SMALL), SMALL * LINE)
            yield f'subgraph cluster_{inner.id} {{ graph [margin="12" label={room}]'
            yield from _inside(drawing, inner.id)
            yield "}"


def _room(width: float, height: float) -> str:
    """An empty label of that size: what stands there is measured and written here, not by Graphviz."""
    size = f'FIXEDSIZE="TRUE" WIDTH="{width:.0f}" HEIGHT="{height:.0f}"'
    return f'<<TABLE {size} BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0"><TR><TD></TD></TR></TABLE>>'


def _node(node: Node) -> tuple[float, float, tuple[str, ...]]:
    """The size of a node, and the lines of its name; its words stand below."""
    lines = wrapped(node.name, 2)
    words = width_of(node.words, SMALL)
    wide = max(*(width_of(line, NAME, bold=True) for line in lines), words)
    return ICON + PAD * 3 + wide, PAD * 2 + len(lines) * NAME * LINE + SMALL * LINE, lines


def _edge(edge: Edge) -> tuple[float, float, tuple[str, ...]]:
    """The size of an edge's label, and its lines."""
    lines = [line for label in edge.labels[:_MOST_LABELS] for line in _packed(label.split(" · "))]
    if len(edge.labels) > _MOST_LABELS:
        lines.append(f"+{len(edge.labels) - _MOST_LABELS} more")
    badge = 14.0 + width_of(str(edge.findings), SMALL) if edge.worst else 0.0
    if badge:
        lines.append("")  # the badge has a line of its own
    wide = max((width_of(line, SMALL) for line in lines), default=0.0)
    return max(wide, badge) + 8, len(lines) * SMALL * LINE + 4, tuple(lines)


def _packed(parts: Sequence[str]) -> tuple[str, ...]:
    """The parts of a label, as many on a line as it has room for."""
    lines: list[str] = []
    for part in parts:
        joined = f"{lines[-1]} · {part}" if lines else part
        if lines and len(joined) <= _LONGEST - 6:
            lines[-1] = joined
        else:
            lines += wrapped(part, 2)
    return tuple(lines)


def _box(box: Box) -> str:
    return wrapped(box.label, 1, 2 * _LONGEST)[0]


def wrapped(text: str, most: int, longest: int = _LONGEST) -> tuple[str, ...]:
    """Text on at most so many lines, broken between words (also of `CamelCase`); what has no room is cut off."""
    rest = legible(" ".join(text.split()))
    lines: list[str] = []
    while len(rest) > longest and len(lines) < most - 1:
        at = max((at for at in range(longest // 3 + 1, longest + 1) if _parts_words(rest, at)), default=longest)
        lines.append(rest[:at].rstrip())
        rest = rest[at:]
    return (*lines, rest if len(rest) <= longest else f"{rest[: longest - 1]}…")


def _parts_words(text: str, at: int) -> bool:
    """Whether one word ends before that place and another begins there."""
    before, after = text[at - 1], text[at]
    return before in " -_./" or (after.isupper() and not before.isupper())


_NARROW, _WIDE = frozenset("fijlrt.,:;!|'()[]I ·-/"), frozenset("mwMW@%—…×")


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """The width of text in any common sans-serif font, rather too wide than too narrow."""
    return sum(map(_width, text)) * size * (1.16 if bold else 1.0)


def _width(mark: str) -> float:
    if mark in _NARROW:
        return 0.38
    if mark in _WIDE:
        return 0.95
    if mark < "\u0300":
        return 0.7 if mark.isupper() else 0.6
    return 0.65 * cells(mark) if cells(mark) < 2 else 1.05


def _points(text: str, height: float) -> tuple[Point, ...]:
    pairs = (pair.split(",") for pair in text.split())
    return tuple((float(x), round(height - float(y), 2)) for x, y in pairs)


def _placed(at: str, whole: float, width: float, height: float, lines: tuple[str, ...]) -> Shape:
    ((x, y),) = _points(at, whole)
    return Shape(x - width / 2, y - height / 2, width, height, lines)


def _framed(corners: str, whole: float, line: str) -> Shape:
    left, low, right, high = (float(number) for number in corners.split(","))
    return Shape(left, whole - high, right - left, high - low, (line,))


def _way(placed: dict[str, Any], edge: Edge, height: float) -> Way:
    tip, _, curve = placed["pos"].removeprefix("e,").partition(" ")
    label = _placed(placed["lp"], height, *_edge(edge)) if "lp" in placed else None
    return Way(_points(curve, height), _points(tip, height)[0], label)
