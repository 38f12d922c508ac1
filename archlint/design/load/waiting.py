"""How long a component waits, on average, for what it calls while it works on one event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archlint.design.load.capacity import call_time
from archlint.design.load.shares import missed, pick
from archlint.design.postorder import postorder
from archlint.design.routes import ROUTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from archlint.design.load.work import Load
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

_ANSWER = frozenset({"lambda", "http_endpoint", "aws_service", "on_premises", "step_functions"}) | ROUTED


class Waiting:
    """Mean waits of one load, each worked out once. Calls whose target states no duration count as nothing."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._found: dict[Component, float] = {}
        self._executions: dict[Component, float | None] = {}

    def call_time(self, flow: AnyFlow) -> float | None:
        """Seconds that one call of a flow's target takes, its own waits included; None where no duration is stated."""
        if flow.target.type == "step_functions" and flow.duration is None:
            return self.execution(flow.target)
        batch = self._load.of(flow).batch
        own = call_time(flow, batch, self._load.end)
        return None if own is None else own + batch * self.of(flow.target)

    def of(self, component: Component) -> float:
        """Seconds of waiting per event: one call after another, calls of one `parallel` group by their slowest."""
        if component not in self._found:
            for each in postorder(component, self._called, self._found):
                self._found[each] = self._all(each)
        return self._found[component]

    def spent_on(self, flow: AnyFlow) -> float:
        """Seconds per event that the source of a flow waits for it; in a `parallel` group, only for the slowest."""
        self.of(flow.source)
        if not self._waits(flow):
            return 0.0
        waiting = [other for other in self._load.design.events_out_of(flow.source) if self._waits(other)]
        group = [other for other in waiting if other.parallel == flow.parallel] if flow.parallel else [flow]
        return self._one(flow) if flow is max(group, key=self._one) else 0.0

    def execution(self, workflow: Component) -> float | None:
        """Seconds of one execution of a workflow on average; None where no state's time is known."""
        if workflow not in self._executions:
            from archlint.design.load.steps import execution

            self._executions[workflow] = None  # not there yet: it closes a circle of workflows
            tasks = {flow.state: flow for flow in self._load.design.events_out_of(workflow) if flow.state}
            found = execution(
                self._load.design,
                workflow,
                self._load.end,
                lambda name: self.call_time(tasks[name]) if name in tasks else None,
            )
            self._executions[workflow] = None if found is None else found.seconds
        return self._executions[workflow]

    def _called(self, component: Component) -> Iterator[Component]:
        return (flow.target for flow in self._load.design.events_out_of(component) if self._waits(flow))

    def _all(self, component: Component) -> float:
        groups: dict[str, float] = {}
        for flow in self._load.design.events_out_of(component):
            if self._waits(flow):
                group = flow.parallel or f"#{id(flow)}"
                groups[group] = max(groups.get(group, 0.0), self._one(flow))
        return sum(groups.values())

    def _one(self, flow: AnyFlow) -> float:
        end = self._load.end
        ratio = pick(flow.ratio, end)
        share = missed(flow, end)
        if flow.source.type in ROUTED and not flow.gives("ratio"):
            rates = [self._load.of(sibling).rate for sibling in self._load.design.events_out_of(flow.source)]
            whole = sum(rates)
            ratio, share = (self._load.of(flow).rate / whole if whole else 1.0 / len(rates)), 1.0
        if flow.target.type == "step_functions":
            each = self.call_time(flow) or 0.0
        else:
            behind = call_time(flow, 1.0, end) or 0.0
            each = behind + self._found.get(flow.target, 0.0)  # not there yet: it closes a circle of calls
        return (1.0 if ratio is None else ratio) * share * self._load.of(flow).tries * each

    def _waits(self, flow: AnyFlow) -> bool:
        """True where the source of a flow waits until its target has done its work."""
        return flow.target.type in _ANSWER and self._load.design.delivery(flow).mode == "sync"
