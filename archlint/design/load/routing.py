"""Which flows out of an API, load balancer or distribution carry on what a flow into it brings; worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow


class Routing:
    """The routes of one design."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._groups: dict[AnyFlow, list[list[AnyFlow]]] = {}
        self._feeding: dict[Component, dict[AnyFlow, list[AnyFlow]]] = {}

    def groups(self, arriving: AnyFlow) -> list[list[AnyFlow]]:
        """For each route that a flow calls, the flows that carry it on; for one that names none, all it can reach."""
        found = self._groups.get(arriving)
        if found is None:
            if arriving.target.type == "load_balancer" or not arriving.route:
                found = [self._design.routes.behind(arriving)]
            else:
                found = [self._design.routes.takers(arriving.target, route) for route in arriving.route]
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
