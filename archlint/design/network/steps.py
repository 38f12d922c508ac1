"""What every leg of a packet's way is made of: entering and leaving subnets, arriving, and being lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.design.network.answer import Packet, Stop, Trace
from archlint.design.network.filters import admitted_ports
from archlint.design.network.topology import At, Endpoint, Interface, NatGateway, Route, Subnet, To, Vpc, Vpn

if TYPE_CHECKING:
    from archlint.design.network.linked import Network

MAX_NETWORKS = 16
"""Networks and transit gateways a packet may pass before it is called lost in a circle."""


class Landing(NamedTuple):
    """Where a leg ends: at an interface or NAT gateway (`LOCAL`, `PEERING`, `NAT_GATEWAY`), or at another gateway.

    `carries_groups` is False when something on the way dropped the sender's security groups; `vpc` is the last network
    (None where the packet came from a site and left for another); `foreign` says that it came into that network from
    elsewhere.
    """

    to: To
    vpc: Vpc | None
    host: Interface | NatGateway | None = None
    endpoint: Endpoint | None = None
    vpn: Vpn | None = None
    carries_groups: bool = True
    foreign: bool = False


class Way(NamedTuple):
    """A packet about to follow a route out of a subnet."""

    network: Network
    trace: Trace
    packet: Packet
    subnet: Subnet
    route: Route
    foreign: bool


class LostError(Exception):
    """The packet goes no further."""

    def __init__(self, stop: Stop) -> None:
        super().__init__(stop.why)
        self.stop = stop


def cross(network: Network, trace: Trace, packet: Packet, subnet: Subnet, *, outward: bool) -> None:
    """Judge the ACL of a subnet that a packet leaves or enters."""
    ingress, egress = network.acls[subnet.acl]
    address = packet.target if outward else packet.source
    passed = admitted_ports(egress if outward else ingress, address, packet.protocol, packet.ports)
    way = "egress" if outward else "ingress"
    if passed == packet.ports:
        trace.pass_by(f"nacl-{way}", subnet.acl.name, subnet.name, subnet.acl.at, packet.returning)
        return
    why = f"nacl-return-{way}" if packet.returning else f"nacl-{way}"
    at, port = (*subnet.acl.at, way), packet.ports[0][0]
    code, name = "SUBNET_ACL_RESTRICTION", subnet.acl.name
    trace.stop_at(Stop(why, subnet.name, at, code, name, address, port, packet.returning, passed, (subnet.at,)))
    if passed:
        packet.ports = passed


def at_site(trace: Trace, packet: Packet, vpn: Vpn, vpc: Vpc | None) -> Landing:
    trace.pass_by("vpn", vpn.name, vpn.site, vpn.at, packet.returning)
    if not any(block.first <= packet.target <= block.last for block in vpn.blocks):
        raise lost(packet, "not-at-site", vpn.name, vpn.at, "NO_POSSIBLE_DESTINATION", vpn.site)
    return Landing(To.VPN, vpc, vpn=vpn, carries_groups=False)


def stop(packet: Packet, why: str, where: str, at: At, code: str, through: str, related: tuple[At, ...]) -> Stop:
    if packet.returning and why in ("no-route", "tgw-no-route"):
        why, code = "no-return-route", ""
    port = packet.ports[0][0]
    return Stop(why, where, at, code, through, packet.target, port, packet.returning, related=related)


def lost(packet: Packet, why: str, where: str, at: At, code: str, through: str = "", *related: At) -> LostError:
    return LostError(stop(packet, why, where, at, code, through, related))
