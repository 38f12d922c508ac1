"""Lambda functions with their aliases, URLs, asynchronous invocations and event source mappings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.access import assume
from archlint.importers.cloudformation.mapping import (
    ABSENT,
    Rows,
    carry,
    carry_one,
    first,
    flag,
    megabytes,
    number,
    seconds,
    settled,
    text,
    whole,
    word,
)
from archlint.importers.cloudformation.messaging import dead_letters, encrypt
from archlint.importers.cloudformation.network import attach
from archlint.importers.cloudformation.texts import patterns_of
from archlint.importers.cloudformation.values import Items, Open, find, items, value_at
from archlint.importers.cloudformation.world import Target, World

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.draft import FlowPart

_FUNCTION: Rows = (
    ("Runtime", "runtime", text),
    ("Architectures", "architecture", first(text)),
    ("MemorySize", "memory", megabytes),
    ("Timeout", "timeout", seconds),
    ("EphemeralStorage.Size", "storage", megabytes),
    ("PackageType", "package", word({"Zip": "zip", "Image": "image"})),
    ("TracingConfig.Mode", "tracing", word({"Active": True, "PassThrough": False})),
    ("ReservedConcurrentExecutions", "reserved_concurrency", whole),
    ("SnapStart.ApplyOn", "snap_start", word({"PublishedVersions": True, "None": False})),
    ("LoggingConfig.ApplicationLogLevel", "logs.level", text),
)
_ASYNCHRONOUS: Rows = (
    ("MaximumRetryAttempts", "retries", number),
    ("MaximumEventAgeInSeconds", "max_age", seconds),
)


def _limited(convert: Any) -> Any:
    """A setting for which -1 means no limit, which is what its absence means too."""
    return lambda value: ABSENT if number(value) == -1 else convert(value)


_MAPPING: Rows = (
    ("BatchSize", "batch_size", whole),
    ("MaximumBatchingWindowInSeconds", "batch_window", seconds),
    ("ScalingConfig.MaximumConcurrency", "max_concurrency", whole),
    ("ProvisionedPollerConfig.MinimumPollers", "pollers.min", whole),
    ("ProvisionedPollerConfig.MaximumPollers", "pollers.max", whole),
    ("MaximumRetryAttempts", "retries", _limited(whole)),
    ("MaximumRecordAgeInSeconds", "max_record_age", _limited(seconds)),
    ("BisectBatchOnFunctionError", "bisect", flag),
    ("ParallelizationFactor", "parallelization_factor", whole),
    ("StartingPosition", "starting_position", lambda value: str(value).lower()),
    ("TumblingWindowInSeconds", "tumbling_window", seconds),
)


def function(world: World, resource: Resource) -> None:
    part = world.component(resource, "lambda", find(resource.properties, "FunctionName"))
    carry(_FUNCTION, resource.properties, part)


def _function(world: World, resource: Resource, key: str) -> Target | None:
    """The template's own function that a property names."""
    target = world.target(value_at(resource.properties, key), "lambda")
    return target if target is not None and world.draft.type_of(target.name) == "lambda" else None


def alias(world: World, resource: Resource) -> None:
    """A name for a version: what calls it calls the function behind it."""
    target = _function(world, resource, "FunctionName")
    name = find(resource.properties, "Name")
    if target is None or name is None:
        return
    world.stands_for(resource, Target(target.name, str(name.value)))
    world.facts["alias", target.name] = str(name.value)
    part = world.draft.components[target.name]
    if "alias" not in part.fields:
        carry_one(name, part, "alias", text)
    _provision(resource, world, target)
    for weight in items(resource.properties, "RoutingConfig", "AdditionalVersionWeights"):
        share = find(weight.value, "FunctionWeight")
        if share is not None and isinstance(share.value, int | float):
            part.set(f"versions.{name.value}.canary", share, f"{round(share.value * 100, 3):g}%")


def version(world: World, resource: Resource) -> None:
    target = _function(world, resource, "FunctionName")
    if target is not None:
        world.stands_for(resource, Target(target.name, resource.name.rpartition("/")[2]))
        _provision(resource, world, target)


def _provision(resource: Resource, world: World, target: Target) -> None:
    rows = [("ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions", "provisioned_concurrency", whole)]
    carry(rows, resource.properties, world.draft.components[target.name])


