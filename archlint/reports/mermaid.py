"""A design as Mermaid flowcharts, below the sizes that GitHub and GitLab draw without asking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.reports.drawing import RANKS, Box, Drawing, Edge, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_NODES = 60
MOST_EDGES = 120

_SHAPES = {
    "compute": ("[", "]"), "outside": ("([", "])"), "door": ("[/", "\\]"), "queue": ("[[", "]]"), "hub": ("{{", "}}"),
    "store": ("[(", ")]"), "guard": ("[\\", "/]"), "clock": ("((", "))"),
}  # fmt: skip
_ARROWS = {"sync": "-->", "async": "-.->", "polled": "==>", "failure": "-.->"}
_CLASSES = {
    "error": "fill:#fde2e1,stroke:#b42318,color:#1f2328,stroke-width:2px",
    "warning": "fill:#fff1cc,stroke:#9a6700,color:#1f2328,stroke-width:2px",
    "advice": "fill:#ddf0ff,stroke:#0969da,color:#1f2328",
    "clean": "fill:#f6f8fa,stroke:#57606a,color:#1f2328",
}
_MARKS = {"error": "✖", "warning": "▲", "advice": "●"}


def render(drawing: Drawing) -> list[tuple[str, str]]:
    """(title, flowchart) of each picture: one, or an overview and one for each group where there are too many nodes."""
    if len(drawing.nodes) <= MOST_NODES and len(drawing.edges) <= MOST_EDGES:
        return [(drawing.title, flowchart(drawing))]
    parts = list(_parts(drawing))
    return [
        (f"{drawing.title}, overview", flowchart(_overview(drawing, parts))),
        *((p.title, flowchart(p)) for p in parts),
    ]


def document(drawing: Drawing) -> str:
    """The flowchart alone, or, where there are several, a Markdown document with one under each heading."""
    pictures = render(drawing)
    if len(pictures) == 1:
        return pictures[0][1]
    from archlint.reports.escape import legible

    return "\n".join(f"## {legible(title)}\n\n```mermaid\n{text}```\n" for title, text in pictures)


def flowchart(drawing: Drawing) -> str:
    """One flowchart; no text of the description can end a label or start a statement of its own."""
    lines = ["flowchart LR"]
    lines += _inside(drawing, "", "  ")
    for edge in drawing.edges:
        lines.append(f"  {edge.source} {_arrow(edge)} {edge.target}")
    for number, edge in enumerate(drawing.edges):
        if edge.style == "failure":
            lines.append(f"  linkStyle {number} stroke:#b42318")
    used = {node.worst or "clean" for node in drawing.nodes}
    lines += [f"  classDef {name} {look}" for name, look in _CLASSES.items() if name in used]
    return "\n".join(lines) + "\n"


def _inside(drawing: Drawing, box: str, indent: str) -> list[str]:
    lines = [indent + _shape(node) for node in drawing.nodes if node.box == box]
    for inner in drawing.boxes:
        if inner.inside == box:
            lines += [
                f'{indent}subgraph {inner.id}["{escape(inner.label)}"]',
                *_inside(drawing, inner.id, indent + "  "),
            ]
            lines.append(f"{indent}end")
    return lines


def _shape(node: Node) -> str:
    before, after = _SHAPES[node.kind]
    badge = f" {_MARKS[node.worst]} {node.findings}" if node.worst else ""
    label = f"{escape(node.name)}<br/><small>{escape(node.words)}{badge}</small>"
    return f'{node.id}{before}"{label}"{after}:::{node.worst or "clean"}'


def _arrow(edge: Edge) -> str:
    label = "<br/>".join(escape(label) for label in edge.labels[:3])
    badge = f" {_MARKS[edge.worst]}" if edge.worst else ""
    return _ARROWS[edge.style] + (f'|"{label}{badge}"|' if label or badge else "")


def escape(text: str) -> str:
    """Text as Mermaid shows it: everything that could mean something to it, to Markdown or to HTML as a number."""
    return "".join(f"#{ord(mark)};" if mark in _MEANING or ord(mark) < 32 else mark for mark in text)


_MEANING = frozenset("\"#;&<>`\\{}[]()|*_~$%@:'=")


def _parts(drawing: Drawing) -> Iterator[Drawing]:
    """One picture for each outermost box, and for the nodes in none, none with too many nodes."""
    outermost = _outermost(drawing)
    groups: dict[str, list[Node]] = {}
    for node in drawing.nodes:
        groups.setdefault(outermost.get(node.box, ""), []).append(node)
    labels = {box.id: box.label for box in drawing.boxes}
    for box, nodes in groups.items():
        for at in range(0, len(nodes), MOST_NODES):
            number = f", part {at // MOST_NODES + 1}" if len(nodes) > MOST_NODES else ""
            yield drawing.part(f"{labels.get(box, 'the rest')}{number}", nodes[at : at + MOST_NODES])


def _outermost(drawing: Drawing) -> dict[str, str]:
    boxes = {box.id: box for box in drawing.boxes}
    found = {}
    for box in drawing.boxes:
        at: Box = box
        while at.inside in boxes:
            at = boxes[at.inside]
        found[box.id] = at.id
    return found


def _overview(drawing: Drawing, parts: list[Drawing]) -> Drawing:
    """One node for each part."""
    home = {node.id: number for number, part in enumerate(parts) for node in part.nodes}
    nodes = tuple(
        Node(
            f"p{n}",
            part.title,
            "group",
            f"{len(part.nodes)} components",
            "compute",
            "",
            _worst(part),
            sum(o.findings for o in part.nodes),
        )
        for n, part in enumerate(parts)
    )
    counts: dict[tuple[int, int], int] = {}
    for edge in drawing.edges:
        ends = home[edge.source], home[edge.target]
        if ends[0] != ends[1]:
            counts[ends] = counts.get(ends, 0) + 1
    edges = tuple(
        Edge(f"p{a}", f"p{b}", "sync", (f"{count} flows" if count > 1 else "1 flow",), "", 0)
        for (a, b), count in counts.items()
    )
    return Drawing(f"{drawing.title}, overview", (), nodes, edges[:MOST_EDGES])


def _worst(part: Drawing) -> str:
    return min((node.worst for node in part.nodes), key=RANKS.index, default="")
