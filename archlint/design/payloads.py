"""The largest payload that one flow can carry, as stated or as it came through what hands it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.document.quantities import Size
from archlint.model.component import known
from archlint.model.flow_kinds import hands_on

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow


class Payloads:
    """The largest payloads of one design, each worked out once."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self._found: dict[int, tuple[Size, AnyFlow] | None] = {}

    def largest(self, flow: AnyFlow) -> tuple[Size, AnyFlow] | None:
        """The largest payload known to come along a flow, with the flow that states it; None where none is known."""
        key = id(flow)
        if key not in self._found:
            self._found[key] = None  # a circle of what hands on states nothing by itself
            self._found[key] = self._largest(flow)
        return self._found[key]

    def _largest(self, flow: AnyFlow) -> tuple[Size, AnyFlow] | None:
        for stated in (flow.input, flow.payload):
            if known(stated):
                return stated, flow
        if flow.gives("payload") or flow.gives("input") or not hands_on(flow.source.type):
            return None
        came = [found for before in self._before(flow) if (found := self.largest(before)) is not None]
        return max(came, key=lambda found: found[0], default=None)

    def _before(self, flow: AnyFlow) -> list[AnyFlow]:
        from archlint.design.routes import ROUTED, behind

        arriving = self.design.events_into(flow.source)
        if flow.source.type not in ROUTED:
            return arriving
        return [before for before in arriving if flow in behind(self.design, before)]


