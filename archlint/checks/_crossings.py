"""Flows between accounts: what the role on one side allows, and the policy on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.access.doors import Door, State
    from archlint.design.access.judging import Granted, Lack
    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow


class Crossing(NamedTuple):
    """A door that somebody has to pass: whether it is open, and what the one who comes lacks to do behind it."""

    door: Door
    state: State
    granted: Granted
    lacks: tuple[Lack, ...]

    @property
    def shut_behind_a_grant(self) -> bool:
        """True where the role of another account allows it and the door does not."""
        return self.state == "shut" and not self.door.service and self.granted.outcome == "granted"

    @property
    def open_without_a_grant(self) -> bool:
        """True where the door lets a role of another account in that does not allow it."""
        return self.state == "open" and bool(self.lacks)


def judged(design: Design) -> list[AnyFlow]:
    """The flows whose access is judged: all where it is declared, else those that speak of it themselves."""
    if design.declares_access:
        return design.all_flows
    return [flow for flow in design.written if flow.policy is False]


def crossings(design: Design, flow: AnyFlow) -> Iterator[Crossing]:
    """The doors on the way of a flow, each with what its caller lacks behind it."""
    access = design.access
    for door in access.doors(flow):
        granted = access.grants(flow)
        lacks = tuple(lack for lack in granted.lacks if lack.acts[0].on is door.of)
        yield Crossing(door, access.door(door), granted, lacks)
