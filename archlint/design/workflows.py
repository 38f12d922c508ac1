"""What is worked out about one workflow: how long an execution takes at worst, what ends it, what its states give."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.design.load.steps import NOTHING, Facts, facts_of, width
from archlint.document import quantities as q
from archlint.document.quantities import UNKNOWN, Unknown
from archlint.model.asl.timing import WorstTime, waiting_time, worst_time
from archlint.model.component import known
from archlint.model.compute import Function
from archlint.model.definitions import said
from archlint.model.states import all_states, awaits, kind_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from archlint.design.graph import Design
    from archlint.model.asl.knowledge import TaskTime
    from archlint.model.asl.visits import Tally
    from archlint.model.base import Place
    from archlint.model.description import AnyFlow
    from archlint.model.states import State, Task
    from archlint.model.workflow import Workflow


class Ending(NamedTuple):
    """What ends an execution that takes too long: after how long, what that is in words, and where it is written."""

    after: q.Duration
    what: str
    at: Place


class Outline(NamedTuple):
    """One execution of a workflow as it was worked out.

    `kinds` counts the states by type, `inside` those that stand in a Parallel or Map; transitions and history are
    those of an average execution. `bounded` takes every attempt to its timeout, `expected` only as long as is stated.
    """

    kinds: Mapping[str, int]
    inside: int
    transitions: Tally
    history: Tally
    bounded: WorstTime
    expected: WorstTime
    end: Ending | None

    @property
    def worst(self) -> q.Duration | None:
        """How long an execution takes at most: what it does, or what ends it before; None where nothing bounds it."""
        after = None if self.end is None else self.end.after
        total = self.bounded.total
        if isinstance(total, Unknown):
            return after
        return total if after is None else min(total, after)


def outline(design: Design, workflow: Workflow) -> Outline | None:
    """What one execution of a workflow is; None where its definition is not known."""
    from archlint.model.asl.history import history, transitions

    expected, most = longest(design, workflow), bounded(design, workflow)
    if workflow.asl is None or expected is None or most is None:
        return None
    machine = workflow.asl.machine
    says = facts_of(design, workflow, "likely")
    kinds = Counter(kind_of(state) for state in all_states(machine))
    return Outline(
        kinds=dict(kinds.most_common()),
        inside=kinds.total() - len(machine.states),
        transitions=transitions(machine, says),
        history=history(machine, says),
        bounded=most,
        expected=expected,
        end=ending(design, workflow),
    )


def place(workflow: Workflow, state: State) -> Place:
    """Where a state stands."""
    at = workflow.field("definition")
    return at._replace(path=(*at.path, *state.path))


def tasks(design: Design, workflow: Workflow) -> dict[str, AnyFlow]:
    """The flows that a workflow's tasks make, by the names of their states; of a Map the flow of its reader."""
    found: dict[str, AnyFlow] = {}
    for flow in design.events_out_of(workflow):
        if flow.state:
            found.setdefault(flow.state, flow)
    return found


def at_worst(design: Design, workflow: Workflow) -> dict[str, Facts]:
    """What is said of the states, each quantity at its upper end.

    A task's result is also what its flow says of the answer, and it fails as often as what it calls.
    """
    stated = {name: _upper(facts) for name, facts in said(workflow).items()}
    for name, flow in tasks(design, workflow).items():
        facts = stated.get(name, NOTHING)
        fails = getattr(flow.target, "failures", UNKNOWN)
        if known(flow.response) and facts.output is UNKNOWN:
            facts = replace(facts, output=q.Size(flow.response.high))
        if isinstance(fails, q.Quantity) and facts.failures is UNKNOWN:
            facts = replace(facts, failures=float(fails.high))
        if facts is not NOTHING:
            stated[name] = facts
    return stated


