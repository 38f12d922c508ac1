"""One connection, from one interface of the source to one address of the target: the request, then the reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.catalog.networks import networks
from archlint.design.network.addresses import IPV6, is_private, is_shared
from archlint.design.network.answer import Aim, Packet, Question, Start
from archlint.design.network.groups import arrive, leave
from archlint.design.network.reply import reply
from archlint.design.network.resolve import INTERNET, address_like, is_somewhere, joined
from archlint.design.network.run import Leg, Run
from archlint.design.network.steps import Landing, cross
from archlint.design.network.topology import Interface, Kind, NatGateway, Subnet, To, Vpc, Vpn, name_of
from archlint.design.network.travel import travel, travel_from_vpn

if TYPE_CHECKING:
    from archlint.design.network.addresses import Ports
    from archlint.design.network.linked import Network

NAT_PROTOCOLS = ("tcp", "udp", "icmp")


def connect(network: Network, question: Question, start: Start, aim: Aim) -> Run:
    """Send the request and, whatever happens to it, the reply; every step that fails is in the run's trace."""
    source = address_like(start.addresses, aim.address)
    port = question.port if question.protocol in ("tcp", "udp") else 0
    packet = Packet(source or start.addresses[0], aim.address, question.protocol, ((port, port),))
    run = Run(network, question, start, aim, packet)
    run.ports.append(_client_ports(start.kind, question))
    if source is None:
        family = "no-ipv6" if aim.address >= IPV6 else "no-ipv4"
        run.stop(family, start.name, start.at, "UNASSOCIATED_COMPONENT")
    elif aim.hidden and start.interface is not None:
        vpc = start.interface.subnet.vpc
        run.stop("no-endpoint", vpc.name, vpc.at, "NO_POSSIBLE_DESTINATION", aim.name, (start.at,))
    elif aim.hidden:
        run.stop("not-in-vpc", INTERNET, start.at, "DISCONNECTED_VPCS", aim.name)
    elif start.interface is not None:
        _from_interface(run, start.interface)
    elif start.vpn is not None:
        _from_site(run, start.vpn)
    else:
        _from_outside(run)
    reply(run)
    return run


def _client_ports(kind: Kind, question: Question) -> Ports:
    """The ports a client may speak from: Linux's range for instances, a wider one for everything managed."""
    return question.client_ports or (networks().ephemeral["instance" if kind is Kind.INSTANCE else "managed"],)


def _from_interface(run: Run, interface: Interface) -> None:
    if interface.kind is Kind.ENDPOINT:
        run.stop("endpoint-initiates", interface.owner, interface.at, "VPCE_INTRA_VPC_TRAFFIC")
        return
    leave(run, interface)
    sender: Interface | NatGateway = interface
    carries_groups = True
    while True:
        origin, near = sender.subnet, run.packet.source
        landing = travel(run.network, run.trace, run.packet, origin)
        if landing is None:
            _what_else_would_fail(run)
            return
        leg = Leg(near, run.packet.target, len(run.ports) - 1, sender, origin, vpc=landing.vpc)
        if landing.to is not To.NAT_GATEWAY or not isinstance(landing.host, NatGateway):
            break
        if not _into_nat(run, landing.host, sender):
            return
        run.legs.append(leg._replace(end=landing.host.subnet))
        carries_groups, sender = False, landing.host
    _land(run, landing, leg, sender, carries_groups=carries_groups and landing.carries_groups)


def _into_nat(run: Run, nat: NatGateway, sender: Interface | NatGateway) -> bool:
    """Rewrite the source to the NAT gateway's; False where it does not take the packet."""
    if nat is sender:
        run.stop("nat-loop", nat.name, nat.at, "NO_PATH", nat.subnet.name, (nat.subnet.table.at,))
        return False
    if run.packet.protocol not in NAT_PROTOCOLS or run.packet.target >= IPV6:
        run.stop("nat-protocol", nat.name, nat.at, "PROTOCOL_RESTRICTION")
        return False
    run.trace.pass_by("nat-gateway", nat.name, nat.subnet.name, nat.at, False)
    run.packet.source = nat.address
    run.ports.append((networks().ephemeral["managed"],))
    return True


