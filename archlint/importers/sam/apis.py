"""SAM's APIs as plain ones, with stage and authorizers, and the APIs SAM makes by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.importers.cloudformation.resource import Resource
from archlint.importers.cloudformation.values import (
    Open,
    Properties,
    Setting,
    as_item,
    build,
    entries,
    find,
    select,
    text_at,
    value_at,
)

if TYPE_CHECKING:
    from archlint.importers.sam.globals import Globals

REST, HTTP = "ServerlessRestApi", "ServerlessHttpApi"
_STAGE = ("MethodSettings", "CacheClusterEnabled", "CacheClusterSize", "AccessLogSetting", "TracingEnabled")
_HTTP_STAGE = ("AccessLogSettings", "DefaultRouteSettings", "RouteSettings")


class ImplicitApis:
    """The APIs SAM makes for events that name none, gathered while events are read; `explicit` are all others."""

    def __init__(self, globals_: Globals, explicit: dict[str, Resource]) -> None:
        self.globals = globals_
        self.explicit = explicit
        self.made: dict[str, Resource] = {}

    def known(self, reference: str) -> Resource | None:
        """The API a reference leads to."""
        name = reference.removeprefix("${").removesuffix("}")
        return self.made.get(name) or self.explicit.get(name)

    def of(self, name: str, event: Setting, owner: Resource) -> Open:
        """A reference to the implicit REST or HTTP API."""
        full = f"{owner.scope.prefix}{name}"
        if full not in self.made:
            kind = "Api" if name == REST else "HttpApi"
            properties = self.globals.of(kind) or Properties(as_item(event.at))
            made = Resource(
                full, f"AWS::Serverless::{kind}", properties, event.at, Properties(as_item(event.at)), owner.scope
            )
            self.made[full] = made
        return Open("${" + full + "}")


def expand_rest(resource: Resource) -> list[Resource]:
    """AWS::Serverless::Api as RestApi, Stage and authorizers."""
    properties = resource.properties
    endpoint = find(properties, "EndpointConfiguration")
    types = (
        find(endpoint.value, "Type") if endpoint is not None and isinstance(endpoint.value, Properties) else endpoint
    )
    plain = {
        **select(properties, "Name"),
        "EndpointConfiguration": {"Types": [types]} if types is not None else None,
        "Body": find(properties, "DefinitionBody"),
        "BodyS3Location": find(properties, "DefinitionUri"),
        "Policy": _resource_policy(properties),
        **_guards(properties),
    }
    api = resource.made(resource.name, "AWS::ApiGateway::RestApi", build(resource.at, plain))
    api.attributes, api.maker = resource.attributes, ""
    stage = {"RestApiId": resource.ref, **select(properties, "StageName", *_STAGE)}
    made = [api, resource.made(f"{resource.name}Stage", "AWS::ApiGateway::Stage", build(resource.at, stage))]
    return made + _authorizers(resource, "AWS::ApiGateway::Authorizer", "RestApiId") + _cors(resource, "Cors")


def expand_http(resource: Resource) -> list[Resource]:
    """AWS::Serverless::HttpApi as Api, Stage and authorizers."""
    properties = resource.properties
    plain = {
        **select(properties, "Name", "CorsConfiguration"),
        "ProtocolType": "HTTP",
        "Body": find(properties, "DefinitionBody"),
        "BodyS3Location": find(properties, "DefinitionUri"),
        **_guards(properties),
    }
    if value_at(properties, "CorsConfiguration") is False:
        plain.pop("CorsConfiguration")
    api = resource.made(resource.name, "AWS::ApiGatewayV2::Api", build(resource.at, plain))
    api.attributes, api.maker = resource.attributes, ""
    stage = {"ApiId": resource.ref, **select(properties, "StageName", *_HTTP_STAGE)}
    made = [api, resource.made(f"{resource.name}Stage", "AWS::ApiGatewayV2::Stage", build(resource.at, stage))]
    return made + _authorizers(resource, "AWS::ApiGatewayV2::Authorizer", "ApiId")


def expand_websocket(resource: Resource) -> list[Resource]:
    """AWS::Serverless::WebSocketApi as Api, Stage, routes and integrations."""
    properties = resource.properties
    plain = {**select(properties, "Name", "RouteSelectionExpression"), "ProtocolType": "WEBSOCKET"}
    api = resource.made(resource.name, "AWS::ApiGatewayV2::Api", build(resource.at, plain))
    api.attributes, api.maker = resource.attributes, ""
    stage = {"ApiId": resource.ref, **select(properties, "StageName", *_HTTP_STAGE)}
    made = [api, resource.made(f"{resource.name}Stage", "AWS::ApiGatewayV2::Stage", build(resource.at, stage))]
    guard: dict[str, Any] = {}
    auth = find(properties, "Auth")
    if auth is not None and text_at(auth.value, "AuthType").upper() == "CUSTOM":
        name = f"{resource.name}Authorizer"
        inner = {"ApiId": resource.ref, "AuthorizerType": "REQUEST", "AuthorizerUri": find(auth.value, "AuthArn")}
        made.append(resource.made(name, "AWS::ApiGatewayV2::Authorizer", build(auth.at, inner), auth.at))
        made.append(_permission(resource, name, find(auth.value, "AuthArn"), auth))
        guard = {"AuthorizationType": "CUSTOM", "AuthorizerId": Open("${" + name + "}")}
    elif auth is not None and text_at(auth.value, "AuthType").upper() == "AWS_IAM":
        guard = {"AuthorizationType": "AWS_IAM"}
    for key, route in entries(properties, "Routes"):
        made += _websocket_route(resource, key, route, guard if key == "$connect" else {})
    return made


def _websocket_route(resource: Resource, key: str, route: Setting, guard: dict[str, Any]) -> list[Resource]:
    name = f"{resource.name}{key.strip('$').title()}"
    inner = {
        "ApiId": resource.ref,
        "IntegrationType": "AWS_PROXY",
        "IntegrationUri": find(route.value, "FunctionArn"),
        "TimeoutInMillis": find(route.value, "IntegrationTimeout"),
    }
    integration = resource.made(
        f"{name}Integration", "AWS::ApiGatewayV2::Integration", build(route.at, inner), route.at
    )
    settings = {
        "ApiId": resource.ref,
        "RouteKey": key,
        "Target": Open(f"integrations/{integration.ref}"),
        **select(route.value, "ApiKeyRequired"),
        **guard,
    }
    made = resource.made(f"{name}Route", "AWS::ApiGatewayV2::Route", build(route.at, settings), route.at)
    return [integration, made, _permission(resource, name, find(route.value, "FunctionArn"), route)]


def _guards(properties: Properties) -> dict[str, Any]:
    """What guards every route of a body that says nothing else."""
    return select(value_at(properties, "Auth"), "DefaultAuthorizer", "ApiKeyRequired")


def _resource_policy(properties: Properties) -> Any:
    statements = find(properties, "Auth", "ResourcePolicy", "CustomStatements")
    return {"Statement": statements} if statements is not None else None


def _cors(resource: Resource, key: str) -> list[Resource]:
    """What allows browsers of other origins: a mock OPTIONS method."""
    cors = find(resource.properties, key)
    if cors is None or cors.value is False:
        return []
    inner = {"RestApiId": resource.ref, "HttpMethod": "OPTIONS", "Integration": {"Type": "MOCK"}}
    return [resource.made(f"{resource.name}Cors", "AWS::ApiGateway::Method", build(cors.at, inner), cors.at)]


def _authorizers(resource: Resource, kind: str, naming: str) -> list[Resource]:
    made: list[Resource] = []
    for name, setting in entries(resource.properties, "Auth", "Authorizers"):
        tree = setting.value
        if find(tree, "UserPoolArn") is not None:
            arn = find(tree, "UserPoolArn")
            inner: dict[str, Any] = {
                "Type": "COGNITO_USER_POOLS",
                "ProviderARNs": arn if isinstance(value_at(tree, "UserPoolArn"), list) else [arn],
            }
        elif find(tree, "FunctionArn") is not None:
            inner = {
                "Type": "REQUEST",
                "AuthorizerType": "REQUEST",
                "AuthorizerUri": find(tree, "FunctionArn"),
                "AuthorizerCredentialsArn": find(tree, "FunctionInvokeRole"),
            }
            if _permits_itself(tree, kind):
                made.append(
                    _permission(resource, f"{resource.name}{name}Authorizer", find(tree, "FunctionArn"), setting)
                )
        elif find(tree, "JwtConfiguration") is not None:
            issuer = find(tree, "JwtConfiguration", "issuer") or find(tree, "JwtConfiguration", "Issuer")
            inner = {"Type": "JWT", "AuthorizerType": "JWT", "JwtConfiguration": {"Issuer": issuer}}
        else:
            continue
        made.append(
            resource.made(
                f"{resource.name}{name}Authorizer", kind, build(setting.at, {naming: resource.ref, **inner}), setting.at
            )
        )
    return made


def _permits_itself(authorizer: Any, kind: str) -> bool:
    """Whether SAM adds the permission for an authorizer's function: for REST unless it is told not to."""
    if kind == "AWS::ApiGateway::Authorizer":
        return str(value_at(authorizer, "DisableFunctionDefaultPermissions")).lower() != "true"
    return str(value_at(authorizer, "EnableFunctionDefaultPermissions")).lower() == "true"