def url(world: World, resource: Resource) -> None:
    target = _function(world, resource, "TargetFunctionArn")
    if target is not None:
        world.stands_for(resource, target)
        rows = [("AuthType", "url", word({"AWS_IAM": "iam", "NONE": "public"}))]
        carry(rows, resource.properties, world.draft.components[target.name])


def link_function(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    assume(world, part, find(resource.properties, "Role"))
    attach(world, part, find(resource.properties, "VpcConfig"))
    encrypt(world, part, find(resource.properties, "KmsKeyArn"))
    dead_letters(world, part, find(resource.properties, "DeadLetterConfig", "TargetArn"))
    for entry in items(resource.properties, "FileSystemConfigs"):
        target = world.target_or_outside(find(entry.value, "Arn"), "efs")
        if target is not None:
            world.flow(resource.name, target, entry.at)


def invoke_config(world: World, resource: Resource) -> None:
    """How a function's asynchronous invocations are tried again, and where their results go."""
    target = _function(world, resource, "FunctionName")
    if target is None:
        return
    part = world.draft.components[target.name]
    carry(_ASYNCHRONOUS, resource.properties, part)
    for key, field in (("OnFailure", "on_failure"), ("OnSuccess", "on_success")):
        dead_letters(world, part, find(resource.properties, "DestinationConfig", key, "Destination"), field)


def mapping(world: World, resource: Resource) -> None:
    """An event source mapping: the flow from its source to its function."""
    properties = resource.properties
    target = world.target_or_outside(find(properties, "FunctionName"), "lambda", plain_names=True)
    source = world.target_or_outside(find(properties, "EventSourceArn"), _source_kind(resource))
    if source is None and find(properties, "SelfManagedEventSource") is not None:
        source = world.outside(resource.name, "kafka", resource.at)
    if target is None or source is None:
        return
    flow = world.flow(source, target, resource.at, resource.name)
    if target.qualifier:
        flow.put("alias", target.qualifier)
    carry(_MAPPING, properties, flow)
    _listed_settings(world, flow, resource)
    if source.qualifier == "consumer":
        flow.put("enhanced_fan_out", value=True)


def _listed_settings(world: World, flow: FlowPart, resource: Resource) -> None:
    properties = resource.properties
    kinds = find(properties, "FunctionResponseTypes")
    if kinds is not None:
        listed = kinds.value if isinstance(kinds.value, Items) else [kinds.value]
        unsure = any(isinstance(kind, Open) for kind in listed)
        flow.set("partial_failures", kinds, UNKNOWN if unsure else "ReportBatchItemFailures" in listed)
    filters = patterns_of(find(properties, "FilterCriteria", "Filters"))
    if filters is not None:
        flow.set("filter", filters, UNKNOWN if isinstance(filters.value, Open) else settled(filters.value))
    for key, field in (("OnFailure", "on_failure"), ("OnSuccess", "on_success")):
        dead_letters(world, flow, find(properties, "DestinationConfig", key, "Destination"), field)
    enabled = find(properties, "Enabled")
    if enabled is not None and str(enabled.value).lower() == "false":
        flow.set("note", enabled, "The template switches this off.")


def _source_kind(resource: Resource) -> str:
    """What a mapping reads from where its source is not in the template, told by its other settings."""
    if find(resource.properties, "Topics") is not None:
        return "kafka"
    if find(resource.properties, "Queues") is not None:
        return "AWS::AmazonMQ::Broker"
    if find(resource.properties, "DocumentDBEventSourceConfig") is not None:
        return "AWS::DocDB::DBCluster"
    return "kinesis" if find(resource.properties, "StartingPosition") is not None else "sqs"


def settle_aliases(world: World) -> None:
    """A trigger that calls a function past its alias says so; one that calls its alias need not."""
    for flow in world.draft.flows:
        target = world.draft.components[flow.target]
        own = target.get("alias")
        if target.fields["type"] != "lambda":
            continue
        if flow.fields.get("alias") == own:
            flow.drop("alias")
        elif own is not None and "alias" not in flow.fields and not flow.inferred:
            flow.put("alias", "$LATEST")


READERS = {"AWS::Lambda::Function": function}
SECOND = {
    "AWS::Lambda::Version": version,
    "AWS::Lambda::Alias": alias,
    "AWS::Lambda::Url": url,
}
LINKS = {
    "AWS::Lambda::Function": link_function,
    "AWS::Lambda::EventInvokeConfig": invoke_config,
    "AWS::Lambda::EventSourceMapping": mapping,
}
