"""Kinesis, Firehose, Flink and MSK: shard hours, payload units, rounded bytes, processing units, brokers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.catalog.billing import billed
from archlint.cost.meters.rounding import GB, Spread, chunks
from archlint.document.units import HOURS, MONTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.cost.site import Site, Traffic
    from archlint.model.streaming import Firehose, Flink, Kafka, Stream

PUT_UNIT = billed("kinesis.put_unit")
ON_DEMAND_STEP = billed("kinesis.on_demand.step")
FIREHOSE_STEP = billed("firehose.record.step")
DAY = 86_400.0
STORAGE_PER_KPU = billed("flink.storage_per_kpu") / GB


def put_units(records: float, size: Spread) -> float:
    """PUT payload units: each record by 25 KB, also in PutRecords."""
    return records * chunks(size, PUT_UNIT)


def rounded_gb(records: float, size: Spread, step: float) -> float:
    """GB of records that are each rounded up to a step: 1 KB by on-demand streams, 5 KB by Firehose."""
    return records * chunks(size, step) * step / GB


def stream(component: Stream, site: Site) -> Iterator[Event]:
    shards = component.shards
    fast = [t for t in site.leaving if t.flow is not None and t.flow.enhanced_fan_out is True]
    if shards is not None:
        yield site.running("kinesis.shard_hour", float(shards), "shards")
        if fast:
            yield site.running("kinesis.efo_consumer_shard_hour", float(shards * len(fast)), "consumers × shards")
    else:
        yield site.running("kinesis.ondemand_stream_hour", 1.0, "stream")
    kept = 0.0
    for traffic in site.arriving:
        size = site.payload(traffic)
        if size is None and traffic.events > 0.0:
            yield site.no_payload(traffic, "every record is counted as the smallest")
        yield _put(site, traffic, size or Spread(0.0), provisioned=shards is not None)
        kept += traffic.events * (size.mean if size else 0.0) / GB
    for traffic in site.leaving:
        yield from _taken(site, traffic, provisioned=shards is not None)
    yield from _retained(component, site, kept, shards)


def _put(site: Site, traffic: Traffic, size: Spread, *, provisioned: bool) -> Event:
    if provisioned:
        count = put_units(traffic.events, size)
        return site.metered("kinesis.put_payload_units", count, "{} records, each by 25 KB", traffic.events, by=traffic)
    quantity = rounded_gb(traffic.events, size, ON_DEMAND_STEP)
    return site.metered("kinesis.ondemand_in", quantity, "{} records, each by 1 KB", traffic.events, by=traffic)


def _taken(site: Site, traffic: Traffic, *, provisioned: bool) -> Iterator[Event]:
    """What consumers read: on demand by the GB, from provisioned shards only with enhanced fan-out."""
    size = site.payload(traffic)
    if size is None or traffic.flow is None:
        return
    quantity = traffic.events * size.mean / GB
    fast = traffic.flow.enhanced_fan_out is True
    if provisioned and not fast:
        return
    name = "efo_data" if provisioned else "ondemand_efo_out" if fast else "ondemand_out"
    yield site.metered(f"kinesis.{name}", quantity, "{} records × {} B", traffic.events, size.mean, by=traffic)


def _retained(component: Stream, site: Site, gb_a_month: float, shards: int | None) -> Iterator[Event]:
    """Retention beyond a day, and beyond seven."""
    retention = site.pick(component.retention) or DAY
    if retention <= DAY:
        return
    extended = min(retention, 7 * DAY) - DAY
    if shards is not None:
        yield site.running("kinesis.extended_retention_shard_hour", float(shards), "shards kept beyond a day")
    else:
        quantity = gb_a_month * extended / MONTH
        how = "{} GB a month × {} days beyond the first"
        yield site.metered("kinesis.ondemand_extended_retention", quantity, how, gb_a_month, extended / DAY)
    if retention > 7 * DAY:
        quantity = gb_a_month * (retention - 7 * DAY) / MONTH
        name = "ondemand_long_term_retention" if shards is None else "long_term_retention"
        how = "{} GB a month × {} days beyond the seventh"
        yield site.metered(f"kinesis.{name}", quantity, how, gb_a_month, (retention - 7 * DAY) / DAY)


def firehose(component: Firehose, site: Site) -> Iterator[Event]:
    """Bytes taken in, each record by 5 KB (not from MSK); conversion; dynamic partitions; delivery into a VPC."""
    for traffic in site.arriving:
        size = site.payload(traffic)
        if size is None and traffic.events > 0.0:
            yield site.no_payload(traffic, "every record is counted as 5 KB")
        from_kafka = traffic.flow is not None and traffic.flow.source.type == "kafka"
        if from_kafka:
            quantity = traffic.events * (size.mean if size else 0.0) / GB
        else:
            quantity = rounded_gb(traffic.events, size or Spread(0.0), FIREHOSE_STEP)
        how = "{} records, each by 5 KB"
        yield site.metered("firehose.ingest_direct_put", quantity, how, traffic.events, by=traffic)
        if component.format_conversion is True:
            yield site.metered("firehose.format_conversion", quantity, "{} GB converted", quantity, by=traffic)
        if component.vpc is not None:
            yield site.metered("firehose.vpc_data", quantity, "{} GB into the network", quantity, by=traffic)
    if component.vpc is not None:
        yield site.running("firehose.vpc_az_hour", float(max(1, len(component.vpc.subnets))), "zones")
    if (site.pick(component.partitions) or 1.0) > 1.0:
        yield from _partitioned(site)


def _partitioned(site: Site) -> Iterator[Event]:
    for traffic in site.leaving:
        if traffic.flow is None or traffic.flow.purpose != "destination" or traffic.flow.target.type != "s3":
            continue
        size = site.payload(traffic)
        if size is not None:
            quantity = traffic.events * size.mean / GB
            yield site.metered("firehose.dynamic_partitioning_gb", quantity, "{} GB delivered", quantity, by=traffic)
        how = "{} objects"
        yield site.metered("firehose.dynamic_partitioning_objects", traffic.calls, how, traffic.calls, by=traffic)


def flink(component: Flink, site: Site) -> Iterator[Event]:
    """Processing units by the hour, one more for orchestration (not for SQL), and 50 GB of storage for each."""
    units = float(component.kpu)
    orchestration = 1.0 if component.engine == "flink" else 0.0
    yield site.running("managed_flink.kpu_hour", units, "KPU")
    if orchestration:
        yield site.running("managed_flink.kpu_hour", orchestration, "KPU for orchestration")
    if component.engine == "flink":
        stated = site.pick(component.storage)
        held = units * STORAGE_PER_KPU if stated is None else stated / GB
        how = "{} GB × {} of the month"
        share = site.hours / HOURS
        yield site.metered("managed_flink.running_storage", held * share, how, held, share)


def kafka(component: Kafka, site: Site) -> Iterator[Event]:
    """MSK: brokers by the hour and what they store; serverless by cluster hours and bytes."""
    held = site.pick(component.storage)
    if component.serverless is True:
        yield site.running("msk.serverless_cluster_hour", 1.0, "cluster")
        yield from _bytes(site, site.arriving, "msk.serverless_in")
        yield from _bytes(site, site.leaving, "msk.serverless_out")
    elif component.instance_type:
        kind = component.instance_type.removeprefix("kafka.").replace(".", "_")
        yield site.running(f"msk.kafka_{kind}", float(component.brokers), f"brokers {component.instance_type}")
    else:
        yield site.gap(
            f"instance type of {component}: its brokers are not in the bill", component.field("instance_type")
        )
    if held is None:
        yield site.gap(f"storage of {component}: it is not in the bill", component.field("storage"))
    else:
        name = "msk.serverless_storage" if component.serverless is True else "msk.storage"
        yield site.metered(name, held / GB, "{} GB kept", held / GB)


def _bytes(site: Site, traffics: list[Traffic], dimension: str) -> Iterator[Event]:
    for traffic in traffics:
        size = site.payload(traffic)
        if size is None:
            if traffic.events > 0.0:
                yield site.no_payload(traffic, "its bytes are not in the bill")
            continue
        quantity = traffic.events * size.mean / GB
        yield site.metered(dimension, quantity, "{} records × {} B", traffic.events, size.mean, by=traffic)