def _land(run: Run, landing: Landing, leg: Leg, sender: Interface | NatGateway, *, carries_groups: bool) -> None:
    """The request has come to the end of its routes inside networks."""
    host = landing.host
    if isinstance(host, NatGateway):
        run.stop("nat-unsolicited", host.name, host.at, "NO_POSSIBLE_DESTINATION")
    elif host is not None and host is not (_meant(run) or host):
        _astray(run, sender.subnet, host.owner)
    elif host is not None:
        run.legs.append(leg._replace(end=host.subnet))
        arrive(run, host, carries_groups=carries_groups)
    elif landing.to is To.INTERNET_GATEWAY and landing.vpc is not None:
        if _out_of_gateway(run, landing.vpc, sender, foreign=landing.foreign):
            run.legs.append(leg)
            _on_the_internet(run)
    elif landing.to is To.EGRESS_ONLY_GATEWAY and landing.vpc is not None:
        at = (*landing.vpc.at, "egress_only_gateway")
        if landing.foreign:
            where, code = f"{landing.vpc.name}.egress_only_gateway", "GATEWAY_REJECTS_SPOOFED_TRAFFIC"
            run.stop("igw-foreign-source", where, at, code, name_of(sender), (sender.at,))
            return
        run.trace.pass_by("egress-only-gateway", landing.vpc.name, "", at, False)
        run.legs.append(leg)
    elif landing.vpn is not None and _meant(run):
        _astray(run, sender.subnet, landing.vpn.site)
    else:
        run.legs.append(leg._replace(vpn=landing.vpn))
        run.denied_by = landing.endpoint.at if landing.endpoint and landing.endpoint.denies else ()


def _meant(run: Run) -> Interface | None:
    """The interface that the packet is for, where it is asked for by its private address."""
    interface = run.aim.interface
    return interface if interface is not None and run.packet.target in interface.addresses else None


def _astray(run: Run, subnet: Subnet, reached: str) -> None:
    """Another thing has the address that is asked for, and the routes lead there."""
    at = subnet.table.at or subnet.at
    run.stop("misrouted", subnet.name, at, "NO_POSSIBLE_DESTINATION", reached, (subnet.at,))


def _out_of_gateway(run: Run, vpc: Vpc, sender: Interface | NatGateway, *, foreign: bool) -> bool:
    """Through the internet gateway: it pairs a private address with its public one and carries no private target."""
    packet, at = run.packet, (*vpc.at, "internet_gateway")
    before = len(run.trace.stops)
    if foreign and packet.target >= IPV6:
        code = "GATEWAY_REJECTS_SPOOFED_TRAFFIC"
        run.stop("igw-foreign-source", f"{vpc.name}.internet_gateway", at, code, name_of(sender), (sender.at,))
    if packet.target < IPV6:
        if foreign or not sender.public:
            code = "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS"
            run.stop("igw-no-public-ip", f"{vpc.name}.internet_gateway", at, code, name_of(sender), (sender.at,))
        for unfit, why, number in ((is_private, "igw-rfc1918", "1918"), (is_shared, "igw-rfc6598", "6598")):
            if unfit(packet.target):
                code = f"IGW_DESTINATION_ADDRESS_NOT_IN_RFC{number}_EGRESS"
                run.stop(why, f"{vpc.name}.internet_gateway", at, code)
    elif is_private(packet.target):
        run.stop("igw-private-target", f"{vpc.name}.internet_gateway", at, "NO_PATH")
    if len(run.trace.stops) > before:
        return False
    run.trace.pass_by("internet-gateway", vpc.name, "", at, False)
    if packet.target < IPV6:
        packet.source = sender.public[0]
    return True


