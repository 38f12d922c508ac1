"""A design as data for other tools, through networkx: node-link JSON and GraphML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from networkx import MultiDiGraph

    from archlint.reports.drawing import Drawing


def as_json(drawing: Drawing) -> str:
    """Node-link JSON, as `networkx.node_link_graph` reads it back."""
    from networkx import node_link_data

    return json.dumps(node_link_data(_graph(drawing), edges="edges"), indent=2, ensure_ascii=False) + "\n"


def graphml(drawing: Drawing) -> str:
    """GraphML, as Gephi, yEd and `networkx.read_graphml` read it."""
    from networkx import generate_graphml

    return "\n".join(generate_graphml(_graph(drawing), named_key_ids=True)) + "\n"


def _graph(drawing: Drawing) -> MultiDiGraph[str]:
    from networkx import MultiDiGraph

    labels = {box.id: box.label for box in drawing.boxes}
    graph: MultiDiGraph[str] = MultiDiGraph(name=drawing.title)
    names = {node.id: node.name for node in drawing.nodes}
    for node in drawing.nodes:
        graph.add_node(
            node.name,
            type=node.type,
            kind=node.kind,
            box=labels.get(node.box, ""),
            worst=node.worst,
            findings=node.findings,
        )
    for edge in drawing.edges:
        graph.add_edge(
            names[edge.source], names[edge.target], style=edge.style, label="; ".join(edge.labels), worst=edge.worst,
            findings=edge.findings,
        )  # fmt: skip
    return graph
