"""Which component types there are, what CloudFormation calls them, and where their models live."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archlint.model.component import Component

TYPES: dict[str, tuple[str, str]] = {
    "lambda": ("compute", "Function"),
    "eventbridge": ("messaging", "Bus"),
    "schedule": ("messaging", "Schedule"),
    "sns": ("messaging", "Topic"),
    "step_functions": ("workflow", "Workflow"),
    "api_gateway": ("api", "Api"),
    "sqs": ("messaging", "Queue"),
    "kinesis": ("streaming", "Stream"),
    "firehose": ("streaming", "Firehose"),
    "flink": ("streaming", "Flink"),
    "cognito_user_pool": ("identity", "UserPool"),
    "cognito_identity_pool": ("identity", "IdentityPool"),
    "client": ("outside", "Client"),
    "http_endpoint": ("outside", "HttpEndpoint"),
    "on_premises": ("outside", "OnPremises"),
    "s3": ("storage", "Bucket"),
    "dynamodb": ("storage", "Table"),
    "auto_scaling_group": ("compute", "AutoScalingGroup"),
    "ec2": ("compute", "Instance"),
    "ecs_service": ("compute", "EcsService"),
    "load_balancer": ("compute", "LoadBalancer"),
    "rds": ("storage", "Database"),
    "rds_proxy": ("storage", "DatabaseProxy"),
    "elasticache": ("storage", "Cache"),
    "opensearch": ("storage", "SearchDomain"),
    "redshift": ("storage", "Warehouse"),
    "splunk": ("outside", "Splunk"),
    "efs": ("storage", "FileSystem"),
    "kafka": ("streaming", "Kafka"),
    "iot_core": ("devices", "IotCore"),
    "iot_rule": ("devices", "IotRule"),
    "appsync": ("api", "GraphApi"),
    "cloudfront": ("api", "Distribution"),
    "pipe": ("messaging", "Pipe"),
    "cloudwatch_logs": ("operations", "LogGroup"),
    "kms_key": ("operations", "Key"),
    "secret": ("operations", "Secret"),
    "aws_service": ("outside", "AwsService"),
}
"""Short name -> (module of archlint.model, class), in the notes' order."""

SYNONYMS: dict[str, str] = {
    "kinesis_analytics": "flink",
    "cloudwatch_events": "eventbridge",
    "AWS::Lambda::Function": "lambda",
    "AWS::Serverless::Function": "lambda",
    "AWS::Events::EventBus": "eventbridge",
    "AWS::Scheduler::Schedule": "schedule",
    "AWS::SNS::Topic": "sns",
    "AWS::StepFunctions::StateMachine": "step_functions",
    "AWS::Serverless::StateMachine": "step_functions",
    "AWS::ApiGateway::RestApi": "api_gateway",
    "AWS::ApiGatewayV2::Api": "api_gateway",
    "AWS::Serverless::Api": "api_gateway",
    "AWS::Serverless::HttpApi": "api_gateway",
    "AWS::SQS::Queue": "sqs",
    "AWS::Kinesis::Stream": "kinesis",
    "AWS::KinesisFirehose::DeliveryStream": "firehose",
    "AWS::KinesisAnalyticsV2::Application": "flink",
    "AWS::KinesisAnalytics::Application": "flink",
    "AWS::Cognito::UserPool": "cognito_user_pool",
    "AWS::Cognito::IdentityPool": "cognito_identity_pool",
    "AWS::S3::Bucket": "s3",
    "AWS::DynamoDB::Table": "dynamodb",
    "AWS::DynamoDB::GlobalTable": "dynamodb",
    "AWS::Serverless::SimpleTable": "dynamodb",
    "AWS::AutoScaling::AutoScalingGroup": "auto_scaling_group",
    "AWS::EC2::Instance": "ec2",
    "AWS::ECS::Service": "ecs_service",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "load_balancer",
    "AWS::RDS::DBInstance": "rds",
    "AWS::RDS::DBCluster": "rds",
    "AWS::RDS::DBProxy": "rds_proxy",
    "AWS::ElastiCache::CacheCluster": "elasticache",
    "AWS::ElastiCache::ReplicationGroup": "elasticache",
    "AWS::OpenSearchService::Domain": "opensearch",
    "AWS::Elasticsearch::Domain": "opensearch",
    "AWS::Redshift::Cluster": "redshift",
    "AWS::EFS::FileSystem": "efs",
    "AWS::MSK::Cluster": "kafka",
    "AWS::IoT::TopicRule": "iot_rule",
    "AWS::AppSync::GraphQLApi": "appsync",
    "AWS::Serverless::GraphQLApi": "appsync",
    "AWS::CloudFront::Distribution": "cloudfront",
    "AWS::Pipes::Pipe": "pipe",
    "AWS::Logs::LogGroup": "cloudwatch_logs",
    "AWS::KMS::Key": "kms_key",
    "AWS::SecretsManager::Secret": "secret",
}

IMPLIED: dict[str, dict[str, str]] = {"cloudwatch_events": {"bus": "default"}}
"""What an old name says of its component: CloudWatch Events knew the default bus alone."""

IN_NETWORKS_ONLY = ("rds", "rds_proxy", "elasticache", "efs", "redshift", "kafka")
"""Types that always stand in a network: one that does not say in which stands in one that is not known."""

STREAMS = frozenset({"kinesis", "dynamodb", "kafka"})
"""Read shard by shard, in order, by whoever asks."""

COMPUTE = frozenset({"lambda", "auto_scaling_group", "ec2", "ecs_service", "flink", "on_premises"})
"""Runs the user's own code on what it is given."""

WORKERS = frozenset({"auto_scaling_group", "ec2", "ecs_service", "on_premises"})
"""Compute that fetches its own work."""

PASS_THROUGH = frozenset(
    {
        "api_gateway",
        "sns",
        "eventbridge",
        "sqs",
        "kinesis",
        "firehose",
        "pipe",
        "schedule",
        "load_balancer",
        "cloudfront",
        "iot_core",
        "iot_rule",
    }
)
"""Hands the payload on as it came."""

STORES = frozenset({"s3", "dynamodb", "rds", "rds_proxy", "elasticache", "opensearch", "redshift", "efs", "splunk"})
"""Keeps data; nothing happens in it by itself."""

OUTSIDE = frozenset({"client", "http_endpoint", "on_premises", "splunk", "aws_service", "iot_core"})
"""Is not part of what the architect builds."""


def short_name(type_name: str) -> str | None:
    """The short name of a type written either way, or None for a type that archlint does not know."""
    return type_name if type_name in TYPES else SYNONYMS.get(type_name)


@cache
def model_of(short: str) -> type[Component]:
    """The model of a type by its short name (`foreign` for one that archlint does not know)."""
    from importlib import import_module

    module, name = TYPES.get(short, ("component", "Foreign"))
    found: type[Component] = getattr(import_module(f"archlint.model.{module}"), name)
    return found
