"""How networks are laid out, read for the rules about it: overlaps, NAT gateways, endpoints, openings."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from archlint.catalog.networks import networks
from archlint.checks._reasons import shown_ports
from archlint.design.network.addresses import SOMEWHERE, everything, overlap, read_block, show_block, within
from archlint.design.network.building import readable, stated, text
from archlint.design.network.linked import matches
from archlint.design.network.services import endpoint_name
from archlint.design.network.topology import To
from archlint.model.base import Place
from archlint.model.registry import IN_NETWORKS_ONLY, WORKERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.design.network.addresses import Block
    from archlint.design.network.topology import At, NatGateway, Subnet
    from archlint.model.component import Component
    from archlint.model.network import Endpoint, SecurityGroup, Vpc


class Clash(NamedTuple):
    """Two ranges of addresses that do not go together."""

    one: str
    how: str
    other: str
    at: Place
    related: Place


class Opening(NamedTuple):
    """A rule of a group that admits everyone to a component."""

    group: str
    ports: str
    component: Component
    at: At


class Shared(NamedTuple):
    """A NAT gateway and the subnets of other zones whose default route leads to it."""

    nat: NatGateway
    subnets: list[str]
    zones: list[str]
    at: list[At]


def _vpcs(design: Design) -> dict[str, Vpc]:
    return cast("dict[str, Vpc]", design.description.sections.get("vpcs", {}))


def _default_route_to(design: Design, subnet: Subnet) -> tuple[To, str] | None:
    """What a subnet's way to the internet leads to, if it has one that works."""
    network = design.network.network
    route = next(matches(network.routes[subnet.table], SOMEWHERE), None)
    return (route.to, route.target) if route is not None and route.live else None


def nat_gateways_without_way_out(design: Design) -> Iterator[NatGateway]:
    """Public NAT gateways in subnets that lead to no internet gateway."""
    for nat in design.network.network.topology.nat_gateways:
        way = _default_route_to(design, nat.subnet)
        if nat.public and (way is None or way[0] is not To.INTERNET_GATEWAY) and not _uncertain(design, nat.subnet):
            yield nat


def _uncertain(design: Design, subnet: Subnet) -> bool:
    return ("vpcs", subnet.vpc.name) in design.network.uncertain


def nat_gateways_of_other_zones(design: Design) -> Iterator[Shared]:
    """The NAT gateways through which subnets of other zones leave, with those subnets and their zones."""
    network = design.network.network
    for nat in network.topology.nat_gateways:
        leaning = [
            subnet
            for subnet in network.topology.subnets
            if subnet.vpc is nat.subnet.vpc
            and _default_route_to(design, subnet) == (To.NAT_GATEWAY, nat.name)
            and subnet.zone != nat.subnet.zone
        ]
        if leaning:
            zones = sorted({subnet.zone for subnet in leaning})
            yield Shared(nat, [subnet.name for subnet in leaning], zones, [subnet.at for subnet in leaning])


def gateway_endpoints_of_other_services(design: Design) -> Iterator[tuple[str, Endpoint, str]]:
    for vpc in _vpcs(design).values():
        for name, endpoint in readable(vpc.endpoints):
            service = endpoint_name(text(endpoint.service) or name)
            if endpoint.kind == "gateway" and service not in networks().with_gateway:
                yield name, endpoint, service


def endpoints_without_dns(design: Design) -> Iterator[tuple[str, Endpoint, Vpc, str]]:
    """Interface endpoints whose service's own name cannot lead to them, for their network gives no names."""
    for vpc in _vpcs(design).values():
        for name, endpoint in readable(vpc.endpoints):
            no_names: bool = vpc.dns_hostnames is False or vpc.dns_support is False
            if endpoint.kind == "interface" and endpoint.private_dns is True and no_names:
                yield name, endpoint, vpc, endpoint_name(text(endpoint.service) or name)


