"""Checks the policies of a description: the statements of roles, and the policies on components."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.model.base import Fields

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.model.component import Component
    from archlint.model.description import Description
    from archlint.model.problems import Wrong


def wrong_in_policies(found: Description) -> Iterator[Wrong]:
    """Statements that name no action, have fields that statements do not have, or are no statements at all."""
    limited = [component for component in found.components.values() if "policy" in component.given]
    endpoints = [endpoint for vpc in found.sections.get("vpcs", {}).values() for endpoint in _limited(vpc)]
    if found.roles or limited or endpoints:
        yield from _wrong(found, limited, endpoints)


def _limited(vpc: Any) -> Iterator[Any]:
    """The endpoints of a network that have a policy in statements."""
    endpoints = vpc.endpoints.values() if isinstance(vpc.endpoints, dict) else ()
    readable: Iterator[Any] = (endpoint for endpoint in endpoints if isinstance(endpoint, Fields))
    return (endpoint for endpoint in readable if endpoint.policy not in ("allow", "deny"))


def _wrong(found: Description, limited: list[Component], endpoints: list[Any]) -> Iterator[Wrong]:
    from archlint.model.policies import read_document, read_resource_policy, read_role

    for role in found.roles.values():
        _, wrong = read_role({key: getattr(role, key) for key in ("allow", "deny", "boundary")})
        yield from (one._replace(path=(*role.path, *one.path)) for one in wrong)
    for component in limited:
        _, wrong = read_resource_policy(component.policy, found.accounts, (*component.path, "policy"))
        yield from wrong
    for endpoint in endpoints:
        _, wrong = read_document(endpoint.policy, (*endpoint.path, "policy"))
        yield from wrong
