"""Streams under load: what their shards take, keys and readers that fall behind, and what would be cheaper."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from archlint.checks._rates import bytes_per_second, falling_behind, per_second
from archlint.checks._streams import shards_in_words, sharing, written
from archlint.checks.hit import Hit
from archlint.document.money import dollars
from archlint.document.quantities import Size
from archlint.model.component import known
from archlint.model.registry import WORKERS
from archlint.model.streaming import PartitionKey, Provisioned, Stream

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow

_READS_QUEUES = WORKERS | {"lambda", "pipe"}


def shard_write_limit(design: Design) -> Iterator[Hit]:
    for stream in design.of(Stream):
        shards, came = stream.shards, written(design, stream)
        if shards is None:
            continue
        over = _over(design, came.records, came.bytes, shards)
        if over is not None:
            yield Hit(
                at=stream.field("capacity"),
                subject=stream,
                related=[(flow.at, "") for flow in design.events_into(stream)],
                values={
                    "stream": stream,
                    "what": over[0],
                    "limit": over[1],
                    "shards": shards_in_words(shards),
                    "when": came.when,
                },
            )


def _over(design: Design, records: float, size: float, shards: int) -> tuple[str, str] | None:
    """What of records and bytes per second is more than so many shards take, and what they take."""
    most_records = shards * design.limit("kds.shard.in.records")
    most_bytes = shards * design.limit("kds.shard.in.bytes")
    if records > most_records:
        return f"{records:,.0f} records a second", f"{most_records:,.0f}"
    if size > most_bytes:
        return bytes_per_second(size, most_bytes), str(Size(most_bytes))
    return None


def hot_partition_key(design: Design) -> Iterator[Hit]:
    for stream in design.of(Stream):
        key = stream.partition_key
        if not isinstance(key, PartitionKey) or not known(key.hottest):
            continue
        came, share = written(design, stream), float(key.hottest)
        over = _over(design, came.records * share, came.bytes * share, 1)
        if over is not None:
            yield Hit(
                at=stream.field("partition_key.hottest"),
                subject=stream,
                values={
                    "stream": stream,
                    "key": f"the hottest {key.name}" if key.name else "one key",
                    "what": over[0],
                    "limit": over[1],
                    "when": came.when,
                },
            )


def iterator_falls_behind(design: Design) -> Iterator[Hit]:
    for flow, taken, offered in falling_behind(design, "kinesis", "dynamodb"):
        factor = flow.parallelization_factor
        yield Hit(
            at=flow.at,
            subject=flow,
            related=[flow.source.at, flow.target.at],
            values={
                "flow": flow,
                "consumer": flow.target,
                "taken": per_second(taken),
                "offered": per_second(offered),
                "how": f" at a parallelization factor of {factor}" if known(factor) else "",
            },
        )


def stream_where_queue_fits(design: Design) -> Iterator[Hit]:
    for stream in design.of(Stream):
        readers = design.events_out_of(stream)
        if len(readers) != 1 or not _would_do_with_a_queue(readers[0]) or not _could_fill_a_queue(design, stream):
            continue
        from archlint.cost.alternatives import monthly

        now, then = monthly(design, stream), _as_queue(design, stream, readers[0])
        if now is not None and then is not None and then < now:
            yield Hit(
                at=stream.at,
                subject=stream,
                related=[readers[0].at],
                monthly=now - then,
                values={
                    "stream": stream,
                    "consumer": readers[0].target,
                    "rate": per_second(design.load.arrivals(stream)),
                    "saved": dollars(now - then),
                },
            )


def _would_do_with_a_queue(flow: AnyFlow) -> bool:
    """True for a consumer that says what it needs, and needs nothing that only a stream has."""
    needs = [needs for needs in (flow.needs, flow.target.needs) if needs is not None]
    if flow.target.type not in _READS_QUEUES or not needs or not all(known(each) for each in needs):
        return False
    return not any(known(each.order) or each.replay is True or known(each.survives) for each in needs)


def _could_fill_a_queue(design: Design, stream: Stream) -> bool:
    """True where all that writes to a stream can send to a queue."""
    from archlint.catalog.integrations import integrations

    matrix = integrations(design.book)
    writers = {flow.source.type for flow in design.into(stream)}
    return all(matrix.find(writer, "sqs").support == "yes" for writer in writers)


def _as_queue(design: Design, stream: Stream, reader: AnyFlow) -> Decimal | None:
    """What a queue in a stream's place would cost a month; None where not all payloads are known."""
    from archlint.cost.alternatives import charge
    from archlint.cost.meters.sqs import polls, requests
    from archlint.cost.site import Site, Traffic
    from archlint.design.load.batching import LONG_POLL, QUEUE_POLLERS, RECEIVED_AT_ONCE, windowed
    from archlint.document.units import MONTH

    site = Site(design, design.load, stream)
    taken = site.traffic(reader)
    rate, size = taken.events / MONTH, site.payload(taken)
    window = site.pick(reader.batch_window) or 0.0
    batch = windowed(rate / QUEUE_POLLERS, RECEIVED_AT_ONCE, window)
    taken = Traffic(reader, taken.load, taken.node, taken.events, taken.calls, batch)
    asked = polls(site, taken, LONG_POLL)
    if size is None or asked is None:
        return None
    sent = sum(requests(traffic.events, size, max(1.0, traffic.batch)) for traffic in site.arriving)
    received = requests(taken.events, size, batch) + taken.events / batch
    return charge(design, stream, "sqs.requests_standard", sent + received + asked.empty * MONTH)


def capacity_mode_costs_more(design: Design, *, least: float) -> Iterator[Hit]:
    for stream in design.of(Stream):
        if stream.capacity != "on_demand":
            other: Provisioned | str = "on_demand"
            words = "on demand"
        elif design.load.peaks(stream):
            shards = _shards_needed(design, stream)
            other, words = Provisioned.of({"shards": shards}), f"with {shards_in_words(shards)}"
        else:
            continue  # how many shards a peak needs is not known
        from archlint.cost.alternatives import saving

        saved = saving(design, stream, capacity=other)
        if saved is not None and saved >= least:
            yield Hit(
                at=stream.field("capacity"),
                subject=stream,
                monthly=saved,
                values={"stream": stream, "other": words, "saved": dollars(saved)},
            )


def _shards_needed(design: Design, stream: Stream) -> int:
    """Shards that hold the peak: its records and bytes, and what the consumers that share them read."""
    came = written(design, stream)
    shares: tuple[float, ...] = (
        came.records / design.limit("kds.shard.in.records"),
        came.bytes / design.limit("kds.shard.in.bytes"),
        came.bytes * len(sharing(design, stream)) / design.limit("kds.shard.out"),
    )
    return max(1, ceil(max(shares)))
