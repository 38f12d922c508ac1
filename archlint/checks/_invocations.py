"""How long invocations of a function take, by what brings them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.design.timing import ZERO, batch
from archlint.model.compute import FunctionDuration

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.document.quantities import Duration
    from archlint.model.base import Place
    from archlint.model.compute import Function
    from archlint.model.description import AnyFlow


class Slowest(NamedTuple):
    """The longest invocation at its 99th percentile: the time, what it is spent on, and where both are stated."""

    took: Duration
    work: str
    why: list[Place]


def slowest(design: Design, function: Function) -> Slowest:
    """The longest invocation of a function, batches in full; zero where no duration is known."""
    triggers: list[AnyFlow | None] = [*design.events_into(function)] or [None]
    took, flow = max(((design.timing.own(function, each), each) for each in triggers), key=lambda found: found[0])
    owner, duration = _stated(function, flow)
    if flow is None or duration is None or duration.per != "event" or batch(flow) < 2:
        return Slowest(took, "one invocation", [owner.field("duration")])
    return Slowest(took, f"{batch(flow):.0f} events", [owner.field("duration"), flow.field("batch_size")])


def longest_of_one(design: Design, function: Function) -> tuple[Duration, Place]:
    """The longest work on one event (or one whole invocation, where only that is stated), and where it is stated."""
    longest = ZERO
    longest_of: AnyFlow | Function = function
    stated: list[AnyFlow | Function] = [function, *design.events_into(function)]
    for owner in stated:
        duration = owner.duration
        if isinstance(duration, FunctionDuration):
            one = duration.base + duration.slowest if duration.per == "event" else duration.slowest
            if one > longest:
                longest, longest_of = one, owner
    return longest, longest_of.field("duration")


def _stated(function: Function, flow: AnyFlow | None) -> tuple[AnyFlow | Function, FunctionDuration | None]:
    """Whose duration counts for a flow, and that duration: the flow's own goes before the function's."""
    if flow is not None and isinstance(flow.duration, FunctionDuration):
        return flow, flow.duration
    return function, function.duration if isinstance(function.duration, FunctionDuration) else None
