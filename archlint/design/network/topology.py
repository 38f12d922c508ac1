"""The networks of a design as plain linked values: what a packet can meet, with the place of each in the description.

Everything refers to what it needs directly (an interface to its subnet, a subnet to its table), so that following a
packet is a matter of attributes. Two things are the same only when they are the same object.
"""

# Annotations are real here, not text: of text each field of a NamedTuple would be compiled at every start.
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeVar

from archlint.design.network.addresses import Block

At = tuple[str | int, ...]
"""The path of something in the description's data."""


T = TypeVar("T")


def by_identity(kind: type[T]) -> type[T]:
    """Makes two tuples of a kind the same only where they are the same object."""
    for name in ("__eq__", "__ne__", "__hash__"):
        setattr(kind, name, getattr(object, name))
    return kind


class Kind(StrEnum):
    """What a packet starts from or ends at, as far as packets are concerned."""

    INSTANCE = "instance"
    FUNCTION = "function"
    DATABASE = "database"
    PROXY = "proxy"
    LOAD_BALANCER = "load_balancer"
    ENDPOINT = "endpoint"
    SERVICE = "service"
    INTERNET = "internet"
    SITE = "site"


class To(StrEnum):
    """What a route leads to."""

    LOCAL = "local"
    INTERNET_GATEWAY = "internet_gateway"
    EGRESS_ONLY_GATEWAY = "egress_only_gateway"
    NAT_GATEWAY = "nat_gateway"
    PEERING = "peering"
    TRANSIT_GATEWAY = "transit_gateway"
    VPN = "vpn"
    ENDPOINT = "endpoint"
    NOTHING = "nothing"


@by_identity
class Vpc(NamedTuple):
    """A network. `private_dns` needs both DNS support and DNS host names."""

    name: str
    blocks: tuple[Block, ...]
    region: str = ""
    private_dns: bool = False
    internet_gateway: bool = False
    egress_only_gateway: bool = False
    at: At = ()

    def holds(self, address: int) -> bool:
        return any(block.first <= address <= block.last for block in self.blocks)


@by_identity
class Route(NamedTuple):
    """One route: the blocks of its destination (several where it is a prefix list) and where they lead.

    `live` is False where the target is gone or not yet there: AWS calls that a blackhole. `listed` marks a prefix list.
    """

    destination: str
    blocks: tuple[Block, ...]
    to: To
    target: str = ""
    live: bool = True
    listed: bool = False
    propagated: bool = False
    at: At = ()


@by_identity
class RouteTable(NamedTuple):
    name: str
    routes: tuple[Route, ...]
    at: At = ()


@by_identity
class AclRule(NamedTuple):
    """One numbered rule. `protocol` is `tcp`, `udp`, `icmp`, a protocol's number, or `all`."""

    number: int
    allow: bool
    block: Block
    protocol: str = "all"
    first: int = 0
    last: int = 65535
    at: At = ()


@by_identity
class Acl(NamedTuple):
    """A network ACL; its rules may stand in any order, their numbers count."""

    name: str
    ingress: tuple[AclRule, ...]
    egress: tuple[AclRule, ...]
    at: At = ()


@by_identity
class Subnet(NamedTuple):
    name: str
    vpc: Vpc
    blocks: tuple[Block, ...]
    zone: str
    table: RouteTable
    acl: Acl
    at: At = ()

    def holds(self, address: int) -> bool:
        return any(block.first <= address <= block.last for block in self.blocks)


@by_identity
class GroupRule(NamedTuple):
    """One rule of a security group: blocks, or the keys (`vpc.group`) of groups it refers to."""

    blocks: tuple[Block, ...]
    groups: frozenset[str] = frozenset()
    protocol: str = "all"
    first: int = 0
    last: int = 65535
    at: At = ()


@by_identity
class Group(NamedTuple):
    """A security group."""

    name: str
    vpc: Vpc
    ingress: tuple[GroupRule, ...]
    egress: tuple[GroupRule, ...]
    at: At = ()

    @property
    def key(self) -> str:
        return f"{self.vpc.name}.{self.name}"


