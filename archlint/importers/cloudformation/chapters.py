"""Which module reads which resources, and in which order: components, what belongs to them, then what joins them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from archlint.importers.cloudformation.others import foreign, is_plumbing, link
from archlint.importers.cloudformation.resource import Resource
from archlint.importers.cloudformation.world import World

if TYPE_CHECKING:
    from types import ModuleType

Reader = Callable[[World, Resource], object]

_CHAPTERS: dict[str, tuple[str, ...]] = {
    # the service in a type's name -> modules, each with some of READERS, SECOND, THIRD, LINKS, FOURTH, LAST
    "ApiGateway": ("api", "permits"),
    "ApiGatewayV2": ("api", "permits"),
    "AppSync": ("edge",),
    "ApplicationAutoScaling": ("storage",),
    "AutoScaling": ("compute",),
    "CloudFront": ("edge",),
    "CloudWatch": ("watching",),
    "Cognito": ("identity",),
    "Custom": ("custom",),
    "DynamoDB": ("storage", "permits"),
    "EC2": ("network", "firewalls", "compute"),
    "ECS": ("containers",),
    "EFS": ("databases", "permits"),
    "ElastiCache": ("databases",),
    "Elasticsearch": ("databases",),
    "ElasticLoadBalancingV2": ("compute",),
    "Events": ("events", "permits"),
    "IAM": ("access",),
    "IoT": ("edge",),
    "KMS": ("watching", "permits"),
    "Kinesis": ("streams", "permits"),
    "KinesisAnalytics": ("streams",),
    "KinesisAnalyticsV2": ("streams",),
    "KinesisFirehose": ("streams",),
    "Lambda": ("lambda_", "permits"),
    "Logs": ("watching",),
    "MSK": ("streams",),
    "OpenSearchServerless": ("databases",),
    "OpenSearchService": ("databases", "permits"),
    "Pipes": ("pipes",),
    "RDS": ("databases",),
    "Redshift": ("databases",),
    "RedshiftServerless": ("databases",),
    "S3": ("storage", "permits"),
    "SNS": ("messaging", "permits"),
    "SQS": ("messaging", "permits"),
    "Scheduler": ("events",),
    "SecretsManager": ("watching", "permits"),
    "Serverless": ("api",),
    "StepFunctions": ("states",),
    "WAFv2": ("api",),
}
_PASSES = ("READERS", "SECOND", "THIRD", "LINKS", "FOURTH", "LAST")


def describe(world: World) -> None:
    """Turn all resources of a world into components, flows, roles and networks."""
    from archlint.importers.cloudformation.authorizers import settle_guards
    from archlint.importers.cloudformation.custom import settle_handlers
    from archlint.importers.cloudformation.edge import settle_data_sources
    from archlint.importers.cloudformation.inference import infer
    from archlint.importers.cloudformation.lambda_ import settle_aliases
    from archlint.importers.cloudformation.watching import logging_settings, settle_log_groups

    for stage in _PASSES:
        for resource in list(world.resources.values()):
            read = False
            for module in _modules(resource.type):
                reader: Reader | None = getattr(module, stage, {}).get(resource.type)
                if reader is not None:
                    reader(world, resource)
                    read = True
            if not read:
                _otherwise(world, resource, stage)
    for resource in world.resources.values():
        logging_settings(world, resource)
    infer(world)
    settle_guards(world)
    settle_data_sources(world)
    settle_aliases(world)
    settle_handlers(world)
    settle_log_groups(world)


def _modules(kind: str) -> list[ModuleType]:
    vendor, _, rest = kind.partition("::")
    service = vendor if vendor == "Custom" else rest.partition("::")[0] if kind.count("::") == 2 else ""
    return [import_module(f"archlint.importers.cloudformation.{name}") for name in _CHAPTERS.get(service, ())]


def _otherwise(world: World, resource: Resource, stage: str) -> None:
    """A resource that no chapter reads stays in the description as itself, unless it is no component."""
    if is_plumbing(resource.type) or "::" not in resource.type or resource.type == "AWS::Serverless::Route":
        return
    if stage == "READERS":
        foreign(world, resource)
    elif stage == "LINKS" and world.draft.type_of(resource.name) == resource.type:
        link(world, resource)
