"""Each row of AWS's table of permissions: the actions on the role that acts, or whom the target's own policy lets in."""

from __future__ import annotations

import pytest
from access.designing import component, design, flow

from archlint.design.access.needs import Need


def needed(source: str, target: str, settings: str, of_target: str = "") -> Need:
    ends = f"components:\n  a: {component(source)}\n  b: {component(target, of_target)}\n"
    found = design(f"{ends}flows:\n  - a -> b: {{{settings}}}\n")
    return found.access.needed(flow(found, "a -> b"))


@pytest.mark.parametrize(
    ("source", "target", "settings", "of_target", "service", "actions"),
    [
        ("sqs", "lambda", "", "", "lambda", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]),
        (
            "kinesis",
            "lambda",
            "starting_position: latest",
            "",
            "lambda",
            [
                "kinesis:GetRecords",
                "kinesis:GetShardIterator",
                "kinesis:DescribeStream or kinesis:DescribeStreamSummary or kinesis:ListShards",
            ],
        ),
        (
            "dynamodb",
            "lambda",
            "starting_position: latest",
            "",
            "lambda",
            ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
        ),
        ("lambda", "sqs", "", "", "lambda", ["sqs:SendMessage"]),
        ("lambda", "sns", "", "", "lambda", ["sns:Publish"]),
        ("lambda", "eventbridge", "", "", "lambda", ["events:PutEvents"]),
        ("lambda", "kinesis", "", "", "lambda", ["kinesis:PutRecord or kinesis:PutRecords"]),
        ("lambda", "firehose", "", "", "lambda", ["firehose:PutRecord or firehose:PutRecordBatch"]),
        ("lambda", "step_functions", "", "", "lambda", ["states:StartExecution"]),
        ("lambda", "dynamodb", "operation: get", "", "lambda", ["dynamodb:GetItem or dynamodb:BatchGetItem"]),
        ("lambda", "dynamodb", "operation: put", "", "lambda", ["dynamodb:PutItem or dynamodb:BatchWriteItem"]),
        ("lambda", "s3", "operation: get", "", "lambda", ["s3:GetObject"]),
        ("lambda", "s3", "operation: put", "", "lambda", ["s3:PutObject"]),
        ("eventbridge", "kinesis", "pattern: {source: [a]}", "", "events", ["kinesis:PutRecord or kinesis:PutRecords"]),
        ("eventbridge", "step_functions", "pattern: {source: [a]}", "", "events", ["states:StartExecution"]),
        ("eventbridge", "api_gateway", "pattern: {source: [a]}", "", "events", ["execute-api:Invoke"]),
        ("eventbridge", "ecs_service", "pattern: {source: [a]}", "", "events", ["ecs:RunTask", "iam:PassRole"]),
        ("eventbridge", "eventbridge", "pattern: {source: [a]}", "", "events", ["events:PutEvents"]),
        ("schedule", "lambda", "", "", "scheduler", ["lambda:InvokeFunction"]),
        ("schedule", "sqs", "", "", "scheduler", ["sqs:SendMessage"]),
        ("schedule", "step_functions", "", "", "scheduler", ["states:StartExecution"]),
        ("pipe", "sqs", "", "", "pipes", ["sqs:SendMessage"]),
        ("sqs", "pipe", "", "", "pipes", ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]),
        (
            "kinesis",
            "pipe",
            "starting_position: latest",
            "",
            "pipes",
            [
                "kinesis:GetRecords",
                "kinesis:GetShardIterator",
                "kinesis:DescribeStream or kinesis:DescribeStreamSummary or kinesis:ListShards",
            ],
        ),
        (
            "dynamodb",
            "pipe",
            "starting_position: latest",
            "",
            "pipes",
            ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"],
        ),
        ("pipe", "lambda", "as: enrichment", "", "pipes", ["lambda:InvokeFunction"]),
        ("step_functions", "lambda", "state: Call", "", "states", ["lambda:InvokeFunction"]),
        ("step_functions", "sns", "state: Call", "", "states", ["sns:Publish"]),
        ("step_functions", "sqs", "state: Call", "", "states", ["sqs:SendMessage"]),
        (
            "step_functions",
            "dynamodb",
            "state: Call, operation: put",
            "",
            "states",
            ["dynamodb:PutItem or dynamodb:BatchWriteItem"],
        ),
        ("step_functions", "step_functions", "state: Call", "", "states", ["states:StartExecution"]),
        (
            "step_functions",
            "step_functions",
            "state: Call, mode: sync",
            "",
            "states",
            [
                "states:StartExecution",
                "states:DescribeExecution",
                "states:StopExecution",
                "events:PutTargets",
                "events:PutRule",
                "events:DescribeRule",
            ],
        ),
        ("api_gateway", "sqs", "", "", "apigateway", ["sqs:SendMessage"]),
        ("api_gateway", "step_functions", "", "", "apigateway", ["states:StartExecution"]),
        ("api_gateway", "step_functions", "", "workflow: express", "apigateway", ["states:StartExecution"]),
        ("api_gateway", "kinesis", "", "", "apigateway", ["kinesis:PutRecord or kinesis:PutRecords"]),
        ("sns", "firehose", "", "", "sns", ["firehose:PutRecord or firehose:PutRecordBatch"]),
        (
            "kinesis",
            "firehose",
            "",
            "",
            "firehose",
            [
                "kinesis:GetShardIterator",
                "kinesis:GetRecords",
                "kinesis:DescribeStream or kinesis:DescribeStreamSummary or kinesis:ListShards",
            ],
        ),
        ("firehose", "s3", "", "", "firehose", ["s3:PutObject", "s3:GetBucketLocation", "s3:ListBucket"]),
        ("firehose", "lambda", "as: transform", "", "firehose", ["lambda:InvokeFunction"]),
        ("firehose", "opensearch", "", "", "firehose", ["es:ESHttpPut", "es:ESHttpPost", "es:DescribeDomain"]),
        ("cloudwatch_logs", "kinesis", "", "", "logs", ["kinesis:PutRecord or kinesis:PutRecords"]),
        ("cloudwatch_logs", "firehose", "", "", "logs", ["firehose:PutRecord or firehose:PutRecordBatch"]),
        ("client", "lambda", "", "url: iam", "cognito-identity", ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"]),
    ],
)
def test_a_role_allows_what_it_does(
    source: str, target: str, settings: str, of_target: str, service: str, actions: list[str]
) -> None:
    need = needed(source, target, settings, of_target)
    assert need.principal == f"{service}.amazonaws.com"
    assert [" or ".join(act.action for act in choice) for choice in need.acts] == actions
    assert (need.service, need.admits) == ("", ())


