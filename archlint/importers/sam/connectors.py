"""SAM's connectors, embedded and by themselves: the permissions they give between two resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.importers.cloudformation.values import Open, Setting, build, entries, find, items, text_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archlint.importers.cloudformation.resource import Resource

_PLAIN = {
    "AWS::Serverless::Function": "AWS::Lambda::Function",
    "AWS::Serverless::StateMachine": "AWS::StepFunctions::StateMachine",
    "AWS::Serverless::SimpleTable": "AWS::DynamoDB::Table",
    "AWS::Serverless::Api": "AWS::ApiGateway::RestApi",
    "AWS::Serverless::HttpApi": "AWS::ApiGatewayV2::Api",
}
_GRANTS: dict[str, dict[str, list[str]]] = {
    # type of the destination -> what reading and writing it takes
    "AWS::Lambda::Function": {"Write": ["lambda:InvokeAsync", "lambda:InvokeFunction"]},
    "AWS::S3::Bucket": {
        "Read": ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket"],
        "Write": ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:PutObject", "s3:RestoreObject"],
    },
    "AWS::DynamoDB::Table": {
        "Read": [
            "dynamodb:GetItem",
            "dynamodb:Query",
            "dynamodb:Scan",
            "dynamodb:BatchGetItem",
            "dynamodb:ConditionCheckItem",
        ],
        "Write": ["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"],
    },
    "AWS::SQS::Queue": {
        "Read": ["sqs:ReceiveMessage", "sqs:GetQueueAttributes"],
        "Write": ["sqs:DeleteMessage", "sqs:SendMessage", "sqs:ChangeMessageVisibility", "sqs:PurgeQueue"],
    },
    "AWS::SNS::Topic": {"Write": ["sns:Publish"]},
    "AWS::StepFunctions::StateMachine": {
        "Read": ["states:DescribeStateMachine", "states:ListExecutions"],
        "Write": ["states:StartExecution", "states:StartSyncExecution"],
    },
    "AWS::Events::EventBus": {"Write": ["events:PutEvents"]},
    "AWS::Location::PlaceIndex": {"Read": ["geo:GetPlace", "geo:SearchPlaceIndexForText"]},
}
_POLLED = {
    ("AWS::SQS::Queue", "Read"): ["sqs:ReceiveMessage", "sqs:GetQueueAttributes"],
    ("AWS::SQS::Queue", "Write"): ["sqs:DeleteMessage"],
    ("AWS::DynamoDB::Table", "Read"): [
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
    ],
}
_SERVICES = {
    "AWS::Events::Rule": "events.amazonaws.com",
    "AWS::SNS::Topic": "sns.amazonaws.com",
    "AWS::S3::Bucket": "s3.amazonaws.com",
    "AWS::ApiGateway::RestApi": "apigateway.amazonaws.com",
    "AWS::ApiGatewayV2::Api": "apigateway.amazonaws.com",
    "AWS::AppSync::GraphQLApi": "appsync.amazonaws.com",
}
_ACTORS = ("AWS::Lambda::Function", "AWS::StepFunctions::StateMachine")


def expand_connector(resource: Resource, all_of: Mapping[str, Resource]) -> list[Resource]:
    """A connector that is a resource of its own."""
    source = find(resource.properties, "Source")
    made: list[Resource] = []
    for number, destination in enumerate(items(resource.properties, "Destination")):
        if source is not None:
            made += _connect(
                resource, f"{resource.name}{number or ''}", source, destination, resource.properties, all_of
            )
    return made


def embedded(resource: Resource, all_of: Mapping[str, Resource]) -> list[Resource]:
    """The connectors in a resource's own `Connectors`."""
    made: list[Resource] = []
    for name, setting in entries(resource.attributes, "Connectors"):
        source = Setting(build(setting.at, {"Id": resource.name.removeprefix(resource.scope.prefix)}), setting.at)
        for number, destination in enumerate(items(setting.value, "Properties", "Destination")):
            inner = find(setting.value, "Properties")
            if inner is not None:
                made += _connect(
                    resource, f"{resource.name}{name}{number or ''}", source, destination, inner.value, all_of
                )
    return made


