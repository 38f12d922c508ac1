"""Permissions: roles that are missing, lack something or allow too much, and policies that let the wrong ones in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.checks._admission import is_without_policy, refusing
from archlint.checks._crossings import crossings, judged
from archlint.checks._roles import in_words, refusal, role_place, uses
from archlint.checks.hit import Hit
from archlint.model.component import Component, Encryption, known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.checks._crossings import Crossing
    from archlint.checks._roles import Use
    from archlint.design.access import Act, Door, HeldRole, Lack
    from archlint.design.graph import Design
    from archlint.model.base import Place
    from archlint.model.description import AnyFlow


def execution_role_missing(design: Design) -> Iterator[Hit]:
    if not design.declares_access:
        return
    for component in _acting(design):
        fault = _fault(design, component)
        if fault is not None:
            what, remedy = fault
            yield Hit(
                at=component.field("role"),
                related=_stated(design, component),
                values={"component": component, "what": what, "mend": remedy},
            )


_ALWAYS = frozenset({"lambda", "step_functions"})
"""Types that AWS does not create without a role."""
_FOR_FLOWS = frozenset({"firehose", "pipe", "schedule", "flink", "ec2", "ecs_service", "auto_scaling_group"})
"""Types that need one where they do something; of others, the role belongs to a connection and may not be written."""


def _acting(design: Design) -> Iterator[Component]:
    """The components that must have a role, or say that they have one."""
    for component in design.components.values():
        if component.type in _ALWAYS or component.role or (component.type in _FOR_FLOWS and _acts(design, component)):
            yield component


def _acts(design: Design, component: Component) -> bool:
    flows = design.out_of(component) + design.into(component)
    return any(design.access.needed(flow).actor is component for flow in flows)


def _stated(design: Design, component: Component) -> list[tuple[Place, str]]:
    role = design.access.role(component.role)
    return [(role_place(role).field("trust"), "")] if role is not None else []
