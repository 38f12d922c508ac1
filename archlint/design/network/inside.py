"""One network of the description as a topology has it: tables, ACLs, subnets, groups, NAT gateways and endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.design.network import topology as t
from archlint.design.network.addresses import Block, everything, read_block
from archlint.design.network.building import Plan, address_of, has_unknown, items, readable, stated, text
from archlint.design.network.services import endpoint_name
from archlint.document.quantities import UNKNOWN
from archlint.model.component import known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.model import network as m

EVERYWHERE = (everything(4), everything(6))
DEFAULT = "default"

_WORDS = {
    "local": t.To.LOCAL,
    "internet_gateway": t.To.INTERNET_GATEWAY,
    "egress_only_gateway": t.To.EGRESS_ONLY_GATEWAY,
    "blackhole": t.To.NOTHING,
}


def lay_out(plan: Plan) -> None:
    """Every network with everything in it but the components."""
    for name, vpc in plan.vpcs.items():
        if has_unknown(vpc):
            plan.uncertain.add(name)
        plan.networks[name] = _network(plan, name, vpc)
    for name, vpc in plan.vpcs.items():
        network = plan.networks[name]
        for group in _groups(plan, network, vpc):
            plan.groups[name, group.name] = group
        for subnet in _subnets(plan, network, vpc):
            plan.subnets[name, subnet.name] = subnet
        plan.nat_gateways.extend(_nat_gateways(plan, network, vpc))
        plan.endpoints.extend(_endpoints(plan, network, vpc))


def _network(plan: Plan, name: str, vpc: m.Vpc) -> t.Vpc:
    blocks = [read_block(cidr) for cidr in (*stated(vpc.cidr), *stated(vpc.cidrs))]
    if text(vpc.cidr6):
        blocks.append(read_block(vpc.cidr6))
    return t.Vpc(
        name,
        tuple(dict.fromkeys(blocks)),
        text(vpc.region) or text(plan.description.head.region),
        vpc.dns_support is True and vpc.dns_hostnames is True,
        vpc.internet_gateway is True,
        vpc.egress_only_gateway is True,
        vpc.path,
    )


def _subnets(plan: Plan, network: t.Vpc, vpc: m.Vpc) -> Iterator[t.Subnet]:
    acls = {name: _acl(name, acl) for name, acl in readable(vpc.acls)}
    extra = _gateway_routes(plan, vpc)
    shared = {
        name: t.RouteTable(name, (*_routes(plan, vpc, table), *extra.get(name, ())), (*vpc.path, "route_tables", name))
        for name, table in items(vpc.route_tables)
    }
    main = shared.get(text(vpc.main)) or t.RouteTable("main", tuple(extra.get("", ())))
    for name, subnet in readable(vpc.subnets):
        blocks = tuple(read_block(cidr) for cidr in (text(subnet.cidr), text(subnet.cidr6)) if cidr)
        if not blocks:
            continue
        if subnet.gives("routes"):
            routes = (*_routes(plan, vpc, subnet.routes), *extra.get(f"subnet {name}", ()))
            table = t.RouteTable(name, routes, (*subnet.path, "routes"))
        else:
            table = shared.get(text(subnet.route_table), main)
        acl = acls.get(text(subnet.acl)) or _open_acl(subnet)
        yield t.Subnet(name, network, blocks, text(subnet.zone), table, acl, subnet.path)


def _table_key(vpc: m.Vpc, subnet: m.Subnet) -> str:
    """Which table a subnet uses, as `_gateway_routes` counts them; "" for a main table without a name."""
    if subnet.gives("routes"):
        return f"subnet {subnet.path[-1]}"
    return text(subnet.route_table) or text(vpc.main)


def _gateway_routes(plan: Plan, vpc: m.Vpc) -> dict[str, list[t.Route]]:
    """The routes that gateway endpoints put into the tables that lead to them."""
    found: dict[str, list[t.Route]] = {}
    for name, endpoint in readable(vpc.endpoints):
        if endpoint.kind != "gateway":
            continue
        service = endpoint_name(text(endpoint.service) or name)
        subnets = dict(readable(vpc.subnets))
        keys = {_table_key(vpc, subnets[each]) for each in stated(endpoint.subnets) if each in subnets}
        for key in sorted(keys | set(stated(endpoint.route_tables))):
            blocks = plan.service_blocks(service)
            route = t.Route(f"service:{service}", blocks, t.To.ENDPOINT, name, listed=True, at=endpoint.path)
            found.setdefault(key, []).append(route)
    return found


def _routes(plan: Plan, vpc: m.Vpc, routes: Any) -> Iterator[t.Route]:
    written: list[tuple[str, m.Route]] = (
        [("", route) for route in routes] if isinstance(routes, list) else items(routes)
    )
    for destination, route in written:
        if known(route) and not has_unknown(route) and (destination or route.dest):
            yield _route(plan, vpc, destination or route.dest, route)


def _route(plan: Plan, vpc: m.Vpc, destination: str, route: m.Route) -> t.Route:
    kind, _, name = destination.partition(":")
    if kind == "prefix":
        blocks = plan.list_of(name)
    elif kind == "service":
        blocks = plan.service_blocks(name)
    else:
        blocks = (read_block(destination),)
    to, live = _target(plan, vpc, route.target)
    return t.Route(
        destination,
        blocks,
        to,
        "" if route.target in _WORDS else route.target,
        live and route.state == "active",
        kind in ("prefix", "service"),
        route.propagated is True,
        route.path,
    )


def _target(plan: Plan, vpc: m.Vpc, target: str) -> tuple[t.To, bool]:
    """What a route's word or name leads to, and whether that is there."""
    if target in _WORDS:
        to = _WORDS[target]
        attached = {t.To.INTERNET_GATEWAY: vpc.internet_gateway, t.To.EGRESS_ONLY_GATEWAY: vpc.egress_only_gateway}
        return to, attached.get(to, to is not t.To.NOTHING) is True
    if target in vpc.nat_gateways:
        return t.To.NAT_GATEWAY, True
    if target in vpc.endpoints:
        return t.To.ENDPOINT, True
    if target in plan.peerings:
        return t.To.PEERING, plan.peerings[target].state == "active"
    if target in plan.transit_gateways:
        return t.To.TRANSIT_GATEWAY, True
    if target in plan.vpns:
        return t.To.VPN, plan.vpns[target].state == "up"
    return t.To.NOTHING, False


