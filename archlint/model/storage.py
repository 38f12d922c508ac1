"""Components that keep data: buckets, tables, databases, caches, search, warehouses, file systems."""

from typing import ClassVar, Literal

from archlint.document import quantities as q
from archlint.model.base import Fields, measurement, setting
from archlint.model.component import Component
from archlint.model.values import Anything, Count, Flag, FlagOrText, Name, Names, Number, Positive, Share, Size, Text


class Bucket(Component):
    """An S3 bucket."""

    link: ClassVar[str] = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-s3-bucket.html"

    versioning: Flag = setting(False, "Whether overwritten objects are kept.")
    storage_class: Literal[
        "standard", "intelligent_tiering", "standard_ia", "one_zone_ia", "glacier_instant", "glacier_flexible",
        "glacier_deep_archive", "express_one_zone",
    ] = setting("standard", "The storage class of its objects.", alias="class")  # fmt: skip
    eventbridge: Flag = setting(False, "Whether its events go to the default bus.")


class Provision(Fields):
    """Capacity that is paid for whether it is used or not."""

    read: Count = setting(5, "Read capacity units.")
    write: Count = setting(5, "Write capacity units.")
    autoscale: Flag = setting(False, "Whether the units follow the load.")
    target: Share = setting(q.Share("70%"), "The use that autoscaling aims at.", within="20 % to 90 %")


class Billing(Fields):
    """How a provisioned table is billed."""

    provisioned: Provision | None = setting(None, "The capacity.", required=True)


class Index(Fields):
    """A global secondary index."""

    shorthand: ClassVar[str] = "name"
    name: Text = setting("", "Its name.", required=True)
    share: Share = measurement("The share of writes that touch it.", q.Share(1))
    projection: Literal["all", "keys", "include"] = setting("all", "What it copies.")


class Table(Component):
    """A DynamoDB table."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-dynamodb-table.html"
    )

    billing: Billing | Literal["on_demand"] | None = setting(
        None, "`on_demand`, or `{provisioned: {read, write}}`; AWS's interfaces differ, so it has to be stated.",
        required=True,
    )  # fmt: skip
    stream: Literal["none", "keys", "new", "old", "new_and_old"] = setting("none", "What its stream carries.")
    indexes: list[Index] = setting((), "Its global secondary indexes.")
    kinesis_stream: Name | None = setting(None, "The Kinesis stream that its changes go to.", names="kinesis")
    replicas: Names = setting((), "The other regions of a global table.")
    ttl: FlagOrText = setting(False, "Whether items expire, or the attribute that says when.")
    pitr: Flag = setting(False, "Whether it can be restored to a point in time.")


class Database(Component):
    """An RDS or Aurora database."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html"
    )

    engine: Text = setting("", "Its engine, such as `postgres` or `aurora-mysql`.", required=True)
    instance_type: Text = setting("", "Its type, such as `db.t4g.medium`, or `serverless`.", required=True)
    zones: Positive = setting(1, "How many zones it stands in.")
    storage: Size | None = setting(None, "The storage it is given.")
    storage_type: Literal["gp2", "gp3", "io1", "magnetic"] = setting("gp2", "What its storage is made of.")
    iops: Count | None = setting(
        None, "The operations per second its storage is given, where its type lets you choose."
    )
    capacity: Number = measurement("Capacity units that a serverless database uses on average.")
    max_connections: Count | None = setting(None, "The connections it takes; absent, as its memory allows.")
    public: Flag = setting(False, "Whether it has a public address.")
    port: Positive | None = setting(None, "The port it listens on; absent, its engine's.")


class DatabaseProxy(Component):
    """An RDS Proxy."""

    link: ClassVar[str] = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbproxy.html"

    target: Name = setting("", "The database behind it.", required=True, names="rds")
    max_connections: Share = setting(q.Share("100%"), "The share of the database's connections it may use.")


class Cache(Component):
    """An ElastiCache cluster."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-elasticache-replicationgroup.html"
    )

    engine: Literal["redis", "valkey", "memcached"] | None = setting(None, "Its engine.", required=True)
    node_type: Text = setting("", "The nodes' type, such as `cache.t4g.small`, or `serverless`.", required=True)
    nodes: Positive = setting(1, "How many nodes it has.")
    hits: Share = measurement("The share of reads that it answers.")
    port: Positive | None = setting(None, "The port it listens on; absent, its engine's.")


class SearchDomain(Component):
    """An OpenSearch domain."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-opensearchservice-domain.html"
    )

    instance_type: Text = setting("", "The data nodes' type, such as `m7g.large.search`.")
    nodes: Positive = setting(1, "How many data nodes it has.")
    storage: Size | None = setting(None, "The storage of one node.")
    storage_type: Literal["gp2", "gp3", "io1", "magnetic"] = setting("gp2", "What its storage is made of.")
    iops: Count | None = setting(
        None, "The operations per second its storage is given, where its type lets you choose."
    )
    serverless: Flag = setting(False, "Whether it is a serverless collection.")


class Warehouse(Component):
    """A Redshift cluster or workgroup."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-redshift-cluster.html"
    )

    node_type: Text = setting("", "The nodes' type, such as `ra3.large`.")
    nodes: Positive = setting(1, "How many nodes it has.")
    public: Flag = setting(False, "Whether it can be reached from the internet.")
    serverless: Flag = setting(False, "Whether it is a serverless workgroup.")
    capacity: Count | None = setting(None, "Base capacity of a serverless workgroup, in RPUs.")
    port: Positive | None = setting(None, "The port it listens on; absent, 5439.")


class FileSystem(Component):
    """An EFS file system."""

    link: ClassVar[str] = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-efs-filesystem.html"
    )

    throughput: Literal["elastic", "bursting", "provisioned"] = setting("elastic", "How its throughput is set.")
    provisioned: Anything = setting(None, "The throughput that is paid for, in MB/s, where it is provisioned.")
