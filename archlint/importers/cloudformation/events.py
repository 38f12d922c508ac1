"""EventBridge: buses with their rules, schedules and API destinations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.access import assume
from archlint.importers.cloudformation.arns import parse_arn
from archlint.importers.cloudformation.mapping import (
    ABSENT,
    Rows,
    bytes_,
    carry,
    days,
    minutes,
    number,
    per_second,
    seconds,
    settled,
    text,
    word,
)
from archlint.importers.cloudformation.messaging import dead_letters, encrypt
from archlint.importers.cloudformation.texts import tree_of
from archlint.importers.cloudformation.values import Open, Properties, Setting, find, items, value_at
from archlint.importers.cloudformation.world import Target, World
from archlint.importers.draft import FlowPart, Part

if TYPE_CHECKING:
    from archlint.document.tree import MapEntry
    from archlint.importers.cloudformation.resource import Resource

_RETRIES: Rows = (
    ("RetryPolicy.MaximumRetryAttempts", "retries", number),
    ("RetryPolicy.MaximumEventAgeInSeconds", "max_age", seconds),
)
_TARGET: Rows = (
    *_RETRIES,
    ("SqsParameters.MessageGroupId", "group", text),
    ("Input", "input", lambda value: bytes_(len(value.encode())) if isinstance(value, str) else ABSENT),
)
_STATE = ("State", "state", word({"ENABLED": "enabled", "DISABLED": "disabled"}, "enabled"))
_SCHEDULE: Rows = (
    ("ScheduleExpression", "expression", text),
    ("ScheduleExpressionTimezone", "timezone", text),
    ("FlexibleTimeWindow.MaximumWindowInMinutes", "window", minutes),
    _STATE,
)
_SDK_TYPES = {
    "sqs": "sqs",
    "sns": "sns",
    "lambda": "lambda",
    "dynamodb": "dynamodb",
    "sfn": "step_functions",
    "kinesis": "kinesis",
}


def bus(world: World, resource: Resource) -> None:
    part = world.component(resource, "eventbridge", find(resource.properties, "Name"))
    if find(resource.properties, "EventSourceName") is not None:
        part.put("bus", "partner")


def default_bus(world: World, at: MapEntry) -> Target:
    """The account's default bus, in the description from the first time something asks for it."""
    known = world.facts.get(("default", "bus"))
    if known is None:
        known = world.facts["default", "bus"] = world.draft.unused_name("default-bus")
        part = world.draft.component(known, "eventbridge", at)
        part.put("bus", "default", at)
        part.put("aws_name", "default", at)
        world.aws_names.setdefault(("eventbridge", "default"), known)
    return Target(known)


def bus_of(world: World, name: Setting | None, at: MapEntry) -> Target | None:
    if name is None or text_is_default(name.value):
        return default_bus(world, at if name is None else name.at)
    return world.target_or_outside(name, "eventbridge", plain_names=True)


def text_is_default(value: Any) -> bool:
    return isinstance(value, str) and (value == "default" or value.endswith(":event-bus/default"))


def api_destination(world: World, resource: Resource) -> None:
    part = world.component(resource, "http_endpoint", find(resource.properties, "Name"))
    carry([("InvocationRateLimitPerSecond", "rate_limit", per_second)], resource.properties, part)


def schedule(world: World, resource: Resource) -> None:
    part = world.component(resource, "schedule", find(resource.properties, "Name"))
    _by_the_clock(resource.properties, part)


def clock_rule(world: World, resource: Resource) -> None:
    """A rule that runs by the clock is a component of its own."""
    if find(resource.properties, "ScheduleExpression") is not None:
        part = world.component(resource, "schedule", find(resource.properties, "Name"))
        part.put("service", "rule", resource.properties.spans["ScheduleExpression"])
        _by_the_clock(resource.properties, part)


def _by_the_clock(properties: Properties, part: Part) -> None:
    carry(_SCHEDULE, properties, part)
    start, end = find(properties, "StartDate"), find(properties, "EndDate")
    if start is not None and end is not None:
        part.add("between", start.value, start.at)
        part.add("between", end.value, end.at)


