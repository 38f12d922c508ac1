"""Idempotency, order and dead letters: what happens to an event on its way, and when its work fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._amounts import repeated, saved
from archlint.checks._failures import asynchronous, difference, failed, redrives, stream_mappings, tried
from archlint.checks._order import KEEPS_ORDER, fed_by_fifo, loses_order, needs_once, needs_order, wanted_in_order
from archlint.checks._repeats import adds, repeated_consumers, through
from archlint.checks._told_elsewhere import repeated_by_express
from archlint.checks.hit import Fix, Hit
from archlint.model.component import Component, Idempotency, known
from archlint.model.compute import Function
from archlint.model.flow import ADDING
from archlint.model.messaging import Queue, Schedule
from archlint.model.outside import Client
from archlint.model.registry import STREAMS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow


def not_idempotent(design: Design) -> Iterator[Hit]:
    for component, again in repeated_consumers(design):
        if component.idempotent is False and not repeated_by_express(design, component, again):
            yield Hit(
                at=component.field("idempotent"),
                subject=component,
                related=[(again.flow.at, "delivers at least once")],
                values={"component": component, "through": through(again)},
            )


def idempotency_unstated(design: Design) -> Iterator[Hit]:
    for component, again in repeated_consumers(design):
        if component.idempotency is None and not component.gives("idempotent") and not adds(design, component):
            yield Hit(
                at=component.at,
                subject=component,
                related=[(again.flow.at, "delivers at least once")],
                values={"component": component, "through": through(again)},
            )


def increment_can_run_twice(design: Design) -> Iterator[Hit]:
    for component, again in repeated_consumers(design):
        if component.idempotency is not None or component.idempotent is True or component.idempotent is False:
            continue
        for flow in design.events_out_of(component):
            if flow.operation in ADDING:
                yield Hit(
                    at=flow.field("operation"),
                    subject=flow,
                    related=[(again.flow.at, "delivers at least once")],
                    values={
                        "flow": flow,
                        "operation": flow.operation,
                        "component": component,
                        "through": through(again),
                    },
                )


def idempotency_store_unused(design: Design) -> Iterator[Hit]:
    for component in design.components.values():
        stated = component.idempotency
        if not isinstance(stated, Idempotency) or stated.store not in design.components:
            continue
        if not any(flow.target.name == stated.store for flow in design.out_of(component)):
            yield Hit(at=component.field("idempotency.store"), values={"component": component, "store": stated.store})


def idempotency_window_too_short(design: Design) -> Iterator[Hit]:
    for component in design.components.values():
        stated = component.idempotency
        if not isinstance(stated, Idempotency):
            continue
        for flow in design.events_into(component):
            last = design.delivery(flow).longest
            if stated.expires < last:
                yield Hit(
                    at=component.field("idempotency.expires"),
                    subject=flow,
                    related=[flow.at],
                    values={"component": component, "kept": stated.expires, "flow": flow, "last": last},
                )
                break


def failures_are_lost(design: Design) -> Iterator[Hit]:
    for function in design.of(Function):
        invoked = asynchronous(design, function)
        if invoked and function.dlq is None and function.on_failure is None:
            yield Hit(
                at=function.at,
                subject=function,
                related=[(flow.at, "") for flow in invoked],
                values={"function": function, "flow": invoked[0], "attempts": failed(1 + function.retries)},
            )


def dead_letter_target_unsupported(design: Design) -> Iterator[Hit]:
    for flow in design.all_flows:
        if flow.edge == "event" or _queue_of_another_kind(flow):
            continue
        delivery = design.delivery(flow)
        if delivery.supported is False:
            yield Hit(
                at=flow.at,
                subject=flow.source,
                related=[flow.target.at],
                values={
                    "owner": flow.owner,
                    "target": flow.target,
                    "edge": flow.edge.replace("_", "-"),
                    "why": delivery.why,
                },
            )


def _queue_of_another_kind(flow: AnyFlow) -> bool:
    return isinstance(flow.source, Queue) and isinstance(flow.target, Queue) and flow.edge == "dead_letter"


def dead_letter_never_used(design: Design) -> Iterator[Hit]:
    for function in design.of(Function):
        if not design.into(function) or asynchronous(design, function):
            continue
        if any(design.delivery(flow).supported is None for flow in design.into(function)):
            continue
        for name in ("dlq", "on_failure", "on_success"):
            if getattr(function, name) is not None and known(getattr(function, name)):
                yield Hit(at=function.field(name), values={"function": function, "field": name})


def rule_target_without_dead_letter(design: Design) -> Iterator[Hit]:
    for flow in design.events_from("eventbridge", "schedule"):
        if flow.target.type == "eventbridge":
            continue
        whole = flow.source.dlq if isinstance(flow.source, Schedule) else None  # a bus's own is for what it cannot read
        if flow.dlq is None and whole is None and design.delivery(flow).supported:
            values = {"flow": flow, "source": flow.source, "tried": tried(flow)}
            yield Hit(at=flow.at, subject=flow, values=values)


def subscription_without_dead_letter(design: Design) -> Iterator[Hit]:
    for flow in design.events_from("sns"):
        to_people = isinstance(flow.target, Client)
        if flow.dlq is None and not to_people and design.delivery(flow).supported:
            yield Hit(at=flow.at, subject=flow, values={"flow": flow, "topic": flow.source, "target": flow.target})


def queue_without_dead_letter(design: Design) -> Iterator[Hit]:
    for queue in design.of(Queue):
        consumed = design.events_out_of(queue)
        if consumed and queue.dlq is None and not design.is_dead_letter(queue):
            yield Hit(
                at=queue.at,
                related=[(flow.at, "") for flow in consumed],
                values={"queue": queue, "consumer": consumed[0].target},
            )


def dead_letter_type_differs(design: Design) -> Iterator[Hit]:
    for queue, redrive, target in redrives(design):
        what = difference(design, queue, target)
        if what:
            yield Hit(
                at=redrive.field("to"),
                subject=queue,
                related=[target.at],
                values={"what": what, "queue": queue, "target": target},
            )


def dead_letter_unwatched(design: Design) -> Iterator[Hit]:
    for queue in design.of(Queue):
        if design.is_dead_letter(queue) and not design.events_out_of(queue) and queue.alarms in (None, False):
            yield Hit(at=queue.at, values={"queue": queue}, fix=Fix(queue.field("alarms"), "true", safe=False))


def dead_letter_expires_early(design: Design) -> Iterator[Hit]:
    longest = design.limit("sqs.retention")[1]
    for queue, _, target in redrives(design):
        if queue.fifo is False and target.retention <= queue.retention:  # in a FIFO queue the clock starts again
            own, at = queue.field("retention"), target.field("retention")
            can_be_longer = queue.retention < longest
            how = f"`retention` of {target} to 14 days" if can_be_longer else f"`retention` of {queue} below {longest}"
            yield Hit(
                at=at,
                subject=target,
                related=[own],
                values={"target": target, "kept": target.retention, "queue": queue, "own": queue.retention, "how": how},
                fix=Fix(at, "14d") if can_be_longer else None,
            )


def gives_up_too_soon(design: Design) -> Iterator[Hit]:
    least = design.limit("lambda.esm.sqs.max_receive")
    for flow in design.flows(Queue, Function):
        redrive = flow.source.redrives
        if redrive is not None and redrive.max_receives < least:
            yield Hit(
                at=redrive.field("max_receives"),
                subject=flow.source,
                fix=Fix(redrive.field("max_receives"), f"{least:.0f}"),
                values={
                    "queue": flow.source,
                    "times": redrive.max_receives,
                    "least": f"{least:.0f}",
                    "function": flow.target,
                },
            )


def stream_failures_are_lost(design: Design) -> Iterator[Hit]:
    for flow in stream_mappings(design):
        if flow.on_failure is None:
            yield Hit(at=flow.at, subject=flow, values={"flow": flow, "function": flow.target, "stream": flow.source})


def poison_record_blocks_shard(design: Design) -> Iterator[Hit]:
    for flow in stream_mappings(design):
        endless = not flow.gives("retries") and flow.max_record_age is None
        if endless and flow.bisect is False and flow.partial_failures is False:
            yield Hit(at=flow.at, subject=flow, values={"flow": flow, "function": flow.target, "stream": flow.source})


def whole_batch_repeats(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Component, Function):
        if flow.source.type not in STREAMS | {"sqs"}:
            continue
        if flow.batch_size > 1 and flow.partial_failures is False:
            again = repeated(design, flow)
            yield Hit(
                at=flow.field("partial_failures"),
                subject=flow,
                monthly=None if again is None else again[1],
                fix=Fix(flow.field("partial_failures"), "true", safe=False),
                values={
                    "flow": flow,
                    "function": flow.target,
                    "batch": flow.batch_size,
                    "others": flow.batch_size - 1,
                    "often": "" if again is None else f", {again[0]:,.0f} events a month in all",
                },
            )


def order_not_kept(design: Design) -> Iterator[Hit]:
    for flow in design.events():
        if needs_order(flow) and design.delivery(flow).order in ("none", "best_effort"):
            at = (flow if flow.needs is not None else flow.target).field("needs.order")
            yield Hit(
                at=at,
                subject=flow,
                related=[flow.at],
                values={"flow": flow, "consumer": flow.target, "source": flow.source},
            )


def order_lost_on_the_way(design: Design) -> Iterator[Hit]:
    for flow in design.events():
        if not needs_order(flow) or design.delivery(flow).order not in KEEPS_ORDER:
            continue
        lost = loses_order(design, flow)
        if lost is not None:
            at = (flow if flow.needs is not None else flow.target).field("needs.order")
            yield Hit(
                at=at,
                subject=flow,
                related=[(lost.at, "order is lost here")],
                values={"consumer": flow.target, "lost": lost, "flow": flow},
            )


def fifo_not_needed(design: Design) -> Iterator[Hit]:
    for component in design.typed("sqs", "sns"):
        if getattr(component, "fifo", None) is not True or design.is_dead_letter(component):
            continue
        if wanted_in_order(component) or fed_by_fifo(design, component):
            continue
        consumers = design.events_out_of(component)
        stated = [flow for flow in consumers if flow.target.needs is not None or flow.needs is not None]
        if (
            consumers
            and len(stated) == len(consumers)
            and not any(needs_order(flow) or needs_once(flow) for flow in consumers)
        ):
            yield Hit(
                at=component.field("fifo"),
                monthly=saved(design, component, fifo=False),
                values={"component": component, "consumers": [flow.target for flow in consumers]},
            )


def exactly_once_assumed(design: Design) -> Iterator[Hit]:
    for flow in design.flows(Queue, Function):
        if (
            flow.source.fifo is True
            and needs_once(flow)
            and flow.target.idempotency is None
            and flow.target.idempotent is not True
        ):
            at = (flow if flow.needs is not None else flow.target).field("needs.exactly_once")
            yield Hit(
                at=at,
                subject=flow,
                related=[flow.source.field("fifo")],
                values={"queue": flow.source, "function": flow.target},
            )
