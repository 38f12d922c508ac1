"""Networks as they are written: VPCs with what is in them, and what joins them to each other and to other sites."""

from typing import ClassVar, Literal

from archlint.model.base import EMPTY, Fields, setting
from archlint.model.component import Ignore
from archlint.model.network_values import (
    Address,
    AnyCidr,
    AnyCidrs,
    Cidr,
    Cidr6,
    Destination,
    Numbered,
    Peers,
    Ports,
    Protocol,
)
from archlint.model.values import Anything, Count, Flag, Name, Names, Text


class Route(Fields):
    """Where packets for one destination go."""

    shorthand: ClassVar[str] = "target"

    dest: Destination = setting("", "The destination, in the list form: a CIDR, `prefix:<name>` or `service:<name>`.")
    target: Name = setting(
        "",
        "`local`, `internet_gateway`, `egress_only_gateway`, `blackhole`, or the name of a NAT gateway, peering, "
        "transit gateway, VPN or endpoint.",
        required=True,
    )
    state: Literal["active", "blackhole"] = setting("active", "Whether the target is there.")
    propagated: Flag = setting(False, "Whether it was learned from a VPN and not written by hand.")


Routes = dict[Destination, Route] | list[Route]
"""`{destination: target}`, or a list of routes where one needs more than that."""


class Subnet(Fields):
    """A subnet: a range of addresses in one availability zone."""

    cidr: Cidr = setting("", "Its IPv4 addresses; a subnet for IPv6 alone has none.", required="cidr or cidr6")
    cidr6: Cidr6 = setting("", "Its IPv6 addresses.")
    zone: Text = setting("", "Its availability zone: the letter, or the full name.", required=True)
    routes: Routes = setting(EMPTY, "Its routes, where it has a table of its own.")
    route_table: Name = setting("", "Its route table, by name; absent, with no `routes`: the network's main table.")
    acl: Name = setting("", "Its network ACL, by name; absent, the default one, which allows everything.")
    public_addresses: Flag = setting(False, "Whether instances started in it get a public address.")


class NatGateway(Fields):
    """A NAT gateway."""

    shorthand: ClassVar[str] = "subnet"

    subnet: Name = setting("", "The subnet it stands in.", required=True)
    kind: Literal["public", "private"] = setting("public", "Whether it has an Elastic IP.")
    address: Address = setting("", "Its private address.")
    public_address: Address = setting("", "Its Elastic IP.")


class Endpoint(Fields):
    """A VPC endpoint: a private way to an AWS service."""

    service: Text = setting("", "The service, by the name in its endpoint; absent, the endpoint's own name.")
    kind: Literal["gateway", "interface"] = setting("interface", "Which kind it is.", required=True)
    subnets: Names = setting((), "Interface: the subnets it has an address in. Gateway: those whose tables lead to it.")
    route_tables: Names = setting((), "Gateway: the route tables that lead to it.")
    security_groups: Names = setting((), "Interface: its groups; absent, the default group, which admits only itself.")
    private_dns: Flag = setting(True, "Interface: whether the service's own name leads to it in this network.")
    addresses: dict[str, Address] = setting(EMPTY, "Interface: its address in each subnet, where it is fixed.")
    prefix_list: Name = setting("", "Gateway: the prefix list with the service's addresses, where routes name that.")
    policy: Anything = setting("allow", "`allow` everything, `deny` everything, or a list of statements.")


class IngressRule(Fields):
    """What a security group lets in."""

    source: Peers = setting(
        (), "A CIDR, a group (`group` or `network.group`), `prefix:<name>`.", alias="from", required=True
    )
    ports: Ports = setting(((0, 65535),), "The ports: `443`, `[80, 443]`, `1024-65535`, `all`.")
    protocol: Protocol = setting("tcp", "`tcp`, `udp`, `icmp`, a protocol's number, or `all`.")


class EgressRule(Fields):
    """What a security group lets out."""

    target: Peers = setting((), "A CIDR, a group, `prefix:<name>` or `service:<name>`.", alias="to", required=True)
    ports: Ports = setting(((0, 65535),), "The ports: `443`, `[80, 443]`, `1024-65535`, `all`.")
    protocol: Protocol = setting("tcp", "`tcp`, `udp`, `icmp`, a protocol's number, or `all`.")


class SecurityGroup(Fields):
    """A security group."""

    ingress: list[IngressRule] = setting((), "What it lets in; absent, nothing.")
    egress: list[EgressRule] | None = setting(None, "What it lets out; absent, everything.")


class AclRule(Fields):
    """One numbered rule of a network ACL: it allows or denies."""

    allow: AnyCidr = setting("", "The addresses that it allows.")
    deny: AnyCidr = setting("", "The addresses that it denies.")
    ports: Ports = setting(((0, 65535),), "The ports: `443`, `[80, 443]`, `1024-65535`, `all`.")
    protocol: Protocol = setting("all", "`tcp`, `udp`, `icmp`, a protocol's number, or `all`.")


