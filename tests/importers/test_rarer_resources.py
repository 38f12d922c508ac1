"""Resource types of plain CloudFormation that few templates have: what becomes of them."""

from __future__ import annotations

from typing import Any

import pytest
from importers.described import resources

RARE: list[tuple[str, str, list[str], dict[str, dict[str, Any]]]] = [
    # (what is tested, resources, flows, fields that components have)
    (
        "a version and an alias of a state machine",
        """
        Flow: {Type: AWS::StepFunctions::StateMachine, Properties: {DefinitionString: '{}'}}
        One: {Type: AWS::StepFunctions::StateMachineVersion, Properties: {StateMachineArn: !Ref Flow}}
        Live: {Type: AWS::StepFunctions::StateMachineAlias, Properties: {RoutingConfiguration: [{StateMachineVersionArn: !Ref One}]}}
        Tick: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 hour), Targets: [{Id: a, Arn: !Ref Live}]}}
        """,
        ["Tick -> Flow"],
        {},
    ),
    (
        "inline policies of queues and topics",
        """
        Jobs: {Type: AWS::SQS::Queue}
        News: {Type: AWS::SNS::Topic}
        A: {Type: AWS::SQS::QueueInlinePolicy, Properties: {Queue: !Ref Jobs, PolicyDocument: {Statement: [
            {Effect: Allow, Principal: {Service: sns.amazonaws.com}, Action: sqs:SendMessage}]}}}
        B: {Type: AWS::SNS::TopicInlinePolicy, Properties: {TopicArn: !Ref News, PolicyDocument: {Statement: [
            {Effect: Allow, Principal: {Service: s3.amazonaws.com}, Action: sns:Publish}]}}}
        """,
        [],
        {
            "Jobs": {"policy": [{"actions": ["sqs:SendMessage"], "principals": {"Service": "sns.amazonaws.com"}}]},
            "News": {"policy": [{"actions": ["sns:Publish"], "principals": {"Service": "s3.amazonaws.com"}}]},
        },
    ),
    (
        "resource policies of streams and secrets",
        """
        Clicks: {Type: AWS::Kinesis::Stream, Properties: {StreamModeDetails: {StreamMode: ON_DEMAND}}}
        Login: {Type: AWS::SecretsManager::Secret}
        A: {Type: AWS::Kinesis::ResourcePolicy, Properties: {ResourceArn: !GetAtt Clicks.Arn, ResourcePolicy: {Statement: [
            {Effect: Allow, Principal: "*", Action: kinesis:PutRecord}]}}}
        B: {Type: AWS::SecretsManager::ResourcePolicy, Properties: {SecretId: !Ref Login, ResourcePolicy: {Statement: [
            {Effect: Allow, Principal: "*", Action: secretsmanager:GetSecretValue}]}}}
        """,
        [],
        {
            "Clicks": {"policy": [{"actions": ["kinesis:PutRecord"], "principals": "*"}]},
            "Login": {"policy": [{"actions": ["secretsmanager:GetSecretValue"], "principals": "*"}]},
        },
    ),
    (
        "a policy of a role by its name",
        """
        Role: {Type: AWS::IAM::Role}
        May: {Type: AWS::IAM::RolePolicy, Properties: {RoleName: !Ref Role, PolicyDocument: {Statement: [
            {Effect: Allow, Action: sqs:SendMessage, Resource: !GetAtt Jobs.Arn}]}}}
        Jobs: {Type: AWS::SQS::Queue}
        Work: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn}}
        """,
        ["Work -> Jobs"],
        {},
    ),
    (
        "an identity provider of a user pool",
        """
        Users: {Type: AWS::Cognito::UserPool}
        With: {Type: AWS::Cognito::UserPoolIdentityProvider, Properties: {UserPoolId: !Ref Users, ProviderName: Google, ProviderType: Google}}
        """,
        [],
        {"Users": {"providers": ["google"]}},
    ),
    (
        "search domains of the old name and without servers",
        """
        Old: {Type: AWS::Elasticsearch::Domain, Properties: {ElasticsearchClusterConfig: {InstanceType: t3.small.elasticsearch, InstanceCount: 2}}}
        New: {Type: AWS::OpenSearchServerless::Collection, Properties: {Name: texts}}
        """,
        [],
        {"Old": {"type": "opensearch", "nodes": 2}, "New": {"type": "opensearch"}},
    ),
    (
        "the notifications of a bucket as a resource of their own",
        """
        Files: {Type: AWS::S3::Bucket}
        On: {Type: AWS::S3::BucketNotification, Properties: {Bucket: !Ref Files, Function: !GetAtt Work.Arn, Event: "s3:ObjectCreated:*"}}
        Work: {Type: AWS::Lambda::Function}
        """,
        ["Files -> Work"],
        {},
    ),
    (
        "a secret that is tied to its database",
        """
        Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: mysql, DBInstanceClass: db.t4g.small}}
        Login: {Type: AWS::SecretsManager::Secret}
        Tied: {Type: AWS::SecretsManager::SecretTargetAttachment, Properties: {SecretId: !Ref Login, TargetId: !Ref Db}}
        Turn: {Type: AWS::SecretsManager::RotationSchedule, Properties: {SecretId: !Ref Tied, RotationRules: {AutomaticallyAfterDays: 30}}}
        """,
        [],
        {"Login": {"rotation": "30d"}},
    ),
    (
        "what an analysis of a stream writes to",
        """
        Count: {Type: AWS::KinesisAnalyticsV2::Application, Properties: {RuntimeEnvironment: SQL-1_0,
            ServiceExecutionRole: !ImportValue role}}
        To: {Type: AWS::KinesisAnalyticsV2::ApplicationOutput, Properties: {ApplicationName: !Ref Count, Output: {
            KinesisStreamsOutput: {ResourceARN: !GetAtt Clicks.Arn}}}}
        Clicks: {Type: AWS::Kinesis::Stream, Properties: {StreamModeDetails: {StreamMode: ON_DEMAND}}}
        """,
        ["Count -> Clicks"],
        {},
    ),
    (
        "a service that archlint has no type for",
        """
        In: {Type: AWS::S3::Bucket}
        Out: {Type: AWS::S3::Bucket}
        Trade: {Type: AWS::B2BI::Capability, Properties: {Configuration: {Edi: {InputLocation: {BucketName: !Ref In},
            OutputLocation: {BucketName: !Ref Out}}}}}
        """,
        ["In -> Trade", "Trade -> Out"],
        {"Trade": {"type": "AWS::B2BI::Capability"}},
    ),
]


@pytest.mark.parametrize(("text", "flows", "fields"), [case[1:] for case in RARE], ids=[case[0] for case in RARE])
def test_resources_that_are_rarer_are_read_as_well(
    text: str, flows: list[str], fields: dict[str, dict[str, Any]]
) -> None:
    made = resources(text)
    assert made.edges == flows
    for name, expected in fields.items():
        assert expected.items() <= made.components[name].items()


def test_an_egress_only_gateway_is_the_way_out_of_version_6() -> None:
    made = resources(
        """
        Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
        Out: {Type: AWS::EC2::EgressOnlyInternetGateway, Properties: {VpcId: !Ref Net}}
        Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Net}}
        Way: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationIpv6CidrBlock: "::/0",
            EgressOnlyInternetGatewayId: !Ref Out}}
        """
    )
    assert made.data["vpcs"]["Net"]["egress_only_gateway"] is True
    assert made.data["vpcs"]["Net"]["route_tables"] == {"Table": {"::/0": "egress_only_gateway"}}
