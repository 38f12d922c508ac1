"""Bytes that cross a border: to the internet, to another region, between zones, through a NAT gateway or endpoint."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from archlint.cost.meters.rounding import GB
from archlint.cost.site import Site
from archlint.model.flow import WRITES
from archlint.model.registry import STORES, WORKERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.cost.events import Event
    from archlint.cost.meters.rounding import Spread
    from archlint.cost.site import Traffic
    from archlint.design.graph import Design
    from archlint.design.load import Load
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

ABROAD = frozenset({"client", "http_endpoint", "on_premises", "splunk"})
"""Outside AWS: bytes to them leave over the internet."""
_ANSWERING = frozenset({"api_gateway", "appsync", "lambda", "load_balancer"}) | WORKERS
_METERED = ("nat-gateway", "endpoint")
NO_BYTES = frozenset({"cloudfront", "iot_core"})
"""They bill their own bytes."""


class Way(NamedTuple):
    """Bytes of one direction of a flow: from whom, to whom, and how many each time."""

    source: Component
    target: Component
    size: Spread | None


def transfers(design: Design, load: Load) -> Iterator[Event]:
    """Data transfer of every flow, on the bill of the component inside AWS that sends it."""
    for flow in design.all_flows:
        if design.description.sections.get("vpcs"):
            yield from _processed(design, load, flow)
        source, target = flow.source, flow.target
        if source.type in NO_BYTES or target.type in NO_BYTES:
            continue
        if source.type in ABROAD and target.type in ABROAD:
            continue
        if _stays(design, source, target):
            continue
        yield from _of(design, load, flow)


def _processed(design: Design, load: Load, flow: AnyFlow) -> Iterator[Event]:
    """Bytes both ways through the NAT gateways and interface endpoints on a flow's way, shared evenly by its ways."""
    crossing = design.network.crossing(flow)
    if crossing is None:
        return
    paths = crossing.answer.paths
    met = [hop.at for path in paths for hop in path.hops if hop.kind in _METERED and not hop.returning]
    if not met:
        return
    site = Site(design, load, crossing.caller)
    traffic = site.traffic(flow)
    there, back = site.payload(traffic), site.spread(flow.response)
    if there is None and traffic.events > 0.0:
        yield site.no_payload(traffic, "its bytes through the network are not in the bill")._replace(is_work=False)
    sent = traffic.events * (there.mean if there else 0.0) + traffic.calls * (back.mean if back else 0.0)
    for at, times in Counter(met).items():
        dimension = _dimension(design, at)
        if dimension:
            quantity = sent * times / len(paths) / GB
            name = f"{at[1]}.{at[3]}"
            how = "{} GB of {}"
            yield site.metered(dimension, quantity, how, quantity, str(flow), by=traffic)._replace(component=name)


def _dimension(design: Design, at: tuple[str | int, ...]) -> str:
    """What the bytes through a part of a network are billed as; gateway endpoints take nothing."""
    if at[2] == "nat_gateways":
        return "vpc.nat_gb"
    vpc = design.description.sections["vpcs"][str(at[1])]
    endpoint = getattr(vpc, "endpoints", {}).get(at[3])
    return "vpc.endpoint_gb" if getattr(endpoint, "kind", "") == "interface" else ""


def _stays(design: Design, source: Component, target: Component) -> bool:
    """True where both ends are in AWS, in one region, and not known to be in different zones."""
    if source.type in ABROAD or target.type in ABROAD:
        return False
    home = design.description.head.region
    if (source.region or home) != (target.region or home):
        return False
    return not between_zones(design, source, target)


def _of(design: Design, load: Load, flow: AnyFlow) -> Iterator[Event]:
    inside = flow.source if flow.source.type not in ABROAD else flow.target
    site = Site(design, load, inside)
    traffic = site.traffic(flow)
    if traffic.calls <= 0.0:
        return
    there = Way(flow.source, flow.target, site.payload(traffic))
    back = Way(flow.target, flow.source, site.spread(flow.response))
    for way, count in ((there, traffic.events), (back, traffic.calls)):
        yield from _sent(design, load, way, traffic, count)


def _sent(design: Design, load: Load, way: Way, traffic: Traffic, count: float) -> Iterator[Event]:
    """What one direction costs; what comes in from the internet costs nothing."""
    if way.source.type in ABROAD:
        return
    site = Site(design, load, way.source)
    home = design.description.head.region
    dimension, times = "data_transfer.internet_out", 1.0
    if way.target.type not in ABROAD:
        other = way.target.region or home
        same = (way.source.region or home) == other
        dimension, times = ("data_transfer.inter_az", 2.0) if same else ("data_transfer.inter_region_out", 1.0)
    if way.size is None:
        flow = traffic.flow
        field = "payload" if flow is not None and way.source is flow.source else "response"
        told = field == "payload" or (dimension == "data_transfer.internet_out" and _answers(way.source, flow))
        if flow is not None and told:
            what = f"{field} of {flow}: its bytes to {way.target} are not in the bill"
            yield site.gap(what, flow.field(field))._replace(is_work=False)
        return
    quantity = count * way.size.mean / GB * times
    how = "{} times {} B to " + str(way.target) + (", paid on both sides" if times == 2.0 else "")
    yield site.metered(dimension, quantity, how, count, way.size.mean, by=traffic)


def _answers(component: Component, flow: AnyFlow | None) -> bool:
    """True where what a component sends back is more than that it has understood."""
    if component.type in STORES:
        return flow is not None and flow.operation not in WRITES
    return component.type in _ANSWERING


def between_zones(design: Design, source: Component, target: Component) -> bool:
    """True where both ends stand in one known zone each, and those differ."""
    here, there = _zones(design, source), _zones(design, target)
    return len(here) == 1 and len(there) == 1 and here != there


def _zones(design: Design, component: Component) -> frozenset[str]:
    """The zones a component stands in; none where it is in no network of one's own."""
    attachment = component.vpc
    vpcs = design.description.sections.get("vpcs", {})
    if attachment is None or attachment.name not in vpcs:
        return frozenset()
    subnets = getattr(vpcs[attachment.name], "subnets", {})
    return frozenset(subnets[name].zone for name in attachment.subnets if name in subnets)
