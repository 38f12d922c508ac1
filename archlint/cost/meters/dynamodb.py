"""DynamoDB: request units item by item, capacity by the hour, indexes, replicas, storage and backups."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from archlint.catalog.billing import billed
from archlint.cost.meters.rounding import GB, Spread, chunks
from archlint.document.units import MONTH
from archlint.model.flow import WRITES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.cost.site import Site, Traffic
    from archlint.model.storage import Provision, Table

WRITE_UNIT = billed("dynamodb.write_unit")
READ_UNIT = billed("dynamodb.read_unit")
SCANS = frozenset({"query", "scan"})


def write_units(items: float, size: Spread, *, transactional: bool = False, copies: float = 0.0) -> float:
    """Write units: every item by 1 KB, twice in a transaction, and once more for each index that it touches."""
    return items * chunks(size, WRITE_UNIT) * ((2.0 if transactional else 1.0) + copies)


def read_units(items: float, size: Spread, *, consistent: bool = False, transactional: bool = False) -> float:
    """Read units: every item (of a query, the answer as a whole) by 4 KB; half where it may be a moment old."""
    return items * chunks(size, READ_UNIT) * (2.0 if transactional else 1.0 if consistent else 0.5)


def meter(table: Table, site: Site) -> Iterator[Event]:
    provisioned = None if isinstance(table.billing, str) or table.billing is None else table.billing.provisioned
    reads = writes = 0.0
    for traffic in site.arriving:
        wrote, read, gap = units(table, site, traffic)
        reads += read
        writes += wrote
        if gap is not None:
            yield gap
        if provisioned is None:
            if wrote:
                yield site.metered("dynamodb.ondemand_write", wrote, "{} write units", wrote, by=traffic)
            if read:
                yield site.metered("dynamodb.ondemand_read", read, "{} read units", read, by=traffic)
            for region in table.replicas:
                how = "{} write units repeated in " + region
                yield site.metered("dynamodb.ondemand_replicated_write", wrote, how, wrote, by=traffic, region=region)
        if wrote and table.kinesis_stream:
            yield site.metered("dynamodb.kinesis_cdc_units", wrote, "{} changes told", wrote, by=traffic)
    if provisioned is not None:
        yield from _capacity(table, site, provisioned, reads, writes)
    yield from _stored(table, site)


def units(table: Table, site: Site, traffic: Traffic) -> tuple[float, float, Event | None]:
    """Write and read units of one flow's month, and what is missing to know them."""
    flow = traffic.flow
    if flow is None:
        return traffic.events, 0.0, None
    items = site.pick(flow.items) or 1.0
    transactional = flow.transactional is True
    if flow.operation in WRITES:
        size = site.payload(traffic)
        gap = (
            site.no_payload(traffic, "every item is counted as 1 KB") if size is None and traffic.events > 0.0 else None
        )
        each = Spread(size.mean / items, size.sigma) if size is not None else Spread(0.0)
        copies = _indexes_touched(table, flow.indexes, site)
        return write_units(traffic.events * items, each, transactional=transactional, copies=copies), 0.0, gap
    size = site.spread(flow.response)
    gap = None
    if size is None and traffic.events > 0.0:
        gap = site.gap(f"response of {flow}: every read is counted as 4 KB", flow.field("response"))
    parts = 1.0 if flow.operation in SCANS else items
    each = Spread(size.mean / parts, size.sigma) if size is not None else Spread(0.0)
    read = read_units(traffic.events * parts, each, consistent=flow.consistent is True, transactional=transactional)
    return 0.0, read, gap


def _indexes_touched(table: Table, stated: object, site: Site) -> float:
    """How many indexes one write touches on average."""
    named = {stated} if isinstance(stated, str) else set(stated) if isinstance(stated, list) else set()
    touched = (index for index in table.indexes if stated == "all" or index.name in named)
    return sum(1.0 if (share := site.pick(index.share)) is None else share for index in touched)


def _capacity(table: Table, site: Site, stated: Provision, reads: float, writes: float) -> Iterator[Event]:
    """Capacity by the hour: what is stated, or with autoscaling what the load needs at the target, if that is more."""
    copies = float(len(table.indexes))
    for name, fixed, used in (("write", stated.write, writes), ("read", stated.read, reads)):
        units = float(fixed)
        if stated.autoscale is True:
            needed = ceil(used / MONTH / (site.pick(stated.target) or 0.7) - 1e-9)
            units = max(units, float(needed))
        units *= 1.0 + copies
        yield site.running(f"dynamodb.provisioned_{name}", units, f"{name} capacity units")
        if name == "write":
            for region in table.replicas:
                quantity = units * site.hours
                how = "{} write capacity units × {} h in " + region
                yield site.metered("dynamodb.provisioned_write", quantity, how, units, site.hours, region=region)


def _stored(table: Table, site: Site) -> Iterator[Event]:
    held = site.pick(site.usage.storage) if site.usage is not None else None
    if held is None:
        yield site.gap(f"storage of {table}: it is not in the bill", site.usage_place)
        return
    yield site.metered("dynamodb.storage", held / GB, "{} GB kept", held / GB)
    if table.pitr is True:
        yield site.metered("dynamodb.pitr", held / GB, "{} GB that can be restored", held / GB)
