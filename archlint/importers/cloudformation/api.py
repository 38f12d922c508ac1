"""API Gateway: REST, HTTP and WebSocket APIs with their routes, authorizers, stages and links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.authorizers import Guard, guard_of_method, remember
from archlint.importers.cloudformation.integrations import integration_of, lead
from archlint.importers.cloudformation.mapping import (
    Rows,
    carry,
    first,
    flag,
    milliseconds,
    number,
    per_second,
    seconds,
    whole,
)
from archlint.importers.cloudformation.network import resource_named
from archlint.importers.cloudformation.openapi import read_body
from archlint.importers.cloudformation.texts import read_tree
from archlint.importers.cloudformation.values import Open, Properties, Setting, find, items, text_at, value_at
from archlint.importers.cloudformation.world import Target, World

if TYPE_CHECKING:
    from archlint.document.tree import MapEntry
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.draft import Part

_REST: Rows = (("EndpointConfiguration.Types", "endpoint", first(lambda value: str(value).lower())),)
_STAGE: Rows = (
    ("TracingEnabled", "tracing", flag),
    ("DefaultRouteSettings.ThrottlingRateLimit", "throttle.rate", per_second),
    ("DefaultRouteSettings.ThrottlingBurstLimit", "throttle.burst", whole),
    ("ThrottlingRateLimit", "throttle.rate", per_second),
    ("ThrottlingBurstLimit", "throttle.burst", whole),
)
_METHOD_SETTINGS: Rows = (
    ("ThrottlingRateLimit", "throttle.rate", per_second),
    ("ThrottlingBurstLimit", "throttle.burst", whole),
    ("CacheTtlInSeconds", "cache.ttl", seconds),
)
_PLAN: Rows = (("Throttle.RateLimit", "throttle.rate", per_second), ("Throttle.BurstLimit", "throttle.burst", whole))


def rest_api(world: World, resource: Resource) -> None:
    part = world.component(resource, "api_gateway", find(resource.properties, "Name"))
    part.put("protocol", "rest")
    part.put("endpoint", "edge")
    carry(_REST, resource.properties, part)


def http_api(world: World, resource: Resource) -> None:
    part = world.component(resource, "api_gateway", find(resource.properties, "Name"))
    protocol = find(resource.properties, "ProtocolType")
    websocket = protocol is not None and str(protocol.value).upper() == "WEBSOCKET"
    part.put("protocol", "websocket" if websocket else "http", protocol.at if protocol else None)
    cors = find(resource.properties, "CorsConfiguration")
    if cors is not None:
        part.set("cors", cors, value=True)


def belongs(world: World, resource: Resource) -> None:
    """A stage, deployment or resource of an API: references to it lead to the API."""
    api = value_at(resource.properties, "RestApiId") or value_at(resource.properties, "ApiId")
    world.stands_for(resource, world.target(api))


def vpc_link(world: World, resource: Resource) -> None:
    for arn in items(resource.properties, "TargetArns"):
        world.stands_for(resource, world.target(arn.value))


def path_of(world: World, value: Any) -> str:
    """The path of the API resource that a reference leads to."""
    parts: list[str] = []
    for _ in range(30):
        found = resource_named(world, value, "AWS::ApiGateway::Resource")
        if found is None:
            break
        parts.append(text_at(found.properties, "PathPart"))
        value = value_at(found.properties, "ParentId")
    return "/" + "/".join(reversed(parts))


def method(world: World, resource: Resource) -> None:
    properties = resource.properties
    api = world.target_or_outside(find(properties, "RestApiId"), "api_gateway", plain_names=True)
    if api is None:
        return
    verb = text_at(properties, "HttpMethod").upper() or "ANY"
    part = world.draft.components[api.name]
    integration = integration_of(value_at(properties, "Integration"))
    if verb == "OPTIONS" and integration.kind == "mock":
        part.put("cors", value=True, at=resource.at)
        return
    if find(properties, "RequestValidatorId") is not None:
        part.put("validation", value=True, at=resource.at)
    path = path_of(world, value_at(properties, "ResourceId"))
    connect(
        world,
        api,
        f"{verb} {path}",
        resource.at,
        value_at(properties, "Integration"),
        guard_of_method(world, resource),
        resource.name,
    )


def route(world: World, resource: Resource) -> None:
    """A route of an HTTP or WebSocket API."""
    properties = resource.properties
    api = world.target_or_outside(find(properties, "ApiId"), "api_gateway", plain_names=True)
    target = find(properties, "Target")
    named = str(target.value).rpartition("/")[2] if target is not None else ""
    integration = resource_named(world, Open(named), "AWS::ApiGatewayV2::Integration") or _nested(world, target)
    if api is not None and integration is not None:
        key = text_at(properties, "RouteKey") or "$default"
        connect(world, api, key, resource.at, integration.properties, guard_of_method(world, resource), resource.name)


def sam_route(world: World, resource: Resource) -> None:
    """A route that SAM makes for an Api or HttpApi event."""
    properties = resource.properties
    named = find(properties, "RestApiId") or find(properties, "ApiId")
    api = world.target_or_outside(named, "api_gateway", plain_names=True)
    if api is not None:
        route_ = text_at(properties, "Route")
        guard = guard_of_method(world, resource)
        connect(world, api, route_, resource.at, value_at(properties, "Integration"), guard, resource.name)


def _nested(world: World, target: Setting | None) -> Resource | None:
    """An integration in a nested stack: its name holds the slash that parts names."""
    if target is None or "${" not in str(target.value):
        return None
    return resource_named(
        world, Open(str(target.value)[str(target.value).index("${") :]), "AWS::ApiGatewayV2::Integration"
    )


def quick_route(world: World, resource: Resource) -> None:
    """`Target` of an HTTP API makes its $default route, or the one route of `RouteKey`."""
    target = find(resource.properties, "Target")
    if target is not None:
        tree = Properties(resource.properties.span)
        tree.put("Uri", target.value, target.at)
        lambda_ = ":lambda:" in str(target.value) or world.mentioned(target.value, "lambda") is not None
        tree.put("Type", "AWS_PROXY" if lambda_ else "HTTP_PROXY", target.at)
        key = text_at(resource.properties, "RouteKey") or "$default"
        connect(world, Target(resource.name), key, target.at, tree, None, resource.name)


def connect(world: World, api: Target, route_: str, at: MapEntry, tree: Any, guard: Guard | None, hint: str) -> None:
    """A route of an API: the flow to what its integration leads to."""
    integration = integration_of(tree)
    found = lead(world, integration)
    if integration.connection is not None:
        link = resource_named(world, integration.connection.value)
        world.draft.components[api.name].set(
            "vpc_link", integration.connection, link.name if link is not None else True
        )
    if found is None:
        return
    if integration.rewrites:
        world.draft.components[api.name].put("templates", value=True, at=at)
    if any(flow.fields.get("route") == route_ for flow in world.draft.flows_between(api.name, found.target.name)):
        return
    flow = world.flow(api, found.target, at, hint)
    flow.put("route", route_, at)
    if found.mode:
        flow.put("mode", found.mode, at)
    if integration.timeout is not None:
        flow.set(
            "timeout",
            integration.timeout,
            milliseconds(integration.timeout.value) if integration.timeout.is_known else UNKNOWN,
        )
    if found.target.qualifier and world.draft.type_of(found.target.name) == "lambda":
        flow.put("alias", found.target.qualifier, at)
    if integration.credentials is not None and world.draft.type_of(found.target.name) == "lambda":
        flow.put("policy", value=True, at=integration.credentials.at)  # the API comes with a role
    remember(world, api, flow, guard)


def link_body(world: World, resource: Resource) -> None:
    """The routes of an OpenAPI body, inline or in a file of the project."""
    tree = value_at(resource.properties, "Body")
    location = value_at(resource.properties, "BodyS3Location")
    if not isinstance(tree, Properties) and isinstance(location, str):
        document = resource.scope.folder.parse(location)
        tree = read_tree(document.data) if document is not None else None
    if isinstance(tree, Properties):
        read_body(world, resource, tree, connect)


def stage(world: World, resource: Resource) -> None:
    api = world.target(
        value_at(resource.properties, "RestApiId") or value_at(resource.properties, "ApiId"), "api_gateway"
    )
    if api is not None:
        describe_stage(world.draft.components[api.name], resource.properties)


def deployment(world: World, resource: Resource) -> None:
    """A deployment that makes its own stage."""
    api = world.target(value_at(resource.properties, "RestApiId"), "api_gateway")
    described = value_at(resource.properties, "StageDescription")
    if api is not None and described is not None:
        describe_stage(world.draft.components[api.name], described)


def describe_stage(part: Part, properties: Any) -> None:
    """What a stage says of its whole API."""
    carry(_STAGE, properties, part)
    for entry in items(properties, "MethodSettings"):
        if value_at(entry.value, "HttpMethod") in ("*", None) and value_at(entry.value, "ResourcePath") in ("/*", None):
            _whole_api(part, properties, entry)
    log = find(properties, "AccessLogSetting") or find(properties, "AccessLogSettings")
    if log is not None:
        form = find(log.value, "Format")
        part.set("access_log", log, "json" if form is not None and "{" in str(form.value).lstrip()[:1] else "text")


def _whole_api(part: Part, properties: Any, entry: Setting) -> None:
    cached = (
        flag(value_at(entry.value, "CachingEnabled")) is True
        and flag(value_at(properties, "CacheClusterEnabled")) is True
    )
    carry(_METHOD_SETTINGS if cached else _METHOD_SETTINGS[:2], entry.value, part)
    if cached:
        size = find(properties, "CacheClusterSize")
        part.put(
            "cache.size",
            f"{number(size.value)} GB" if size and size.is_known else UNKNOWN,
            size.at if size else entry.at,
        )


def usage_plan(world: World, resource: Resource) -> None:
    """A plan's throttle stands in where the API has none of its own."""
    for stage_ in items(resource.properties, "ApiStages"):
        api = world.target(value_at(stage_.value, "ApiId"), "api_gateway")
        part = world.draft.components[api.name] if api is not None else None
        if part is not None and "throttle" not in part.fields:
            carry(_PLAN, resource.properties, part)


