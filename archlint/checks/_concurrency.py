"""How many of a function run at once: what its mappings may start, what is kept warm, and what that collides with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.base import Place
    from archlint.model.component import Component
    from archlint.model.compute import Function
    from archlint.model.description import AnyFlow

_LIMITED = frozenset({"rds", "dynamodb", "http_endpoint", "opensearch", "redshift"})

LATEST = ("", "$LATEST")
"""What an alias says where nothing published is meant."""


class Held(NamedTuple):
    """A mapping from a queue, and the most batches that it has in work at once."""

    most: int
    flow: AnyFlow


def held(design: Design, function: Function) -> list[Held]:
    """The queue mappings of a function that state a maximum, the largest first."""
    found = [
        Held(flow.max_concurrency, flow)
        for flow in design.events_into(function)
        if flow.source.type == "sqs" and flow.max_concurrency is not None
    ]
    return sorted(found, key=lambda one: one.most, reverse=True)


def collisions(design: Design, function: Function) -> Iterator[tuple[str, Place]]:
    """What provisioned concurrency of a function cannot go with: how it is called, and where it is stated."""
    published = bool(function.versions) or any(flow.gives("alias") for flow in design.into(function))
    if function.alias in LATEST and not published:
        yield "for $LATEST", function.field("alias")
    if function.snap_start is True:
        yield "beside SnapStart", function.field("snap_start")
    reserved = function.reserved_concurrency
    if reserved is not None and reserved < function.provisioned_concurrency:
        yield f"beyond a reservation of {reserved}", function.field("reserved_concurrency")


def is_limited(target: Component, function: Function, most: float) -> bool:
    """True for a target that `most` of a function at once can overrun; one of which nothing is known is not."""
    if target.type not in _LIMITED:
        return False
    from archlint.model.outside import HttpEndpoint
    from archlint.model.storage import Billing, Database, SearchDomain, Table

    if isinstance(target, Database):
        room = target.max_connections
        return room is None or room < most * function.connections
    if isinstance(target, Table):
        billing = target.billing
        provision = billing.provisioned if isinstance(billing, Billing) else None
        return provision is not None and provision.autoscale is False
    if isinstance(target, HttpEndpoint):
        return target.rate_limit is not None
    return not isinstance(target, SearchDomain) or target.serverless is False


class Crowd(NamedTuple):
    """More of a function, or of all of them together, at once than there is room for."""

    function: Function
    who: str
    wanted: float
    limit: float
    when: str
    whose: str


def crowds(design: Design) -> Iterator[Crowd]:
    """Where the concurrency that the load makes is over a reservation, or over the account's default."""
    from archlint.model.compute import Function as Model

    if not design.description.usage:
        return
    busy = [(function, design.load.concurrency(function, at_peak=True) or 0.0) for function in design.of(Model)]
    for function, wanted in busy:
        limit = function.reserved_concurrency
        if limit is not None and wanted > limit:
            yield Crowd(function, function.name, wanted, limit, _when(design, function), "reserved for it")
    together, room = sum(wanted for _, wanted in busy), design.limit("lambda.concurrency.account")
    if together > room:
        first = max(busy, key=lambda one: one[1])[0]
        who = first.name if len(busy) == 1 else "all functions together"
        yield Crowd(first, who, together, room, _when(design, first), "that an account has by default")


def _when(design: Design, function: Function) -> str:
    return "at the peak" if design.load.peaks(function) else "on average (no peak is stated)"
