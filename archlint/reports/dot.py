"""A design in Graphviz's language, left to right, with a cluster for every account, group, network and subnet."""

from __future__ import annotations

from html import escape as html_escape
from typing import TYPE_CHECKING

from archlint.reports.drawing import MARKS
from archlint.reports.escape import xml_text

if TYPE_CHECKING:
    from archlint.reports.drawing import Box, Drawing, Edge, Node

_FONT = "Helvetica,Arial,sans-serif"
_FILLS = {"error": "#fdeceb", "warning": "#fff4d6", "advice": "#e6f1fc", "": "#f6f8fa"}
_STROKES = {"error": "#b42318", "warning": "#7d5600", "advice": "#0757ba", "": "#57606a"}
_SHAPES = {
    "compute": "box", "function": "box", "person": "oval", "outside": "oval", "door": "cds", "queue": "box3d",
    "hub": "hexagon", "store": "cylinder", "guard": "octagon", "clock": "circle", "part": "folder",
}  # fmt: skip
_LINES = {
    "sync": 'style="solid"', "async": 'style="dashed"', "polled": 'style="solid" arrowtail="odot" dir="both"',
    "failure": 'style="dotted" color="#b42318" fontcolor="#b42318"',
}  # fmt: skip


def render(drawing: Drawing) -> str:
    """The whole graph as text; every label is escaped, so that no name can be anything but text."""
    lines = [
        "digraph design {",
        f'  graph [rankdir="LR" fontname="{_FONT}" fontsize="11" nodesep="0.35" ranksep="0.7"]',
        f'  node [fontname="{_FONT}" fontsize="12" style="filled,rounded" margin="0.16,0.09"]',
        f'  edge [fontname="{_FONT}" fontsize="9" color="#57606a" fontcolor="#57606a" arrowsize="0.7"]',
        *_inside(drawing, "", "  "),
        *(f"  {edge.source} -> {edge.target} [{_edge(edge)}]" for edge in drawing.edges),
        "}",
    ]
    return "\n".join(lines) + "\n"


def _inside(drawing: Drawing, box: str, indent: str) -> list[str]:
    lines = [f"{indent}{node.id} [{_node(node)}]" for node in drawing.nodes if node.box == box]
    for inner in drawing.boxes:
        if inner.inside == box:
            lines += [f"{indent}subgraph cluster_{inner.id} {{", f"{indent}  {_cluster(inner)}"]
            lines += [*_inside(drawing, inner.id, indent + "  "), f"{indent}}}"]
    return lines


def _cluster(box: Box) -> str:
    style = "solid" if box.kind in ("account", "network") else "dashed"
    look = f'style="{style},rounded" color="#8c959f" fontcolor="#57606a"'
    return f'graph [label=<{escape(box.label)}> class="box {box.kind.rstrip("s")}" {look}]'


def _node(node: Node) -> str:
    badge = f" {MARKS[node.worst]}&#160;{node.findings}" if node.worst else ""
    label = f'<B>{escape(node.name)}</B><BR/><FONT POINT-SIZE="9">{escape(node.words)}{badge}</FONT>'
    look = f'fillcolor="{_FILLS[node.worst]}" color="{_STROKES[node.worst]}" class="node {node.worst or "clean"}"'
    return f'id="{node.id}" shape="{_SHAPES[node.kind]}" label=<{label}> tooltip=<{escape(node.name)}> {look}'


def _edge(edge: Edge) -> str:
    label = "<BR/>".join(escape(label) for label in edge.labels[:3])
    more = f"<BR/>+{len(edge.labels) - 3} more" if len(edge.labels) > 3 else ""
    badge = f" {MARKS[edge.worst]}" if edge.worst else ""
    text = f" label=<{label}{more}{badge}>" if label or badge else ""
    return f'{_LINES[edge.style]} class="edge {edge.style} {edge.worst or "clean"}"{text}'


def escape(text: str) -> str:
    """Text for one of Graphviz's labels that are written like HTML, in which there has to be some."""
    return html_escape(" ".join(xml_text(text).split())) or " "
