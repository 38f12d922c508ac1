"""Which components can be given one event twice, and by which way the second copy comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.design.postorder import postorder

if TYPE_CHECKING:
    from collections.abc import Iterator

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

    def of(self, component: Component) -> Repetition | None:
        """The first reason, in file order; None where every event is seen once, as far as is known."""
        if component not in self._found:
            for each in postorder(component, self._givers, self._found):
                self._found[each] = self._of(each)
        return self._found[component]

    def _givers(self, component: Component) -> Iterator[Component]:
        """The components whose own repetitions count, because the flow from them does not repeat by itself."""
        if self._repeating(component) is None:
            yield from (flow.source for flow in self.design.events_into(component) if _hands_on_copies(flow))

    def _repeating(self, component: Component) -> AnyFlow | None:
        return next((flow for flow in self.design.events_into(component) if self.design.delivery(flow).repeats), None)

    def _of(self, component: Component) -> Repetition | None:
        repeating = self._repeating(component)
        if repeating is not None:
            return Repetition(repeating, repeating, None, 0)
        for flow in self.design.events_into(component):
            before = self._found.get(flow.source) if _hands_on_copies(flow) else None
            if before is not None:
                return Repetition(before.flow, flow, before, before.further + 1)
        return None


def _hands_on_copies(flow: AnyFlow) -> bool:
    return flow.source.type not in _STARTS_AFRESH and not _absorbs(flow.source)


_STARTS_AFRESH = frozenset({"client", "schedule", "s3", "dynamodb", "rds", "elasticache", "efs", "cloudwatch_logs"})
"""Types whose events are new ones, however often they were given what led to them."""


def _absorbs(component: Component) -> bool:
    """True where a component recognises what it has seen before, so that nothing behind it is done twice."""
    if component.idempotency is not None or component.idempotent is True:
        return True
    return component.type in ("sqs", "sns") and getattr(component, "deduplication", "none") in ("content", "id")
