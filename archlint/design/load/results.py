"""What the load of a design comes to: on each flow, before slow readers at the peak, and in circles without end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from archlint.document.quantities import Size
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow


@dataclass(slots=True)
class FlowLoad:
    """What happens on one flow. Rates are per second.

    `rate` and `peak` count events, before any is tried again; `tries` is how often each is tried on average,
    `exhausted` the share that fails for good and `told` how many messages a failure destination gets for each event;
    `batch` is how many events one call carries. `complete` is False where an entry point that feeds it does not say how
    much it is used, so that the rate is a lower bound; `peaks` says whether an entry point that feeds it states a peak
    (without one, `peak` is the average).
    """

    rate: float = 0.0
    peak: float = 0.0
    tries: float = 1.0
    exhausted: float = 0.0
    told: float = 0.0
    batch: float = 1.0
    peak_batch: float = 1.0
    payload: Size | None = None
    complete: bool = True
    peaks: bool = False
    fed: bool = False

    @property
    def tried(self) -> float:
        """Tries of single events per second."""
        return self.rate * self.tries

    @property
    def calls(self) -> float:
        """Calls per second: invocations, requests or batches, tries included."""
        return self.rate * self.tries / self.batch

    @property
    def peak_calls(self) -> float:
        return self.peak * self.tries / self.peak_batch


class Backlog(NamedTuple):
    """What piles up before a reader at the peak: events per second offered and taken, and how long it lasts (s)."""

    flow: AnyFlow
    offered: float
    taken: float
    average: float
    lasts: float | None

    @property
    def events(self) -> float | None:
        """Events that wait when the peak ends; None where its length is not known."""
        return None if self.lasts is None else (self.offered - self.taken) * self.lasts

    @property
    def drains_in(self) -> float | None:
        """Seconds until the backlog of a peak is gone; infinite where the readers do not keep up with the average."""
        if self.events is None:
            return None
        spare = self.taken - self.average
        return self.events / spare if spare > 0.0 else float("inf")


class EndlessLoop(NamedTuple):
    """Components and flows that feed each other without end, and how many come back for each event that sets out."""

    components: tuple[Component, ...]
    flows: tuple[AnyFlow, ...]
    gain: float
