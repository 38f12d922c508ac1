"""How long things take at worst: synchronous chains, batches, and every timeout above them.

A component's `duration` is its own work: what it waits for is added from the flows that leave it. What is not known
counts as nothing, so every figure here is the least that the worst case takes.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.design.postorder import postorder
from archlint.document import quantities as q
from archlint.model.component import Component, known
from archlint.model.compute import Function, FunctionDuration
from archlint.model.outside import HttpEndpoint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow

ZERO = q.Duration(0)


class Wait(NamedTuple):
    """One call on a chain: the flow, and how long its caller waits for it at worst, every attempt counted."""

    flow: AnyFlow
    time: q.Duration


class Chain(NamedTuple):
    """The slowest way through what a component waits for: the total, and the calls that make it."""

    total: q.Duration
    waits: tuple[Wait, ...]


NO_CHAIN = Chain(ZERO, ())


class Timing:
    """The worst times of one design, each worked out once."""

    def __init__(self, design: Design) -> None:
        self.design = design
        self._chains: dict[Component, Chain] = {}
        self._working = False

    def own(self, component: Component, trigger: AnyFlow | None = None) -> q.Duration:
        """The 99th percentile of a component's own work on one trigger, a batch counted in full; zero if not known."""
        stated = trigger.duration if trigger is not None and isinstance(trigger.duration, FunctionDuration) else None
        duration = stated or getattr(component, "duration", None)
        if not isinstance(duration, FunctionDuration) or not known(duration.slowest):
            return ZERO
        if duration.per == "event" and trigger is not None:
            return duration.base + duration.slowest * batch(trigger)
        return duration.slowest

    def chain(self, component: Component) -> Chain:
        """What a component waits for, one call after another in file order, parallel groups by their slowest call.

        In a circle of calls the one that closes it waits for nothing: the event-loop rule speaks of it.
        """
        if component not in self._chains and not self._working:
            self._working = True
            for each in postorder(component, self._called, self._chains):
                self._chains[each] = self._chain(each)
            self._working = False
        return self._chains.get(component, NO_CHAIN)

    def _called(self, component: Component) -> Iterator[Component]:
        for group in self._groups(component):
            yield from (flow.target for flow in group)

    def _chain(self, component: Component) -> Chain:
        """What a component waits for, once all that it calls is worked out."""
        if getattr(component, "asl", None) is not None:
            return self._states(component)
        waits: list[Wait] = []
        for group in self._groups(component):
            slowest = max((Wait(flow, self.waits_for(flow)) for flow in group), key=lambda wait: wait.time)
            if slowest.time > 0:
                waits.append(slowest)
        return Chain(sum((wait.time for wait in waits), ZERO), tuple(waits))

    def _states(self, workflow: Any) -> Chain:
        """The way through a workflow's states that takes longest."""
        from archlint.design.workflows import ending, longest, tasks

        found, flows = longest(self.design, workflow), tasks(self.design, workflow)
        if found is None:
            return NO_CHAIN
        end = ending(self.design, workflow)
        steps = [(flows.get(step.state.name), step.at_least) for step in found.steps]
        waits = tuple(Wait(flow, q.Duration(time)) for flow, time in steps if flow is not None and time > 0)
        return Chain(found.at_least if end is None else min(found.at_least, end.after), waits)

    def worst(self, component: Component, trigger: AnyFlow | None = None) -> q.Duration:
        """The least that one piece of work takes at worst: own work and every call it waits for."""
        own = self.own(component, trigger)
        if own > 0 and component.type == "step_functions":
            return own  # what is said of an execution holds for all of it
        if not own > 0 and isinstance(component, HttpEndpoint) and known(component.timeout):
            return component.timeout  # all that is known of somebody else's work
        return own + self.chain(component).total

    def waits_for(self, flow: AnyFlow) -> q.Duration:
        """How long the source waits at worst for one synchronous flow: every attempt, cut off at its timeout."""
        return self.once(flow) * self.design.delivery(flow).calls

    def once(self, flow: AnyFlow) -> q.Duration:
        """How long one attempt of a synchronous flow takes at worst."""
        if not self.is_call(flow):
            return ZERO
        one = self.worst(flow.target, flow)
        limit = self.cuts_off(flow)
        return limit if limit is not None and limit < one else one

    def cuts_off(self, flow: AnyFlow) -> q.Duration | None:
        """The stated time after which the target of a flow stops working on it, or its source stops waiting."""
        limits = [flow.timeout] if known(flow.timeout) and flow.timeout is not None else []
        if isinstance(flow.target, Function) and known(flow.target.timeout):
            limits.append(flow.target.timeout)
        return min(limits, default=None)

    def is_call(self, flow: AnyFlow) -> bool:
        """True where the source waits for the target's work."""
        return flow.edge == "event" and self.design.delivery(flow).mode == "sync"

    def _groups(self, component: Component) -> Iterator[list[AnyFlow]]:
        groups: dict[str, list[AnyFlow]] = {}
        routes = component.type in ("api_gateway", "load_balancer", "appsync", "cloudfront")
        for flow in self.design.events_out_of(component):
            if self.is_call(flow):
                # an API calls one of its integrations for one request, not all of them
                key = "route" if routes and flow.purpose != "authorizer" else flow.parallel or f"#{id(flow)}"
                groups.setdefault(key, []).append(flow)
        yield from groups.values()


def batch(flow: AnyFlow) -> float:
    """The most events that one piece of work takes one after another: a mapping's batch, what a worker receives."""
    if known(flow.batch_size) and flow.batch_size is not None:
        return float(flow.batch_size)
    if flow.source.type in ("sqs", "kinesis", "kafka") and known(flow.batch) and known(flow.concurrency):
        return float(ceil(flow.batch / flow.concurrency))
    return 1.0
