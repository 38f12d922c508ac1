"""What security groups and network ACLs let through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.design.network.addresses import Ports, common, joined, without

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archlint.design.network.topology import AclRule, Group, GroupRule


def admitted_ports(rules: tuple[AclRule, ...], address: int, protocol: str, ports: Ports) -> Ports:
    """The ports of `ports` that an ACL's rules, in their order, let through to or from an address.

    The first rule that fits decides; what no rule fits is denied.
    """
    left, allowed = ports, list[tuple[int, int]]()
    for rule in rules:
        if not rule.block.first <= address <= rule.block.last or rule.protocol not in (protocol, "all"):
            continue
        fitting = common(left, ((rule.first, rule.last),))
        if not fitting:
            continue
        if fitting == left:
            if not rule.allow:
                break
            return joined([*allowed, *left]) if allowed else left
        if rule.allow:
            allowed.extend(fitting)
        left = without(left, rule.first, rule.last)
    return joined(allowed)


def group_admits(
    neighbours: frozenset[tuple[str, str]],
    rules: Iterable[tuple[Group, GroupRule]],
    address: int,
    protocol: str,
    port: int,
    others: Iterable[Group],
) -> GroupRule | None:
    """The rule that admits a packet, or None.

    `others` are the groups of the other end where its identity is kept, `neighbours` the pairs of networks between
    which a rule may name a group.
    """
    for group, rule in rules:
        if rule.protocol not in (protocol, "all") or not rule.first <= port <= rule.last:
            continue
        for block in rule.blocks:
            if block.first <= address <= block.last:
                return rule
        if rule.groups and any(
            other.key in rule.groups and (group.vpc.name, other.vpc.name) in neighbours for other in others
        ):
            return rule
    return None
