"""Which of an API's integrations a request goes on to: exact routes first, then `{x}`, `{proxy+}`, `$default`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.model.component import known

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow

ROUTED = frozenset({"api_gateway", "appsync", "load_balancer", "cloudfront"})
"""Types that send one request to one of what is behind them."""


def behind(design: Design, flow: AnyFlow) -> list[AnyFlow]:
    """The flows out of a routed target that carry on what `flow` brings: those whose route fits best.

    A flow that names no route can go to any of them. For a target that does not route, everything that leaves it.
    """
    out = [after for after in design.events_out_of(flow.target) if after.purpose != "authorizer"]
    if flow.target.type == "load_balancer":
        return _of_listener(flow, out)
    wanted = flow.route
    if flow.target.type not in ROUTED or not wanted or not known(wanted):
        return out
    found: list[AnyFlow] = []
    for route in wanted:
        scores = [(score(route, after.route), after) for after in out]
        best = max((rank for rank, _ in scores), default=0)
        found += [after for rank, after in scores if rank == best > 0 and after not in found]
    return found


def _of_listener(flow: AnyFlow, out: list[AnyFlow]) -> list[AnyFlow]:
    wanted = flow.listener or (str(flow.port) if flow.port else "")
    listed = [after for after in out if not wanted or not after.listener or after.listener == wanted]
    fitting = [
        after for after in listed if flow.route and after.rule and any(score(r, (after.rule,)) for r in flow.route)
    ]
    return fitting or listed


def score(wanted: str, offered: Sequence[str] | object) -> int:
    """How well an integration's routes fit a request: 0 not at all, the higher the more exact."""
    routes = offered if isinstance(offered, tuple) else ()
    return max((_fit(wanted, route) for route in routes), default=1)  # no route stated: `$default`


def _fit(wanted: str, offered: str) -> int:
    if offered == "$default":
        return 1
    method, path = _parts(wanted)
    own_method, own_path = _parts(offered)
    if own_method not in ("ANY", "", "*", method):
        return 0
    steps, own_steps = path.strip("/").split("/"), own_path.strip("/").split("/")
    points = 2 if own_method in ("ANY", "*", "") else 3
    for at, own in enumerate(own_steps):
        if own.endswith("+}") or own == "*":
            return points + 2 * at
        if at >= len(steps):
            return 0
        if own == steps[at]:
            points += 6
        elif own.startswith("{"):
            points += 3
        else:
            return 0
    return points + 1 if len(steps) == len(own_steps) else 0


def _parts(route: str) -> tuple[str, str]:
    """Method and path of `GET /cats/{id}`; a WebSocket or GraphQL route is all path."""
    method, space, path = route.partition(" ")
    return (method.upper(), path) if space else ("", method)
