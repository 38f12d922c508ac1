"""The networks indexed once, so that every question a packet raises afterwards is one look into a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from archlint.design.network.addresses import IPV6, Block, show_block
from archlint.design.network.topology import (
    Acl,
    AclRule,
    Attachment,
    Endpoint,
    Interface,
    NatGateway,
    Node,
    Peering,
    Route,
    RouteTable,
    To,
    Topology,
    TransitGateway,
    Vpc,
    Vpn,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")

Lookup = tuple[tuple[int, dict[int, tuple[T, ...]]], ...]
"""Longest prefix first: (host bits, network number -> what stands at this prefix, the one that wins first)."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """The topology of a design with its indexes. Networks, gateways and nodes are found by their names."""

    topology: Topology
    nodes: dict[str, Node]
    hosts: dict[tuple[str, int], Interface | NatGateway]
    public: dict[int, Interface | NatGateway]
    routes: dict[RouteTable, Lookup[Route]]
    acls: dict[Acl, tuple[tuple[AclRule, ...], tuple[AclRule, ...]]]
    nat_gateways: dict[tuple[str, str], NatGateway]
    endpoints: dict[tuple[str, str], Endpoint]
    peerings: dict[str, Peering]
    transit_gateways: dict[str, TransitGateway]
    transit_routes: dict[tuple[str, str], Lookup[tuple[Attachment | None, int]]]
    attachments: dict[tuple[str, str], Attachment]
    vpns: dict[str, Vpn]
    neighbours: frozenset[tuple[str, str]]
    """Pairs of networks between which a security group may name a group of the other."""
    referring: frozenset[tuple[str, str]]
    """Those, and the pairs on a transit gateway that hands groups on: it does so for what a group lets in, not out."""
    serving: dict[str, tuple[Endpoint, ...]]
    """The interface endpoints of each AWS service, wherever they stand."""


def link(topology: Topology) -> Network:
    """Index a topology."""
    endpoints = {(endpoint.vpc.name, endpoint.name): endpoint for endpoint in topology.endpoints}
    subnets = topology.subnets
    return Network(
        topology=topology,
        nodes={node.name: node for node in topology.nodes},
        hosts=_hosts(topology),
        public=_public(topology),
        routes={subnet.table: _compiled(subnet.table, subnet.vpc) for subnet in subnets},
        acls={subnet.acl: (_in_order(subnet.acl.ingress), _in_order(subnet.acl.egress)) for subnet in subnets},
        nat_gateways={(nat.subnet.vpc.name, nat.name): nat for nat in topology.nat_gateways},
        endpoints=endpoints,
        peerings={peering.name: peering for peering in topology.peerings},
        transit_gateways={gateway.name: gateway for gateway in topology.transit_gateways},
        transit_routes=_transit_routes(topology),
        attachments=_attachments(topology),
        vpns={vpn.name: vpn for vpn in topology.vpns},
        neighbours=_neighbours(topology),
        referring=_neighbours(topology) | frozenset(_on_one_gateway(topology)),
        serving=_serving(topology),
    )


def matches(lookup: Lookup[T], address: int) -> Iterator[T]:
    """Everything whose prefix holds the address, the winner first."""
    for host_bits, prefixes in lookup:
        found = prefixes.get(address >> host_bits)
        if found is not None:
            yield from found


def interfaces(topology: Topology) -> Iterator[Interface]:
    for node in topology.nodes:
        yield from node.interfaces
    for endpoint in topology.endpoints:
        yield from endpoint.interfaces


def _hosts(topology: Topology) -> dict[tuple[str, int], Interface | NatGateway]:
    found: dict[tuple[str, int], Interface | NatGateway] = {}
    for interface in interfaces(topology):
        for address in interface.addresses:
            found[interface.subnet.vpc.name, address] = interface
    for nat in topology.nat_gateways:
        found[nat.subnet.vpc.name, nat.address] = nat
    return found


def _public(topology: Topology) -> dict[int, Interface | NatGateway]:
    found: dict[int, Interface | NatGateway] = {}
    for interface in interfaces(topology):
        for address in interface.public:
            found[address] = interface
        for address in interface.addresses:
            if address >= IPV6:
                found[address] = interface
    for nat in topology.nat_gateways:
        for address in nat.public:
            found[address] = nat
    return found


def lookup_of(entries: Iterable[tuple[Block, tuple[object, ...], T]]) -> Lookup[T]:
    """A lookup of (block, rank, what stands there): at the same prefix the lowest rank wins."""
    ranked: dict[int, dict[int, list[tuple[tuple[object, ...], T]]]] = {}
    for block, rank, entry in entries:
        prefixes = ranked.setdefault(block.host_bits, {})
        prefixes.setdefault(block.first >> block.host_bits, []).append((rank, entry))
    return tuple(
        (bits, {prefix: _winner_first(found) for prefix, found in prefixes.items()})
        for bits, prefixes in sorted(ranked.items())
    )


def _winner_first(found: list[tuple[tuple[object, ...], T]]) -> tuple[T, ...]:
    if len(found) == 1:
        return (found[0][1],)
    return tuple(entry for _, entry in sorted(found, key=_rank))


def _rank(entry: tuple[tuple[object, ...], object]) -> tuple[str, ...]:
    return tuple(str(part) for part in entry[0])


def _compiled(table: RouteTable, vpc: Vpc) -> Lookup[Route]:
    """The table's own routes and the local route that every table has for each block of its network.

    At the same destination local comes first, then static CIDRs, then prefix lists, then what was propagated; of two
    prefix lists AWS picks one without saying which, here it is the first by name.
    """
    own = [(block, route) for route in table.routes for block in route.blocks]
    local = [(block, Route(show_block(block), (block,), To.LOCAL, at=(*vpc.at, "cidr"))) for block in vpc.blocks]
    return lookup_of((block, _precedence(route), route) for block, route in [*own, *local])


def _precedence(route: Route) -> tuple[object, ...]:
    kind = 0 if route.to is To.LOCAL else 3 if route.propagated else 2 if route.listed else 1
    return (kind, 0 if route.live else 1, route.destination, route.target)


def _in_order(rules: tuple[AclRule, ...]) -> tuple[AclRule, ...]:
    return tuple(sorted(rules, key=lambda rule: rule.number))


def _attachments(topology: Topology) -> dict[tuple[str, str], Attachment]:
    """(transit gateway, network or VPN or other transit gateway) -> what joins them."""
    return {
        (gateway.name, attachment.vpc.name if attachment.vpc else attachment.vpn or attachment.peer): attachment
        for gateway in topology.transit_gateways
        for attachment in gateway.attachments
    }


def _transit_routes(topology: Topology) -> dict[tuple[str, str], Lookup[tuple[Attachment | None, int]]]:
    """(transit gateway, table) -> where its routes lead; without attachment: a blackhole. Static beats propagated."""
    return {
        (gateway.name, table): lookup_of(_transit_entries(gateway, table))
        for gateway in topology.transit_gateways
        for table in gateway.tables
    }


def _transit_entries(
    gateway: TransitGateway, table: str
) -> Iterator[tuple[Block, tuple[object, ...], tuple[Attachment | None, int]]]:
    named = {attachment.name: attachment for attachment in gateway.attachments}
    for index, route in enumerate(gateway.tables[table]):
        for block in route.blocks:
            yield block, (0, route.attachment), (named.get(route.attachment), index)
    for attachment in gateway.attachments:
        if table in attachment.propagates_to:
            for block in attachment.blocks:
                # AWS prefers what a network announces to what a VPN announces
                yield block, (1 if attachment.vpc else 2, attachment.name), (attachment, -1)


def _neighbours(topology: Topology) -> frozenset[tuple[str, str]]:
    pairs = {(vpc.name, vpc.name) for vpc in topology.vpcs}
    for peering in topology.peerings:
        one, other = peering.one, peering.other
        if peering.active and one.region == other.region:
            pairs |= {(one.name, other.name), (other.name, one.name)}
    return frozenset(pairs)


def _on_one_gateway(topology: Topology) -> Iterator[tuple[str, str]]:
    for gateway in topology.transit_gateways:
        names = [attachment.vpc.name for attachment in gateway.attachments if attachment.vpc and gateway.carries_groups]
        yield from ((one, other) for one in names for other in names)


def _serving(topology: Topology) -> dict[str, tuple[Endpoint, ...]]:
    found: dict[str, tuple[Endpoint, ...]] = {}
    for endpoint in topology.endpoints:
        if endpoint.interfaces:
            found[endpoint.service] = (*found.get(endpoint.service, ()), endpoint)
    return found
