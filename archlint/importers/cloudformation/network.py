"""VPCs with their subnets, routes, gateways and endpoints, as networks of a description."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.access import statements_of, written
from archlint.importers.cloudformation.mapping import Rows, carry, flag, text, word
from archlint.importers.cloudformation.values import Items, Open, Properties, Setting, as_item, find, value_at
from archlint.importers.draft import Part

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.cloudformation.world import World

_WHOLE = re.compile(r"\$\{([^!}.]+)(?:\.[\w.]+)?\}\Z")
_SERVICE = re.compile(r"\A(?:com\.)?(?:amazon)?aws\.[^.]*\.")
"""What stands before the service in an endpoint's `ServiceName`: `com.amazonaws.eu-west-1.`."""

_VPC: Rows = (
    ("CidrBlock", "cidr", text),
    ("EnableDnsSupport", "dns_support", flag),
    ("EnableDnsHostnames", "dns_hostnames", flag),
    ("InstanceTenancy", "tenancy", text),
)
_SUBNET: Rows = (
    ("CidrBlock", "cidr", text),
    ("Ipv6CidrBlock", "cidr6", text),
    ("MapPublicIpOnLaunch", "public_addresses", flag),
)
_ENDPOINT: Rows = (
    ("VpcEndpointType", "kind", lambda value: str(value).lower()),
    ("PrivateDnsEnabled", "private_dns", flag),
)


def resource_named(world: World, value: Any, *kinds: str) -> Resource | None:
    """The resource of one of these types that a reference leads to."""
    match = _WHOLE.match(value) if isinstance(value, Open) else None
    found = world.resources.get(match.group(1)) if match is not None else None
    return found if found is not None and (not kinds or found.type in kinds) else None


def placed(world: World, value: Any, *kinds: str) -> Resource | None:
    """The resource that a reference leads to, if it is part of one of the template's own networks."""
    found = resource_named(world, value, *kinds)
    return found if found is not None and ("vpc of", found.name) in world.facts else None


def vpc_of(world: World, value: Any) -> Part | None:
    """The network that a reference to a VPC leads to, if the template holds that VPC."""
    found = resource_named(world, value, "AWS::EC2::VPC")
    return world.draft.part("vpcs", found.name, found.at) if found is not None else None


def _inside(world: World, vpc: Part, section: str, resource: Resource) -> Part:
    """A named part of a network (`subnets`, `endpoints`, ...)."""
    known: Part | None = world.facts.get((section, resource.name))
    if known is not None:
        return known
    part = Part(resource.name, resource.at)
    world.facts[section, resource.name] = part
    world.facts["vpc of", resource.name] = vpc.name
    held = vpc.fields.get(section)
    if not isinstance(held, Properties):
        held = Properties(vpc.fields.span)
        vpc.put(section, held, resource.at)
    held.put(resource.name, part.fields, resource.at)
    return part


def vpc(world: World, resource: Resource) -> None:
    part = world.draft.part("vpcs", resource.name, resource.at)
    carry(_VPC, resource.properties, part)
    if "cidr" not in part.fields:
        part.put("cidr", UNKNOWN)


def member(section: str, rows: Rows) -> Any:
    """Reads a resource that belongs to the VPC which its `VpcId` names."""

    def read(world: World, resource: Resource) -> Part | None:
        vpc = vpc_of(world, value_at(resource.properties, "VpcId"))
        if vpc is None:
            return None
        part = _inside(world, vpc, section, resource)
        carry(rows, resource.properties, part)
        return part

    return read


def subnet(world: World, resource: Resource) -> None:
    part = member("subnets", _SUBNET)(world, resource)
    if part is not None:
        zone = find(resource.properties, "AvailabilityZone")
        letter = (
            re.search(r"(?:\$\{AWS::Region\}|-\d)([a-z])\Z", zone.value)
            if zone and isinstance(zone.value, str)
            else None
        )
        part.put("zone", letter.group(1) if letter else UNKNOWN, zone.at if zone else None)
        if "cidr" not in part.fields:
            part.put("cidr", UNKNOWN)


def gateway_attachment(world: World, resource: Resource) -> None:
    vpc = vpc_of(world, value_at(resource.properties, "VpcId"))
    if vpc is not None and find(resource.properties, "InternetGatewayId") is not None:
        vpc.put("internet_gateway", value=True, at=resource.at)


def egress_only_gateway(world: World, resource: Resource) -> None:
    vpc = vpc_of(world, value_at(resource.properties, "VpcId"))
    if vpc is not None:
        vpc.put("egress_only_gateway", value=True, at=resource.at)


def nat_gateway(world: World, resource: Resource) -> None:
    """Belongs to the VPC of its subnet."""
    at = placed(world, value_at(resource.properties, "SubnetId"), "AWS::EC2::Subnet")
    vpc = _vpc_around(world, at)
    if vpc is not None and at is not None:
        part = _inside(world, vpc, "nat_gateways", resource)
        part.put("subnet", at.name, resource.properties.spans["SubnetId"])
        carry(
            [("ConnectivityType", "kind", word({"public": "public", "private": "private"}))], resource.properties, part
        )


def _vpc_around(world: World, member: Resource | None) -> Part | None:
    name = world.facts.get(("vpc of", member.name)) if member is not None else None
    return world.draft.sections.get("vpcs", {}).get(name) if name is not None else None