def _permission(resource: Resource, name: str, function: Setting | None, setting: Setting) -> Resource:
    """What lets an API invoke a function."""
    inner = {
        "FunctionName": function,
        "Action": "lambda:InvokeFunction",
        "Principal": "apigateway.amazonaws.com",
        "SourceArn": Open("arn:aws:execute-api:${AWS::Region}:${AWS::AccountId}:" + resource.ref + "/*"),
    }
    return resource.made(f"{name}Permission", "AWS::Lambda::Permission", build(setting.at, inner), setting.at)


def guard_of_event(api: Resource | None, event: Setting, owner: Resource) -> dict[str, Any]:
    """What an Api or HttpApi event says of who may call its route, with the API's own default."""
    auth = api.properties if api is not None else None
    named = find(event.value, "Auth", "Authorizer")
    default = find(auth, "Auth", "DefaultAuthorizer")
    guard: dict[str, Any] = {}
    chosen = named or default
    if chosen is not None and str(chosen.value).upper() not in ("NONE", ""):
        if str(chosen.value) == "AWS_IAM":
            guard["AuthorizationType"] = Setting("AWS_IAM", chosen.at)
        else:
            owner_name = api.name if api is not None else owner.name
            guard["AuthorizationType"] = Setting("CUSTOM", chosen.at)
            guard["AuthorizerId"] = Open("${" + f"{owner_name}{chosen.value}Authorizer" + "}")
    key = find(event.value, "Auth", "ApiKeyRequired")
    if key is None:
        key = find(auth, "Auth", "ApiKeyRequired")
    if key is not None:
        guard["ApiKeyRequired"] = key
    return guard
