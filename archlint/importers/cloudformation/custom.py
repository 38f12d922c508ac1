"""Custom resources: what those of the CDK set up, and the functions that serve them while a stack is deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.importers.cloudformation.storage import notifications
from archlint.importers.cloudformation.values import find

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.cloudformation.world import World

_OF_CDK = frozenset({
    "Custom::AWS", "Custom::AWSCDKOpenIdConnectProvider", "Custom::CDKBucketDeployment",
    "Custom::CrossRegionExportReader", "Custom::CrossRegionExportWriter", "Custom::DescribeCognitoUserPoolDomain",
    "Custom::DynamoDBReplica", "Custom::ECRAutoDeleteImages", "Custom::LogRetention", "Custom::S3AutoDeleteObjects",
    "Custom::S3BucketNotifications", "Custom::UserPoolCloudFrontDomainName", "Custom::VpcRestrictDefaultSG",
})  # fmt: skip
"""Types that the CDK serves with functions of its own, whose settings nobody else chooses."""


def bucket_notifications(world: World, resource: Resource) -> None:
    """The notifications of a bucket, which the CDK sets by a custom resource."""
    bucket = world.target_or_outside(find(resource.properties, "BucketName"), "s3", plain_names=True)
    if bucket is not None:
        notifications(world, bucket.name, resource.properties)


def settle_handlers(world: World) -> None:
    """Marks the functions that CloudFormation calls for custom resources."""
    for resource in world.resources.values():
        token = find(resource.properties, "ServiceToken")
        served = world.target(token.value, "lambda") if token is not None else None
        if token is None or served is None or world.draft.type_of(served.name) != "lambda":
            continue
        part = world.draft.components[served.name]
        part.put("custom_resource", value=True, at=token.at)
        if resource.type in _OF_CDK:
            part.put("outside", value=True, at=token.at)


LINKS = {"Custom::S3BucketNotifications": bucket_notifications}
