"""The IAM roles that SAM makes for its resources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.importers.cloudformation.values import Setting, build, select

if TYPE_CHECKING:
    from archlint.document.tree import MapEntry
    from archlint.importers.cloudformation.resource import Resource


class RoleMaker:
    """Gathers what the role of one resource may do; `resource` gives it as plain CloudFormation."""

    def __init__(self, owner: Resource, name: str, service: str, at: MapEntry | None = None) -> None:
        self.owner = owner
        self.name = name
        self.service = service
        self.at = at or owner.at
        self.managed: list[Any] = []
        self.documents: list[Setting] = []

    def manage(self, *names: str) -> None:
        """Attach AWS's own policies."""
        self.managed += [name for name in names if name not in self.managed]

    def allow(self, actions: str | list[str], resource: Any, at: MapEntry) -> None:
        """Add a statement of its own."""
        statement = {"Effect": "Allow", "Action": actions, "Resource": resource}
        self.documents.append(Setting(build(at, {"Statement": [statement]}), at))

    def resource(self) -> Resource:
        trust = {"Effect": "Allow", "Principal": {"Service": self.service}, "Action": "sts:AssumeRole"}
        properties = {
            **select(self.owner.properties, "PermissionsBoundary"),
            "AssumeRolePolicyDocument": {"Statement": [trust]},
            "ManagedPolicyArns": list(self.managed) or None,
            "Policies": [{"PolicyName": "policy", "PolicyDocument": document} for document in self.documents] or None,
        }
        return self.owner.made(self.name, "AWS::IAM::Role", build(self.at, properties), self.at)
