"""Lambda: requests, GB-seconds by the millisecond, disk above 512 MB, warm environments, and the logs it writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.catalog.billing import billed
from archlint.catalog.limits import limits
from archlint.cost.meters.logs import stored, traces
from archlint.cost.meters.rounding import GB, Spread, chunks, from_p99

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.cost.site import Site, Traffic
    from archlint.model.compute import Function

MILLISECOND = billed("lambda.duration.step")
FREE_DISK = billed("lambda.disk.included")
FEWEST_POLLERS = limits().span("lambda.esm.sqs.pollers")[0]
PLATFORM_LOG = billed("lambda.platform_log")
PROVISIONED_STEP = billed("lambda.provisioned.step")


def gb_seconds(invocations: float, duration: Spread, memory: float) -> float:
    """Memory (bytes) times duration (s) in GB-seconds; every invocation is rounded up to whole milliseconds."""
    return invocations * chunks(duration, MILLISECOND) * MILLISECOND * memory / GB


def provisioned_gb_seconds(environments: float, memory: float, hours: float) -> float:
    """Warm memory in GB-seconds; the time is rounded up to 5 minutes."""
    return environments * memory / GB * chunks(Spread(hours * 3600.0), PROVISIONED_STEP) * PROVISIONED_STEP


def meter(function: Function, site: Site) -> Iterator[Event]:
    arm = function.architecture == "arm64"
    suffix = "arm" if arm else "x86"
    memory = site.pick(function.memory)
    if memory is None:
        yield site.gap(f"memory of {function}: its time is not in the bill", function.field("memory"))
    warm = _warm_share(function, site)
    for traffic in site.arriving:
        edge = traffic.flow is not None and traffic.flow.source.type == "cloudfront"
        name = "edge_requests" if edge else f"requests_{suffix}"
        yield site.metered(f"lambda.{name}", traffic.calls, "{} invocations", traffic.calls, by=traffic)
        if memory is not None and traffic.calls > 0.0:
            yield from _time(function, site, traffic, memory, suffix, 0.0 if edge else warm, edge)
    if function.provisioned_concurrency and memory is not None:
        count = float(function.provisioned_concurrency)
        yield site.metered(
            f"lambda.provisioned_concurrency_{suffix}", provisioned_gb_seconds(count, memory, site.hours),
            "{} environments × {} GB × {} h", count, memory / GB, site.hours,
        )  # fmt: skip
    yield from _logs(function, site)
    if function.tracing is True:
        yield from traces(site)
    yield from _pollers(site)
    if function.snap_start is True and memory is not None and not function.runtime.startswith("java"):
        yield from _snapshots(function, site, memory)


def _warm_share(function: Function, site: Site) -> float:
    """The share of the work that environments kept warm do: all that they have room for."""
    if not function.provisioned_concurrency:
        return 0.0
    busy = site.load.concurrency(function)
    return 1.0 if not busy else min(1.0, function.provisioned_concurrency / busy)


def _time(
    function: Function, site: Site, traffic: Traffic, memory: float, suffix: str, warm: float, edge: bool
) -> Iterator[Event]:
    duration = _duration(function, site, traffic)
    if duration is None:
        yield site.gap(f"duration of {function}: its time is not in the bill", function.field("duration"))
        return
    billed = chunks(duration, MILLISECOND) * MILLISECOND
    each = gb_seconds(1.0, duration, memory)
    how = "{} invocations × {} s × {} GB"
    if edge:
        yield site.metered(
            "lambda.edge_duration", traffic.calls * each, how, traffic.calls, billed, memory / GB, by=traffic
        )
        return
    for share, name in ((1.0 - warm, "duration"), (warm, "provisioned_duration")):
        calls = traffic.calls * share
        if share > 0.0:
            yield site.metered(f"lambda.{name}_{suffix}", calls * each, how, calls, billed, memory / GB, by=traffic)
    disk = site.pick(function.storage) or FREE_DISK
    if disk > FREE_DISK:
        quantity = gb_seconds(traffic.calls, duration, disk - FREE_DISK)
        how = "{} invocations × {} s × {} GB above 512 MB"
        terms = (traffic.calls, billed, (disk - FREE_DISK) / GB)
        yield site.metered(f"lambda.ephemeral_storage_{suffix}", quantity, how, *terms, by=traffic)


def _duration(function: Function, site: Site, traffic: Traffic) -> Spread | None:
    """What one invocation is billed for: its own time, what it waits for, and its share of cold starts."""
    if traffic.flow is None:
        own = site.pick(function.typical)
        mean = None if own is None else own + site.load.waiting.of(function)
    else:
        mean = site.load.waiting.call_time(traffic.flow)
    if mean is None:
        return None
    init, cold = site.pick(function.init), site.pick(function.cold_share)
    if init is not None and cold is not None:
        mean += init * cold
    stated = (
        traffic.flow.duration if traffic.flow is not None and traffic.flow.duration is not None else function.duration
    )
    slowest = site.pick(stated.p99) if stated is not None and stated.per == "invocation" else None
    return Spread(mean) if slowest is None or site.end != "likely" else from_p99(mean, slowest)


def _logs(function: Function, site: Site) -> Iterator[Event]:
    own = site.pick(function.logs.per_invocation) if function.logs is not None else None
    if own is None:
        yield site.assumed(f"{function} logs only the {PLATFORM_LOG:.0f} B that Lambda itself writes per invocation")
    each = PLATFORM_LOG + (own or 0.0)
    retention = site.pick(function.logs.retention) if function.logs is not None else None
    for traffic in site.arriving:
        quantity = traffic.calls * each / GB
        how = "{} invocations × {} B of logs"
        yield site.metered("cloudwatch.logs_ingest_vended", quantity, how, traffic.calls, each, by=traffic)
        yield stored(site, quantity, retention, traffic)


def _pollers(site: Site) -> Iterator[Event]:
    """Provisioned pollers of queues and Kafka, by the hour."""
    for traffic in site.arriving:
        stated = traffic.flow.pollers if traffic.flow is not None else None
        if traffic.flow is not None and isinstance(stated, dict):
            fewest = site.pick(stated.get("min")) or FEWEST_POLLERS
            suffix = "" if traffic.flow.source.type == "kafka" else "_sqs"
            yield site.running(f"lambda.esm_provisioned_epu{suffix}", fewest, f"pollers of {traffic.flow.source}")


def _snapshots(function: Function, site: Site, memory: float) -> Iterator[Event]:
    """SnapStart: the snapshot that is kept, and its restores at cold starts."""
    kept = memory / GB * site.hours * 3600.0
    yield site.metered("lambda.snapstart_cache", kept, "{} GB × {} h", memory / GB, site.hours)
    cold = site.pick(function.cold_share)
    if cold is None:
        yield site.gap(f"cold share of {function}: its restores are not in the bill", function.field("cold_share"))
        return
    for traffic in site.arriving:
        quantity = traffic.calls * cold * memory / GB
        how = "{} cold starts × {} GB"
        yield site.metered("lambda.snapstart_restore", quantity, how, traffic.calls * cold, memory / GB, by=traffic)
