"""The components of a design as ends of connections: where in which network each stands, or that it stands outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from archlint.design.network import topology as t
from archlint.design.network.addresses import IPV6
from archlint.design.network.building import Plan, address_of, readable, stated, text, whole
from archlint.design.network.inside import groups_of
from archlint.design.network.joins import system_addresses
from archlint.design.network.services import service_of
from archlint.model.places import place_of
from archlint.model.registry import IN_NETWORKS_ONLY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.model.component import Attachment, Component
    from archlint.model.compute import LoadBalancer
    from archlint.model.outside import OnPremises

_KINDS = {
    "lambda": t.Kind.FUNCTION,
    "rds": t.Kind.DATABASE,
    "elasticache": t.Kind.DATABASE,
    "opensearch": t.Kind.DATABASE,
    "redshift": t.Kind.DATABASE,
    "efs": t.Kind.DATABASE,
    "kafka": t.Kind.DATABASE,
    "rds_proxy": t.Kind.PROXY,
    "load_balancer": t.Kind.LOAD_BALANCER,
    "api_gateway": t.Kind.LOAD_BALANCER,
    "on_premises": t.Kind.SITE,
    "ec2": t.Kind.INSTANCE,
    "auto_scaling_group": t.Kind.INSTANCE,
    "ecs_service": t.Kind.INSTANCE,
}
"""An API stands in a network through its VPC link, which sends as a load balancer does."""

_GETS_SUBNETS_PUBLIC_ADDRESS = ("ec2", "auto_scaling_group")


def nodes(plan: Plan) -> Iterator[t.Node]:
    """Every component that packets can come from or go to."""
    for component in plan.description.components.values():
        feet = tuple(_feet(plan, component))
        kind = _KINDS.get(component.type)
        if feet:
            yield _placed(plan, component, kind or t.Kind.INSTANCE, feet)
        elif component.type == "on_premises":
            addresses = system_addresses(cast("OnPremises", component))
            yield t.Node(component.name, t.Kind.SITE, addresses=addresses, at=component.path)
        elif kind is t.Kind.FUNCTION:
            yield t.Node(component.name, kind, addresses=(plan.pool.outside(),), at=component.path)
        elif service_of(component) is None and component.type not in IN_NETWORKS_ONLY:
            address = address_of(getattr(component, "address", None))
            if address is None and getattr(component, "public", True) is False:
                continue  # private, but nobody says where
            addresses = (address if address is not None else plan.pool.outside(),)
            yield t.Node(component.name, t.Kind.INTERNET, addresses=addresses, at=component.path)


def subnets_of(plan: Plan, attachment: Attachment) -> list[t.Subnet]:
    """The subnets it names, or all of its network where it names none."""
    network = text(attachment.name)
    named = stated(attachment.subnets) or [name for vpc, name in plan.subnets if vpc == network]
    found = [plan.subnets.get((network, name)) for name in dict.fromkeys(named)]
    return [subnet for subnet in found if subnet is not None]


def _feet(plan: Plan, component: Component) -> Iterator[t.Interface]:
    attachment = place_of(component)
    network = plan.networks.get(text(attachment.name)) if attachment else None
    if attachment is None or network is None:
        return
    kind = _KINDS.get(component.type, t.Kind.INSTANCE)
    groups: tuple[t.Group, ...] | None = groups_of(plan, network, attachment.security_groups)
    if getattr(component, "kind", "") == "network" and not attachment.security_groups:
        groups = None
    six = attachment.ipv6 is True or (bool(text(attachment.address6)) and kind is not t.Kind.FUNCTION)
    for subnet in subnets_of(plan, attachment):
        addresses = tuple(_addresses(plan, attachment, subnet, six=six))
        public = tuple(_public(plan, component, attachment, subnet))
        yield t.Interface(component.name, kind, subnet, addresses, public, groups, attachment.path)


def _addresses(plan: Plan, attachment: Attachment, subnet: t.Subnet, *, six: bool) -> Iterator[int]:
    fixed = [address_of(attachment.address), address_of(attachment.address6)]
    for block in subnet.blocks:
        own = next((each for each in fixed if each is not None and block.first <= each <= block.last), None)
        if block.first >= IPV6 and not six and len(subnet.blocks) > 1:
            continue  # in a subnet for IPv6 alone everything has an IPv6 address
        if own is not None:
            yield own
        else:
            yield plan.pool.inside(subnet.vpc.name, block)


def _public(plan: Plan, component: Component, attachment: Attachment, subnet: t.Subnet) -> Iterator[int]:
    """The public address paired with an interface: stated, or one that AWS gives. A function never has one."""
    if component.type == "lambda":
        return
    address = address_of(attachment.public_address)
    written = plan.vpcs[subnet.vpc.name].subnets[subnet.name]
    given = component.type in _GETS_SUBNETS_PUBLIC_ADDRESS and written.public_addresses is True
    if attachment.gives("public_address"):
        given = attachment.public_address is True
    if getattr(component, "public", False) is True or getattr(component, "scheme", "") == "internet_facing":
        given = True
    if address is not None:
        yield address
    elif given:
        yield plan.pool.outside()


def _placed(plan: Plan, component: Component, kind: t.Kind, feet: tuple[t.Interface, ...]) -> t.Node:
    if component.type != "load_balancer":
        return t.Node(component.name, kind, feet, at=component.path)
    balancer = cast("LoadBalancer", component)
    stated_crossing: object = balancer.cross_zone
    crosses = balancer.kind == "application" if stated_crossing is None else stated_crossing is True
    listeners = tuple(_listeners(plan, balancer))
    keeps = balancer.kind == "network"
    return t.Node(component.name, kind, feet, (), keeps, crosses, listeners, component.path)


def _listeners(plan: Plan, balancer: LoadBalancer) -> Iterator[t.Listener]:
    listeners = list(readable(balancer.listeners))
    out = [flow for flow in plan.description.flows if flow.source is balancer]
    for number, listener in listeners:
        if not number.isdigit():
            continue
        port = whole(listener.port, int(number))
        behind = [(name, port) for name in stated(listener.to)]
        for flow in out:
            if text(flow.listener) in ("", number) and (text(flow.listener) or len(listeners) == 1):
                own = whole(flow.port, port)
                behind.append((flow.target.name, own))
        protocol = "udp" if listener.protocol == "udp" else "tcp"
        yield t.Listener(int(number), protocol, tuple(dict.fromkeys(behind)), listener.path)
