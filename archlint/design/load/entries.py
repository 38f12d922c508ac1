"""Where work enters a design, and how much: stated usage, schedules, and the entry points that say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.design.load.shares import End, pick
from archlint.document.units import HOURS, MONTH

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow
    from archlint.model.usage import Usage


class Entry(NamedTuple):
    """One entry point: events per second on average and at its peak (None: not stated), and how long that lasts (s)."""

    at: AnyFlow | Component
    rate: float
    peak: float | None
    lasts: float | None

    @property
    def name(self) -> str:
        return str(self.at)


def entries(design: Design, end: End) -> tuple[list[Entry], list[AnyFlow]]:
    """The entry points whose rate is known, in file order, and the flows that enter without one."""
    stated = design.description.usage
    by_flow = {id(flow): usage for flow, usage in _flows_with_usage(design)}
    found: list[Entry] = []
    silent: list[AnyFlow] = []
    for component in design.components.values():
        usage = stated.get(component.name)
        rate = _component_rate(component, usage, end)
        if rate is not None:
            found.append(Entry(component, rate, *_peak(usage, end)))
    starting = {entry.name for entry in found}
    entering = {id(flow) for flow in design.entries}
    for flow in design.written:
        usage = by_flow.get(id(flow))
        rate = _rate(usage, end)
        if rate is not None:
            found.append(Entry(flow, rate, *_peak(usage, end)))
        elif id(flow) in entering and flow.source.name not in starting:
            silent.append(flow)
    return found, silent


def _flows_with_usage(design: Design) -> list[tuple[AnyFlow, Usage]]:
    usage = design.description.usage
    if not usage:
        return []
    named = (
        (flow, usage.get(str(flow)) or usage.get(f"{flow.source.name} -> {flow.target.name}"))
        for flow in design.written
    )
    return [(flow, stated) for flow, stated in named if stated is not None]


def _component_rate(component: Component, usage: Usage | None, end: End) -> float | None:
    rate = _rate(usage, end)
    if rate is None and usage is not None:
        executions = pick(usage.executions, end)
        rate = None if executions is None else executions / MONTH
    if rate is None and component.type == "schedule":
        return _scheduled(component)
    return rate


def _scheduled(schedule: Any) -> float | None:
    from archlint.model.firing import reading
    from archlint.model.schedules import per_month

    found = reading(schedule)
    if schedule.state == "disabled":
        return 0.0
    return None if found is None or found.schedule is None else per_month(found.schedule) / MONTH


def _rate(usage: Usage | None, end: End) -> float | None:
    """The average over the whole month: only a rate per month already counts the hours in which nothing happens."""
    if usage is None:
        return None
    rate = pick(usage.rate, end)
    hours = pick(usage.hours, end)
    if rate is None or hours is None or usage.rate.unit.endswith("month"):
        return rate
    return rate * hours / HOURS


def _peak(usage: Usage | None, end: End) -> tuple[float | None, float | None]:
    return (None, None) if usage is None else (pick(usage.peak, end), pick(usage.peak_lasts, end))
