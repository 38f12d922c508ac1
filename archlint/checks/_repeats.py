"""Who can be given one event twice, through which flow, and what adds up when that happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.model.flow import ADDING
from archlint.model.registry import COMPUTE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.design.repetition import Repetition
    from archlint.model.component import Component

_CONSUMERS = COMPUTE - {"flink"}
_MOST_NAMED = 4
"""Flows of one way; the rest of it is counted."""


def repeated_consumers(design: Design) -> Iterator[tuple[Component, Repetition]]:
    """Every component of the user's own code that can see an event twice, with the reason."""
    for component in design.components.values():
        if component.type in _CONSUMERS and design.events_into(component):
            again = design.repetition(component)
            if again is not None:
                yield component, again


def through(again: Repetition) -> str:
    """The flow that repeats, and the way from there, in words."""
    if not again.further:
        return f"{again.flow}, which delivers at least once"
    named = [str(flow) for flow in again.way(_MOST_NAMED)]
    more = again.further - len(named)
    if more:
        named.insert(0, "1 flow more" if more == 1 else f"{more:,} flows more")
    return f"{again.flow}, which delivers at least once, by way of {' and '.join(named)}"


def adds(design: Design, component: Component) -> bool:
    return any(flow.operation in ADDING for flow in design.events_out_of(component))
