"""The circles of which a description itself says that they never end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.design.circles import closing
from archlint.model.component import known

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.description import AnyFlow


class Storm(NamedTuple):
    """A circle with a gain of 1 or more: its flows in file order, and the one that states the largest ratio."""

    flows: list[AnyFlow]
    stated: AnyFlow
    gain: float


def storms(design: Design) -> list[Storm]:
    """The circles without end. Of one in which nobody says how much comes back, `event-loop` warns."""
    stating = [flow for flow in design.written if flow.gives("ratio")]
    if not stating or set(stating).isdisjoint(flow for _, _, flow in closing(design.events())):
        return []
    found = []
    for loop in design.load.circles():
        flows = sorted(loop.flows, key=lambda flow: flow.number)
        stated = [flow for flow in flows if flow.gives("ratio")]
        if stated and all(known(flow.ratio) for flow in stated) and round(loop.gain, 9) >= 1.0:
            found.append(Storm(flows, max(stated, key=lambda flow: flow.ratio), loop.gain))
    return found


def stormy(design: Design) -> set[tuple[str, str]]:
    """Source and target of every flow in such a circle."""
    return {(flow.source.name, flow.target.name) for storm in storms(design) for flow in storm.flows}
