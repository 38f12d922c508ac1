"""Event source mappings: what AWS refuses on one, and which of a function's targets cannot bear many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.model.component import Component
from archlint.model.compute import Function
from archlint.model.outside import HttpEndpoint
from archlint.model.storage import Billing, Database, SearchDomain, Table, Warehouse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
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


def refused(flow: Flow[Component, Function]) -> Iterator[tuple[str, str]]:
    """The fields of a mapping that AWS does not take there, each with where that is."""
    for name, types in _NOT_OFFERED:
        if flow.source.type in types and flow.gives(name):
            yield name, f"on a mapping from {_SOURCES[flow.source.type]}"
    if flow.source.type == "sqs" and flow.gives("max_concurrency") and flow.gives("pollers"):
        yield "max_concurrency", "beside provisioned pollers"


def is_limited(target: Component, function: Function, most: float) -> bool:
    """True for a target that `most` of a function at once can overrun; one of which nothing is known is not."""
    if isinstance(target, Database):
        room = target.max_connections
        return room is None or room < most * function.connections
    if isinstance(target, Table):
        billing = target.billing
        provision = billing.provisioned if isinstance(billing, Billing) else None
        return provision is not None and provision.autoscale is False
    if isinstance(target, HttpEndpoint):
        return target.rate_limit is not None
    return isinstance(target, Warehouse) or (isinstance(target, SearchDomain) and target.serverless is False)
