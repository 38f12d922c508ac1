"""Addresses that do not fit: outside their subnet, taken twice, kept by AWS; and ranges of a size AWS does not make."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from archlint.model.base import Fields, Path
from archlint.model.problems import Wrong

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from archlint.model import network as m
    from archlint.model.component import Component
    from archlint.model.description import Description


class _Stated(NamedTuple):
    """One address that is stated in a network, and the CIDRs of the subnets that may have it."""

    owner: str
    path: Path
    address: str
    cidrs: list[str]


def wrong_addresses(found: Description) -> Iterator[Wrong]:
    """Everything that is wrong with the addresses of networks and of what stands in them."""
    vpcs = cast("dict[str, m.Vpc]", found.sections.get("vpcs", {}))
    living: dict[str, list[Component]] = {}
    for component in found.components.values():
        if isinstance(component.vpc, Fields) and isinstance(component.vpc.name, str):
            living.setdefault(component.vpc.name, []).append(component)
    for name, vpc in vpcs.items():
        yield from _sizes(name, vpc)
        taken: dict[str, str] = {}
        for stated in (*_in_network(vpc), *_of_components(living.get(name, ()), vpc)):
            yield from _wrong(stated, taken)
    for name, site in found.sections.get("sites", {}).items():
        yield from _beyond(name, cast("m.Site", site))


def refused_route(vpc: m.Vpc, owner: str, route: m.Route, dest: str) -> Iterator[Wrong]:
    """What is wrong with a route for addresses that AWS routes itself: its own services', or the network's."""
    from archlint.catalog.networks import networks

    if "/" not in dest or route.target == "local" or route.state != "active":
        return
    block = _block(dest)
    if any(_holds(_block(each), block) for each in networks().unroutable):
        message = f"the route {dest} of {owner} is for addresses of AWS's own, which no route can lead elsewhere"
        yield Wrong("wrong-value", route.path, message, "Remove the route.")
    own = [each for each in map(_block, (*_texts(vpc.cidr), *_texts(vpc.cidrs))) if _holds(each, block)]
    if own and block not in own and not _is_led_to_nat(vpc, route, block):
        message = f"the route {dest} of {owner} is narrower than the local one, and neither a whole subnet's nor to NAT"
        yield Wrong("wrong-value", route.path, message, "Remove the route: AWS delivers inside a network by itself.")


def _is_led_to_nat(vpc: m.Vpc, route: m.Route, block: Any) -> bool:
    """True for a whole subnet whose packets go to a NAT gateway, which AWS takes."""
    whole = any(
        isinstance(subnet.cidr, str) and subnet.cidr and _block(subnet.cidr) == block
        for _, subnet in _parts(vpc.subnets)
    )
    return whole and any(name == route.target for name, _ in _parts(vpc.nat_gateways))


def _holds(outer: Any, inner: Any) -> bool:
    return bool(outer.version == inner.version and inner.subnet_of(outer))


def _sizes(name: str, vpc: m.Vpc) -> Iterator[Wrong]:
    from archlint.catalog.networks import networks

    largest, smallest = networks().sizes
    written = [("cidrs", cidr) for cidr in _texts(vpc.cidrs)] + [("cidr", cidr) for cidr in _texts(vpc.cidr)]
    sized: list[tuple[str, Path, Any]] = [(name, (*vpc.path, field), cidr) for field, cidr in written]
    sized += [(own, (*subnet.path, "cidr"), subnet.cidr) for own, subnet in _parts(vpc.subnets)]
    for owner, path, cidr in sized:
        is_ipv4 = isinstance(cidr, str) and cidr and ":" not in cidr
        if is_ipv4 and not largest <= _block(cidr).prefixlen <= smallest:
            message = f"{owner} has the range {cidr}, and AWS makes them from /{largest} to /{smallest}"
            yield Wrong("wrong-value", path, message, "Give it a range of such a size.")


def _in_network(vpc: m.Vpc) -> Iterator[_Stated]:
    """The stated addresses of NAT gateways and endpoints."""
    subnets: dict[str, Any] = dict(_parts(vpc.subnets))
    for name, nat in _parts(vpc.nat_gateways):
        if isinstance(nat.address, str) and nat.address and nat.subnet in subnets:
            yield _Stated(name, (*nat.path, "address"), nat.address, _cidrs([subnets[nat.subnet]]))
    for name, endpoint in _parts(vpc.endpoints):
        for subnet, address in endpoint.addresses.items() if isinstance(endpoint.addresses, dict) else ():
            if isinstance(address, str) and subnet in subnets:
                yield _Stated(name, (*endpoint.path, "addresses", subnet), address, _cidrs([subnets[subnet]]))


def _of_components(living: Iterable[Component], vpc: m.Vpc) -> Iterator[_Stated]:
    for component in living:
        place: Any = component.vpc
        if not place.address and not place.address6:
            continue
        subnets = [subnet for own, subnet in _parts(vpc.subnets) if own in place.subnets or not place.subnets]
        for field in ("address", "address6"):
            address = getattr(place, field)
            if isinstance(address, str) and address:
                yield _Stated(component.name, (*place.path, field), address, _cidrs(subnets))


def _wrong(stated: _Stated, taken: dict[str, str]) -> Iterator[Wrong]:
    import ipaddress

    owner, path, address, cidrs = stated
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        field = next(step for step in reversed(path) if step in ("address", "address6", "addresses"))
        yield Wrong("wrong-value", path, f"{field} of {owner} is `{address}`, which is no address", _EXAMPLE)
        return
    own = [block for block in map(_block, cidrs) if number in block]
    if cidrs and not own:
        message = f"{owner} has the address {address}, which is in none of its subnets ({', '.join(cidrs)})"
        yield Wrong("wrong-value", path, message, "Give it an address of its subnet.")
    elif any(_is_kept(int(number), int(block[0]), int(block[-1])) for block in own):
        message = f"{owner} has the address {address}, which AWS keeps for itself in every subnet"
        yield Wrong("wrong-value", path, message, "Give it another address of its subnet.")
    elif taken.setdefault(str(number), owner) != owner:
        message = f"{owner} has the address {address}, which {taken[str(number)]} has"
        yield Wrong("wrong-value", path, message, "Give it an address of its own.")


_EXAMPLE = "Write it as `10.0.1.5`."


def _is_kept(number: int, first: int, last: int) -> bool:
    from archlint.catalog.networks import networks

    return number < first + networks().reserved or number == last


def _beyond(name: str, site: m.Site) -> Iterator[Wrong]:
    """Machines of a site whose addresses the site does not have."""
    import ipaddress

    blocks = [_block(cidr) for cidr in _texts(site.cidrs)]
    hosts: Any = site.hosts
    for host, address in hosts.items() if isinstance(hosts, dict) else ():
        if isinstance(address, str) and not any(ipaddress.ip_address(address) in block for block in blocks):
            message = f"{host} has the address {address}, which {name} does not have"
            yield Wrong("wrong-value", (*site.path, "hosts", host), message, f"Give it an address of {name}.")


@lru_cache(maxsize=4096)
def _block(cidr: str) -> Any:
    import ipaddress

    return ipaddress.ip_network(cidr, strict=False)


def _cidrs(subnets: Iterable[Any]) -> list[str]:
    return [cidr for subnet in subnets for cidr in (subnet.cidr, subnet.cidr6) if isinstance(cidr, str) and cidr]


def _texts(values: object) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, tuple) else []


def _parts(parts: object) -> list[tuple[str, Any]]:
    items = parts.items() if isinstance(parts, dict) else ()
    return [(name, part) for name, part in items if isinstance(part, Fields)]
