"""Where what reaches a component goes on to: how much each flow out of it gets of each flow into it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

from archlint.design.notices import sets_off
from archlint.design.routes import ROUTED as ROUTING
from archlint.document.quantities import UNKNOWN, Quantity
from archlint.model.flow import WRITES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archlint.design.load.routing import Routing
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

End = Literal["low", "likely", "high"]

ROUTED = ROUTING | {"s3"}
"""Of these, it depends on the flow in what the flows out of them get."""


def pick(value: object, end: End, opposite: bool = False) -> float | None:
    """One end of a quantity's range, or its likely value, as a plain number; None for what is not known.

    `opposite` takes the other end: of what makes a bill smaller as it grows, such as a cache's hits.
    """
    if value is None or value is UNKNOWN:
        return None
    if end == "likely" or not isinstance(value, Quantity):
        return float(cast("float", value))
    return value.high if (end == "high") is not opposite else value.low


def missed(flow: AnyFlow, end: End) -> float:
    """The share of calls that travel at all: others are answered by what the caller keeps, or by the cache itself."""
    kept = pick(getattr(flow.cache, "hits", None), end, opposite=True) or 0.0
    found = pick(getattr(flow.source, "hits", None), end, opposite=True) or 0.0
    return (1.0 - kept) * (1.0 - found)


def share_of(flow: AnyFlow, siblings: Sequence[AnyFlow], end: End) -> float:
    """What a flow gets of each event that its source has: its ratio, less what a cache answers.

    Of a queue it is a part of that, for readers compete.
    """
    ratio = pick(flow.ratio, end)
    ratio = (1.0 if ratio is None else ratio) * missed(flow, end)
    if flow.source.type == "sqs":
        return ratio / max(1, len(siblings))
    if flow.source.type in ROUTING and not flow.gives("ratio"):
        return ratio / max(1, len(_destinations(siblings))) if flow.purpose != "authorizer" else ratio
    return ratio


def routed(routing: Routing, arriving: AnyFlow, leaving: Sequence[AnyFlow], end: End) -> list[tuple[AnyFlow, float]]:
    """What each flow out of a routing component gets of one event of a flow into it."""
    source = arriving.target
    if source.type == "s3":
        told = (flow for flow in leaving if arriving.operation in WRITES and sets_off(arriving, flow) is not False)
        return [(flow, share_of(flow, leaving, end)) for flow in told]
    passed = 1.0 - answered(source, arriving, end)
    found = [(flow, share_of(flow, leaving, end)) for flow in leaving if flow.purpose == "authorizer"]
    groups = routing.groups(arriving)
    for takers in groups:
        for flow in takers:
            ratio = pick(flow.ratio, end) if flow.gives("ratio") else 1.0 / len(takers)
            onward = (1.0 if ratio is None else ratio) * missed(flow, end)
            found.append((flow, passed * onward / len(groups)))
    return found


def _destinations(flows: Sequence[AnyFlow]) -> list[AnyFlow]:
    return [flow for flow in flows if flow.purpose != "authorizer"]


def answered(component: Component, arriving: AnyFlow, end: End) -> float:
    """The share of what arrives by a flow that a component's own cache answers; API Gateway caches GET by default."""
    cache: Any = getattr(component, "cache", None) or getattr(component, "caching", None)
    hits = pick(getattr(cache, "hits", None), end, opposite=True)
    if hits is None:
        return 0.0
    verbs = {route.split(" ")[0].upper() for route in arriving.route if " " in route}
    return hits if component.type != "api_gateway" or not verbs or verbs == {"GET"} else 0.0


def worth(flow: AnyFlow, end: End) -> float:
    """How many events of the target one event of a flow is: a table's changed items, a bucket's written objects."""
    if flow.target.type == "dynamodb":
        items = pick(flow.items, end)
        return (1.0 if items is None else items) if flow.operation in WRITES else 0.0
    if flow.target.type == "s3":
        return 1.0 if flow.operation in WRITES else 0.0
    return 1.0
