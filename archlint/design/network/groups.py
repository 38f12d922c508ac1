"""The security groups at both ends of a connection: what the sender's let out, and what the target's let in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.design.network.answer import Stop
from archlint.design.network.filters import group_admits
from archlint.design.network.topology import At, Group, Interface, Kind

if TYPE_CHECKING:
    from archlint.design.network.run import Run


def leave(run: Run, interface: Interface) -> None:
    """Pass the outgoing rules of an interface's security groups, or stop the run there."""
    if interface.groups is None:
        return
    aim, packet = run.aim, run.packet
    others = aim.interface.groups if aim.interface and packet.target in aim.interface.addresses else None
    rules = [(group, rule) for group in interface.groups for rule in group.egress]
    port, neighbours = packet.ports[0][0], run.network.neighbours
    found = group_admits(neighbours, rules, packet.target, packet.protocol, port, others or ())
    names = ", ".join(group.name for group in interface.groups)
    if found is not None:
        run.trace.pass_by("sg-egress", names, interface.owner, found.at, False)
        return
    code = "ENI_SG_RULES_MISMATCH" if rules else "SG_HAS_NO_RULES"
    at, related = _group_place(interface, interface.groups, "egress")
    run.stop("sg-egress", interface.owner, at, code, names, related)


def arrive(
    run: Run, interface: Interface, *, carries_groups: bool, sender_groups: tuple[Group, ...] | None = None
) -> None:
    """The request stands before the target's interface: its security groups decide.

    `sender_groups` are those a load balancer sends with, where they are not the start's own.
    """
    run.arrived = interface
    endpoint = run.network.endpoints.get((interface.subnet.vpc.name, interface.owner))
    if interface.kind is Kind.ENDPOINT and endpoint is not None:
        run.trace.pass_by("endpoint", endpoint.name, endpoint.service, endpoint.at, False)
        run.denied_by = endpoint.at if endpoint.denies else ()
    if interface.kind is Kind.FUNCTION:
        run.stop("lambda-no-ingress", interface.owner, interface.at, "")
        return
    if interface.groups is None:
        return
    packet, sender = run.packet, run.start.interface
    known = sender.groups if sender and packet.source in sender.addresses else sender_groups
    rules = [(group, rule) for group in interface.groups for rule in group.ingress]
    port, others = packet.ports[0][0], known or ()
    heard = others if carries_groups else ()
    found = group_admits(run.network.referring, rules, packet.source, packet.protocol, port, heard)
    names = ", ".join(group.name for group in interface.groups)
    if found is not None:
        run.trace.pass_by("sg-ingress", names, interface.owner, found.at, False)
        return
    code = "ENI_SG_RULES_MISMATCH" if rules else "SG_HAS_NO_RULES"
    if not carries_groups and any(other.key in rule.groups for _, rule in rules for other in others):
        code = "SG_REFERENCES_NOT_PRESERVED"
    at, related = _group_place(interface, interface.groups, "ingress")
    why = "endpoint-sg" if interface.kind is Kind.ENDPOINT else "sg-ingress"
    packet_end = Stop(why, interface.owner, at, code, names, packet.source, port, related=related)
    run.trace.stop_at(packet_end)


def _group_place(interface: Interface, groups: tuple[Group, ...], way: str) -> tuple[At, tuple[At, ...]]:
    """Where to mend a group: in the group itself if there is one, else at the interface that has several."""
    if len(groups) == 1 and groups[0].at:
        return (*groups[0].at, way), (interface.at,)
    return interface.at, tuple((*group.at, way) for group in groups if group.at)
