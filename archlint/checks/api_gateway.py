"""APIs: what they lead to and how long they wait for it, who may call them and how often, what their kind lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.catalog.integrations import integrations
from archlint.checks._amounts import saved
from archlint.checks._open_routes import openings
from archlint.checks._overruns import overrun
from archlint.checks._private_targets import is_private
from archlint.checks._written import seconds
from archlint.checks.hit import Fix, Hit
from archlint.design.gateways import NO_ROUTE, connect_route, is_fixed, kinds_of, longest, names, patience, routes
from archlint.document.quantities import Rate
from archlint.model.api import Api
from archlint.model.component import known
from archlint.model.outside import Client
from archlint.model.workflow import Workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.document.quantities import Duration
    from archlint.model.base import Place
    from archlint.model.description import AnyFlow

_CALLED = {"rest": "a REST API", "http": "an HTTP API", "websocket": "a WebSocket API"}
_TAKES = {
    "rest": "apigw.rest.authorizer_kinds",
    "http": "apigw.http.authorizer_kinds",
    "websocket": "apigw.ws.authorizer_kinds",
}
_AUTHORIZERS = {
    "jwt": ("JWT", "JWT"),
    "cognito": ("COGNITO_USER_POOLS", "Cognito"),
    "lambda": ("REQUEST", "Lambda"),
    "iam": ("IAM", "IAM"),
}


def integration_times_out_first(design: Design) -> Iterator[Hit]:
    told = set()
    for api in design.of(Api):
        for flow in design.events_out_of(api):
            if not design.timing.is_call(flow) or flow.mode == "stream":
                continue
            limit = patience(design, api, flow)
            found = None if limit is None else overrun(flow, _takes(design, flow), limit)
            if found is not None and (api.name, found.at.path) not in told:
                told.add((api.name, found.at.path))
                yield Hit(
                    at=found.at,
                    subject=flow,
                    related=[flow.field("timeout") if flow.gives("timeout") else api.field("timeout")],
                    values={
                        "api": api,
                        "limit": limit,
                        "target": flow.target,
                        "verb": found.verb,
                        "time": found.time,
                    },
                )


def _takes(design: Design, flow: AnyFlow) -> Duration:
    """How long the work behind an API takes itself; that of a workflow is what its states do."""
    if isinstance(flow.target, Workflow):
        return design.timing.worst(flow.target, flow)
    return design.timing.own(flow.target, flow)


def api_timeout_over_limit(design: Design) -> Iterator[Hit]:
    least = design.limit("apigw.rest.timeout.min")
    for api in design.of(Api):
        most = longest(design, api)
        if most is None:
            continue
        owners: list[Any] = [api, *routes(design, api)]
        for owner in owners:
            timeout = owner.timeout
            too_long = timeout is not None and is_fixed(api) and timeout > most
            if too_long or (timeout is not None and timeout < least):
                at = owner.field("timeout")
                yield Hit(
                    at=at,
                    values={
                        "owner": owner,
                        "timeout": timeout,
                        "kind": _kind(api),
                        "bound": f"{most} at most" if too_long else f"{least} at least",
                    },
                    fix=Fix(at, seconds(most)) if too_long else None,
                )


def _kind(api: Api) -> str:
    return "an edge-optimized API" if api.endpoint == "edge" else _CALLED[str(api.protocol)]


def api_without_integration(design: Design) -> Iterator[Hit]:
    for api in design.of(Api):
        if not routes(design, api):
            yield Hit(at=api.at, values={"api": api})


def route_without_integration(design: Design) -> Iterator[Hit]:
    for api in design.of(Api):
        integrated = routes(design, api)  # of an API without any api-without-integration tells
        for flow in design.events_into(api) if integrated else ():
            called = names(flow) if flow.gives("route") else ()
            for route in called:
                takers = design.routes.takers(api, route)
                if route not in _OF_ITSELF and all(taker.target.type in NO_ROUTE for taker in takers):
                    yield Hit(
                        at=flow.field("route"),
                        subject=flow,
                        values={"caller": flow.source, "route": route, "api": api},
                    )


_OF_ITSELF = ("$connect", "$disconnect")
"""Routes that a WebSocket API has whether or not something stands behind them."""


def api_without_authorizer(design: Design) -> Iterator[Hit]:
    for api in design.of(Api):
        for opening in openings(design, api):
            yield Hit(
                at=opening.at,
                subject=api,
                related=[flow.at for flow in opening.flows],
                values={"api": api, "routes": opening.shown, "data": opening.data},
            )


def authorizer_unsupported(design: Design) -> Iterator[Hit]:
    for api in design.of(Api):
        if str(api.protocol) not in _TAKES:
            continue
        taken = design.limit(_TAKES[str(api.protocol)])
        flows = routes(design, api)
        connect = connect_route(flows)
        owners: list[Any] = [api, *flows]
        for owner in owners:
            for kind in kinds_of(owner.authorizer) or ():
                if kind in _AUTHORIZERS and _AUTHORIZERS[kind][0] not in taken:
                    yield _unsupported(api, owner.field(f"authorizer.{kind}"), kind, "has none of that kind")
                elif api.protocol == "websocket" and owner is not api and owner is not connect:
                    yield _unsupported(api, owner.field(f"authorizer.{kind}"), kind, "authorizes at $connect only")
        for flow in design.events_out_of(api):
            if flow.purpose == "authorizer" and design.delivery(flow).supported is False:
                yield _unsupported(api, flow.at, "jwt", "has none of that kind")


def _unsupported(api: Api, at: Place, kind: str, reason: str) -> Hit:
    known_as = _AUTHORIZERS.get(kind, ("", "API key"))[1]
    how = "Let a function authorize the `$connect` route." if api.protocol == "websocket" else "Write `jwt` instead."
    return Hit(
        at=at, values={"api": api, "kind": known_as, "type": _CALLED[str(api.protocol)], "reason": reason, "how": how}
    )


def http_api_lacks_feature(design: Design) -> Iterator[Hit]:
    for api in design.of(Api):
        if api.protocol != "http":
            continue
        for at, feature in (*_beyond_http(api), *_keys(api, routes(design, api))):
            yield Hit(at=at, values={"api": api, "feature": feature})


def _beyond_http(api: Api) -> Iterator[tuple[Place, str]]:
    """What an API uses of its own that an HTTP API does not have."""
    if api.cache is not None and known(api.cache):
        yield api.field("cache"), "cache"
    if api.waf is True:
        yield api.field("waf"), "web ACL"
    if api.validation is True:
        yield api.field("validation"), "request validation"
    if api.templates is True:
        yield api.field("templates"), "mapping templates"
    if api.tracing is True:
        yield api.field("tracing"), "tracing by X-Ray"
    if api.endpoint in ("edge", "private"):
        yield api.field("endpoint"), f"{api.endpoint} endpoint"
    if api.policy is not None and known(api.policy):
        yield api.field("policy"), "resource policy"


def _keys(api: Api, flows: list[AnyFlow]) -> Iterator[tuple[Place, str]]:
    owners: list[Any] = [api, *flows]
    for owner in owners:
        if "api_key" in (kinds_of(owner.authorizer) or ()):
            yield owner.field("authorizer.api_key"), "API keys"


def http_api_is_cheaper(design: Design) -> Iterator[Hit]:
    for api in design.of(Api):
        flows = routes(design, api)
        if api.protocol == "rest" and api.endpoint == "regional" and flows and _would_do_as_http(design, api, flows):
            less = saved(design, api, protocol="http")
            if less is None or less > 0:  # requests of several times 512 KB cost less as they are
                yield Hit(at=api.field("protocol"), monthly=less, values={"api": api})


def _would_do_as_http(design: Design, api: Api, flows: list[AnyFlow]) -> bool:
    if api.cache is not None or api.policy is not None or any(_keys(api, flows)):
        return False
    if not all(feature is False for feature in (api.waf, api.validation, api.templates, api.tracing)):
        return False
    most = design.limit("apigw.http.timeout")
    waits = [api.timeout, *(flow.timeout for flow in flows if flow.gives("timeout"))]
    if any(wait is not None and not wait <= most for wait in waits) or not known(api.authorizer):
        return False
    return all(_offered_by_http(design, flow) for flow in flows)


def _offered_by_http(design: Design, flow: AnyFlow) -> bool:
    matrix = integrations(design.book)
    target = flow.target
    field = matrix.variant_field(target.type)
    variant = matrix.variant(target.type, getattr(target, field)) if field else None
    found = matrix.find("api_gateway", target.type, source_variant="http", target_variant=variant, mode=flow.mode or "")
    return found.support == "yes"


def throttle_defaulted(design: Design) -> Iterator[Hit]:
    if not design.description.is_production:
        return
    for api in design.of(Api):
        if api.throttle is None or api.throttle.rate is None:
            account = Rate(design.limit("apigw.throttle"))
            yield Hit(at=api.field("throttle"), values={"api": api, "account": account})


def client_ignores_throttling(design: Design) -> Iterator[Hit]:
    told = set()
    for flow in design.flows(Client, Api):
        client = flow.source
        owner: Any = flow if flow.gives("backoff") else client
        if owner.backoff == "none" and owner.path not in told:
            told.add(owner.path)
            yield Hit(
                at=owner.field("backoff"),
                subject=client,
                related=[flow.at],
                values={"client": client, "api": flow.target},
            )


def private_target_needs_link(design: Design) -> Iterator[Hit]:
    for api in design.of(Api):
        if api.vpc_link is None or api.vpc_link.to is False:
            flows = [flow for flow in routes(design, api) if is_private(design, flow.target)]
            if flows:
                targets = list(dict.fromkeys(flow.target.name for flow in flows))
                yield Hit(
                    at=api.field("vpc_link"),
                    subject=api,
                    related=[flow.at for flow in flows],
                    values={"api": api, "targets": targets},
                )


def browser_needs_cors(design: Design) -> Iterator[Hit]:
    for api in design.of(Api):
        if api.protocol not in ("rest", "http") or not (api.cors is None or api.cors is False):
            continue
        calls = [flow for flow in design.events_into(api) if getattr(flow.source, "browser", False) is True]
        if calls and not any(name.startswith("OPTIONS ") for flow in routes(design, api) for name in names(flow)):
            yield Hit(
                at=api.field("cors"),
                related=[flow.at for flow in calls],
                values={"api": api, "client": calls[0].source},
                fix=Fix(api.field("cors"), "true", safe=False),
            )


def access_log_missing(design: Design) -> Iterator[Hit]:
    return _logged_as(design, "none")


def access_log_unstructured(design: Design) -> Iterator[Hit]:
    return _logged_as(design, "text")


def _logged_as(design: Design, form: str) -> Iterator[Hit]:
    for api in design.of(Api):
        if api.access_log == form:
            at = api.field("access_log")
            yield Hit(at=at, values={"api": api}, fix=Fix(at, "json"))
