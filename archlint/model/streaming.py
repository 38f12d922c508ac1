"""Components that carry streams: Kinesis, Firehose, Flink, Kafka."""

from typing import ClassVar, Literal

from archlint.document import quantities as q
from archlint.model.base import Fields, measurement, setting
from archlint.model.component import Component
from archlint.model.values import Anything, Duration, Flag, Number, Positive, Share, Size, Text


class Provisioned(Fields):
    """A fixed number of shards."""

    shards: Positive | None = setting(None, "The number of shards.", required=True)


class PartitionKey(Fields):
    """By what records are spread over shards."""

    shorthand: ClassVar[str] = "name"
    name: Text = setting("", "The field of the event that is the key.")
    distinct: Number = measurement("How many different keys there are.")
    hottest: Share = measurement("The share of the records that the busiest key has.")


class Stream(Component):
    """A Kinesis data stream."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kinesis-stream.html"
    )

    capacity: Provisioned | Literal["on_demand"] | None = setting(
        None, "`{shards: n}` or `on_demand`; it has to be stated, for the two are billed differently.", required=True
    )
    retention: Duration = setting(q.Duration("24h"), "How long records can be read.", within="24 h to 365 days")
    max_record: Size = setting(q.Size("1 MB"), "The largest record.", within="1 MB to 10 MB")
    partition_key: PartitionKey | None = measurement("By what records are spread over shards.", None)

    @property
    def shards(self) -> int | None:
        """The number of shards; None on demand or where it is not known."""
        return self.capacity.shards if isinstance(self.capacity, Provisioned) else None


class Buffer(Fields):
    """What a delivery waits for."""

    size: Size = setting(
        q.Size("5 MB"), "The bytes that are gathered at most.", within="1 MB to 128 MB", judged="buffer-out-of-range"
    )
    interval: Duration = setting(
        q.Duration("300s"), "The time that is waited at most.", within="0 s to 900 s", judged="buffer-out-of-range"
    )


class Firehose(Component):
    """A Firehose delivery stream."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kinesisfirehose-deliverystream.html"
    )

    buffer: Buffer | None = setting(None, "What a delivery waits for: bytes or time, whichever comes first.")
    compression: Literal["none", "gzip", "snappy", "zip", "hadoop_snappy"] = setting("none", "How objects are packed.")
    partitions: Number = measurement("How many dynamic partitions are open at once.", q.Number(1))
    format_conversion: Flag = setting(False, "Whether JSON is turned into Parquet or ORC.")
    retry: Duration = setting(q.Duration("300s"), "How long a delivery is tried again.", within="0 s to 7,200 s")

    @property
    def interval(self) -> q.Duration:
        return self.buffer.interval if isinstance(self.buffer, Buffer) else q.Duration("300s")

    @property
    def buffer_size(self) -> q.Size:
        return self.buffer.size if isinstance(self.buffer, Buffer) else q.Size("5 MB")


class Flink(Component):
    """An application of Managed Service for Apache Flink, or of its SQL forerunner."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-kinesisanalyticsv2-application.html"
    )

    engine: Literal["flink", "sql"] = setting("flink", "What runs it.")
    kpu: Positive = setting(1, "Kinesis processing units.", within="1 to 1,000")
    autoscale: Flag = setting(True, "Whether the units follow the load.")
    storage: Size | None = setting(None, "Running application storage; absent, 50 GB per unit.")
    snapshots: Flag = setting(True, "Whether state is kept when it stops.")


class Kafka(Component):
    """An Apache Kafka cluster on MSK."""

    link: ClassVar[str] = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-msk-cluster.html"

    brokers: Positive = setting(3, "The number of brokers.")
    instance_type: Text = setting("", "The brokers' type, such as `kafka.m7g.large`.")
    storage: Size = measurement("The data it keeps.")
    serverless: Flag = setting(False, "Whether AWS runs the brokers by itself.")
    authentication: Anything = setting(None, "How clients prove who they are.")
