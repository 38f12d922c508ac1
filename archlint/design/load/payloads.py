"""The bytes of one event on each flow: as stated, or as it came where a component hands events on unchanged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.design.postorder import postorder
from archlint.design.routes import ROUTED
from archlint.document.quantities import Size
from archlint.model.flow_kinds import hands_on

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.design.load.routing import Routing
    from archlint.design.load.work import Load
    from archlint.model.description import AnyFlow


class Payloads:
    """Payloads by flow, worked out on demand; where several flows feed one component, the mean by their rates."""

    def __init__(self, design: Design, routing: Routing, load: Load) -> None:
        self._design = design
        self._routing = routing
        self._load = load
        self._found: dict[AnyFlow, Size | None] = {}
        self._handed_on = False

    def forget(self) -> None:
        """Rates have changed, and with them the means."""
        if self._handed_on:
            self._found.clear()

    def of(self, flow: AnyFlow) -> Size | None:
        """The bytes of one event, with their range; None where they are not known."""
        if flow not in self._found:
            for each in postorder(flow, self._feeding, self._found):
                self._found[each] = self._work_out(each)
        return self._found[flow]

    def _feeding(self, flow: AnyFlow) -> list[AnyFlow]:
        """The flows whose events a flow carries on; none where its own size is stated."""
        if isinstance(flow.input, Size) or isinstance(flow.payload, Size):
            return []
        if flow.edge != "event":
            return [before for before in self._design.into(flow.source) if before.edge == "event"]
        if not hands_on(flow.source.type):
            return []
        self._handed_on = True
        feeding = self._design.into(flow.source)
        if flow.source.type in ROUTED:
            return self._routing.feeding(flow)
        return feeding

    def _work_out(self, flow: AnyFlow) -> Size | None:
        for stated in (flow.input, flow.payload):
            if isinstance(stated, Size):
                return stated
        return self._mean(self._feeding(flow))

    def _mean(self, feeding: list[AnyFlow]) -> Size | None:
        known = ((before, self._found.get(before)) for before in feeding)  # not there yet: it closes a circle
        sizes = [(size, self._load.of(before).rate) for before, size in known if size is not None]
        if not sizes:
            return None
        if len(sizes) == 1:
            return sizes[0][0]
        whole = sum(rate for _, rate in sizes)
        weights = [(size, rate / whole if whole else 1.0 / len(sizes)) for size, rate in sizes]
        ends: list[Any] = [sum(getattr(size, end) * part for size, part in weights) for end in ("low", "high")]
        likely = sum(float(size) * part for size, part in weights)
        return Size(likely, low=min(likely, ends[0]), high=max(likely, ends[1]))
