"""Names and numbers inside networks that fit nothing: subnets, groups, tables and route targets that do not exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar, cast

from archlint.document.quantities import UNKNOWN
from archlint.model.base import Fields, Path
from archlint.model.component import known as is_known
from archlint.model.network_addresses import refused_route, wrong_addresses
from archlint.model.places import place_of
from archlint.model.problems import Wrong, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from archlint.model import network as m
    from archlint.model.component import Component
    from archlint.model.description import Description

F = TypeVar("F", bound=Fields)

WORDS = ("local", "internet_gateway", "egress_only_gateway", "blackhole")
"""What a route's target can be beside a name."""

_FULL_ZONE = re.compile(r"([a-z]{2}(?:-[a-z]+)+-\d)[a-z]")


def wrong_in_networks(found: Description) -> Iterator[Wrong]:
    """Everything in the networks of a description that names nothing, or that contradicts itself."""
    sections: dict[str, dict[str, Any]] = found.sections
    vpcs: dict[str, m.Vpc] = sections.get("vpcs", {})
    for name, vpc in vpcs.items():
        yield from _in_vpc(found, name, vpc)
    for component in found.components.values():
        yield from _in_attachment(component, vpcs)
    yield from wrong_addresses(found)
    for name, peering in sections.get("peerings", {}).items():
        if peering.between is not UNKNOWN and len(set(peering.between)) != 2:
            ends = list(dict.fromkeys(peering.between))
            message = f"{name} is between {len(ends)} networks, not two"
            if len(peering.between) == 2:
                message = f"{name} joins {ends[0]} to itself"
            yield Wrong("wrong-value", (*peering.path, "between"), message, "Name the two networks.")
    for name, gateway in sections.get("transit_gateways", {}).items():
        yield from _in_transit_gateway(found, name, gateway)
    for name, vpn in sections.get("vpns", {}).items():
        if not vpn.gives("vpc") and not vpn.gives("transit_gateway"):
            message = f"{name} says neither its `vpc` nor its `transit_gateway`"
            yield Wrong("missing-field", vpn.path, message, "Add the one that it ends in.")
        for field, section in (("transit_gateway", "transit_gateways"), ("site", "sites")):
            yield from _named(name, (*vpn.path, field), getattr(vpn, field), field, sections.get(section, {}))


def _named(owner: str, path: Path, name: Any, what: str, known: Collection[str]) -> Iterator[Wrong]:
    """What is wrong with one name; nothing where it is absent or fits."""
    if isinstance(name, str) and name and name not in known and is_known(known):
        kind = what.replace("_", " ")
        article = "an" if kind[0] in "aeiouA" else "a"
        field = next(step for step in reversed(path) if isinstance(step, str))
        field = f"the route {field}" if "/" in field or ":" in field else field
        message = f"{field} of {owner} names `{name}`, which is not {article} {kind}{did_you_mean(name, known)}"
        yield Wrong("dangling-name", path, message, "Correct the name, or add what it names.")


def _all_named(owner: str, path: Path, names: Any, what: str, known: Collection[str]) -> Iterator[Wrong]:
    if isinstance(names, list | tuple):
        for index, name in enumerate(names):
            yield from _named(owner, (*path, index), name, what, known)


def _parts(parts: Mapping[str, F]) -> Iterator[tuple[str, F]]:
    for name, part in _items(parts):
        if isinstance(part, Fields):
            yield name, cast("F", part)


def _items(mapping: object) -> list[tuple[str, Any]]:
    return list(mapping.items()) if isinstance(mapping, dict) else []


def _keys(parts: object) -> Collection[str]:
    """The names of parts; unknown where the parts are."""
    if parts is UNKNOWN:
        return cast("Collection[str]", UNKNOWN)
    return parts.keys() if isinstance(parts, dict) else ()


def _all(*names: Collection[str]) -> Collection[str]:
    """All of these names; unknown where some are."""
    return set().union(*names) if UNKNOWN not in names else cast("Collection[str]", UNKNOWN)


