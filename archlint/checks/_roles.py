"""Roles: who uses them and for what, and in which words they refuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.model.base import Place
from archlint.model.quoting import joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.access.judging import Lack
    from archlint.design.access.needs import Choice
    from archlint.design.access.roles import HeldRole
    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow


class Use(NamedTuple):
    """One use of a role: by whom, for which acts, and for a flow or a duty of the component's own (`logs`)."""

    role: HeldRole
    by: Component
    acts: tuple[Choice, ...]
    flow: AnyFlow | None
    duty: str | None

    @property
    def at(self) -> Place:
        return self.flow.at if self.flow is not None else self.by.at

    @property
    def wants(self) -> str:
        """What needs it, in words that end a sentence."""
        return f"{self.flow} needs" if self.flow is not None else f"the {self.duty} of {self.by} need"


def uses(design: Design) -> Iterator[Use]:
    """Every use of every role: what functions and workflows do of their own, and the flows for which somebody acts.

    What somebody else runs is not asked: nobody here can change its role.
    """
    access = design.access
    for component in design.typed("lambda", "step_functions"):
        role = access.role(component.role)
        if role is not None and component.outside is not True:
            for duty in access.duties(component):
                yield Use(role, component, duty.acts, None, duty.what)
    for flow in design.all_flows:
        need, role = access.needed(flow), access.holder(flow)
        if role is not None and need.actor.outside is not True:
            yield Use(role, need.actor, need.acts, flow, None)


def lacks(design: Design, use: Use) -> tuple[Lack, ...]:
    """What a role refuses of one use of it."""
    if use.flow is not None:
        return design.access.grants(use.flow).lacks
    return design.access.allowed(use.role, use.acts, use.by).lacks


def refusal(lack: Lack) -> tuple[str, Place]:
    """In which words a role refuses an act, and where it does."""
    verdict, place = lack.verdict, Place(("roles", lack.role.name))
    if verdict.at_boundary:
        return "is kept by its boundary from", place.field("boundary")
    if verdict.by is not None:
        return "denies", Place((*place.path, *verdict.by.path))
    return "does not allow", place.field("allow")


def in_words(choice: Choice) -> str:
    """An action, or several with `or` between them where one of them is enough."""
    return joined([act.action for act in choice], "or")
