"""What building a topology has to know as it goes through a description: names, lists, addresses, what is unknown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, cast

from archlint.design.network.addresses import Block, read_address, read_block
from archlint.design.network.pools import Pool
from archlint.design.network.services import endpoint_name, service_of
from archlint.document.quantities import UNKNOWN
from archlint.model.base import Fields
from archlint.model.component import known

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archlint.design.network import topology as t
    from archlint.model import network as m
    from archlint.model.description import Description

F = TypeVar("F", bound=Fields)
K = TypeVar("K")
V = TypeVar("V")


@dataclass(slots=True, eq=False, repr=False)
class Plan:
    """A topology while it is built."""

    description: Description
    vpcs: dict[str, m.Vpc]
    peerings: dict[str, m.Peering]
    transit_gateways: dict[str, m.TransitGateway]
    vpns: dict[str, m.Vpn]
    sites: dict[str, m.Site]
    lists: dict[str, tuple[Block, ...]]
    services: dict[str, tuple[int, ...]]
    pool: Pool = field(default_factory=Pool)
    networks: dict[str, t.Vpc] = field(default_factory=dict)
    subnets: dict[tuple[str, str], t.Subnet] = field(default_factory=dict)
    groups: dict[tuple[str, str], t.Group] = field(default_factory=dict)
    nat_gateways: list[t.NatGateway] = field(default_factory=list)
    endpoints: list[t.Endpoint] = field(default_factory=list)
    nodes: list[t.Node] = field(default_factory=list)
    uncertain: set[str] = field(default_factory=set)
    """Networks of which something could not be read; nothing is concluded about them."""

    def list_of(self, name: str) -> tuple[Block, ...]:
        """The blocks of a prefix list; none for one that does not exist."""
        return self.lists.get(name, ())

    def service_blocks(self, name: str) -> tuple[Block, ...]:
        """The addresses behind an AWS service, as a prefix list has them."""
        service = endpoint_name(name)
        listed = [
            block
            for vpc in self.vpcs.values()
            for own, endpoint in readable(vpc.endpoints)
            if endpoint.prefix_list and endpoint_name(endpoint.service or own) == service
            for block in self.list_of(endpoint.prefix_list)
        ]
        single = [Block(address, address) for address in self.services.get(service, ())]
        return tuple(dict.fromkeys([*listed, *single]))


def plan(description: Description) -> Plan:
    """A plan with everything in it that does not depend on anything else."""
    sections = description.sections
    parts: dict[str, Any] = {
        name: sections.get(name, {}) for name in ("vpcs", "peerings", "transit_gateways", "vpns", "sites")
    }
    found = Plan(description, **parts, lists={}, services={})
    for name, each in sections.get("prefix_lists", {}).items():
        cidrs = cast("m.PrefixList", each).cidrs
        found.lists[name] = tuple(read_block(cidr) for cidr in stated(cidrs))
    _stated_addresses(found)
    _services(found)
    return found


def readable(parts: Mapping[str, F]) -> Iterator[tuple[str, F]]:
    """The parts of a mapping that could be read."""
    return ((name, part) for name, part in items(parts) if known(part))


def items(mapping: Mapping[K, V]) -> list[tuple[K, V]]:
    """The entries of a mapping; none where it could not be read."""
    return list(mapping.items()) if known(mapping) else []


def stated(value: Any) -> tuple[Any, ...]:
    """The items of a list that could be read; none where it could not."""
    return tuple(item for item in value if item is not UNKNOWN) if isinstance(value, list | tuple) else ()


def text(value: Any) -> str:
    """A text field's value; "" where it is absent or could not be read."""
    return value if isinstance(value, str) else ""


def whole(value: Any, otherwise: int) -> int:
    """A number field's value, or another number where it is absent or could not be read."""
    return value if isinstance(value, int) else otherwise


def has_unknown(part: Fields) -> bool:
    """True where anything in it could not be read."""
    return any(_is_unknown(part.__dict__[name]) for name in type(part).specs if name in part.__dict__)


def _is_unknown(value: Any) -> bool:
    if value is UNKNOWN:
        return True
    if isinstance(value, Fields):
        return has_unknown(value)
    if isinstance(value, dict):
        return any(_is_unknown(item) for item in value.values())
    return isinstance(value, list | tuple) and any(_is_unknown(item) for item in value)


def _stated_addresses(found: Plan) -> None:
    """Take every address that is stated, so that none of them is given to something else."""
    for name, vpc in found.vpcs.items():
        for _, nat in readable(vpc.nat_gateways):
            _take(found, name, nat.address)
        for _, endpoint in readable(vpc.endpoints):
            for _, address in items(endpoint.addresses):
                _take(found, name, address)
    for component in found.description.components.values():
        if isinstance(component.vpc, Fields):
            for address in (component.vpc.address, component.vpc.address6):
                _take(found, text(component.vpc.name), address)


def _take(found: Plan, network: str, address: Any) -> None:
    number = address_of(address)
    if number is not None:
        found.pool.take(network, number)


def address_of(value: Any) -> int | None:
    """A stated address as a number; None where there is none, or none that could be read."""
    if not isinstance(value, str) or not value:
        return None
    try:
        return read_address(value)
    except ValueError:
        return None


def _services(found: Plan) -> None:
    """Every service that something in the description is, or that an endpoint serves, with the addresses behind it."""
    names: dict[str, list[int]] = {}
    for component in found.description.components.values():
        service = service_of(component)
        if service is not None:
            given = stated(getattr(component, "addresses", ()))
            names.setdefault(service, []).extend(n for n in map(address_of, given) if n is not None)
    for vpc in found.vpcs.values():
        for name, endpoint in readable(vpc.endpoints):
            names.setdefault(endpoint_name(text(endpoint.service) or name), [])
    for name, addresses in names.items():
        found.services[name] = tuple(addresses) or (found.pool.outside(),)
