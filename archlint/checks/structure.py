"""How the parts hang together: what fails together, who waits for whom, what circles, what is never used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._amounts import always_paid, looked_up, waited
from archlint.checks._idle import ALWAYS_ON, paid_by_use
from archlint.checks._patience import granted, is_workflow_of_api, patience, until_stopped
from archlint.checks._pressing import at_their_ends
from archlint.checks._storms import stormy
from archlint.checks._told_elsewhere import circle_has_its_rule, pair_has_its_rule
from archlint.checks.hit import Hit
from archlint.design.circles import circles
from archlint.design.dominators import passed_by_all
from archlint.design.routes import ROUTED
from archlint.design.runs import Runs
from archlint.document.quantities import Duration
from archlint.model.component import Component, known
from archlint.model.compute import AutoScalingGroup, Function
from archlint.model.flow import READS
from archlint.model.registry import COMPUTE, STORES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.design.payloads import Pressing
    from archlint.model.description import AnyFlow


def monolith_shares_fate(design: Design) -> Iterator[Hit]:
    for component in design.typed(*sorted(COMPUTE)):
        if len(component.modules) > 1:
            names = [module.name for module in component.modules]
            yield Hit(
                at=component.field("modules"), values={"component": component, "count": len(names), "modules": names}
            )


def shared_failure_point(design: Design) -> Iterator[Hit]:
    entries = [flow for flow in design.entries if flow.target.type not in STORES]
    if len(entries) < 2:
        return
    shared = passed_by_all(design, entries, {component.name for component in design.typed(*COMPUTE)})
    for component in design.components.values():
        if component.name in shared:
            via = [(flow.at, "") for flow in entries]
            yield Hit(
                at=component.at, values={"component": component, "count": len(entries), "entries": entries}, related=via
            )


def synchronous_chain_too_deep(design: Design, *, limit: int) -> Iterator[Hit]:
    runs = Runs(design, lambda _, after: after + 1, 0, lambda flow: flow.target.type in _ANSWERING)
    for entry in design.entries:
        if design.timing.is_call(entry):
            chain = [entry, *runs.best(entry.target)[1]]
            if len(chain) > limit:
                further = [(flow.at, f"hop {number}") for number, flow in enumerate(chain[1:], 2)]
                yield Hit(
                    at=entry.at,
                    related=further,
                    subject=entry,
                    values={"entry": entry, "hops": len(chain), "last": chain[-1].target},
                )


_ANSWERING = frozenset(COMPUTE | ROUTED | {"step_functions", "http_endpoint"})
"""Types that do work of the design's own, or somebody else's, before they answer."""


def slow_work_in_the_request(design: Design, *, limit: float) -> Iterator[Hit]:
    for entry in design.entries:
        if entry.source.type == "client" and entry.answer == "ignored" and design.timing.is_call(entry):
            slowest = design.timing.waits_for(entry)
            if slowest > limit:
                yield Hit(
                    at=entry.field("answer"),
                    subject=entry,
                    values={"entry": entry, "time": slowest, "limit": Duration(limit)},
                )


def function_waits_for_function(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Function, Function):
        if design.delivery(flow).mode == "sync":
            yield Hit(
                at=flow.at,
                subject=flow,
                monthly=waited(design, flow),
                values={"caller": flow.source, "function": flow.target},
            )


def answer_comes_too_late(design: Design) -> Iterator[Hit]:
    for flow in design.events():
        allowed = patience(flow) or granted(design, flow)
        if allowed is None or not design.timing.is_call(flow) or is_workflow_of_api(flow):
            continue
        limit, at = allowed
        worst = until_stopped(design, flow)
        waits_for = worst > design.timing.own(flow.target, flow) and design.timing.chain(flow.target).total > 0
        if limit < worst and waits_for:
            chain = design.timing.chain(flow.target)
            waits = [(wait.flow.at, f"up to {wait.time}") for wait in chain.waits]
            yield Hit(
                at=at,
                subject=flow,
                related=waits,
                values={"flow": flow, "patience": limit, "worst": worst, "target": flow.target},
            )


def caller_gives_up_first(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Component, Function):
        allowed = patience(flow)
        if allowed is None or flow.source.type == "api_gateway" or not design.timing.is_call(flow):
            continue
        limit, at = allowed
        if limit < flow.target.timeout:
            yield Hit(
                at=at,
                subject=flow,
                related=[flow.target.field("timeout")],
                values={
                    "flow": flow,
                    "caller": flow.source,
                    "patience": limit,
                    "function": flow.target,
                    "timeout": flow.target.timeout,
                },
            )


def retry_amplification(design: Design, *, limit: int) -> Iterator[Hit]:
    runs = Runs(design, lambda flow, after: after * _times(design, flow), 1)
    for entry in design.entries:
        product, run = runs.best(entry.target)
        product *= _times(design, entry)
        chain = [entry, *run]
        if product > limit:
            layers = [flow for flow in chain if _times(design, flow) > 1]
            yield Hit(
                at=entry.at,
                subject=entry,
                related=[(flow.at, f"{_times(design, flow):,.0f} attempts") for flow in layers],
                values={
                    "entry": entry,
                    "product": f"{product:,.0f}" if product <= _COUNTABLE else f"over {_COUNTABLE:,}",
                    "limit": limit,
                    "last": layers[-1].target,
                    "attempts": " × ".join(f"{_times(design, flow):,.0f}" for flow in layers),
                },
            )


_COUNTABLE = 10**12


def _times(design: Design, flow: AnyFlow) -> float:
    return design.delivery(flow).calls if design.timing.is_call(flow) else 1.0


def nothing_consumes(design: Design) -> Iterator[Hit]:
    for component in design.typed("sns", "eventbridge", "sqs", "kinesis"):
        if design.into(component) and not design.events_out_of(component) and not design.is_dead_letter(component):
            if component.type == "sqs" and all(flow.edge == "on_success" for flow in design.into(component)):
                continue
            yield Hit(at=component.at, values={"component": component})


def nothing_produces(design: Design) -> Iterator[Hit]:
    for component in design.typed("sns", "eventbridge", "sqs", "kinesis", "lambda"):
        by_itself = getattr(component, "bus", "") == "default" or getattr(component, "url", "none") in ("iam", "public")
        by_itself = by_itself or getattr(component, "custom_resource", False) is True
        fed = by_itself or design.into(component) or component.name in design.description.usage
        if design.events_out_of(component) and not fed:
            yield Hit(at=component.at, values={"component": component})


def event_loop(design: Design) -> Iterator[Hit]:
    found = circles(design)
    storming = stormy(design) if found else set()
    for circle in found:
        if circle_has_its_rule(circle) or storming.issuperset((flow.source.name, flow.target.name) for flow in circle):
            continue
        first = circle[0]
        names = [flow.source.name for flow in circle] + [first.source.name]
        rest = [(flow.at, "") for flow in circle[1:]]
        yield Hit(
            at=first.at, subject=first, related=rest, values={"circle": " -> ".join(names), "start": first.source}
        )


def polls_where_events_exist(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Component, Function):
        if flow.source.type != "schedule":
            continue
        function = flow.target
        if any(other.source.type != "schedule" for other in design.events_into(function)):
            continue
        read = [
            after
            for after in design.events_out_of(function)
            if after.operation in READS and after.target.type in ("s3", "dynamodb")
        ]
        if len(read) == len(design.events_out_of(function)) > 0:
            yield Hit(
                at=flow.at,
                subject=flow,
                related=[(after.at, "only read") for after in read],
                monthly=looked_up(design, flow, read),
                values={"schedule": flow.source, "function": function, "read": read[0].target},
            )


def pays_while_idle(design: Design) -> Iterator[Hit]:
    if not design.typed("lambda", "sqs", "sns", "eventbridge", "kinesis", "step_functions"):
        return
    for component in design.typed(*ALWAYS_ON):
        if not paid_by_use(component):
            yield Hit(
                at=component.at,
                monthly=always_paid(design, component),
                values={"component": component, "what": ALWAYS_ON[component.type]},
            )


def worker_scales_blindly(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Component, AutoScalingGroup):
        group = flow.target
        if flow.source.type != "sqs" or not known(group.max) or group.max == group.min:
            continue
        follows = group.scale_on
        if follows is None or (follows.backlog_per_instance is None and follows.queue_depth is None):
            yield Hit(
                at=group.field("scale_on"),
                subject=flow,
                values={"group": group, "queue": flow.source, "max": group.max},
            )


def worker_scales_on_raw_depth(design: Design) -> Iterator[Hit]:
    for group in design.of(AutoScalingGroup):
        follows = group.scale_on
        if (
            follows is not None
            and known(follows)
            and follows.queue_depth is not None
            and follows.backlog_per_instance is None
        ):
            yield Hit(at=group.field("scale_on.queue_depth"), values={"group": group})


def one_zone_only(design: Design) -> Iterator[Hit]:
    if not design.description.is_production:
        return
    networks: dict[str, object] = dict(design.description.sections.get("vpcs", {}))
    for component in design.components.values():
        place = component.vpc
        if component.type not in _SPREAD or place is None or not known(place) or not place.subnets:
            continue
        subnets = getattr(networks.get(place.name), "subnets", {})
        zones = {subnets[name].zone for name in place.subnets if name in subnets}
        if len(zones) == 1:
            yield Hit(at=component.field("vpc.subnets"), values={"component": component, "zone": zones.pop()})


_SPREAD = frozenset({"auto_scaling_group", "ecs_service", "lambda", "load_balancer"})


def function_keeps_state(design: Design) -> Iterator[Hit]:
    for function in design.of(Function):
        if function.keeps_state is True:
            yield Hit(at=function.field("keeps_state"), values={"function": function})


def lambdalith(design: Design, *, limit: int) -> Iterator[Hit]:
    for function in design.of(Function):
        routes = {
            route for flow in design.events_into(function) if flow.source.type == "api_gateway" for route in flow.route
        }
        if len(routes) > limit:
            yield Hit(at=function.at, values={"function": function, "count": len(routes), "limit": limit})


def integration_unsupported(design: Design) -> Iterator[Hit]:
    for flow in design.all_flows:
        if flow.edge == "event":
            delivery = design.delivery(flow)
            if delivery.supported is False and not pair_has_its_rule(flow):
                yield Hit(
                    at=flow.at,
                    subject=flow,
                    values={"flow": flow, "why": delivery.why, "way_round": delivery.way_round},
                )


def payload_too_large(design: Design) -> Iterator[Hit]:
    found = [each for each in design.payloads.pressing if each.limit.limit < each.size]
    yield from at_their_ends(each for each in found if each.flow.purpose != "transform")  # transform-outlasts-limit


def payload_near_limit(design: Design, *, share: float) -> Iterator[Hit]:
    def near(each: Pressing) -> bool:
        limit = float(each.limit.limit)
        return share * limit <= each.size <= limit

    yield from at_their_ends(each for each in design.payloads.pressing if near(each))
