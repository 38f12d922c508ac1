"""Buckets with their notifications, and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.events import default_bus
from archlint.importers.cloudformation.mapping import (
    Rows,
    carry,
    flag,
    text,
    whole,
    word,
)
from archlint.importers.cloudformation.messaging import encrypt
from archlint.importers.cloudformation.values import Properties, Setting, find, items, value_at
from archlint.importers.draft import Part

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.cloudformation.world import World

_BUCKET: Rows = (
    ("VersioningConfiguration.Status", "versioning", word({"Enabled": True, "Suspended": False})),
    ("NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled", "eventbridge", flag),
)
_NOTIFICATIONS = (
    ("LambdaConfigurations", "Function", "lambda"),
    ("LambdaFunctionConfigurations", "LambdaFunctionArn", "lambda"),
    ("QueueConfigurations", "Queue", "sqs"),
    ("QueueConfigurations", "QueueArn", "sqs"),
    ("TopicConfigurations", "Topic", "sns"),
    ("TopicConfigurations", "TopicArn", "sns"),
)
"""Sections of a notification's configuration, what names the target in them (CloudFormation's word, then S3's own)."""
_TABLE: Rows = (
    (
        "StreamSpecification.StreamViewType",
        "stream",
        word({"KEYS_ONLY": "keys", "NEW_IMAGE": "new", "OLD_IMAGE": "old", "NEW_AND_OLD_IMAGES": "new_and_old"}),
    ),
    ("TimeToLiveSpecification.AttributeName", "ttl", text),
    ("PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", "pitr", flag),
)
_PROVISION: Rows = (
    ("ReadCapacityUnits", "billing.provisioned.read", whole),
    ("WriteCapacityUnits", "billing.provisioned.write", whole),
)


def bucket(world: World, resource: Resource) -> None:
    part = world.component(resource, "s3", find(resource.properties, "BucketName"))
    carry(_BUCKET, resource.properties, part)


