"""Where in a network a component says it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.model.base import Fields
from archlint.model.component import Attachment

if TYPE_CHECKING:
    from archlint.model.component import Component

_OF_A_LINK = ("name", "subnets", "security_groups")


def place_of(component: Component) -> Attachment | None:
    """Its `vpc`, or for an API the `vpc_link` that it sends through; None where it says none, or none that is known."""
    link: object = getattr(component, "vpc_link", None)
    if isinstance(link, Fields) and link.gives("name"):
        place = Attachment.made({field: getattr(link, field) for field in _OF_A_LINK if link.gives(field)})
        place.__dict__["path"] = link.path
        return place
    return component.vpc if isinstance(component.vpc, Fields) else None
