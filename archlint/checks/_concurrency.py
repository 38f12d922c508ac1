"""How many of a function run at once: what its mappings may start, what is kept warm, and what that collides with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.checks._rates import when
from archlint.checks._words import counted
from archlint.design.access.arns import home_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.base import Place
    from archlint.model.component import Component
    from archlint.model.compute import Function
    from archlint.model.description import AnyFlow

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


def on_latest(design: Design, function: Function) -> list[AnyFlow]:
    """The flows that invoke whatever of a function was saved last."""
    return [
        flow
        for flow in design.events_into(function)
        if (flow.alias if flow.gives("alias") else function.alias) in LATEST
    ]


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
    one: Any = target
    if target.type == "rds":
        return one.max_connections is None or one.max_connections < most * function.connections
    if target.type == "dynamodb":
        provision = getattr(one.billing, "provisioned", None)
        return provision is not None and provision.autoscale is False
    if target.type == "http_endpoint":
        return one.rate_limit is not None
    return target.type == "redshift" or (target.type == "opensearch" and one.serverless is False)


class Crowd(NamedTuple):
    """More of a function, or of all of them together, at once than there is room for."""

    function: Function
    who: str
    wanted: float
    limit: float
    when: str
    whose: str


def crowds(design: Design) -> Iterator[Crowd]:
    """Where the concurrency that the load makes is over a reservation, or over what those leave of an account."""
    if not design.has_load:
        return
    from archlint.model.compute import Function as Model

    accounts: dict[tuple[str | None, str], list[Function]] = {}
    for function in design.of(Model):
        wanted, limit = _wanted(design, function), function.reserved_concurrency
        if limit is not None and wanted > limit:
            yield Crowd(function, function.name, wanted, limit, _when(design, [function]), "reserved for it")
        accounts.setdefault(home_of(design, function), []).append(function)
    for functions in accounts.values():
        yield from _of_account(design, functions)


def _of_account(design: Design, functions: list[Function]) -> Iterator[Crowd]:
    """Where the functions of one account and region without a reservation get more than the others leave them."""
    reserved = sum(one.reserved_concurrency for one in functions if isinstance(one.reserved_concurrency, int))
    most = design.limit("lambda.concurrency.account")
    busy = [one for one in functions if one.reserved_concurrency is None and _wanted(design, one)]
    together = sum(_wanted(design, one) for one in busy)
    if reserved > most - design.limit("lambda.concurrency.unreserved_min"):
        return  # AWS takes such reservations only from an account whose limit was raised, nobody says how far
    if together > most - reserved:
        first = max(busy, key=lambda one: _wanted(design, one))
        who = first.name if len(busy) == 1 else f"{counted(one.name for one in busy)} together"
        whose = f"that reservations leave of an account's {most:,}" if reserved else "that an account has by default"
        yield Crowd(first, who, together, most - reserved, _when(design, busy), whose)


def _wanted(design: Design, function: Function) -> float:
    return design.load.concurrency(function, at_peak=True) or 0.0


def _when(design: Design, functions: list[Function]) -> str:
    return when(any(design.load.peaks(function) for function in functions))
