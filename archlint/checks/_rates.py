"""Rates as findings say them: at the peak where one is stated, else on average, with the words for which it is."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from archlint.document.quantities import Size
from archlint.document.units import SIZES, rough

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow


class Busy(NamedTuple):
    """Events per second at the busiest that is known, and whether that is a peak."""

    rate: float
    when: str


def busiest(design: Design, component: Component) -> Busy:
    """What reaches a component at its peak, or on average where no peak is stated: a peak is never invented."""
    return Busy(design.load.peak(component), when(design.load.peaks(component)))


def falling_behind(design: Design, *types: str) -> Iterator[tuple[AnyFlow, float, float]]:
    """The flows out of queues or streams by which less is taken than comes, with both in events per second."""
    for flow in design.events_from(*types):
        taken, offered = design.load.capacity(flow), design.load.of(flow).rate
        if taken is not None and taken < offered:
            yield flow, taken, offered


def when(peaks: bool) -> str:
    """What a rate holds for that is a peak where one is stated."""
    return "at the peak" if peaks else "on average (no peak is stated)"


def per_second(rate: float) -> str:
    """`412/s`, `4.2/s`."""
    text = f"{rate:.3g}"
    return f"{rate:,.0f}/s" if "e+" in text else f"{text}/s"


def bytes_per_second(rate: float, limit: float) -> str:
    """`8.58 MB a second`: as few digits as still tell it from the limit that it is over."""
    exactly = str(Size(rate))
    if not exactly.endswith(" B"):
        return f"{exactly} a second"
    name = next(name for name in reversed(SIZES) if rate // SIZES[name])
    digits = rough(rate / SIZES[name])
    if float(digits.replace(",", "")) * SIZES[name] > limit:
        return f"{digits} {name} a second"
    return f"{ceil(rate / SIZES['KB']):,} KB a second"
