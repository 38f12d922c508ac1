"""Which flows out of an API, load balancer or distribution carry on what a flow into it brings; worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.design.routes import behind, score

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow


class Routing:
    """The routes of one design."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._groups: dict[AnyFlow, list[list[AnyFlow]]] = {}
        self._by_route: dict[Component, dict[str, list[AnyFlow]]] = {}
        self._feeding: dict[Component, dict[AnyFlow, list[AnyFlow]]] = {}

    def groups(self, arriving: AnyFlow) -> list[list[AnyFlow]]:
        """For each route that a flow calls, the flows that carry it on; for one that names none, all it can reach."""
        found = self._groups.get(arriving)
        if found is None:
            if arriving.target.type == "load_balancer" or not arriving.route:
                found = [behind(self._design, arriving)]
            else:
                found = [self._takers(arriving.target, route) for route in arriving.route]
            self._groups[arriving] = found
        return found

    def feeding(self, leaving: AnyFlow) -> list[AnyFlow]:
        """The flows into a routing component whose events a flow out of it carries on."""
        component = leaving.source
        found = self._feeding.get(component)
        if found is None:
            found = self._feeding[component] = {}
            for arriving in self._design.into(component):
                for flow in dict.fromkeys(flow for group in self.groups(arriving) for flow in group):
                    found.setdefault(flow, []).append(arriving)
        return found.get(leaving, [])

    def _takers(self, component: Component, route: str) -> list[AnyFlow]:
        """Those of the flows out of a component whose route fits best; one that is written just so fits best of all."""
        exact = self._index(component).get(route)
        if exact is not None:
            return exact
        destinations = [f for f in self._design.events_out_of(component) if f.purpose != "authorizer"]
        ranked = [(score(route, flow.route), flow) for flow in destinations]
        best = max((rank for rank, _ in ranked), default=0)
        return [flow for rank, flow in ranked if rank == best > 0]

    def _index(self, component: Component) -> dict[str, list[AnyFlow]]:
        found = self._by_route.get(component)
        if found is None:
            found = self._by_route[component] = {}
            for flow in self._design.events_out_of(component):
                for route in flow.route if flow.purpose != "authorizer" else ():
                    found.setdefault(route, []).append(flow)
        return found
