"""The states of workflows with what is around them, and the words in which findings speak of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archlint.document.quantities import Unknown
from archlint.model.component import known
from archlint.model.compute import Function
from archlint.model.states import Machine, Task, awaits
from archlint.model.workflow import Workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.graph import Design
    from archlint.document.quantities import Duration
    from archlint.model.asl.visits import Tally
    from archlint.model.base import Place
    from archlint.model.description import AnyFlow
    from archlint.model.states import MapState, State

WAITS = {
    "sync": "waits for a job",
    "callback": "waits for a token",
    "activity": "waits for an activity",
    "distributed": "is a distributed map",
}
"""What only a Standard workflow can do, in words that follow the state."""


def defined(design: Design) -> Iterator[tuple[Workflow, Machine]]:
    """The workflows whose definition is known, each with its machine."""
    for workflow in design.of(Workflow):
        if workflow.asl is not None:
            yield workflow, workflow.asl.machine


def refused(workflow: Workflow, state: State) -> bool:
    """Whether what a state calls is refused whatever the type of the workflow."""
    path = (*workflow.path, "definition", *state.path)
    return any(fault.rule == "integration-unsupported" and fault.path[: len(path)] == path for fault in workflow.faults)


def at_least(tally: Tally) -> float:
    """What is sure of a sum over an execution."""
    return tally.at_least if isinstance(tally.total, Unknown) else tally.total


def waits_for_work(task: Task) -> bool:
    """Whether a task's answer comes only when work is done: a job, a token, an activity, a function's run."""
    if task.call.way != "request":
        return True
    return task.call.service == "lambda" and awaits(task)


def gives_up(task: Task) -> bool:
    """Whether a task has an end of its own to its waiting: a timeout, or heartbeats that stay away."""
    return task.timeout is not None or task.heartbeat is not None


def wait_of(design: Design, task: Task, flow: AnyFlow | None, longest: Duration) -> str:
    """How long a task without a timeout waits, in words; `longest` is what ends the whole execution."""
    if task.call.way != "request":
        return f"up to {longest} for an answer"
    function = flow.target if flow is not None and isinstance(flow.target, Function) else None
    most = function.timeout if function is not None and known(function.timeout) else design.limit("lambda.timeout.max")
    return f"as long as {function or 'its function'} runs, up to {min(most, longest)}"


def at_once(state: MapState, items: float | None) -> float | None:
    """How many items a Map is to work on at the same time; None where nothing says.

    A distributed map that sets no `MaxConcurrency` takes what it gets.
    """
    if isinstance(state.concurrency, Unknown) or (state.is_distributed and not state.concurrency):
        return None
    asked = [number for number in (state.concurrency or None, items) if number is not None]
    return min(asked, default=None)


def said_output(workflow: Workflow, state: State) -> Place | None:
    """Where the size of a state's result is stated."""
    states: Any = workflow.states  # unknown in a template that computes them
    facts = states.get(state.name) if isinstance(states, dict) else None
    if facts is None or not known(facts) or not known(facts.output):
        return None
    return workflow.field("states").field(state.name).field("output")
