"""Transit gateways: which attachment a packet enters by, which table routes it, and where it comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.design.network.linked import Network, matches
from archlint.design.network.steps import MAX_NETWORKS, Landing, Way, at_site, cross, lost, stop

if TYPE_CHECKING:
    from archlint.design.network.answer import Packet, Trace
    from archlint.design.network.topology import Attachment, Subnet, TransitGateway


def through_transit(way: Way, gateway: TransitGateway) -> Landing | Subnet:
    """From a subnet into a transit gateway, and out of it into a subnet of another network or down a VPN."""
    network, trace, packet, subnet = way.network, way.trace, way.packet, way.subnet
    attachment = network.attachments.get((gateway.name, subnet.vpc.name))
    if attachment is None:
        at = way.route.at
        raise lost(packet, "tgw-no-attachment", gateway.name, at, "BAD_STATE_ATTACHMENT", subnet.vpc.name, gateway.at)
    door = _door(attachment, subnet.zone)
    if door is None:
        code, name = "TGW_ROUTE_AZ_RESTRICTION", gateway.name
        trace.stop_at(stop(packet, "tgw-az", subnet.name, subnet.at, code, name, (attachment.at,)))
    elif door is not subnet:
        cross(network, trace, packet, door, outward=False)
    return by_tables(network, trace, packet, gateway, attachment, subnet)


def by_tables(
    network: Network,
    trace: Trace,
    packet: Packet,
    gateway: TransitGateway,
    attachment: Attachment,
    subnet: Subnet | None,
) -> Landing | Subnet:
    """From an attachment by the gateways' tables to a subnet or a VPN. `subnet` is where the packet came from."""
    for _ in range(MAX_NETWORKS):
        if not attachment.table:
            code = "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION"
            raise lost(packet, "tgw-no-association", gateway.name, attachment.at, code, attachment.name)
        target = _transit_target(network, trace, packet, gateway, attachment.table)
        if target.subnets:
            return _door(target, subnet.zone if subnet else "") or target.subnets[0]
        if target.vpn and (vpn := network.vpns.get(target.vpn)) and vpn.active:
            return at_site(trace, packet, vpn, subnet.vpc if subnet else None)
        peer = network.transit_gateways.get(target.peer)
        back = network.attachments.get((target.peer, gateway.name))
        if peer is None or back is None:
            code = "TGW_BAD_STATE_VPN" if target.vpn else "TGW_RTB_BAD_STATE_ROUTE"
            raise lost(packet, "tgw-blackhole", gateway.name, target.at, code, attachment.table)
        gateway, attachment = peer, back
    raise lost(packet, "routing-loop", gateway.name, gateway.at, "NO_PATH", gateway.name)


def _transit_target(network: Network, trace: Trace, packet: Packet, gateway: TransitGateway, table: str) -> Attachment:
    found = matches(network.transit_routes.get((gateway.name, table), ()), packet.target)
    at = (*gateway.at, "tables", table)
    first = next(found, None)
    if first is None:
        raise lost(packet, "tgw-no-route", gateway.name, at, "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT", table)
    target, index = first
    if target is None:
        hides = any(other is not None for other, _ in found)
        code = "TGW_RTB_MORE_SPECIFIC_ROUTE" if hides else "TGW_RTB_BAD_STATE_ROUTE"
        raise lost(packet, "tgw-blackhole", gateway.name, gateway.tables[table][index].at, code, table)
    detail = f"{table} -> {target.name}"
    trace.pass_by("transit-gateway", gateway.name, detail, gateway.at, packet.returning)
    return target


def _door(attachment: Attachment, zone: str) -> Subnet | None:
    """The subnet of an attachment that serves a zone; a zone that is not stated is served by any."""
    return next((subnet for subnet in attachment.subnets if not zone or subnet.zone in (zone, "")), None)
