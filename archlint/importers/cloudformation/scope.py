"""What the names of one template mean while it is read: its parameters, mappings, conditions and resources."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from archlint.document.tree import Map, SeqEntry
from archlint.importers.cloudformation.values import NOTHING, Open

if TYPE_CHECKING:
    from collections.abc import Mapping

    from archlint.importers.cloudformation.files import Folder

Known = tuple[Any, str]
"""A value, and why it is only likely (empty where it is certain)."""

_FIXED = {"AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com"}
_PROPERTIES = {
    "AWS::EC2::VPC": ("CidrBlock",),
    "AWS::EC2::Subnet": ("AvailabilityZone", "CidrBlock"),
}
"""Attributes of a resource that are its properties, for they cannot come to anything else."""
_OF_THE_STACK = frozenset({"AWS::StackName", "AWS::StackId", "AWS::NotificationARNs"})


@dataclass(frozen=True, slots=True)
class Scope:
    """`prefix` is the nested stack that is read (`NetworkStack/`, else empty), `top` the whole template's place."""

    folder: Folder
    top: SeqEntry
    prefix: str = ""
    parameters: Mapping[str, Known] = field(default_factory=dict)
    pseudo: Mapping[str, str] = field(default_factory=dict)
    mappings: Mapping[str, Any] = field(default_factory=Map)
    truth: Mapping[str, bool] = field(default_factory=dict)
    stacks: Mapping[str, Mapping[str, Known]] = field(default_factory=dict)
    declared: Mapping[str, Any] = field(default_factory=Map)
    loop: Mapping[str, str] = field(default_factory=dict)
    turns: int = 1  # how often the loops around this place run together

    def looping(self, name: str, value: str, turns: int) -> Scope:
        """The same scope inside a turn of Fn::ForEach."""
        return replace(self, loop={**self.loop, name: value}, turns=turns)

    def spelled(self, text: str) -> str:
        """A text with the loop variables of Fn::ForEach put in."""
        for name, value in self.loop.items():
            text = text.replace("${" + name + "}", value).replace("&{" + name + "}", value)
        return text

    def ref(self, name: str) -> Known:
        """What `Ref: name` comes to."""
        if name in self.loop:
            return self.loop[name], ""
        if name.startswith("AWS::"):
            return self._pseudo(name)
        if name in self.parameters:
            return self.parameters[name]
        return Open("${" + self.prefix + name + "}"), ""

    def _pseudo(self, name: str) -> Known:
        if name == "AWS::NoValue":
            return NOTHING, ""
        if name in self.pseudo:
            return self.pseudo[name], ""
        if name in _FIXED:
            return _FIXED[name], ""
        return Open("${" + (self.prefix if name in _OF_THE_STACK else "") + name + "}"), ""

    def attribute(self, resource: str, name: str) -> Known:
        """What `Fn::GetAtt: [resource, name]` comes to."""
        if name.startswith("Outputs.") and resource in self.stacks:
            found = self.stacks[resource].get(name[len("Outputs.") :])
            if found is not None:
                return found
        return self._declared(resource, name) or (self._open(f"{resource}.{name}"), "")

    def _declared(self, resource: str, name: str) -> Known | None:
        """An attribute that is what the template declares as a property."""
        raw = self.declared.get(resource)
        if not isinstance(raw, Map) or name not in _PROPERTIES.get(str(raw.get("Type")), ()):
            return None
        properties = raw.get("Properties")
        if not isinstance(properties, Map) or name not in properties:
            return None
        from archlint.importers.cloudformation.intrinsics import evaluate

        return evaluate(properties[name], replace(self, declared=self._above(raw)))

    def _above(self, raw: Map) -> Mapping[str, Any]:
        """What the properties of a resource may ask for attributes in turn: a subnet its network, and no circles."""
        if raw["Type"] == "AWS::EC2::VPC":
            return Map()
        return {
            name: other
            for name, other in self.declared.items()
            if isinstance(other, Map) and other.get("Type") == "AWS::EC2::VPC"
        }

    def _open(self, name: str) -> Open:
        return Open("${" + self.prefix + name + "}")
