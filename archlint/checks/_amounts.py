"""The money at stake in findings that stand without it: US dollars a month, None where the use is not known.

The cost room is imported only where there is a load.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from archlint.document.units import MONTH

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.compute import Function
    from archlint.model.description import AnyFlow
    from archlint.model.flow import Flow
    from archlint.model.messaging import Queue

_TIME = frozenset(
    f"lambda.{name}_{processor}"
    for name in ("duration", "provisioned_duration", "ephemeral_storage")
    for processor in ("x86", "arm")
)
_LOGS_KEPT = frozenset({"cloudwatch.logs_storage"})


def saved(design: Design, component: Component, **changes: Any) -> Decimal | None:
    """What other settings of a component save; negative where they cost more."""
    if not design.has_load:
        return None
    from archlint.cost.alternatives import saving

    return saving(design, component, **changes)


def always_paid(design: Design, component: Component) -> Decimal | None:
    """What a component costs while nothing happens."""
    if not design.has_load:
        return None
    from archlint.cost.alternatives import standing

    return standing(design, component)


def logs_kept(design: Design, component: Component) -> Decimal | None:
    """What the logs of one month cost in each month that they are kept for: by so much the bill grows every month."""
    if not design.has_load:
        return None
    from archlint.cost.alternatives import spent

    return spent(design, component, _LOGS_KEPT)


def spared_by_waiting(design: Design, queue: Queue, flows: Sequence[AnyFlow], wait: float) -> Decimal | None:
    """What the workers of a queue pay for receives that find nothing, less what they would if each waited (s)."""
    if not design.has_load or not design.load.fed(queue) or not design.load.complete(queue):
        return None
    from archlint.cost.alternatives import charge
    from archlint.cost.meters.sqs import polls, requests_dimension
    from archlint.cost.site import Site

    site = Site(design, design.load, queue)
    asked = [(polls(site, traffic), polls(site, traffic, wait)) for traffic in map(site.traffic, flows)]
    spared = sum((now.empty - then.empty) * MONTH for now, then in asked if now is not None and then is not None)
    return charge(design, queue, requests_dimension(queue), spared) if spared else None


def thrown_away(design: Design, flows: Sequence[AnyFlow], used: float) -> Decimal | None:
    """What messages cost on their way along these flows whose last target then acts on a part of them only."""
    if not design.has_load:
        return None
    from archlint.cost.alternatives import caused

    parts = [caused(design, flows[0].source, flows[0])]
    for number, flow in enumerate(flows):
        parts.append(caused(design, flow.target, *flows[number : number + 2]))
    return None if None in parts else _total(parts) * Decimal(str(round(1.0 - used, 6))) or None


def _total(parts: Sequence[Decimal | None]) -> Decimal:
    return sum((part for part in parts if part is not None), Decimal(0))


def waited(design: Design, flow: Flow[Function, Function]) -> Decimal | None:
    """What the source of a call is billed for while it waits for the answer."""
    if not design.has_load:
        return None
    from archlint.cost.alternatives import spent

    load, caller = design.load, flow.source
    busy, time = load.concurrency(caller), spent(design, caller, _TIME)
    if not busy or time is None or load.waiting.call_time(flow) is None:
        return None
    events = sum(load.of(arriving).tried for arriving in design.into(caller))
    return time * Decimal(str(round(events * load.waiting.spent_on(flow) / busy, 9))) or None


def repeated(design: Design, flow: Flow[Component, Function]) -> tuple[float, Decimal] | None:
    """Events a month that are worked on again because another one of their batch failed, and what that costs."""
    if not design.has_load:
        return None
    from archlint.cost.alternatives import caused
    from archlint.design.load.failures import tries_alone

    load, cost = design.load.of(flow), caused(design, flow.target, flow)
    more = load.tries - tries_alone(design, flow, "likely")
    if not more > 0 or cost is None:
        return None
    return load.rate * more * MONTH, cost * Decimal(str(round(more / load.tries, 9)))


def looked_up(design: Design, flow: AnyFlow, reads: Sequence[AnyFlow]) -> Decimal | None:
    """What a schedule's flow to a function costs with all that the function reads because of it."""
    if not design.has_load:
        return None
    from archlint.cost.alternatives import caused

    function = flow.target
    whole = sum(design.load.of(arriving).rate for arriving in design.into(function))
    share = Decimal(str(round(design.load.of(flow).rate / whole, 9))) if whole else Decimal(0)
    own = [caused(design, flow.source, flow), caused(design, function, flow)]
    read = [caused(design, one.target, one) for one in reads]
    return None if None in (*own, *read) else _total(own) + _total(read) * share or None
