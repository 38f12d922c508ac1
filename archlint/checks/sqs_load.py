"""Queues under load: FIFO quotas, backlogs that grow or expire, polling and requests that cost more than they must."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from archlint.checks._rates import per_second
from archlint.checks.hit import Hit
from archlint.cost.book import NoPrice, PriceBook
from archlint.design.load.batching import LONG_POLL, QUEUE_POLLERS, receives
from archlint.document.quantities import Duration
from archlint.model.component import Component
from archlint.model.compute import Function
from archlint.model.messaging import Queue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow

_MONTH = 730 * 3600


def fifo_rate_exceeded(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Component, Queue):
        queue = flow.target
        if queue.fifo is not True:
            continue
        load = design.load.of(flow)
        calls = (load.peak if load.peaks else load.rate) * load.tries / float(flow.batch)
        limit = _fifo_limit(design, queue)
        if limit < calls:
            yield Hit(
                at=queue.field("fifo"),
                subject=flow,
                related=[flow.at],
                values={
                    "flow": flow,
                    "calls": per_second(calls),
                    "limit": per_second(limit),
                    "queue": queue,
                    "when": "at the peak" if load.peaks else "on average (no peak is stated)",
                },
            )


def _fifo_limit(design: Design, queue: Queue) -> float:
    """Calls a second; in high-throughput mode the figure of the smallest regions, which every region has."""
    if queue.high_throughput is True:
        low: float = design.limit("sqs.fifo.rate.high")[0]
        return low
    plain: float = design.limit("sqs.fifo.rate.plain")
    return plain


def queue_never_drains(design: Design) -> Iterator[Hit]:
    for flow, taken, offered in _readers(design):
        if taken < offered:
            yield Hit(
                at=flow.at,
                subject=flow,
                related=[flow.source.at, flow.target.at],
                values={
                    "queue": flow.source,
                    "offered": per_second(offered),
                    "consumer": flow.target,
                    "taken": per_second(taken),
                },
            )


def _readers(design: Design) -> Iterator[tuple[AnyFlow, float, float]]:
    """(flow, what the reader manages, what comes on average) of every queue whose reader's capacity is known."""
    for flow in design.events_from("sqs"):
        taken = design.load.capacity(flow)
        if taken is not None:
            yield flow, taken, design.load.of(flow).tried


def backlog_expires(design: Design) -> Iterator[Hit]:
    for backlog in design.load.backlogs:
        queue = backlog.flow.source
        if not isinstance(queue, Queue) or backlog.taken <= backlog.average or backlog.events is None:
            continue
        waits = Duration(backlog.events / backlog.taken)
        if queue.retention < waits:
            yield Hit(
                at=queue.field("retention"),
                subject=backlog.flow,
                related=[backlog.flow.at],
                values={
                    "queue": queue,
                    "kept": queue.retention,
                    "waits": Duration(round(waits / 3600) * 3600),
                    "consumer": backlog.flow.target,
                },
            )


def empty_receives_cost(design: Design, *, least: float) -> Iterator[Hit]:
    for flow in design.flows(Queue, Function):
        load = design.load.of(flow)
        if not load.fed or not load.complete:
            continue
        idle = _idle_receives(flow, load.rate)
        messages = load.rate * _MONTH
        amount = _requests(design, flow.source, idle)
        if messages < idle and amount is not None and amount >= least:
            yield Hit(
                at=flow.at,
                subject=flow,
                monthly=amount,
                values={
                    "flow": flow,
                    "receives": f"{idle:,.0f}",
                    "messages": f"{messages:,.0f}",
                    "amount": f"${amount:,.2f}",
                },
            )


def _idle_receives(flow: AnyFlow, rate: float) -> float:
    """Receives a month of a mapping's pollers that find nothing."""
    return receives(rate, QUEUE_POLLERS, LONG_POLL).empty * _MONTH


def _requests(design: Design, queue: Queue, count: float) -> Decimal | None:
    """What so many requests to a queue cost."""
    dimension = "sqs.requests_fifo" if queue.fifo else "sqs.requests_standard"
    price = PriceBook().price(dimension, queue.region or design.description.head.region)
    return None if isinstance(price, NoPrice) else price.tiers[0].usd / price.per * Decimal(count)


def messages_not_batched(design: Design, *, rate: float, least: float) -> Iterator[Hit]:
    for flow in design.flows(Component, Queue):
        load = design.load.of(flow)
        if flow.source.type not in _SENDERS or flow.batch > 1 or load.rate < rate:
            continue
        saved = _requests(design, flow.target, load.rate * _MONTH * 0.9)
        if saved is not None and saved >= least:
            yield Hit(
                at=flow.field("batch"),
                subject=flow,
                monthly=saved,
                values={"flow": flow, "rate": per_second(load.rate), "saved": f"${saved:,.2f}"},
            )


_SENDERS = frozenset({"lambda", "ec2", "ecs_service", "auto_scaling_group", "on_premises"})
