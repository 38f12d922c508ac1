"""What keeps an eye on a system, or keeps it safe: log groups, alarms, keys, secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.mapping import Rows, carry, days, flag
from archlint.importers.cloudformation.values import Open, find, items, text_at, value_at

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.cloudformation.world import Target, World
    from archlint.importers.draft import Part

_RETENTION: Rows = (("RetentionInDays", "retention", days),)
_PREFIXES = {"/aws/lambda/": "lambda", "/aws/vendedlogs/states/": "step_functions", "/aws/states/": "step_functions"}


def log_group(world: World, resource: Resource) -> None:
    """A log group is a component; one that only takes the logs of another is folded into it later."""
    part = world.component(resource, "cloudwatch_logs", find(resource.properties, "LogGroupName"))
    carry(_RETENTION, resource.properties, part)


def logging_settings(world: World, resource: Resource) -> None:
    """Notes which log groups a function or a workflow writes to."""
    named = find(resource.properties, "LoggingConfig", "LogGroup")
    if named is not None:
        _writes(world, resource.name, world.target(named.value, "cloudwatch_logs"))
    for entry in items(resource.properties, "LoggingConfiguration", "Destinations"):
        arn = value_at(entry.value, "CloudWatchLogsLogGroup", "LogGroupArn")
        _writes(
            world,
            resource.name,
            world.target(arn.removesuffix(":*") if not isinstance(arn, Open) else Open(arn.removesuffix(":*")))
            if isinstance(arn, str)
            else None,
        )


def _writes(world: World, component: str, group: Target | None) -> None:
    if group is not None:
        world.facts.setdefault(("logs of", group.name), []).append(component)


def settle_log_groups(world: World) -> None:
    """Folds every log group that no flow touches into the components that write to it.

    A log group without a retention is where theirs is missing. `Custom::LogRetention` is how the CDK sets the
    retention of a log group that Lambda makes.
    """
    touched = {flow.source for flow in world.draft.flows} | {flow.target for flow in world.draft.flows}
    for resource in list(world.of_type("AWS::Logs::LogGroup", "Custom::LogRetention")):
        named = _by_name(world, text_at(resource.properties, "LogGroupName"))
        for writer in world.facts.get(("logs of", resource.name)) or ([named] if named is not None else ()):
            if world.draft.type_of(writer) in ("lambda", "step_functions"):
                _keep(resource, world.draft.components[writer])
        if resource.type == "AWS::Logs::LogGroup" and resource.name not in touched:
            world.draft.components.pop(resource.name, None)
    _leave_open(world)


def _leave_open(world: World) -> None:
    """A function whose name is not known may be the one that a log group of another's name is for, and vice versa."""
    groups = [text_at(one.properties, "LogGroupName") for one in world.of_type("AWS::Logs::LogGroup")]
    strangers = [name for name in groups if name and _by_name(world, name) is None]
    for resource in world.of_type("AWS::Lambda::Function"):
        part = world.draft.components[resource.name]
        name = find(resource.properties, "FunctionName")
        fits = any(
            group.startswith("/aws/lambda/") if name is not None and not name.is_known else group.startswith("${")
            for group in strangers
        )
        if fits and part.get("logs.retention") is None:
            part.put("logs.retention", UNKNOWN)


def _keep(resource: Resource, writer: Part) -> None:
    """How long the log group of a component keeps what it writes."""
    if find(resource.properties, "RetentionInDays") is None:
        writer.put("logs.retention", "never", resource.at)
    else:
        carry((("RetentionInDays", "logs.retention", days),), resource.properties, writer)


def _by_name(world: World, name: str) -> str | None:
    """The component whose logs a group of this name takes."""
    for prefix, kind in _PREFIXES.items():
        if name.startswith(prefix):
            rest: Any = name[len(prefix) :]
            rest = Open(rest) if "${" in rest else rest
            target = world.target(rest, kind)
            known = target.name if target is not None else world.aws_names.get((kind, str(rest)))
            if known is not None and world.draft.type_of(known) == kind:
                return known
    return None


