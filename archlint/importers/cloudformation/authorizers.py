"""Who may call a route: the authorizers of an API, and which of them hold for the whole of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.identity import issuer
from archlint.importers.cloudformation.network import resource_named
from archlint.importers.cloudformation.values import Open, Properties, find, items, value_at

if TYPE_CHECKING:
    from archlint.document.tree import MapEntry
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.cloudformation.world import Target, World
    from archlint.importers.draft import FlowPart, Part

_OPEN = (("none", True),)


class Guard(NamedTuple):
    """An authorizer as a description writes it: pairs of kind and name (`(("cognito", "users"),)`), and its place."""

    says: tuple[tuple[str, Any], ...]
    at: MapEntry


def guard_of_method(world: World, resource: Resource) -> Guard | None:
    """What a method or route says of who may call it; None where everybody may."""
    properties = resource.properties
    kind = str(value_at(properties, "AuthorizationType") or "NONE").upper()
    at = properties.spans.get("AuthorizationType", resource.at)
    says: list[tuple[str, Any]] = []
    if kind == "AWS_IAM":
        says.append(("iam", True))
    elif kind.startswith("${"):
        says.append(("iam", UNKNOWN))
    elif kind != "NONE":
        named = find(properties, "AuthorizerId")
        found = resource_named(world, named.value, *AUTHORIZERS) if named is not None else None
        says += (
            authorizer_says(world, found.properties)
            if found is not None
            else [("jwt" if kind == "JWT" else "lambda", UNKNOWN)]
        )
    if str(value_at(properties, "ApiKeyRequired")).lower() == "true":
        says.append(("api_key", True))
    return Guard(tuple(says), at) if says else None


AUTHORIZERS = ("AWS::ApiGateway::Authorizer", "AWS::ApiGatewayV2::Authorizer")


def authorizer_says(world: World, properties: Any) -> list[tuple[str, Any]]:
    """An authorizer resource, or an OpenAPI one, as a description writes it."""

    def get(*names: str) -> Any:
        return next((found for name in names if (found := value_at(properties, *name.split("."))) is not None), None)

    kind = str(get("AuthorizerType", "Type", "type") or "").lower()
    if kind == "cognito_user_pools":
        arn = next(items(properties, "ProviderARNs"), None) or next(items(properties, "providerARNs"), None)
        pool = world.target_or_outside(arn, "cognito_user_pool")
        return [("cognito", pool.name if pool is not None else UNKNOWN)]
    if kind == "jwt":
        return [("jwt", issuer(world, get("JwtConfiguration.Issuer", "jwtConfiguration.issuer") or Open("${issuer}")))]
    setting = next(
        (found for name in ("AuthorizerUri", "authorizerUri") if (found := find(properties, name)) is not None), None
    )
    function = world.target_or_outside(setting, "lambda")
    return [("lambda", function.name if function is not None else UNKNOWN)]


def remember(world: World, api: Target, flow: FlowPart, guard: Guard | None) -> None:
    """Keep a route's guard until all routes of its API are known."""
    world.facts.setdefault(("guards", api.name), []).append((flow, guard))


def settle_guards(world: World) -> None:
    """The authorizer most routes share is the API's; a route that differs says so itself."""
    for (kind, name), routes in list(world.facts.items()):
        if kind != "guards":
            continue
        part = world.draft.components[name]
        counts: dict[tuple[tuple[str, Any], ...], int] = {}
        for _, guard in routes:
            if guard is not None:
                counts[guard.says] = counts.get(guard.says, 0) + 1
        if not counts:
            continue
        shared = max(counts, key=lambda says: counts[says])
        first = next(guard for _, guard in routes if guard is not None and guard.says == shared)
        _write(part, "authorizer", first)
        for flow, guard in routes:
            if guard is None:
                if not is_connection_message(part, flow):
                    flow.put("authorizer", "none", flow.fields.spans["route"])
            elif guard.says != shared:
                _write(flow, "authorizer", guard)
                _other_function(world, name, guard)


def is_connection_message(part: Part, flow: FlowPart) -> bool:
    """A WebSocket is authorized when it connects; its messages pass as part of the connection."""
    return part.get("protocol") == "websocket" and flow.fields.get("route") != "$connect"


def _write(part: Part, field: str, guard: Guard) -> None:
    for kind, name in guard.says:
        part.put(f"{field}.{kind}", name, guard.at)
    if isinstance(part.fields.get(field), Properties):
        part.fields.spans[field] = guard.at


def _other_function(world: World, api: str, guard: Guard) -> None:
    """A function that guards some routes only is called by its API all the same."""
    for kind, name in guard.says:
        if kind == "lambda" and isinstance(name, str) and not any(world.draft.flows_between(api, name)):
            world.flow(api, name, guard.at, "authorizer").put("as", "authorizer")
