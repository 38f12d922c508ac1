"""How many events one call carries: the batches that pollers gather, and how often they ask in vain."""

from __future__ import annotations

from math import exp, log
from typing import NamedTuple

from archlint.catalog.limits import limits
from archlint.design.load.attempts import batch_failures

STREAM_POLL = 1.0  # seconds between two reads of a shard by Lambda or Pipes: AWS, event source mappings of Kinesis
QUEUE_POLLERS = 5  # long polls that Lambda keeps open on a queue: AWS, scaling behaviour of SQS event source mappings
LONG_POLL = limits().span("sqs.longpoll")[1]
"""Seconds each of them waits."""
RECEIVED_AT_ONCE = limits().number("sqs.receive.max")
"""Messages of one receive."""


class Polls(NamedTuple):
    """Receives per second: all of them, and those that find nothing."""

    all: float
    empty: float


def failing_together(rate: float, most: float, window: float, failures: float) -> float:
    """The chance that an event's batch fails when any event of it fails it, for batches that `windowed` gathers.

    An event is more often in a large batch than in a small one: it is E[B (1 - (1 - f)^B)] / E[B], not that of E[B].
    """
    mean = rate * window
    if mean <= 0.0 or most <= 1.0:
        return failures
    if most > 100_000 or mean > 20.0 * most:
        return batch_failures(failures, min(most, 1.0 + mean))
    below, size, failing = 0.0, 0.0, 0.0
    logarithm = -mean
    for count in range(round(most) - 1):
        chance = exp(logarithm)
        below += chance
        size += (count + 1) * chance
        failing += (count + 1) * chance * batch_failures(failures, count + 1)
        logarithm += log(mean) - log(count + 1)
    full = round(most) * (1.0 - below)
    return (failing + full * batch_failures(failures, round(most))) / (size + full)


def windowed(rate: float, most: float, window: float) -> float:
    """The mean batch of a gatherer that waits `window` seconds from its first event, or until it has `most`.

    `rate` is what this one gatherer gets per second. With N Poisson in the window it is E[min(most, 1 + N)].
    """
    mean = rate * window
    if mean <= 0.0 or most <= 1.0:
        return 1.0
    if most > 100_000 or mean > 20.0 * most:
        return min(most, 1.0 + mean)
    below, expected, room = 0.0, 0.0, round(most) - 1
    logarithm = -mean
    for count in range(room):
        chance = exp(logarithm)
        below += chance
        expected += count * chance
        logarithm += log(mean) - log(count + 1)
    return 1.0 + expected + room * (1.0 - below)


def polled(rate: float, most: float, every: float) -> float:
    """The mean batch of a reader that takes what has gathered every so many seconds; empty visits are left out."""
    mean = rate * every
    if mean <= 1e-9:
        return 1.0
    return min(most, mean / (1.0 - exp(-mean)) if mean < 700.0 else mean)


def receives(rate: float, pollers: float, wait: float, batch: float = 1.0) -> Polls:
    """Receives of `pollers` long polls of `wait` seconds on a queue that `rate` messages a second reach.

    Each poll ends with its first message or after `wait`: with l = rate / pollers the polls are l / (1 - e^(-W l)) per
    poller, of which e^(-W l) find nothing; without messages 1 / W. `batch` messages that come together count as one.
    """
    each = rate / batch / pollers
    if each * wait < 1e-9:
        return Polls(pollers / wait, pollers / wait)
    if each * wait > 700.0:
        return Polls(each * pollers, 0.0)
    nothing = exp(-wait * each)
    polls = each / (1.0 - nothing) * pollers
    return Polls(polls, polls * nothing)
