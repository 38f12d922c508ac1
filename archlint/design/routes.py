"""Which of an API's integrations a request goes on to: exact routes first, then `{x}`, `{proxy+}`, `$default`."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from archlint.model.component import known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

ROUTED = frozenset({"api_gateway", "appsync", "load_balancer", "cloudfront"})
"""Types that send one request to one of what is behind them."""


class Routes:
    """The ways through what routes in one design, each worked out once."""

    def __init__(self, design: Design) -> None:
        self._design = design
        self._behind: dict[AnyFlow, list[AnyFlow]] = {}
        self._takers: dict[tuple[Component, str], list[AnyFlow]] = {}
        self._tables: dict[Component, _Table] = {}

    def behind(self, flow: AnyFlow) -> list[AnyFlow]:
        """The flows out of a routed target that carry on what `flow` brings: those whose route fits best.

        A flow that names no route can go to any of them. For a target that does not route, everything that leaves it.
        """
        found = self._behind.get(flow)
        if found is None:
            found = self._behind[flow] = self._carrying_on(flow)
        return found

    def takers(self, component: Component, route: str) -> list[AnyFlow]:
        """The flows out of a component whose route fits a request best; none where no route does."""
        found = self._takers.get((component, route))
        if found is None:
            table = self._tables.get(component)
            if table is None:
                table = self._tables[component] = _Table(_leaving(self._design, component))
            found = self._takers[component, route] = table.fitting(route)
        return found

    def _carrying_on(self, flow: AnyFlow) -> list[AnyFlow]:
        if flow.target.type == "load_balancer":
            return _of_listener(flow, _leaving(self._design, flow.target))
        wanted = flow.route
        if flow.target.type not in ROUTED or not wanted or not known(wanted):
            return _leaving(self._design, flow.target)
        return list(dict.fromkeys(after for route in wanted for after in self.takers(flow.target, route)))


class _Table:
    """Flows by the routes that lead into them, to find those that fit a request without a look at all."""

    def __init__(self, flows: list[AnyFlow]) -> None:
        self._flows = flows
        self._by_path: dict[tuple[str, ...], list[int]] = {}
        self._others: list[int] = []
        for number, flow in enumerate(flows):
            stated: Any = flow.route  # unknown in a template that computes it
            for route in (stated if isinstance(stated, tuple) else ()) or ("$default",):
                _, steps = _parts(route)
                if route == "$default" or any(step.startswith("{") or step == "*" for step in steps):
                    self._others.append(number)
                else:  # fits a request to this very path, or none
                    self._by_path.setdefault(steps, []).append(number)

    def fitting(self, wanted: str) -> list[AnyFlow]:
        numbers = sorted({*self._others, *self._by_path.get(_parts(wanted)[1], ())})
        return fitting(wanted, [self._flows[number] for number in numbers])


def _leaving(design: Design, component: Component) -> list[AnyFlow]:
    return [flow for flow in design.events_out_of(component) if flow.purpose != "authorizer"]


def _of_listener(flow: AnyFlow, out: list[AnyFlow]) -> list[AnyFlow]:
    wanted = flow.listener or (str(flow.port) if flow.port else "")
    listed = [after for after in out if not wanted or not after.listener or after.listener == wanted]
    fitting = [
        after for after in listed if flow.route and after.rule and any(score(r, (after.rule,)) for r in flow.route)
    ]
    return fitting or listed


def fitting(wanted: str, flows: Sequence[AnyFlow]) -> list[AnyFlow]:
    """Those of some flows whose route fits a request best; none where no route does."""
    ranked = [(score(wanted, flow.route), flow) for flow in flows]
    best = max((rank for rank, _ in ranked), default=0)
    return [flow for rank, flow in ranked if rank == best > 0]


def score(wanted: str, offered: Sequence[str] | object) -> int:
    """How well an integration's routes fit a request: 0 not at all, the higher the more exact.

    A route that fits the whole path goes before one that ends in `{proxy+}`, and that before `$default`.
    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
    """
    routes = offered if isinstance(offered, tuple) else ()
    return max((_fit(wanted, route) for route in routes), default=1)  # no route stated: `$default`


def _fit(wanted: str, offered: str) -> int:
    if offered == "$default":
        return 1
    method, steps = _parts(wanted)
    own_method, own_steps = _parts(offered)
    if own_method not in ("ANY", "", "*", method):
        return 0
    points = 2 if own_method in ("ANY", "*", "") else 3
    for at, own in enumerate(own_steps):
        if at >= len(steps):
            return 0
        if own == steps[at]:
            points += 6
        elif own == "*" or (own.endswith("+}") and steps[at]):  # `{proxy+}` catches what is below a path, not the path
            return points
        elif own.startswith("{") and steps[at]:
            points += 3
        else:
            return 0
    return points + _WHOLE if len(steps) == len(own_steps) else 0


_WHOLE = 1_000_000
"""What a route that fits a whole path is better by than the most exact one that catches all below a path."""


@lru_cache(maxsize=4096)
def _parts(route: str) -> tuple[str, tuple[str, ...]]:
    """Method and steps of the path of `GET /cats/{id}`; a WebSocket or GraphQL route is all path."""
    method, space, path = route.partition(" ")
    steps = tuple((path if space else method).strip("/").split("/"))
    return (method.upper(), steps) if space else ("", steps)
