"""The largest payload that one flow can carry, as stated or as it came through what hands it on."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from archlint.design.postorder import postorder
from archlint.design.routes import ROUTED
from archlint.model.component import Component, known
from archlint.model.flow_kinds import hands_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archlint.design.delivery import PayloadLimit
    from archlint.design.graph import Design
    from archlint.document.quantities import Size
    from archlint.model.base import Place
    from archlint.model.description import AnyFlow


class Pressing(NamedTuple):
    """What has to fit through one flow: the limit, what comes (grown by what AWS adds), and the flow that states it."""

    flow: AnyFlow
    limit: PayloadLimit
    size: Size
    stating: AnyFlow
    field: str

    @property
    def at(self) -> Place:
        """Where it is stated."""
        return self.stating.field(self.field)


class Payloads:
    """The largest payloads of one design, each worked out once."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self._found: dict[AnyFlow, tuple[Size, AnyFlow] | None] = {}
        self._carried: dict[Component, dict[AnyFlow, list[AnyFlow]]] = {}

    def largest(self, flow: AnyFlow) -> tuple[Size, AnyFlow] | None:
        """The largest payload known to come along a flow, with the flow that states it; None where none is known."""
        if flow not in self._found:
            stated = _stated(flow)
            if stated is not None or not self._came_by(flow):
                self._found[flow] = stated
                return stated
            for each in postorder(flow, self._came_by, self._found):
                self._found[each] = _stated(each) or self._carried_on(each)
        return self._found[flow]

    @cached_property
    def pressing(self) -> list[Pressing]:
        """The tightest limit of each kind on every flow of whose payload something is known."""
        found = []
        delivery = self.design.delivery
        for flow in self.design.events():
            if (came := self.largest(flow)) is not None:
                tightest = delivery(flow).tightest
                size, stating = came
                if limit := tightest("event"):
                    found.append(Pressing(flow, limit, _grown(size, limit), stating, "payload"))
                # a mapping's batch is cut to what fits
                if flow.batch > 1 and flow.target.type != "lambda" and (limit := tightest("batch")):
                    found.append(Pressing(flow, limit, _grown(size * flow.batch, limit), stating, "payload"))
            if known(flow.response) and (limit := delivery(flow).tightest("answer")):
                found.append(Pressing(flow, limit, _grown(flow.response, limit), flow, "response"))
        return found

    def _carried_on(self, flow: AnyFlow) -> tuple[Size, AnyFlow] | None:
        came = [found for before in self._came_by(flow) if (found := self._found.get(before)) is not None]
        return max(came, key=lambda found: found[0]) if came else None

    def _came_by(self, flow: AnyFlow) -> Sequence[AnyFlow]:
        """The flows by which the payload of one that states none came."""
        if flow.gives("payload") or flow.gives("input") or not hands_on(flow.source.type):
            return ()
        if flow.source.type in ROUTED:
            return self._routed(flow.source).get(flow, ())
        return self.design.events_into(flow.source)

    def _routed(self, component: Component) -> dict[AnyFlow, list[AnyFlow]]:
        """For each flow out of something that routes, the flows whose requests it carries on."""
        carried = self._carried.get(component)
        if carried is None:
            carried = self._carried[component] = {}
            for before in self.design.events_into(component):
                for after in self.design.routes.behind(before):
                    carried.setdefault(after, []).append(before)
        return carried


def _stated(flow: AnyFlow) -> tuple[Size, AnyFlow] | None:
    if known(flow.input):
        return flow.input, flow
    return (flow.payload, flow) if known(flow.payload) else None


def _grown(size: Size, limit: PayloadLimit) -> Size:
    """A size with what AWS adds to it on the way to a limit."""
    return size if limit.factor == 1 else size * limit.factor
