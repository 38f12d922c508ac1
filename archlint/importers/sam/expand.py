"""Replaces every resource of SAM's own by the plain CloudFormation resources it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.importers.cloudformation.values import Properties, build, find, select
from archlint.importers.sam.apis import ImplicitApis, expand_http, expand_rest, expand_websocket
from archlint.importers.sam.connectors import embedded, expand_connector
from archlint.importers.sam.function import expand_function
from archlint.importers.sam.graphql import expand_graphql
from archlint.importers.sam.machine import expand_machine

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.sam.globals import Globals


def expand(resources: list[Resource], globals_: Globals) -> list[Resource]:
    """All resources with those of SAM replaced, in their order; implicit APIs come last."""
    by_name = {resource.name: resource for resource in resources}
    apis = ImplicitApis(
        globals_, {name: one for name, one in by_name.items() if one.type.startswith("AWS::Serverless::")}
    )
    made: list[Resource] = []
    for resource in resources:
        made += _expanded(resource, apis, by_name)
        if "Connectors" in resource.attributes:
            made += embedded(resource, by_name)
    for implicit in apis.made.values():
        made += _expanded(implicit, apis, by_name)
    return made


def _expanded(resource: Resource, apis: ImplicitApis, by_name: dict[str, Resource]) -> list[Resource]:
    kind = resource.type.removeprefix("AWS::Serverless::")
    if kind == resource.type:
        return [resource]
    if kind == "Function":
        return expand_function(resource, apis)
    if kind == "StateMachine":
        return expand_machine(resource, apis)
    if kind == "Connector":
        return expand_connector(resource, by_name)
    simple = {
        "Api": expand_rest,
        "HttpApi": expand_http,
        "WebSocketApi": expand_websocket,
        "GraphQLApi": expand_graphql,
    }
    if kind in simple:
        return simple[kind](resource)
    return [_table(resource)] if kind == "SimpleTable" else [resource]


def _table(resource: Resource) -> Resource:
    """AWS::Serverless::SimpleTable: on demand, unless it states its throughput."""
    properties: Properties = resource.properties
    throughput = find(properties, "ProvisionedThroughput")
    plain = {
        **select(
            properties, "TableName", "SSESpecification", "PointInTimeRecoverySpecification", "ProvisionedThroughput"
        ),
        "BillingMode": None if throughput is not None else "PAY_PER_REQUEST",
    }
    made = resource.made(resource.name, "AWS::DynamoDB::Table", build(resource.at, plain))
    made.attributes, made.maker = resource.attributes, ""
    return made
