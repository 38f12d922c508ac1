"""What a description relies on that AWS has changed since the notes were written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.document.quantities import Duration, Size
from archlint.model.component import Component
from archlint.model.compute import Function
from archlint.model.messaging import Queue
from archlint.model.streaming import Firehose, Flink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.base import Place

NOTED_RUNTIME = "python3.8"


class Outdated(NamedTuple):
    """A figure or feature of the notes that something relies on, and what is so today, in words."""

    at: Place
    subject: Component
    figure: str
    today: str


def outdated(design: Design) -> Iterator[Outdated]:
    """Everything in a design that the notes and today's AWS do not agree on."""
    yield from _settings(design)
    yield from _of_firehoses(design)
    yield from _of_queues(design)


def _settings(design: Design) -> Iterator[Outdated]:
    for function in design.of(Function):
        if function.runtime == NOTED_RUNTIME:
            figure = f"{NOTED_RUNTIME}, the notes' example of a runtime"
            yield Outdated(function.field("runtime"), function, figure, "no longer supported")
    for application in design.of(Flink):
        if application.engine == "sql":
            today = "discontinued; Apache Flink took its place"
            yield Outdated(application.field("engine"), application, "analytics in SQL", today)


def _of_firehoses(design: Design) -> Iterator[Outdated]:
    soonest, _ = _noted(design, "firehose.buffer.interval")
    first, last = _today(design, "firehose.buffer.interval")
    for firehose in design.of(Firehose):
        if firehose.interval < soonest:
            figure = f"about {Duration(soonest)} as the soonest delivery"
            today = f"{Duration(first)} to {Duration(last)}"
            yield Outdated(firehose.field("buffer.interval"), firehose, figure, today)


def _of_queues(design: Design) -> Iterator[Outdated]:
    _, calls = _today(design, "sqs.fifo.rate.high")
    for queue in design.of(Queue):
        if queue.fifo is True and queue.high_throughput is True:
            figure = f"{_noted(design, 'sqs.fifo.rate.batch'):,.0f} messages a second as the most of a FIFO queue"
            today = f"up to {calls:,.0f} calls a second"
            yield Outdated(queue.field("high_throughput"), queue, figure, today)
    largest, larger = Size(_noted(design, "sqs.message.max")), Size(_today(design, "sqs.message.max"))
    one, chunk = Size(_noted(design, "sqs.billing.chunk")), Size(_today(design, "sqs.billing.chunk"))
    for flow in design.flows(Component, Queue):
        if largest < flow.payload <= larger:
            figure = f"{largest} as the largest message of a queue"
            yield Outdated(flow.field("payload"), flow.target, figure, f"{larger}")
        elif chunk < flow.payload * flow.batch <= one:
            figure = f"one charged request for up to {one}"
            yield Outdated(flow.field("payload"), flow.target, figure, f"one for every {chunk}")


def _noted(design: Design, limit: str) -> Any:
    return design.limits.entry(limit).noted


def _today(design: Design, limit: str) -> Any:
    return design.limits.entry(limit).value
