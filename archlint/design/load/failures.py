"""How often the events of a flow are tried, and where those go that fail for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.design.load.attempts import Tries, batch_failures, bisected, tries
from archlint.design.load.shares import End, pick
from archlint.model.component import known
from archlint.model.registry import STREAMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from archlint.design.graph import Design
    from archlint.design.load.batching import Batches
    from archlint.model.description import AnyFlow

POLLED = STREAMS | {"sqs"}
"""Lambda, Pipes and workers fetch from these, a batch at a time."""


def asynchronous(design: Design, flow: AnyFlow) -> bool:
    """True where Lambda takes an event into its own queue and answers before the function has run."""
    return flow.target.type == "lambda" and flow.edge == "event" and design.delivery(flow).mode == "async"


def in_batches(flow: AnyFlow) -> bool:
    """True where a function or a pipe is given batches by a poller of a queue or stream."""
    return flow.source.type in POLLED and flow.target.type in ("lambda", "pipe")


def can_fail(flow: AnyFlow) -> bool:
    """True where the description says that some tries of a flow's events fail."""
    failures = _failures(flow)
    return flow.edge == "event" and isinstance(failures, float) and failures > 0.0


def _failures(flow: AnyFlow) -> object:
    """The share of tries that fail: of a workflow's state if that is stated, else of the target."""
    if flow.state and flow.source.type == "step_functions":
        facts = getattr(flow.source, "states", {}).get(flow.state)
        if facts is not None and known(facts.failures):
            return facts.failures
    return getattr(flow.target, "failures", None)


class Outcome(NamedTuple):
    """What becomes of one event of a flow: its expected tries, the chance that every one fails, and who hears of it.

    `told` is how many messages a failure destination gets for it: of a batch that is given up as a whole, its part.
    """

    tries: float
    exhausted: float
    told: float


DONE = Outcome(1.0, 0.0, 0.0)


def outcome(design: Design, flow: AnyFlow, end: End, batches: Callable[[], Batches]) -> Outcome:
    """What becomes of an event of a flow; `batches` are those that a function is given where it is given any."""
    if not can_fail(flow):
        return DONE
    failures = pick(_failures(flow), end) or 0.0
    if flow.state and flow.source.type == "step_functions":
        from archlint.design.load.steps import task_tries

        return _alone(Tries(*task_tries(flow.source, flow.state, failures)))
    most = _most_tries(design, flow)
    if not in_batches(flow) or flow.partial_failures is True:
        return _alone(tries(failures, most))
    found = batches()

    def whole(size: float) -> Tries:
        return tries(batch_failures(failures, size), most)

    if flow.source.type not in STREAMS:  # what fails comes back on its own, into another batch
        return _alone(tries(found.of_events(lambda size: batch_failures(failures, size)), most))
    if flow.bisect is True:
        single = tries(failures, most).exhausted
        return Outcome(found.of_batches(lambda size: bisected(failures, size)), single, single)
    lost = found.of_batches(lambda size: whole(size).exhausted)
    return Outcome(
        found.of_batches(lambda size: whole(size).expected),
        found.of_events(lambda size: whole(size).exhausted),
        lost / found.mean,
    )


def _alone(found: Tries) -> Outcome:
    """Of events that are given up one by one."""
    return Outcome(found.expected, found.exhausted, found.exhausted)


def tries_alone(design: Design, flow: AnyFlow, end: End) -> float:
    """The expected tries of one event of a flow if no other event of its batch could fail it."""
    return tries(pick(_failures(flow), end) or 0.0, _most_tries(design, flow)).expected


def _most_tries(design: Design, flow: AnyFlow) -> int:
    """The most tries after an error. What is not known is taken as one try.

    Tries without end last until the event expires: a queue hands a message out again each time it becomes visible;
    that a stream's record is not tried more than once a second is an assumption of ours.
    """
    for layer in design.delivery(flow).attempts:
        if layer.on == "error":
            if layer.times != float("inf"):
                return int(layer.times) if known(layer.times) else 1
            pause = getattr(flow.source, "visibility_timeout", 1.0)
            is_known = known(layer.over) and known(pause) and pause > 0
            return max(1, int(layer.over / pause)) if is_known else 1
    return 1


def given_up(design: Design, flow: AnyFlow) -> Iterator[tuple[AnyFlow, bool]]:
    """The dead-letter flows that a flow's failed events take; with each, whether it gets one event per failed batch."""
    for edge in _edges_about(design, flow):
        if edge.owner is flow:
            yield edge, flow.source.type in STREAMS
        elif edge.edge != "on_success" and _concerns(design, edge, flow):
            yield edge, False


def succeeded(design: Design, flow: AnyFlow) -> Iterator[AnyFlow]:
    """The destinations of a function's successful asynchronous invocations."""
    edges = [e for e in design.out_of(flow.target) if e.edge == "on_success" and e.owner is flow.target]
    if edges and asynchronous(design, flow):
        yield from edges


def _edges_about(design: Design, flow: AnyFlow) -> Sequence[AnyFlow]:
    both = (*design.out_of(flow.source), *design.out_of(flow.target))
    return [edge for edge in both if edge.edge != "event"]


def _concerns(design: Design, edge: AnyFlow, flow: AnyFlow) -> bool:
    """Whether a component's own dead-letter setting takes the failures of this flow."""
    if edge.owner is flow.source:
        return flow.source.type in ("sqs", "schedule", "pipe", "iot_rule")
    return edge.owner is flow.target and asynchronous(design, flow)
