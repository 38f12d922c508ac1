"""Which fields a flow may have between which types, and the defaults that AWS gives them there."""

from __future__ import annotations

from functools import cache
from typing import Any

from archlint.document import quantities as q
from archlint.model.registry import COMPUTE, PASS_THROUGH, STREAMS, TYPES, WORKERS

EVERY = frozenset(
    {
        "name",
        "payload",
        "response",
        "ratio",
        "duration",
        "port",
        "protocol",
        "operation",
        "as",
        "mode",
        "samples",
        "events",
        "needs",
        "note",
        "ignore",
        "policy",
        "credentials",
        "answer",
    }
)
"""What every flow may say."""

_SYNC = ("timeout", "retries", "backoff", "parallel", "cache")
_ALL = frozenset(TYPES)
_CALLERS = _ALL - {"sqs", "sns", "eventbridge", "schedule", "kinesis", "firehose", "s3", "dynamodb", "kafka", "pipe"}
_ZERO = q.Duration("0s")

_KINDS: tuple[tuple[frozenset[str], frozenset[str], dict[str, Any]], ...] = (
    # sources, targets, {field: default (None: the model's own)}
    (_CALLERS, _ALL, {**dict.fromkeys(_SYNC), "retries": 0}),
    (frozenset({"firehose", "eventbridge", "pipe"}), frozenset({"lambda", "http_endpoint"}), {"timeout": None}),
    (
        frozenset({"client", "cloudfront", "eventbridge", "schedule", "pipe"})
        | COMPUTE
        | {"http_endpoint", "step_functions"},
        frozenset({"api_gateway", "appsync", "load_balancer", "cloudfront"}),
        {"route": None, "listener": None},
    ),
    (frozenset({"api_gateway", "appsync", "cloudfront"}), _ALL, {"route": None, "timeout": None, "authorizer": None}),
    (frozenset({"load_balancer"}), _ALL, {"listener": None, "rule": None, "priority": None, "authorizer": None}),
    (_ALL, frozenset({"sqs"}), {"batch": None, "group": None, "groups": None, "delay": None}),
    (_ALL, frozenset({"kinesis"}), {"batch": None, "key": None, "group": None}),
    (_ALL, frozenset({"sns"}), {"batch": None, "group": None}),
    (_ALL, frozenset({"eventbridge", "firehose", "iot_core", "kafka"}), {"batch": None, "key": None}),
    (
        frozenset({"sqs"}),
        frozenset({"lambda"}),
        {
            "batch_size": 10,
            "batch_window": _ZERO,
            "partial_failures": False,
            "max_concurrency": None,
            "filter": None,
            "pollers": None,
            "on_failure": None,
            "on_success": None,
            "starting_position": None,
            "alias": None,
        },
    ),
    (frozenset({"sqs"}), frozenset({"pipe"}), {"batch_size": 10, "batch_window": _ZERO, "filter": None}),
    (
        STREAMS,
        frozenset({"lambda", "pipe"}),
        {
            "batch_size": 100,
            "batch_window": _ZERO,
            "retries": None,
            "max_record_age": None,
            "bisect": False,
            "partial_failures": False,
            "parallelization_factor": 1,
            "on_failure": None,
            "on_success": None,
            "starting_position": None,
            "enhanced_fan_out": None,
            "filter": None,
            "tumbling_window": None,
            "alias": None,
            "pollers": None,
            "max_concurrency": None,
        },
    ),
    (
        STREAMS,
        COMPUTE | {"firehose", "flink", "redshift"},
        {"enhanced_fan_out": None, "starting_position": None, "batch": None, "concurrency": None},
    ),
    (frozenset({"sqs", "kinesis", "kafka"}), WORKERS, {"wait_time": None, "batch": None, "concurrency": None}),
    (
        frozenset({"sns"}),
        _ALL,
        {"filter": None, "filter_on": None, "raw_delivery": None, "dlq": None, "retries": None, "timeout": None},
    ),
    (
        frozenset({"eventbridge"}),
        _ALL,
        {
            "rule": None,
            "pattern": None,
            "dlq": None,
            "retries": 185,
            "max_age": q.Duration("24h"),
            "input": None,
            "group": None,
        },
    ),
    (frozenset({"schedule"}), _ALL, {"input": None, "dlq": None, "retries": None, "max_age": None, "group": None}),
    (frozenset({"iot_core", "iot_rule"}), _ALL, {"rule": None, "batch": None, "key": None}),
    (frozenset({"s3"}), _ALL, {"event": None, "prefix": None, "suffix": None}),
    (_ALL, frozenset({"s3"}), {"key": None, "prefix": None, "suffix": None, "parts": None}),
    (
        _ALL,
        frozenset({"dynamodb"}),
        {"items": None, "consistent": None, "transactional": None, "indexes": None, "index": None},
    ),
    (_ALL, frozenset({"lambda"}), {"alias": None}),
    (
        frozenset({"step_functions"}),
        _ALL,
        {"state": None, "batch": None, "retries": None, "timeout": None, "group": None},
    ),
    (frozenset({"firehose"}), frozenset({"redshift"}), {"staging": None}),
    (frozenset({"firehose"}), frozenset({"s3"}), {"prefix": None}),
    (frozenset({"client"}), frozenset({"cognito_identity_pool", "cognito_user_pool"}), {"provider": None}),
    (frozenset({"cloudwatch_logs"}), _ALL, {"filter": None}),
    (frozenset({"pipe"}), _ALL, {"input": None, "batch": None, "group": None, "key": None}),
)


@cache
def fields_between(source: str, target: str) -> dict[str, Any]:
    """The fields a flow between two types may have beyond `EVERY`, with AWS's defaults there (None: the model's)."""
    allowed: dict[str, Any] = {}
    for sources, targets, fields in _KINDS:
        if source in sources and target in targets:
            allowed |= {name: value for name, value in fields.items() if value is not None or name not in allowed}
    return allowed


@cache
def keys_between(source: str, target: str) -> frozenset[str]:
    """All keys that a flow between two types may have."""
    return EVERY.union(fields_between(source, target))


@cache
def defaults_between(source: str, target: str) -> dict[str, Any]:
    """Only the defaults that differ from the model's own."""
    return {name: value for name, value in fields_between(source, target).items() if value is not None}


def hands_on(component_type: str) -> bool:
    """True where a component gives the payload it gets to whatever is behind it."""
    return component_type in PASS_THROUGH
