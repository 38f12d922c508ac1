"""How many events one call carries: the batches that pollers gather, and how often they ask in vain."""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from archlint.catalog.limits import limits
from archlint.catalog.workings import works

if TYPE_CHECKING:
    from collections.abc import Callable

STREAM_POLL = works("lambda.stream.poll")
"""Seconds between two reads of a shard, by a mapping as by a pipe."""
QUEUE_POLLERS = int(works("lambda.queue.pollers"))
"""Long polls that a mapping keeps open on a queue."""
LONG_POLL = limits().span("sqs.longpoll")[1]
"""Seconds each of them waits."""
RECEIVED_AT_ONCE = limits().number("sqs.receive.max")
"""Messages of one receive."""


class Polls(NamedTuple):
    """Receives per second: all of them, and those that find nothing."""

    all: float
    empty: float


class Batches(NamedTuple):
    """How large batches are: sizes, and the chance of each."""

    sizes: tuple[tuple[float, float], ...]

    @property
    def mean(self) -> float:
        return sum(size * chance for size, chance in self.sizes)

    def of_batches(self, of: Callable[[float], float]) -> float:
        """The mean over batches of what depends on a batch's size."""
        return sum(chance * of(size) for size, chance in self.sizes)

    def of_events(self, of: Callable[[float], float]) -> float:
        """The mean over events: an event is more often in a large batch than in a small one."""
        return sum(size * chance * of(size) for size, chance in self.sizes) / self.mean


ALONE = Batches(((1.0, 1.0),))


def window_batches(rate: float, most: float, window: float) -> Batches:
    """The batches that `windowed` gathers: the first event, and what comes after it in the window."""
    mean = rate * window
    if mean <= 0.0 or most <= 1.0:
        return ALONE
    return _batches(mean, most, first=1)


def polled_batches(rate: float, most: float, every: float) -> Batches:
    """The batches that `polled` finds: what has come since the last visit, if anything has."""
    mean = rate * every
    if mean <= 1e-9 or most <= 1.0:
        return ALONE
    return _batches(mean, most, first=0)


def _batches(mean: float, most: float, first: int) -> Batches:
    """`first` and a Poisson number more, `most` at most; none at all is no batch."""
    if mean > 20.0 * most or most > 100_000:
        return Batches(((min(most, first + mean), 1.0),))
    found: list[tuple[float, float]] = []
    logarithm, room = -mean, round(most)
    for count in range(room - first):
        if first + count > 0:
            found.append((float(first + count), exp(logarithm)))
        logarithm += log(mean) - log(count + 1)
    whole = 1.0 if first else 1.0 - exp(-mean)
    full = max(0.0, whole - sum(chance for _, chance in found))
    return Batches(tuple((size, chance / whole) for size, chance in (*found, (float(room), full))))


def windowed(rate: float, most: float, window: float) -> float:
    """The mean batch of a gatherer that waits `window` seconds from its first event, or until it has `most`.

    `rate` is what this one gatherer gets per second. With N Poisson in the window it is E[min(most, 1 + N)].
    """
    return window_batches(rate, most, window).mean


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
