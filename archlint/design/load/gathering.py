"""How many events one call of a flow carries at a given rate: producers' batches, pollers', buffers'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.catalog.limits import limits
from archlint.catalog.workings import works
from archlint.design.load.batching import (
    QUEUE_POLLERS,
    STREAM_POLL,
    Batches,
    polled,
    polled_batches,
    window_batches,
    windowed,
)
from archlint.design.load.capacity import call_time, most_of_batch, shards_of
from archlint.design.load.failures import in_batches
from archlint.design.load.shares import End, pick

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archlint.design.load.results import FlowLoad
    from archlint.document.quantities import Size
    from archlint.model.description import AnyFlow

TRANSFORMED_WITH = limits().unset("firehose.lambda.buffer")
"""Bytes that Firehose gathers for one call of a transforming function, where they come before the interval ends."""
TRANSFORMED_EVERY = works("firehose.transform.interval")
_OBJECTS = frozenset({"s3", "redshift", "opensearch", "splunk", "http_endpoint"})
_SENT_IN_BATCHES = frozenset({"sqs", "kinesis", "sns", "eventbridge", "firehose", "iot_core", "kafka"})


def batch(
    flow: AnyFlow, rate: float, tries: float, payload: Size | None, end: End, arriving: Sequence[FlowLoad] = ()
) -> float:
    """Events per call at `rate` events a second, each tried `tries` times.

    What fails in a queue comes back and is gathered again, what fails in a stream is tried as the batch it is in.
    `arriving` is what a pipe reads, for it hands on its batches.
    """
    if flow.edge != "event":
        return 1.0
    if in_batches(flow):
        return _read(flow, rate * tries if flow.source.type == "sqs" else rate, payload, end)
    source = flow.source.type
    if source == "firehose":
        return _delivered(flow, rate, payload, end)
    if source == "pipe":
        calls = sum(load.rate / load.batch for load in arriving)
        return sum(load.rate for load in arriving) / calls if calls > 0.0 else 1.0
    if flow.target.type in _SENT_IN_BATCHES or source in ("sqs", "kinesis", "kafka"):
        return max(1.0, pick(flow.batch, end, opposite=True) or 1.0)
    return 1.0


def batches(flow: AnyFlow, load: FlowLoad, end: End) -> Batches:
    """How large the batches are that a function or a pipe is given, at the rate and the tries of a load."""
    most, window = most_of_batch(flow, load.payload, end), _window(flow, end)
    if flow.source.type == "sqs":
        return window_batches(load.rate * load.tries / _pollers(flow, end), most, window)
    readers, every = _readers(flow, load.rate, load.payload, end)
    return polled_batches(load.rate / readers, most, every)


def _read(flow: AnyFlow, rate: float, payload: Size | None, end: End) -> float:
    most, window = most_of_batch(flow, payload, end), _window(flow, end)
    if flow.source.type == "sqs":
        return windowed(rate / _pollers(flow, end), most, window)
    readers, every = _readers(flow, rate, payload, end)
    return polled(rate / readers, most, every)


def _readers(flow: AnyFlow, rate: float, payload: Size | None, end: End) -> tuple[float, float]:
    """How many read a stream side by side, and how many seconds lie between two visits of one."""
    factor = pick(flow.parallelization_factor, end) or 1.0
    every = max(_window(flow, end), STREAM_POLL, call_time(flow, 1.0, end) or 0.0)
    return shards_of(flow.source, rate, payload, end) * factor, every


def _window(flow: AnyFlow, end: End) -> float:
    """Seconds for which a poller gathers: set on the mapping of a function, and on a pipe itself."""
    owner: Any = flow if flow.target.type == "lambda" else flow.target
    return pick(getattr(owner, "batch_window", None), end) or 0.0


def _pollers(flow: AnyFlow, end: End) -> float:
    stated: Any = flow.pollers
    fewest = stated.get("min") if isinstance(stated, dict) else None
    return pick(fewest, end) or float(QUEUE_POLLERS)


def _delivered(flow: AnyFlow, rate: float, payload: Size | None, end: End) -> float:
    """Records of one delivery: as many as the buffer holds or its interval brings, per partition."""
    stream: Any = flow.source
    bytes_each = pick(payload, end)
    if flow.purpose == "transform" or flow.target.type == "lambda":
        return _buffered(rate, bytes_each, TRANSFORMED_WITH, TRANSFORMED_EVERY)
    if flow.target.type not in _OBJECTS:
        return 1.0
    partitions = pick(stream.partitions, end) or 1.0
    size, interval = pick(stream.buffer_size, end), pick(stream.interval, end)
    if size is None or interval is None:
        return 1.0
    return _buffered(rate / partitions, bytes_each, size, interval)


def _buffered(rate: float, bytes_each: float | None, size: float, interval: float) -> float:
    by_time = rate * interval
    if bytes_each:
        by_time = min(by_time, size / bytes_each)
    return max(1.0, by_time)