def _end(resource: Resource, end: Setting, all_of: Mapping[str, Resource]) -> tuple[str, Open | str, Resource | None]:
    """The type and ARN of one end, and its resource where it is named by its logical id."""
    name = text_at(end.value, "Id")
    found = all_of.get(resource.scope.prefix + name) if name else None
    if found is not None:
        arn = (
            found.ref
            if found.type in ("AWS::SNS::Topic", "AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine")
            else found.arn
        )
        return _PLAIN.get(found.type, found.type), arn, found
    kind = text_at(end.value, "Type")
    return _PLAIN.get(kind, kind), text_at(end.value, "Arn"), None


def _connect(
    owner: Resource, name: str, source: Setting, destination: Setting, properties: Any, all_of: Mapping[str, Resource]
) -> list[Resource]:
    from_kind, from_arn, from_resource = _end(owner, source, all_of)
    to_kind, to_arn, to_resource = _end(owner, destination, all_of)
    wanted = [str(item.value) for item in items(properties, "Permissions")]
    at = destination.at
    if from_kind in _ACTORS:
        actions = [action for access in wanted for action in _GRANTS.get(to_kind, {}).get(access, [])]
        role = _role_of(from_resource, text_at(source.value, "RoleName"))
        tails = {"AWS::S3::Bucket": "/*", "AWS::DynamoDB::Table": "/index/*"}
        resources = [to_arn, Open(f"{to_arn}{tails[to_kind]}")] if to_kind in tails else [to_arn]
        return list(_policy(owner, name, role, actions, resources, at))
    if to_kind == "AWS::Lambda::Function" and from_kind in ("AWS::SQS::Queue", "AWS::DynamoDB::Table"):
        actions = [action for access in wanted for action in _POLLED.get((from_kind, access), [])]
        return list(_policy(owner, name, _role_of(to_resource, ""), actions, [from_arn], at))
    return _admit(owner, name, _SERVICES.get(from_kind, ""), from_arn, to_kind, to_arn, at)


def _admit(owner: Resource, name: str, service: str, source: str, kind: str, arn: str, at: Any) -> list[Resource]:
    """The resource policy that lets a service in."""
    if kind == "AWS::Lambda::Function":
        inner: dict[str, Any] = {
            "FunctionName": arn,
            "Action": "lambda:InvokeFunction",
            "Principal": service or "*",
            "SourceArn": source,
        }
        return [owner.made(f"{name}Permission", "AWS::Lambda::Permission", build(at, inner), at)]
    policies = {
        "AWS::SQS::Queue": ("AWS::SQS::QueuePolicy", "Queues", "sqs:SendMessage"),
        "AWS::SNS::Topic": ("AWS::SNS::TopicPolicy", "Topics", "sns:Publish"),
    }
    if kind not in policies:
        return []
    policy, naming, action = policies[kind]
    statement = {
        "Principal": {"Service": service},
        "Action": action,
        "Resource": arn,
        "Condition": {"ArnEquals": {"aws:SourceArn": source}},
    }
    return [
        owner.made(
            f"{name}Policy", policy, build(at, {naming: [arn], "PolicyDocument": {"Statement": [statement]}}), at
        )
    ]


def _role_of(resource: Resource | None, name: str) -> Any:
    """The role a function or state machine acts as: its own, or the one SAM makes for it."""
    if resource is None:
        return name
    for key in ("Role", "RoleArn"):
        found = find(resource.properties, key)
        if found is not None:
            return found
    return Open("${" + f"{resource.name}Role" + "}")


def _policy(
    owner: Resource, name: str, role: Any, actions: list[str], resources: list[Any], at: Any
) -> Iterator[Resource]:
    if role and actions:
        statement = {"Effect": "Allow", "Action": actions, "Resource": resources}
        inner = {"Roles": [role], "PolicyDocument": {"Statement": [statement]}}
        yield owner.made(f"{name}Policy", "AWS::IAM::ManagedPolicy", build(at, inner), at)
