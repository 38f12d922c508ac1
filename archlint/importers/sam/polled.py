"""SAM's events of queues, streams and brokers that Lambda polls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.importers.cloudformation.values import Open, find, items, select, text_at

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.sam.event import Event
    from archlint.importers.sam.roles import RoleMaker

# queues and streams that Lambda polls: event type -> (what names the source, the policy the role gets)
POLLED = {
    "SQS": ("Queue", "AWSLambdaSQSQueueExecutionRole"),
    "Kinesis": ("Stream", "AWSLambdaKinesisExecutionRole"),
    "DynamoDB": ("Stream", "AWSLambdaDynamoDBExecutionRole"),
    "MSK": ("Stream", "AWSLambdaMSKExecutionRole"),
    "MQ": ("Broker", ""),
    "DocumentDB": ("Cluster", ""),
    "SelfManagedKafka": ("", ""),
}
_MAPPING = (
    "BatchSize", "StartingPosition", "StartingPositionTimestamp", "Enabled", "MaximumBatchingWindowInSeconds",
    "MaximumRetryAttempts", "BisectBatchOnFunctionError", "MaximumRecordAgeInSeconds", "DestinationConfig",
    "ParallelizationFactor", "Topics", "Queues", "TumblingWindowInSeconds", "FunctionResponseTypes", "FilterCriteria",
    "ScalingConfig", "ProvisionedPollerConfig",
)  # fmt: skip
_IN_A_NETWORK = [
    "ec2:CreateNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DeleteNetworkInterface", "ec2:DescribeVpcs",
    "ec2:DescribeSubnets", "ec2:DescribeSecurityGroups",
]  # fmt: skip
_FAILURES = {"SQS": "sqs:SendMessage", "SNS": "sns:Publish", "S3": "s3:PutObject"}


def polled(event: Event) -> list[Resource]:
    kind = text_at(event.setting.value, "Type")
    naming, policy = POLLED[kind]
    properties = event.properties
    plain: dict[str, Any] = {"FunctionName": event.called, **select(properties, *_MAPPING)}
    source = find(properties, naming) if naming else None
    if source is not None:
        plain["EventSourceArn"] = source
    if kind == "SelfManagedKafka":
        plain["SelfManagedEventSource"] = {"Endpoints": find(properties, "KafkaBootstrapServers")}
    if kind == "DocumentDB":
        plain["DocumentDBEventSourceConfig"] = select(properties, "DatabaseName")
    if event.role is not None:
        if policy:
            event.role.manage(policy)
        failed = find(properties, "DestinationConfig", "OnFailure", "Destination")
        kind = text_at(properties, "DestinationConfig", "OnFailure", "Type")
        actions = list(_FAILURES.values()) if isinstance(kind, Open) else [_FAILURES[kind]] if kind in _FAILURES else []
        if failed is not None and actions:
            event.role.allow(actions, failed.value, failed.at)
        if kind == "MQ" and source is not None:
            event.role.allow("mq:DescribeBroker", source.value, source.at)
        if kind == "DocumentDB" and source is not None:
            event.role.allow(_IN_A_NETWORK, "*", source.at)
            event.role.allow("rds:DescribeDBClusters", source.value, source.at)
        _secrets(event, event.role)
    return [event.make("AWS::Lambda::EventSourceMapping", plain)]


def _secrets(event: Event, role: RoleMaker) -> None:
    """What a broker's credentials and network take."""
    for access in items(event.properties, "SourceAccessConfigurations"):
        kind, secret = text_at(access.value, "Type"), find(access.value, "URI")
        if secret is not None and (kind.endswith(("_AUTH", "CERTIFICATE"))):
            role.allow("secretsmanager:GetSecretValue", secret.value, secret.at)
        elif kind == "VPC_SUBNET":
            role.allow(_IN_A_NETWORK, "*", access.at)
