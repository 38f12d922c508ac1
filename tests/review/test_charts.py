"""A curve has lines at round amounts whatever its range, and says its budget where the curve is not."""

from __future__ import annotations

import re

import pytest

from archlint.reports.review.blocks import Curve, Point
from archlint.reports.review.charts import curve


def drawn(amounts: list[float], budget: float | None = None) -> str:
    factors = (0.1, 1.0, 10.0)
    points = tuple(Point(factor, amount, f"${amount}", "") for factor, amount in zip(factors, amounts, strict=True))
    return curve(Curve("bill", points, None if budget is None else (budget, f"budget ${budget}")))


@pytest.mark.parametrize(
    ("amounts", "lines"),
    [
        ([94.0, 95.0, 97.0], ["$80", "$90", "$100", "$110"]),
        ([2.6, 2.6, 2.6], ["$2.20", "$2.40", "$2.60", "$2.80", "$3"]),
        ([150.0, 655.0, 2922.0], ["$200", "$500", "$1,000", "$2,000"]),
        ([0.0, 0.5, 5.0], ["$0.01", "$0.10", "$1"]),
        ([1.0, 1000.0, 100000.0], ["$1", "$10", "$100", "$1,000", "$10,000", "$100,000"]),
    ],
)
def test_the_lines_stand_at_round_amounts_neither_too_few_nor_too_many(amounts: list[float], lines: list[str]) -> None:
    assert re.findall(r'text-anchor="end">(\$[^<]+)<', drawn(amounts)) == lines


def test_the_budget_is_named_at_the_end_where_the_curve_is_further_from_it() -> None:
    rising = re.search(r'<text class="mark" x="(\d+)"', drawn([10.0, 100.0, 1000.0], 900.0))
    falling = re.search(r'<text class="mark" x="(\d+)"', drawn([1000.0, 100.0, 10.0], 900.0))
    assert rising is not None
    assert falling is not None
    assert int(rising[1]) < 200 < 600 < int(falling[1])
