"""Instances, containers and load balancers: by the hour, and by what passes through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.cost.meters.rounding import GB, MONTH
from archlint.design.load.capacity import instances, worker_rate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.cost.site import Site
    from archlint.model.component import Component
    from archlint.model.compute import AutoScalingGroup, EcsService, Instance, LoadBalancer, Volume

INCLUDED_DISK = 20 * GB  # AWS, Fargate pricing
INCLUDED_IOPS = 3000  # AWS, EBS pricing: of gp3
CONNECTIONS_A_SECOND = {"application": 25.0, "network": 800.0}
CONNECTIONS_OPEN = {"application": 3000.0, "network": 100_000.0}
RULES_A_SECOND = 1000.0


def capacity_units(kind: str, new: float, opened: float, gb_an_hour: float, rules: float = 0.0) -> float:
    """Capacity units in use: the largest of new connections and rules per second, open connections, GB an hour."""
    return max(
        new / CONNECTIONS_A_SECOND[kind], opened / CONNECTIONS_OPEN[kind], gb_an_hour,
        rules / RULES_A_SECOND if kind == "application" else 0.0,
    )  # fmt: skip


def instance(component: Instance, site: Site) -> Iterator[Event]:
    yield from _hours(component, site, component.instance_type, float(component.count), component.volume)


def group(component: AutoScalingGroup, site: Site) -> Iterator[Event]:
    """An auto scaling group at its average size: what the load needs, within its bounds."""
    spot = site.pick(component.spot) or 0.0
    count = running_copies(component, site)
    if spot > 0.0:
        yield site.gap(f"price of the Spot instances of {component}: they are not in the bill", component.field("spot"))
    yield from _hours(component, site, component.instance_type, count * (1.0 - spot), component.volume)


def running_copies(component: Component, site: Site) -> float:
    """Copies of a worker that run on average: as many as its load keeps busy, between its fewest and its most."""
    fewest, most = instances(component, site.end, most=False), instances(component, site.end, most=True)
    busy = 0.0
    for traffic in site.arriving:
        rate = worker_rate(traffic.flow, site.end) if traffic.flow is not None else None
        if rate:
            busy += traffic.events / MONTH / rate
    return min(max(busy, fewest), max(most, fewest))


def _hours(
    component: Component, site: Site, instance_type: str, count: float, volume: Volume | None
) -> Iterator[Event]:
    kind = instance_type.replace(".", "_").replace("-", "_")
    yield site.running(f"ec2.instance_{kind}", count, f"{component} {instance_type}")
    if volume is None:
        yield site.assumed(f"{component} has no disk of its own in the bill: it states no `volume`")
        return
    size = (site.pick(volume.size) or 0.0) / GB
    yield site.metered(f"ec2.ebs_{volume.kind}_storage", count * size, "{} volumes × {} GB", count, size)
    if volume.iops:
        extra = volume.iops - INCLUDED_IOPS if volume.kind == "gp3" else volume.iops
        if extra > 0:
            how = "{} volumes × {} IOPS"
            yield site.metered(f"ec2.ebs_{volume.kind}_iops", count * extra, how, count, float(extra))
    if component.vpc is not None and component.vpc.public_address:
        yield site.running("vpc.public_ipv4_in_use", count, "public addresses")


def service(component: EcsService, site: Site) -> Iterator[Event]:
    """Fargate tasks by the vCPU-hour and the GB-hour; on EC2 the instances are paid, not the tasks."""
    if component.launch != "fargate":
        yield site.assumed(f"{component} runs on instances that are described elsewhere")
        return
    suffix = "arm" if component.architecture == "arm64" else "x86"
    count = running_copies(component, site)
    cpu, memory = site.pick(component.cpu) or 0.0, (site.pick(component.memory) or 0.0) / GB
    how = "{} tasks × {} h × {} "
    busy = count * site.hours
    yield site.metered(f"fargate.vcpu_{suffix}", busy * cpu, how + "vCPU", count, site.hours, cpu)
    yield site.metered(f"fargate.gb_{suffix}", busy * memory, how + "GB", count, site.hours, memory)
    extra = ((site.pick(component.storage) or INCLUDED_DISK) - INCLUDED_DISK) / GB
    if extra > 0.0:
        terms = (count, site.hours, extra)
        yield site.metered("fargate.ephemeral", busy * extra, how + "GB of disk above 20", *terms)


def balancer(component: LoadBalancer, site: Site) -> Iterator[Event]:
    if component.kind == "gateway":
        yield site.gap(f"price of {component}: gateway load balancers are not in the bill", component.field("kind"))
        return
    short = "alb" if component.kind == "application" else "nlb"
    yield site.running(f"elb.{short}_hour", 1.0, "load balancer")
    total = bytes_through = 0.0
    for traffic in site.arriving:
        total += traffic.calls
        size, answer = site.payload(traffic), site.spread(traffic.flow.response) if traffic.flow is not None else None
        if size is None and answer is None and traffic.calls > 0.0:
            yield site.no_payload(traffic, f"what passes through {component} is counted by its connections alone")
        bytes_through += traffic.calls * ((size.mean if size else 0.0) + (answer.mean if answer else 0.0))
    opened = site.pick(site.usage.connections) if site.usage is not None else None
    if opened is None and total > 0.0:
        yield site.assumed(f"every request to {component} opens a connection of its own")
    rate, an_hour = total / (site.hours * 3600.0), bytes_through / GB / site.hours
    units = capacity_units(component.kind, rate, opened or 0.0, an_hour)
    how = "{} h × {} units: {} connections a second, {} GB an hour"
    yield site.metered(f"elb.{short}_lcu_hour", units * site.hours, how, site.hours, float(units), rate, an_hour)
