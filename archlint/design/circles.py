"""The circles that events can travel in; the graph library is imported only where there is one."""

from __future__ import annotations

import itertools
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from archlint.design.notices import sets_off
from archlint.model.flow import READS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow

Node = str | tuple[str, ...]
"""A component by its name; a bucket by its name and what is written, for other keys set off other notifications."""


Arc = tuple[Node, Node, "AnyFlow"]
"""One flow as a step of a circle: from where, to where."""


def circles(design: Design) -> list[list[AnyFlow]]:
    """One shortest circle of each strongly connected part, each from its first flow in the file, in file order."""
    left = closing(flow for flow in design.events() if flow.operation not in READS and not _picks(flow))
    if not left:
        return []
    import networkx as nx

    graph: nx.DiGraph[Node] = nx.DiGraph()
    first: dict[tuple[Node, Node], AnyFlow] = {}
    for tail, head, flow in left:
        first.setdefault((tail, head), flow)
        graph.add_edge(tail, head)
    found = []
    for part in nx.strongly_connected_components(graph):
        inside = graph.subgraph(part)
        if len(part) > 1 or next(iter(part)) in inside[next(iter(part))]:
            found.append(_circle(inside, first))
    return sorted(found, key=lambda circle: circle[0].path[1:2])


def _picks(flow: AnyFlow) -> bool:
    """True where only events of one kind pass, so that nobody knows whether those of the circle itself do."""
    return flow.filter is not None or (flow.source.type == "eventbridge" and bool(flow.rule or flow.pattern))


def closing(flows: Iterable[AnyFlow]) -> list[Arc]:
    """What is left of flows when everything that nothing leads to is taken away, again and again: none, or circles."""
    arcs = _arcs(list(flows))
    leading: defaultdict[Node, int] = defaultdict(int)
    leaving: defaultdict[Node, list[Node]] = defaultdict(list)
    for tail, head, _ in arcs:
        leading[head] += 1
        leaving[tail].append(head)
    free = [node for node in leaving if node not in leading]
    gone = set(free)
    while free:
        for head in leaving.get(free.pop(), ()):
            leading[head] -= 1
            if not leading[head]:
                gone.add(head)
                free.append(head)
    return [arc for arc in arcs if arc[0] not in gone and arc[1] not in gone]


def _arcs(flows: list[AnyFlow]) -> list[Arc]:
    """The flows as steps; a notification of a bucket is one behind each write that can set it off."""
    found: list[Arc] = []
    notices: list[tuple[AnyFlow, Node]] = []
    writes: dict[str, dict[Node, AnyFlow]] = {}
    for flow in flows:
        source, target = flow.source, flow.target
        head: Node = target.name
        if target.type == "s3":
            head = (target.name, flow.operation, flow.prefix, flow.key, flow.suffix)
            writes.setdefault(target.name, {}).setdefault(head, flow)
        if source.type == "s3":
            notices.append((flow, head))
        else:
            found.append((source.name, head, flow))
    for flow, head in notices:
        for tail, write in writes.get(flow.source.name, {}).items():
            if sets_off(write, flow) is not False:
                found.append((tail, head, flow))
    return found


def _circle(inside: Any, first: dict[tuple[Node, Node], AnyFlow]) -> list[AnyFlow]:
    """The shortest circle through the flow of this part that stands first in the file."""
    import networkx as nx

    source, target = min(inside.edges, key=lambda ends: first[ends].number)
    way: list[Node] = nx.shortest_path(inside, target, source)
    return [first[ends] for ends in itertools.pairwise([source, *way])]