def _on_the_internet(run: Run) -> None:
    """The request is outside: it ends there, or comes in by the gateway of the network that owns the public address."""
    packet = run.packet
    host = run.network.public.get(packet.target)
    if host is None:
        return
    if isinstance(host, NatGateway):
        run.stop("nat-unsolicited", host.name, host.at, "NO_POSSIBLE_DESTINATION")
        return
    vpc = host.subnet.vpc
    at = (*vpc.at, "internet_gateway")
    if not vpc.internet_gateway and packet.target >= IPV6 and vpc.egress_only_gateway:
        at = (*vpc.at, "egress_only_gateway")
        where = f"{vpc.name}.egress_only_gateway"
        run.stop("egress-only-unsolicited", where, at, "NO_POSSIBLE_DESTINATION", vpc.name, (host.at,))
        return
    if not vpc.internet_gateway:
        run.stop("no-internet-gateway", vpc.name, at, "NO_POSSIBLE_DESTINATION", vpc.name, (host.at,))
        return
    if is_private(packet.source) or is_shared(packet.source):
        number = "1918" if is_private(packet.source) else "6598"
        code = f"IGW_SOURCE_ADDRESS_NOT_IN_RFC{number}_INGRESS"
        run.stop("igw-private-source", f"{vpc.name}.internet_gateway", at, code)
    run.trace.pass_by("internet-gateway", vpc.name, "", at, False)
    packet.target = address_like(host.addresses, packet.target) or packet.target
    cross(run.network, run.trace, packet, host.subnet, outward=False)
    run.legs.append(Leg(packet.source, packet.target, len(run.ports) - 1, end=host.subnet, vpc=vpc))
    arrive(run, host, carries_groups=False)


def _from_outside(run: Run) -> None:
    packet, interface = run.packet, run.aim.interface
    if packet.target >= IPV6 and run.start.kind is Kind.FUNCTION:
        run.stop("no-ipv6", run.start.name, run.start.at, "NO_PATH")
        return
    if (interface is not None and packet.target < IPV6) or is_private(packet.target) or is_shared(packet.target):
        related = (run.aim.at,) if run.aim.at else ()
        if run.start.kind is Kind.INTERNET:
            code = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
            run.stop("private-dest-from-internet", "internet", run.start.at, code, run.aim.name, related)
        else:
            run.stop("not-in-vpc", "internet", run.start.at, "DISCONNECTED_VPCS", run.aim.name, related)
        return
    if run.start.kind is Kind.INTERNET and not is_somewhere(run.network, packet.target):
        code = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS"
        run.stop("no-such-address", "internet", run.start.at, code)
        return
    _on_the_internet(run)


def _from_site(run: Run, vpn: Vpn) -> None:
    if not vpn.active:
        run.stop("blackhole", vpn.name, vpn.at, "BAD_STATE_VPN", vpn.name)
        return
    run.trace.pass_by("vpn", vpn.name, vpn.site, vpn.at, False)
    landing = travel_from_vpn(run.network, run.trace, run.packet, vpn)
    leg = Leg(run.packet.source, run.packet.target, 0, vpn=vpn)
    if landing is None:
        return
    if isinstance(landing.host, NatGateway):
        nat = landing.host
        run.stop("nat-unsolicited", nat.name, nat.at, "NGW_REQUIRES_SOURCE_IN_VPC")
    elif landing.host is not None and landing.host is not (_meant(run) or landing.host):
        _astray(run, landing.host.subnet, landing.host.owner)
    elif landing.host is not None:
        run.legs.append(leg._replace(end=landing.host.subnet))
        arrive(run, landing.host, carries_groups=False)
    elif landing.vpn is None and landing.vpc is not None:
        at = (*landing.vpc.at, "internet_gateway")
        run.stop("vpn-not-transitive", landing.vpc.name, at, "NO_POSSIBLE_DESTINATION", vpn.name, (vpn.at,))


def _what_else_would_fail(run: Run) -> None:
    """The request found no way; were there one, would the target's side let it in and the reply out?"""
    sender, target = run.start.interface, run.aim.interface
    if sender is None or target is None or run.packet.source not in sender.addresses:
        return
    one, other = sender.subnet.vpc, target.subnet.vpc
    if not joined(run.network, one, other):
        return
    cross(run.network, run.trace, run.packet, target.subnet, outward=False)
    leg = Leg(run.packet.source, run.packet.target, 0, sender, sender.subnet, target.subnet)
    run.legs.append(leg)
    arrive(run, target, carries_groups=(one.name, other.name) in run.network.neighbours)
