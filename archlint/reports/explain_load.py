"""What `explain` tells of load: how much comes to a component or along a flow, and what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.model.component import known
from archlint.reports.drawing import rate

if TYPE_CHECKING:
    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow


class Told(NamedTuple):
    """Events a second on average and, where one is stated, at the peak; `least` where more may come than is known."""

    average: float
    peak: float | None
    least: bool


def of_component(design: Design, one: Component) -> Told | None:
    """What comes to a component; None where nothing says."""
    if not design.has_load or not design.load.fed(one):
        return None
    load = design.load
    peak = load.peak(one) if load.peaks(one) or load.starting(one, at_peak=True) > load.starting(one) else None
    return Told(load.arrivals(one), peak, not load.complete(one))


def of_flow(design: Design, one: AnyFlow) -> Told | None:
    """What comes along a flow; None where nothing says."""
    if not design.has_load or not (load := design.load.of(one)).fed:
        return None
    return Told(load.rate, load.peak if load.peaks else None, not load.complete)


def component_lines(design: Design, one: Component) -> list[str]:
    """The load of a component in words, with how many calls are in progress in it at once."""
    told = of_component(design, one)
    if told is None:
        return []
    at_once = [_count(value) for value in concurrency(design, one) if value is not None]
    lines = [f"Load: {_words(told)}"]
    lines += [f"In progress at once: {', at the peak '.join(at_once)}"] if at_once else []
    return ["", *lines]


def flow_lines(design: Design, one: AnyFlow) -> list[str]:
    """The load of a flow in words, with its batches, tries, bytes and the most that its reader takes."""
    told = of_flow(design, one)
    if told is None:
        return []
    load, most = design.load.of(one), design.load.capacity(one)
    lines = [f"Load: {_words(told)}"]
    lines += [f"  {load.batch:,.3g} events in one call"] if load.batch > 1 else []
    lines += [f"  each tried {load.tries:,.3g} times on average"] if load.tries > 1 else []
    lines += [f"  {load.payload} each"] if load.payload is not None and not known(one.payload) else []
    lines += [f"  its reader takes {rate(most)} at most"] if most is not None else []
    return ["", *lines]


def concurrency(design: Design, one: Component) -> tuple[float | None, float | None]:
    """Calls in progress at once in a component, on average and at the peak; None is unknown, or no peak is stated."""
    told = of_component(design, one)
    if told is None:
        return None, None
    at_peak = None if told.peak is None else design.load.concurrency(one, at_peak=True)
    return design.load.concurrency(one), at_peak


def component_fields(design: Design, one: Component) -> dict[str, Any] | None:
    """The load of a component for programs: events a second."""
    told = of_component(design, one)
    if told is None:
        return None
    average, peak = concurrency(design, one)
    return {**_fields(told), "concurrency": {"average": _figure(average), "peak": _figure(peak)}}


def flow_fields(design: Design, one: AnyFlow) -> dict[str, Any] | None:
    """The load of a flow for programs: events a second, events a call, tries an event, bytes an event."""
    told = of_flow(design, one)
    if told is None:
        return None
    load = design.load.of(one)
    payload = None if load.payload is None else float(load.payload)
    more = {"batch": load.batch, "tries": load.tries, "bytes": payload, "capacity": design.load.capacity(one)}
    return {**_fields(told), **{name: _figure(value) for name, value in more.items()}}


def _fields(told: Told) -> dict[str, Any]:
    return {"average": _figure(told.average), "peak": _figure(told.peak), "unit": "1/s", "at_least": told.least}


def _figure(value: float | None) -> float | None:
    """Six digits are what a load is known to, so that the same input gives the same bytes on every machine."""
    return None if value is None else float(f"{value:.6g}")


def _words(told: Told) -> str:
    least = "at least " if told.least else ""
    return f"{least}{_rate(told.average)} on average, " + (
        "no peak is stated" if told.peak is None else f"{least}{_rate(told.peak)} at the peak"
    )


def _rate(per_second: float) -> str:
    return rate(per_second) if per_second > 0 else "nothing"


def _count(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"
