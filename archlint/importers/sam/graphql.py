"""AWS::Serverless::GraphQLApi as the plain AppSync resources it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.importers.cloudformation.values import Open, Setting, build, entries, find, items, select, text_at

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource


def expand_graphql(resource: Resource) -> list[Resource]:
    """The API, its data sources, functions and resolvers."""
    properties = resource.properties
    auth = find(properties, "Auth")
    plain: dict[str, Any] = {**select(properties, "Name", "XrayEnabled"), "LogConfig": find(properties, "Logging")}
    if auth is not None:
        plain |= _provider(auth)
        plain["AdditionalAuthenticationProviders"] = [
            _provider(entry) for entry in items(auth.value, "Additional")
        ] or None
    api = resource.made(resource.name, "AWS::AppSync::GraphQLApi", build(resource.at, plain))
    api.attributes, api.maker = resource.attributes, ""
    made = [api]
    for section, key, naming in (
        ("DynamoDb", "DynamoDBConfig", "TableName"),
        ("Lambda", "LambdaConfig", "LambdaFunctionArn"),
    ):
        for name, setting in entries(properties, "DataSources", section):
            end = find(setting.value, "TableName" if section == "DynamoDb" else "FunctionArn")
            inner = {"ApiId": resource.ref, "Name": name, key: {naming: end}}
            made.append(
                resource.made(
                    f"{resource.name}{name}DataSource", "AWS::AppSync::DataSource", build(setting.at, inner), setting.at
                )
            )
    for name, setting in entries(properties, "Functions"):
        source = text_at(setting.value, "DataSource")
        inner = {"ApiId": resource.ref, "DataSourceName": source}
        made.append(
            resource.made(
                f"{resource.name}{name}", "AWS::AppSync::FunctionConfiguration", build(setting.at, inner), setting.at
            )
        )
    for kind, fields in entries(properties, "Resolvers"):
        for name, setting in entries(fields.value):
            made.append(_resolver(resource, kind, name, setting))
    return made


def _provider(entry: Setting) -> dict[str, Any]:
    return {
        "AuthenticationType": find(entry.value, "Type"),
        "UserPoolConfig": find(entry.value, "UserPool"),
        "LambdaAuthorizerConfig": find(entry.value, "LambdaAuthorizer"),
        "OpenIDConnectConfig": find(entry.value, "OpenIDConnect"),
    }


def _resolver(resource: Resource, kind: str, name: str, setting: Setting) -> Resource:
    pipeline = [Open("${" + f"{resource.name}{step.value}" + "}") for step in items(setting.value, "Pipeline")]
    inner = {
        "ApiId": resource.ref,
        "TypeName": kind,
        "FieldName": find(setting.value, "FieldName") or name,
        "PipelineConfig": {"Functions": pipeline} if pipeline else None,
    }
    return resource.made(f"{resource.name}{kind}{name}", "AWS::AppSync::Resolver", build(setting.at, inner), setting.at)
