"""Streams under load: what shards take and give, keys and readers that fall behind, and what would be cheaper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._rates import per_second
from archlint.checks.hit import Hit
from archlint.document.quantities import Size
from archlint.model.component import Component, known
from archlint.model.messaging import Queue
from archlint.model.streaming import PartitionKey, Provisioned, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design

_WHEN = {True: "at the peak", False: "on average (no peak is stated)"}


class _Written:
    """What is written to a stream each second, at the peak where one is stated."""

    def __init__(self, design: Design, stream: Stream) -> None:
        load = design.load
        self.peaks = load.peaks(stream)
        self.records = load.peak(stream) if self.peaks else load.arrivals(stream)
        flows = [load.of(flow) for flow in design.into(stream)]
        self.bytes = sum((flow.peak if self.peaks else flow.rate) * float(flow.payload or 0.0) for flow in flows)

    @property
    def when(self) -> str:
        return _WHEN[self.peaks]


def shard_write_limit(design: Design) -> Iterator[Hit]:
    records, size = design.limit("kds.shard.in.records"), design.limit("kds.shard.in.bytes")
    for stream in design.of(Stream):
        shards = stream.shards
        if shards is None:
            continue
        written = _Written(design, stream)
        if written.records > records * shards:
            what, limit = f"{per_second(written.records)[:-2]} records a second", f"{records * shards:,.0f}"
        elif written.bytes > size * shards:
            what, limit = f"{Size(written.bytes)} a second", str(Size(size * shards))
        else:
            continue
        yield Hit(
            at=stream.field("capacity"),
            subject=stream,
            related=[(flow.at, "") for flow in design.events_into(stream)],
            values={"stream": stream, "what": what, "limit": limit, "shards": shards, "when": written.when},
        )


def shard_read_limit(design: Design) -> Iterator[Hit]:
    out = design.limit("kds.shard.out")
    for stream in design.of(Stream):
        shards = stream.shards
        sharing = [flow for flow in design.events_out_of(stream) if flow.enhanced_fan_out is False]
        if shards is None or len(sharing) < 2:
            continue
        written = _Written(design, stream)
        if written.bytes * len(sharing) > out * shards:
            yield Hit(
                at=stream.field("capacity"),
                subject=stream,
                related=[(flow.at, "") for flow in sharing],
                values={
                    "stream": stream,
                    "readers": len(sharing),
                    "read": f"{Size(written.bytes * len(sharing))} a second",
                    "limit": str(Size(out * shards)),
                    "when": written.when,
                },
            )


def hot_partition_key(design: Design) -> Iterator[Hit]:
    records, size = design.limit("kds.shard.in.records"), design.limit("kds.shard.in.bytes")
    for stream in design.of(Stream):
        key = stream.partition_key
        if not isinstance(key, PartitionKey) or not known(key.hottest):
            continue
        written = _Written(design, stream)
        share = float(key.hottest)
        if written.records * share > records:
            what = f"{written.records * share:,.0f} records a second"
        elif written.bytes * share > size:
            what = f"{Size(written.bytes * share)} a second"
        else:
            continue
        yield Hit(
            at=stream.field("partition_key.hottest"),
            subject=stream,
            values={"stream": stream, "key": key.name or "one key", "what": what, "when": written.when},
        )


def iterator_falls_behind(design: Design) -> Iterator[Hit]:
    for flow in design.events_from("kinesis", "dynamodb"):
        taken = design.load.capacity(flow)
        offered = design.load.of(flow).tried
        if flow.target.type == "lambda" and taken is not None and taken < offered:
            yield Hit(
                at=flow.at,
                subject=flow,
                related=[flow.source.at, flow.target.at],
                values={
                    "flow": flow,
                    "function": flow.target,
                    "taken": per_second(taken),
                    "offered": per_second(offered),
                    "factor": flow.parallelization_factor,
                },
            )


def stream_where_queue_fits(design: Design) -> Iterator[Hit]:
    from archlint.cost.alternatives import monthly

    for stream in design.of(Stream):
        readers = design.events_out_of(stream)
        if len(readers) != 1 or not design.load.fed(stream):
            continue
        needs = [needs for needs in (readers[0].needs, readers[0].target.needs) if needs is not None]
        if not needs or any(not known(n) or known(n.order) or n.replay is True or known(n.survives) for n in needs):
            continue
        records = design.load.arrivals(stream)
        now = monthly(design, stream)
        if records <= design.limit("kds.shard.in.records") and now is not None:
            yield Hit(
                at=stream.at,
                subject=stream,
                related=[readers[0].at],
                monthly=now,
                values={
                    "stream": stream,
                    "consumer": readers[0].target,
                    "rate": per_second(records),
                    "cost": f"${now:,.2f}",
                },
            )


def queue_where_stream_fits(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Queue, Component):
        for needs, owner in ((flow.needs, flow), (flow.target.needs, flow.target)):
            if needs is not None and known(needs) and known(needs.survives) and needs.survives > flow.source.retention:
                yield Hit(
                    at=owner.field("needs.survives"),
                    subject=flow,
                    related=[flow.source.field("retention")],
                    values={
                        "queue": flow.source,
                        "kept": flow.source.retention,
                        "consumer": flow.target,
                        "wanted": needs.survives,
                    },
                )


def capacity_mode_costs_more(design: Design, *, least: float) -> Iterator[Hit]:
    from math import ceil

    from archlint.cost.alternatives import saving

    for stream in design.of(Stream):
        if not design.load.peaks(stream):
            continue  # how many shards a peak needs is not known
        if stream.capacity == "on_demand":
            written = _Written(design, stream)
            needed = max(
                1,
                ceil(written.records / design.limit("kds.shard.in.records")),
                ceil(written.bytes / design.limit("kds.shard.in.bytes")),
            )
            other, words = Provisioned.of({"shards": needed}), f"{needed} provisioned shards"
            saved = saving(design, stream, capacity=other)
        else:
            words = "on demand"
            saved = saving(design, stream, capacity="on_demand")
        if saved is not None and saved >= least:
            yield Hit(
                at=stream.field("capacity"),
                subject=stream,
                monthly=saved,
                values={"stream": stream, "other": words, "saved": f"${saved:,.2f}"},
            )
