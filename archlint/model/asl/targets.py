"""What a task works on: the component behind the names in its ARN and arguments, and the operation it does there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.model.asl.fields import as_text, substituted
from archlint.model.states import MapState, State, Task

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.model.states import Call, Machine

_NAMES: dict[str, tuple[str, ...]] = {
    "lambda": ("FunctionName", "FunctionArn"),
    "sqs": ("QueueUrl",),
    "sns": ("TopicArn", "TargetArn"),
    "dynamodb": ("TableName",),
    "events": ("Entries.EventBusName", "EventBusName"),
    "states": ("StateMachineArn",),
    "sfn": ("StateMachineArn",),
    "ecs": ("Service", "TaskDefinition", "Cluster"),
    "kinesis": ("StreamName", "StreamARN"),
    "firehose": ("DeliveryStreamName",),
    "s3": ("Bucket",),
    "apigateway": ("ApiEndpoint",),
    "http": ("ApiEndpoint", "InvocationConfig.ConnectionArn", "Authentication.ConnectionArn"),
    "glue": ("JobName", "Name"),
    "batch": ("JobDefinition", "JobQueue"),
    "codebuild": ("ProjectName",),
    "athena": ("WorkGroup",),
    "databrew": ("Name",),
    "secretsmanager": ("SecretId",),
    "rdsdata": ("ResourceArn", "Database"),
    "redshiftdata": ("ClusterIdentifier", "WorkgroupName"),
    "scheduler": ("Name",),
    "elasticmapreduce": ("ClusterId",),
    "bedrock": ("ModelId",),
}
"""Per service, the arguments that name what is called, in the order in which they are looked at."""

_TYPES = {
    "events": "eventbridge", "states": "step_functions", "sfn": "step_functions", "apigateway": "api_gateway",
    "http": "http_endpoint", "ecs": "ecs_service", "rdsdata": "rds", "redshiftdata": "redshift",
    "secretsmanager": "secret",
}  # fmt: skip
_OWN_TYPE = frozenset({"lambda", "sqs", "sns", "dynamodb", "kinesis", "firehose", "s3"})

_OPERATIONS = {
    "sqs:sendMessage": "publish", "sqs:sendMessageBatch": "publish", "sns:publish": "publish",
    "sns:publishBatch": "publish", "events:putEvents": "publish", "dynamodb:updateItem": "update",
    "dynamodb:batchGetItem": "get", "dynamodb:batchWriteItem": "put", "dynamodb:transactWriteItems": "put",
    "dynamodb:transactGetItems": "get", "s3:listObjectsV2": "query", "s3:copyObject": "put", "lambda:invoke": "invoke",
    "apigateway:invoke": "call", "http:invoke": "call", "ecs:runTask": "run", "batch:submitJob": "run",
    "glue:startJobRun": "run", "codebuild:startBuild": "run",
}  # fmt: skip
_WORDS = ("put", "get", "update", "delete", "query", "scan", "publish", "send", "start", "list", "describe", "create")
_ADDS = re.compile(r"\bADD\b|[+-]", re.IGNORECASE)
_PLACEHOLDER = re.compile(r"\$\{([^}]*)\}")


class Target(NamedTuple):
    """What a call works on.

    `component` is empty where none of the known names fits; `text` is what names it in the definition (empty where it
    comes from the input); `operation` is the word of flows (`put`, `publish`, `increment`, `invoke`, ...); `qualifier`
    is the alias or version of a function that is called (empty where none is named).
    """

    state: State
    call: Call
    component: str
    text: str
    operation: str
    qualifier: str = ""

    @property
    def type(self) -> str:
        """The component type of what is called; empty for services without one."""
        return component_type(self.call)


def component_type(call: Call) -> str:
    """The short component type of the service that a call goes to; empty where there is none."""
    if call.way == "activity":
        return ""
    return call.service if call.service in _OWN_TYPE else _TYPES.get(call.service, "")


Known = Mapping[str, Mapping[str, str]]
"""Every name (a component's own and its `aws_name`), with the component of each type that has it."""


def targets(machine: Machine, known: Known, substitutions: Mapping[str, Any]) -> Iterator[Target]:
    """The target of every call of a definition, those of readers and writers of distributed Maps among them."""
    from archlint.model.states import calls

    for state, call in calls(machine):
        yield target_of(state, call, known, substitutions)


def target_of(state: State, call: Call, known: Known, substitutions: Mapping[str, Any]) -> Target:
    """The target of one call, by substitution, component name, `aws_name`, or the last part of an ARN or URL."""
    arguments = _arguments_of(state, call)
    texts = [call.resource] if call.is_direct else list(_named(arguments, call.service))
    operation = operation_of(call, arguments)
    for text in texts:
        for candidate in _candidates(text, substitutions):
            component = _of_type(known.get(candidate, {}), component_type(call))
            if component:
                qualifier = _qualifier(text, arguments, substitutions) if call.service == "lambda" else ""
                return Target(state, call, component, text, operation, qualifier)
    return Target(state, call, "", texts[0] if texts else "", operation)


def _qualifier(text: str, arguments: Any, substitutions: Mapping[str, Any]) -> str:
    """The alias or version in `name:alias`, an ARN, or the argument beside it."""
    beside = next(iter(_at(arguments, ["Qualifier"])), "")
    if isinstance(beside, str) and beside:
        return "" if beside.startswith(("$.", "$$.", "{%")) else beside
    plain = _PLACEHOLDER.sub("*", as_text(substituted(text, substitutions)))
    name = plain.split(":", 6)[-1] if plain.startswith("arn:") else plain
    return name.partition(":")[2]


def _of_type(named: Mapping[str, str], kind: str) -> str:
    """The component that a name means where this type is called; of any type where that leaves it open."""
    if kind in named:
        return named[kind]
    return next(iter(named.values())) if len(named) == 1 and kind in ("", "http_endpoint") else ""


def _arguments_of(state: State, call: Call) -> Any:
    if isinstance(state, MapState):
        return state.reader_arguments if call is state.reader else state.writer_arguments
    return state.arguments if isinstance(state, Task) else None


def _named(arguments: Any, service: str) -> Iterator[str]:
    """The texts among the arguments that name what is called; `X.$` and expressions come from the input."""
    if service == "events" and not any(True for _ in _at(arguments, ["Entries", "EventBusName"])):
        yield "default"
    for path in _NAMES.get(service, ()):
        for value in _at(arguments, path.split(".")):
            text = as_text(value)
            if text and not text.startswith(("$.", "$$.", "{%")):
                yield text


def _at(value: Any, steps: list[str]) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _at(item, steps)
    elif not steps:
        yield value
    elif isinstance(value, Mapping) and steps[0] in value:
        yield from _at(value[steps[0]], steps[1:])


def _candidates(text: str, substitutions: Mapping[str, Any]) -> Iterator[str]:
    """The names that a text may mean, the likeliest first."""
    seen: set[str] = set()
    todo = [text, as_text(substituted(text, substitutions))]
    for name in _PLACEHOLDER.findall(text):
        todo += [as_text(substitutions.get(name)), name, name.partition(".")[0]]
    for part in todo:
        for candidate in _parts(part):
            if candidate and candidate not in seen:
                seen.add(candidate)
                yield candidate


def _parts(text: str) -> list[str]:
    """A text, and what of it names a resource: the end of a URL, the name in an ARN with or without what follows."""
    plain = _PLACEHOLDER.sub("*", text)
    if plain.startswith("arn:"):
        tail = plain.split(":", 5)[-1]
        kind, _, rest = tail.partition(":")
        return [text, tail, rest, rest.partition(":")[0], tail.rpartition("/")[2], kind.rpartition("/")[2]]
    if "://" in plain:
        path = plain.partition("://")[2]
        last = path.partition("?")[0].rstrip("/").rpartition("/")[2]
        return [text, last, path.partition("/")[0], _api(path)]
    return [text, plain.partition(":")[0], plain.rpartition("/")[2], _api(plain)]


def _api(address: str) -> str:
    """The API's id in the address that API Gateway gives it."""
    name, _, rest = address.partition(".")
    return name if rest.startswith("execute-api.") else ""


def operation_of(call: Call, arguments: Any) -> str:
    """What a call does, in the words of a flow's `operation`.

    An update whose expression adds to a value is `increment`, one that appends to a list is `append`.
    """
    action = call.action[:1].lower() + call.action[1:]
    if call.service == "dynamodb" and action == "updateItem":
        expression = arguments.get("UpdateExpression") if isinstance(arguments, Mapping) else None
        if isinstance(expression, str) and not expression.startswith("{%"):
            if "list_append" in expression:
                return "append"
            if _ADDS.search(expression):
                return "increment"
    known = _OPERATIONS.get(f"{call.service}:{action}")
    if known is not None:
        return known
    return next((word for word in _WORDS if action.startswith(word)), "call" if action else "")
