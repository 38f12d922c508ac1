"""CloudFront, AppSync and IoT: what stands at the edge of a system."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.importers.cloudformation.identity import issuer
from archlint.importers.cloudformation.mapping import Rows, carry, flag, seconds, text, word
from archlint.importers.cloudformation.values import Open, Properties, Setting, entries, find, items, value_at
from archlint.importers.cloudformation.world import Target, World
from archlint.importers.draft import Part

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource

_ORIGINS = ("s3", "api_gateway", "load_balancer", "lambda", "appsync")
_ACTIONS: dict[str, tuple[str, str]] = {
    # action of an IoT rule -> (what names its target, type)
    "Lambda": ("FunctionArn", "lambda"),
    "Sqs": ("QueueUrl", "sqs"),
    "Sns": ("TargetArn", "sns"),
    "Kinesis": ("StreamName", "kinesis"),
    "Firehose": ("DeliveryStreamName", "firehose"),
    "S3": ("BucketName", "s3"),
    "DynamoDB": ("TableName", "dynamodb"),
    "DynamoDBv2": ("PutItem.TableName", "dynamodb"),
    "StepFunctions": ("StateMachineName", "step_functions"),
    "CloudwatchLogs": ("LogGroupName", "cloudwatch_logs"),
    "OpenSearch": ("Endpoint", "opensearch"),
    "Elasticsearch": ("Endpoint", "opensearch"),
    "Kafka": ("DestinationArn", "kafka"),
    "Http": ("Url", "http_endpoint"),
}
_SOURCES: dict[str, tuple[str, str]] = {
    # kind of an AppSync data source -> (what names what is behind it, type)
    "LambdaConfig": ("LambdaFunctionArn", "lambda"),
    "DynamoDBConfig": ("TableName", "dynamodb"),
    "EventBridgeConfig": ("EventBusArn", "eventbridge"),
    "OpenSearchServiceConfig": ("Endpoint", "opensearch"),
    "ElasticsearchConfig": ("Endpoint", "opensearch"),
    "RelationalDatabaseConfig": ("RdsHttpEndpointConfig.DbClusterIdentifier", "rds"),
    "HttpConfig": ("Endpoint", "http_endpoint"),
}


def distribution(world: World, resource: Resource) -> None:
    part = world.component(resource, "cloudfront")
    web_acl = find(resource.properties, "DistributionConfig", "WebACLId")
    if web_acl is not None and web_acl.value:
        part.put("waf", value=True, at=web_acl.at)


def link_distribution(world: World, resource: Resource) -> None:
    for origin in items(resource.properties, "DistributionConfig", "Origins"):
        name = find(origin.value, "DomainName")
        if name is None or not isinstance(name.value, str):
            continue
        target = world.mentioned(name.value, *_ORIGINS) or world.endpoint(name)
        if target is not None:
            flow = world.flow(resource.name, target, origin.at, str(value_at(origin.value, "Id") or ""))
            timeout = find(origin.value, "CustomOriginConfig", "OriginReadTimeout")
            if timeout is not None and timeout.is_known:
                flow.set("timeout", timeout, seconds(timeout.value))
    for function in _edge_functions(resource):
        target = world.target(function.value, "lambda")
        if target is not None:
            world.flow(resource.name, Target(target.name), function.at, "edge function")


def _edge_functions(resource: Resource) -> list[Setting]:
    behaviours = [find(resource.properties, "DistributionConfig", "DefaultCacheBehavior")]
    behaviours += items(resource.properties, "DistributionConfig", "CacheBehaviors")
    found = [
        find(association.value, "LambdaFunctionARN")
        for behaviour in behaviours
        if behaviour is not None
        for association in items(behaviour.value, "LambdaFunctionAssociations")
    ]
    return [arn for arn in found if arn is not None]


_AUTHENTICATION: Rows = (
    ("XrayEnabled", "tracing", flag),
    (
        "LogConfig.FieldLogLevel",
        "logs",
        word({"NONE": "none", "ERROR": "errors", "ALL": "all", "INFO": "all", "DEBUG": "all"}),
    ),
)


def graph_api(world: World, resource: Resource) -> None:
    part = world.component(resource, "appsync", find(resource.properties, "Name"))
    carry(_AUTHENTICATION, resource.properties, part)


def link_graph_api(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    authenticate(world, part, Setting(resource.properties, resource.at))
    for entry in items(resource.properties, "AdditionalAuthenticationProviders"):
        authenticate(world, part, entry)


def authenticate(world: World, part: Part, entry: Setting) -> None:
    kind = find(entry.value, "AuthenticationType")
    if kind is None:
        return
    one = Part("", kind.at)
    if kind.value == "AMAZON_COGNITO_USER_POOLS":
        pool = find(entry.value, "UserPoolConfig", "UserPoolId")
        one.put("cognito", issuer(world, pool.value if pool else Open("${pool}")), pool.at if pool else kind.at)
    elif kind.value == "AWS_LAMBDA":
        target = world.target(value_at(entry.value, "LambdaAuthorizerConfig", "AuthorizerUri"), "lambda")
        one.put("lambda", target.name if target else Open("${function}"), kind.at)
    elif kind.value == "OPENID_CONNECT":
        provider = find(entry.value, "OpenIDConnectConfig", "Issuer")
        one.put("jwt", issuer(world, provider.value if provider else Open("${issuer}")), kind.at)
    elif kind.value in ("AWS_IAM", "API_KEY"):
        one.put("iam" if kind.value == "AWS_IAM" else "api_key", value=True, at=kind.at)
    if one.fields:
        part.add("authorizers", one.fields, kind.at)


def data_source(world: World, resource: Resource) -> None:
    """What an AppSync data source leads to is remembered for the resolvers that use it."""
    api = world.target(value_at(resource.properties, "ApiId"))
    for key, inner in entries(resource.properties):
        if key in _SOURCES and isinstance(inner.value, Properties):
            path, kind = _SOURCES[key]
            named = find(inner.value, *path.split("."))
            found = world.mentioned(named.value, kind) if named is not None and kind in ("opensearch", "rds") else None
            found = found or (
                world.endpoint(named)
                if kind == "http_endpoint"
                else world.target_or_outside(named, kind, plain_names=True)
            )
            if api is not None and found is not None:
                world.facts["data source", resource.name] = found
                name = value_at(resource.properties, "Name")
                world.facts["source named", f"{api.name} {name}"] = found
                world.facts.setdefault(("sources of", api.name), []).append((resource, found, inner))


def resolver(world: World, resource: Resource) -> None:
    """A resolver is a route from its API to what is behind its data source."""
    properties = resource.properties
    api = world.target(value_at(properties, "ApiId"))
    if api is None:
        return
    field = ".".join(str(value_at(properties, key) or "") for key in ("TypeName", "FieldName"))
    targets = [_behind(world, api, value_at(properties, "DataSourceName"))]
    for function in items(properties, "PipelineConfig", "Functions"):
        name = str(function.value).partition(".")[0].removeprefix("${").removesuffix("}")
        inner = world.resources.get(name)
        targets.append(_behind(world, api, value_at(inner.properties, "DataSourceName")) if inner is not None else None)
    for target in targets:
        if target is not None:
            world.facts["used", f"{api.name} {target.name}"] = True
            flow = world.flow(api, target, resource.at, resource.name)
            flow.put("route", field)
            if target.qualifier and world.draft.type_of(target.name) == "lambda":
                flow.put("alias", target.qualifier)


def _behind(world: World, api: Target, name: Any) -> Target | None:
    if not isinstance(name, str):
        return None
    inner = name.partition(".")[0].removeprefix("${").removesuffix("}")
    found: Target | None = world.facts.get(("data source", inner)) or world.facts.get(
        ("source named", f"{api.name} {name}")
    )
    return found


def settle_data_sources(world: World) -> None:
    """A data source that no resolver of this template uses is still connected to its API."""
    for resource in world.of_type("AWS::AppSync::GraphQLApi"):
        for source, target, inner in world.facts.get(("sources of", resource.name), ()):
            if ("used", f"{resource.name} {target.name}") not in world.facts:
                world.flow(resource.name, target, inner.at, source.name)


def response_cache(world: World, resource: Resource) -> None:
    api = world.target(value_at(resource.properties, "ApiId"))
    if api is not None:
        carry((("Ttl", "cache.ttl", seconds),), resource.properties, world.draft.components[api.name])


def topic_rule(world: World, resource: Resource) -> None:
    part = world.component(resource, "iot_rule", find(resource.properties, "RuleName"))
    carry((("TopicRulePayload.Sql", "sql", text),), resource.properties, part)


def link_topic_rule(world: World, resource: Resource) -> None:
    for action in items(resource.properties, "TopicRulePayload", "Actions"):
        target, at = _action(world, action)
        if target is not None and at is not None:
            flow = world.flow(resource.name, target, at.at, resource.name)
            if target.qualifier and world.draft.type_of(target.name) == "lambda":
                flow.put("alias", target.qualifier)
    failed = find(resource.properties, "TopicRulePayload", "ErrorAction")
    if failed is not None:
        target, at = _action(world, failed)
        if target is not None and at is not None:
            world.draft.components[resource.name].put("error_action", target.name, at.at)


def _action(world: World, action: Setting) -> tuple[Target | None, Setting | None]:
    for key, inner in entries(action.value):
        if key in _ACTIONS:
            path, kind = _ACTIONS[key]
            named = find(inner.value, *path.split("."))
            if named is None:
                return None, None
            found = (
                world.endpoint(named)
                if kind == "http_endpoint"
                else world.target_or_outside(named, kind, plain_names=True)
            )
            return found or world.mentioned(named.value, kind), named
    return None, None


READERS = {
    "AWS::CloudFront::Distribution": distribution,
    "AWS::AppSync::GraphQLApi": graph_api,
    "AWS::IoT::TopicRule": topic_rule,
}
THIRD = {"AWS::AppSync::DataSource": data_source}
LINKS = {
    "AWS::CloudFront::Distribution": link_distribution,
    "AWS::AppSync::GraphQLApi": link_graph_api,
    "AWS::AppSync::Resolver": resolver,
    "AWS::AppSync::ApiCache": response_cache,
    "AWS::IoT::TopicRule": link_topic_rule,
}
