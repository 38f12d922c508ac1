"""The links of a design's load: what each flow brings to its target, and what goes on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from archlint.design.load.failures import can_fail, given_up, succeeded
from archlint.design.load.shares import ROUTED, End, routed, share_of, worth
from archlint.design.load.system import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from archlint.design.graph import Design
    from archlint.design.load.results import FlowLoad
    from archlint.design.load.routing import Routing
    from archlint.model.component import Component
    from archlint.model.description import AnyFlow

_OBJECTS = frozenset({"s3"})


class _Onward(NamedTuple):
    """A link whose weight is multiplied by the share of the source's events that `needs` (done, failed, all)."""

    source: int
    target: int
    weight: float
    flow: int  # the position of the flow whose failures count, -1 for none
    failed: bool
    per_batch: bool


class Links:
    """The links of one design at one end of its ranges; what failures and batches do to them is put in by `given`."""

    def __init__(
        self,
        design: Design,
        routing: Routing,
        end: End,
        node: Callable[[AnyFlow | Component], int],
        measured: frozenset[int],
    ) -> None:
        self._design = design
        self._routing = routing
        self._end = end
        self._node = node
        self._measured = measured
        self._position = {id(flow): at for at, flow in enumerate(design.all_flows)}
        self._onward = [link for link in self._found() if link.target not in measured]

    @property
    def depend_on_batches(self) -> bool:
        """True where rates behind a flow depend on the size of its batches."""
        return any(link.per_batch or link.flow >= 0 for link in self._onward)

    def given(self, loads: Sequence[FlowLoad]) -> Iterator[Link]:
        """The links when the flows have these loads."""
        for source, target, weight, at, failed, per_batch in self._onward:
            if at >= 0:
                load = loads[at]
                if failed:
                    weight *= load.told if per_batch else load.exhausted
                else:
                    weight *= (1.0 - load.exhausted) / (load.batch if per_batch else 1.0)
            yield Link(source, target, weight)

    def _found(self) -> Iterator[_Onward]:
        for component in self._design.components.values():
            leaving = self._design.events_out_of(component)
            if leaving:
                yield from self._out_of(component, leaving)
        for flow in self._design.all_flows:
            yield from self._of(flow)

    def _out_of(self, component: Component, leaving: Sequence[AnyFlow]) -> Iterator[_Onward]:
        at = self._node(component)
        visits = _visits(self._design, component, self._end)
        for flow in leaving:
            weight = share_of(flow, leaving, self._end)
            if flow.state and flow.state in visits and not flow.gives("ratio"):
                weight = visits[flow.state]
            yield _Onward(at, self._node(flow), weight, -1, failed=False, per_batch=False)

    def _of(self, flow: AnyFlow) -> Iterator[_Onward]:
        number, target = self._node(flow), flow.target
        at = self._position[id(flow)] if can_fail(flow) else -1
        if target.type in ROUTED and (leaving := self._design.events_out_of(target)):
            per_batch = target.type in _OBJECTS and flow.source.type == "firehose"
            where = self._position[id(flow)] if per_batch else at
            for onward, weight in routed(self._routing, flow, leaving, self._end):
                yield _Onward(number, self._node(onward), weight, where, failed=False, per_batch=per_batch)
        elif self._design.out_of(target):
            weight = worth(flow, self._end)
            per_batch = flow.source.type == "pipe" and target.type == "step_functions"
            where = self._position[id(flow)] if per_batch else at
            yield _Onward(number, self._node(target), weight, where, failed=False, per_batch=per_batch)
        if at >= 0:
            for edge, batched in given_up(self._design, flow):
                yield _Onward(number, self._node(edge), 1.0, at, failed=True, per_batch=batched)
        for edge in succeeded(self._design, flow) if flow.target.type == "lambda" else ():
            yield _Onward(number, self._node(edge), 1.0, at, failed=False, per_batch=False)


def _visits(design: Design, component: Component, end: End) -> dict[str, float]:
    """Visits of each state per execution of a workflow."""
    if component.type != "step_functions":
        return {}
    from archlint.design.load.steps import task_visits

    return task_visits(design, component, end)
