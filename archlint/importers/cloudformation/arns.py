"""Takes ARNs apart, also those whose region, account or name only the deployed stack knows."""

from __future__ import annotations

import re
from typing import NamedTuple

from archlint.importers.cloudformation.values import PLACEHOLDER


class Arn(NamedTuple):
    """`kind` is the component type it names (empty where archlint has none), `qualifier` a function's alias."""

    kind: str
    service: str
    region: str
    account: str
    name: str
    qualifier: str = ""
    path: str = ""
    """What follows the name: `/index/*`, `/*`, `:*`."""


_LAMBDA_URI = re.compile(
    r"arn:[^:]+:apigateway:.*?lambda:path/[^/]+/functions/(.+?)/(?:response-streaming-)?invocations\Z", re.DOTALL
)
# service -> (type, what stands before the name)
_SERVICES: dict[str, tuple[tuple[str, str], ...]] = {
    "sqs": (("sqs", ""),),
    "sns": (("sns", ""),),
    "lambda": (("lambda", "function:"),),
    "dynamodb": (("dynamodb", "table/"),),
    "kinesis": (("kinesis", "stream/"),),
    "firehose": (("firehose", "deliverystream/"),),
    "states": (("step_functions", "stateMachine:"), ("step_functions", "execution:")),
    "events": (("eventbridge", "event-bus/"), ("http_endpoint", "api-destination/")),
    "s3": (("s3", ""),),
    "logs": (("cloudwatch_logs", "log-group:"),),
    "cognito-idp": (("cognito_user_pool", "userpool/"),),
    "cognito-identity": (("cognito_identity_pool", "identitypool/"),),
    "es": (("opensearch", "domain/"),),
    "kafka": (("kafka", "cluster/"), ("kafka", "topic/")),
    "secretsmanager": (("secret", "secret:"),),
    "kms": (("kms_key", "key/"),),
    "elasticfilesystem": (("efs", "file-system/"),),
    "rds": (("rds", "db:"), ("rds", "cluster:"), ("rds_proxy", "db-proxy:")),
    "execute-api": (("api_gateway", ""),),
    "appsync": (("appsync", "apis/"),),
    "elasticloadbalancing": (("load_balancer", "loadbalancer/app/"), ("load_balancer", "loadbalancer/net/")),
    "pipes": (("pipe", "pipe/"),),
    "scheduler": (("schedule", "schedule/"),),
    "batch": (("AWS::Batch::JobQueue", "job-queue/"),),
    "ecs": (("AWS::ECS::Cluster", "cluster/"),),
    "mq": (("AWS::AmazonMQ::Broker", "broker:"),),
}
_ENDS = re.compile(r"[/:*]")


def parse_arn(text: str) -> Arn | None:
    """The parts of an ARN, or None for any other text."""
    if not text.startswith("arn:"):
        return None
    uri = _LAMBDA_URI.match(text)
    if uri is not None:
        inner = uri.group(1)
        return parse_arn(inner) or Arn("lambda", "lambda", "", "", *_qualified(inner))
    masked = PLACEHOLDER.sub(lambda match: "\0" * len(match.group()), text)
    cuts = [match.start() for match in re.finditer(":", masked)][:5]
    if len(cuts) < 5:
        return None
    service, region, account = (text[cuts[at] + 1 : cuts[at + 1]] for at in (1, 2, 3))
    rest, masked = text[cuts[4] + 1 :], masked[cuts[4] + 1 :]
    for kind, before in _SERVICES.get(service, ()):
        if rest.startswith(before):
            name, path = _cut(rest[len(before) :], masked[len(before) :])
            qualifier = path[1:] if kind == "lambda" and path.startswith(":") else ""
            return Arn(kind, service, region, account, name, qualifier, path)
    return Arn("", service, region, account, rest)


def _cut(rest: str, masked: str) -> tuple[str, str]:
    """The name and what follows it; a placeholder is never cut."""
    end = _ENDS.search(masked)
    return (rest, "") if end is None else (rest[: end.start()], rest[end.start() :])


def _qualified(text: str) -> tuple[str, str]:
    """`${Fn.Arn}:live` as its two halves."""
    masked = PLACEHOLDER.sub(lambda match: "\0" * len(match.group()), text)
    end = masked.find(":")
    return (text, "") if end < 0 else (text[:end], text[end + 1 :])
