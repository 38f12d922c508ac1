"""How often something is tried when some tries fail, and how much of it fails for good."""

from __future__ import annotations

from typing import NamedTuple


class Tries(NamedTuple):
    """Expected tries of one event, and the share of events whose every try fails."""

    expected: float
    exhausted: float


ONCE = Tries(1.0, 0.0)


def tries(failures: float, most: int) -> Tries:
    """Tries of an event when each fails with the same probability and it is given up after `most`.

    A truncated geometric series: (1 - f^m) / (1 - f), and f^m are given up.
    """
    if failures <= 0.0:
        return ONCE
    if failures >= 1.0:
        return Tries(float(most), 1.0)
    exhausted = failures**most
    return Tries((1.0 - exhausted) / (1.0 - failures), exhausted)


def batch_failures(failures: float, size: float) -> float:
    """The probability that a batch fails when any one of its events fails it: 1 - (1 - f)^B."""
    return 1.0 - (1.0 - failures) ** size if failures < 1.0 else 1.0


def bisected(failures: float, size: float) -> float:
    """Expected invocations of one batch that is halved whenever it fails, until single events are tried alone.

    g(1) = 1 / (1 - f); g(B) = 1 + F(B) 2 g(B / 2). Where everything fails, each part is counted once.
    """
    if failures >= 1.0:
        return max(1.0, 2.0 * size - 1.0)
    if size <= 1.0:
        return 1.0 / (1.0 - failures)
    return 1.0 + batch_failures(failures, size) * 2.0 * bisected(failures, size / 2.0)