@by_identity
class Interface(NamedTuple):
    """A network interface: one of its owner's feet in one subnet.

    `public` holds the public IPv4 addresses paired with it (none or one). `groups` is None where no security group can
    be put on it (a network load balancer made without), which is not the same as groups without rules.
    """

    owner: str
    kind: Kind
    subnet: Subnet
    addresses: tuple[int, ...]
    public: tuple[int, ...]
    groups: tuple[Group, ...] | None
    at: At = ()


@by_identity
class Listener(NamedTuple):
    """A port of a load balancer: its transport protocol and the (node, port) pairs behind it."""

    port: int
    protocol: str
    targets: tuple[tuple[str, int], ...]
    at: At = ()


@by_identity
class Node(NamedTuple):
    """Something that sends or receives. Without interfaces it lives outside every network, at `addresses`."""

    name: str
    kind: Kind
    interfaces: tuple[Interface, ...] = ()
    addresses: tuple[int, ...] = ()
    keeps_client_address: bool = False
    crosses_zones: bool = True
    listeners: tuple[Listener, ...] = ()
    at: At = ()


@by_identity
class NatGateway(NamedTuple):
    """A NAT gateway; without a public address it is a private one."""

    name: str
    subnet: Subnet
    address: int
    public: tuple[int, ...]
    at: At = ()


@by_identity
class Peering(NamedTuple):
    name: str
    one: Vpc
    other: Vpc
    active: bool = True
    at: At = ()

    def far_side(self, vpc: Vpc) -> Vpc | None:
        if vpc is self.one:
            return self.other
        return self.one if vpc is self.other else None


@by_identity
class Attachment(NamedTuple):
    """What hangs on a transit gateway: a network (through subnets), a VPN, or another transit gateway.

    `table` is the one it is associated with: it routes what comes from here. `propagates_to` are the tables that learn
    `blocks`, the addresses behind it.
    """

    name: str
    vpc: Vpc | None
    vpn: str
    peer: str
    subnets: tuple[Subnet, ...]
    blocks: tuple[Block, ...]
    table: str
    propagates_to: tuple[str, ...]
    at: At = ()


@by_identity
class TransitRoute(NamedTuple):
    """A static route of a transit gateway's table; without attachment it is a blackhole."""

    blocks: tuple[Block, ...]
    attachment: str
    at: At = ()


@by_identity
class TransitGateway(NamedTuple):
    name: str
    attachments: tuple[Attachment, ...]
    tables: dict[str, tuple[TransitRoute, ...]]
    carries_groups: bool = False
    at: At = ()


@by_identity
class Vpn(NamedTuple):
    """A VPN or Direct Connect link between a site and a network (or a transit gateway)."""

    name: str
    vpc: Vpc | None
    site: str
    blocks: tuple[Block, ...]
    active: bool = True
    at: At = ()


@by_identity
class Endpoint(NamedTuple):
    """A VPC endpoint. A gateway endpoint has no interfaces: routes lead to it."""

    name: str
    vpc: Vpc
    service: str
    interfaces: tuple[Interface, ...] = ()
    private_dns: bool = True
    denies: bool = False
    at: At = ()


@dataclass(frozen=True, slots=True, eq=False)
class Topology:
    """All networks of a design. `services` maps an AWS service's endpoint name to the public addresses behind it."""

    vpcs: tuple[Vpc, ...] = ()
    subnets: tuple[Subnet, ...] = ()
    nodes: tuple[Node, ...] = ()
    nat_gateways: tuple[NatGateway, ...] = ()
    peerings: tuple[Peering, ...] = ()
    transit_gateways: tuple[TransitGateway, ...] = ()
    vpns: tuple[Vpn, ...] = ()
    endpoints: tuple[Endpoint, ...] = ()
    services: dict[str, tuple[int, ...]] = field(default_factory=dict)


def name_of(host: Interface | NatGateway) -> str:
    return host.owner if isinstance(host, Interface) else host.name
