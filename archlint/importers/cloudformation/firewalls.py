"""Security groups and network ACLs with their rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.mapping import whole
from archlint.importers.cloudformation.network import associate, member, placed, resource_named
from archlint.importers.cloudformation.values import Open, Properties, Setting, find, items, value_at
from archlint.importers.draft import Part

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.cloudformation.world import World

_PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmp", "-1": "all", "icmpv6": "icmp"}


def security_group(world: World, resource: Resource) -> None:
    part = member("security_groups", ())(world, resource)
    if part is not None:
        for key, field in (("SecurityGroupIngress", "ingress"), ("SecurityGroupEgress", "egress")):
            for entry in items(resource.properties, key):
                _admit(world, part, field, entry)


def group_rule(world: World, resource: Resource) -> None:
    """A rule of a security group that is a resource of its own."""
    group = resource_named(world, value_at(resource.properties, "GroupId"), "AWS::EC2::SecurityGroup")
    part: Part | None = world.facts.get(("security_groups", group.name)) if group is not None else None
    if part is not None:
        field = "egress" if resource.type.endswith("Egress") else "ingress"
        _admit(world, part, field, Setting(resource.properties, resource.at))


def _admit(world: World, part: Part, field: str, entry: Setting) -> None:
    rule = Part("", entry.at)
    _other_side(world, rule, "from" if field == "ingress" else "to", entry.value)
    protocol = find(entry.value, "IpProtocol")
    name = str(protocol.value).lower() if protocol is not None else "-1"
    rule.put("protocol", _PROTOCOLS.get(name, UNKNOWN if "$" in name else name), protocol.at if protocol else None)
    start = find(entry.value, "FromPort")
    rule.put("ports", _ports(entry.value, name), start.at if start is not None else None)
    part.add(field, rule.fields, entry.at)


def _other_side(world: World, rule: Part, field: str, properties: Any) -> None:
    """The CIDR or the group of a rule; a prefix list, or a group from elsewhere, is not known."""
    rule.put(field, UNKNOWN)
    for key in ("CidrIp", "CidrIpv6"):
        found = find(properties, key)
        if found is not None:
            rule.set(field, found, str(found.value) if found.is_known else UNKNOWN)
    for key in ("SourceSecurityGroupId", "DestinationSecurityGroupId"):
        found = find(properties, key)
        group = placed(world, found.value, "AWS::EC2::SecurityGroup") if found is not None else None
        if found is not None and group is not None:
            rule.set(field, found, group.name)


def _ports(properties: Any, protocol: str) -> Any:
    first, last = (whole(value_at(properties, key)) for key in ("FromPort", "ToPort"))
    if protocol in ("-1", "all") or first == -1 or (first == 0 and last == 65535):
        return "all"
    if not isinstance(first, int) or not isinstance(last, int):
        return "all" if first is None and last is None else UNKNOWN
    return first if first == last else f"{first}-{last}"


def acl_association(world: World, resource: Resource) -> None:
    associate(world, resource, "acl", "NetworkAclId", "AWS::EC2::NetworkAcl")


_DECIDES = ("CidrBlock", "Ipv6CidrBlock", "RuleAction", "RuleNumber", "Egress")
"""Where one of these is not known, nobody knows what the whole side of a list lets through."""


def acl_entry(world: World, resource: Resource) -> None:
    properties = resource.properties
    acl = resource_named(world, value_at(properties, "NetworkAclId"), "AWS::EC2::NetworkAcl")
    part: Part | None = world.facts.get(("acls", acl.name)) if acl is not None else None
    number = whole(value_at(properties, "RuleNumber"))
    if part is None or not isinstance(number, int):
        return
    side = "egress" if str(value_at(properties, "Egress")).lower() == "true" else "ingress"
    action = "allow" if str(value_at(properties, "RuleAction")).lower() == "allow" else "deny"
    block = value_at(properties, "CidrBlock") or value_at(properties, "Ipv6CidrBlock")
    if any(isinstance(value_at(properties, key), Open) for key in _DECIDES):
        part.put(side, UNKNOWN, resource.at)
        return
    rule = Part("", resource.at)
    rule.put(action, block)
    protocol = str(value_at(properties, "Protocol"))
    rule.put("protocol", _PROTOCOLS.get(protocol, UNKNOWN if "$" in protocol else protocol))
    first, last = (whole(value_at(properties, "PortRange", key)) for key in ("From", "To"))
    if isinstance(first, int) and isinstance(last, int):
        rule.put("ports", first if first == last else f"{first}-{last}")
    held = part.fields.get(side)
    if held is UNKNOWN:
        return
    if not isinstance(held, Properties):
        held = Properties(part.fields.span)
        part.put(side, held, resource.at)
    held.put(str(number), rule.fields, resource.at)


SECOND = {"AWS::EC2::NetworkAcl": member("acls", ())}
THIRD = {"AWS::EC2::SecurityGroup": security_group}
LINKS = {
    "AWS::EC2::SecurityGroupIngress": group_rule,
    "AWS::EC2::SecurityGroupEgress": group_rule,
    "AWS::EC2::SubnetNetworkAclAssociation": acl_association,
    "AWS::EC2::NetworkAclEntry": acl_entry,
}
