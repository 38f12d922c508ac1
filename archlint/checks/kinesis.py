"""Data streams: what they take and give, and for how long they keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._rates import bytes_per_second
from archlint.checks._streams import sharing, written
from archlint.checks._written import seconds
from archlint.checks.hit import Fix, Hit
from archlint.document.quantities import Size
from archlint.model.component import Component
from archlint.model.messaging import Queue
from archlint.model.streaming import Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design


def window_shorter_than_outage(design: Design) -> Iterator[Hit]:
    _, most = design.limit("kds.retention")
    for flow in design.flows(Stream, Component):
        stream = flow.source
        for part in (flow, flow.target):
            if part.needs is not None and stream.retention < part.needs.survives:
                outage = part.needs.survives
                at = stream.field("retention")
                yield Hit(
                    at=at,
                    subject=flow,
                    related=[part.field("needs.survives")],
                    values={"stream": stream, "kept": stream.retention, "consumer": flow.target, "outage": outage},
                    fix=Fix(at, seconds(outage), safe=False) if outage <= most else None,
                )
                break


def shard_read_limit(design: Design) -> Iterator[Hit]:
    for stream in design.of(Stream):
        readers = sharing(design, stream)
        over = _over(design, stream, len(readers)) if len(readers) > 1 else None
        if over is not None:
            yield Hit(
                at=stream.field("capacity"),
                subject=stream,
                related=[(flow.at, "") for flow in readers],
                values={"stream": stream, "readers": len(readers), "read": over[0], "given": over[1]},
            )


def _over(design: Design, stream: Stream, readers: int) -> tuple[str, str] | None:
    """What several consumers together read of a stream's shards, and what these give, where that is less."""
    calls = design.limit("kds.shard.getrecords")
    if readers > calls:  # each looks into every shard once a second
        return f"every shard of {stream} {readers} times a second", f"a shard answers {calls} times"
    if stream.shards is None or not design.has_load:
        return None
    came, most = written(design, stream), stream.shards * design.limit("kds.shard.out")
    read = came.bytes * readers
    if read > most:
        return f"{bytes_per_second(read, most)} from {stream} {came.when}", f"its shards give {Size(most)}"
    return None


def queue_where_stream_fits(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Queue, Component):
        for owner in (flow, flow.target):
            if owner.needs is not None and flow.source.retention < owner.needs.survives:
                yield Hit(
                    at=owner.field("needs.survives"),
                    subject=flow,
                    related=[flow.source.field("retention")],
                    values={
                        "queue": flow.source,
                        "kept": flow.source.retention,
                        "consumer": flow.target,
                        "wanted": owner.needs.survives,
                    },
                )
                break
