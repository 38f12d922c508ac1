"""Random topologies of two joined networks, as hypothesis draws them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from archlint.design.network.addresses import everything, read_address, read_block
from archlint.design.network.topology import (
    Acl,
    AclRule,
    Group,
    GroupRule,
    Interface,
    Kind,
    NatGateway,
    Node,
    Peering,
    Route,
    RouteTable,
    Subnet,
    To,
    Topology,
    Vpc,
)

CIDRS = (
    "0.0.0.0/0",
    "10.0.0.0/8",
    "10.1.0.0/16",
    "10.2.0.0/16",
    "10.1.1.0/24",
    "10.2.1.0/24",
    "8.8.0.0/16",
    "8.8.8.8/32",
)
OUTSIDE = read_address("8.8.8.8")
PORTS = ((0, 65535), (443, 443), (40000, 65535), (1024, 65535), (32768, 65535), (1, 1023))
ENDS = ("a", "b", "c", "d")


@dataclass(frozen=True)
class Drawn:
    """The parts of a topology, from which it is put together; a test changes a part and puts it together again."""

    routes: dict[str, tuple[Route, ...]]
    acls: dict[str, tuple[tuple[AclRule, ...], tuple[AclRule, ...]]]
    groups: dict[str, tuple[tuple[GroupRule, ...], tuple[GroupRule, ...]]]
    worn: dict[str, tuple[str, ...]]
    public: frozenset[str]
    peered: bool

    def topology(self) -> Topology:
        one = Vpc("one", (read_block("10.1.0.0/16"),), "r", internet_gateway=True)
        two = Vpc("two", (read_block("10.2.0.0/16"),), "r", internet_gateway=True)
        homes = {"s1": (one, "10.1.1.0/24"), "s2": (one, "10.1.2.0/24"), "s3": (two, "10.2.1.0/24")}
        subnets = {
            name: Subnet(name, vpc, (read_block(cidr),), "a", RouteTable(name, self.routes[name]), self.acl(name))
            for name, (vpc, cidr) in homes.items()
        }
        groups = {name: Group(name, one, *self.groups[name]) for name in self.groups}
        places = {
            "a": ("s1", "10.1.1.10"),
            "b": ("s1", "10.1.1.11"),
            "c": ("s2", "10.1.2.10"),
            "d": ("s3", "10.2.1.10"),
        }
        nodes = []
        for number, (name, (subnet, address)) in enumerate(places.items()):
            public = (read_address(f"198.51.100.{number + 1}"),) if name in self.public else ()
            worn = tuple(groups[each] for each in self.worn[name])
            foot = Interface(name, Kind.INSTANCE, subnets[subnet], (read_address(address),), public, worn)
            nodes.append(Node(name, Kind.INSTANCE, (foot,)))
        nat = NatGateway("nat", subnets["s2"], read_address("10.1.2.200"), (read_address("198.51.100.200"),))
        return Topology(
            (one, two), tuple(subnets.values()), tuple(nodes), (nat,), (Peering("pcx", one, two, active=self.peered),)
        )

    def acl(self, subnet: str) -> Acl:
        return Acl(subnet, *self.acls[subnet])

    def open_groups(self) -> Drawn:
        everyone = (GroupRule((everything(4),)),)
        return replace(self, groups=dict.fromkeys(self.groups, (everyone, everyone)))


def blocks() -> st.SearchStrategy[str]:
    return st.sampled_from(CIDRS)


@st.composite
def route(draw: st.DrawFn) -> Route:
    cidr = draw(blocks())
    to, target = draw(
        st.sampled_from([(To.INTERNET_GATEWAY, ""), (To.NAT_GATEWAY, "nat"), (To.PEERING, "pcx"), (To.NOTHING, "")])
    )
    live = to is not To.NOTHING and draw(st.integers(0, 5)) > 0
    return Route(cidr, (read_block(cidr),), to, target, live, draw(st.booleans()), draw(st.booleans()))


@st.composite
def acl_rules(draw: st.DrawFn) -> tuple[AclRule, ...]:
    numbers = draw(st.lists(st.integers(1, 300), max_size=4, unique=True))
    rules = [
        AclRule(
            number, draw(st.booleans()), read_block(draw(blocks())), draw(protocols()), *draw(st.sampled_from(PORTS))
        )
        for number in numbers
    ]
    if draw(st.integers(0, 3)):
        rules.append(AclRule(1000, allow=True, block=everything(4)))
    return tuple(rules)


def protocols() -> st.SearchStrategy[str]:
    return st.sampled_from(["all", "tcp", "udp"])


@st.composite
def group_rule(draw: st.DrawFn) -> GroupRule:
    groups = frozenset(draw(st.lists(st.sampled_from(["one.g", "one.h"]), max_size=2)))
    cidrs = draw(st.lists(blocks(), max_size=2))
    ports = draw(st.sampled_from(PORTS))
    return GroupRule(tuple(read_block(cidr) for cidr in cidrs), groups, draw(protocols()), *ports)


def some(of: st.SearchStrategy[GroupRule]) -> st.SearchStrategy[tuple[GroupRule, ...]]:
    return st.lists(of, max_size=3).map(tuple)


@st.composite
def drawn(draw: st.DrawFn) -> Drawn:
    everyone = (GroupRule((everything(4),)),)
    loose = draw(st.booleans())
    rules = some(group_rule())
    return Drawn(
        {name: tuple(draw(st.lists(route(), max_size=4))) for name in ("s1", "s2", "s3")},
        {name: (draw(acl_rules()), draw(acl_rules())) for name in ("s1", "s2", "s3")},
        {name: (everyone, everyone) if loose else (draw(rules), draw(rules)) for name in ("g", "h")},
        {name: draw(st.sampled_from([("g",), ("h",), ("g", "h")])) for name in ENDS},
        frozenset(draw(st.lists(st.sampled_from(ENDS)))),
        draw(st.integers(0, 3)) > 0,
    )


def targets() -> st.SearchStrategy[str | int]:
    return st.sampled_from([*ENDS, OUTSIDE])
