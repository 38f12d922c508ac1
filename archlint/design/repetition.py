"""Which components can be given one event twice, and by which way the second copy comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.design.postorder import postorder
from archlint.design.routes import ROUTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow


class Repetition(NamedTuple):
    """Why a component can see one event twice: the flow that repeats it and the one that brings it."""

    flow: AnyFlow
    last: AnyFlow
    before: Repetition | None
    further: int
    """How many flows the second copy takes after the one that repeats."""

    def way(self, most: int) -> list[AnyFlow]:
        """The flows after the one that repeats, or as many of them as are wanted, counted from the component."""
        way: list[AnyFlow] = []
        at = self
        while at.before is not None and len(way) < most:
            way.append(at.last)
            at = at.before
        return way[::-1]


class Repetitions:
    """Which components can see one event twice: given it twice themselves, or by a caller that can."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self._found: dict[Component, Repetition | None] = {}
        self._bringing: dict[Component, dict[int, list[AnyFlow]]] = {}

    def of(self, component: Component) -> Repetition | None:
        """The first reason, in file order; None where every event is seen once, as far as is known."""
        if component not in self._found:
            if (found := self._own(component)) is not None:
                self._found[component] = found
                return found
            for each in postorder(component, self._givers, self._found):
                self._found[each] = self._own(each) or self._handed_on(each)
        return self._found[component]

    def _givers(self, component: Component) -> Iterator[Component]:
        """The components whose own repetitions count, because the flow from them does not repeat by itself."""
        if self._own(component) is None:
            for flow in self.design.events_into(component):
                for last in self._ways(flow):
                    yield last[-1].source

    def _own(self, component: Component) -> Repetition | None:
        """By a flow into the component that itself repeats."""
        for flow in self.design.events_into(component):
            if self._repeats(flow):
                return Repetition(flow, flow, None, 0)
        return None

    def _handed_on(self, component: Component) -> Repetition | None:
        """By a giver that can see an event twice."""
        arriving = self.design.events_into(component)
        return next((found for flow in arriving for way in self._ways(flow) if (found := self._along(way))), None)

    def _repeats(self, flow: AnyFlow) -> bool:
        return self.design.delivery(flow).repeats

    def _along(self, way: tuple[AnyFlow, ...]) -> Repetition | None:
        """The repetition that comes by a way, which is given from its end to its start."""
        first = way[-1]
        found = Repetition(first, first, None, 0) if self._repeats(first) else self._found.get(first.source)
        if found is None:
            return None
        for flow in way[:-1][::-1] if self._repeats(first) else way[::-1]:
            found = Repetition(found.flow, flow, found, found.further + 1)
        return found

    def _ways(self, flow: AnyFlow) -> Iterator[tuple[AnyFlow, ...]]:
        """A flow with what brings its events through APIs and balancers, back to what repeats or to another source."""
        ways: list[tuple[AnyFlow, ...]] = [(flow,)]
        seen = {id(flow)}
        while ways:
            way = ways.pop()
            last = way[-1]
            if self._repeats(last) or (last.source.type not in ROUTED and _hands_on_copies(last)):
                yield way
            elif last.source.type in ROUTED and _hands_on_copies(last):
                fresh = [before for before in self._before(last) if id(before) not in seen]
                seen.update(map(id, fresh))
                ways += [(*way, before) for before in fresh[::-1]]

    def _before(self, flow: AnyFlow) -> Sequence[AnyFlow]:
        """The flows into an API or balancer whose requests go on by a flow out of it, in file order."""
        source = flow.source
        if source not in self._bringing:
            brought: dict[int, list[AnyFlow]] = {}
            self._bringing[source] = brought
            for arriving in self.design.events_into(source):
                for onward in self.design.routes.behind(arriving):
                    brought.setdefault(id(onward), []).append(arriving)
        if flow.purpose == "authorizer":
            return self.design.events_into(source)
        return self._bringing[source].get(id(flow), [])


def _hands_on_copies(flow: AnyFlow) -> bool:
    return flow.source.type not in _STARTS_AFRESH and not _absorbs(flow.source)


_STARTS_AFRESH = frozenset({"client", "schedule", "s3", "dynamodb", "rds", "elasticache", "efs", "cloudwatch_logs"})
"""Types whose events are new ones, however often they were given what led to them."""


def _absorbs(component: Component) -> bool:
    """True where a component recognises what it has seen before, so that nothing behind it is done twice."""
    if component.idempotency is not None or component.idempotent is True:
        return True
    return component.type in ("sqs", "sns") and getattr(component, "deduplication", "none") in ("content", "id")
