"""Kinesis streams, Firehose, Flink and Kafka."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.access import assume
from archlint.importers.cloudformation.mapping import (
    Rows,
    bytes_,
    carry,
    flag,
    gigabytes,
    hours,
    megabytes,
    seconds,
    text,
    whole,
    word,
)
from archlint.importers.cloudformation.messaging import encrypt
from archlint.importers.cloudformation.network import attach
from archlint.importers.cloudformation.values import Properties, Setting, entries, find, items, value_at
from archlint.importers.cloudformation.world import Target, World

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.draft import Part

_STREAM: Rows = (
    ("RetentionPeriodHours", "retention", hours),
    (
        "MaxRecordSizeInKiB",
        "max_record",
        lambda value: bytes_(whole(value) * 1024) if isinstance(whole(value), int) else value,
    ),
)
_BUFFER: Rows = (
    ("BufferingHints.SizeInMBs", "buffer.size", megabytes),
    ("BufferingHints.IntervalInSeconds", "buffer.interval", seconds),
    (
        "CompressionFormat",
        "compression",
        word(
            {"UNCOMPRESSED": "none", "GZIP": "gzip", "ZIP": "zip", "Snappy": "snappy", "HADOOP_SNAPPY": "hadoop_snappy"}
        ),
    ),
    ("RetryOptions.DurationInSeconds", "retry", seconds),
    ("DataFormatConversionConfiguration.Enabled", "format_conversion", flag),
)
_FLINK: Rows = (("ParallelismConfiguration.AutoScalingEnabled", "autoscale", flag),)
_DESTINATIONS = {
    # property -> (what names the destination, type)
    "S3DestinationConfiguration": ("BucketARN", "s3"),
    "ExtendedS3DestinationConfiguration": ("BucketARN", "s3"),
    "RedshiftDestinationConfiguration": ("ClusterJDBCURL", "redshift"),
    "AmazonopensearchserviceDestinationConfiguration": ("DomainARN", "opensearch"),
    "ElasticsearchDestinationConfiguration": ("DomainARN", "opensearch"),
    "AmazonOpenSearchServerlessDestinationConfiguration": ("CollectionEndpoint", "opensearch"),
    "SplunkDestinationConfiguration": ("HECEndpoint", "splunk"),
    "HttpEndpointDestinationConfiguration": ("EndpointConfiguration.Url", "http_endpoint"),
    "SnowflakeDestinationConfiguration": ("AccountUrl", "http_endpoint"),
    "IcebergDestinationConfiguration": ("S3Configuration.BucketARN", "s3"),
}


def stream(world: World, resource: Resource) -> None:
    part = world.component(resource, "kinesis", find(resource.properties, "Name"))
    mode, shards = find(resource.properties, "StreamModeDetails", "StreamMode"), find(resource.properties, "ShardCount")
    if mode is not None and not mode.is_known:
        part.set("capacity", mode, UNKNOWN)
    elif (mode is not None and mode.value == "ON_DEMAND") or shards is None:
        part.put("capacity", "on_demand" if mode is not None else UNKNOWN, mode.at if mode else None)
    else:
        part.set("capacity.shards", shards, whole(shards.value))
        part.fields.spans["capacity"] = shards.at
    carry(_STREAM, resource.properties, part)


def stream_consumer(world: World, resource: Resource) -> None:
    """A registered consumer reads its stream with throughput of its own."""
    found = world.target(value_at(resource.properties, "StreamARN"))
    if found is not None:
        world.stands_for(resource, Target(found.name, "consumer"))


def link_stream(world: World, resource: Resource) -> None:
    encrypt(world, world.draft.components[resource.name], find(resource.properties, "StreamEncryption", "KeyId"))


def firehose(world: World, resource: Resource) -> None:
    part = world.component(resource, "firehose", find(resource.properties, "DeliveryStreamName"))
    for key in _DESTINATIONS:
        carry(_BUFFER, value_at(resource.properties, key), part)


def link_firehose(world: World, resource: Resource) -> None:
    properties = resource.properties
    part = world.draft.components[resource.name]
    origin = find(properties, "KinesisStreamSourceConfiguration", "KinesisStreamARN") or find(
        properties, "MSKSourceConfiguration", "MSKClusterARN"
    )
    source = world.target_or_outside(origin, "kafka" if find(properties, "MSKSourceConfiguration") else "kinesis")
    if source is not None and origin is not None:
        world.flow(source, resource.name, origin.at)
    for key, (naming, kind) in _DESTINATIONS.items():
        destination = find(properties, key)
        if destination is not None:
            _deliver(world, part, destination, naming, kind)


def _deliver(world: World, part: Part, destination: Setting, naming: str, kind: str) -> None:
    assume(world, part, find(destination.value, "RoleARN"))
    named = find(destination.value, *naming.split("."))
    target = world.mentioned(named.value, kind) if named is not None and kind == "redshift" else None
    target = (
        target
        or world.target_or_outside(named, kind)
        or (world.endpoint(named, kind) if kind in ("http_endpoint", "splunk") else None)
    )
    if target is not None and named is not None:
        flow = world.flow(part.name, target, named.at)
        carry((("Prefix", "prefix", text),), destination.value, flow)
        staging = find(destination.value, "S3Configuration", "BucketARN")
        bucket = world.target_or_outside(staging, "s3") if staging is not None and kind != "s3" else None
        if bucket is not None and staging is not None:
            _second_bucket(world, part, kind, flow, bucket, staging)
    backup = find(destination.value, "S3BackupConfiguration", "BucketARN")
    bucket = (
        world.target_or_outside(backup, "s3")
        if str(value_at(destination.value, "S3BackupMode")) != "Disabled"
        else None
    )
    if bucket is not None and backup is not None:
        world.flow(part.name, bucket, backup.at, f"{part.name}Backup").put("as", "backup")
    for processor in items(destination.value, "ProcessingConfiguration", "Processors"):
        _transform(world, part, processor)
    place = find(destination.value, "VpcConfiguration")
    attach(world, part, place)


def _second_bucket(world: World, part: Part, kind: str, flow: Part, bucket: Target, at: Setting) -> None:
    """The bucket that a delivery passes through (Redshift), or leaves what failed in (all others)."""
    if kind == "redshift":
        flow.set("staging", at, bucket.name)
    world.flow(part.name, bucket, at.at, f"{part.name}Bucket").put("as", "staging" if kind == "redshift" else "backup")


def _transform(world: World, part: Part, processor: Setting) -> None:
    for parameter in items(processor.value, "Parameters"):
        if value_at(parameter.value, "ParameterName") == "LambdaArn":
            function = find(parameter.value, "ParameterValue")
            target = world.target_or_outside(function, "lambda")
            if target is not None:
                flow = world.flow(part.name, target, processor.at)
                flow.put("as", "transform")
                if target.qualifier:
                    flow.put("alias", target.qualifier)


def flink(world: World, resource: Resource) -> None:
    part = world.component(resource, "flink", find(resource.properties, "ApplicationName"))
    runtime = find(resource.properties, "RuntimeEnvironment")
    is_sql = resource.type.startswith("AWS::KinesisAnalytics::") or (
        runtime is not None and str(runtime.value).startswith("SQL")
    )
    engine = UNKNOWN if runtime is not None and not runtime.is_known else "sql" if is_sql else "flink"
    part.put("engine", engine, runtime.at if runtime else None)
    inner = find(resource.properties, "ApplicationConfiguration", "FlinkApplicationConfiguration")
    if inner is not None:
        carry(_FLINK, inner.value, part)
        parallelism, per_unit = (
            whole(value_at(inner.value, "ParallelismConfiguration", key))
            for key in ("Parallelism", "ParallelismPerKPU")
        )
        if isinstance(parallelism, int):
            units = -(-parallelism // max(1, per_unit if isinstance(per_unit, int) else 1))
            part.put("kpu", units, inner.at)
    snapshots = find(
        resource.properties, "ApplicationConfiguration", "ApplicationSnapshotConfiguration", "SnapshotsEnabled"
    )
    if snapshots is not None:
        part.set("snapshots", snapshots, flag(snapshots.value) if snapshots.is_known else UNKNOWN)


def link_flink(world: World, resource: Resource) -> None:
    """The inputs and outputs of SQL applications, and what a Flink application's own settings name."""
    part = world.draft.components[resource.name]
    assume(world, part, find(resource.properties, "ServiceExecutionRole"))
    for path in (("Inputs",), ("ApplicationConfiguration", "SqlApplicationConfiguration", "Inputs")):
        for entry in items(resource.properties, *path):
            for key, kind in (("KinesisStreamsInput", "kinesis"), ("KinesisFirehoseInput", "firehose")):
                source = world.target_or_outside(find(entry.value, key, "ResourceARN"), kind)
                if source is not None:
                    world.flow(source, resource.name, entry.at)
    for place in items(resource.properties, "ApplicationConfiguration", "VpcConfigurations"):
        attach(world, part, place)


