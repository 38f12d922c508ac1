"""Static SVG charts; their figures stand in a table beside them."""

from __future__ import annotations

from html import escape
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from archlint.reports.escape import xml_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from archlint.reports.review.blocks import Curve, Point

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP, _RIGHT = 760, 300, 94, 44, 16, 20
_MOST_LINES, _FEWEST_LINES = 6, 3
_SMALLEST = 0.01  # dollars: what costs less stands on the floor
_KEYS = {"async": ' stroke-dasharray="6 4"', "failure": ' stroke-dasharray="2 3"'}


def curve(chart: Curve) -> str:
    """A curve on logarithmic axes: multiples of today's load across, US dollars a month upwards."""
    amounts = [max(point.amount, _SMALLEST) for point in chart.points]
    shown = [*amounts, max(chart.line[0], _SMALLEST)] if chart.line else amounts
    across = _axis([point.factor for point in chart.points], _LEFT + 14, _WIDTH - _RIGHT)
    upwards = _axis([min(shown) * 0.8, max(shown) * 1.2], _HEIGHT - _BOTTOM, _TOP)
    places = [(across(point.factor), upwards(amount)) for point, amount in zip(chart.points, amounts, strict=True)]
    path = "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    parts = [
        *_grid(min(shown) * 0.8, max(shown) * 1.2, upwards), *_budget(chart, upwards, places),
        f'<path class="curve" d="{path}"/>', *map(_dot, places, chart.points),
        f'<text x="{(_LEFT + _WIDTH) // 2}" y="{_HEIGHT - 4}" text-anchor="middle">multiples of today\'s load</text>',
    ]  # fmt: skip
    label = f"{escape(xml_text(chart.caption))}; the same in figures below"
    return f'<svg class="chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def _axis(values: Sequence[float], first: float, last: float) -> Callable[[float], float]:
    low, high = log10(min(values)), log10(max(values))
    span = (high - low) or 1.0
    return lambda value: first + (log10(value) - low) / span * (last - first)


def _grid(low: float, high: float, upwards: Callable[[float], float]) -> Iterator[str]:
    """A line at each round amount, at most about six of them."""
    for amount in _round_amounts(low, high):
        y = upwards(amount)
        words = f"${amount:,.0f}" if amount == round(amount) else f"${amount:,.2f}"
        yield f'<path class="axis" d="M{_LEFT} {y:.1f} H{_WIDTH - _RIGHT}"/>{_at_end(_LEFT - 8, y + 4, words)}'


def _round_amounts(low: float, high: float) -> list[float]:
    """Ones, twos and fives; tens alone where these are too many, and even steps where they are too few."""
    rounds = [step * 10.0**power for power in range(floor(log10(low)), floor(log10(high)) + 1) for step in (1, 2, 5)]
    within = [amount for amount in rounds if low <= amount <= high]
    if len(within) > _MOST_LINES:
        return [amount for amount in within if log10(amount) == floor(log10(amount))]
    if len(within) >= _FEWEST_LINES:
        return within
    wanted = (high - low) / _MOST_LINES
    step = next(size for size in (one * 10.0 ** floor(log10(wanted)) for one in (1, 2, 5, 10)) if size >= wanted)
    return [round(step * number, 6) for number in range(ceil(low / step), floor(high / step) + 1)]


def _budget(chart: Curve, upwards: Callable[[float], float], places: Sequence[tuple[float, float]]) -> Iterator[str]:
    """The amount to compare with; its words stand at the end at which the curve is further away."""
    if chart.line is None:
        return
    y = upwards(max(chart.line[0], _SMALLEST))
    left, right = (abs(place[1] - y) for place in (places[0], places[-1]))
    words = escape(xml_text(chart.line[1]))
    shown = f'<text class="mark" x="{_LEFT + 6}" y="{y - 6:.1f}">{words}</text>'
    if right > left:
        shown = _at_end(_WIDTH - _RIGHT, y - 6, words, ' class="mark"')
    yield f'<path class="mark" d="M{_LEFT} {y:.1f} H{_WIDTH - _RIGHT}"/>{shown}'


def _at_end(x: float, y: float, words: str, look: str = "") -> str:
    return f'<text{look} x="{x}" y="{y:.1f}" text-anchor="end">{words}</text>'


def _dot(place: tuple[float, float], point: Point) -> str:
    steps = f" ({point.steps})" if point.steps else ""
    says = escape(xml_text(f"×{point.factor:g}: {point.figure} a month{steps}"))
    x, y = place
    kind = "dot step" if point.steps else "dot"
    return (
        f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="4.5" data-says="{says}"><title>{says}</title></circle>'
        f'<text x="{x:.1f}" y="{_HEIGHT - 24}" text-anchor="middle">×{point.factor:g}</text>'
    )


def key(style: str) -> str:
    """A short sample of a line or badge, for the legend of a picture."""
    shown = f'<path d="M3 7H31" fill="none"{_KEYS.get(style, "")}/><path class="tip" d="M38 7l-8-3.6v7.2z"/>'
    if style == "badge":
        pill = '<rect class="pill" x="6" width="28" height="14" rx="7"/>'
        shown = f'{pill}<text x="20" y="10.5" text-anchor="middle">✖ 2</text>'
    elif style == "polled":
        shown = f'<circle cx="5" cy="7" r="3.5"/>{shown}'
    look = "pilled" if style == "badge" else style
    return f'<svg class="key {look}" viewBox="0 0 40 14" aria-hidden="true">{shown}</svg>'
