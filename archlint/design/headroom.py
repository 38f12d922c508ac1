"""How near a design comes to its limits: what is used of each, and the load at which it breaks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.model.component import known
from archlint.model.compute import Function

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.design.load import Load

ALL_FUNCTIONS = "all functions"
"""What the functions of an account are called together, where they share a limit."""


class Room(NamedTuple):
    """One limit and what is used of it. `used` and `limit` are in the same unit.

    `grows` is False for what does not grow with the load (a payload, a timeout); `id` names the limit in the catalog,
    "" where it is a setting of the design's own. `at_peak` says whether a peak is stated, else the average is used.
    """

    subject: str
    what: str
    used: float
    limit: float
    unit: str
    grows: bool
    id: str
    at_peak: bool

    @property
    def share(self) -> float:
        return self.used / self.limit if self.limit else 0.0

    def at(self, factor: float) -> float:
        """The share that is used at a multiple of today's load."""
        return self.share * (factor if self.grows else 1.0)

    @property
    def breaks_at(self) -> float | None:
        """The multiple of today's load that uses all of it; None where the load does not matter, or nothing is used."""
        return self.limit / self.used if self.grows and self.used > 0 else None


def headroom(design: Design, load: Load) -> list[Room]:
    """Every limit of which something is used, the tightest first."""
    rooms = [*growing(design, load), *_payloads(design), *_timeouts(design)]
    return sorted((room for room in rooms if room.used > 0), key=lambda room: (-room.share, room.subject, room.what))


def growing(design: Design, load: Load) -> Iterator[Room]:
    """The limits of which more is used when the load grows."""
    for rooms in (_functions, _apis, _queues, _streams, _workers, _connections):
        yield from rooms(design, load)


def _functions(design: Design, load: Load) -> Iterator[Room]:
    together, peaks = 0.0, False
    for function in design.of(Function):
        used = load.concurrency(function, at_peak=True)
        if not used:
            continue
        at_peak = load.peaks(function)
        together, peaks = together + used, peaks or at_peak
        if function.reserved_concurrency:
            limit = float(function.reserved_concurrency)
            yield Room(function.name, "reserved concurrency", used, limit, "environments", True, "", at_peak)
    name = "lambda.concurrency.account"
    what = "concurrency of the account"
    yield Room(ALL_FUNCTIONS, what, together, design.limit(name), "environments", True, name, peaks)


def _apis(design: Design, load: Load) -> Iterator[Room]:
    for api in design.typed("api_gateway"):
        rate: Any = getattr(getattr(api, "throttle", None), "rate", None)
        calls, peaks = sum(load.of(flow).peak_calls for flow in design.into(api)), load.peaks(api)
        if rate is not None and known(rate):
            yield Room(api.name, "its own throttle", calls, float(rate), "requests/s", True, "", peaks)
        limit = _first(design.limit("apigw.throttle"))
        yield Room(api.name, "throttle of the account", calls, limit, "requests/s", True, "apigw.throttle", peaks)


def _first(value: Any) -> float:
    return float(value[0] if isinstance(value, tuple) else value)


def _queues(design: Design, load: Load) -> Iterator[Room]:
    name = "sqs.fifo.rate.plain"
    for queue in design.typed("sqs"):
        if getattr(queue, "fifo", False) is not True or getattr(queue, "high_throughput", False) is not False:
            continue
        calls, limit = sum(load.of(flow).peak_calls for flow in design.events_into(queue)), _first(design.limit(name))
        yield Room(queue.name, "FIFO sends", calls, limit, "calls/s", True, name, load.peaks(queue))


def _streams(design: Design, load: Load) -> Iterator[Room]:
    for stream in design.typed("kinesis"):
        shards: Any = getattr(stream, "shards", None)
        if not shards:
            continue
        flows = [load.of(flow) for flow in design.into(stream)]
        written = sum(flow.peak * float(flow.payload or 0) for flow in flows)
        into = "into 1 shard" if shards == 1 else f"into {shards:,} shards"
        for name, what, used, unit in (
            ("kds.shard.in.records", "records", load.peak(stream), "records/s"),
            ("kds.shard.in.bytes", "bytes", written, "bytes/s"),
        ):
            limit = _first(design.limit(name)) * shards
            yield Room(stream.name, f"{what} {into}", used, limit, unit, True, name, load.peaks(stream))


def _workers(design: Design, load: Load) -> Iterator[Room]:
    for flow in design.events_from("sqs", "kinesis", "kafka", "dynamodb"):
        taken = load.capacity(flow)
        if taken:
            yield Room(str(flow), "what its readers manage", load.of(flow).rate, taken, "events/s", True, "", False)


def _connections(design: Design, load: Load) -> Iterator[Room]:
    for database in design.typed("rds"):
        limit: Any = getattr(database, "max_connections", None)
        if not limit or not known(limit):
            continue
        used, peaks = 0.0, False
        for caller in {flow.source.name: flow.source for flow in design.events_into(database)}.values():
            if isinstance(caller, Function) and known(caller.connections):
                used += (load.concurrency(caller, at_peak=True) or 0.0) * float(caller.connections)
                peaks = peaks or load.peaks(caller)
        yield Room(database.name, "connections of functions", used, float(limit), "connections", True, "", peaks)


def _payloads(design: Design) -> Iterator[Room]:
    for pressing in design.payloads.pressing:
        limit = pressing.limit
        what = f"{_OF[limit.of]} that {getattr(pressing.flow, limit.end)} takes"
        yield Room(str(pressing.flow), what, float(pressing.size), float(limit.limit), "bytes", False, limit.id, False)


_OF = {"event": "payload", "batch": "batch", "answer": "answer"}


def _timeouts(design: Design) -> Iterator[Room]:
    what = "its timeout, at worst"
    for function in design.of(Function):
        slowest = max(
            (design.timing.worst(function, flow) for flow in design.into(function)),
            default=design.timing.worst(function),
        )
        if known(function.timeout):
            yield Room(function.name, what, float(slowest), float(function.timeout), "s", False, "", False)