def sql_output(world: World, resource: Resource) -> None:
    source = world.target(value_at(resource.properties, "ApplicationName"), "flink")
    if source is None:
        return
    for entry in items(resource.properties, "Output"):
        for key, inner in entries(entry.value):
            if isinstance(inner.value, Properties) and "ResourceARN" in inner.value:
                kind = {
                    "KinesisStreamsOutput": "kinesis",
                    "KinesisFirehoseOutput": "firehose",
                    "LambdaOutput": "lambda",
                }.get(key, "")
                target = world.target_or_outside(find(inner.value, "ResourceARN"), kind)
                if target is not None:
                    world.flow(source, target, entry.at, resource.name)


def kafka(world: World, resource: Resource) -> None:
    part = world.component(resource, "kafka", find(resource.properties, "ClusterName"))
    rows: Rows = (
        ("NumberOfBrokerNodes", "brokers", whole),
        ("BrokerNodeGroupInfo.InstanceType", "instance_type", text),
        ("BrokerNodeGroupInfo.StorageInfo.EBSStorageInfo.VolumeSize", "storage", gigabytes),
    )
    carry(rows, resource.properties, part)
    if resource.type == "AWS::MSK::ServerlessCluster":
        part.put("serverless", value=True)


def link_kafka(world: World, resource: Resource) -> None:
    part = world.draft.components[resource.name]
    attach(world, part, find(resource.properties, "BrokerNodeGroupInfo"), "ClientSubnets", "SecurityGroups")
    for place in items(resource.properties, "VpcConfigs"):
        attach(world, part, place, "SubnetIds", "SecurityGroups")


READERS = {
    "AWS::Kinesis::Stream": stream,
    "AWS::KinesisFirehose::DeliveryStream": firehose,
    "AWS::KinesisAnalyticsV2::Application": flink,
    "AWS::KinesisAnalytics::Application": flink,
    "AWS::MSK::Cluster": kafka,
    "AWS::MSK::ServerlessCluster": kafka,
}
SECOND = {"AWS::Kinesis::StreamConsumer": stream_consumer}
LINKS = {
    "AWS::Kinesis::Stream": link_stream,
    "AWS::KinesisFirehose::DeliveryStream": link_firehose,
    "AWS::KinesisAnalyticsV2::Application": link_flink,
    "AWS::KinesisAnalytics::Application": link_flink,
    "AWS::KinesisAnalyticsV2::ApplicationOutput": sql_output,
    "AWS::KinesisAnalytics::ApplicationOutput": sql_output,
    "AWS::MSK::Cluster": link_kafka,
    "AWS::MSK::ServerlessCluster": link_kafka,
}
