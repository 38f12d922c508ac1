"""One leg of a packet's way: from a subnet, by routes, to an interface or a gateway that does more than pass it on."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from archlint.design.network.addresses import IPV6
from archlint.design.network.linked import Network, matches
from archlint.design.network.steps import MAX_NETWORKS, Landing, LostError, Way, at_site, cross, lost
from archlint.design.network.topology import At, Route, Subnet, To, Vpc, Vpn
from archlint.design.network.transit import by_tables, through_transit

if TYPE_CHECKING:
    from collections.abc import Callable

    from archlint.design.network.answer import Packet, Trace


def travel(network: Network, trace: Trace, packet: Packet, subnet: Subnet) -> Landing | None:
    """Follow a packet from a subnet until it lands; None where it is lost, which the trace then says.

    Network ACLs are judged on the way; what they stop goes on, so that everything that fails is found.
    """
    try:
        return _travel(network, trace, packet, subnet, foreign=False, carries_groups=True)
    except LostError as end:
        trace.stop_at(end.stop)
        return None


def travel_from_vpn(network: Network, trace: Trace, packet: Packet, vpn: Vpn) -> Landing | None:
    """Follow a packet that comes out of a VPN, into its network or through its transit gateway."""
    try:
        if vpn.vpc is not None:
            if not vpn.vpc.holds(packet.target):
                code = "VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
                raise lost(packet, "vpn-not-transitive", vpn.vpc.name, vpn.at, code, vpn.name, vpn.vpc.at)
            return _deliver(network, trace, packet, vpn.vpc, To.VPN)
        for gateway in network.transit_gateways.values():
            attachment = network.attachments.get((gateway.name, vpn.name))
            if attachment is not None:
                arrival = by_tables(network, trace, packet, gateway, attachment, None)
                if isinstance(arrival, Landing):
                    return arrival
                return _travel(network, trace, packet, arrival, foreign=True, carries_groups=False)
        raise lost(packet, "tgw-no-attachment", vpn.name, vpn.at, "BAD_STATE_ATTACHMENT", vpn.name)
    except LostError as end:
        trace.stop_at(end.stop)
        return None


def _travel(
    network: Network, trace: Trace, packet: Packet, subnet: Subnet, *, foreign: bool, carries_groups: bool
) -> Landing:
    for _ in range(MAX_NETWORKS):
        host = network.hosts.get((subnet.vpc.name, packet.target))
        if host is not None and host.subnet is subnet:
            if foreign:
                cross(network, trace, packet, subnet, outward=False)
            return Landing(To.LOCAL, subnet.vpc, host, carries_groups=carries_groups)
        cross(network, trace, packet, subnet, outward=True)
        way = Way(network, trace, packet, subnet, _route(network, trace, packet, subnet), foreign)
        if way.route.to is not To.TRANSIT_GATEWAY:
            landing = _FOLLOW[way.route.to](way)
            return landing if carries_groups else landing._replace(carries_groups=False)
        gateway = network.transit_gateways.get(way.route.target)
        if gateway is None:
            _nowhere(way)
        carries_groups = carries_groups and gateway.carries_groups
        arrival = through_transit(way, gateway)
        if isinstance(arrival, Landing):
            return arrival
        subnet, foreign = arrival, True
    raise lost(packet, "routing-loop", subnet.name, subnet.table.at, "NO_PATH", subnet.table.name, subnet.at)


def _route(network: Network, trace: Trace, packet: Packet, subnet: Subnet) -> Route:
    table = subnet.table
    found = matches(network.routes[table], packet.target)
    route = next(found, None)
    if route is None:
        code = "NO_ROUTE_TO_DESTINATION"
        raise lost(packet, "no-route", subnet.name, table.at or subnet.at, code, table.name, subnet.at)
    if not route.live:
        hidden = next((other for other in found if other.live), None)
        same = hidden is not None and any(block in route.blocks for block in hidden.blocks)
        code = "BAD_STATE_ROUTE" if hidden is None else "HIGHER_PRIORITY_ROUTE" if same else "MORE_SPECIFIC_ROUTE"
        related = (subnet.at,) if hidden is None else (subnet.at, hidden.at)
        raise lost(packet, "blackhole", subnet.name, route.at, code, route.destination, *related)
    detail = f"{route.destination} -> {route.target or route.to}"
    trace.pass_by("route", table.name, detail, route.at, packet.returning)
    return route


def _local(way: Way) -> Landing:
    return _deliver(way.network, way.trace, way.packet, way.subnet.vpc, To.LOCAL)


def _to_internet(way: Way) -> Landing:
    return Landing(To.INTERNET_GATEWAY, way.subnet.vpc, foreign=way.foreign)


def _to_egress_only(way: Way) -> Landing:
    vpc = way.subnet.vpc
    if way.packet.target < IPV6:
        at = (*vpc.at, "egress_only_gateway")
        raise lost(way.packet, "egress-only-ipv6", vpc.name, way.route.at, "NO_PATH", "", at)
    return Landing(To.EGRESS_ONLY_GATEWAY, vpc, foreign=way.foreign)


def _to_nat(way: Way) -> Landing:
    vpc = way.subnet.vpc
    nat = way.network.nat_gateways.get((vpc.name, way.route.target))
    if nat is None:
        _nowhere(way)
    if nat.subnet is not way.subnet:
        cross(way.network, way.trace, way.packet, nat.subnet, outward=False)
    return Landing(To.NAT_GATEWAY, vpc, nat)


def _over_peering(way: Way) -> Landing:
    vpc, packet = way.subnet.vpc, way.packet
    peering = way.network.peerings.get(way.route.target)
    far = peering.far_side(vpc) if peering else None
    if peering is None or far is None or not peering.active:
        _nowhere(way, *((peering.at,) if peering else ()))
    for side, address in ((vpc, packet.source), (far, packet.target)):
        if way.foreign or not side.holds(address):
            code = "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR"
            raise lost(
                packet, "peering-not-transitive", side.name, way.route.at, code, peering.name, side.at, peering.at
            )
    way.trace.pass_by("peering", peering.name, far.name, peering.at, packet.returning)
    return _deliver(way.network, way.trace, packet, far, To.PEERING)


def _down_vpn(way: Way) -> Landing:
    vpn = way.network.vpns.get(way.route.target)
    if vpn is None or vpn.vpc is not way.subnet.vpc:
        _nowhere(way, *((vpn.at,) if vpn else ()))
    if not vpn.active:
        at, name = way.route.at, way.route.destination
        raise lost(way.packet, "blackhole", way.subnet.name, at, "BAD_STATE_VPN", name, vpn.at)
    vpc = way.subnet.vpc
    if not vpc.holds(way.packet.source):
        code = "VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS"
        raise lost(way.packet, "vpn-not-transitive", vpc.name, way.route.at, code, vpn.name, vpc.at)
    return at_site(way.trace, way.packet, vpn, vpc)


def _into_endpoint(way: Way) -> Landing:
    vpc, packet = way.subnet.vpc, way.packet
    endpoint = way.network.endpoints.get((vpc.name, way.route.target))
    if endpoint is None:
        _nowhere(way)
    if way.foreign:
        raise lost(packet, "endpoint-not-shared", endpoint.name, endpoint.at, "NO_POSSIBLE_DESTINATION", vpc.name)
    if packet.protocol not in ("tcp", "icmp"):
        raise lost(packet, "endpoint-protocol", endpoint.name, endpoint.at, "VPCE_GATEWAY_PROTOCOL_RESTRICTION")
    way.trace.pass_by("endpoint", endpoint.name, endpoint.service, endpoint.at, packet.returning)
    return Landing(To.ENDPOINT, vpc, endpoint=endpoint)


def _nowhere(way: Way, *related: At) -> NoReturn:
    """The route's target is gone or was never there."""
    route = way.route
    related = (way.subnet.at, *related)
    raise lost(way.packet, "blackhole", way.subnet.name, route.at, "BAD_STATE_ROUTE", route.destination, *related)


_FOLLOW: dict[To, Callable[[Way], Landing]] = {
    To.LOCAL: _local,
    To.INTERNET_GATEWAY: _to_internet,
    To.EGRESS_ONLY_GATEWAY: _to_egress_only,
    To.NAT_GATEWAY: _to_nat,
    To.PEERING: _over_peering,
    To.VPN: _down_vpn,
    To.ENDPOINT: _into_endpoint,
    To.NOTHING: _nowhere,
}


def _deliver(network: Network, trace: Trace, packet: Packet, vpc: Vpc, to: To) -> Landing:
    """The packet is in its target's network: find the interface and enter its subnet."""
    host = network.hosts.get((vpc.name, packet.target))
    if host is None:
        raise lost(packet, "no-such-address", vpc.name, vpc.at, "NO_POSSIBLE_DESTINATION")
    cross(network, trace, packet, host.subnet, outward=False)
    return Landing(to, vpc, host)
