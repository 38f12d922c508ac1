"""Reads OpenAPI bodies as API Gateway extends them: routes, integrations, authorizers, CORS."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from archlint.document.tree import MapEntry
from archlint.importers.cloudformation.authorizers import Guard, authorizer_says
from archlint.importers.cloudformation.integrations import integration_of
from archlint.importers.cloudformation.values import Items, Properties, Setting, entries, find, value_at
from archlint.importers.cloudformation.world import Target, World

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource

_VERBS = {"get", "put", "post", "delete", "options", "head", "patch", "x-amazon-apigateway-any-method"}
Connect = Callable[[World, Target, str, MapEntry, Any, Guard | None, str], None]


def read_body(world: World, resource: Resource, body: Properties, connect: Connect) -> None:
    """Every route of a body that has an integration; `connect` makes the flow."""
    part = world.draft.components[resource.name]
    if find(body, "x-amazon-apigateway-cors") is not None:
        part.put("cors", value=True, at=body.spans["x-amazon-apigateway-cors"])
    if find(body, "x-amazon-apigateway-request-validator") is not None:
        part.put("validation", value=True, at=body.spans["x-amazon-apigateway-request-validator"])
    everywhere = find(body, "security")
    for path, methods in entries(body, "paths"):
        for verb, operation in entries(methods.value):
            if verb.lower() not in _VERBS:
                continue
            tree = find(operation.value, "x-amazon-apigateway-integration")
            kind = integration_of(tree.value).kind if tree is not None else ""
            if verb.lower() == "options" and kind == "mock":
                part.put("cors", value=True, at=operation.at)
            elif tree is not None:
                guard = guard_of(world, resource, body, find(operation.value, "security") or everywhere)
                connect(
                    world, Target(resource.name), route_of(verb, path), operation.at, tree.value, guard, resource.name
                )


def route_of(verb: str, path: str) -> str:
    """`POST /orders` for a verb and a path; `$default` stands alone."""
    name = verb.upper()
    if path.lstrip("/") == "$default":
        return "$default"
    return f"{'ANY' if name.startswith('X-') else name} {path}"


def guard_of(world: World, api: Resource, body: Properties, security: Setting | None) -> Guard | None:
    """What the security of an operation asks for; where it says nothing, what SAM puts before every route."""
    if security is None:
        return _default_guard(world, api)
    says: list[tuple[str, Any]] = []
    for requirement in security.value if isinstance(security.value, Items) else ():
        for name, _ in entries(requirement):
            says += _named(world, api, body, name)
    return Guard(tuple(dict.fromkeys(says)), security.at) if says else None


def _default_guard(world: World, api: Resource) -> Guard | None:
    says: list[tuple[str, Any]] = []
    default, key = find(api.properties, "DefaultAuthorizer"), find(api.properties, "ApiKeyRequired")
    if default is not None and str(default.value).upper() != "NONE":
        says += _named(world, api, Properties(api.properties.span), str(default.value))
    if key is not None and str(key.value).lower() == "true":
        says.append(("api_key", True))
    at = default or key
    return Guard(tuple(says), at.at) if says and at is not None else None


def _named(world: World, api: Resource, body: Properties, name: str) -> list[tuple[str, Any]]:
    """The security of this name: of the body, or one of the authorizers that SAM adds to it."""
    scheme = value_at(body, "components", "securitySchemes", name) or value_at(body, "securityDefinitions", name)
    added = world.resources.get(f"{api.name}{name}Authorizer")
    if scheme is None and added is not None:
        return authorizer_says(world, added.properties)
    return [("iam", True)] if scheme is None and name == "AWS_IAM" else _scheme(world, scheme)


def _scheme(world: World, scheme: Any) -> list[tuple[str, Any]]:
    inner = value_at(scheme, "x-amazon-apigateway-authorizer")
    kind = str(value_at(scheme, "x-amazon-apigateway-authtype") or "").lower()
    if kind == "awssigv4":
        return [("iam", True)]
    if isinstance(inner, Properties):
        return authorizer_says(world, inner)
    return [("api_key", True)] if value_at(scheme, "type") == "apiKey" else []
