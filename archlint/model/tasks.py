"""The flows that the tasks of workflows make, and what flows written by hand add to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from archlint.document.quantities import Duration
from archlint.model.asl.knowledge import most_attempts
from archlint.model.asl.resources import resource_fault
from archlint.model.asl.targets import Known, targets
from archlint.model.definitions import TYPE
from archlint.model.flow import Flow
from archlint.model.flow_kinds import defaults_between
from archlint.model.problems import Wrong, did_you_mean, nearest
from archlint.model.states import Task, Worker, all_states, awaits, inner_machines, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from archlint.model.asl.targets import Target
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow, Description
    from archlint.model.reading import Notes
    from archlint.model.states import Definition, Machine
    from archlint.model.workflow import Workflow

_TOKENS = frozenset(
    {"lambda", "sqs", "sns", "eventbridge", "api_gateway", "ecs_service", "step_functions", "aws_service"}
)
"""Types that can be handed a token."""
_JOBS = frozenset({"ecs_service", "step_functions", "aws_service"})
"""Types whose jobs can be waited for."""


class _Call(NamedTuple):
    """One call of a definition: what it works on, and how often all Retry fields around it can have it made."""

    target: Target
    tries: int


def make_flows(found: Description, notes: Notes) -> None:
    """Add the flow of every task whose target is a component, and join those that are written by hand to theirs.

    A task's flow stands where its state does; one that is written by hand stays where it is written, and what it says
    goes before what the definition says.
    """
    known = _known(found)
    for workflow in found.components.values():
        if workflow.type == TYPE:
            _of_workflow(found, workflow, known, notes)


def _known(found: Description) -> Known:
    names: dict[str, dict[str, str]] = {}
    for component in found.components.values():
        for name in (component.name, component.aws_name):
            if name:
                names.setdefault(name, {}).setdefault(component.type, component.name)
        if getattr(component, "bus", "") == "default":
            names.setdefault("default", {})["eventbridge"] = component.name
    return names


def _of_workflow(found: Description, workflow: Any, known: Known, notes: Notes) -> None:
    definition: Definition | None = workflow.asl
    if definition is None:
        return
    by_hand = [flow for flow in found.flows if flow.source is workflow]
    tries = dict(_tries(definition.machine, 1))
    calls = [
        _Call(_served(found, target), tries[target.state.name])
        for target in targets(definition.machine, known, definition.substitutions)
    ]
    _Joining(found, workflow, definition, calls, notes).join(by_hand)


def _tries(machine: Machine, around: int) -> Iterator[tuple[str, int]]:
    """How often each state can be tried for one visit of the outermost state around it."""
    for state in machine.states.values():
        most = around * most_attempts(state)
        yield state.name, most
        for inner in inner_machines(state):
            yield from _tries(inner, most)


def _served(found: Description, target: Target) -> Target:
    """The target, or the `aws_service` component that stands for its service where nothing has its name."""
    if target.component or target.type:
        return target
    for component in found.components.values():
        service = getattr(component, "service", "") if component.type == "aws_service" else ""
        if isinstance(service, str) and service and service.partition("-")[0] == target.call.service.partition("-")[0]:
            return target._replace(component=component.name)
    return target


class _Joining:
    """The calls of one definition on their way to flows."""

    def __init__(
        self, found: Description, workflow: Workflow, definition: Definition, calls: list[_Call], notes: Notes
    ) -> None:
        self.found = found
        self.workflow = workflow
        self.states = {state.name: state for state in all_states(definition.machine)}
        self.calls = calls
        self.notes = notes
        self.left = list(calls)

    def join(self, by_hand: list[AnyFlow]) -> None:
        for flow in sorted(by_hand, key=lambda flow: not flow.gives("state")):  # who names a state takes it first
            call = self.named(flow) if flow.gives("state") else self.meant(flow)
            if call is not None:
                self.left.remove(call)
                _add(flow, _fields(call, flow.target))
        self.make()

    def named(self, flow: AnyFlow) -> _Call | None:
        """The call of the state that a flow names."""
        if not isinstance(flow.state, str):
            return None
        state = self.states.get(flow.state)
        if state is None:
            message = f"{flow} names the state `{flow.state}`, which {self.workflow} does not have"
            self.wrong("dangling-name", flow, message + did_you_mean(flow.state, self.states), "Correct the name.")
            state = self.states.get(nearest(flow.state, self.states) or "")
        if state is None:
            return None
        calls = [call for call in self.left if call.target.state is state]
        fitting = [call for call in calls if call.target.component in ("", flow.target.name)]
        if fitting:
            return max(fitting, key=lambda call: bool(call.target.component))
        if calls:
            message = f"{flow} names the state `{flow.state}`, which calls {calls[0].target.component}"
            self.wrong("wrong-value", flow, message, f"Write `{self.workflow} -> {calls[0].target.component}`.")
        elif any(call.target.state is state for call in self.calls):
            message = f"{flow} names the state `{flow.state}`, as another flow does"
            self.wrong("ambiguous-name", flow, message, "Keep one of the two.")
        else:
            message = f"{flow} names the state `{flow.state}`, which calls nothing: it is a {kind_of(state)}"
            self.wrong("wrong-value", flow, message, "Name a Task.")
        return None

    def meant(self, flow: AnyFlow) -> _Call | None:
        """The one call to the target of a flow that names no state."""
        calls = [call for call in self.left if call.target.component == flow.target.name]
        if len(calls) == 1:
            return calls[0]
        if calls:
            callers = " and ".join(f"`{call.target.state.name}`" for call in calls)
            what = f"{callers} call {flow.target}"
        else:
            what = f"no task of {self.workflow} is seen to call {flow.target}"
        self.wrong("missing-field", flow, f"{flow} does not say its `state`, and {what}", "Add `state`: a task's name.")
        return None

    def wrong(self, rule: str, flow: AnyFlow, message: str, remedy: str) -> None:
        self.notes.wrong.append(Wrong(rule, flow.field("state").path, message, remedy))

    def make(self) -> None:
        """The flows that are left to the definition alone, named by their state where several join one pair."""
        components = self.found.components
        made = [(call, components[call.target.component]) for call in self.left if call.target.component]
        ends = [flow.target.name for flow in self.found.flows if flow.source is self.workflow]
        ends += [target.name for _, target in made]
        names: set[str] = set()
        for call, target in made:
            flow = _made(self.workflow, target, call)
            if ends.count(target.name) > 1:
                name = f"{self.workflow}.{call.target.state.name}"
                name = f"{name}.{call.target.operation}" if name in names else name
                names.add(name)
                flow.__dict__["name"] = name
            flow.__dict__["number"] = len(self.found.flows)
            self.found.flows.append(flow)


def _made(workflow: Workflow, target: Component, call: _Call) -> AnyFlow:
    flow: AnyFlow = Flow.made({})
    path = (*workflow.path, "definition", *call.target.state.path)
    flow.__dict__.update(defaults_between(workflow.type, target.type), path=path, source=workflow, target=target)
    _add(flow, _fields(call, target))
    return flow


def _add(flow: AnyFlow, fields: Mapping[str, Any]) -> None:
    """Give a flow the fields that it does not have by itself."""
    fresh = {name: value for name, value in fields.items() if not flow.gives(name)}
    flow.__dict__.update(fresh, given=flow.given | fresh.keys())


def _fields(call: _Call, target: Component) -> dict[str, Any]:
    """What the definition says of a task's flow."""
    state = call.target.state
    fields: dict[str, Any] = {"state": state.name, "retries": call.tries - 1}
    mode = _mode(call.target, target.type)
    if mode:
        fields["mode"] = mode
    if call.target.operation:
        fields["operation"] = call.target.operation
    if call.target.qualifier:
        fields["alias"] = call.target.qualifier
    if isinstance(state, Worker) and any(retrier.max_attempts for retrier in state.retries):
        grows = any(retrier.backoff > 1 for retrier in state.retries)
        fields["backoff"] = "exponential" if grows else "fixed"
    if isinstance(state, Task) and isinstance(state.timeout, Duration):
        fields["timeout"] = state.timeout
    return fields


def _mode(target: Target, kind: str) -> str:
    """How a task calls its target, in the words of flows; empty where AWS's first way is meant, or none it offers."""
    call, state = target.call, target.state
    if resource_fault(call.resource):
        return ""
    if call.way == "callback":
        return "callback" if kind in _TOKENS else ""
    if call.way == "sync":
        return "sync" if kind in _JOBS else ""
    if call.service == "lambda":
        if kind != "lambda":
            return ""
        return "sync" if not isinstance(state, Task) or awaits(state) else "async"
    return "sync" if kind == TYPE and call.action.lower() == "startsyncexecution" else ""
