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
                guard = guard_of(world, body, find(operation.value, "security") or everywhere)
                connect(
                    world, Target(resource.name), route_of(verb, path), operation.at, tree.value, guard, resource.name
                )


def route_of(verb: str, path: str) -> str:
    """`POST /orders` for a verb and a path; `$default` stands alone."""
    name = verb.upper()
    if path.lstrip("/") == "$default":
        return "$default"
    return f"{'ANY' if name.startswith('X-') else name} {path}"


def guard_of(world: World, body: Properties, security: Setting | None) -> Guard | None:
    """What the security of an operation asks for."""
    says: list[tuple[str, Any]] = []
    for requirement in security.value if security is not None and isinstance(security.value, Items) else ():
        for name, _ in entries(requirement):
            scheme = value_at(body, "components", "securitySchemes", name) or value_at(
                body, "securityDefinitions", name
            )
            says += _scheme(world, scheme)
    return Guard(tuple(dict.fromkeys(says)), security.at) if says and security is not None else None


def _scheme(world: World, scheme: Any) -> list[tuple[str, Any]]:
    inner = value_at(scheme, "x-amazon-apigateway-authorizer")
    kind = str(value_at(scheme, "x-amazon-apigateway-authtype") or "").lower()
    if kind == "awssigv4":
        return [("iam", True)]
    if isinstance(inner, Properties):
        return authorizer_says(world, inner)
    return [("api_key", True)] if value_at(scheme, "type") == "apiKey" else []
