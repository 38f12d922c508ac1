"""One event of a SAM function or state machine, and what every kind of it makes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archlint.importers.cloudformation.values import Open, Setting, build, value_at

if TYPE_CHECKING:
    from archlint.importers.cloudformation.resource import Resource
    from archlint.importers.sam.apis import ImplicitApis
    from archlint.importers.sam.roles import RoleMaker


@dataclass(slots=True)
class Event:
    """One event; `name` is the logical id SAM gives it, `called` what it calls, `role` the role to add to."""

    owner: Resource
    name: str
    setting: Setting
    called: Open
    role: RoleMaker | None
    apis: ImplicitApis

    @property
    def properties(self) -> Any:
        return value_at(self.setting.value, "Properties")

    def make(self, kind: str, properties: dict[str, Any], suffix: str = "") -> Resource:
        return self.owner.made(self.name + suffix, kind, build(self.setting.at, properties), self.setting.at)

    def permit(self, principal: str, source: Any = None) -> Resource:
        """The permission that lets a service invoke the function."""
        inner = {
            "FunctionName": self.called,
            "Action": "lambda:InvokeFunction",
            "Principal": principal,
            "SourceArn": source,
        }
        return self.make("AWS::Lambda::Permission", inner, "Permission")
