"""Queues: visibility, polling, dead letters and what a queue is not for."""

from __future__ import annotations

from collections.abc import Iterator

from archlint.checks.hit import Hit
from archlint.design.graph import Design
from archlint.model.compute import Function
from archlint.model.messaging import Queue


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
            )
