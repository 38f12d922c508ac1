"""SQS: requests of producers and readers by 64 KB of each call, polls that find nothing, and what a KMS key adds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.catalog.billing import billed
from archlint.cost.meters.rounding import Spread, chunks, together
from archlint.design.load.batching import LONG_POLL, QUEUE_POLLERS, RECEIVED_AT_ONCE, Polls, receives
from archlint.design.load.capacity import instances
from archlint.document.units import MONTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.cost.site import Site, Traffic
    from archlint.model.messaging import Queue

CHUNK = billed("sqs.chunk")
SHORT_POLL = 1.0  # seconds between two receives of a worker that does not wait: assumed
KEY_REUSE = billed("sqs.key_reuse")


def requests(messages: float, size: Spread, batch: float) -> float:
    """Billed requests for messages that travel `batch` at a time: each call counts once per 64 KB of its payload."""
    return messages / batch * chunks(together(size, batch), CHUNK)


def requests_dimension(queue: Queue) -> str:
    """The dimension of the price list by which requests to a queue are billed."""
    return "sqs.requests_fifo" if queue.fifo else "sqs.requests_standard"


def meter(queue: Queue, site: Site) -> Iterator[Event]:
    dimension = requests_dimension(queue)
    producers = 0
    for traffic in site.arriving:
        producers += traffic.flow is not None
        size = site.payload(traffic)
        if size is None and traffic.events > 0.0:
            yield site.no_payload(traffic, "every message is counted as one request")
        batch = max(1.0, traffic.batch)
        count = requests(traffic.events, size or Spread(0.0), batch)
        how = "{} messages sent, {} a call, × {} of 64 KB"
        each = count / traffic.events * batch if traffic.events else 1.0
        yield site.metered(dimension, count, how, traffic.events, batch, each, by=traffic)
        if traffic.flow is not None and traffic.flow.group and not queue.fifo:
            yield site.metered("sqs.fair_queue_surcharge", count, "{} requests with a message group", count, by=traffic)
    for traffic in site.leaving:
        yield from _read(site, traffic, dimension)
    yield from _key(queue, site, producers)


def _read(site: Site, traffic: Traffic, dimension: str) -> Iterator[Event]:
    """Receives, deletes and the receives that find nothing."""
    flow = traffic.flow
    assert flow is not None  # noqa: S101 -- what leaves a queue leaves by a flow
    size = site.payload(traffic) or Spread(0.0)
    at_once = max(1.0, min(RECEIVED_AT_ONCE, traffic.batch))
    received = requests(traffic.events, size, at_once)
    yield site.metered(dimension, received, "{} messages received, {} a call", traffic.events, at_once, by=traffic)
    done = traffic.events / traffic.load.tries * (1.0 - traffic.load.exhausted) if traffic.load else traffic.events
    yield site.metered(dimension, done / at_once, "{} messages deleted, {} a call", done, at_once, by=traffic)
    asked = polls(site, traffic)
    if asked is not None:
        empty = asked.empty * MONTH
        yield site.metered(dimension, empty, "{} receives a month that find nothing", empty)


def polls(site: Site, traffic: Traffic, wait: float | None = None) -> Polls | None:
    """Receives per second of those who read by one flow; None for readers that do not poll.

    `wait` (s) is how long each receive of a worker waits, in place of what is stated.
    """
    flow: Any = traffic.flow
    rate = traffic.events / MONTH
    at_once = max(1.0, min(RECEIVED_AT_ONCE, traffic.batch))
    if flow.target.type in ("lambda", "pipe"):
        pollers = site.pick(flow.pollers.get("min")) if isinstance(flow.pollers, dict) else None
        return receives(rate, pollers or QUEUE_POLLERS, LONG_POLL, at_once)
    if flow.target.type in ("ec2", "ecs_service", "auto_scaling_group", "on_premises"):
        at_a_time = site.pick(flow.concurrency)
        workers = instances(flow.target, site.end, most=False)
        if workers <= 0.0 or at_a_time is None:
            return None
        for stated in (flow.wait_time, flow.source.wait_time):
            wait = site.pick(stated) if wait is None else wait
        return receives(rate, workers * at_a_time, wait or SHORT_POLL, at_once)
    return None


def _key(queue: Queue, site: Site, producers: int) -> Iterator[Event]:
    """Requests to a customer's key: B / D (2 P + C) with B the month, D the reuse period; AWS, SQS key management."""
    key = queue.encryption.key if queue.encryption is not None else "aws"
    if key in ("aws", "none"):
        return
    consumers = len(site.leaving)
    quantity = MONTH / KEY_REUSE * (2 * producers + consumers)
    how = "month / {} s × (2 × {} producers + {} consumers)"
    yield site.metered("kms.requests", quantity, how, KEY_REUSE, float(producers), float(consumers))
