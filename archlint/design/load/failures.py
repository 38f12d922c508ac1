"""How often the events of a flow are tried, and where those go that fail for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.design.load.attempts import ONCE, Tries, batch_failures, bisected, tries
from archlint.design.load.shares import End, pick
from archlint.model.component import known

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow

ASYNCHRONOUS = frozenset({"sns", "eventbridge", "s3", "schedule", "iot_rule", "iot_core", "cloudwatch_logs"})
"""They hand an event to a function and do not wait: Lambda itself tries again."""
STREAMS = frozenset({"kinesis", "dynamodb", "kafka"})
POLLED = STREAMS | {"sqs"}
"""Lambda, Pipes and workers fetch from these, a batch at a time."""
SNS_HTTP_TRIES = 50  # AWS, SNS delivery retries: HTTP endpoints, over an hour


def asynchronous(flow: AnyFlow) -> bool:
    """True where Lambda takes an event into its own queue and answers before the function has run."""
    if flow.target.type != "lambda":
        return False
    return flow.mode == "async" if flow.gives("mode") else flow.source.type in ASYNCHRONOUS


def in_batches(flow: AnyFlow) -> bool:
    """True where a function or a pipe is given batches by a poller of a queue or stream."""
    return flow.source.type in POLLED and flow.target.type in ("lambda", "pipe")


def tries_of(flow: AnyFlow, batch: float, end: End) -> Tries:
    """The expected tries of one event of a flow whose calls carry `batch` events on average."""
    failures = pick(getattr(flow.target, "failures", None), end)
    if not failures or flow.edge != "event":
        return ONCE
    if in_batches(flow):
        return _of_batch(flow, failures, batch)
    if flow.source.type == "sqs":
        return tries(failures, _receives(flow))
    if asynchronous(flow):
        return tries(failures, 1 + _whole(getattr(flow.target, "retries", 2), 2))
    if flow.source.type == "sns" and flow.target.type == "http_endpoint":
        return tries(failures, 1 + _whole(flow.retries, SNS_HTTP_TRIES - 1))
    if flow.source.type == "client" and not flow.gives("retries"):
        return tries(failures, 1 + _whole(getattr(flow.source, "retries", 0), 0))
    return tries(failures, 1 + _whole(flow.retries, 0))


def _of_batch(flow: AnyFlow, failures: float, batch: float) -> Tries:
    alone = flow.partial_failures is True or batch <= 1.0
    together = failures if alone else batch_failures(failures, batch)
    if flow.source.type == "sqs":
        return tries(together, _receives(flow))
    most = 1 + flow.retries if known(flow.retries) else None
    if flow.bisect is True and not alone:
        return Tries(bisected(failures, batch), tries(failures, most).exhausted)
    return tries(together, most)


def _receives(flow: AnyFlow) -> int | None:
    """How often a queue hands out a message before it gives up; None where only its retention ends that."""
    redrive = getattr(flow.source, "redrives", None)
    return None if redrive is None else _whole(redrive.max_receives, 10)


def _whole(value: object, default: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def given_up(design: Design, flow: AnyFlow) -> Iterator[tuple[AnyFlow, bool]]:
    """The dead-letter flows that a flow's failed events take; with each, whether it gets one event per failed batch."""
    if flow.edge != "event":
        return
    for edge in _edges_about(design, flow):
        if edge.owner is flow:
            yield edge, flow.source.type in STREAMS
        elif edge.edge != "on_success" and edge.owner is not None and _concerns(edge, flow):
            yield edge, False


def succeeded(design: Design, flow: AnyFlow) -> Iterator[AnyFlow]:
    """The destinations of a function's successful asynchronous invocations."""
    if asynchronous(flow):
        yield from (
            edge for edge in design.out_of(flow.target) if edge.edge == "on_success" and edge.owner is flow.target
        )


def _edges_about(design: Design, flow: AnyFlow) -> Sequence[AnyFlow]:
    both = (*design.out_of(flow.source), *design.out_of(flow.target))
    return [edge for edge in both if edge.edge != "event"]


def _concerns(edge: AnyFlow, flow: AnyFlow) -> bool:
    """Whether a component's own dead-letter setting takes the failures of this flow."""
    if edge.owner is flow.source:
        return flow.source.type in ("sqs", "schedule", "pipe", "iot_rule")
    return edge.owner is flow.target and asynchronous(flow)
