"""A design as data for other tools, through networkx: node-link JSON and GraphML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.reports.escape import xml_text
from archlint.reports.json_ import dumps

if TYPE_CHECKING:
    from collections.abc import Callable

    from networkx import MultiDiGraph

    from archlint.reports.drawing import Drawing


def as_json(drawing: Drawing) -> str:
    """Node-link JSON, as `networkx.node_link_graph` reads it back."""
    from networkx import node_link_data

    return dumps(node_link_data(_graph(drawing, str), edges="edges"))


def graphml(drawing: Drawing) -> str:
    """GraphML, as Gephi, yEd and `networkx.read_graphml` read it; what XML cannot hold is replaced by a sign for it."""
    from networkx import generate_graphml

    lines = generate_graphml(_graph(drawing, xml_text))
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *lines]) + "\n"


def _graph(drawing: Drawing, clean: Callable[[str], str]) -> MultiDiGraph[str]:
    """Nodes are known by the names of components, boxes and edges by their labels."""
    from networkx import MultiDiGraph

    labels = {box.id: clean(box.label) for box in drawing.boxes}
    graph: MultiDiGraph[str] = MultiDiGraph(name=clean(drawing.title))
    names = {node.id: clean(node.name) for node in drawing.nodes}
    for node in drawing.nodes:
        graph.add_node(
            names[node.id], type=clean(node.type), words=clean(node.words), kind=node.kind,
            box=labels.get(node.box, ""),
            worst=node.worst, findings=node.findings,
        )  # fmt: skip
    for edge in drawing.edges:
        graph.add_edge(
            names[edge.source], names[edge.target], style=edge.style, label=clean("; ".join(edge.labels)),
            worst=edge.worst, findings=edge.findings,
        )  # fmt: skip
    return graph
