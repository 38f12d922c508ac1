"""EventBridge Pipes: a source, an enrichment and a target in one component."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.access import assume
from archlint.importers.cloudformation.mapping import ABSENT, Rows, carry, number, seconds, settled, text, whole, word
from archlint.importers.cloudformation.messaging import dead_letters
from archlint.importers.cloudformation.texts import patterns_of
from archlint.importers.cloudformation.values import Open, entries, find, value_at

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.cloudformation.world import World

_SOURCE: Rows = (
    ("BatchSize", "batch_size", whole),
    ("MaximumBatchingWindowInSeconds", "batch_window", seconds),
    ("MaximumRetryAttempts", "retries", lambda value: ABSENT if number(value) == -1 else whole(value)),
    ("MaximumRecordAgeInSeconds", "max_age", lambda value: ABSENT if number(value) == -1 else seconds(value)),
    ("OnPartialBatchItemFailure", "bisect", word({"AUTOMATIC_BISECT": True})),
)


_TARGET: Rows = (
    ("LambdaFunctionParameters.InvocationType", "mode", word({"FIRE_AND_FORGET": "async", "REQUEST_RESPONSE": "sync"})),
    (
        "StepFunctionStateMachineParameters.InvocationType",
        "mode",
        word({"FIRE_AND_FORGET": "async", "REQUEST_RESPONSE": "sync"}),
    ),
    ("SqsQueueParameters.MessageGroupId", "group", text),
    ("KinesisStreamParameters.PartitionKey", "key", text),
)


_SOURCES = {
    "SqsQueueParameters": "sqs",
    "KinesisStreamParameters": "kinesis",
    "DynamoDBStreamParameters": "dynamodb",
    "ManagedStreamingKafkaParameters": "kafka",
    "SelfManagedKafkaParameters": "kafka",
    "RabbitMQBrokerParameters": "AWS::AmazonMQ::Broker",
    "ActiveMQBrokerParameters": "AWS::AmazonMQ::Broker",
}


def pipe(world: World, resource: Resource) -> None:
    world.component(resource, "pipe", find(resource.properties, "Name"))


def link_pipe(world: World, resource: Resource) -> None:
    properties = resource.properties
    part = world.draft.components[resource.name]
    assume(world, part, find(properties, "RoleArn"))
    settings = next(((key, inner) for key, inner in entries(properties, "SourceParameters") if key in _SOURCES), None)
    if settings is not None:
        carry(_SOURCE, settings[1].value, part)
        dead_letters(world, part, find(settings[1].value, "DeadLetterConfig", "Arn"))
    filters = patterns_of(find(properties, "SourceParameters", "FilterCriteria", "Filters"))
    if filters is not None:
        part.set("filter", filters, UNKNOWN if isinstance(filters.value, Open) else settled(filters.value))
    origin = find(properties, "Source")
    source = world.target_or_outside(origin, _SOURCES[settings[0]] if settings else "aws_service")
    if source is not None and origin is not None:
        flow = world.flow(source, resource.name, origin.at, f"{resource.name}Source")
        position = find(settings[1].value, "StartingPosition") if settings else None
        if position is not None:
            flow.set("starting_position", position, str(position.value).lower() if position.is_known else UNKNOWN)
    for key in ("Enrichment", "Target"):
        _onwards(world, resource, key)


def _onwards(world: World, resource: Resource, key: str) -> None:
    """The flow from a pipe to its enrichment or its target."""
    setting = find(resource.properties, key)
    target = world.target_or_outside(setting, "aws_service")
    if target is None or setting is None:
        return
    flow = world.flow(resource.name, target, setting.at, f"{resource.name}{key}")
    if key == "Enrichment":
        flow.put("as", "enrichment")
    else:
        carry(_TARGET, value_at(resource.properties, "TargetParameters"), flow)
    if target.qualifier and world.draft.type_of(target.name) == "lambda":
        flow.put("alias", target.qualifier)


READERS = {"AWS::Pipes::Pipe": pipe}
LINKS = {"AWS::Pipes::Pipe": link_pipe}
