"""What SAM makes of its own resources: globals, events, roles, aliases, APIs, connectors, nested applications."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from importers.described import Described, described

from archlint.importers import load

EVERY_EVENT = Path(__file__).parent / "templates" / "every-event.yaml"


def test_every_event_makes_its_flow() -> None:
    made = Described(load(EVERY_EVENT)[0])
    assert made.flows == [
        ("Jobs -> Polls", {"batch_size": 20, "batch_window": "5s", "max_concurrency": 8, "partial_failures": True}),
        ("Clicks -> Polls", {
            "retries": 4, "bisect": True, "parallelization_factor": 2, "starting_position": "trim_horizon",
            "on_failure": "Lost",
        }),
        ("Orders -> Polls", {"starting_position": "latest", "tumbling_window": "60s"}),
        ("events-eu-west-1 -> Polls", {"starting_position": "latest"}),
        ("PollsOwn -> Polls", {}),
        ("rabbit -> Polls", {}),
        ("documents-eu-west-1 -> Polls", {}),
        ("News -> Pushed", {"filter_on": "body", "filter": {"kind": ["order"]}, "dlq": "Lost"}),
        ("Uploads -> Pushed", {"event": "object_created:put", "prefix": "in/", "name": "PushedFile"}),
        ("Uploads -> Pushed", {"event": "object_removed:*", "prefix": "in/", "name": "PushedFile 2"}),
        ("PushedNightly -> Pushed", {"retries": 3, "dlq": "NightlyFailures"}),
        ("PushedHourly -> Pushed", {}),
        ("Custom -> Pushed", {"rule": "PushedPlaced", "dlq": "Lost"}),
        ("default-bus -> Pushed", {"rule": "PushedStarted"}),
        ("AppLogs -> Pushed", {"filter": "ERROR"}),
        ("PushedThings -> Pushed", {}),
        ("Users -> Pushed", {"as": "pre_sign_up"}),
        ("News -> ThroughMadeQueue", {}),
        ("ThroughMadeQueue -> Through", {"batch_size": 10}),
        ("News -> Jobs", {}),
        ("Jobs -> Through", {"batch_size": 5}),
        ("ServerlessRestApi -> Called", {"route": "POST /orders"}),
        ("ServerlessHttpApi -> Called", {"route": "GET /orders/{id}", "timeout": "5s"}),
        ("Shop -> Called", {"route": "ANY /orders"}),
        ("Web -> Called", {"route": "$default"}),
        ("FlowWeekly -> Flow", {}),
        ("FlowDaily -> Flow", {}),
        ("Custom -> Flow", {"rule": "FlowPaid"}),
        ("default-bus -> Flow", {"rule": "FlowOld"}),
        ("ServerlessRestApi -> Flow", {"route": "POST /start", "mode": "async"}),
        ("alexa -> Pushed", {}),
    ]  # fmt: skip


def test_the_components_that_events_make_have_the_names_sam_gives_them() -> None:
    made = Described(load(EVERY_EVENT)[0])
    assert made.components["PushedNightly"] == {"type": "schedule", "service": "rule", "expression": "rate(1 day)"}
    assert made.components["PushedHourly"] == {
        "type": "schedule", "expression": "rate(1 hour)", "window": "15m", "role": "PushedHourlyRole", "dlq": "Lost",
    }  # fmt: skip
    assert made.components["NightlyFailures"]["type"] == "sqs"
    assert made.components["ThroughMadeQueue"]["type"] == "sqs"
    assert made.components["ServerlessRestApi"] == {"type": "api_gateway", "protocol": "rest", "endpoint": "edge"}
    assert made.components["ServerlessHttpApi"] == {"type": "api_gateway", "protocol": "http"}
    assert made.components["rabbit"] == {"type": "AWS::AmazonMQ::Broker", "outside": True}
    assert made.components["events-eu-west-1"] == {
        "type": "kafka", "outside": True, "region": "eu-west-1", "aws_name": "events",
    }  # fmt: skip


def test_the_roles_that_sam_makes_hold_what_events_need() -> None:
    made = Described(load(EVERY_EVENT)[0])
    polls = made.roles["PollsRole"]
    assert polls["trust"] == ["lambda.amazonaws.com"]
    assert [entry for entry in polls["allow"] if isinstance(entry, str)] == [
        "AWSLambdaBasicExecutionRole",
        "AWSLambdaSQSQueueExecutionRole",
        "AWSLambdaKinesisExecutionRole",
        "AWSLambdaDynamoDBExecutionRole",
        "AWSLambdaMSKExecutionRole",
    ]
    assert {"actions": ["sqs:SendMessage"], "resources": ["Lost"]} in polls["allow"]
    assert made.roles["PushedHourlyRole"]["allow"] == [
        {"actions": ["lambda:InvokeFunction"], "resources": ["Pushed"]},
        {"actions": ["sqs:SendMessage"], "resources": ["Lost"]},
    ]
    assert made.roles["FlowPaidRole"]["trust"] == ["events.amazonaws.com"]


def test_globals_are_merged_as_sam_merges_them() -> None:
    made = described(
        """
        Globals:
          Function:
            Timeout: 10
            MemorySize: 256
            Architectures: [arm64]
            Tracing: Active
            VpcConfig: {SubnetIds: [!Ref A], SecurityGroupIds: [!Ref G]}
            EventInvokeConfig: {MaximumRetryAttempts: 1}
        Resources:
          Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
          A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.0.0/24,
              AvailabilityZone: eu-west-1a}}
          B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.1.0/24,
              AvailabilityZone: eu-west-1b}}
          G: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Net, GroupDescription: g}}
          One:
            Type: AWS::Serverless::Function
            Properties:
              Timeout: 60
              Architectures: [x86_64]
              VpcConfig: {SubnetIds: [!Ref B]}
              EventInvokeConfig: {MaximumEventAgeInSeconds: 60}
          Two: {Type: AWS::Serverless::Function, IgnoreGlobals: "*", Properties: {}}
          Three: {Type: AWS::Serverless::Function, IgnoreGlobals: [VpcConfig, EventInvokeConfig, Tracing],
              Properties: {}}
        """
    )
    assert made.components["One"] == {
        "type": "lambda", "architecture": "x86_64", "memory": "256 MB", "timeout": "60s", "tracing": True,
        "role": "OneRole",
        "vpc": {"subnets": ["A", "B"], "name": "Net", "security_groups": ["G"]}, "retries": 1, "max_age": "60s",
    }  # fmt: skip
    assert made.components["Two"] == {"type": "lambda", "role": "TwoRole"}
    assert made.components["Three"] == {
        "type": "lambda", "architecture": "arm64", "memory": "256 MB", "timeout": "10s", "role": "ThreeRole",
    }  # fmt: skip
    assert made.roles["OneRole"]["allow"] == [
        "AWSLambdaBasicExecutionRole", "AWSXrayWriteOnlyAccess", "AWSLambdaVPCAccessExecutionRole",
    ]  # fmt: skip
    assert made.shown_at("components", "One", "timeout") == "Timeout: 60"
    assert made.shown_at("components", "One", "memory") == "MemorySize: 256"


def test_serverless_resources_are_sam_without_a_transform_too() -> None:
    made = described("Resources: {Work: {Type: AWS::Serverless::Function, Properties: {Timeout: 5}}}")
    assert made.components["Work"] == {"type": "lambda", "timeout": "5s", "role": "WorkRole"}


def test_a_function_with_a_role_of_its_own_gets_none_from_sam() -> None:
    made = described(
        """
        Parameters: {Given: {Type: String}}
        Resources:
          Own: {Type: AWS::IAM::Role}
          A: {Type: AWS::Serverless::Function, Properties: {Role: !GetAtt Own.Arn}}
          B: {Type: AWS::Serverless::Function, Properties: {Role: !Ref Given}}
        """
    )
    assert (made.components["A"]["role"], made.components["B"]["role"], list(made.roles)) == ("Own", "unknown", ["Own"])


def test_references_lead_through_what_sam_makes() -> None:
    made = described(
        """
        Resources:
          Work:
            Type: AWS::Serverless::Function
            Properties:
              AutoPublishAlias: live
              Events: {Get: {Type: Api, Properties: {Path: /, Method: get}}}
          ByAlias: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref WorkAliaslive,
              EventSourceArn: !GetAtt A.Arn}}
          ByAttribute: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Work.Alias,
              EventSourceArn: !GetAtt B.Arn}}
          Past: {Type: AWS::Lambda::EventSourceMapping, Properties: {FunctionName: !Ref Work,
              EventSourceArn: !GetAtt C.Arn}}
          A: {Type: AWS::SQS::Queue}
          B: {Type: AWS::SQS::Queue}
          C: {Type: AWS::SQS::Queue}
          Wall: {Type: AWS::WAFv2::WebACLAssociation, Properties: {WebACLArn: x,
            ResourceArn: !Sub "arn:aws:apigateway:::/restapis/${ServerlessRestApi}/stages/${ServerlessRestApi.Stage}"}}
          More: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref WorkRole],
              PolicyDocument: {Statement: [{Effect: Allow, Action: "sqs:SendMessage", Resource: !GetAtt D.Arn}]}}}
          D: {Type: AWS::SQS::Queue}
        """
    )
    assert made.components["Work"]["alias"] == "live"
    assert [made.flow(f"{name} -> Work") for name in "ABC"] == [{}, {}, {"alias": "$LATEST"}]
    assert made.flow("ServerlessRestApi -> Work") == {"route": "GET /"}
    assert made.components["ServerlessRestApi"]["waf"] is True
    assert "Work -> D" in made.edges


def test_dead_letters_and_destinations_are_named_and_made_where_they_are_not() -> None:
    made = described(
        """
        Resources:
          Lost: {Type: AWS::SQS::Queue}
          Work:
            Type: AWS::Serverless::Function
            Properties:
              DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Lost.Arn}
              EventInvokeConfig:
                DestinationConfig: {OnFailure: {Type: SQS}, OnSuccess: {Type: SNS}}
        """
    )
    assert made.components["Work"] == {
        "type": "lambda", "role": "WorkRole", "dlq": "Lost", "on_failure": "WorkEventInvokeConfigOnFailureQueue",
        "on_success": "WorkEventInvokeConfigOnSuccessTopic",
    }  # fmt: skip
    assert made.components["WorkEventInvokeConfigOnSuccessTopic"] == {"type": "sns"}
    assert made.flows == []
    assert [entry["resources"] for entry in made.roles["WorkRole"]["allow"][1:]] == [
        ["Lost"], ["WorkEventInvokeConfigOnSuccessTopic"], ["WorkEventInvokeConfigOnFailureQueue"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "flows"),
    [
        ("DynamoDBReadPolicy: {TableName: !Ref Table}", [("Work -> Table", {"operation": "unknown"})]),
        ("S3WritePolicy: {BucketName: !Ref Files}", [("Work -> Files", {"operation": "put"})]),
        ("SQSSendMessagePolicy: {QueueName: !GetAtt Jobs.QueueName}", [("Work -> Jobs", {})]),
        ("SQSPollerPolicy: {QueueName: !GetAtt Jobs.QueueName}", []),
        ("SNSPublishMessagePolicy: {TopicName: !GetAtt News.TopicName}", [("Work -> News", {})]),
        ("LambdaInvokePolicy: {FunctionName: !Ref Other}", [("Work -> Other", {"mode": "unknown"})]),
        ("StepFunctionsExecutionPolicy: {StateMachineName: !GetAtt Flow.Name}", [("Work -> Flow", {"mode": "async"})]),
        ("EventBridgePutEventsPolicy: {EventBusName: !Ref Bus}", [("Work -> Bus", {})]),
        ("EventBridgePutEventsPolicy: {EventBusName: default}", [("Work -> default-bus", {})]),
        ("KinesisCrudPolicy: {StreamName: !Ref Clicks}", [("Work -> Clicks", {})]),
        ("FirehoseWritePolicy: {DeliveryStreamName: !Ref Hose}", [("Work -> Hose", {})]),
        ("AWSSecretsManagerGetSecretValuePolicy: {SecretArn: !Ref Pass}", [("Work -> Pass", {"operation": "get"})]),
        ("VPCAccessPolicy: {}", []),
        ("NoSuchPolicy: {}", []),
    ],
)
def test_a_policy_template_tells_what_a_function_talks_to(policy: str, flows: list[tuple[str, dict[str, Any]]]) -> None:
    made = described(
        f"""
        Resources:
          Work: {{Type: AWS::Serverless::Function, Properties: {{Policies: [{{{policy}}}]}}}}
          Other: {{Type: AWS::Serverless::Function}}
          Table: {{Type: AWS::Serverless::SimpleTable}}
          Files: {{Type: AWS::S3::Bucket}}
          Jobs: {{Type: AWS::SQS::Queue}}
          News: {{Type: AWS::SNS::Topic}}
          Bus: {{Type: AWS::Events::EventBus, Properties: {{Name: b}}}}
          Clicks: {{Type: AWS::Kinesis::Stream, Properties: {{ShardCount: 1}}}}
          Hose: {{Type: AWS::KinesisFirehose::DeliveryStream}}
          Pass: {{Type: AWS::SecretsManager::Secret}}
          Flow: {{Type: AWS::Serverless::StateMachine, Properties: {{Definition: {{StartAt: A,
              States: {{A: {{Type: Succeed}}}}}}}}}}
        """
    )
    assert [
        (name, {key: value for key, value in fields.items() if key != "note"}) for name, fields in made.flows
    ] == flows


def test_connectors_embedded_and_by_themselves_grant_and_connect() -> None:
    made = described(
        """
        Resources:
          Work:
            Type: AWS::Serverless::Function
            Connectors:
              Writes: {Properties: {Destination: [{Id: Table}, {Id: Jobs}], Permissions: [Write]}}
          Table: {Type: AWS::DynamoDB::Table, Properties: {BillingMode: PAY_PER_REQUEST}}
          Jobs: {Type: AWS::SQS::Queue}
          Files: {Type: AWS::S3::Bucket}
          News: {Type: AWS::SNS::Topic, Properties: {Subscription: [{Protocol: sqs, Endpoint: !GetAtt Jobs.Arn}]}}
          Reads: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: Work}, Destination: {Id: Files},
              Permissions: [Read]}}
          Lets: {Type: AWS::Serverless::Connector, Properties: {Source: {Id: News}, Destination: {Id: Jobs},
              Permissions: [Write]}}
        """
    )
    assert made.edges == ["News -> Jobs", "Work -> Table", "Work -> Jobs", "Work -> Files"]
    assert made.flow("Work -> Files") == {"operation": "get"}
    assert made.components["Jobs"]["policy"] == [
        {
            "actions": ["sqs:SendMessage"],
            "resources": ["Jobs"],
            "principals": {"Service": "sns.amazonaws.com"},
            "condition": {"ArnEquals": {"aws:SourceArn": "${News}"}},
        }
    ]
    assert {tuple(entry["resources"]) for entry in made.roles["WorkRole"]["allow"][1:]} == {
        ("Table", "Table/index/*"), ("Jobs",), ("Files", "Files/*"),
    }  # fmt: skip


def test_a_simple_table_is_billed_on_demand() -> None:
    made = described("Resources: {Table: {Type: AWS::Serverless::SimpleTable, Properties: {TableName: t}}}")
    assert made.components["Table"] == {"type": "dynamodb", "aws_name": "t", "billing": "on_demand"}


def test_what_a_function_makes_of_a_property_stands_in_place_of_the_global_one() -> None:
    made = described(
        """
        Parameters: {Stage: {Type: String, Default: dev}}
        Conditions: {IsProd: !Equals [!Ref Stage, prod]}
        Globals:
          Function:
            MemorySize: 512
            DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Lost.Arn}
            EphemeralStorage: {Size: 1024}
        Resources:
          Lost: {Type: AWS::SQS::Queue}
          Kept: {Type: AWS::Serverless::Function}
          Bare:
            Type: AWS::Serverless::Function
            Properties:
              MemorySize: !Ref AWS::NoValue
              DeadLetterQueue: !If [IsProd, {Type: SQS, TargetArn: !GetAtt Lost.Arn}, !Ref AWS::NoValue]
        """
    )
    assert made.components["Kept"]["dlq"] == "Lost"
    assert made.components["Kept"]["memory"] == "512 MB"
    assert "dlq" not in made.components["Bare"]
    assert "memory" not in made.components["Bare"]
    assert made.components["Bare"]["storage"] == "1024 MB"
