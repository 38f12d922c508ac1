"""Firehose: how long it gathers records, where it delivers them, what transforms them and where failed ones go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._freshness import wishes
from archlint.checks._overruns import overrun
from archlint.checks._written import seconds, size
from archlint.checks.hit import Fix, Hit
from archlint.model.compute import Function
from archlint.model.storage import Warehouse
from archlint.model.streaming import Firehose

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow

_BESIDE = frozenset({"transform", "backup", "staging"})
"""What flows out of Firehose are for that lead to no destination."""
_KEEPS_ERRORS = frozenset({"s3", "redshift"})
"""Destinations whose own bucket takes the records that could not be delivered."""


def delivery_too_slow(design: Design) -> Iterator[Hit]:
    for firehose in design.of(Firehose):
        tightest = next(iter(wishes(design, firehose)), None)
        if tightest is not None and tightest.freshness < firehose.interval:
            at = firehose.field("buffer.interval")
            yield Hit(
                at=at,
                related=[tightest.at],
                values={
                    "firehose": firehose,
                    "interval": firehose.interval,
                    "reader": tightest.reader,
                    "freshness": tightest.freshness,
                },
                fix=Fix(at, f"{int(tightest.freshness)}s", safe=False),
            )


def buffer_out_of_range(design: Design) -> Iterator[Hit]:
    times, sizes = design.limit("firehose.buffer.interval"), design.limit("firehose.buffer.size")
    for firehose in design.of(Firehose):
        for field, value, (least, most), written in (
            ("interval", firehose.interval, times, seconds),
            ("size", firehose.buffer_size, sizes, size),
        ):
            if value < least or value > most:
                at = firehose.field(f"buffer.{field}")
                yield Hit(
                    at=at,
                    values={"firehose": firehose, "field": field, "value": value, "least": least, "most": most},
                    fix=Fix(at, written(min(max(value, least), most))),
                )


def redshift_without_bucket(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Firehose, Warehouse):
        firehose = flow.source
        # a bucket that is drawn as a second destination is told by firehose-has-two-destinations
        buckets = [one for one in design.events_out_of(firehose) if one.target.type == "s3" and one.purpose != "backup"]
        if flow.staging is None and not buckets:
            yield Hit(at=flow.field("staging"), subject=flow, values={"firehose": firehose, "warehouse": flow.target})


def redshift_not_public(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Firehose, Warehouse):
        if flow.target.public is False:
            yield Hit(
                at=flow.target.field("public"),
                subject=flow,
                related=[flow.at],
                values={"firehose": flow.source, "warehouse": flow.target},
            )


def firehose_has_two_destinations(design: Design) -> Iterator[Hit]:
    for firehose in design.of(Firehose):
        reached: dict[str, AnyFlow] = {}
        for flow in _destinations(design, firehose):
            reached.setdefault(flow.target.name, flow)
        if len(reached) > 1:
            first, second, *others = reached.values()
            yield Hit(
                at=second.at,
                subject=firehose,
                related=[first.at, *(flow.at for flow in others)],
                values={"firehose": firehose, "destinations": list(reached)},
            )


def transform_outlasts_limit(design: Design) -> Iterator[Hit]:
    most = design.limit("firehose.lambda.duration")
    for flow in design.flows(Firehose, Function):
        if flow.purpose != "transform":
            continue
        values = {"firehose": flow.source, "function": flow.target}
        found = overrun(flow, design.timing.worst(flow.target, flow), most)
        if found is not None:
            what, bound = f"{found.verb} {found.time}", f"waits {most} for it"
            yield Hit(at=found.at, subject=flow, related=[flow.at], values={**values, "what": what, "bound": bound})
        for limit in design.delivery(flow).sizes:
            if limit.of == "answer" and limit.limit < limit.factor * flow.response:
                what, bound = f"answers with {limit.factor * flow.response} (as base64)", f"takes {limit.limit}"
                yield Hit(at=flow.field("response"), subject=flow, values={**values, "what": what, "bound": bound})


def no_backup_bucket(design: Design) -> Iterator[Hit]:
    for firehose in design.of(Firehose):
        destination = next(_destinations(design, firehose), None)
        if destination is None or destination.target.type in _KEEPS_ERRORS:
            continue
        if not any(flow.purpose == "backup" for flow in design.events_out_of(firehose)):
            yield Hit(
                at=firehose.at,
                related=[destination.at],
                values={"firehose": firehose, "destination": destination.target},
            )


def _destinations(design: Design, firehose: Firehose) -> Iterator[AnyFlow]:
    """The flows that deliver; what Firehose cannot deliver to at all is another rule's matter."""
    for flow in design.events_out_of(firehose):
        if flow.purpose in _BESIDE or flow.target.type == "cloudwatch_logs":
            continue
        if design.delivery(flow).supported is not False or flow.target.type == "redshift":
            yield flow
