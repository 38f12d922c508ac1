"""The ARNs of what is acted upon: as narrow as the description says, open where it says nothing."""

from __future__ import annotations

import pytest
from access.designing import component, design

from archlint.design.access.arns import arn_of, sender_arn
from archlint.design.access.needs import Act


def arn(action: str, kind: str, more: str = "", flow: str = "", head: str = "") -> str:
    ends = f"components:\n  a: {{type: lambda}}\n  thing: {component(kind, more)}\n"
    found = design(f"{head}\n{ends}flows:\n  - a -> thing: {{{flow}}}\n")
    return arn_of(found, action, found.components["thing"], found.written[0])


@pytest.mark.parametrize(
    ("action", "kind", "expected"),
    [
        ("sqs:SendMessage", "sqs", "arn:aws:sqs:eu-west-1:*:thing"),
        ("sns:Publish", "sns", "arn:aws:sns:eu-west-1:*:thing"),
        ("lambda:InvokeFunction", "lambda", "arn:aws:lambda:eu-west-1:*:function:thing"),
        ("dynamodb:GetItem", "dynamodb", "arn:aws:dynamodb:eu-west-1:*:table/thing"),
        ("dynamodb:GetRecords", "dynamodb", "arn:aws:dynamodb:eu-west-1:*:table/thing/stream/*"),
        ("kinesis:PutRecord", "kinesis", "arn:aws:kinesis:eu-west-1:*:stream/thing"),
        ("firehose:PutRecord", "firehose", "arn:aws:firehose:eu-west-1:*:deliverystream/thing"),
        ("states:StartExecution", "step_functions", "arn:aws:states:eu-west-1:*:stateMachine:thing"),
        ("states:StopExecution", "step_functions", "arn:aws:states:eu-west-1:*:execution:thing:*"),
        ("events:PutEvents", "eventbridge", "arn:aws:events:eu-west-1:*:event-bus/thing"),
        ("s3:PutObject", "s3", "arn:aws:s3:::thing/*"),
        ("s3:ListBucket", "s3", "arn:aws:s3:::thing"),
        ("secretsmanager:GetSecretValue", "secret", "arn:aws:secretsmanager:eu-west-1:*:secret:thing-??????"),
        ("kms:Decrypt", "kms_key", "arn:aws:kms:eu-west-1:*:key/${thing}"),
        ("logs:PutLogEvents", "cloudwatch_logs", "arn:aws:logs:eu-west-1:*:log-group:thing:*"),
        ("es:ESHttpPut", "opensearch", "arn:aws:es:eu-west-1:*:domain/thing/*"),
        ("rds-data:ExecuteStatement", "rds", "arn:aws:rds:eu-west-1:*:cluster:thing"),
        ("execute-api:Invoke", "api_gateway", "arn:aws:execute-api:eu-west-1:*:${thing}/*"),
        ("iam:PassRole", "ecs_service", "arn:aws:iam::*:role/*"),
        ("ecs:RunTask", "ecs_service", "arn:aws:ecs:eu-west-1:*:task-definition/thing:*"),
        ("bedrock:InvokeModel", "aws_service", "*"),
    ],
)
def test_an_action_acts_on_the_resource_of_its_service(action: str, kind: str, expected: str) -> None:
    assert arn(action, kind) == expected