@pytest.mark.parametrize(
    ("source", "target", "settings", "service", "action"),
    [
        ("cloudwatch_logs", "lambda", "", "logs", "lambda:InvokeFunction"),
        ("sns", "lambda", "", "sns", "lambda:InvokeFunction"),
        ("s3", "lambda", "", "s3", "lambda:InvokeFunction"),
        ("eventbridge", "lambda", "pattern: {source: [a]}", "events", "lambda:InvokeFunction"),
        ("api_gateway", "lambda", "", "apigateway", "lambda:InvokeFunction"),
        ("cognito_user_pool", "lambda", "as: pre_sign_up", "cognito-idp", "lambda:InvokeFunction"),
        ("load_balancer", "lambda", "", "elasticloadbalancing", "lambda:InvokeFunction"),
        ("sns", "sqs", "", "sns", "sqs:SendMessage"),
        ("eventbridge", "sqs", "pattern: {source: [a]}", "events", "sqs:SendMessage"),
        ("s3", "sqs", "", "s3", "sqs:SendMessage"),
        ("s3", "sns", "", "s3", "sns:Publish"),
        ("eventbridge", "sns", "pattern: {source: [a]}", "events", "sns:Publish"),
    ],
)
def test_a_service_that_comes_without_a_role_is_let_in_by_the_targets_policy(
    source: str, target: str, settings: str, service: str, action: str
) -> None:
    need = needed(source, target, settings)
    assert need.service == f"{service}.amazonaws.com"
    assert [[act.action for act in choice] for choice in need.admits] == [[action]]
    assert need.acts == ()


@pytest.mark.parametrize(
    ("settings", "what", "actions"),
    [
        ("", "logs", ["logs:CreateLogStream", "logs:PutLogEvents"]),
        ("tracing: true", "traces", ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]),
        (
            "vpc: {name: net}",
            "network interfaces",
            [
                "ec2:CreateNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets",
                "ec2:DeleteNetworkInterface",
            ],
        ),
    ],
)
def test_a_functions_role_allows_what_it_does_beside_its_flows(settings: str, what: str, actions: list[str]) -> None:
    net = "vpcs: {net: {cidr: 10.0.0.0/16, subnets: {app: {cidr: 10.0.0.0/24, zone: a}}}}"
    found = design(f"{net}\ncomponents:\n  work: {component('lambda', settings)}\nflows: []\n")
    duties = {
        duty.what: [act.action for choice in duty.acts for act in choice]
        for duty in found.access.duties(found.components["work"])
    }
    assert duties[what] == actions
