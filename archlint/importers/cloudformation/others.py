"""Resources of services that archlint has no type for: what some of them are connected to, and what is no component."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.importers.cloudformation.values import find, items

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.cloudformation.world import World

PLUMBING = (
    "AWS::ACMPCA::", "AWS::ApiGateway::", "AWS::ApiGatewayV2::", "AWS::AppConfig::", "AWS::AppSync::",
    "AWS::ApplicationAutoScaling::", "AWS::AutoScaling::", "AWS::AutoScalingPlans::", "AWS::Budgets::", "AWS::CDK::",
    "AWS::CertificateManager::", "AWS::CloudFormation::", "AWS::CloudFront::", "AWS::CloudTrail::", "AWS::CloudWatch::",
    "AWS::CodeDeploy::", "AWS::CodeStarNotifications::", "AWS::Cognito::", "AWS::Config::", "AWS::DAX::SubnetGroup",
    "AWS::DAX::ParameterGroup", "AWS::EC2::", "AWS::ECR::", "AWS::ECS::", "AWS::EFS::", "AWS::ElastiCache::",
    "AWS::ElasticLoadBalancingV2::", "AWS::Events::", "AWS::IAM::", "AWS::IoT::Certificate", "AWS::IoT::Policy",
    "AWS::IoT::PolicyPrincipalAttachment", "AWS::IoT::ThingPrincipalAttachment", "AWS::KMS::", "AWS::Kinesis::",
    "AWS::KinesisAnalytics::", "AWS::KinesisAnalyticsV2::", "AWS::LakeFormation::", "AWS::Lambda::Alias",
    "AWS::Lambda::CodeSigningConfig", "AWS::Lambda::EventInvokeConfig", "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::LayerVersion", "AWS::Lambda::LayerVersionPermission", "AWS::Lambda::Permission", "AWS::Lambda::Url",
    "AWS::Lambda::Version", "AWS::Logs::", "AWS::MSK::BatchScramSecret", "AWS::MSK::ClusterPolicy",
    "AWS::MSK::Configuration", "AWS::OpenSearchServerless::AccessPolicy", "AWS::OpenSearchServerless::SecurityPolicy",
    "AWS::OpenSearchServerless::LifecyclePolicy", "AWS::OpenSearchServerless::VpcEndpoint", "AWS::RDS::",
    "AWS::Redshift::", "AWS::RedshiftServerless::Namespace", "AWS::ResourceGroups::", "AWS::Route53::",
    "AWS::Route53Resolver::", "AWS::S3::BucketNotification", "AWS::S3::BucketPolicy", "AWS::S3::AccessPoint",
    "AWS::SES::EmailIdentity", "AWS::SES::ReceiptRuleSet", "AWS::SES::ConfigurationSet", "AWS::SES::Template",
    "AWS::SNS::", "AWS::SQS::", "AWS::SSM::Association", "AWS::SSM::Document", "AWS::SSM::MaintenanceWindow",
    "AWS::Scheduler::", "AWS::SecretsManager::", "AWS::ServiceCatalog::", "AWS::ServiceDiscovery::",
    "AWS::StepFunctions::", "AWS::WAFv2::", "AWS::XRay::", "AWS::Serverless::LayerVersion",
    "AWS::Serverless::Application", "AWS::Serverless::Connector", "Custom::",
)  # fmt: skip
"""Types, or beginnings of types, that are no components: they set up, protect, name or join the components."""

_REMAIN = frozenset({
    "AWS::EC2::SpotFleet", "AWS::EC2::EC2Fleet", "AWS::RDS::GlobalCluster",
})  # fmt: skip

_CONNECTIONS: dict[str, tuple[tuple[str, str, bool], ...]] = {
    # type -> (path to what names the other end, its type, whether the flow goes there)
    "AWS::QLDB::Stream": (("KinesisConfiguration.StreamArn", "kinesis", True),),
    "AWS::B2BI::Capability": (
        ("Configuration.Edi.InputLocation.BucketName", "s3", False),
        ("Configuration.Edi.OutputLocation.BucketName", "s3", True),
    ),
}
_RECEIPT = (
    ("S3Action", "BucketName", "s3"),
    ("LambdaAction", "FunctionArn", "lambda"),
    ("SNSAction", "TopicArn", "sns"),
)


def is_plumbing(kind: str) -> bool:
    """Whether a type is no component of an architecture."""
    return kind.startswith(PLUMBING) and kind not in _REMAIN


def foreign(world: World, resource: Resource) -> None:
    """A component of its own type, with no fields."""
    world.component(resource, resource.type)


def link(world: World, resource: Resource) -> None:
    """What a resource of a type that archlint does not know is connected to."""
    for path, kind, outwards in _CONNECTIONS.get(resource.type, ()):
        named = find(resource.properties, *path.split("."))
        target = world.target(named.value, kind) if named is not None else None
        if target is not None and named is not None:
            ends = (resource.name, target.name) if outwards else (target.name, resource.name)
            world.flow(*ends, named.at)
    if resource.type == "AWS::SES::ReceiptRule":
        _receipts(world, resource)


def _receipts(world: World, resource: Resource) -> None:
    for action in items(resource.properties, "Rule", "Actions"):
        for key, naming, kind in _RECEIPT:
            target = world.target_or_outside(find(action.value, key, naming), kind)
            if target is not None:
                world.flow(resource.name, target, action.at)
