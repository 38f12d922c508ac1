"""Where failures go: who invokes asynchronously, which queues move messages, which mappings read streams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.design.access.arns import account_of
from archlint.model.component import Component, known
from archlint.model.compute import Function
from archlint.model.messaging import Queue, Redrive
from archlint.model.registry import STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow


def asynchronous(design: Design, function: Function) -> list[AnyFlow]:
    """The flows that invoke a function asynchronously: Lambda itself tries again and keeps what fails."""
    return [flow for flow in design.into(function) if _retried_by_lambda(design, flow)]


def _retried_by_lambda(design: Design, flow: AnyFlow) -> bool:
    layers = [tries for tries in design.delivery(flow).integration.tries if tries.owner == "lambda"]
    return any("target" in setting for tries in layers for setting in tries.settings)


def failed(attempts: int) -> str:
    if not known(attempts):
        return "the last failed attempt"
    return "1 failed attempt" if attempts == 1 else f"{attempts} failed attempts"


def tried(flow: AnyFlow) -> str:
    """How long a delivery is tried: a flow's own time, or that of its whole schedule."""
    longest = flow.max_age or getattr(flow.source, "max_age", None)
    return f"in {longest}" if longest else "in time"


def redrives(design: Design) -> Iterator[tuple[Queue, Redrive, Queue]]:
    for queue in design.of(Queue):
        redrive = queue.redrives
        if redrive is not None and isinstance(target := design.components.get(redrive.to), Queue):
            yield queue, redrive, target


def difference(design: Design, queue: Queue, target: Queue) -> str:
    """What keeps one queue from being the dead-letter queue of another; empty where nothing does."""
    if (queue.fifo is True and target.fifo is False) or (queue.fifo is False and target.fifo is True):
        kinds = ("FIFO", "standard") if queue.fifo else ("standard", "FIFO")
        return f"{queue} is {kinds[0]} and {target} is {kinds[1]}"
    if design.description.region_of(queue) != design.description.region_of(target):
        return f"{queue} and {target} are in different regions"
    is_elsewhere = account_of(design, queue) != account_of(design, target)
    return f"{queue} and {target} are in different accounts" if is_elsewhere else ""


def stream_mappings(design: Design) -> Iterator[AnyFlow]:
    """The event source mappings of streams."""
    for flow in design.flows(Component, Function):
        if flow.source.type in STREAMS:
            yield flow
