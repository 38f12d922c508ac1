"""Rounding up as AWS bills it: sizes in chunks and times in steps, also where only their spread is known."""

from __future__ import annotations

from math import ceil, erfc, exp, log, sqrt
from typing import NamedTuple

KB = 1024.0
MB = 1024.0**2
GB = 1024.0**3

_P95 = 1.6448536269514722
_P99 = 2.3263478740408408


class Spread(NamedTuple):
    """A size or time that varies: lognormal with this mean; `sigma` is the deviation of its logarithm, 0 for none."""

    mean: float
    sigma: float = 0.0


def from_range(low: float, likely: float, high: float) -> Spread:
    """A spread around `likely`, of which one in twenty is below `low` and one in twenty above `high`."""
    if low <= 0.0 or high <= low:
        return Spread(likely)
    return Spread(likely, log(high / low) / (2.0 * _P95))


def from_p99(mean: float, p99: float) -> Spread:
    """A spread of this mean, of which one in a hundred is above `p99`: sigma^2 - 2 z sigma + 2 ln(p99 / mean) = 0."""
    if mean <= 0.0 or p99 <= mean:
        return Spread(mean)
    return Spread(mean, _P99 - sqrt(max(_P99**2 - 2.0 * log(p99 / mean), 0.0)))


def chunks(size: Spread, quantum: float) -> float:
    """The mean number of chunks of `quantum` that sizes of this spread fill: E[ceil(S / q)], at least one.

    The mean of the ceiling, not the ceiling of the mean: for a lognormal S it is 1 + the sum over k of P(S > k q).
    """
    ratio = size.mean / quantum
    if size.sigma <= 0.0 or ratio <= 0.0:
        return float(max(1, whole(ratio)))
    if ratio > 1000.0:  # the ceiling adds half a chunk on average to what is spread over very many
        return ratio + 0.5
    middle = log(size.mean) - size.sigma**2 / 2.0
    total = 1.0
    for k in range(1, _COUNTED + 1):
        chance = _above(log(k * quantum), middle, size.sigma)
        total += chance
        if chance < 1e-10:
            return total
    # The rest of the sum is the area under the same curve (midpoints), which has a closed form: E[max(S - c, 0)] / q.
    beyond = log((_COUNTED + 0.5) * quantum)
    whole_rest = size.mean * _above(beyond - size.sigma**2, middle, size.sigma) / quantum
    return total + whole_rest - (_COUNTED + 0.5) * _above(beyond, middle, size.sigma)


_COUNTED = 200  # chunks that are counted one by one


def _above(logarithm: float, middle: float, sigma: float) -> float:
    """The chance that a lognormal value's logarithm is above `logarithm`."""
    return 0.5 * erfc((logarithm - middle) / (sigma * sqrt(2.0)))


def together(size: Spread, count: float) -> Spread:
    """The spread of `count` such sizes added up: the lognormal with the sum's mean and variance."""
    if size.sigma <= 0.0 or count <= 0.0:
        return Spread(size.mean * count)
    return Spread(size.mean * count, sqrt(log(1.0 + (exp(size.sigma**2) - 1.0) / count)))


def whole(value: float) -> int:
    """The next whole number up; what a float's dust puts a billionth above a whole number is that number."""
    return ceil(value - 1e-9 * max(1.0, value))
