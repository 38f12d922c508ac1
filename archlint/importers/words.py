"""What a field of a description is called in a template, so that whoever mends the template finds the property."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from archlint.document.tree import Map

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FIELD = re.compile(r"`([a-z_]+)(?:[.:][^`]*)?`")
_ALARM = "an `AWS::CloudWatch::Alarm` on its metric"
_KEPT = "`RetentionInDays` of an `AWS::Logs::LogGroup`"

_COMPONENTS: dict[str, dict[str, str]] = {
    # type -> {field: what it is in CloudFormation, after `|` what it is in SAM where that differs}
    "lambda": {
        "alarms": _ALARM,
        "alias": "an `AWS::Lambda::Alias`|`AutoPublishAlias`",
        "architecture": "`Architectures`",
        "dlq": "`DeadLetterConfig`|`DeadLetterQueue`",
        "max_age": "`MaximumEventAgeInSeconds` of an `AWS::Lambda::EventInvokeConfig`|`EventInvokeConfig`",
        "memory": "`MemorySize`",
        "on_failure": "`DestinationConfig.OnFailure` of an `AWS::Lambda::EventInvokeConfig`|"
        "`EventInvokeConfig.DestinationConfig.OnFailure`",
        "policy": "an `AWS::Lambda::Permission`",
        "provisioned_concurrency": "`ProvisionedConcurrencyConfig` of its alias|`ProvisionedConcurrencyConfig`",
        "reserved_concurrency": "`ReservedConcurrentExecutions`",
        "retention": _KEPT,
        "role": "`Role`",
        "runtime": "`Runtime`",
        "snap_start": "`SnapStart.ApplyOn`",
        "storage": "`EphemeralStorage.Size`",
        "timeout": "`Timeout`",
        "tracing": "`TracingConfig.Mode`|`Tracing`",
        "vpc": "`VpcConfig`",
    },
    "sqs": {
        "alarms": _ALARM,
        "dlq": "`RedrivePolicy`",
        "encryption": "`SqsManagedSseEnabled` or `KmsMasterKeyId`",
        "high_throughput": "`FifoThroughputLimit` and `DeduplicationScope`",
        "max_message": "`MaximumMessageSize`",
        "max_receives": "`RedrivePolicy.maxReceiveCount`",
        "policy": "an `AWS::SQS::QueuePolicy`",
        "retention": "`MessageRetentionPeriod`",
        "visibility_timeout": "`VisibilityTimeout`",
        "wait_time": "`ReceiveMessageWaitTimeSeconds`",
    },
    "sns": {
        "delivery_status": "`DeliveryStatusLogging`",
        "encryption": "`KmsMasterKeyId`",
        "policy": "an `AWS::SNS::TopicPolicy`",
    },
    "api_gateway": {
        "access_log": "`AccessLogSetting` (of an HTTP or WebSocket API `AccessLogSettings`) of its stage|"
        "`AccessLogSetting` (of an HTTP API `AccessLogSettings`)",
        "alarms": _ALARM,
        "authorizer": "`AuthorizationType` and `AuthorizerId` of its methods or routes|`Auth`",
        "cache": "`CacheClusterEnabled` of its stage and `CachingEnabled` of its `MethodSettings`",
        "cors": "`CorsConfiguration`, or a mock OPTIONS method|`Cors` (of an HTTP API `CorsConfiguration`)",
        "policy": "`Policy`|`Auth.ResourcePolicy`",
        "protocol": "`AWS::ApiGatewayV2::Api`|`AWS::Serverless::HttpApi`",
        "throttle": "`MethodSettings` (of an HTTP or WebSocket API `DefaultRouteSettings`) of its stage|"
        "`MethodSettings` (of an HTTP API `DefaultRouteSettings`)",
        "tracing": "`TracingEnabled` of its stage|`TracingEnabled`",
        "vpc_link": "`ConnectionId` of the integration",
    },
    "step_functions": {
        "alarms": _ALARM,
        "logs": "`LoggingConfiguration`|`Logging`",
        "retention": _KEPT,
        "role": "`RoleArn`|`Role`",
        "tracing": "`TracingConfiguration.Enabled`|`Tracing.Enabled`",
    },
    "kinesis": {
        "alarms": _ALARM,
        "capacity": "`StreamModeDetails` and `ShardCount`",
        "encryption": "`StreamEncryption`",
        "retention": "`RetentionPeriodHours`",
    },
    "firehose": {"buffer": "`BufferingHints`"},
    "dynamodb": {"billing": "`BillingMode`", "stream": "`StreamSpecification.StreamViewType`"},
    "cloudwatch_logs": {"retention": "`RetentionInDays`"},
    "cognito_user_pool": {"mfa": "`MfaConfiguration`"},
    "cognito_identity_pool": {
        "providers": "`CognitoIdentityProviders`",
        "roles": "an `AWS::Cognito::IdentityPoolRoleAttachment`",
    },
    "appsync": {"tracing": "`XrayEnabled`"},
    "schedule": {"role": "`Target.RoleArn`", "service": "`AWS::Scheduler::Schedule`"},
    "auto_scaling_group": {"scale_on": "an `AWS::AutoScaling::ScalingPolicy`"},
}
_SUBSCRIPTION = {"dlq": "`RedrivePolicy` of the subscription", "filter": "`FilterPolicy` of the subscription"}
_RULE = {"dlq": "`DeadLetterConfig` of the target", "retries": "`RetryPolicy.MaximumRetryAttempts` of the target"}
_MAPPING = {
    "batch_size": "`BatchSize`",
    "batch_window": "`MaximumBatchingWindowInSeconds`",
    "bisect": "`BisectBatchOnFunctionError`",
    "enhanced_fan_out": "an `AWS::Kinesis::StreamConsumer` to read from",
    "filter": "`FilterCriteria`",
    "max_concurrency": "`ScalingConfig.MaximumConcurrency`",
    "max_record_age": "`MaximumRecordAgeInSeconds`",
    "on_failure": "`DestinationConfig.OnFailure`",
    "parallelization_factor": "`ParallelizationFactor`",
    "partial_failures": "`FunctionResponseTypes: [ReportBatchItemFailures]`",
    "retries": "`MaximumRetryAttempts`",
    "tumbling_window": "`TumblingWindowInSeconds`",
}
_FLOWS = {
    # type of the source -> the settings on the connection
    "sns": _SUBSCRIPTION,
    "eventbridge": _RULE,
    "schedule": _RULE,
    "api_gateway": {"authorizer": "`AuthorizationType` and `AuthorizerId`|`Auth`", "timeout": "`TimeoutInMillis`"},
    **dict.fromkeys(("sqs", "kinesis", "dynamodb", "kafka"), _MAPPING),
}
IMPLICIT = frozenset({"ServerlessHttpApi", "ServerlessRestApi"})
"""The APIs that SAM makes by itself, by their logical ids."""
OVERLAID = " A template has no place for that: write it into `archlint.yaml` beside it."
_UNTOLD = frozenset({"answer", "duration", "idempotency", "idempotent", "modules", "needs", "usage"})
"""Fields of which a template has no property: the overlay beside it says them."""


def with_words(remedy: str, owners: Sequence[tuple[str, bool]], source: str = "") -> str:
    """A remedy with what the fields in it are in a template.

    `owners` are the types of the components that it may speak of, the likeliest first, each with whether SAM's own
    resource is written for it; `source` is the type of the source where it speaks of a flow.
    """
    fields = list(dict.fromkeys(_FIELD.findall(remedy)))
    told = [(field, word) for field in fields if (word := _word(field, owners, source))]
    said = [f"`{field}` is {word}" for field, word in told]
    if said:
        return f"{remedy} In the template {', '.join(said)}."
    if _UNTOLD.intersection(fields):
        return remedy + OVERLAID
    return remedy


def _word(field: str, owners: Sequence[tuple[str, bool]], source: str) -> str:
    is_sam = any(sam for _, sam in owners)
    tables = [(_FLOWS.get(source, {}), is_sam), *((_COMPONENTS.get(kind, {}), sam) for kind, sam in owners)]
    for table, sam in tables:
        if field in table:
            plain, _, own = table[field].partition("|")
            return own if sam and own else plain
    return ""


def sam_resources(templates: Sequence[Any]) -> frozenset[str]:
    """The logical ids for which these templates write a resource of SAM's own."""
    return frozenset(name for data in templates for name in _sam_resources(data))


def _sam_resources(data: Any) -> Iterator[str]:
    resources = data.get("Resources") if isinstance(data, Map) else None
    for name, resource in resources.items() if isinstance(resources, Map) else ():
        if isinstance(resource, Map) and str(resource.get("Type")).startswith("AWS::Serverless::"):
            yield name
