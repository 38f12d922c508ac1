"""The longest run of calls that wait for one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.design.postorder import postorder
from archlint.design.routes import ROUTED
from archlint.model.registry import COMPUTE

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

_ANSWERING = frozenset(COMPUTE | ROUTED | {"step_functions", "http_endpoint"})
"""Types that do work of the design's own, or somebody else's, before they answer."""


class Hops:
    """The longest runs of calls of one design, each worked out once."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self._found: dict[Component, tuple[int, AnyFlow | None]] = {}  # how many there are, and the first

    def from_(self, start: Component) -> list[AnyFlow]:
        """The longest run of calls that begins at a component; what is called only to be read or written ends it."""
        for here in postorder(start, lambda component: [flow.target for flow in self._calls(component)], self._found):
            ways = [(self._found.get(flow.target, (0, None))[0] + 1, flow) for flow in self._calls(here)]
            self._found[here] = max(ways, key=lambda way: way[0], default=(0, None))
        run: list[AnyFlow] = []
        length, flow = self._found[start]
        while flow is not None and len(run) < length:  # in a circle it would never end
            run.append(flow)
            flow = self._found[flow.target][1]
        return run

    def _calls(self, component: Component) -> list[AnyFlow]:
        out = self.design.events_out_of(component)
        return [flow for flow in out if flow.target.type in _ANSWERING and self.design.timing.is_call(flow)]
