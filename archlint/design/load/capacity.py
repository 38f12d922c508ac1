"""How much of what waits in a queue or stream its readers can take, and how long one call of theirs lasts."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from archlint.catalog.limits import limits
from archlint.catalog.workings import works
from archlint.design.load.failures import in_batches
from archlint.design.load.shares import End, pick
from archlint.model.registry import STREAMS, WORKERS

if TYPE_CHECKING:
    from archlint.document.quantities import Size
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

SHARD_BYTES = limits().number("kds.shard.in.bytes")
SHARD_RECORDS = limits().number("kds.shard.in.records")
STREAM_BATCH = limits().unset("lambda.esm.batch.stream")
QUEUE_BATCH = limits().unset("lambda.esm.batch.sqs_standard")
"""Events of one batch where nothing is set."""
INVOKED_WITH = limits().number("lambda.esm.batch.payload")
ON_DEMAND_SHARDS = ceil(limits().span("kds.ondemand")[0] / SHARD_BYTES)
"""Shards that a new on-demand stream begins with."""
PARTITION_WRITES = works("dynamodb.partition.writes")


def call_time(flow: AnyFlow, batch: float, end: End) -> float | None:
    """Seconds that one call of a flow's target takes with `batch` events; None where no duration is stated."""
    stated: Any = flow.duration if flow.duration is not None else getattr(flow.target, "duration", None)
    average = pick(getattr(stated, "average", None), end)
    if average is None:
        return None
    if stated.per == "event":
        return (pick(stated.base, end) or 0.0) + batch * average
    return average


def most_of_batch(flow: AnyFlow, payload: Size | None, end: End) -> float:
    """The most events a batch can have: its size, or what 6 MB hold."""
    size: Any = flow.batch_size if flow.target.type == "lambda" else getattr(flow.target, "batch_size", None)
    most = pick(size, end) or (STREAM_BATCH if flow.source.type in STREAMS else QUEUE_BATCH)
    bytes_each = pick(payload, end)
    return most if not bytes_each or flow.target.type != "lambda" else max(1.0, min(most, INVOKED_WITH // bytes_each))


def shards_of(source: Component, rate: float, payload: Size | None, end: End) -> int:
    """The shards that readers of a stream share: as many as the rate (per second) needs where no number is known."""
    shards = getattr(source, "shards", None)
    if isinstance(shards, int):
        return shards
    if source.type == "kinesis":
        by_bytes = ceil(rate * (pick(payload, end) or 0.0) / SHARD_BYTES)
        return max(ON_DEMAND_SHARDS, by_bytes, ceil(rate / SHARD_RECORDS))
    return max(1, ceil(rate / PARTITION_WRITES))


def instances(component: Component, end: End, most: bool) -> float:
    """How many copies of a worker there are at least, or at most."""
    if component.type == "auto_scaling_group":
        return pick(getattr(component, "max" if most else "min", None), end) or 0.0
    if component.type == "ecs_service":
        tasks: Any = getattr(component, "tasks", None)
        fewest = pick(getattr(tasks, "min", None), end)
        highest = pick(getattr(tasks, "max", None), end) if most else None
        return highest or (1.0 if fewest is None else fewest)
    return pick(getattr(component, "count", 1), end) or 1.0


def worker_rate(flow: AnyFlow, end: End) -> float | None:
    """Events per second that one worker manages: its stated capacity, or its concurrency over its duration."""
    stated = pick(getattr(flow.target, "capacity", None), end, opposite=True)
    if stated:
        return stated
    duration = call_time(flow, 1.0, end)
    at_once = pick(flow.concurrency, end) or 1.0
    return at_once / duration if duration else None


def capacity(flow: AnyFlow, batch: float, tries: float, shards: int, end: End) -> float | None:
    """Events per second that the reader of a queue or stream can take at most; None where nothing known bounds it.

    `batch` is the mean batch under full load, `tries` the expected tries of an event.
    """
    if flow.target.type in WORKERS:
        each = worker_rate(flow, end)
        return None if each is None else each * instances(flow.target, end, most=True) / tries
    if not in_batches(flow) or flow.target.type != "lambda":
        return None
    duration = call_time(flow, batch, end)
    if not duration:
        return None
    reserved = pick(getattr(flow.target, "reserved_concurrency", None), end)
    if flow.source.type in STREAMS:
        factor = pick(flow.parallelization_factor, end) or 1.0
        most = shards * factor if reserved is None else min(shards * factor, reserved)
    else:
        limits = [limit for limit in (pick(flow.max_concurrency, end), reserved) if limit is not None]
        if not limits:
            return None
        most = min(limits)
    return most * batch / duration / tries
