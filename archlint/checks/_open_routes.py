"""Which routes of an API anybody may call, and what data lies behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.design.gateways import connect_route, guard, names, routes
from archlint.model.component import known
from archlint.model.registry import STORES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.api import Api
    from archlint.model.base import Place
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

DATA = STORES | {"sqs", "sns", "eventbridge", "kinesis", "firehose", "kafka", "step_functions"}
"""Types that keep or carry the data of a design."""


class Opening(NamedTuple):
    """Routes without authorizer that one place leaves open, and the first data that they lead to."""

    at: Place
    flows: list[AnyFlow]
    data: Component

    @property
    def shown(self) -> str:
        """The routes in words: one or two by name, of more the first."""
        named = [name for flow in self.flows for name in names(flow)]
        return " and ".join(named) if len(named) < 3 else f"{named[0]} and {len(named) - 1} more routes"


def openings(design: Design, api: Api) -> Iterator[Opening]:
    """The places that leave routes of a public API open through which data is written or read."""
    if api.endpoint == "private" or not known(api.endpoint) or api.policy is not None:
        return
    flows = routes(design, api)
    connect = connect_route(flows)
    found: dict[tuple[str | int, ...], Opening] = {}
    barren: set[str] = set()
    for flow in flows:
        guarded = guard(api, connect if api.protocol == "websocket" else flow)
        if guarded is None or guarded.kinds or _only_asks_leave(flow):
            continue
        data = _behind(design, flow.target, barren)
        if data is not None:
            found.setdefault(guarded.at.path, Opening(guarded.at, [], data)).flows.append(flow)
    yield from found.values()


def _only_asks_leave(flow: AnyFlow) -> bool:
    """True for a route on which browsers ask whether they may call; it has to answer everybody."""
    return all(name.startswith("OPTIONS ") for name in names(flow))


def _behind(design: Design, start: Component, barren: set[str]) -> Component | None:
    """The first data that a component leads to, itself included; `barren` are those known to lead to none."""
    todo, seen = [start], {start.name}
    while todo:
        here = todo.pop(0)
        if here.type in DATA:
            return here
        for flow in design.events_out_of(here):
            if flow.target.name not in seen and flow.target.name not in barren:
                seen.add(flow.target.name)
                todo.append(flow.target)
    barren |= seen
    return None