def endpoint(world: World, resource: Resource) -> None:
    part = member("endpoints", _ENDPOINT)(world, resource)
    if part is None:
        return
    part.fields.setdefault("kind", "gateway")
    part.fields.spans.setdefault("kind", resource.at)
    service = find(resource.properties, "ServiceName")
    if service is not None and isinstance(service.value, str):
        part.set("service", service, _SERVICE.sub("", service.value))
    for key, field in (
        ("SubnetIds", "subnets"),
        ("RouteTableIds", "route_tables"),
        ("SecurityGroupIds", "security_groups"),
    ):
        names(world, part, field, find(resource.properties, key))


def endpoint_policy(world: World, resource: Resource) -> None:
    """What an endpoint lets through, once all that it may speak of is known."""
    part: Part | None = world.facts.get(("endpoints", resource.name))
    document = find(resource.properties, "PolicyDocument")
    if part is None or document is None:
        return
    statements = list(statements_of(document))
    for statement in statements:
        part.add("policy", written(world, statement), statement.at)
    if not statements:
        part.set("policy", document, UNKNOWN)


def names(world: World, part: Part, field: str, setting: Setting | None) -> None:
    """A list of references to resources by their names; unknown as a whole where one of them is."""
    if setting is None:
        return
    listed = setting.value if isinstance(setting.value, Items) else [setting.value]
    found = [placed(world, value) for value in listed]
    if None in found:
        part.set(field, setting, UNKNOWN)
        return
    tree = Items(as_item(setting.at))
    for one in found:
        if one is not None:
            tree.add(one.name, as_item(setting.at), setting.note)
    part.set(field, setting, tree)


def route(world: World, resource: Resource) -> None:
    table = resource_named(world, value_at(resource.properties, "RouteTableId"), "AWS::EC2::RouteTable")
    part: Part | None = world.facts.get(("route_tables", table.name)) if table is not None else None
    destination = value_at(resource.properties, "DestinationCidrBlock") or value_at(
        resource.properties, "DestinationIpv6CidrBlock"
    )
    if part is None or not isinstance(destination, str) or isinstance(destination, Open):
        return
    part.fields.put(destination, _route_target(world, resource), resource.at)


def _route_target(world: World, resource: Resource) -> Any:
    gateway = find(resource.properties, "GatewayId")
    if gateway is not None:
        found = resource_named(world, gateway.value)
        return "internet_gateway" if found is not None and found.type == "AWS::EC2::InternetGateway" else UNKNOWN
    if find(resource.properties, "EgressOnlyInternetGatewayId") is not None:
        return "egress_only_gateway"
    for key in ("NatGatewayId", "VpcEndpointId"):
        found = placed(world, value_at(resource.properties, key))
        if found is not None:
            return found.name
    peering = resource_named(world, value_at(resource.properties, "VpcPeeringConnectionId"))
    if peering is not None and peering.name in world.draft.sections.get("peerings", {}):
        return peering.name
    return UNKNOWN


def associate(world: World, resource: Resource, field: str, key: str, kind: str) -> None:
    """Give a subnet, as its `field`, what an association's property `key` refers to."""
    given = find(resource.properties, key)
    found = placed(world, given.value, kind) if given is not None else None
    at = resource_named(world, value_at(resource.properties, "SubnetId"), "AWS::EC2::Subnet")
    part: Part | None = world.facts.get(("subnets", at.name)) if at is not None else None
    if part is not None and given is not None:
        part.set(field, given, found.name if found is not None else UNKNOWN)


def route_association(world: World, resource: Resource) -> None:
    associate(world, resource, "route_table", "RouteTableId", "AWS::EC2::RouteTable")


def peering(world: World, resource: Resource) -> None:
    between = [vpc_of(world, value_at(resource.properties, key)) for key in ("VpcId", "PeerVpcId")]
    if all(part is not None for part in between):
        made = world.draft.part("peerings", resource.name, resource.at)
        for part in between:
            if part is not None:
                made.add("between", part.name)


def attach(
    world: World, part: Part, setting: Setting | None, subnets: str = "SubnetIds", groups: str = "SecurityGroupIds"
) -> None:
    """Where in a network a component lives; unknown where that is not one of the template's own networks."""
    if setting is None:
        return
    listed = find(setting.value, subnets)
    if listed is None and isinstance(setting.value, Properties):
        return
    inner = Part("", setting.at)
    names(world, inner, "subnets", listed)
    first = next(iter(inner.fields.get("subnets") or ()), None) if inner.fields.get("subnets") is not UNKNOWN else None
    vpc = world.facts.get(("vpc of", str(first)))
    if vpc is None:
        part.set("vpc", setting, UNKNOWN)
        return
    inner.put("name", vpc, setting.at)
    names(world, inner, "security_groups", find(setting.value, groups))
    if str(value_at(setting.value, "Ipv6AllowedForDualStack")).lower() == "true":
        inner.put("ipv6", value=True, at=setting.at)
    part.set("vpc", setting, inner.fields)


READERS = {"AWS::EC2::VPC": vpc}
SECOND = {
    "AWS::EC2::Subnet": subnet,
    "AWS::EC2::RouteTable": member("route_tables", ()),
    "AWS::EC2::VPCGatewayAttachment": gateway_attachment,
    "AWS::EC2::EgressOnlyInternetGateway": egress_only_gateway,
}
THIRD = {
    "AWS::EC2::VPCPeeringConnection": peering,
    "AWS::EC2::NatGateway": nat_gateway,
    "AWS::EC2::VPCEndpoint": endpoint,
}
LINKS = {
    "AWS::EC2::VPCEndpoint": endpoint_policy,
    "AWS::EC2::Route": route,
    "AWS::EC2::SubnetRouteTableAssociation": route_association,
}
