"""AWS::Serverless::Function as the plain resources it stands for: function, role, alias, URL and its events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.importers.cloudformation.values import Open, Setting, build, find, select, text_at
from archlint.importers.sam.events import function_events
from archlint.importers.sam.policies import policies_of
from archlint.importers.sam.roles import RoleMaker

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.sam.apis import ImplicitApis

_SAME = (
    "FunctionName", "Handler", "Runtime", "MemorySize", "Timeout", "VpcConfig", "Role", "Environment", "KmsKeyArn",
    "ReservedConcurrentExecutions", "Layers", "EphemeralStorage", "FileSystemConfigs", "Architectures", "SnapStart",
    "PackageType", "LoggingConfig", "DurableConfig",
)  # fmt: skip
_DESTINATIONS = {
    "SQS": ("sqs:SendMessage", "AWS::SQS::Queue", "Queue"),
    "SNS": ("sns:Publish", "AWS::SNS::Topic", "Topic"),
    "EventBridge": ("events:PutEvents", "", ""),
    "Lambda": ("lambda:InvokeFunction", "", ""),
    "S3Bucket": ("s3:PutObject", "", ""),
}


def expand_function(resource: Resource, apis: ImplicitApis) -> list[Resource]:
    """The plain resources of a function, the function itself first."""
    properties = resource.properties
    plain: dict[str, Any] = {
        **select(properties, *_SAME),
        "TracingConfig": {"Mode": tracing} if (tracing := find(properties, "Tracing")) is not None else None,
        "DeadLetterConfig": {"TargetArn": dead} if (dead := find(properties, "DeadLetterQueue", "TargetArn")) else None,
    }
    role: RoleMaker | None = None
    if find(properties, "Role") is None:
        role = _role(resource)
        plain["Role"] = Open("${" + role.name + ".Arn}")
    function = resource.made(resource.name, "AWS::Lambda::Function", build(resource.at, plain))
    function.attributes, function.maker = resource.attributes, ""
    called, made = _published(resource)
    made += _asynchronous(resource, called, role)
    made += function_events(resource, called, role, apis)
    return [function, *([role.resource()] if role is not None else []), *made]


def _role(resource: Resource) -> RoleMaker:
    """The role SAM makes for a function that names none; its events add what they need."""
    properties = resource.properties
    role = RoleMaker(resource, f"{resource.name}Role", "lambda.amazonaws.com")
    durable = find(properties, "DurableConfig") is not None
    role.manage("AWSLambdaBasicDurableExecutionRolePolicy" if durable else "AWSLambdaBasicExecutionRole")
    if text_at(properties, "Tracing") not in ("", "Disabled"):
        role.manage("AWSXrayWriteOnlyAccess")
    if find(properties, "VpcConfig") is not None:
        role.manage("AWSLambdaVPCAccessExecutionRole")
    managed, documents = policies_of(resource)
    role.managed += managed
    role.documents += documents
    dead = find(properties, "DeadLetterQueue", "TargetArn")
    if dead is not None:
        action = {"SQS": "sqs:SendMessage", "SNS": "sns:Publish"}.get(text_at(properties, "DeadLetterQueue", "Type"))
        if action:
            role.allow(action, dead.value, dead.at)
    return role


def _published(resource: Resource) -> tuple[Open, list[Resource]]:
    """What triggers call (the alias where there is one), and the resources of alias, version and URL."""
    properties = resource.properties
    called = resource.ref
    made: list[Resource] = []
    alias = find(properties, "AutoPublishAlias")
    if alias is not None:
        name = f"{resource.name}Alias{alias.value if alias.is_known else ''}"
        called = Open("${" + name + "}")
        inner: dict[str, Any] = {
            "FunctionName": resource.ref,
            "Name": alias,
            **select(properties, "ProvisionedConcurrencyConfig"),
        }
        made.append(
            resource.made(
                f"{resource.name}Version", "AWS::Lambda::Version", build(alias.at, {"FunctionName": resource.ref})
            )
        )
        made.append(resource.made(name, "AWS::Lambda::Alias", build(alias.at, inner), alias.at))
    url = find(properties, "FunctionUrlConfig")
    if url is not None:
        inner = {"TargetFunctionArn": called, "AuthType": find(url.value, "AuthType")}
        made.append(resource.made(f"{resource.name}Url", "AWS::Lambda::Url", build(url.at, inner), url.at))
    return called, made


def _asynchronous(resource: Resource, called: Open, role: RoleMaker | None) -> list[Resource]:
    """EventInvokeConfig, with the queues and topics SAM makes for destinations that name none."""
    config = find(resource.properties, "EventInvokeConfig")
    if config is None:
        return []
    name = f"{resource.name}EventInvokeConfig"
    made: list[Resource] = []
    destinations: dict[str, object] = {}
    for key in ("OnSuccess", "OnFailure"):
        given = find(config.value, "DestinationConfig", key)
        if given is None:
            continue
        action, kind, suffix = _DESTINATIONS.get(text_at(given.value, "Type"), ("", "", ""))
        to = find(given.value, "Destination")
        if to is None and kind:
            new = resource.made(f"{name}{key}{suffix}", kind, build(given.at, {}), given.at)
            made.append(new)
            to = Setting(new.arn if suffix == "Queue" else new.ref, given.at)
        if to is not None:
            destinations[key] = {"Destination": to}
            if role is not None and action:
                role.allow(action, to.value, to.at)
    properties = {
        "FunctionName": called,
        **select(config.value, "MaximumRetryAttempts", "MaximumEventAgeInSeconds"),
        "DestinationConfig": destinations or None,
    }
    return [resource.made(name, "AWS::Lambda::EventInvokeConfig", build(config.at, properties), config.at), *made]