def _in_vpc(found: Description, name: str, vpc: m.Vpc) -> Iterator[Wrong]:
    tables, acls, subnets = _keys(vpc.route_tables), _keys(vpc.acls), _keys(vpc.subnets)
    yield from _named(name, (*vpc.path, "main"), vpc.main, "route_table", tables)
    region = vpc.region or found.head.region
    for own, subnet in _parts(vpc.subnets):
        yield from _named(own, (*subnet.path, "route_table"), subnet.route_table, "route_table", tables)
        yield from _named(own, (*subnet.path, "acl"), subnet.acl, "network_ACL", acls)
        yield from _zone(own, subnet, region)
        yield from _routes(found, vpc, own, subnet.routes)
    for own, table in _items(vpc.route_tables):
        yield from _routes(found, vpc, own, table)
    for own, nat in _parts(vpc.nat_gateways):
        yield from _named(own, (*nat.path, "subnet"), nat.subnet, f"subnet of {name}", subnets)
    for own, endpoint in _parts(vpc.endpoints):
        yield from _in_endpoint(found, name, vpc, own, endpoint)
    for own, group in _parts(vpc.security_groups):
        yield from _rules(found, name, own, "source", "from", group.ingress)
        yield from _rules(found, name, own, "target", "to", group.egress or ())
    for own, acl in _parts(vpc.acls):
        for side in ("ingress", "egress"):
            for number, rule in _parts(getattr(acl, side)):
                if rule.gives("allow") == rule.gives("deny"):
                    both = "both `allow` and `deny`" if rule.gives("allow") else "neither `allow` nor `deny`"
                    message = f"{side} rule {number} of {own} has {both}"
                    yield Wrong("wrong-value", rule.path, message, "Give it one of the two.")


def _zone(own: str, subnet: m.Subnet, region: Any) -> Iterator[Wrong]:
    full = _FULL_ZONE.fullmatch(str(subnet.zone))
    if full is not None and isinstance(region, str) and full[1] != region:
        message = f"{own} is in the zone {subnet.zone}, its network in the region {region}"
        yield Wrong("wrong-value", (*subnet.path, "zone"), message, f"Name a zone of {region}, by its letter alone.")


def _routes(found: Description, vpc: m.Vpc, owner: str, routes: Any) -> Iterator[Wrong]:
    named = (found.sections.get(section, {}) for section in ("peerings", "transit_gateways", "vpns"))
    targets = _all(WORDS, _keys(vpc.nat_gateways), _keys(vpc.endpoints), *named)
    written: Iterable[tuple[Any, Any]] = ()
    if isinstance(routes, dict):
        written = routes.items()
    elif isinstance(routes, list):
        written = ((None, route) for route in routes)
    taken: set[tuple[str, bool]] = set()
    for key, route in written:
        if not isinstance(route, Fields):
            continue
        entry = cast("m.Route", route)
        dest = key or entry.dest
        if dest and (dest, entry.propagated) in taken:
            message = f"{owner} has two routes for {dest}"
            yield Wrong("wrong-value", entry.path, message, "Keep the one that is meant.")
        taken.add((dest, entry.propagated))
        yield from refused_route(vpc, owner, entry, dest)
        if not dest:
            message = f"a route of {owner} does not say its `dest`"
            yield Wrong("missing-field", entry.path, message, "Add `dest`: the CIDR it is for.")
        if entry.state == "active":
            yield from _named(owner, entry.path, entry.target, "NAT_gateway, peering, VPN or endpoint", targets)
        yield from _listed(found, owner, entry.path, dest)


def _listed(found: Description, owner: str, path: Path, peer: Any) -> Iterator[Wrong]:
    if isinstance(peer, str) and peer.startswith("prefix:"):
        name = peer.removeprefix("prefix:")
        yield from _named(owner, path, name, "prefix_list", found.sections.get("prefix_lists", {}))


