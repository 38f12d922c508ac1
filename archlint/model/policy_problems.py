"""Checks the policies of a description: the statements of roles, and the policies on components."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.model.component import Component
    from archlint.model.description import Description
    from archlint.model.problems import Wrong


def wrong_in_policies(found: Description) -> Iterator[Wrong]:
    """Statements that name no action, have fields that statements do not have, or are no statements at all."""
    limited = [component for component in found.components.values() if "policy" in component.given]
    if found.roles or limited:
        yield from _wrong(found, limited)


def _wrong(found: Description, limited: list[Component]) -> Iterator[Wrong]:
    from archlint.model.policies import read_resource_policy, read_role

    for role in found.roles.values():
        _, wrong = read_role({key: getattr(role, key) for key in ("allow", "deny", "boundary")})
        yield from (one._replace(path=(*role.path, *one.path)) for one in wrong)
    for component in limited:
        _, wrong = read_resource_policy(component.policy, found.accounts, (*component.path, "policy"))
        yield from wrong
