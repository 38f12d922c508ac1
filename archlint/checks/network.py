"""Networks: what does not get through and why, openings that are too wide, ways that cost more than they need to.

Everything about networks is imported only where a description has one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._words import counted
from archlint.checks.hit import Hit
from archlint.model.base import Place
from archlint.model.registry import IN_NETWORKS_ONLY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.checks._stops import Trouble
    from archlint.design.graph import Design
    from archlint.design.network.addresses import Ports
    from archlint.design.network.topology import At


def _has_networks(design: Design) -> bool:
    return bool(design.description.sections.get("vpcs"))


def _troubles(design: Design, rule: str) -> Iterator[Trouble]:
    """The flows whose first failing step a rule speaks of."""
    if _has_networks(design):
        from archlint.checks._stops import troubles

        yield from troubles(design, rule)


def _all_stops(design: Design, trouble: Trouble) -> list[tuple[Place, str]]:
    """Every failing step of the path with its reason."""
    from archlint.checks._reasons import in_words, where_in_words

    network, protocol = design.network.network, trouble.crossing.question.protocol
    return [
        (Place(stop.at), f"{where_in_words(stop)}: {in_words(network, stop, protocol)}")
        for stop in trouble.path.stops
        if stop.at
    ]


def cannot_reach(design: Design) -> Iterator[Hit]:
    for trouble in _troubles(design, "cannot-reach"):
        from archlint.checks._reasons import in_words, where_in_words

        flow, stop = trouble.crossing.flow, trouble.stop
        reason = in_words(design.network.network, stop, trouble.crossing.question.protocol)
        code = f" ({stop.code})" if stop.code else ""
        where = where_in_words(stop)
        values = {"flow": flow, "part": trouble.partly, "where": where, "reason": reason, "code": code}
        yield Hit(at=flow.at, subject=flow, values=values, related=_all_stops(design, trouble))
    if _has_networks(design):
        yield from _refused(design)


def _refused(design: Design) -> Iterator[Hit]:
    """The flows whose packets arrive at an endpoint that refuses what they carry."""
    from archlint.checks._refusals import refusals

    for refusal in refusals(design):
        flow, where = refusal.crossing.flow, f"endpoint {refusal.endpoint}"
        reason = f"its policy lets no {refusal.actions} through"
        values = {"flow": flow, "part": "", "where": where, "reason": reason, "code": ""}
        yield Hit(at=flow.at, subject=flow, values=values, related=[Place(refusal.at)])


def public_function_calls_private(design: Design) -> Iterator[Hit]:
    for function in design.typed("lambda"):
        for flow in design.events_out_of(function) if function.vpc is None else ():
            target = flow.target
            public: object = getattr(target, "public", False)
            if target.type in IN_NETWORKS_ONLY and target.vpc is None and public is False:
                from archlint.design.network.flows import may_go_by_data_api

                if not may_go_by_data_api(flow):
                    yield Hit(at=flow.at, subject=flow, values={"function": function, "target": target})
    for trouble in _troubles(design, "public-function-calls-private"):
        flow, callee = trouble.crossing.flow, trouble.crossing.callee
        values = {"function": trouble.crossing.caller, "target": callee}
        yield Hit(at=flow.at, subject=flow, values=values, related=[callee.field("vpc")])


def no_way_out(design: Design) -> Iterator[Hit]:
    for trouble in _troubles(design, "no-way-out"):
        flow, caller = trouble.crossing.flow, trouble.crossing.caller
        values = {"flow": flow, "caller": caller, "subnet": trouble.path.subnet, "target": trouble.crossing.callee}
        yield Hit(at=flow.at, subject=flow, values=values, related=_all_stops(design, trouble))


def function_in_public_subnet(design: Design) -> Iterator[Hit]:
    told = set()
    for trouble in _troubles(design, "function-in-public-subnet"):
        function = trouble.crossing.caller
        if function.name not in told:
            told.add(function.name)
            values = {"function": function, "subnet": trouble.path.subnet, "target": trouble.crossing.callee}
            yield Hit(at=function.field("vpc"), subject=function, values=values, related=[trouble.crossing.flow.at])


def nat_leads_nowhere(design: Design) -> Iterator[Hit]:
    if not _has_networks(design):
        return
    from archlint.checks._layout import nat_gateways_without_way_out

    for nat in nat_gateways_without_way_out(design):
        values = {"nat": nat.name, "subnet": nat.subnet.name}
        yield Hit(at=Place((*nat.at, "subnet")), values=values, related=[Place(nat.subnet.at)], subject=nat.name)


def route_leads_nowhere(design: Design) -> Iterator[Hit]:
    if not _has_networks(design):
        return
    from archlint.checks._dead_ends import dead_ends

    for end in dead_ends(design):
        route, related = end.route, [Place(end.related)] if end.related else []
        values = {"dest": route.destination, "table": end.table.name, "target": end.target, "reason": end.reason}
        yield Hit(at=Place(route.at), values=values, related=related, subject=end.table.name)


def endpoint_kind_wrong(design: Design) -> Iterator[Hit]:
    if not _has_networks(design):
        return
    from archlint.checks._layout import gateway_endpoints_of_other_services
    from archlint.checks._stops import gateway_endpoint

    for name, endpoint, service in gateway_endpoints_of_other_services(design):
        values = {"endpoint": name, "service": service, "reason": f"{service} has no gateway endpoint"}
        yield Hit(at=endpoint.field("kind"), subject=name, values=values)
    for trouble in _troubles(design, "endpoint-kind-wrong"):
        crossing = trouble.crossing
        found = gateway_endpoint(design, crossing)
        if found is not None:
            reason = f"the routes of {trouble.path.subnet}, where {crossing.caller} is, do not lead to it"
            values = {"endpoint": found.name, "service": str(crossing.callee), "reason": reason}
            at = Place((*found.at, "subnets"))
            yield Hit(at=at, subject=found.name, values=values, related=[crossing.flow.at])


def endpoint_shut_by_group(design: Design) -> Iterator[Hit]:
    told = set()
    for trouble in _troubles(design, "endpoint-shut-by-group"):
        stop, crossing = trouble.stop, trouble.crossing
        if (stop.where, crossing.caller.name) not in told:
            told.add((stop.where, crossing.caller.name))
            values = {"endpoint": stop.where, "groups": stop.through, "caller": crossing.caller, "port": stop.port}
            yield Hit(at=Place(stop.at), values=values, related=[crossing.flow.at], subject=crossing.flow)


def acl_blocks_return(design: Design) -> Iterator[Hit]:
    stopped: dict[tuple[At, str, Ports], list[Trouble]] = {}
    for trouble in _troubles(design, "acl-blocks-return"):
        stop = trouble.stop
        stopped.setdefault((stop.at, stop.where, stop.passed), []).append(trouble)
    for (at, subnet, ports), found in stopped.items():
        from archlint.checks._reasons import shown_ports

        flows = [trouble.crossing.flow for trouble in found]
        passed = f"only to ports {shown_ports(ports)}" if ports else "to no port"
        values = {"acl": found[0].stop.through, "subnet": subnet, "flows": flows, "passed": passed}
        yield Hit(at=Place(at), values=values, related=[flow.at for flow in flows], subject=flows[0])


def addresses_overlap(design: Design) -> Iterator[Hit]:
    if not _has_networks(design):
        return
    from archlint.checks._layout import clashes

    for clash in clashes(design):
        values = {"one": clash.one, "how": clash.how, "other": clash.other}
        yield Hit(at=clash.at, values=values, related=[(clash.related, clash.other)], subject=clash.one)


def group_open_to_world(design: Design) -> Iterator[Hit]:
    if not _has_networks(design):
        return
    from archlint.checks._layout import openings

    for opening in openings(design):
        component = opening.component
        values = {"group": opening.group, "ports": opening.ports, "component": component}
        yield Hit(at=Place(opening.at), values=values, related=[component.field("vpc")], subject=component)


def nat_shared_by_zones(design: Design) -> Iterator[Hit]:
    if not _has_networks(design) or not design.description.is_production:
        return
    from archlint.checks._layout import nat_gateways_of_other_zones
    from archlint.checks._zones import paid_between_zones

    found = list(nat_gateways_of_other_zones(design))
    paid = paid_between_zones(design) if found else {}
    for shared in found:
        nat = shared.nat
        values = {
            "nat": nat.name,
            "zone": nat.subnet.zone,
            "subnets": shared.subnets,
            "zones": f"{'zone' if len(shared.zones) == 1 else 'zones'} {counted(shared.zones)}",
        }
        related = [Place(at) for at in shared.at]
        yield Hit(at=Place(nat.at), values=values, related=related, subject=nat.name, monthly=paid.get(nat.at))


def private_name_without_dns(design: Design) -> Iterator[Hit]:
    if not _has_networks(design):
        return
    from archlint.checks._layout import endpoints_without_dns

    for name, endpoint, vpc, service in endpoints_without_dns(design):
        values = {"endpoint": name, "network": vpc.path[-1], "service": service}
        yield Hit(at=endpoint.at, values=values, related=[vpc.field("dns_hostnames")], subject=name)


def endpoint_is_cheaper(design: Design) -> Iterator[Hit]:
    if not _has_networks(design):
        return
    from archlint.checks._savings import detours

    for detour in detours(design):
        nats = [nat.name for nat in detour.nats]
        values = {"nats": nats, "service": detour.service, "callers": detour.callers, "kind": detour.kind}
        related = [*(Place(nat.at) for nat in detour.nats[1:]), *(flow.at for flow in detour.flows)]
        at = Place(detour.nats[0].at)
        yield Hit(at=at, values=values, related=related, subject=nats[0], monthly=detour.monthly)


def vpc_not_needed(design: Design) -> Iterator[Hit]:
    for function in design.typed("lambda") if _has_networks(design) else ():
        if not design.network.is_placed(function) or not design.network.is_certain(function):
            continue
        from archlint.checks._layout import is_reached_privately

        calls = design.events_out_of(function)
        if function.vpc is not None and calls and not any(is_reached_privately(flow.target) for flow in calls):
            yield Hit(at=function.field("vpc"), values={"function": function, "network": function.vpc.name})
