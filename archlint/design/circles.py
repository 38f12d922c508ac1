"""The circles that events can travel in; the graph library is imported only where there is one."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow

READS = frozenset({"get", "query", "scan", "read", "list", "head", "receive", "select", "search"})
"""Operations after which nothing has changed at the target, so that nothing is set off there."""


def sets_off(flow: AnyFlow) -> bool:
    """True where a flow can make something happen at its target."""
    return flow.operation not in READS


def circles(design: Design) -> list[list[AnyFlow]]:
    """One shortest circle of each strongly connected part, each from its first flow in the file, in file order."""
    going = [flow for flow in design.events() if sets_off(flow) and not _picks(flow)]
    left = in_circles(going)
    if not left:
        return []
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    first: dict[tuple[str, str], AnyFlow] = {}
    for flow in left:
        ends = (flow.source.name, flow.target.name)
        first.setdefault(ends, flow)
        graph.add_edge(*ends)
    found = []
    for part in nx.strongly_connected_components(graph):
        inside = graph.subgraph(part)
        if len(part) > 1 or next(iter(part)) in inside[next(iter(part))]:
            found.append(_circle(inside, first))
    return sorted(found, key=lambda circle: circle[0].path[1:2])


def _picks(flow: AnyFlow) -> bool:
    """True where only events of one kind pass, so that nobody knows whether those of the circle itself do."""
    return flow.filter is not None or (flow.source.type == "eventbridge" and bool(flow.rule or flow.pattern))


def in_circles(flows: list[AnyFlow]) -> list[AnyFlow]:
    """The flows that are left when everything that nothing leads to is taken away, again and again."""
    leading: dict[str, int] = {}
    leaving: dict[str, list[AnyFlow]] = {}
    for flow in flows:
        leading[flow.target.name] = leading.get(flow.target.name, 0) + 1
        leaving.setdefault(flow.source.name, []).append(flow)
    free = [name for name in leaving if name not in leading]
    gone: set[str] = set(free)
    while free:
        for flow in leaving.get(free.pop(), ()):
            name = flow.target.name
            leading[name] -= 1
            if not leading[name]:
                gone.add(name)
                free.append(name)
    return [flow for flow in flows if flow.source.name not in gone and leading.get(flow.target.name)]


def _circle(graph: object, first: dict[tuple[str, str], AnyFlow]) -> list[AnyFlow]:
    """The shortest circle through the flow of this part that stands first in the file."""
    import networkx as nx

    inside: nx.DiGraph[str] = graph  # type: ignore[assignment]
    ranked = sorted(((first[ends].number, ends) for ends in inside.edges), key=lambda item: item[0])
    source, target = ranked[0][1]
    way = nx.shortest_path(inside, target, source)
    names = [source, *way]
    return [first[ends] for ends in itertools.pairwise(names)]
