"""What the `Policies` of a SAM resource come to: managed policies, written documents, and SAM's policy templates."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.importers.cloudformation.spelling import as_text
from archlint.importers.cloudformation.values import Open, Properties, Setting, build, items, text_at

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource


class Grant(NamedTuple):
    """One statement of a policy template; `<X>` in a resource stands for the parameter X."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]
    conditional: bool


@cache
def templates() -> dict[str, list[Grant]]:
    """SAM's policy templates by name."""
    from importlib.resources import files  # also where the package is a zip that was never unpacked

    found: dict[str, list[Grant]] = {}
    name = ""
    for line in files(__package__).joinpath("policy_templates.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        if not line.startswith(" "):
            name = line
            found[name] = []
            continue
        service, _, rest = line.strip().partition(": ")
        actions, _, resources = rest.partition(" @ ")
        conditional = resources.endswith(" ?")
        found[name].append(
            Grant(
                tuple(f"{service}:{action}" for action in actions.split()),
                tuple(resources.removesuffix(" ?").split()),
                conditional,
            )
        )
    return found


def policies_of(resource: Resource, key: str = "Policies") -> tuple[list[Setting], list[Setting]]:
    """The managed policies (names and ARNs) and the policy documents of a SAM resource."""
    managed: list[Setting] = []
    documents: list[Setting] = []
    for entry in items(resource.properties, key):
        if not isinstance(entry.value, Properties):
            managed.append(entry)
        elif "Statement" in entry.value:
            documents.append(entry)
        else:
            documents += _from_templates(entry.value)
    return managed, documents


def _from_templates(tree: Properties) -> list[Setting]:
    found: list[Setting] = []
    for name in tree:
        at = tree.spans[name]
        if name in templates():
            statements = [_statement(grant, tree[name]) for grant in templates()[name]]
            found.append(Setting(build(at, {"Statement": statements}), at))
    return found


def _statement(grant: Grant, parameters: Any) -> dict[str, Any]:
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Action": list(grant.actions),
        "Resource": [_resource(resource, parameters) for resource in grant.resources],
    }
    if grant.conditional:
        statement["Condition"] = {"StringEquals": {"aws:PrincipalType": "AssumedRole"}}
    return statement


def _resource(pattern: str, parameters: Any) -> str:
    if pattern == "*":
        return pattern
    head, _, rest = pattern.partition("<")
    name, closed, tail = rest.partition(">")
    if closed and not head:  # the parameter is an ARN itself
        return Open(text_at(parameters, name))
    service, _, where = pattern.partition(":")
    text = where if where.startswith("::") else f"${{AWS::Region}}:${{AWS::AccountId}}:{where}"
    while "<" in text:
        before, _, rest = text.partition("<")
        name, _, tail = rest.partition(">")
        text = before + as_text(text_at(parameters, name)) + tail
    return Open(f"arn:aws:{service}:{text}")
