"""What a component's role, and its own policy, have to allow: as words, and as IAM policies to copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.model.component import known

if TYPE_CHECKING:
    from archlint.design.access.needs import Need
    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow


def of_component(design: Design, one: Component) -> list[str]:
    """The policies that a component needs for exactly what its flows do; nothing where it needs none."""
    from archlint.design.access.derived import own_policy, role_policy

    access = design.access
    lines = []
    needed = role_policy(access, one)
    if needed is not None:
        trusted = f", which {access.principal(one)} may assume" if access.principal(one) else ""
        lines += ["", f"{_role(design, one)}{trusted}; its flows need:", *_json(needed)]
    admitting = own_policy(access, one)
    if admitting is not None:
        how = "is declared" if access.declared else "is derived"
        lines += ["", f"Its own policy {how}; those who come need:", *_json(admitting)]
    return lines


def of_flow(design: Design, flow: AnyFlow) -> list[str]:
    """What has to be allowed for a flow to travel, and what is missing of it."""
    need = design.access.needed(flow)
    lines = [f"Allowed by: {line}" for line in (_by_role(design, flow, need), _by_policy(need, flow)) if line]
    missing = [act.action for lack in design.access.grants(flow).lacks for act in lack.acts]
    return [*lines, f"Missing: {', '.join(missing)}"] if missing else lines


def _role(design: Design, one: Component) -> str:
    if not design.access.declared:
        return "Its role is derived"
    if one.type == "cognito_identity_pool":
        roles: object = getattr(one, "roles", None)
        given = [getattr(roles, kind, "") for kind in ("authenticated", "guest")]
        names = " and ".join(name for name in given if name and known(name))
        return f"It gives its clients the role {names}" if names else "It gives its clients no role"
    return f"It acts as the role {one.role}" if one.role and known(one.role) else "It names no role"


def _by_role(design: Design, flow: AnyFlow, need: Need) -> str:
    acts = [" or ".join(act.action for act in choice) + f" on {choice[0].on}" for choice in need.acts]
    pool = design.access.identity_pool(flow)
    role = f"the role of {need.actor}"
    if need.actor.type == "client":  # which has a role only from an identity pool
        role = f"the role that {pool} gives {need.actor}" if pool is not None else f"the credentials of {need.actor}"
    return f"{role}, {', '.join(acts)}" if acts else ""


def _by_policy(need: Need, flow: AnyFlow) -> str:
    acts = [act.action for choice in need.admits for act in choice]
    return f"the policy of {flow.target}, {', '.join(acts)} for {need.service}" if acts else ""


def _json(document: dict[str, Any]) -> list[str]:
    import json

    return [f"  {line}" for line in json.dumps(document, indent=2).split("\n")]
