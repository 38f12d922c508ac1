"""Event source mappings: which flows they are, how much a batch of one weighs, and what AWS refuses on one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.model.component import Component, known
from archlint.model.compute import Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.document.quantities import Size
    from archlint.model.description import AnyFlow
    from archlint.model.flow import Flow

_SOURCES = {"sqs": "a queue", "kinesis": "a stream", "dynamodb": "a table's stream", "kafka": "a Kafka cluster"}
"""What a mapping reads, by type, and what a reader calls it."""

_NOT_OFFERED = (
    ("on_failure", ("sqs",)),
    ("on_success", ("sqs", "kinesis", "dynamodb", "kafka")),
    ("starting_position", ("sqs",)),
    ("max_concurrency", ("kinesis", "dynamodb", "kafka")),
    ("pollers", ("kinesis", "dynamodb")),
)
"""Fields, and the sources whose mappings do not have them: AWS, CreateEventSourceMapping of the Lambda API."""


def mappings(design: Design) -> Iterator[Flow[Component, Function]]:
    """The flows by which Lambda polls a source on a function's behalf."""
    for flow in design.flows(Component, Function):
        if flow.source.type in _SOURCES:
            yield flow


class Batch(NamedTuple):
    """The heaviest batch that a mapping may hand over: its size as it is sent, and what AWS takes.

    `payload` is that of one event, as the flow `stated` has it; sent, it grows by `factor`.
    """

    payload: Size
    stated: AnyFlow
    factor: float
    total: Size
    limit: float

    @property
    def fitting(self) -> int:
        """How many events a batch within the limit holds, where one event weighs anything."""
        return int(self.limit / (self.payload * self.factor))


def fullest(design: Design, flow: Flow[Component, Function]) -> Batch | None:
    """The heaviest batch of a mapping; None where no payload is known or nothing limits a batch."""
    came = design.payloads.largest(flow)
    limit = next((one for one in design.delivery(flow).sizes if one.of == "batch"), None)
    if came is None or limit is None:
        return None
    payload, stated = came
    return Batch(payload, stated, limit.factor, flow.batch_size * payload * limit.factor, limit.limit)


def refused(flow: Flow[Component, Function]) -> Iterator[tuple[str, str]]:
    """The fields of a mapping that AWS does not take there, each with where that is."""
    for name, types in _NOT_OFFERED:
        if flow.source.type in types and _sets(flow, name):
            yield name, f"on a mapping from {_SOURCES[flow.source.type]}"
    if flow.source.type == "sqs" and _sets(flow, "max_concurrency") and _sets(flow, "pollers"):
        yield "max_concurrency", "beside provisioned pollers"


def _sets(flow: Flow[Component, Function], name: str) -> bool:
    value = getattr(flow, name)
    return value is not None and known(value)
