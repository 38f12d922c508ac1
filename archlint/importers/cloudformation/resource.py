"""One resource of a template, its properties worked out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archlint.importers.cloudformation.values import Open, Properties, as_item

if TYPE_CHECKING:
    from archlint.document.tree import MapEntry
    from archlint.importers.cloudformation.scope import Scope


@dataclass(slots=True)
class Resource:
    """One resource: its name (with the nested stack it is in), type, properties, and the entry of its logical id.

    `attributes` are what stands beside its properties; `maker` is the logical id of the resource SAM made it for.
    """

    name: str
    type: str
    properties: Properties
    at: MapEntry
    attributes: Properties
    scope: Scope
    maker: str = ""

    @property
    def ref(self) -> Open:
        """What `Ref` to it comes to."""
        return Open("${" + self.name + "}")

    @property
    def arn(self) -> Open:
        """What its attribute `Arn` comes to."""
        return Open("${" + self.name + ".Arn}")

    def made(self, name: str, kind: str, properties: Properties, at: MapEntry | None = None) -> Resource:
        """A resource that this one stands for."""
        nothing = Properties(as_item(self.at))
        return Resource(name, kind, properties, at or self.at, nothing, self.scope, self.name)