def web_acl(world: World, resource: Resource) -> None:
    arn = value_at(resource.properties, "ResourceArn")
    target = world.mentioned(arn, "api_gateway", "appsync")
    if target is not None:
        world.draft.components[target.name].put("waf", value=True, at=resource.at)


READERS = {"AWS::ApiGateway::RestApi": rest_api, "AWS::ApiGatewayV2::Api": http_api}
SECOND = {
    "AWS::ApiGateway::Stage": belongs,
    "AWS::ApiGateway::Deployment": belongs,
    "AWS::ApiGatewayV2::Stage": belongs,
    "AWS::ApiGatewayV2::Deployment": belongs,
}
THIRD = {"AWS::ApiGateway::VpcLink": vpc_link}
LINKS = {
    "AWS::ApiGateway::RestApi": link_body,
    "AWS::ApiGatewayV2::Api": link_body,
    "AWS::ApiGateway::Method": method,
    "AWS::ApiGatewayV2::Route": route,
    "AWS::Serverless::Route": sam_route,
    "AWS::ApiGateway::Stage": stage,
    "AWS::ApiGateway::Deployment": deployment,
    "AWS::ApiGatewayV2::Stage": stage,
    "AWS::ApiGateway::UsagePlan": usage_plan,
    "AWS::WAFv2::WebACLAssociation": web_acl,
}
FOURTH = {"AWS::ApiGatewayV2::Api": quick_route}