def _acl(name: str, acl: m.Acl) -> t.Acl:
    return t.Acl(name, tuple(_acl_rules(acl.ingress)), tuple(_acl_rules(acl.egress)), acl.path)


def _acl_rules(rules: dict[str, m.AclRule]) -> Iterator[t.AclRule]:
    for number, rule in readable(rules):
        cidr = text(rule.allow) or text(rule.deny)
        if cidr:
            for first, last in stated(rule.ports):
                allow = bool(text(rule.allow))
                yield t.AclRule(int(number), allow, read_block(cidr), rule.protocol, first, last, rule.path)


def _open_acl(subnet: m.Subnet) -> t.Acl:
    """The default ACL of a network allows everything."""
    rules = tuple(t.AclRule(100, allow=True, block=block) for block in EVERYWHERE)
    return t.Acl(DEFAULT, rules, rules, (*subnet.path, "acl"))


def _groups(plan: Plan, network: t.Vpc, vpc: m.Vpc) -> Iterator[t.Group]:
    all_out = (t.GroupRule(EVERYWHERE),)
    groups = dict(readable(vpc.security_groups))
    for name, group in groups.items():
        at = (*group.path, "egress")
        egress = all_out if group.egress is None else tuple(_group_rules(plan, vpc, group.egress, "target"))
        ingress = tuple(_group_rules(plan, vpc, group.ingress, "source"))
        if group.egress is None:
            egress = (t.GroupRule(EVERYWHERE, at=at),)
        yield t.Group(name, network, ingress, egress, group.path)
    if DEFAULT not in groups:
        itself = t.GroupRule((), frozenset({f"{network.name}.{DEFAULT}"}))
        yield t.Group(DEFAULT, network, (itself,), all_out, ())


def _group_rules(plan: Plan, vpc: m.Vpc, rules: Any, side: str) -> Iterator[t.GroupRule]:
    for rule in stated(rules):
        blocks: list[Block] = []
        groups: set[str] = set()
        for peer in stated(getattr(rule, side)):
            kind, _, name = peer.partition(":")
            if "/" in peer:
                blocks.append(read_block(peer))
            elif kind == "prefix" and name:
                blocks.extend(plan.list_of(name))
            elif kind == "service" and name:
                blocks.extend(plan.service_blocks(name))
            else:
                groups.add(group_key(plan, str(vpc.path[-1]), peer))
        if rule.protocol is not UNKNOWN:
            for first, last in stated(rule.ports):
                yield t.GroupRule(tuple(blocks), frozenset(groups), rule.protocol, first, last, rule.path)


def group_key(plan: Plan, vpc: str, name: str) -> str:
    """`vpc.group` for a group named in a network: its own, or one written with its network's name."""
    other, dot, _ = name.partition(".")
    return name if dot and other in plan.vpcs else f"{vpc}.{name}"


def _nat_gateways(plan: Plan, network: t.Vpc, vpc: m.Vpc) -> Iterator[t.NatGateway]:
    for name, nat in readable(vpc.nat_gateways):
        subnet = plan.subnets.get((network.name, text(nat.subnet)))
        if subnet is None:
            continue
        address = address_of(nat.address) or plan.pool.inside(network.name, subnet.blocks[0])
        public = () if nat.kind == "private" else (address_of(nat.public_address) or plan.pool.outside(),)
        yield t.NatGateway(name, subnet, address, public, nat.path)


def _endpoints(plan: Plan, network: t.Vpc, vpc: m.Vpc) -> Iterator[t.Endpoint]:
    for name, endpoint in readable(vpc.endpoints):
        service = endpoint_name(text(endpoint.service) or name)
        feet = tuple(_endpoint_feet(plan, network, name, endpoint)) if endpoint.kind == "interface" else ()
        denies = endpoint.policy == "deny"
        yield t.Endpoint(name, network, service, feet, endpoint.private_dns is True, denies, endpoint.path)


def _endpoint_feet(plan: Plan, network: t.Vpc, name: str, endpoint: m.Endpoint) -> Iterator[t.Interface]:
    groups = groups_of(plan, network, endpoint.security_groups)
    fixed = dict(items(endpoint.addresses))
    for each in dict.fromkeys((*stated(endpoint.subnets), *fixed)):
        subnet = plan.subnets.get((network.name, each))
        if subnet is not None:
            address = address_of(fixed.get(each)) or plan.pool.inside(network.name, subnet.blocks[0])
            yield t.Interface(name, t.Kind.ENDPOINT, subnet, (address,), (), groups, endpoint.path)


def groups_of(plan: Plan, network: t.Vpc, names: Any) -> tuple[t.Group, ...]:
    """The groups with these names, in the order of their names; the default group where none is named."""
    named = sorted(stated(names))
    found = [plan.groups.get((network.name, name.removeprefix(f"{network.name}."))) for name in named or (DEFAULT,)]
    return tuple(group for group in found if group is not None)
