"""A design as Mermaid flowcharts, below the sizes that GitHub and GitLab draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.reports.drawing import MARKS, Drawing, Edge, Node
from archlint.reports.escape import legible, markdown
from archlint.reports.parts import divided, readable

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_CHARACTERS = 50_000  # Mermaid's own limit, which the author of a page cannot raise
_LONGEST = 60  # characters of a name or label, the rest of which no picture has room for

_SHAPES = {
    "compute": ("[", "]"), "function": ("[", "]"), "person": ("([", "])"), "outside": ("([", "])"),
    "door": ("[/", "\\]"), "queue": ("[[", "]]"), "hub": ("{{", "}}"), "store": ("[(", ")]"), "guard": ("[\\", "/]"),
    "clock": ("((", "))"), "part": ("[", "]"),
}  # fmt: skip
_ARROWS = {"sync": "-->", "async": "-.->", "polled": "==>", "failure": "-.->"}
_CLASSES = {
    "error": "fill:#fdeceb,stroke:#b42318,color:#1b1f24,stroke-width:2px",
    "warning": "fill:#fff4d6,stroke:#7d5600,color:#1b1f24,stroke-width:2px",
    "advice": "fill:#e6f1fc,stroke:#0757ba,color:#1b1f24",
    "clean": "fill:#f6f8fa,stroke:#57606a,color:#1b1f24",
}
_BOX = "fill:none,stroke:#8c959f"  # Mermaid's own yellow would look like a warning
_MEANING = frozenset("\"#;&<>`\\{}[]()|*_~$%@:'=")


def render(drawing: Drawing) -> list[tuple[str, str]]:
    """(title, flowchart) of each picture: one, or an overview and one of each part where it would be too large."""
    return [(part.title, flowchart(part)) for part in divided(drawing, _fits)]


def _fits(drawing: Drawing) -> bool:
    return readable(drawing) and len(flowchart(drawing)) < MOST_CHARACTERS


def document(pictures: Iterable[tuple[str, str]]) -> str:
    """A Markdown document with each flowchart under its title."""
    return "\n".join(f"## {markdown(title)}\n\n```mermaid\n{text}```\n" for title, text in pictures)


def flowchart(drawing: Drawing) -> str:
    """One flowchart; no text of the description can end a label or start a statement of its own."""
    lines = ["flowchart LR", *_inside(drawing, "", "  ")]
    lines += [f"  {edge.source} {_arrow(edge)} {edge.target}" for edge in drawing.edges]
    failing = [str(number) for number, edge in enumerate(drawing.edges) if edge.style == "failure"]
    if failing:
        lines.append(f"  linkStyle {','.join(failing)} stroke:#b42318")
    used = {node.worst or "clean" for node in drawing.nodes}
    lines += [f"  classDef {name} {look}" for name, look in _CLASSES.items() if name in used]
    if drawing.boxes:
        lines += [f"  classDef box {_BOX}", f"  class {','.join(box.id for box in drawing.boxes)} box"]
    return "\n".join(lines) + "\n"


def _inside(drawing: Drawing, box: str, indent: str) -> list[str]:
    lines = [indent + _shape(node) for node in drawing.nodes if node.box == box]
    for inner in drawing.boxes:
        if inner.inside == box:
            lines.append(f'{indent}subgraph {inner.id}["{escape(inner.label)}"]')
            lines += [*_inside(drawing, inner.id, indent + "  "), f"{indent}end"]
    return lines


def _shape(node: Node) -> str:
    before, after = _SHAPES[node.kind]
    words = escape(node.words) + (f" {MARKS[node.worst]} {node.findings}" if node.worst else "")
    label = escape(node.name) + (f"<br/>{words}" if words else "")
    return f'{node.id}{before}"{label}"{after}:::{node.worst or "clean"}'


def _arrow(edge: Edge) -> str:
    label = "<br/>".join(escape(label) for label in edge.labels[:3])
    more = f"<br/>+{len(edge.labels) - 3} more" if len(edge.labels) > 3 else ""
    badge = f" {MARKS[edge.worst]}" if edge.worst else ""
    return _ARROWS[edge.style] + (f'|"{label}{more}{badge}"|' if label or badge else "")


def escape(text: str) -> str:
    """Text as Mermaid shows it: everything that could mean something to it, to Markdown or to HTML as a number."""
    whole = legible(text)
    shown = whole if len(whole) <= _LONGEST else f"{whole[: _LONGEST - 1]}…"
    return "".join(f"#{ord(mark)};" if mark in _MEANING else mark for mark in shown)