@pytest.mark.parametrize(
    ("kind", "more", "flow", "action", "tail"),
    [
        ("sqs", "aws_name: prod-jobs", "", "sqs:SendMessage", "prod-jobs"),
        ("sqs", "fifo: true", "", "sqs:SendMessage", "thing.fifo"),
        ("sqs", "fifo: true, aws_name: prod.fifo", "", "sqs:SendMessage", "prod.fifo"),
        ("sqs", "fifo: false", "", "sqs:SendMessage", "thing"),
        ("eventbridge", "bus: default", "", "events:PutEvents", "event-bus/default"),
        ("eventbridge", "bus: partner", "", "events:PutEvents", "event-bus/thing"),
        ("lambda", "alias: live", "", "lambda:InvokeFunction", "live"),
        ("lambda", "alias: live", "alias: next", "lambda:InvokeFunction", "next"),
        ("s3", "", "key: uploads/", "s3:PutObject", "thing/uploads/*"),
        ("s3", "", "prefix: uploads/", "s3:PutObject", "thing/uploads/*"),
        ("s3", "", "'key': 'uploads/{id}.mp4'", "s3:PutObject", "thing/uploads/*"),
        ("s3", "", "key: uploads/", "s3:ListBucket", "thing"),
        ("dynamodb", "", "index: by-owner", "dynamodb:Query", "table/thing/index/by-owner"),
        ("dynamodb", "", "index: by-owner", "dynamodb:Scan", "table/thing/index/by-owner"),
        ("dynamodb", "", "index: by-owner", "dynamodb:GetItem", "table/thing"),
        ("dynamodb", "", "", "dynamodb:Query", "table/thing"),
    ],
)
def test_it_is_as_narrow_as_the_description_says(kind: str, more: str, flow: str, action: str, tail: str) -> None:
    assert arn(action, kind, more, flow).rpartition(":")[2] == tail


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("region: us-east-1", "arn:aws:sqs:us-east-1:*:thing"),
        ("region: cn-north-1", "arn:aws-cn:sqs:cn-north-1:*:thing"),
        ("region: us-gov-west-1", "arn:aws-us-gov:sqs:us-gov-west-1:*:thing"),
        ("account: shop", "arn:aws:sqs:eu-west-1:111122223333:thing"),
    ],
)
def test_a_region_and_an_account_stand_in_it_where_they_are_known(more: str, expected: str) -> None:
    assert arn("sqs:SendMessage", "sqs", more, head='accounts: {shop: "111122223333"}') == expected


def test_a_bucket_is_known_by_its_name_alone() -> None:
    assert arn("s3:PutObject", "s3", "account: shop", head='accounts: {shop: "111122223333"}') == "arn:aws:s3:::thing/*"


def test_an_id_that_only_aws_knows_is_open_to_every_policy() -> None:
    found = design("components:\n  master: {type: kms_key, aws_name: main}\n")
    act = Act.to(found, "kms:Decrypt", found.components["master"])
    assert act.resource.arn == "arn:aws:kms:eu-west-1:*:key/*"
    assert act.resource.names == ("master", "main")


def test_what_acts_on_nothing_of_its_own_has_no_names() -> None:
    found = design("components:\n  model: {type: aws_service, service: bedrock-runtime}\n")
    resource = Act.to(found, "bedrock:InvokeModel", found.components["model"]).resource
    assert (resource.arn, resource.names) == ("*", ())


@pytest.mark.parametrize(
    ("kind", "more", "flow", "expected"),
    [
        ("sns", "", "", "arn:aws:sns:eu-west-1:*:thing"),
        ("s3", "", "", "arn:aws:s3:::thing"),
        ("eventbridge", "rules: {n: {pattern: {source: [a]}}}", "rule: n", "arn:aws:events:eu-west-1:*:rule/thing/n"),
        ("eventbridge", "", "pattern: {source: [a]}", "arn:aws:events:eu-west-1:*:rule/thing/*"),
        ("eventbridge", "bus: default", "pattern: {source: [aws.s3]}", "arn:aws:events:eu-west-1:*:rule/*"),
        ("schedule", "service: rule", "", "arn:aws:events:eu-west-1:*:rule/thing"),
        ("api_gateway", "", "route: GET /", "arn:aws:execute-api:eu-west-1:*:${thing}/*"),
        ("cognito_user_pool", "", "as: pre_sign_up", "arn:aws:cognito-idp:eu-west-1:*:userpool/${thing}"),
        ("load_balancer", "", "", "arn:aws:elasticloadbalancing:eu-west-1:*:targetgroup/*"),
        ("cloudwatch_logs", "", "", "arn:aws:logs:eu-west-1:*:log-group:thing:*"),
        ("cloudfront", "", "", "arn:aws:cloudfront::*:distribution/${thing}"),
        ("appsync", "", "as: authorizer", "arn:aws:appsync:eu-west-1:*:apis/${thing}"),
        ("iot_rule", "sql: SELECT 1", "", "arn:aws:iot:eu-west-1:*:rule/thing"),
        ("secret", "", "", "arn:aws:secretsmanager:eu-west-1:*:secret:thing-??????"),
    ],
)  # fmt: skip
def test_a_service_says_for_what_it_acts(kind: str, more: str, flow: str, expected: str) -> None:
    found = design(
        f"components:\n  thing: {component(kind, more)}\n  a: {{type: lambda}}\nflows:\n  - thing -> a: {{{flow}}}\n"
    )
    assert sender_arn(found, found.written[0]) == expected
