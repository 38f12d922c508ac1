"""What an API does with a request to one of its routes: who may call it, and how long the API waits for the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.model.api import Api, Authorizer
from archlint.model.component import known

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.document.quantities import Duration
    from archlint.model.base import Place
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

NO_ROUTE = frozenset({"client", "cloudwatch_logs", "cognito_user_pool"})
"""Types that a flow out of an API leads to without being its integration: answers, logs, proofs of identity."""

_KINDS = ("jwt", "cognito", "lambda", "iam", "api_key")


class Guard(NamedTuple):
    """Who decides about the callers of a route, and where that is written.

    `kinds` maps jwt, cognito, lambda, iam or api_key to what it names (a pool, a function, True); empty: nobody does.
    """

    at: Place
    kinds: Mapping[str, Any]


def routes(design: Design, api: Component) -> list[AnyFlow]:
    """The flows from an API to its integrations."""
    leaving = design.events_out_of(api)
    return [flow for flow in leaving if flow.purpose != "authorizer" and flow.target.type not in NO_ROUTE]


def connect_route(flows: list[AnyFlow]) -> AnyFlow | None:
    """The route by which clients of a WebSocket API come in; it alone has an authorizer."""
    return next((flow for flow in flows if "$connect" in names(flow)), None)


def names(flow: AnyFlow) -> tuple[str, ...]:
    """The routes that lead into a flow as they are written; `$default` where it states none."""
    return flow.route or ("$default",)


def guard(api: Api, flow: AnyFlow | None) -> Guard | None:
    """Who decides about the callers of a route (of the API itself where `flow` is None); None where it is not known."""
    stated = flow is not None and flow.gives("authorizer")
    owner: Any = flow if stated else api
    kinds = kinds_of(owner.authorizer)
    return None if kinds is None else Guard(owner.field("authorizer"), kinds)


def kinds_of(authorizer: object) -> Mapping[str, Any] | None:
    """An authorizer, as an API or a route states it, by its kinds; None where it is not known."""
    if not known(authorizer):
        return None
    if authorizer is None:
        return {}
    if isinstance(authorizer, Authorizer):
        given: Mapping[str, Any] = {
            "jwt": authorizer.jwt, "cognito": authorizer.cognito, "lambda": authorizer.function,
            "iam": authorizer.iam, "api_key": authorizer.api_key,
        }  # fmt: skip
    elif isinstance(authorizer, Mapping):
        given = authorizer
    else:
        word = str(authorizer)
        given = {} if word == "none" else {word: True} if word in _KINDS else {"jwt": word}
    return {kind: given[kind] for kind in _KINDS if given.get(kind) not in (None, False)}


def is_fixed(api: Api) -> bool:
    """True where nobody is granted a longer timeout: only regional and private REST APIs are."""
    return api.protocol in ("http", "websocket") or api.endpoint == "edge"


def longest(design: Design, api: Api) -> Duration | None:
    """How long AWS lets an API wait where nothing more is granted; None for an API whose protocol is not known."""
    limit = _WAITS.get(str(api.protocol))
    return None if limit is None else design.limit(limit)


_WAITS = {"rest": "apigw.rest.timeout", "http": "apigw.http.timeout", "websocket": "apigw.ws.timeout"}


def patience(design: Design, api: Api, flow: AnyFlow) -> Duration | None:
    """How long an API waits for what one flow leads to: an integration, or a function that authorizes.

    What the route states goes before what the API states, and nothing beyond what AWS grants; None where not known.
    """
    if flow.purpose == "authorizer":
        limit = design.delivery(flow).integration.timeout
        return design.limit(limit) if limit else None
    most = longest(design, api)
    stated = flow.timeout if flow.gives("timeout") else api.timeout
    if stated is None:
        return most
    return stated if most is None or not is_fixed(api) else min(stated, most)
