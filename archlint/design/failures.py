"""What the client of an API sees when a route fails: each status with its causes, who tries again, and what is lost.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html and, for
functions, https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway-errors.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from archlint.design.causes import Cause, Route, causes, hidden
from archlint.design.gateways import names, patience, routes
from archlint.design.routes import ROUTED, fitting, score
from archlint.model.api import Api
from archlint.model.component import Component, known
from archlint.model.outside import Client
from archlint.model.registry import PASS_THROUGH
from archlint.model.states import nested
from archlint.model.workflow import Workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.delivery import Attempts
    from archlint.design.graph import Design
    from archlint.document.quantities import Duration
    from archlint.model.description import AnyFlow

Begun = Literal["no", "perhaps", "yes"]

STATUSES: tuple[tuple[int, Begun], ...] = (
    (400, "no"), (401, "no"), (403, "no"), (404, "no"), (413, "no"), (429, "no"), (500, "no"), (502, "yes"),
    (503, "perhaps"), (504, "perhaps"),
)  # fmt: skip
"""The statuses, and whether the work was begun when a client sees one."""

_WORTH_REPEATING = frozenset({429, 500, 502, 503, 504})
"""Statuses after which the same request may succeed; programs that try again do so after these."""


class Caller(NamedTuple):
    """Who calls a route, and what it does when that fails; `retries` may not be known."""

    flow: AnyFlow
    retries: int
    backoff: str


class Failure(NamedTuple):
    """One status: what it means, what causes it here, which callers try again, and whether work was begun."""

    status: int
    means: str
    causes: tuple[Cause, ...]
    repeated_by: tuple[Caller, ...]
    begun: Begun
    facts: tuple[str, ...]


class Later(NamedTuple):
    """What fails after the client was told that all is well: the flow, how it is tried again, and where it ends."""

    flow: AnyFlow
    tries: tuple[Attempts, ...]
    rescue: Component | None
    final: str


class RouteFailures(NamedTuple):
    """What the clients of one route see. `repeatable`: whether the work does no harm when done twice, None unknown."""

    api: Api
    route: str
    flows: tuple[AnyFlow, ...]
    callers: tuple[Caller, ...]
    waits: Duration | None
    repeatable: bool | None
    failures: tuple[Failure, ...]
    later: tuple[Later, ...]
    hidden: tuple[Cause, ...]
    """What goes wrong behind an answer that says that all is well."""


def of_route(design: Design, name: str) -> list[RouteFailures]:
    """The failures of a route by its name, on each API that has it or serves it; none where no API does."""
    found = []
    for api in design.of(Api):
        flows = routes(design, api)
        meant = [flow for flow in flows if name in names(flow)] or _serving(flows, name)
        if meant:
            found.append(_failures(design, api, name, meant))
    return found


def _serving(flows: list[AnyFlow], name: str) -> list[AnyFlow]:
    """The integrations that a request (`GET /cats/7`) goes on to."""
    return fitting(name, flows) if " /" in name else []


def of_api(design: Design, api: Api) -> list[RouteFailures]:
    """The failures of every route of an API, in file order."""
    by_name: dict[str, list[AnyFlow]] = {}
    for flow in routes(design, api):
        for name in names(flow):
            by_name.setdefault(name, []).append(flow)
    return [_failures(design, api, name, flows) for name, flows in by_name.items()]


def _failures(design: Design, api: Api, name: str, flows: list[AnyFlow]) -> RouteFailures:
    callers = tuple(_callers(design, api, name, flows))
    route = Route(api, name, tuple(flows), tuple(caller.flow for caller in callers))
    found = []
    for status, begun in STATUSES:
        why = tuple(causes(design, route, status))
        if why:
            means, facts = _meaning(design, status)
            again = tuple(one for one in callers if one.retries > 0) if status in _WORTH_REPEATING else ()
            found.append(Failure(status, means, why, again, begun, facts))
    waits = patience(design, api, flows[0])
    later = tuple(one for flow in flows for one in _later(design, flow))
    unseen = tuple(hidden(design, route))
    repeatable = _repeatable(name, flows)
    return RouteFailures(api, name, tuple(flows), callers, waits, repeatable, tuple(found), later, unseen)


def _callers(design: Design, api: Api, name: str, flows: list[AnyFlow]) -> Iterator[Caller]:
    served = [one for flow in flows for one in names(flow)]
    meant = tuple(one for one in served if score(name, (one,)))
    for flow in design.events_into(api):
        fits = not flow.route or any(score(one, meant) for one in flow.route)
        if fits and any(one in flows for one in design.routes.behind(flow)):
            client: Any = flow.source if isinstance(flow.source, Client) else flow
            tries, waits = (flow if flow.gives(field) else client for field in ("retries", "backoff"))
            yield Caller(flow, tries.retries, waits.backoff)


def _meaning(design: Design, status: int) -> tuple[str, tuple[str, ...]]:
    name = f"apigw.error.{status}"
    if name in design.limits:
        entry = design.limits.entry(name)
        side = "N120" if str(status).startswith("4") else "N121"
        return entry.says, tuple(sorted({side, *entry.facts}))
    return {404: ("the API has no such route", ("N120",)), 500: ("the API could not pass the request on", ("N121",))}[
        status
    ]


def _repeatable(name: str, flows: list[AnyFlow]) -> bool | None:
    if name.startswith(("GET ", "HEAD ", "OPTIONS ")):
        return True
    stated = [_is_idempotent(flow.target) for flow in flows]
    return False if False in stated else None if None in stated else True


def _is_idempotent(component: Component) -> bool | None:
    if component.idempotency is not None and known(component.idempotency):
        return True
    return component.idempotent if component.idempotent in (True, False) else None


def _later(design: Design, flow: AnyFlow) -> Iterator[Later]:
    """What happens to the work after the client has its answer."""
    delivery = design.delivery(flow)
    if delivery.mode == "async" and isinstance(flow.target, Workflow):
        yield from _of_tasks(design, flow.target)
    elif delivery.mode == "async":
        yield Later(flow, delivery.attempts, delivery.rescue, delivery.final)
    if flow.target.type in PASS_THROUGH - ROUTED:
        for after in design.events_out_of(flow.target):
            on = design.delivery(after)
            yield Later(after, on.attempts, on.rescue, on.final)


def _of_tasks(design: Design, workflow: Workflow) -> Iterator[Later]:
    """What happens when a call of one of a workflow's tasks fails every time: a Catch takes it up, or all fails."""
    states = nested(workflow.asl.machine) if workflow.asl is not None else ()
    caught = {state.name for state, around in states if any(getattr(one, "catches", ()) for one in (state, *around))}
    for flow in design.events_out_of(workflow):
        delivery = design.delivery(flow)
        yield Later(flow, delivery.attempts, delivery.rescue, "caught" if flow.state in caught else delivery.final)
