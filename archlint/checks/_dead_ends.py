"""Routes whose target is not there: a gateway that is not attached, or one that leads elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.design.network.addresses import IPV6
from archlint.design.network.topology import Route, RouteTable, To, Vpc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.design.network.linked import Network
    from archlint.design.network.topology import At


class DeadEnd(NamedTuple):
    """A route, the table it stands in, and why nothing gets through it; `related` is what it cannot use."""

    table: RouteTable
    route: Route
    target: str
    reason: str
    related: At


def dead_ends(design: Design) -> Iterator[DeadEnd]:
    """The routes of tables in use that can carry nothing as they are written, each once."""
    network = design.network.network
    told: set[At] = set()
    for subnet in network.topology.subnets:
        if ("vpcs", subnet.vpc.name) in design.network.uncertain:
            continue
        for route in subnet.table.routes:
            reason, related = _fault(network, subnet.vpc, route)
            if reason and route.at not in told:
                told.add(route.at)
                yield DeadEnd(subnet.table, route, route.target or route.to.value, reason, related)


def is_dead_end(design: Design, at: At) -> bool:
    """True where the route at a place of the description can carry nothing as it is written."""
    network = design.network.network
    return any(
        route.at == at and _fault(network, subnet.vpc, route)[0]
        for subnet in network.topology.subnets
        for route in subnet.table.routes
    )


def _fault(network: Network, vpc: Vpc, route: Route) -> tuple[str, At]:
    """Why a route of a network can carry nothing, and the place of what it leads to; "" where it can."""
    if route.to is To.INTERNET_GATEWAY and not vpc.internet_gateway:
        return f"and {vpc.name} has no internet gateway", (*vpc.at, "internet_gateway")
    if route.to is To.EGRESS_ONLY_GATEWAY:
        at = (*vpc.at, "egress_only_gateway")
        if not vpc.egress_only_gateway:
            return f"and {vpc.name} has no egress-only gateway", at
        return ("which carries IPv6 only", at) if not _is_ipv6(route) else ("", ())
    if route.to is To.PEERING:
        peering = network.peerings.get(route.target)
        if peering is not None and peering.far_side(vpc) is None:
            return f"which joins {peering.one.name} and {peering.other.name}", peering.at
    if route.to is To.VPN:
        vpn = network.vpns.get(route.target)
        if vpn is not None and vpn.vpc is not vpc:
            return f"which does not end in {vpc.name}", vpn.at
    if route.to is To.TRANSIT_GATEWAY and (route.target, vpc.name) not in network.attachments:
        gateway = network.transit_gateways.get(route.target)
        return f"to which {vpc.name} is not attached", gateway.at if gateway is not None else ()
    return "", ()


def _is_ipv6(route: Route) -> bool:
    return all(block.first >= IPV6 for block in route.blocks)
