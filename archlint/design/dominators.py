"""The components that every way through the design leads through."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

_FIRST_LOOK = 8
"""So many entry points are followed one by one before the whole graph is: most designs are told apart by two."""


def passed_by_all(design: Design, entries: Sequence[AnyFlow], candidates: Set[str]) -> set[str]:
    """Those of the named components through which every way leads from every entry point to the ends of its events."""
    starts = list({entry.target.name: entry.target for entry in entries}.values())
    shared = set(candidates)
    for start in starts[:_FIRST_LOOK]:
        shared &= _after(design, [start]).keys()
        if not shared:
            return shared  # nothing that every entry point leads to, so nothing that it must lead through
    return shared & _on_every_way(design, starts)


def _after(design: Design, starts: Sequence[Component]) -> dict[str, list[str]]:
    """Everything that events from these components reach, themselves included, and where each of it leads."""
    todo = list(starts)
    after: dict[str, list[str]] = {start.name: [] for start in starts}
    while todo:
        here = todo.pop()
        leaving = [flow.target for flow in design.events_out_of(here)]
        after[here.name] = [target.name for target in leaving]
        for target in leaving:
            if target.name not in after:
                after[target.name] = []
                todo.append(target)
    return after


def _on_every_way(design: Design, starts: Sequence[Component]) -> set[str]:
    """What dominates the ends, seen from all the starts at once; nothing where a start leads to no end."""
    from networkx import DiGraph, ancestors, immediate_dominators

    start, end = "-> ", " ->"  # no component can have such a name
    graph: DiGraph[str] = DiGraph([(start, component.name) for component in starts])
    for here, leaving in _after(design, starts).items():
        graph.add_edges_from((here, target) for target in leaving or [end])
    if end not in graph or not ancestors(graph, end).issuperset(component.name for component in starts):
        return set()
    above = immediate_dominators(graph, start)
    found, at = set(), above[end]
    while at != start:
        found.add(at)
        at = above[at]
    return found
