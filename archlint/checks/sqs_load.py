"""Queues under load: FIFO quotas, backlogs that grow or expire, polling and requests that cost more than they must."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from archlint.checks._rates import falling_behind, per_second, when
from archlint.checks.hit import Hit
from archlint.document.money import dollars
from archlint.document.quantities import Duration
from archlint.document.units import MONTH
from archlint.model.component import Component
from archlint.model.compute import Function
from archlint.model.messaging import Queue
from archlint.model.registry import WORKERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow

_SENDERS = frozenset({"lambda", "ec2", "ecs_service", "auto_scaling_group", "on_premises"})
"""Types whose own code decides how many messages go into one call."""


def fifo_rate_exceeded(design: Design) -> Iterator[Hit]:
    for queue in design.of(Queue):
        if queue.fifo is not True:
            continue
        flows = design.events_into(queue)
        calls = sum(design.load.of(flow).peak_calls for flow in flows)
        limit = _fifo_limit(design, queue)
        if limit < calls:
            yield Hit(
                at=queue.field("fifo"),
                subject=queue,
                related=[(flow.at, "") for flow in flows],
                values={
                    "queue": queue,
                    "calls": per_second(calls),
                    "limit": per_second(limit),
                    "when": when(design.load.peaks(queue)),
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
    for flow, taken, offered in falling_behind(design, "sqs"):
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


def backlog_expires(design: Design) -> Iterator[Hit]:
    for backlog in design.load.backlogs:
        queue = backlog.flow.source
        if not isinstance(queue, Queue) or backlog.taken < backlog.average or backlog.events is None:
            continue  # what never drains is told by its own rule
        waits = backlog.events / backlog.taken
        if queue.retention < waits:
            yield Hit(
                at=queue.field("retention"),
                subject=backlog.flow,
                related=[backlog.flow.at],
                values={
                    "queue": queue,
                    "kept": queue.retention,
                    "waits": _rounded_up(waits),
                    "consumer": backlog.flow.target,
                },
            )


def _rounded_up(seconds: float) -> Duration:
    """A time in whole hours, minutes or seconds, of which there are at least ten."""
    unit = next((unit for unit in (3600.0, 60.0) if seconds // (10 * unit)), 1.0)
    return Duration(ceil(round(seconds / unit, 6)) * unit)


def empty_receives_cost(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Queue, Function):
        load = design.load.of(flow)
        if not load.fed or not load.complete:
            continue
        idle, busy = _requests(design, flow, flow.source)
        amount = _price(design, flow.source, idle)
        if busy < idle and amount is not None:
            yield Hit(
                at=flow.at,
                subject=flow,
                monthly=amount,
                values={
                    "flow": flow,
                    "receives": f"{idle:,.0f}",
                    "messages": f"{load.rate * MONTH:,.0f}",
                    "amount": dollars(amount),
                },
            )


def _requests(design: Design, flow: AnyFlow, queue: Queue) -> tuple[float, float]:
    """Requests a month of a mapping's pollers that find nothing, and all others that its queue is billed for."""
    from archlint.cost.alternatives import own
    from archlint.cost.meters.sqs import polls
    from archlint.cost.site import Site

    site = Site(design, design.load, queue)
    asked, found = polls(site, site.traffic(flow)), own(design, queue)
    lines = found.lines if found is not None else ()
    caused = (line.event for line in lines if line.event.driver is not None)
    busy = sum(event.quantity for event in caused if event.dimension.startswith("sqs.requests"))
    return 0.0 if asked is None else asked.empty * MONTH, busy


def _price(design: Design, queue: Queue, requests: float) -> Decimal | None:
    """What so many requests to a queue cost."""
    from archlint.cost.alternatives import charge
    from archlint.cost.meters.sqs import requests_dimension

    return charge(design, queue, requests_dimension(queue), requests)


def messages_not_batched(design: Design, *, rate: float, least: float) -> Iterator[Hit]:
    for sent in design.flows(Component, Queue):
        if sent.source.type in _SENDERS:
            yield from _one_by_one(design, sent, sent.target, rate, least)
    for taken in design.flows(Queue, Component):
        if taken.target.type in WORKERS:
            yield from _one_by_one(design, taken, taken.source, rate, least)


def _one_by_one(design: Design, flow: AnyFlow, queue: Queue, rate: float, least: float) -> Iterator[Hit]:
    """Where every message of a flow into or out of a queue has calls of its own."""
    load = design.load.of(flow)
    if not flow.batch <= 1 or load.tried < rate:
        return
    most = design.limit("sqs.receive.max")
    fewer = _fewer_requests(design, flow, queue, most) if load.complete else None
    saved = None if fewer is None else _price(design, queue, fewer)
    if saved is None or saved >= least:
        yield Hit(
            at=flow.field("batch"),
            subject=flow,
            monthly=saved,
            values={
                "flow": flow,
                "what": "sends" if flow.target is queue else "receives and deletes",
                "rate": per_second(load.tried),
                "saved": "" if saved is None else f"; batches of {most} would save {dollars(saved)} a month",
            },
        )


def _fewer_requests(design: Design, flow: AnyFlow, queue: Queue, most: float) -> float | None:
    """How many requests a month are spared by calls with so many messages; None where their size is not known."""
    from archlint.cost.meters.sqs import requests
    from archlint.cost.site import Site

    load = design.load.of(flow)
    size = Site(design, design.load, queue).spread(load.payload)
    if size is None:
        return None
    carried = load.tried * MONTH
    deleted = 0.0 if flow.target is queue else load.rate * MONTH  # a delete carries no payload
    return requests(carried, size, 1.0) - requests(carried, size, most) + deleted * (1.0 - 1.0 / most)
