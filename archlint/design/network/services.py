"""Which AWS services a packet can be for, by the names that VPC endpoints have for them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archlint.model.component import Component

GATEWAY_SERVICES = ("s3", "dynamodb")
"""The services that have gateway endpoints."""

_OF_TYPE = {
    "sqs": "sqs",
    "sns": "sns",
    "eventbridge": "events",
    "schedule": "scheduler",
    "step_functions": "states",
    "lambda": "lambda",
    "api_gateway": "execute-api",
    "kinesis": "kinesis-streams",
    "firehose": "kinesis-firehose",
    "flink": "kinesisanalytics",
    "pipe": "pipes",
    "cognito_user_pool": "cognito-idp",
    "cognito_identity_pool": "cognito-identity",
    "s3": "s3",
    "dynamodb": "dynamodb",
    "iot_core": "iot.data",
    "appsync": "appsync-api",
    "cloudwatch_logs": "logs",
    "kms_key": "kms",
    "secret": "secretsmanager",
}

_OTHER_NAMES = {
    "kinesis": "kinesis-streams",
    "firehose": "kinesis-firehose",
    "eventbridge": "events",
    "step_functions": "states",
    "stepfunctions": "states",
    "cloudwatch": "monitoring",
    "cloudwatch_logs": "logs",
    "secrets_manager": "secretsmanager",
    "api_gateway": "execute-api",
    "appsync": "appsync-api",
    "ecr": "ecr.api",
    "efs": "elasticfilesystem",
}

INTERFACE_SERVICES = frozenset({
    "appsync-api", "autoscaling", "cognito-identity", "dynamodb", "dynamodb-streams", "ec2", "ecr.api", "ecr.dkr",
    "elasticache", "elasticfilesystem", "elasticloadbalancing", "events", "execute-api", "kafka", "kinesis-firehose",
    "kinesis-streams", "kinesisanalytics", "kms", "lambda", "logs", "monitoring", "pipes", "pipes-data", "rds",
    "rds-data", "redshift", "redshift-data", "s3", "scheduler", "schemas", "secretsmanager", "sns", "sqs", "ssm",
    "states", "sts", "sync-states", "verifiedpermissions", "xray",
})  # fmt: skip
"""Services that have interface endpoints (VPC user guide, AWS services that integrate with AWS PrivateLink)."""


SERVICES = INTERFACE_SERVICES | {*GATEWAY_SERVICES, *_OF_TYPE.values()}
"""Every service that one can speak of without a component for it."""


_AWS_PREFIX = re.compile(r"^com\.amazonaws\.([a-z]{2}(-[a-z]+)+-\d\.)?")


def endpoint_name(service: str) -> str:
    """The service's name as VPC endpoints have it: `kinesis` and `com.amazonaws.eu-west-1.kinesis-streams` are one."""
    bare = _AWS_PREFIX.sub("", service)
    return _OTHER_NAMES.get(bare, bare)


def service_of(component: Component) -> str | None:
    """The service one speaks to when one speaks to this component; None for what has addresses of its own."""
    if component.type == "aws_service":
        service = getattr(component, "service", "")
        return endpoint_name(service) if isinstance(service, str) and service else None
    return _OF_TYPE.get(component.type)
