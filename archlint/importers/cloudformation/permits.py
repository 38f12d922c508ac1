"""Resource policies: who else may use a queue, a topic, a bucket, a function, a bus or a key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.importers.cloudformation.access import Statement, statements_of, written
from archlint.importers.cloudformation.events import bus_of
from archlint.importers.cloudformation.values import Setting, build, find, items, text_at, value_at
from archlint.importers.cloudformation.world import Target, World

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource

_DOCUMENTS = {
    # type -> (what names whose policy it is, the type of that, the policy itself)
    "AWS::SQS::QueuePolicy": ("Queues", "sqs", "PolicyDocument"),
    "AWS::SQS::QueueInlinePolicy": ("Queue", "sqs", "PolicyDocument"),
    "AWS::SNS::TopicPolicy": ("Topics", "sns", "PolicyDocument"),
    "AWS::SNS::TopicInlinePolicy": ("TopicArn", "sns", "PolicyDocument"),
    "AWS::S3::BucketPolicy": ("Bucket", "s3", "PolicyDocument"),
    "AWS::SecretsManager::ResourcePolicy": ("SecretId", "secret", "ResourcePolicy"),
    "AWS::Kinesis::ResourcePolicy": ("ResourceArn", "kinesis", "ResourcePolicy"),
    "AWS::EFS::FileSystem": ("", "efs", "FileSystemPolicy"),
    "AWS::KMS::Key": ("", "kms_key", "KeyPolicy"),
    "AWS::ApiGateway::RestApi": ("", "api_gateway", "Policy"),
    "AWS::OpenSearchService::Domain": ("", "opensearch", "AccessPolicies"),
    "AWS::DynamoDB::Table": ("", "dynamodb", "ResourcePolicy.PolicyDocument"),
}


def document(world: World, resource: Resource) -> None:
    """A policy document of one of the types above."""
    naming, kind, key = _DOCUMENTS[resource.type]
    statements = list(statements_of(find(resource.properties, *key.split("."))))
    if not naming:
        _admit(world, Target(resource.name), statements)
    for named in items(resource.properties, naming) if naming else ():
        target = world.target(named.value, kind)
        if target is not None:
            _admit(world, target, statements)


def _admit(world: World, target: Target, statements: list[Statement]) -> None:
    part = world.draft.components.get(target.name)
    for statement in statements:
        if part is not None:
            part.add("policy", written(world, statement), statement.at)


def permission(world: World, resource: Resource) -> None:
    """AWS::Lambda::Permission: one statement of a function's policy."""
    properties = resource.properties
    target = world.target(value_at(properties, "FunctionName"), "lambda")
    principal = find(properties, "Principal")
    if target is None or principal is None:
        return
    service = "." in str(principal.value)
    tree = build(
        resource.at,
        {
            "Principal": {"Service" if service else "AWS": principal},
            "Action": find(properties, "Action") or "lambda:InvokeFunction",
            "Resource": world.resources[target.name].arn if target.name in world.resources else "*",
            "Condition": {"ArnLike": {"aws:SourceArn": source}} if (source := find(properties, "SourceArn")) else None,
        },
    )
    _admit(world, target, list(statements_of(Setting(build(resource.at, {"Statement": [tree]}), resource.at))))
    if str(principal.value).startswith("alexa"):
        caller = world.service("alexa", resource.at)
        flow = world.flow(caller, target, resource.at, resource.name)
        if target.qualifier:
            flow.put("alias", target.qualifier)


def authorizer(world: World, resource: Resource) -> None:
    """An authorizer that comes to its function with a role is let in by what the role may do, not by a permission."""
    role = find(resource.properties, "AuthorizerCredentialsArn")
    target = world.target(value_at(resource.properties, "AuthorizerUri"), "lambda")
    if role is not None and target is not None:
        caller = {
            "Principal": {"Service": "apigateway.amazonaws.com"},
            "Action": "lambda:InvokeFunction",
            "Resource": "*",
        }
        _admit(world, target, list(statements_of(Setting(build(role.at, {"Statement": [caller]}), role.at))))


def bus_policy(world: World, resource: Resource) -> None:
    target = bus_of(world, find(resource.properties, "EventBusName"), resource.at)
    if target is None:
        return
    whole = find(resource.properties, "Statement")
    if whole is not None:
        _admit(world, target, list(statements_of(Setting(build(resource.at, {"Statement": whole}), resource.at))))
        return
    tree = build(
        resource.at,
        {
            "Principal": {"AWS": find(resource.properties, "Principal") or "*"},
            "Action": text_at(resource.properties, "Action") or "events:PutEvents",
        },
    )
    _admit(world, target, list(statements_of(Setting(build(resource.at, {"Statement": [tree]}), resource.at))))


LAST = {
    **dict.fromkeys(_DOCUMENTS, document),
    "AWS::ApiGateway::Authorizer": authorizer,
    "AWS::ApiGatewayV2::Authorizer": authorizer,
    "AWS::Lambda::Permission": permission,
    "AWS::Events::EventBusPolicy": bus_policy,
}