def link_bucket(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    properties = resource.properties
    for rule in items(properties, "BucketEncryption", "ServerSideEncryptionConfiguration"):
        encrypt(world, part, find(rule.value, "ServerSideEncryptionByDefault", "KMSMasterKeyID"))
    notifications(world, resource.name, properties)


def notifications(world: World, bucket_: str, properties: Properties) -> None:
    """The flows of a `NotificationConfiguration`, in the words of CloudFormation or of the S3 API."""
    notes, part = value_at(properties, "NotificationConfiguration"), world.draft.components[bucket_]
    bridge = find(notes, "EventBridgeConfiguration")
    if bridge is not None and "eventbridge" not in part.fields:
        part.put("eventbridge", value=True, at=bridge.at)
    if bridge is not None and part.get("eventbridge") is True:
        world.flow(bucket_, default_bus(world, bridge.at), bridge.at)
    for section, key, kind in _NOTIFICATIONS:
        for entry in items(notes, section):
            _notify(world, bucket_, entry, find(entry.value, key), kind)


def link_notification(world: World, resource: Resource) -> None:
    """A notification that SAM adds to a bucket for a function's event."""
    source = world.target_or_outside(find(resource.properties, "Bucket"), "s3", plain_names=True)
    if source is not None:
        entry = Setting(resource.properties, resource.at)
        _notify(world, source.name, entry, find(resource.properties, "Function"), "lambda", resource.name)


def _notify(world: World, bucket_: str, entry: Setting, to: Setting | None, kind: str, hint: str = "") -> None:
    target = world.target_or_outside(to, kind)
    if target is None:
        return
    for event in (*items(entry.value, "Event"), *items(entry.value, "Events")):
        flow = world.flow(bucket_, target, entry.at, hint)
        flow.set("event", event, _event(event.value))
        for rule in (
            *items(entry.value, "Filter", "S3Key", "Rules"),
            *items(entry.value, "Filter", "Key", "FilterRules"),
        ):
            name, value = str(value_at(rule.value, "Name")).lower(), find(rule.value, "Value")
            if value is not None and name in ("prefix", "suffix"):
                flow.set(name, value, value.value)
        if target.qualifier and kind == "lambda":
            flow.put("alias", target.qualifier)


def _event(value: Any) -> Any:
    """`s3:ObjectCreated:*` as a description writes it: `object_created:*`."""
    kind, _, detail = str(value).removeprefix("s3:").partition(":")
    words = "".join(
        f"_{letter.lower()}" if letter.isupper() and at else letter.lower() for at, letter in enumerate(kind)
    )
    return f"{words}:{detail.lower()}" if detail else words


def table(world: World, resource: Resource) -> None:
    part = world.component(resource, "dynamodb", find(resource.properties, "TableName"))
    properties = resource.properties
    _billing(properties, part)
    carry(_TABLE, properties, part)
    _indexes(properties, part)
    for replica in items(properties, "Replicas"):
        region = find(replica.value, "Region")
        if region is not None:
            part.add("replicas", region.value, replica.at)


def _billing(properties: Properties, part: Part) -> None:
    mode = find(properties, "BillingMode")
    if mode is not None and not mode.is_known:
        part.set("billing", mode, UNKNOWN)
    elif mode is not None and mode.value == "PAY_PER_REQUEST":
        part.set("billing", mode, "on_demand")
    else:
        provision = find(properties, "ProvisionedThroughput") or mode
        part.put("billing.provisioned", Properties(part.fields.span), provision.at if provision else None)
        carry(_PROVISION, value_at(properties, "ProvisionedThroughput"), part)
        if provision is not None:
            part.fields.spans["billing"] = provision.at


def _indexes(properties: Properties, part: Part) -> None:
    for entry in items(properties, "GlobalSecondaryIndexes"):
        index = Part("", entry.at)
        carry(
            (
                ("IndexName", "name", text),
                (
                    "Projection.ProjectionType",
                    "projection",
                    word({"ALL": "all", "KEYS_ONLY": "keys", "INCLUDE": "include"}),
                ),
            ),
            entry.value,
            index,
        )
        if "name" in index.fields:
            part.add("indexes", index.fields, entry.at)


def link_table(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    encrypt(world, part, find(resource.properties, "SSESpecification", "KMSMasterKeyId"))
    stream = find(resource.properties, "KinesisStreamSpecification", "StreamArn")
    target = world.target_or_outside(stream, "kinesis")
    if stream is not None:
        part.set("kinesis_stream", stream, target.name if target else UNKNOWN)


def scalable_target(world: World, resource: Resource) -> None:
    """Application Auto Scaling: what it scales says that it is scaled, or between which numbers."""
    found = find(resource.properties, "ResourceId")
    if found is None or not isinstance(found.value, str):
        return
    kind = (
        "dynamodb" if found.value.startswith("table/") else "ecs_service" if found.value.startswith("service/") else ""
    )
    target = world.mentioned(found.value, kind) if kind else None
    if target is None:
        return
    part = world.draft.components[target.name]
    if kind == "dynamodb" and isinstance(part.get("billing.provisioned"), Properties):
        part.put("billing.provisioned.autoscale", value=True, at=resource.at)
    elif kind == "ecs_service":
        carry((("MinCapacity", "tasks.min", whole), ("MaxCapacity", "tasks.max", whole)), resource.properties, part)


READERS = {
    "AWS::S3::Bucket": bucket,
    "AWS::DynamoDB::Table": table,
    "AWS::DynamoDB::GlobalTable": table,
}
LINKS = {
    "AWS::S3::Bucket": link_bucket,
    "AWS::S3::BucketNotification": link_notification,
    "AWS::DynamoDB::Table": link_table,
    "AWS::DynamoDB::GlobalTable": link_table,
    "AWS::ApplicationAutoScaling::ScalableTarget": scalable_target,
}
