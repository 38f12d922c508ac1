"""SQS queues and SNS topics, their dead letters, subscriptions and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.mapping import (
    ABSENT,
    as_is,
    bytes_,
    carry,
    carry_one,
    constant,
    days,
    flag,
    number,
    positive,
    seconds,
    word,
)
from archlint.importers.cloudformation.texts import tree_of
from archlint.importers.cloudformation.values import Open, Properties, Setting, find, items, text_at
from archlint.importers.cloudformation.world import Target, World

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.draft import Part

_QUEUE = (
    ("FifoQueue", "fifo", flag),
    ("VisibilityTimeout", "visibility_timeout", seconds),
    ("DelaySeconds", "delay", seconds),
    ("MessageRetentionPeriod", "retention", seconds),
    ("ReceiveMessageWaitTimeSeconds", "wait_time", seconds),
    ("MaximumMessageSize", "max_message", bytes_),
    ("FifoThroughputLimit", "high_throughput", word({"perMessageGroupId": True, "perQueue": False})),
)
_TOPIC = (
    ("FifoTopic", "fifo", flag),
    ("DeliveryStatusLogging", "delivery_status", constant(True)),
    ("ArchivePolicy.MessageRetentionPeriod", "archive", days),
)
_SUBSCRIPTION = (
    ("FilterPolicyScope", "filter_on", word({"MessageBody": "body", "MessageAttributes": "attributes"})),
    ("RawMessageDelivery", "raw_delivery", flag),
    ("DeliveryPolicy.healthyRetryPolicy.numRetries", "retries", number),
)
_ENDPOINTS = {
    "lambda": "lambda",
    "sqs": "sqs",
    "firehose": "firehose",
    "http": "http_endpoint",
    "https": "http_endpoint",
}
"""Protocol of a subscription -> what is at its end; all others reach people."""


def queue(world: World, resource: Resource) -> None:
    part = world.component(resource, "sqs", find(resource.properties, "QueueName"))
    carry(_QUEUE, resource.properties, part)
    _deduplicates(resource.properties, part)
    if find(resource.properties, "KmsMasterKeyId") is None:
        carry(
            [("SqsManagedSseEnabled", "encryption.key", word({"true": ABSENT, "false": "none"}))],
            resource.properties,
            part,
        )


def topic(world: World, resource: Resource) -> None:
    part = world.component(resource, "sns", find(resource.properties, "TopicName"))
    carry(_TOPIC, resource.properties, part)
    _deduplicates(resource.properties, part)


def _deduplicates(properties: Properties, part: Part) -> None:
    if part.get("fifo") is True:
        by_content = find(properties, "ContentBasedDeduplication")
        if by_content is not None:
            carry_one(by_content, part, "deduplication", word({"true": "content", "false": "id"}))
        else:
            part.put("deduplication", "id", part.fields.spans["fifo"], part.fields.notes.get("fifo", ""))


def link_queue(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    encrypt(world, part, find(resource.properties, "KmsMasterKeyId"))
    redrive = find(resource.properties, "RedrivePolicy")
    if redrive is None:
        return
    tree = tree_of(redrive)
    if tree is None:
        part.set("dlq", redrive, UNKNOWN)
        return
    to = find(tree, "deadLetterTargetArn")
    target = world.target_or_outside(to, "sqs")
    if to is not None:
        part.set("dlq.to", to, target.name if target else UNKNOWN)
        part.fields.spans["dlq"] = redrive.at
        carry([("maxReceiveCount", "dlq.max_receives", positive)], tree, part)


def link_topic(world: World, resource: Resource) -> None:
    encrypt(world, world.draft.components[resource.name], find(resource.properties, "KmsMasterKeyId"))
    for number_, entry in enumerate(items(resource.properties, "Subscription"), 1):
        if isinstance(entry.value, Properties):
            subscribe(world, Target(resource.name), entry.value, entry, f"{resource.name}Subscription{number_}")


def link_subscription(world: World, resource: Resource) -> None:
    source = world.target_or_outside(find(resource.properties, "TopicArn"), "sns")
    if source is not None:
        subscribe(world, source, resource.properties, Setting(resource.properties, resource.at), resource.name)


def subscribe(world: World, source: Target, properties: Properties, entry: Setting, hint: str) -> None:
    protocol = text_at(properties, "Protocol").lower()
    endpoint = find(properties, "Endpoint")
    kind = _ENDPOINTS.get(protocol, "client" if protocol and not protocol.startswith("${") else "")
    target = world.endpoint(endpoint) if kind == "http_endpoint" else None
    if target is None:
        target = world.target_or_outside(endpoint, kind, plain_names=True)
    if target is None:
        return
    flow = world.flow(source, target, entry.at, hint)
    if target.qualifier:
        flow.put("alias", target.qualifier, entry.at)
    carry(_SUBSCRIPTION, properties, flow)
    policy = find(properties, "FilterPolicy")
    if policy is not None:
        tree = tree_of(policy)
        flow.set("filter", policy, UNKNOWN if tree is None else as_is(tree))
    dead_letters(world, flow, _redriven(properties))


def _redriven(properties: Properties) -> Setting | None:
    return find(tree_of(find(properties, "RedrivePolicy")), "deadLetterTargetArn")


def dead_letters(world: World, part: Part, arn: Setting | None, field: str = "dlq") -> None:
    """Name the queue (or topic) that an ARN gives as where failures go."""
    if arn is None:
        return
    target = world.target_or_outside(arn, "sqs")
    part.set(field, arn, target.name if target else UNKNOWN)


def encrypt(world: World, part: Part, key: Setting | None) -> None:
    """Name the key that a component is encrypted with."""
    if key is None:
        return
    value: Any = key.value
    if isinstance(value, str) and ("alias/aws/" in value or value == "AWS_OWNED_KMS_KEY"):
        part.set("encryption.key", key, "aws")
        return
    target = world.target(value, "kms_key")
    known = target is not None and world.draft.type_of(target.name) == "kms_key"
    part.set("encryption.key", key, target.name if known and target else Open("${key}"))
    part.fields.spans["encryption"] = key.at


READERS = {"AWS::SQS::Queue": queue, "AWS::SNS::Topic": topic}
LINKS = {
    "AWS::SQS::Queue": link_queue,
    "AWS::SNS::Topic": link_topic,
    "AWS::SNS::Subscription": link_subscription,
}
