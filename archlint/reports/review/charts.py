"""Static SVG charts; their figures stand in a table beside them."""

from __future__ import annotations

from html import escape
from math import log10
from typing import TYPE_CHECKING

from archlint.reports.escape import xml_text

if TYPE_CHECKING:
    from archlint.reports.review.blocks import Line

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 640, 260, 70, 34, 16, 20


def line(chart: Line) -> str:
    """A curve on logarithmic axes: multiples of today's load across, US dollars a month upwards."""
    points = [(factor, max(amount, 0.01), figure, steps) for factor, amount, figure, steps in chart.points]
    across = _axis([point[0] for point in points], _LEFT, _WIDTH - _RIGHT)
    upwards = _axis([point[1] for point in points], _HEIGHT - _BOTTOM, _TOP)
    places = [(across(point[0]), upwards(point[1])) for point in points]
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    dots = "".join(
        f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4" data-says="{_says(point)}"><title>{_says(point)}</title></circle>'
        for (x, y), point in zip(places, points, strict=True)
    )
    marks = "".join(
        f'<text x="{x:.1f}" y="{_HEIGHT - 10}" text-anchor="middle">×{point[0]:g}</text>'
        for (x, _), point in zip(places, points, strict=True)
    )
    ends = "".join(
        f'<text x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{escape(point[2])}</text>'
        for (_, y), point in ((places[0], points[0]), (places[-1], points[-1]))
    )
    floor = _HEIGHT - _BOTTOM
    axes = f'<path class="axis" fill="none" d="M{_LEFT} {_TOP} V{floor} H{_WIDTH - _RIGHT}"/>'
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(xml_text(chart.caption))}">'
        f'{axes}<path class="curve" d="{path}"/>{dots}{marks}{ends}</svg>'
    )


def _says(point: tuple[float, float, str, str]) -> str:
    factor, _, figure, steps = point
    text = f"×{factor:g}: {figure} a month" + (f" ({steps})" if steps else "")
    return escape(xml_text(text))


def _axis(values: list[float], first: float, last: float):  # type: ignore[no-untyped-def]
    low, high = log10(min(values)), log10(max(values))
    span = (high - low) or 1.0
    return lambda value: first + (log10(value) - low) / span * (last - first)
