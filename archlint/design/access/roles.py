"""The roles of a description as they are written, with what AWS's managed policies allow put in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.model.component import known
from archlint.model.policies import Grants, Managed, Statement, read_role, service_principal

if TYPE_CHECKING:
    from archlint.model.access import Role


class HeldRole(NamedTuple):
    """A role: what it may do, its managed policies read, and its own statements apart from theirs."""

    name: str
    role: Role
    grants: Grants
    own: Grants
    attached: Grants

    def trusts(self, service: str) -> bool | None:
        """Whether a service (`lambda`, `states.amazonaws.com`) may act as the role; None where that is not known."""
        trust = self.role.trust
        if not known(trust) or not all(known(one) and "${" not in one for one in trust):
            return None
        return not trust or service_principal(service) in map(service_principal, trust)


def read(name: str, role: Role) -> HeldRole:
    """A role of the description; of what is not known in it, its grants say so."""
    raw, _ = read_role({key: getattr(role, key) for key in ("allow", "deny", "boundary")})
    grants = _expanded(raw)
    attached = Grants(tuple(one for policy in raw.managed for one in _statements(policy) or ()))
    return HeldRole(name, role, grants, Grants(raw.statements), attached)


def nobodys(name: str) -> None:
    """Says of a managed policy that it is not known: those that are have been put in already."""


def _expanded(raw: Grants) -> Grants:
    """Grants whose managed policies are statements, but for those that are not known."""
    found = [(policy, _statements(policy)) for policy in raw.managed]
    statements = [statement for _, read in found for statement in read or ()]
    unknown = tuple(policy for policy, read in found if read is None)
    limits = _expanded(raw.boundary) if raw.boundary is not None else None
    return Grants((*raw.statements, *statements), unknown, limits)


def _statements(policy: Managed) -> list[Statement] | None:
    from archlint.catalog.policies import managed

    found = managed(policy.name)
    if found is None:
        return None
    return [
        Statement(
            True,
            one.actions or one.not_actions,
            one.resources,
            but_actions=bool(one.not_actions),
            conditional=one.under_conditions,
            path=policy.path,
        )
        for one in found.statements
    ]
