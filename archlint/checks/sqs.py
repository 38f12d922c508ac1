"""Queues: visibility, polling, who reads them, who may send to them, and what a queue is not for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._admission import unadmitted
from archlint.checks._amounts import spared_by_waiting
from archlint.checks._written import key_of, seconds
from archlint.checks.hit import Fix, Hit
from archlint.model.component import Component, Encryption, Needs
from archlint.model.compute import Function
from archlint.model.messaging import Bus, Queue, Topic
from archlint.model.registry import WORKERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.document.quantities import Duration
    from archlint.model.base import Place
    from archlint.model.description import AnyFlow
    from archlint.model.flow import Flow


def visibility_timeout_refused(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Queue, Function):
        queue, function = flow.source, flow.target
        if queue.visibility_timeout < function.timeout:
            yield Hit(
                at=queue.field("visibility_timeout"),
                related=[function.field("timeout")],
                subject=flow,
                values={
                    "queue": queue,
                    "hidden": queue.visibility_timeout,
                    "function": function,
                    "timeout": function.timeout,
                },
                fix=_hides_for(design, queue, _advised(design, flow)),
            )


def visibility_timeout_too_short(design: Design, *, factor: float) -> Iterator[Hit]:
    for flow in design.flows(Queue, Function):
        queue, function = flow.source, flow.target
        needed = factor * function.timeout + flow.batch_window
        if function.timeout <= queue.visibility_timeout < needed:
            yield Hit(
                at=queue.field("visibility_timeout"),
                related=[function.field("timeout")],
                subject=flow,
                values={"queue": queue, "hidden": queue.visibility_timeout, "function": function, "needed": needed},
                fix=_hides_for(design, queue, needed),
            )


def worker_outlives_visibility(design: Design) -> Iterator[Hit]:
    for flow in _polled(design):
        queue, worker = flow.source, flow.target
        needed = design.timing.worst(worker, flow)
        if queue.visibility_timeout < needed:
            yield Hit(
                at=queue.field("visibility_timeout"),
                related=[flow.at, worker.at],
                subject=flow,
                values={"queue": queue, "hidden": queue.visibility_timeout, "worker": worker, "needed": needed},
                fix=_hides_for(design, queue, needed),
            )


def visibility_timeout_over_limit(design: Design) -> Iterator[Hit]:
    _, most = design.limit("sqs.visibility")
    for queue in design.of(Queue):
        if queue.visibility_timeout > most:
            at = queue.field("visibility_timeout")
            yield Hit(
                at=at,
                values={"queue": queue, "hidden": queue.visibility_timeout, "most": most},
                fix=Fix(at, seconds(most)),
            )


def short_polling(design: Design) -> Iterator[Hit]:
    _, most = design.limit("sqs.longpoll")
    for at, flow, wait in _waits(design):
        if wait <= 0:
            yield Hit(
                at=at,
                subject=flow,
                monthly=spared_by_waiting(design, flow.source, _set_at(design, flow), most),
                values={"queue": flow.source, "worker": flow.target, "most": most},
                fix=Fix(at, seconds(most)),
            )


def receive_wait_over_limit(design: Design) -> Iterator[Hit]:
    _, most = design.limit("sqs.longpoll")
    stated = [(queue.field("wait_time"), queue, queue.wait_time) for queue in design.of(Queue)]
    stated += [(at, flow.source, wait) for at, flow, wait in _waits(design) if flow.gives("wait_time")]
    for at, queue, wait in stated:
        if wait > most:
            yield Hit(at=at, values={"queue": queue, "wait": wait, "most": most}, fix=Fix(at, seconds(most)))


def queue_has_two_consumers(design: Design) -> Iterator[Hit]:
    for queue in design.of(Queue):
        reading: dict[str, AnyFlow] = {}
        for flow in design.events_out_of(queue):
            reading.setdefault(flow.target.name, flow)
        if len(reading) > 1:
            first, second, *others = reading.values()
            yield Hit(
                at=second.at,
                related=[first.at, *(flow.at for flow in others)],
                subject=queue,
                values={"queue": queue, "consumers": [flow.target for flow in reading.values()]},
            )


def replay_from_queue(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Queue, Component):
        queue, consumer = flow.source, flow.target
        for part in (flow, consumer):
            if isinstance(part.needs, Needs) and part.needs.replay is True and not _replayed_elsewhere(design, queue):
                yield Hit(
                    at=part.field("needs.replay"),
                    related=[queue.at],
                    subject=flow,
                    values={"queue": queue, "consumer": consumer},
                )
                break


def queue_unencrypted(design: Design) -> Iterator[Hit]:
    for queue in design.of(Queue):
        if isinstance(queue.encryption, Encryption) and queue.encryption.key == "none":
            by_rules = any(flow.source.type == "eventbridge" for flow in design.into(queue))
            yield Hit(
                at=queue.field("encryption"),
                values={"queue": queue},
                fix=Fix(key_of(design, queue), "aws", safe=not by_rules),
            )


def queue_without_policy(design: Design) -> Iterator[Hit]:
    return unadmitted(design, Queue)


def _advised(design: Design, flow: Flow[Queue, Function]) -> Duration:
    """The visibility timeout that AWS advises for a function with its batching window."""
    factor: float = design.limit("lambda.esm.sqs.visibility_factor")
    return factor * flow.target.timeout + flow.batch_window


def _hides_for(design: Design, queue: Queue, needed: Duration) -> Fix | None:
    """The visibility timeout that mends it, where it is known and AWS takes it."""
    _, most = design.limit("sqs.visibility")
    return Fix(queue.field("visibility_timeout"), seconds(needed)) if needed <= most else None


def _polled(design: Design) -> Iterator[Flow[Queue, Component]]:
    """The flows to workers that receive from a queue themselves; functions and pipes are handed their messages."""
    for flow in design.flows(Queue, Component):
        if flow.target.type in WORKERS:
            yield flow


def _waits(design: Design) -> Iterator[tuple[Place, Flow[Queue, Component], Duration]]:
    """How long each worker's receives wait, and where that is set: on its flow, or once for all on the queue."""
    told = set()
    for flow in _polled(design):
        if flow.gives("wait_time"):
            yield flow.field("wait_time"), flow, flow.wait_time
        elif flow.source.name not in told:
            told.add(flow.source.name)
            yield flow.source.field("wait_time"), flow, flow.source.wait_time


def _set_at(design: Design, flow: Flow[Queue, Component]) -> list[AnyFlow]:
    """The flows of workers whose wait is set where this one's is."""
    polled = [other for other in design.events_out_of(flow.source) if other.target.type in WORKERS]
    return [flow] if flow.gives("wait_time") else [other for other in polled if not other.gives("wait_time")]


def _replayed_elsewhere(design: Design, queue: Queue) -> bool:
    """True where what feeds the queue keeps events that can be sent again."""
    return any(isinstance(flow.source, Topic | Bus) and flow.source.archive is not None for flow in design.into(queue))
