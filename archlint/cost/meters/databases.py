"""Databases, caches, search, warehouses and file systems: by the hour, by what they hold, by what passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.catalog.billing import billed
from archlint.cost.meters.rounding import GB
from archlint.model.flow import WRITES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.cost.site import Site
    from archlint.model.storage import Cache, Database, DatabaseProxy, FileSystem, SearchDomain, Warehouse

ENGINES = {"postgres": "postgresql", "postgresql": "postgresql", "mysql": "mysql", "mariadb": "mariadb"}
INCLUDED_IOPS = ((billed("rds.gp3.striped") / GB, billed("rds.gp3.iops.large")), (0.0, billed("rds.gp3.iops.small")))
"""Of gp3 storage, from so many GB on: AWS, RDS storage."""
SMALLEST_CACHE = billed("elasticache.serverless.least") / GB
THROUGHPUT_PER_GB = 1.0 / billed("efs.gb_per_mbps")


def engine_name(engine: str) -> str:
    """The engine as the price book names it; every Aurora is `aurora`."""
    engine = engine.lower().replace("-cdb", "")
    return "aurora" if engine.startswith("aurora") else ENGINES.get(engine, engine.replace("-", "_"))


def vcpus(instance_type: str) -> float:
    """vCPUs of an instance by the size at the end of its type: `large` and below 2, `xlarge` 4, `4xlarge` 16.

    Two are the fewest that a proxy is billed for as well: AWS, RDS Proxy pricing.
    """
    size = instance_type.rpartition(".")[2]
    if not size.endswith("xlarge"):
        return 2.0
    times = size.removesuffix("xlarge")
    return 4.0 * (float(times) if times.isdigit() else 1.0)


def database(component: Database, site: Site) -> Iterator[Event]:
    engine = engine_name(component.engine)
    copies = 2.0 if component.zones > 1 else 1.0
    if component.instance_type in ("serverless", "db.serverless"):
        units = site.pick(component.capacity)
        if units is None:
            yield site.gap(f"capacity of {component}: its units are not in the bill", component.field("capacity"))
        else:
            yield site.running("rds.aurora_sv2_acu", units * copies, "capacity units")
    else:
        yield from _instances(component, site, engine, copies)
    if engine == "aurora" and (site.usage is None or "rds.aurora_io" not in site.usage.metered):
        yield site.gap(f"I/O requests of {component}: they are not in the bill", site.usage_place)
    if engine == "aurora" and component.storage is None:
        held = site.pick(site.usage.storage) if site.usage is not None else None
        if held is None:
            yield site.gap(f"storage of {component}: it is not in the bill", site.usage_place)
        else:
            yield site.metered("rds.aurora_storage", held / GB, "{} GB kept", held / GB)
        return
    yield from _storage(component, site, copies)


def _instances(component: Database, site: Site, engine: str, copies: float) -> Iterator[Event]:
    kind = component.instance_type.removeprefix("db.").replace(".", "_")
    single, several = f"rds.{engine}_db_{kind}", f"rds.{engine}_multi_az_db_{kind}"
    if copies > 1.0 and site.priced(several):
        yield site.running(several, 1.0, f"{component.instance_type} in two zones")
    else:
        yield site.running(single, copies, component.instance_type)


def _storage(component: Database, site: Site, copies: float) -> Iterator[Event]:
    held = site.pick(component.storage)
    if held is None:
        yield site.gap(f"storage of {component}: it is not in the bill", component.field("storage"))
        return
    kind, size = component.storage_type, held / GB
    yield site.metered(f"rds.storage_{kind}", size * copies, "{} GB × {}", size, copies)
    if component.iops and kind in ("gp3", "io1"):
        included = next(iops for least, iops in INCLUDED_IOPS if size >= least) if kind == "gp3" else 0.0
        extra = max(0.0, component.iops - included)
        if extra:
            yield site.metered(f"rds.storage_{kind}_iops", extra * copies, "{} IOPS × {}", extra, copies)


def proxy(component: DatabaseProxy, site: Site) -> Iterator[Event]:
    target = site.design.components.get(component.target)
    kind = getattr(target, "instance_type", "")
    yield site.running("rds.proxy_vcpu", vcpus(kind), f"vCPUs of {component.target}")


def cache(component: Cache, site: Site) -> Iterator[Event]:
    if component.node_type == "serverless":
        held = site.pick(site.usage.storage) if site.usage is not None else None
        if held is None:
            yield site.gap(f"storage of {component}: the least, 100 MB, is in the bill", site.usage_place)
        size = max(SMALLEST_CACHE, (held or 0.0) / GB)
        yield site.running(f"elasticache.serverless_{component.engine}_storage", size, "GB")
        return
    kind = component.node_type.replace(".", "_")
    engine = "valkey_node_" if component.engine == "valkey" else "node_"
    yield site.running(f"elasticache.{engine}{kind}", float(component.nodes), component.node_type)


def search(component: SearchDomain, site: Site) -> Iterator[Event]:
    if component.serverless is True:
        yield site.gap(
            f"capacity of {component}: serverless collections are not in the bill", component.field("serverless")
        )
        return
    nodes = float(component.nodes)
    if component.instance_type:
        kind = component.instance_type.replace(".", "_")
        yield site.running(f"opensearch.instance_{kind}", nodes, component.instance_type)
    else:
        yield site.gap(f"instance type of {component}: its nodes are not in the bill", component.field("instance_type"))
    held = site.pick(component.storage)
    if held is None:
        yield site.gap(f"storage of {component}: it is not in the bill", component.field("storage"))
        return
    disk = {"magnetic": "standard"}.get(component.storage_type, component.storage_type)
    yield site.metered(f"opensearch.ebs_{disk}", nodes * held / GB, "{} nodes × {} GB", nodes, held / GB)
    if component.iops and disk == "io1":
        iops = float(component.iops)
        yield site.metered("opensearch.ebs_io1_iops", nodes * iops, "{} nodes × {} IOPS", nodes, iops)


def warehouse(component: Warehouse, site: Site) -> Iterator[Event]:
    if component.serverless is True:
        if component.capacity is None:
            yield site.gap(f"capacity of {component}: its units are not in the bill", component.field("capacity"))
        elif site.usage is None or not site.usage.gives("hours"):  # only the time in which queries run is billed
            yield site.gap(f"hours in which {component} is used: they are not in the bill", site.usage_place)
        else:
            yield site.running("redshift.serverless_rpu", float(component.capacity), "RPUs")
    elif not component.node_type:
        yield site.gap(f"node type of {component}: its nodes are not in the bill", component.field("node_type"))
    else:
        kind = component.node_type.replace(".", "_")
        yield site.running(f"redshift.node_{kind}", float(component.nodes), component.node_type)
    held = site.pick(site.usage.storage) if site.usage is not None else None
    if held is not None:
        yield site.metered("redshift.managed_storage", held / GB, "{} GB kept", held / GB)
    elif component.serverless is True or component.node_type.startswith("ra3"):
        yield site.gap(f"storage of {component}: it is not in the bill", site.usage_place)


def files(component: FileSystem, site: Site) -> Iterator[Event]:
    """EFS: what it holds, and what is read and written where throughput is elastic."""
    held = site.pick(site.usage.storage) if site.usage is not None else None
    if held is None:
        yield site.gap(f"storage of {component}: it is not in the bill", site.usage_place)
    else:
        yield site.metered("efs.storage_standard", held / GB, "{} GB kept", held / GB)
    if component.throughput == "provisioned":
        paid = float(component.provisioned or 0.0)
        included = (held or 0.0) / GB * THROUGHPUT_PER_GB
        how = "{} MB/s less {} that the storage brings"
        yield site.metered("efs.provisioned_throughput", max(0.0, paid - included), how, paid, included)
    elif component.throughput == "elastic":
        for traffic in site.arriving:
            writes = traffic.flow is None or traffic.flow.operation in WRITES
            size = site.payload(traffic) if writes or traffic.flow is None else site.spread(traffic.flow.response)
            if size is None:
                if traffic.events > 0.0:
                    yield site.no_payload(traffic, "what is read and written is not in the bill")
                continue
            quantity = traffic.calls * size.mean / GB
            name = "elastic_write" if writes else "elastic_read"
            yield site.metered(f"efs.{name}", quantity, "{} requests × {} B", traffic.calls, size.mean, by=traffic)
