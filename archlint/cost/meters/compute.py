"""Instances, containers and load balancers: by the hour, and by what passes through."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from archlint.catalog.billing import billed
from archlint.cost.meters.rounding import GB
from archlint.design.load.capacity import instances, worker_rate
from archlint.document.units import MONTH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.cost.site import Site, Traffic
    from archlint.model.component import Component
    from archlint.model.compute import AutoScalingGroup, EcsService, Instance, LoadBalancer, Volume

Copies: TypeAlias = "list[tuple[float, Traffic | None]]"
"""How many copies run, and the traffic that needs them; None for those that are always there."""

INCLUDED_DISK = billed("fargate.disk.included")
INCLUDED_IOPS = billed("ebs.gp3.iops.included")
CONNECTIONS_A_SECOND = {kind: billed(f"elb.{kind}.new") for kind in ("application", "network")}
CONNECTIONS_OPEN = {kind: billed(f"elb.{kind}.open") for kind in ("application", "network")}


def capacity_units(kind: str, new: float, opened: float, gb_an_hour: float) -> float:
    """Capacity units in use: the largest of new connections per second, open connections, GB an hour.

    Rules count beyond the first ten of a listener; a description has hardly as many.
    """
    return max(new / CONNECTIONS_A_SECOND[kind], opened / CONNECTIONS_OPEN[kind], gb_an_hour)


def instance(component: Instance, site: Site) -> Iterator[Event]:
    yield from _hours(component, site, component.instance_type, [(float(component.count), None)], component.volume)


def group(component: AutoScalingGroup, site: Site) -> Iterator[Event]:
    """An auto scaling group at its average size: what the load needs, within its bounds."""
    spot = site.pick(component.spot) or 0.0
    if spot > 0.0:
        yield site.gap(f"price of the Spot instances of {component}: they are not in the bill", component.field("spot"))
    copies = [(count * (1.0 - spot), traffic) for count, traffic in running_copies(component, site)]
    yield from _hours(component, site, component.instance_type, copies, component.volume)


def running_copies(component: Component, site: Site) -> list[tuple[float, Traffic | None]]:
    """Copies of a worker that run on average: its fewest, and what more its load needs up to its most, by cause."""
    fewest, most = instances(component, site.end, most=False), instances(component, site.end, most=True)
    busy: list[tuple[float, Traffic]] = []
    for traffic in site.arriving:
        rate = worker_rate(traffic.flow, site.end) if traffic.flow is not None else None
        if rate and traffic.events > 0.0:
            busy.append((traffic.events / MONTH / rate, traffic))
    needed = sum(count for count, _ in busy)
    more = min(needed, max(most, fewest)) - fewest
    if more <= 0.0:
        return [(fewest, None)]
    return [(fewest, None), *((more * count / needed, traffic) for count, traffic in busy)]


def _hours(
    component: Component, site: Site, instance_type: str, copies: Copies, volume: Volume | None
) -> Iterator[Event]:
    kind = instance_type.replace(".", "_").replace("-", "_")
    how = "{} " + instance_type + " × {} h"
    is_public = component.vpc is not None and component.vpc.public_address
    for count, traffic in copies:
        if count <= 0.0 and len(copies) > 1:
            continue
        hours = count * site.hours
        yield site.metered(f"ec2.instance_{kind}", hours, how, count, site.hours, by=traffic)
        if volume is not None:
            yield from _disks(site, volume, count, traffic)
        if is_public:
            what = "{} public addresses × {} h"
            yield site.metered("vpc.public_ipv4_in_use", hours, what, count, site.hours, by=traffic)
    if volume is None:
        yield site.assumed(f"{component} has no disk of its own in the bill: it states no `volume`")


def _disks(site: Site, volume: Volume, count: float, traffic: Traffic | None) -> Iterator[Event]:
    size = (site.pick(volume.size) or 0.0) / GB
    how = "{} volumes × {} GB"
    yield site.metered(f"ec2.ebs_{volume.kind}_storage", count * size, how, count, size, by=traffic)
    if volume.iops:
        extra = volume.iops - INCLUDED_IOPS if volume.kind == "gp3" else volume.iops
        if extra > 0:
            how = "{} volumes × {} IOPS"
            yield site.metered(f"ec2.ebs_{volume.kind}_iops", count * extra, how, count, float(extra), by=traffic)


def service(component: EcsService, site: Site) -> Iterator[Event]:
    """Fargate tasks by the vCPU-hour and the GB-hour; on EC2 the instances are paid, not the tasks."""
    if component.launch != "fargate":
        yield site.assumed(f"{component} runs on instances that are described elsewhere")
        return
    suffix = "arm" if component.architecture == "arm64" else "x86"
    cpu, memory = site.pick(component.cpu) or 0.0, (site.pick(component.memory) or 0.0) / GB
    extra = ((site.pick(component.storage) or INCLUDED_DISK) - INCLUDED_DISK) / GB
    how = "{} tasks × {} h × {} "
    for count, traffic in running_copies(component, site):
        busy = count * site.hours
        yield site.metered(f"fargate.vcpu_{suffix}", busy * cpu, how + "vCPU", count, site.hours, cpu, by=traffic)
        yield site.metered(f"fargate.gb_{suffix}", busy * memory, how + "GB", count, site.hours, memory, by=traffic)
        if extra > 0.0:
            terms = (count, site.hours, extra)
            yield site.metered("fargate.ephemeral", busy * extra, how + "GB of disk above 20", *terms, by=traffic)


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
    for traffic in site.arriving:
        part = units * traffic.calls / total if total else 0.0
        quantity = part * site.hours
        yield site.metered(f"elb.{short}_lcu_hour", quantity, how, site.hours, part, rate, an_hour, by=traffic)