def _upper(facts: Any) -> Facts:
    def high(value: Any, kind: Callable[[float], Any]) -> Any:
        return kind(value.high) if isinstance(value, q.Quantity) else UNKNOWN

    return Facts(
        odds=facts.odds,
        items=high(facts.items, float),
        wait=high(facts.wait, q.Duration),
        duration=high(facts.duration, q.Duration),
        failures=high(facts.failures, float),
        output=high(facts.output, q.Size),
    )


def longest(design: Design, workflow: Workflow) -> WorstTime | None:
    """How long an execution takes at worst, as far as is known; None where the definition is not.

    A call takes its stated duration, else what is known of its target's own worst time, but no longer than its timeout;
    where nothing is known, it takes its timeout.
    """
    flows = tasks(design, workflow)

    def time(task: Task) -> Any:
        stated = said(workflow).get(task.name)
        if stated is not None and known(stated.duration):
            return q.Duration(stated.duration.high)
        if task.call.way != "request":
            return UNKNOWN
        took = design.timing.once(flows[task.name]) if task.name in flows else q.Duration(0)
        return took if took > 0 or task.timeout is None else UNKNOWN

    return _timed(design, workflow, time)


def bounded(design: Design, workflow: Workflow) -> WorstTime | None:
    """How long an execution takes if every attempt runs into its timeout; None where the definition is not known."""
    flows = tasks(design, workflow)

    def time(task: Task) -> Any:
        if task.call.way != "request":
            return UNKNOWN
        if task.call.service == "lambda":
            return _function_time(design, task, flows.get(task.name))
        if task.call.service == "http":
            return design.limit("sfn.http_task")
        return design.timing.once(flows[task.name]) if task.name in flows else UNKNOWN

    return _timed(design, workflow, time)


def _function_time(design: Design, task: Task, flow: AnyFlow | None) -> q.Duration:
    """How long a call of a function may take: to its timeout, or the longest there is where that is not known."""
    if not awaits(task):
        return q.Duration(0)
    function = flow.target if flow is not None and isinstance(flow.target, Function) else None
    if function is not None and known(function.timeout):
        return function.timeout
    longest_ever: q.Duration = design.limit("lambda.timeout.max")
    return longest_ever


def _timed(design: Design, workflow: Workflow, time: TaskTime) -> WorstTime | None:
    if workflow.asl is None:
        return None
    return worst_time(replace(workflow.asl, timeout=None), at_worst(design, workflow), time, width(design))


def waited(design: Design, workflow: Workflow) -> WorstTime | None:
    """How long an execution's Wait states alone can take; None where the definition is not known."""
    if workflow.asl is None:
        return None
    return waiting_time(workflow.asl.machine, at_worst(design, workflow), width(design))


def ending(design: Design, workflow: Workflow) -> Ending | None:
    """What ends an execution first: a timeout of its own, or AWS's limit; None where nothing known does."""
    found = [one for one in (own_ending(workflow), aws_ending(design, workflow)) if one is not None]
    return min(found, key=lambda one: one.after, default=None)


def own_ending(workflow: Workflow) -> Ending | None:
    """The timeout that a workflow or its definition states for an execution."""
    found = []
    if isinstance(workflow.timeout, q.Duration):
        found.append(Ending(workflow.timeout, "its `timeout` ends it", workflow.field("timeout")))
    own = workflow.asl.timeout if workflow.asl is not None else None
    if isinstance(own, q.Duration):
        found.append(Ending(own, "its TimeoutSeconds ends it", workflow.field("definition").field("TimeoutSeconds")))
    return min(found, key=lambda one: one.after, default=None)


def aws_ending(design: Design, workflow: Workflow) -> Ending | None:
    """AWS's limit for executions of a workflow's type; None where the type is not known."""
    if not known(workflow.workflow):
        return None
    limit = design.limit(f"sfn.{workflow.workflow}.duration")
    kind = "an Express" if workflow.workflow == "express" else "a Standard"
    return Ending(limit, f"AWS ends {kind} execution", workflow.field("workflow"))