class Acl(Fields):
    """A network ACL: the lowest number that fits decides, what no rule fits is denied."""

    ingress: dict[Numbered, AclRule] = setting(EMPTY, "What may come into the subnet; absent, nothing.")
    egress: dict[Numbered, AclRule] = setting(EMPTY, "What may leave the subnet; absent, nothing.")


class Vpc(Fields):
    """A network of one's own in one region."""

    link: ClassVar[str] = "https://docs.aws.amazon.com/vpc/latest/userguide/what-is-amazon-vpc.html"

    cidr: AnyCidrs = setting((), "Its addresses: one CIDR, or several.", required="cidr or cidrs")
    cidrs: AnyCidrs = setting((), "Its addresses, where there are several CIDRs.")
    cidr6: Cidr6 = setting("", "Its IPv6 addresses.")
    region: Text = setting("", "Its region, where that is not the description's.")
    account: Name = setting("", "Its account, by its name in `accounts`.", names="account")
    dns_support: Flag = setting(True, "Whether names are resolved in it.")
    dns_hostnames: Flag = setting(
        False, "Whether instances get names; without it private DNS of endpoints does not work."
    )
    internet_gateway: Flag = setting(False, "Whether an internet gateway is attached.")
    egress_only_gateway: Flag = setting(False, "Whether it has an egress-only internet gateway, for IPv6.")
    tenancy: Literal["default", "dedicated"] = setting("default", "Whether its instances have hardware of their own.")
    subnets: dict[str, Subnet] = setting(EMPTY, "Its subnets.")
    route_tables: dict[str, Routes] = setting(EMPTY, "Route tables that subnets share.")
    main: Name = setting("", "The main route table, which subnets without a table use.")
    idle_addresses: Count = setting(0, "Elastic IPs of it that nothing uses; each is paid for by the hour.")
    nat_gateways: dict[str, NatGateway] = setting(EMPTY, "Its NAT gateways.")
    endpoints: dict[str, Endpoint] = setting(EMPTY, "Its endpoints.")
    security_groups: dict[str, SecurityGroup] = setting(EMPTY, "Its security groups.")
    acls: dict[str, Acl] = setting(EMPTY, "Its network ACLs.")
    note: Text = setting("", "Anything a reader should know.")
    ignore: list[Ignore] = setting((), "Rules that are not to be reported here.")


class Peering(Fields):
    """A peering connection between two networks."""

    shorthand: ClassVar[str] = "between"

    between: Names = setting((), "The two networks.", names="vpc", required=True)
    state: Literal["active", "pending", "deleted"] = setting("active", "Whether both sides have agreed to it.")


class PrefixList(Fields):
    """A named list of CIDRs."""

    shorthand: ClassVar[str] = "cidrs"

    cidrs: AnyCidrs = setting((), "Its CIDRs.", required=True)


class Attachment(Fields):
    """What a transit gateway is joined to. The attachment's name is that of the network, VPN or transit gateway."""

    vpc: Name = setting("", "The network, where the attachment has a name of its own.", names="vpc")
    vpn: Name = setting("", "The VPN, where the attachment has a name of its own.")
    peer: Name = setting("", "The other transit gateway, where the attachment has a name of its own.")
    subnets: Names = setting((), "The subnets through which it enters a network: one for each zone it serves.")
    table: Name = setting("", "The table that routes what comes from here; absent with no `tables`, the default one.")
    propagate: Names | None = setting(
        None, "The tables that learn the way here; absent with no `tables`, the default one."
    )


class TransitGateway(Fields):
    """A transit gateway."""

    attachments: dict[str, Attachment] = setting(EMPTY, "What it joins: networks, VPNs, other transit gateways.")
    tables: dict[str, dict[AnyCidr, Name]] = setting(
        EMPTY, "Its static routes: `{table: {CIDR: attachment|blackhole}}`."
    )
    peers: Names = setting((), "Other transit gateways it is peered with.")
    group_references: Flag = setting(False, "Whether security groups may name groups across it.")
    note: Text = setting("", "Anything a reader should know.")


class Vpn(Fields):
    """A VPN or Direct Connect link to a site."""

    vpc: Name = setting("", "The network it ends in.", names="vpc")
    transit_gateway: Name = setting("", "The transit gateway it ends in.")
    site: Name = setting("", "The site it leads to.")
    routes: AnyCidrs = setting((), "The addresses it leads to; absent, the site's.")
    state: Literal["up", "down"] = setting("up", "Whether it works.")


class Site(Fields):
    """A place with a network that is not AWS's: an office, a data centre."""

    shorthand: ClassVar[str] = "cidrs"

    cidrs: AnyCidrs = setting((), "Its addresses.", required=True)
    hosts: dict[str, Address] = setting(EMPTY, "The addresses of machines in it, by name.")
