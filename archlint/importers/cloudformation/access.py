"""IAM roles and the policies attached to them, as roles of a description."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archlint.document.unknown import UNKNOWN
from archlint.importers.cloudformation.arns import parse_arn
from archlint.importers.cloudformation.mapping import settled
from archlint.importers.cloudformation.texts import tree_of
from archlint.importers.cloudformation.values import Open, Properties, Setting, find, items
from archlint.importers.draft import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.document.tree import MapEntry
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.cloudformation.world import World

_WHOLE = re.compile(r"\$\{([^!}.]+)(?:\.Arn|\.RoleArn|\.RoleName|\.RoleId)?\}\Z")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a policy, as it is written, and what it grants; `None` for what is not known."""

    allows: bool
    actions: tuple[str, ...] | None
    resources: tuple[Setting, ...] | None
    principals: tuple[str, ...]
    tree: Properties
    at: MapEntry


def statements_of(document: Setting | None) -> Iterator[Statement]:
    """The statements of a policy document, also of one that is written as JSON text."""
    for entry in items(tree_of(document), "Statement"):
        tree = entry.value
        if not isinstance(tree, Properties):
            continue
        actions = tuple(items(tree, "Action"))
        unsure = any(not action.is_known for action in actions) or find(tree, "NotAction") is not None
        yield Statement(
            allows=str(tree.get("Effect", "Allow")) != "Deny",
            actions=None if unsure else tuple(str(action.value) for action in actions),
            resources=None if find(tree, "NotResource") is not None else tuple(items(tree, "Resource")),
            principals=tuple(_principals(tree)),
            tree=tree,
            at=entry.at,
        )


def _principals(properties: Properties) -> Iterator[str]:
    found = find(properties, "Principal")
    if found is None:
        return
    if isinstance(found.value, Properties):
        for key in found.value:
            yield from (str(item.value) for item in items(found.value, key))
    else:
        yield str(found.value)


def written(world: World, statement: Statement) -> Properties:
    """A statement in a description's short form; its resources are components where they name some."""
    entry = Part("", statement.at)
    if not statement.allows and find(statement.tree, "Principal") is not None:
        entry.put("effect", "Deny")
    for key, field in _FIELDS:
        for item in items(statement.tree, key):
            value = resource_text(world, item.value) if key.endswith("Resource") else item.value
            entry.add(field, value, item.at)
    for key, field in (("Principal", "principals"), ("NotPrincipal", "principals"), ("Condition", "condition")):
        found = find(statement.tree, key)
        if found is not None:
            entry.set(field, found, settled(found.value))
    return entry.fields


_FIELDS = (
    ("Action", "actions"),
    ("NotAction", "not_actions"),
    ("Resource", "resources"),
    ("NotResource", "not_resources"),
)


def role_named(world: World, value: Any) -> str | None:
    """The role of this template that a value names; None for a role from elsewhere."""
    if isinstance(value, Open):
        match = _WHOLE.match(value)
        if match is not None:
            resource = world.resources.get(match.group(1))
            return match.group(1) if resource is not None and resource.type == "AWS::IAM::Role" else None
    if isinstance(value, str):
        arn = parse_arn(value)
        name = arn.name.rpartition("/")[2] if arn is not None else value
        return world.aws_names.get(("role", name))
    return None


def assume(world: World, part: Part, setting: Setting | None) -> None:
    """The role a component acts as: one of this template, or one of which nothing is known."""
    if setting is not None:
        name = role_named(world, setting.value)
        part.set("role", setting, UNKNOWN if name is None else name)


def role(world: World, resource: Resource) -> None:
    """Registers a role under its name in AWS."""
    name = find(resource.properties, "RoleName")
    if name is not None and isinstance(name.value, str):
        world.aws_names.setdefault(("role", str(name.value)), resource.name)
    world.draft.part("roles", resource.name, resource.at)
    world.facts.setdefault(("statements", resource.name), [])


def link_role(world: World, resource: Resource) -> None:
    part = world.draft.part("roles", resource.name, resource.at)
    for statement in statements_of(find(resource.properties, "AssumeRolePolicyDocument")):
        for principal in statement.principals:
            part.add("trust", _principal(principal), statement.at)
    for arn in items(resource.properties, "ManagedPolicyArns"):
        _managed(world, part, arn)
    for policy in items(resource.properties, "Policies"):
        grant(world, part, find(policy.value, "PolicyDocument"))
    boundary = find(resource.properties, "PermissionsBoundary")
    if boundary is not None:
        part.set(
            "boundary",
            boundary,
            UNKNOWN if isinstance(boundary.value, Open) else str(boundary.value).rpartition("/")[2],
        )


def _principal(text: str) -> str:
    """`states.eu-west-1.amazonaws.com` is the service `states.amazonaws.com`."""
    return re.sub(
        r"^([\w-]+)\.(?:\$\{AWS::Region\}|[a-z]{2}-[a-z]+-\d)\.amazonaws\.com$", r"\1.amazonaws.com", str(text)
    )


def _managed(world: World, part: Part, arn: Setting) -> None:
    value = arn.value
    match = _WHOLE.match(value) if isinstance(value, Open) else None
    own = world.resources.get(match.group(1)) if match is not None else None
    if own is not None and own.type == "AWS::IAM::ManagedPolicy":
        grant(world, part, find(own.properties, "PolicyDocument"))
    elif isinstance(value, str) and (":iam::aws:policy/" in value or (arn.is_known and ":" not in value)):
        part.add("allow", value.rpartition("/")[2], arn.at)
    else:
        part.add("allow", UNKNOWN, arn.at)


def policy(world: World, resource: Resource) -> None:
    """A policy that names the roles it is attached to."""
    for holder in (*items(resource.properties, "Roles"), *items(resource.properties, "RoleName")):
        name = role_named(world, holder.value)
        if name is not None:
            grant(world, world.draft.part("roles", name, resource.at), find(resource.properties, "PolicyDocument"))


def grant(world: World, part: Part, document: Setting | None) -> None:
    """Add the statements of a policy to a role."""
    if document is None:
        return
    statements = list(statements_of(document))
    if not statements:
        if isinstance(document.value, Open):
            part.add("allow", UNKNOWN, document.at)
        return
    for statement in statements:
        world.facts.setdefault(("statements", part.name), []).append(statement)
        part.add("allow" if statement.allows else "deny", written(world, statement), statement.at)


def resource_text(world: World, value: Any) -> Any:
    """A resource of a statement: a component with what follows its name in the ARN, else the ARN as it stands."""
    if not isinstance(value, str):
        return UNKNOWN
    target = world.target(value)
    if target is None:
        return str(value)
    arn = parse_arn(value)
    rest = arn.path if arn is not None else value[value.index("}") + 1 :] if "}" in value else ""
    return target.name + (rest if rest not in ("*", ":*") else "")


def instance_profile(world: World, resource: Resource) -> None:
    for holder in items(resource.properties, "Roles"):
        name = role_named(world, holder.value)
        if name is not None:
            world.facts["profile", resource.name] = name


READERS = {"AWS::IAM::Role": role}
SECOND = {"AWS::IAM::InstanceProfile": instance_profile}
LINKS = {
    "AWS::IAM::Role": link_role,
    "AWS::IAM::Policy": policy,
    "AWS::IAM::ManagedPolicy": policy,
    "AWS::IAM::RolePolicy": policy,
}
