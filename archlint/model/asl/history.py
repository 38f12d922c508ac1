"""What an execution is billed and limited by: its transitions, its history, and the children of distributed maps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.model.asl.visits import Tally, inner_runs, tally, visits
from archlint.model.states import Fail, MapState, Parallel, State, Task, all_states

if TYPE_CHECKING:
    from archlint.document.quantities import Unknown
    from archlint.model.asl.knowledge import Says
    from archlint.model.states import Machine

EXECUTION_EVENTS = 2.0
"""ExecutionStarted, and ExecutionSucceeded or one of its kin."""

ITERATION_EVENTS = 2.0
"""MapIterationStarted, MapIterationSucceeded."""

_AGAIN = 3.0  # a further attempt: scheduled, started, failed


class Children(NamedTuple):
    """The child executions of one distributed Map in one execution, and the transitions and history of each."""

    state: MapState
    executions: float | Unknown
    transitions: Tally
    history: Tally


def transitions(machine: Machine, says: Says) -> Tally:
    """The state transitions of one execution, as AWS bills them for Standard workflows.

    The convention: one for each visit of a state of any type, and one more for each retry; nothing for the start and
    the end of the execution. The children of a distributed Map are counted by `children`.
    Source: https://aws.amazon.com/step-functions/pricing/
    """
    return tally(machine, says, lambda _, tries: tries)


def history(machine: Machine, says: Says) -> Tally:
    """The events in the history of one execution, those of a Map's iterations (when inline) and of retries among them.

    Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
    """
    found = tally(machine, says, _events, ITERATION_EVENTS)
    return Tally(found.total + EXECUTION_EVENTS, found.at_least + EXECUTION_EVENTS, found.missing)


def _events(state: State, tries: float) -> float:
    """The events of one visit.

    Every state is entered and exited, but for Fail, which is only entered. A Task adds scheduled, started and
    succeeded, and submitted where it waits for a job or a token; a Parallel or inline Map adds started and succeeded,
    a distributed Map the same of its run as well.
    """
    if isinstance(state, Fail):
        return 1.0
    again = (tries - 1) * _AGAIN
    if isinstance(state, Task):
        return (6.0 if state.call.way in ("sync", "callback") else 5.0) + again
    if isinstance(state, MapState):
        return 6.0 if state.is_distributed else 4.0
    return 4.0 if isinstance(state, Parallel) else 2.0


def children(machine: Machine, says: Says) -> list[Children]:
    """The child executions that the distributed Maps of a definition start, Maps inside Maps among them."""
    counted = visits(machine, says)
    found = []
    for state in all_states(machine):
        if isinstance(state, MapState) and state.is_distributed and state.processor is not None:
            runs, inner = inner_runs(state, counted[state.name], says), state.processor
            found.append(Children(state, runs, transitions(inner, says), history(inner, says)))
    return found
