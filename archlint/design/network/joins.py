"""What joins networks: peerings, transit gateways, VPNs, and the sites at their far ends."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from archlint.design.network import topology as t
from archlint.design.network.addresses import Block, read_block
from archlint.design.network.building import Plan, address_of, has_unknown, items, readable, stated, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.model import network as m
    from archlint.model.outside import OnPremises

DEFAULT_TABLE = "default"


def peerings(plan: Plan) -> Iterator[t.Peering]:
    for name, peering in plan.peerings.items():
        ends = [plan.networks[each] for each in stated(peering.between) if each in plan.networks]
        if len(ends) == 2:
            yield t.Peering(name, ends[0], ends[1], peering.state == "active", peering.path)


def vpns(plan: Plan) -> Iterator[t.Vpn]:
    """Every VPN with the blocks behind it: its own routes, else its site's, and those of systems that come by it."""
    for name, vpn in plan.vpns.items():
        blocks = [read_block(cidr) for cidr in stated(vpn.routes)]
        site = plan.sites.get(text(vpn.site))
        if not blocks and site is not None:
            blocks = [read_block(cidr) for cidr in stated(site.cidrs)]
        for system in _on_premises(plan):
            if text(system.via) == name:
                blocks.extend(_blocks_of(system))
        network = plan.networks.get(text(vpn.vpc))
        unique = tuple(dict.fromkeys(blocks))
        yield t.Vpn(name, network, text(vpn.site) or name, unique, vpn.state == "up", vpn.path)


def sites(plan: Plan) -> Iterator[t.Node]:
    """A site answers at its hosts' addresses, or, without hosts, at the first address of its first CIDR."""
    for name, site in plan.sites.items():
        addresses = [number for _, host in items(site.hosts) if (number := address_of(host)) is not None]
        if not addresses:
            addresses = [read_block(cidr).first + 1 for cidr in stated(site.cidrs)[:1]]
        if name not in plan.description.components:
            yield t.Node(name, t.Kind.SITE, addresses=tuple(addresses), at=site.path)


def system_addresses(system: OnPremises) -> tuple[int, ...]:
    """One address for each address or CIDR that an on-premises system states."""
    return tuple(block.first if block.first == block.last else block.first + 1 for block in _blocks_of(system))


def _on_premises(plan: Plan) -> Iterator[OnPremises]:
    for component in plan.description.components.values():
        if component.type == "on_premises":
            yield cast("OnPremises", component)


def _blocks_of(system: OnPremises) -> Iterator[Block]:
    for address in stated(system.addresses):
        try:
            yield read_block(address)
        except ValueError:
            continue


def transit_gateways(plan: Plan) -> Iterator[t.TransitGateway]:
    """Every transit gateway with all tables that its attachments use, also those without routes."""
    for name, gateway in plan.transit_gateways.items():
        if has_unknown(gateway):
            plan.uncertain.update(_attached(plan, gateway))
        attachments = tuple(_attachments(plan, name, gateway))
        tables = {table: tuple(_static_routes(gateway, table, routes)) for table, routes in items(gateway.tables)}
        used = {attachment.table for attachment in attachments if attachment.table}
        for table in used | {table for attachment in attachments for table in attachment.propagates_to}:
            tables.setdefault(table, ())
        yield t.TransitGateway(name, attachments, tables, gateway.group_references is True, gateway.path)


def _attached(plan: Plan, gateway: m.TransitGateway) -> set[str]:
    return {text(each.vpc) or name for name, each in readable(gateway.attachments)} & plan.vpcs.keys()


def _static_routes(gateway: m.TransitGateway, table: str, routes: dict[str, str]) -> Iterator[t.TransitRoute]:
    for cidr, target in items(routes):
        if text(target):
            attachment = "" if target == "blackhole" else target
            yield t.TransitRoute((read_block(cidr),), attachment, (*gateway.path, "tables", table, cidr))


def _attachments(plan: Plan, name: str, gateway: m.TransitGateway) -> Iterator[t.Attachment]:
    """The attachments that are written, and those that VPNs and peers imply."""
    written = dict(readable(gateway.attachments))
    for own, attachment in written.items():
        yield _attachment(plan, gateway, own, attachment)
    implied = [(each, vpn.path) for each, vpn in plan.vpns.items() if text(vpn.transit_gateway) == name]
    implied += [(each, (*gateway.path, "peers")) for each in stated(gateway.peers)]
    implied += [(each, (*other.path, "peers")) for each, other in plan.transit_gateways.items() if name in other.peers]
    taken = (
        set(written) | {text(each.vpn) for each in written.values()} | {text(each.peer) for each in written.values()}
    )
    for each, at in dict(implied).items():
        if each not in taken:
            table = "" if gateway.tables else DEFAULT_TABLE
            vpn = each if each in plan.vpns else ""
            blocks = _vpn_blocks(plan, vpn)
            learned = (table,) if vpn and table else ()
            yield t.Attachment(each, None, vpn, "" if vpn else each, (), blocks, table, learned, at)


def _attachment(plan: Plan, gateway: m.TransitGateway, own: str, attachment: m.Attachment) -> t.Attachment:
    network = plan.networks.get(text(attachment.vpc) or own)
    vpn = text(attachment.vpn) or (own if own in plan.vpns else "")
    peer = text(attachment.peer) or (own if own in plan.transit_gateways else "")
    default = "" if gateway.tables else DEFAULT_TABLE
    table = text(attachment.table) or default
    propagate = stated(attachment.propagate)
    if attachment.propagate is None and default and not peer:
        propagate = (default,)
    subnets: tuple[t.Subnet, ...] = ()
    if network is not None:
        named = [plan.subnets.get((network.name, each)) for each in stated(attachment.subnets)]
        subnets = tuple(subnet for subnet in named if subnet is not None)
        if not attachment.gives("subnets"):
            subnets = tuple(subnet for (vpc, _), subnet in plan.subnets.items() if vpc == network.name)
    blocks = network.blocks if network is not None else _vpn_blocks(plan, vpn)
    return t.Attachment(own, network, vpn, peer, subnets, blocks, table, propagate, attachment.path)


def _vpn_blocks(plan: Plan, name: str) -> tuple[Block, ...]:
    return next((vpn.blocks for vpn in vpns(plan) if vpn.name == name), ())
