"""What each reason for which a packet goes no further means, in words that rules and the `reach` command share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archlint.design.network.addresses import Ports
    from archlint.design.network.answer import Stop
    from archlint.design.network.linked import Network

_WORDS = {
    "sg-egress": "security group {through} lets no {port} out to {far}",
    "sg-ingress": "security group {through} admits no {port} from {far}",
    "endpoint-sg": "security group {through} admits no {port} from {far}",
    "lambda-no-ingress": "nothing connects to a function's network interface",
    "nacl-egress": "network ACL {through} lets no {port} out to {far}",
    "nacl-ingress": "network ACL {through} admits no {port} from {far}",
    "nacl-return-egress": "network ACL {through} lets {passed} of the answer out to {far}",
    "nacl-return-ingress": "network ACL {through} lets {passed} of the answer in from {far}",
    "no-route": "no route leads from here to {far}",
    "no-return-route": "no route leads back from here to {far}",
    "blackhole": "the route for {through} leads to nothing that is there",
    "igw-no-public-ip": "{through} has no public address, and an internet gateway passes nothing without",
    "igw-foreign-source": "{through} is in another network, and a gateway to the internet serves only its own",
    "igw-rfc1918": "an internet gateway carries nothing to the private address {far}",
    "igw-rfc6598": "an internet gateway carries nothing to the shared address {far}",
    "igw-private-source": "an internet gateway lets nothing in from a private address",
    "igw-private-target": "an internet gateway carries nothing to the private address {far}",
    "no-internet-gateway": "its network has no internet gateway to come in by",
    "nat-protocol": "a NAT gateway carries TCP, UDP and ICMP of IPv4 only",
    "nat-unsolicited": "a NAT gateway takes no connection from outside",
    "nat-loop": "the routes of its own subnet {through} lead back to it",
    "not-in-vpc": "{through} has only private addresses, and the caller is in no network",
    "private-dest-from-internet": "{through} has no public address",
    "peering-not-transitive": "peering {through} carries only addresses of the two networks it joins",
    "vpn-not-transitive": "{through} carries only addresses of the network it ends in",
    "not-at-site": "{far} is not at {through}",
    "tgw-no-attachment": "{through} is not attached to it",
    "tgw-no-association": "the attachment {through} has no table",
    "tgw-no-route": "its table {through} has no route to {far}",
    "tgw-blackhole": "its table {through} drops what is for {far}",
    "tgw-az": "{through} has no subnet in its zone",
    "endpoint-not-shared": "a gateway endpoint serves only what is in its own network",
    "endpoint-protocol": "a gateway endpoint carries TCP only",
    "endpoint-dns": "the name {through} leads past the endpoint, to public addresses that no route leads to",
    "no-endpoint": "what is private is reached by an endpoint for {through}, and there is none here",
    "endpoint-initiates": "an endpoint opens no connections",
    "no-such-address": "nothing here has the address {far}",
    "no-ipv6": "it has no IPv6 address",
    "no-ipv4": "it has no IPv4 address",
    "egress-only-ipv6": "an egress-only gateway carries IPv6 only",
    "egress-only-unsolicited": "an egress-only gateway takes no connection from outside",
    "no-listener": "no listener takes {port}",
    "no-targets": "its listener has no targets",
    "no-targets-in-zone": "it has no targets in zone {through} and reaches no other",
    "misrouted": "the routes lead to {through}, which has the address {address} too",
    "reply-misrouted": "the way back leads to {through} and not to the caller",
    "routing-loop": "the routes lead in a circle",
}


def in_words(network: Network, stop: Stop, protocol: str) -> str:
    """The reason of a stop: what is so at `stop.where`."""
    from archlint.design.network.addresses import show_address
    from archlint.design.network.resolve import whose

    port = f"{protocol} {stop.port}" if protocol in ("tcp", "udp") else protocol
    far = whose(network, stop.address)
    if far == "internet":
        far = "the internet"
    through, address = stop.through or stop.where, show_address(stop.address)
    return _WORDS[stop.why].format(through=through, far=far, address=address, port=port, passed=_passed(stop.passed))


def where_in_words(stop: Stop) -> str:
    """The place of a stop: gateways of a network have no name of their own."""
    vpc, dot, gateway = stop.where.partition(".")
    return f"the {gateway.replace('_', ' ')} of {vpc}" if dot and gateway.endswith("gateway") else stop.where


def shown_ports(ports: Ports) -> str:
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in ports)


def _passed(ports: Ports) -> str:
    return f"only ports {shown_ports(ports)}" if ports else "nothing"
