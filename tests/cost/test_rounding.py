"""Rounding up as AWS bills it, for single sizes and for sizes of which only the spread is known."""

from __future__ import annotations

from math import ceil, exp, log, sqrt
from random import Random

import pytest

from archlint.cost.meters.rounding import KB, Spread, chunks, from_p99, from_range, together, whole

Q = 64 * KB


@pytest.mark.parametrize(
    ("size", "expected"),
    [(0, 1), (1, 1), (Q - 1, 1), (Q, 1), (Q + 1, 2), (2 * Q, 2), (2 * Q + 1, 3), (16 * Q, 16)],
)
def test_a_size_is_rounded_up_to_the_next_chunk_and_to_one_at_least(size: float, expected: float) -> None:
    assert chunks(Spread(size), Q) == expected


def test_a_time_in_milliseconds_is_not_rounded_up_for_its_dust() -> None:
    assert (0.1 + 0.2) / 0.001 > 300  # what floats do to it
    assert whole((0.1 + 0.2) / 0.001) == 300
    assert whole(300.001) == 301


def test_the_mean_of_the_ceiling_is_not_the_ceiling_of_the_mean() -> None:
    # 55 KB on average with sigma 0.8: 1.40 chunks of 64 KB, where rounding the mean gives 1
    assert chunks(Spread(55 * KB, 0.8), Q) == pytest.approx(1.396, abs=0.001)


@pytest.mark.parametrize(("mean", "sigma"), [(55 * KB, 0.8), (200 * KB, 0.5), (5 * KB, 1.5), (1.8 * KB, 0.3)])
def test_the_closed_form_agrees_with_a_million_draws(mean: float, sigma: float) -> None:
    random = Random(7)
    middle = log(mean) - sigma**2 / 2
    drawn = [ceil(random.lognormvariate(middle, sigma) / Q) for _ in range(200_000)]
    average = sum(drawn) / len(drawn)
    deviation = sqrt(sum((one - average) ** 2 for one in drawn) / len(drawn) / len(drawn))
    assert chunks(Spread(mean, sigma), Q) == pytest.approx(average, abs=4 * deviation + 1e-6)


def test_very_many_chunks_of_a_spread_add_half_a_chunk_on_average() -> None:
    assert chunks(Spread(5000 * Q, 0.2), Q) == pytest.approx(5000.5)
    assert chunks(Spread(999 * Q, 0.2), Q) == pytest.approx(999.5, abs=0.01)


def test_a_range_is_the_span_of_nine_in_ten() -> None:
    spread = from_range(20 * KB, 55 * KB, 150 * KB)
    assert spread.mean == 55 * KB
    assert exp(2 * 1.6448536 * spread.sigma) == pytest.approx(150 / 20)


def test_a_99th_percentile_gives_a_spread_that_has_it() -> None:
    spread = from_p99(0.180, 2.0)
    middle = log(spread.mean) - spread.sigma**2 / 2
    assert exp(middle + 2.3263478740408408 * spread.sigma) == pytest.approx(
        min(2.0, spread.mean * exp(2.3263478740408408**2 / 2))
    )


def test_a_99th_percentile_no_lognormal_has_gives_the_widest_that_there_is() -> None:
    assert from_p99(0.01, 1000.0).sigma == pytest.approx(2.3263, abs=0.001)


def test_a_sum_of_sizes_varies_less_than_each_of_them() -> None:
    ten = together(Spread(10 * KB, 0.8), 10)
    assert ten.mean == 100 * KB
    assert (exp(ten.sigma**2) - 1) == pytest.approx((exp(0.8**2) - 1) / 10)
