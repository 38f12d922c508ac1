"""What makes an API answer with a status on one of its routes, in this design."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.design.gateways import guard, names, patience, routes
from archlint.design.routes import ROUTED
from archlint.model.component import known
from archlint.model.compute import Function
from archlint.model.registry import WORKERS
from archlint.model.workflow import Workflow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archlint.design.graph import Design
    from archlint.document.quantities import Duration
    from archlint.model.api import Api
    from archlint.model.base import Place
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow


class Route(NamedTuple):
    """One route: its API, its name, the flows to its integrations, and those of its callers."""

    api: Api
    name: str
    flows: tuple[AnyFlow, ...]
    calls: tuple[AnyFlow, ...]


class Cause(NamedTuple):
    """One cause of a status. `kind` names it for the reports, which have the words; `values` fill them.

    `at` is where what it rests on is stated, or would be. `expected`: it does not only admit it, it makes it come.
    """

    kind: str
    values: Mapping[str, object]
    at: Place
    expected: bool = False


def causes(design: Design, route: Route, status: int) -> Iterator[Cause]:
    """The causes of a status on a route, in the order in which a request meets them."""
    match status:
        case 400:
            return _bad_request(design, route)
        case 401:
            return _stranger(design, route)
        case 403:
            return _forbidden(design, route)
        case 404:
            return _not_found(design, route)
        case 413:
            return _too_large(design, route)
        case 429:
            return _too_many(design, route)
        case 500:
            return _not_passed_on(design, route)
        case 502:
            return _bad_answer(design, route)
        case 503:
            return _unavailable(route)
        case _:
            return _too_late(design, route)


def _bad_request(design: Design, route: Route) -> Iterator[Cause]:
    yield Cause("malformed", {}, route.api.at)
    if route.api.validation is True:
        yield Cause("schema", {}, route.api.field("validation"))
    for flow in route.flows:
        yield from _size(design, flow, "oversize", by_service=True)


def _guards(route: Route) -> Iterator[tuple[str, object, Place]]:
    """What guards the route: kind and name, and where that is stated; a WebSocket is guarded when it connects."""
    if route.api.protocol == "websocket" and route.name != "$connect":
        return
    for flow in route.flows:
        guarded = guard(route.api, flow)
        if guarded is not None:
            for kind, name in guarded.kinds.items():
                yield kind, name, guarded.at


def _stranger(design: Design, route: Route) -> Iterator[Cause]:
    for kind, name, at in _guards(route):
        if kind in ("jwt", "cognito"):
            refused = _refused(design, route)
            yield Cause("token", {"issuer": name, "callers": refused}, at, bool(refused))
        elif kind == "lambda":
            yield Cause("unauthorized", {"function": name}, at)


def _refused(design: Design, route: Route) -> list[str]:
    """The callers that show the wrong proof, or none."""
    judged = [(flow, design.access.credentials(flow)) for flow in route.calls]
    return list(dict.fromkeys(str(flow.source) for flow, shown in judged if shown.accepted is False))


def _forbidden(design: Design, route: Route) -> Iterator[Cause]:
    api = route.api
    for kind, name, at in _guards(route):
        if kind in ("jwt", "cognito"):
            yield Cause("scope", {"issuer": name}, at)
        elif kind == "lambda":
            yield Cause("denied", {"function": name}, at)
        else:
            refused = _refused(design, route)
            yield Cause("signature" if kind == "iam" else "key", {"callers": refused}, at, bool(refused))
    if api.waf is True:
        yield Cause("blocked", {}, api.field("waf"))
    if api.policy is not None and known(api.policy):
        yield Cause("policy", {"api": api}, api.field("policy"))
    if api.endpoint == "private":
        yield Cause("outside", {"api": api}, api.field("endpoint"))
    if api.protocol == "rest":
        yield Cause("no_route", {"api": api}, api.at)


def _not_found(design: Design, route: Route) -> Iterator[Cause]:
    everything = any("$default" in names(flow) for flow in routes(design, route.api))
    if route.api.protocol == "http" and not everything:
        yield Cause("no_route", {"api": route.api}, route.api.at)


def _too_large(design: Design, route: Route) -> Iterator[Cause]:
    for flow in route.flows:
        yield from _size(design, flow, "too_large", by_service=False)


def _size(design: Design, flow: AnyFlow, kind: str, *, by_service: bool) -> Iterator[Cause]:
    """The smallest size that a service behind the API refuses by itself, or that the API (or a function) does."""
    limits = [
        (size, getattr(flow, size.end))
        for size in design.delivery(flow).sizes
        if size.of == "event" and known(size.limit)
    ]
    limits = [(size, end) for size, end in limits if _judges_size(end) is by_service]
    if limits:
        tightest, end = min(limits, key=lambda one: float(one[0].limit) / one[0].factor)
        came = design.payloads.largest(flow)
        over = came is not None and came[0] * tightest.factor > tightest.limit
        yield Cause(kind, {"limit": tightest.limit, "end": end}, end.at, over)


def _judges_size(end: Component) -> bool:
    """True where the service behind refuses what is too large, as a request that it cannot take, and not the API."""
    return not isinstance(end, Function) and end.type not in ROUTED | {"http_endpoint"}


def _too_many(design: Design, route: Route) -> Iterator[Cause]:
    from archlint.document.quantities import Rate

    api = route.api
    stated = api.throttle.rate if api.throttle is not None else None
    if not known(stated):
        return
    limit = stated if stated is not None else Rate(design.limit("apigw.throttle"))
    over = design.load.peak(api) > limit
    yield Cause(
        "throttle" if stated is not None else "account", {"rate": limit, "api": api}, api.field("throttle"), over
    )
    if any(kind == "api_key" for kind, _, _ in _guards(route)):
        yield Cause("quota", {}, api.field("authorizer"))


def _not_passed_on(design: Design, route: Route) -> Iterator[Cause]:
    for flow in design.events_out_of(route.api):
        used = any(name == flow.target.name for _, name, _ in _guards(route))
        if flow.purpose == "authorizer" and used:
            yield Cause("authorizer", {"function": flow.target, "limit": patience(design, route.api, flow)}, flow.at)
    for flow in route.flows:
        refused = design.access.grants(flow).outcome == "missing" or _is_shut(design, flow)
        yield Cause("not_allowed", {"api": route.api, "target": flow.target}, flow.at, refused)
        if isinstance(flow.target, Function):
            reserved = flow.target.reserved_concurrency
            at = flow.target.field("reserved_concurrency")
            if reserved is None:
                yield Cause("no_room", {"target": flow.target}, at)
            elif known(reserved):
                yield Cause("no_room_of_its_own", {"target": flow.target, "reserved": reserved}, at, reserved == 0)


def _is_shut(design: Design, flow: AnyFlow) -> bool:
    return any(design.access.door(door) == "shut" for door in design.access.doors(flow))


def _bad_answer(design: Design, route: Route) -> Iterator[Cause]:
    for flow in route.flows:
        if design.delivery(flow).mode != "sync":
            continue
        target = flow.target
        if not isinstance(target, Function):
            if target.type in _ANSWERS_FREELY:
                yield Cause("bad_answer", {"target": target}, target.at)
            continue
        yield Cause("crashed", {"target": target}, target.at)
        yield Cause("malformed_answer", {"target": target}, target.at)
        waits, stop = patience(design, route.api, flow), target.timeout
        if known(stop) and (waits is None or not stop > waits):
            late = design.timing.worst(target, flow) >= stop
            yield Cause("cut_off", {"target": target, "timeout": stop}, target.field("timeout"), late)
        for size in design.delivery(flow).sizes:
            if size.of == "answer" and size.end == "target":
                over = flow.response * size.factor > size.limit
                yield Cause("large_answer", {"target": target, "limit": size.limit}, flow.field("response"), over)


_ANSWERS_FREELY = ROUTED | WORKERS | {"http_endpoint"}
"""Types whose answer is passed on as it is, so that it can be one that API Gateway cannot use."""


def _unavailable(route: Route) -> Iterator[Cause]:
    for flow in route.flows:
        yield Cause("unavailable", {"target": flow.target}, flow.target.at)


def _too_late(design: Design, route: Route) -> Iterator[Cause]:
    for flow in route.flows:
        target, waits = flow.target, patience(design, route.api, flow)
        if design.delivery(flow).mode == "sync" and waits is not None and known(waits):
            worst, (stop, at) = design.timing.worst(target, flow), _stop(design, target)
            if stop is None or stop > waits:
                values = {"target": target, "waits": waits, "api": route.api}
                yield Cause("too_slow", values, at, worst > waits)
        yield Cause("broken_off", {"target": target}, flow.at)


def _stop(design: Design, target: Component) -> tuple[Duration | None, Place]:
    """After how long the work behind an API is stopped whether done or not, and where that is stated."""
    if isinstance(target, Function):
        return target.timeout, target.field("timeout")
    if isinstance(target, Workflow):
        from archlint.design.workflows import ending

        end = ending(design, target)
        return (None, target.at) if end is None else (end.after, end.at)
    return None, target.at


def hidden(design: Design, route: Route) -> Iterator[Cause]:
    """What goes wrong although the client is told that all is well: a workflow's failure is no failure of its start."""
    for flow in route.flows:
        if isinstance(flow.target, Workflow):
            waited = design.delivery(flow).mode == "sync"
            yield Cause("failed_execution" if waited else "begun_execution", {"target": flow.target}, flow.at)