def link_bus(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    dead_letters(world, part, find(resource.properties, "DeadLetterConfig", "Arn"))
    encrypt(world, part, find(resource.properties, "KmsKeyIdentifier"))


def archive(world: World, resource: Resource) -> None:
    target = bus_of(world, find(resource.properties, "SourceArn"), resource.at)
    if target is not None:
        part = world.draft.components[target.name]
        part.put("archive", Properties(part.fields.span), resource.at)
        carry(
            [("RetentionDays", "archive.retention", lambda value: days(value) if number(value) else ABSENT)],
            resource.properties,
            part,
        )


def rule(world: World, resource: Resource) -> None:
    properties = resource.properties
    sources: list[tuple[Target, str]] = []
    if world.part_of(resource) is not None:
        sources.append((Target(resource.name), ""))
    pattern = find(properties, "EventPattern")
    if pattern is not None:
        source = bus_of(world, find(properties, "EventBusName"), resource.at)
        if source is not None:
            _named_rule(world, source, resource, pattern)
            sources.append((source, resource.name))
    for source, name in sources:
        for entry in items(properties, "Targets"):
            _rule_target(world, source, name, entry, resource)


def _named_rule(world: World, source: Target, resource: Resource, pattern: Setting) -> None:
    part = world.draft.components[source.name]
    rules = part.fields.get("rules")
    if not isinstance(rules, Properties):
        rules = Properties(part.fields.span)
        part.put("rules", rules, resource.at)
    tree = tree_of(pattern)
    one = Part(resource.name, resource.at)
    one.set("pattern", pattern, UNKNOWN if tree is None else settled(tree, lambda value: named(world, value)))
    carry([_STATE], resource.properties, one)
    rules.put(resource.name, one.fields, resource.at)
    world.points.setdefault(resource.name, Target(source.name, resource.name))


def named(world: World, value: Open) -> str | None:
    """The component an open text names, for texts that people read."""
    target = world.target(value)
    return target.name if target else None


def _rule_target(world: World, source: Target, name: str, entry: Setting, resource: Resource) -> None:
    target = event_target(world, entry.value)
    if target is None:
        return
    flow = world.flow(source, target, entry.at, resource.name)
    if name:
        flow.put("rule", name)
    deliver(world, flow, target, entry.value)


def event_target(world: World, properties: Any) -> Target | None:
    """What a rule, schedule or pipe sends to: `Arn`, or with ECS the task that is run."""
    task = world.target(value_at(properties, "EcsParameters", "TaskDefinitionArn"))
    if task is not None:
        return task
    arn = find(properties, "Arn")
    if arn is None or not isinstance(arn.value, str):
        return None
    universal = parse_arn(arn.value)
    if universal is not None and universal.name.startswith("aws-sdk:"):
        service = universal.name.split(":")[1].lower()
        inside = find(properties, "Input")
        kind = _SDK_TYPES.get(service)
        held = world.mentioned(inside.value, kind) if inside is not None and kind else None
        return held or world.service(service, arn.at)
    return world.target_or_outside(arn, "aws_service")


def deliver(world: World, flow: FlowPart, target: Target, properties: Any) -> None:
    if target.qualifier and world.draft.type_of(target.name) == "lambda":
        flow.put("alias", target.qualifier)
    carry(_TARGET, properties, flow)
    dead_letters(world, flow, find(properties, "DeadLetterConfig", "Arn"))


def link_schedule(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    properties = find(resource.properties, "Target")
    if properties is None:
        return
    assume(world, part, find(properties.value, "RoleArn"))
    carry(_RETRIES, properties.value, part)
    dead_letters(world, part, find(properties.value, "DeadLetterConfig", "Arn"))
    target = event_target(world, properties.value)
    if target is not None:
        flow = world.flow(resource.name, target, properties.at, resource.name)
        if target.qualifier and world.draft.type_of(target.name) == "lambda":
            flow.put("alias", target.qualifier)
        carry(_TARGET[len(_RETRIES) :], properties.value, flow)


READERS = {
    "AWS::Events::EventBus": bus,
    "AWS::Events::ApiDestination": api_destination,
    "AWS::Events::Rule": clock_rule,
    "AWS::Scheduler::Schedule": schedule,
}
LINKS = {
    "AWS::Events::EventBus": link_bus,
    "AWS::Events::Archive": archive,
    "AWS::Events::Rule": rule,
    "AWS::Scheduler::Schedule": link_schedule,
}