def subscription_filter(world: World, resource: Resource) -> None:
    named = find(resource.properties, "LogGroupName")
    source = world.target_or_outside(named, "cloudwatch_logs", plain_names=True)
    target = world.target_or_outside(find(resource.properties, "DestinationArn"), "lambda")
    if source is None or target is None:
        return
    flow = world.flow(source, target, resource.at, resource.name)
    pattern = find(resource.properties, "FilterPattern")
    if pattern is not None and pattern.is_known and pattern.value:
        flow.set("filter", pattern, pattern.value)
    if target.qualifier and world.draft.type_of(target.name) == "lambda":
        flow.put("alias", target.qualifier)


def alarm(world: World, resource: Resource) -> None:
    """An alarm on a component's metric is noted at the component."""
    metrics = [
        resource.properties,
        *(value_at(entry.value, "MetricStat", "Metric") for entry in items(resource.properties, "Metrics")),
    ]
    for metric in metrics:
        name = value_at(metric, "MetricName")
        for dimension in items(metric, "Dimensions"):
            target = _dimension(world, value_at(dimension.value, "Name"), value_at(dimension.value, "Value"))
            if target is not None and isinstance(name, str):
                world.draft.components[target.name].add("alarms", name, resource.at)  # an unknown one watches anything


_DIMENSIONS = {
    "FunctionName": "lambda",
    "QueueName": "sqs",
    "TopicName": "sns",
    "TableName": "dynamodb",
    "StreamName": "kinesis",
    "StateMachineArn": "step_functions",
    "ApiName": "api_gateway",
    "ApiId": "api_gateway",
    "DeliveryStreamName": "firehose",
    "RuleName": "eventbridge",
    "EventBusName": "eventbridge",
    "BucketName": "s3",
    "DBInstanceIdentifier": "rds",
    "DBClusterIdentifier": "rds",
    "LoadBalancer": "load_balancer",
    "AutoScalingGroupName": "auto_scaling_group",
    "ServiceName": "ecs_service",
    "Resource": "lambda",
}


def _dimension(world: World, name: Any, value: Any) -> Target | None:
    return world.target(value, _DIMENSIONS.get(str(name), "")) if isinstance(value, str) else None


def key(world: World, resource: Resource) -> None:
    part = world.component(resource, "kms_key")
    carry((("EnableKeyRotation", "rotation", flag),), resource.properties, part)


def key_alias(world: World, resource: Resource) -> None:
    found = world.target(value_at(resource.properties, "TargetKeyId"))
    name = text_at(resource.properties, "AliasName")
    if found is not None:
        world.stands_for(resource, found)
        world.aws_names.setdefault(("kms_key", name), found.name)


def secret(world: World, resource: Resource) -> None:
    world.component(resource, "secret", find(resource.properties, "Name"))


def rotation(world: World, resource: Resource) -> None:
    found = world.target(value_at(resource.properties, "SecretId"))
    if found is not None:
        part = world.draft.components[found.name]
        carry((("RotationRules.AutomaticallyAfterDays", "rotation", days),), resource.properties, part)
        function = world.target(value_at(resource.properties, "RotationLambdaARN"), "lambda")
        if function is not None:
            world.flow(found, function, resource.at, resource.name)


def of_a_secret(world: World, resource: Resource) -> None:
    world.stands_for(resource, world.target(value_at(resource.properties, "SecretId")))


READERS = {"AWS::Logs::LogGroup": log_group, "AWS::KMS::Key": key, "AWS::SecretsManager::Secret": secret}
SECOND = {"AWS::KMS::Alias": key_alias, "AWS::SecretsManager::SecretTargetAttachment": of_a_secret}
LINKS = {
    "AWS::Logs::SubscriptionFilter": subscription_filter,
    "AWS::CloudWatch::Alarm": alarm,
    "AWS::SecretsManager::RotationSchedule": rotation,
}
