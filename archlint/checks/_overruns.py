"""Which called work can take longer than its caller waits for it, and where that is stated."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.model.compute import Function
from archlint.model.outside import HttpEndpoint
from archlint.model.workflow import Workflow

if TYPE_CHECKING:
    from archlint.document.quantities import Duration
    from archlint.model.base import Place
    from archlint.model.description import AnyFlow


class Overrun(NamedTuple):
    """A time that is too long: how long it is, whether the work takes it or only may, and where it is stated."""

    time: Duration
    verb: str
    at: Place


def overrun(flow: AnyFlow, took: Duration, limit: Duration) -> Overrun | None:
    """Why the target of a call can be busy for longer than `limit`; None where it cannot, as far as is known.

    `took` is the 99th percentile of its work. What stops the target earlier stops the work with it.
    """
    stop = _stop(flow)
    took = took if stop is None else min(took, stop)
    if limit < took:
        return Overrun(took, "takes up to", _stated(flow))
    if stop is not None and limit < stop:
        return Overrun(stop, "may run for", flow.target.field("timeout"))
    return None


def _stated(flow: AnyFlow) -> Place:
    """Where the time that the target's work takes is stated: a workflow's by its states."""
    if flow.duration is not None:
        return flow.field("duration")
    return flow.target.field("definition" if isinstance(flow.target, Workflow) else "duration")


def _stop(flow: AnyFlow) -> Duration | None:
    """The time after which the target stops by itself; None where it does not."""
    target = flow.target
    return target.timeout if isinstance(target, Function | Workflow | HttpEndpoint) else None