def clashes(design: Design) -> Iterator[Clash]:
    """Subnets that overlap or lie outside their network, and peered networks that overlap."""
    for name, vpc in _vpcs(design).items():
        yield from _within_one(name, vpc)
    for name, peering in design.description.sections.get("peerings", {}).items():
        ends = [each for each in stated(getattr(peering, "between", ())) if each in _vpcs(design)]
        if len(set(ends)) == 2:
            yield from _between_two(design, name, ends[0], ends[1])


def _blocks(vpc: Vpc) -> list[Block]:
    cidrs = [*stated(vpc.cidr), *stated(vpc.cidrs)]
    return [read_block(cidr) for cidr in (*cidrs, text(vpc.cidr6)) if cidr]


def _within_one(name: str, vpc: Vpc) -> Iterator[Clash]:
    own = _blocks(vpc)
    earlier: list[tuple[str, Block, Place]] = []
    for subnet_name, subnet in readable(vpc.subnets):
        for field in ("cidr", "cidr6"):
            cidr = text(getattr(subnet, field))
            if not cidr:
                continue
            block, at = read_block(cidr), subnet.field(field)
            shown = f"{subnet_name} ({show_block(block)})"
            if own and not any(within(block, each) for each in own):
                ranges = ", ".join(show_block(each) for each in own)
                yield Clash(shown, "lies outside", f"{name} ({ranges})", at, vpc.field("cidr"))
            for other, taken, place in earlier:
                if overlap(block, taken):
                    yield Clash(shown, "overlaps", f"{other} ({show_block(taken)})", at, place)
            earlier.append((subnet_name, block, at))


def _between_two(design: Design, peering: str, one: str, other: str) -> Iterator[Clash]:
    vpcs = _vpcs(design)
    at = Place(("peerings", peering))
    for block in _blocks(vpcs[one]):
        for far in _blocks(vpcs[other]):
            if overlap(block, far):
                shown = f"{other} ({show_block(far)}), its peer by {peering}"
                yield Clash(f"{one} ({show_block(block)})", "overlaps", shown, at, vpcs[other].field("cidr"))
                return


def openings(design: Design) -> Iterator[Opening]:
    """Ingress rules from everywhere on what no outsider is meant to reach."""
    vpcs = _vpcs(design)
    everywhere = (everything(4), everything(6))
    for component in design.components.values():
        place = component.vpc
        vpc = vpcs.get(place.name) if place is not None else None
        if place is None or vpc is None or component.type == "lambda" or _is_entry(design, component):
            continue
        groups = dict(readable(vpc.security_groups))
        for name in stated(place.security_groups):
            group: SecurityGroup | None = groups.get(name)
            for rule in stated(group.ingress) if group is not None else ():
                if any("/" in peer and read_block(peer) in everywhere for peer in stated(rule.source)):
                    ports = stated(rule.ports)
                    shown = "all ports" if ports == ((0, 65535),) else f"port {shown_ports(ports)}"
                    yield Opening(name, shown, component, (*rule.path, "from"))


def _is_entry(design: Design, component: Component) -> bool:
    """True for what outsiders are meant to call: an internet-facing load balancer, or what a client's flow leads to."""
    if component.type == "load_balancer":
        return getattr(component, "scheme", "") == "internet_facing"
    outsiders = ("client", "http_endpoint", "cloudfront", "on_premises")
    keeps_address = [
        flow.source
        for flow in design.into(component)
        if flow.source.type == "load_balancer" and getattr(flow.source, "kind", "") == "network"
    ]
    return any(flow.source.type in outsiders for flow in design.into(component)) or any(
        getattr(balancer, "scheme", "") == "internet_facing" for balancer in keeps_address
    )


def is_reached_privately(target: Component) -> bool:
    """True for what can be reached only from within a network, or perhaps only from there."""
    if target.type == "lambda":
        return False  # it is called through its service, wherever it stands itself
    if target.vpc is not None or target.type in IN_NETWORKS_ONLY or target.type == "on_premises":
        return True
    if target.type in WORKERS | {"load_balancer", "opensearch"}:
        return True
    return getattr(target, "public", True) is not True or getattr(target, "endpoint", "") == "private"