def _in_endpoint(found: Description, name: str, vpc: m.Vpc, own: str, endpoint: m.Endpoint) -> Iterator[Wrong]:
    path, subnets = endpoint.path, _keys(vpc.subnets)
    yield from _all_named(own, (*path, "subnets"), endpoint.subnets, f"subnet of {name}", subnets)
    yield from _all_named(own, (*path, "route_tables"), endpoint.route_tables, "route_table", _keys(vpc.route_tables))
    groups = _keys(vpc.security_groups)
    yield from _groups(own, (*path, "security_groups"), endpoint.security_groups, name, groups)
    lists = found.sections.get("prefix_lists", {})
    yield from _named(own, (*path, "prefix_list"), endpoint.prefix_list, "prefix_list", lists)
    for each in _keys(endpoint.addresses):
        yield from _named(own, (*path, "addresses", each), each, f"subnet of {name}", subnets)


def _rules(found: Description, name: str, own: str, attribute: str, key: str, rules: Any) -> Iterator[Wrong]:
    vpcs: dict[str, Any] = found.sections.get("vpcs", {})
    for rule in rules if isinstance(rules, list | tuple) else ():
        peers = getattr(rule, attribute)
        for peer in peers if isinstance(peers, tuple) else ():
            path = (*rule.path, key)
            if "/" in peer or peer.startswith("service:"):
                continue
            if peer.startswith("prefix:"):
                yield from _listed(found, own, path, peer)
                continue
            other, dot, group = peer.partition(".")
            home, wanted = (other, group) if dot and other in vpcs else (name, peer)
            known = _all(("default",), _keys(vpcs[home].security_groups))
            yield from _named(own, path, wanted, f"security_group of {home}", known)


def _groups(owner: str, path: Path, names: Any, vpc: str, known: Collection[str]) -> Iterator[Wrong]:
    bare = tuple(name.removeprefix(f"{vpc}.") for name in names) if isinstance(names, tuple) else ()
    yield from _all_named(owner, path, bare, f"security_group of {vpc}", _all(("default",), known))


def _in_attachment(component: Component, vpcs: dict[str, m.Vpc]) -> Iterator[Wrong]:
    place = place_of(component)
    vpc = vpcs.get(place.name) if place is not None and isinstance(place.name, str) else None
    if place is None or vpc is None:
        return
    subnets, groups = _keys(vpc.subnets), _keys(vpc.security_groups)
    yield from _all_named(component.name, (*place.path, "subnets"), place.subnets, f"subnet of {place.name}", subnets)
    yield from _groups(component.name, (*place.path, "security_groups"), place.security_groups, place.name, groups)


def _in_transit_gateway(found: Description, name: str, gateway: m.TransitGateway) -> Iterator[Wrong]:
    sections: dict[str, dict[str, Any]] = found.sections
    vpcs: dict[str, m.Vpc] = sections.get("vpcs", {})
    vpns, gateways, tables = sections.get("vpns", {}), sections.get("transit_gateways", {}), _keys(gateway.tables)
    ends = {*vpcs, *vpns, *gateways}
    for own, attachment in _parts(gateway.attachments):
        path = attachment.path
        named = attachment.vpc or attachment.vpn or attachment.peer
        yield from _named(name, path, "" if named else own, "network, VPN or transit gateway", ends)
        yield from _named(own, (*path, "vpn"), attachment.vpn, "VPN", vpns)
        yield from _named(own, (*path, "peer"), attachment.peer, "transit_gateway", gateways)
        if tables:
            yield from _named(own, (*path, "table"), attachment.table, f"table of {name}", tables)
            yield from _all_named(own, (*path, "propagate"), attachment.propagate, f"table of {name}", tables)
        vpc = vpcs.get(attachment.vpc or own)
        if vpc is not None:
            yield from _all_named(own, (*path, "subnets"), attachment.subnets, "subnet of it", _keys(vpc.subnets))
    implied = {each for each, vpn in vpns.items() if vpn.transit_gateway == name}
    known = _all(("blackhole",), _keys(gateway.attachments), gateway.peers, implied)
    for table, routes in _items(gateway.tables):
        for cidr, target in _items(routes):
            yield from _named(name, (*gateway.path, "tables", table, cidr), target, "attachment", known)
    yield from _all_named(name, (*gateway.path, "peers"), gateway.peers, "transit_gateway", gateways)
